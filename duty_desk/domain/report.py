"""A report to the client: its kinds, its states and which moment may follow which.

due → draft → approved → frozen → delivered. What was frozen never changes again: later changes
make another version, which goes the same way and names what differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from duty_desk.domain.problem import beijing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class ReportKind(StrEnum):
    """What a report is; a contract names it by this word."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    WORK = "work"  # the work report that one contract asks for beside the monthly one
    SPECIAL = "special"  # any stretch of time, any filter


class ReportState(StrEnum):
    """Where a report stands."""

    DUE = "due"  # its period is over and nobody has prepared it
    DRAFT = "draft"
    APPROVED = "approved"
    FROZEN = "frozen"
    DELIVERED = "delivered"


_OPEN = frozenset({ReportState.DUE, ReportState.DRAFT})
_UNFROZEN = _OPEN | {ReportState.APPROVED}
_CLOSED = frozenset({ReportState.FROZEN, ReportState.DELIVERED})

# moment -> (states it may come in, state it leads to; None keeps the state)
MOVES: dict[str, tuple[frozenset[ReportState], ReportState | None]] = {
    "report.prepared": (_OPEN, ReportState.DRAFT),
    "report.failed": (_UNFROZEN, None),
    "report.written": (_UNFROZEN, ReportState.DRAFT),
    "report.approved": (_UNFROZEN, ReportState.APPROVED),
    "report.frozen": (frozenset({ReportState.APPROVED}), ReportState.FROZEN),
    "report.delivered": (frozenset({ReportState.FROZEN}), ReportState.DELIVERED),
    "report.reopened": (_CLOSED, ReportState.DRAFT),
}

# What a person writes into each kind, by key; the program never does.
TEXTS: Mapping[ReportKind, tuple[str, ...]] = {
    ReportKind.DAILY: ("remark",),
    ReportKind.WEEKLY: ("grid", "system", "remark"),
    ReportKind.MONTHLY: ("problems", "causes", "measures", "plan"),
    ReportKind.WORK: ("problems", "causes", "measures", "plan"),
    ReportKind.SPECIAL: ("analysis", "advice"),
}
# What a report of each kind is about, in the words of `period.ended`.
SPANS: Mapping[ReportKind, str] = {
    ReportKind.DAILY: "day",
    ReportKind.WEEKLY: "week",
    ReportKind.MONTHLY: "month",
    ReportKind.WORK: "month",
}
_LETTERS = {
    ReportKind.DAILY: "D",
    ReportKind.WEEKLY: "W",
    ReportKind.MONTHLY: "M",
    ReportKind.WORK: "G",
    ReportKind.SPECIAL: "S",
}


class ForbiddenReportMove(ValueError):
    """A moment that cannot happen to a report in its present state."""


def next_state(state: ReportState, kind: str) -> ReportState:
    """The state after moment `kind`.

    Raises:
        ForbiddenReportMove: the moment cannot happen in `state`.
    """
    allowed, target = MOVES[kind]
    if state not in allowed:
        raise ForbiddenReportMove(f"{kind} in {state}")
    return target or state


def may_follow(state: ReportState, kind: str) -> bool:
    """Whether moment `kind` can happen in `state`."""
    return state in MOVES[kind][0]


def report_id(kind: ReportKind, from_at: int) -> str:
    """The id of the one report of this kind over the period that begins at `from_at` (UTC ms).

    Fixed, so that the clock that runs for it, its draft and its delivery are one record.
    """
    return f"{kind}/{beijing(from_at):%Y-%m-%d}"


def freeze_number(kind: ReportKind, from_at: int, version: int, nth: int = 1) -> str:
    """The number under which figures are frozen: `M2026-11-a`, the next version `…-b`.

    `nth` tells special reports over periods that begin on one day apart: `S2026-11-01.2-a`.
    """
    day = beijing(from_at)
    when = f"{day:%Y-%m}" if SPANS.get(kind) == "month" else f"{day:%Y-%m-%d}"
    letter = chr(ord("a") + (version - 1) % 26) * ((version - 1) // 26 + 1)
    place = f".{nth}" if nth > 1 else ""
    return f"{_LETTERS[kind]}{when}{place}-{letter}"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What stands differently in a later version: a figure or a text, before and after."""

    key: str
    title: str
    before: str
    after: str

    def as_facts(self) -> dict[str, str]:
        """The form that stands in the journal."""
        return {
            "key": self.key,
            "title": self.title,
            "before": self.before,
            "after": self.after,
        }


def differences(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> tuple[Difference, ...]:
    """What differs between two lists of said things, each with `key`, `title` and `said`.

    Something that only one of them has stands with an empty text on the other side.
    """
    old = {one["key"]: one for one in before}
    new = {one["key"]: one for one in after}
    found = []
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        said_was = str(was["said"]) if was else ""
        said_now = str(now["said"]) if now else ""
        if said_was != said_now:
            title = str((now or was or {})["title"])
            found.append(Difference(key=key, title=title, before=said_was, after=said_now))
    return tuple(found)
