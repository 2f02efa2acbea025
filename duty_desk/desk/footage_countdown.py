"""Countdowns of footage requests: three days and one day before a span is overwritten, and papers.

A stage is on record (`footage.warned`) before any page shows it. What is shown follows from what
is on record, so a stage that passed while the program was off is told when it starts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.footage_rows import endangered, places
from duty_desk.desk.footage_views import FootageDay, FootageWarning
from duty_desk.desk.footage_words import number_of
from duty_desk.domain.footage import DAY_MS, HOUR_MS, OPEN, WARN_DAYS, FootageState
from duty_desk.domain.moment import Moment
from duty_desk.store import footage as rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.domain.footage import FootageRequest
    from duty_desk.store.footage_tables import FootageTable
    from duty_desk.store.transaction import Session

_RETENTION, _PAPERS, _MEDIUM, _COPY = "retention", "papers", "medium", "copy"
_LEVELS = ("attention", "urgent", "breach")
# How long before its instant each level begins.
_BEFORE_MS = {
    _RETENTION: (max(WARN_DAYS) * DAY_MS, min(WARN_DAYS) * DAY_MS, 0),
    _PAPERS: (4 * HOUR_MS, HOUR_MS, 0),
    _MEDIUM: (0,),  # a date that has come presses nobody in the night
    _COPY: (0,),
}
_ENDED = frozenset({FootageState.NOT_HELD, FootageState.REFUSED, FootageState.CLOSED})


@dataclass(frozen=True)
class _Due:
    """Something of a request that has an instant."""

    row: FootageTable
    what: str
    at: int
    cameras: tuple[str, ...] = ()

    def stages(self, now: int) -> tuple[str, ...]:
        """The levels that have begun."""
        before = zip(_LEVELS, _BEFORE_MS[self.what], strict=False)
        return tuple(level for level, early_ms in before if now >= self.at - early_ms)

    def key(self, level: str) -> str:
        """What stands in the record; another instant is told anew."""
        return f"{self.what}:{level}:{self.at}"

    def told(self) -> str:
        """The highest level that is on record, "" for none."""
        known = set(json.loads(self.row.warned))
        return next((level for level in _LEVELS[::-1] if self.key(level) in known), "")


def fresh(session: Session, now: int) -> tuple[Moment, ...]:
    """The moments of levels that have begun and are not on record; of several the highest."""
    moments = []
    for due in _dues(session, now):
        begun, told = due.stages(now), due.told()
        if not begun or (told and _LEVELS.index(told) >= _LEVELS.index(begun[-1])):
            continue
        facts = {"what": due.what, "level": begun[-1], "key": due.key(begun[-1]), "due_at": due.at}
        facts["cameras"] = list(due.cameras)
        moments.append(Moment(kind="footage.warned", subject=due.row.id, facts=facts))
    return tuple(moments)


def footage_day(session: Session, now: int) -> FootageDay:
    """How many requests are open, and the countdowns that are on record, soonest first."""
    warnings = [
        FootageWarning(
            request_id=due.row.id,
            number=number_of(due.row),
            what=due.what,
            due_at=due.at,
            level=due.told(),
            cameras=due.cameras,
            unit=due.row.unit,
        )
        for due in _dues(session, now)
        if due.told()
    ]
    waiting = sum(FootageState(row.state) in OPEN for row in rows.unfinished(session))
    soonest = tuple(sorted(warnings, key=lambda one: one.due_at))
    return FootageDay(open=waiting, warnings=soonest, is_made=True)


def _dues(session: Session, now: int) -> Iterator[_Due]:
    found = rows.unfinished(session)
    asked = {row.id: rows.request_of(row) for row in found}
    files = rows.files(session, [row.id for row in found])
    where = places(session, {span.camera_id for one in asked.values() for span in one.spans})
    for row in found:
        there = {file.span_no for file in files[row.id]}
        spans = endangered(row, asked[row.id], there, where, now)
        if spans:
            soonest = min(at for at, _ in spans)
            codes = dict.fromkeys(span.code for at, span in spans if at <= soonest + DAY_MS)
            yield _Due(row, _RETENTION, soonest, tuple(codes))
        owed = {_PAPERS: papers_owed(row, asked[row.id]), **_kept(row, asked[row.id])}
        yield from (_Due(row, what, at) for what, at in owed.items() if at)


def _kept(row: FootageTable, asked: FootageRequest) -> dict[str, int]:
    """Until when the medium shall come back and our copy is kept; 0 once that is done."""
    package = json.loads(row.package)
    if not row.handed_at:
        return {}
    return {
        _MEDIUM: 0 if "returned_at" in package else row.return_until_at,
        _COPY: 0 if "destroyed_at" in package else asked.copy_until_at * asked.is_copy_kept,
    }


def papers_owed(row: FootageTable, asked: FootageRequest) -> int:
    """Until when papers must follow, 0 when none are owed."""
    is_whole = bool(asked.paper_no and asked.paper_scan)
    if is_whole or FootageState(row.state) in _ENDED:
        return 0
    return asked.papers_due_at
