"""Which problems the page lists, and in what order; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.domain.problem import day_starts_at
from duty_desk.language import mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duty_desk.desk.views import ClockCard, ProblemRow

DAY_MS = 86_400_000
ALL = ""
GROUPS = (
    (ALL, mark("全部")),
    ("found", mark("待推送")),
    ("pushed", mark("已推送待整改")),
    ("rectified", mark("已整改待核查")),
    ("verified", mark("已核查")),
    ("voided", mark("已作废")),
)


# How many days back, today being the first.
OPEN_AND_TODAY, TODAY, WEEK, EVER = 0, 1, 7, 36_500
SPANS = (
    (OPEN_AND_TODAY, mark("未结与今天")),
    (TODAY, mark("今天")),
    (WEEK, mark("近 7 天")),
    (EVER, mark("全部日期")),
)


@dataclass(frozen=True)
class Filter:
    """What is asked for: a group of states, the last days, and words that must occur."""

    group: str = ALL
    days: int = OPEN_AND_TODAY
    words: str = ""


def listed(
    rows: Sequence[ProblemRow],
    wanted: Filter,
    clocks: Mapping[str, ClockCard],
    now: int,
) -> tuple[ProblemRow, ...]:
    """The rows that `wanted` asks for: running clocks first, least time left first; then newest.

    Args:
        rows: All problems known.
        wanted: The filter.
        clocks: The running clocks by problem.
        now: For what "today" is, UTC ms.
    """
    found = [row for row in in_time(rows, wanted, now) if wanted.group in {ALL, row.state}]

    def order(row: ProblemRow) -> tuple[bool, int]:
        clock = clocks.get(row.id)
        return (clock is None, clock.due_at if clock else -row.found_at)

    return tuple(sorted(found, key=order))


def in_time(rows: Sequence[ProblemRow], wanted: Filter, now: int) -> list[ProblemRow]:
    """The rows of the asked days whose words match, of every state."""
    since = since_at(wanted.days, now)
    words = wanted.words.casefold().split()
    return [
        row
        for row in rows
        if row.found_at >= since and all(word in _searched(row) for word in words)
    ]


def since_at(days: int, now: int) -> int:
    """Where the last `days` days begin, UTC ms; OPEN_AND_TODAY leaves nothing out."""
    return 0 if days in {OPEN_AND_TODAY, EVER} else day_starts_at(now) - (days - 1) * DAY_MS


def counts(rows: Sequence[ProblemRow]) -> dict[str, int]:
    """How many of `rows` are in each group."""
    found = {group: sum(row.state == group for row in rows) for group, _ in GROUPS}
    return {**found, ALL: len(rows)}


def _searched(row: ProblemRow) -> str:
    place = f"{row.camera_code} {row.camera_name} {row.community}"
    return f"{row.number} {place} {row.unit} {row.description}".casefold()
