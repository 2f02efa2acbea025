"""Countdowns of footage requests: three days and one day before a span is overwritten, and papers.

A stage is on record (`footage.warned`) before any page shows it. What is shown follows from what
is on record, so a stage that passed while the program was off is told when it starts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from duty_desk.desk.footage_rows import endangered, places
from duty_desk.desk.footage_views import FootageDay, FootageWarning
from duty_desk.desk.footage_words import number_of
from duty_desk.domain.footage import DAY_MS, HOUR_MS, OPEN, WARN_DAYS, FootageState
from duty_desk.domain.moment import Moment
from duty_desk.store import footage as rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duty_desk.domain.footage import FootageRequest, Span
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
    """The moments of levels that have begun and are not on record; of several the highest.

    Spans that reach a level together are one moment, and no span is told of twice at a level.
    """
    risen: dict[tuple[str, str, str], list[_Due]] = {}
    for due in _dues(session, now):
        begun, told = due.stages(now), due.told()
        if begun and (not told or _LEVELS.index(told) < _LEVELS.index(begun[-1])):
            risen.setdefault((due.row.id, due.what, begun[-1]), []).append(due)
    return tuple(_moment(level, dues) for (_id, _what, level), dues in risen.items())


def _moment(level: str, dues: list[_Due]) -> Moment:
    first = dues[0]
    facts = {
        "what": first.what,
        "level": level,
        "keys": [due.key(level) for due in dues],
        "due_at": first.at,
        "cameras": _codes(dues),
    }
    return Moment(kind="footage.warned", subject=first.row.id, facts=facts)


def footage_day(session: Session, now: int) -> FootageDay:
    """How many requests are open, and the countdowns that are on record, soonest first."""
    warnings: dict[tuple[str, str], FootageWarning] = {}
    for due in _dues(session, now):
        level, key = due.told(), (due.row.id, due.what)
        first = warnings.get(key)
        if level and first is None:
            warnings[key] = _warning(due, level)
        elif first is not None and level == first.level and due.at <= first.due_at + DAY_MS:
            both = dict.fromkeys((*first.cameras, *due.cameras))
            warnings[key] = replace(first, cameras=tuple(both))
    waiting = sum(FootageState(row.state) in OPEN for row in rows.unfinished(session))
    soonest = tuple(sorted(warnings.values(), key=lambda one: one.due_at))
    return FootageDay(open=waiting, warnings=soonest, is_made=True)


def _warning(due: _Due, level: str) -> FootageWarning:
    return FootageWarning(
        request_id=due.row.id,
        number=number_of(due.row),
        what=due.what,
        due_at=due.at,
        level=level,
        cameras=due.cameras,
        unit=due.row.unit,
    )


def _dues(session: Session, now: int) -> Iterator[_Due]:
    """What is counted down to, of one request the soonest first."""
    found = rows.unfinished(session)
    asked = {row.id: rows.request_of(row) for row in found}
    files = rows.files(session, [row.id for row in found])
    where = places(session, {span.camera_id for one in asked.values() for span in one.spans})
    for row in found:
        there = {file.span_no for file in files[row.id]}
        spans = endangered(row, asked[row.id], there, where, now)
        yield from _spans(row, spans)
        owed = {_PAPERS: papers_owed(row, asked[row.id]), **_kept(row, asked[row.id])}
        yield from (_Due(row, what, at) for what, at in owed.items() if at)


def _spans(row: FootageTable, spans: Iterable[tuple[int, Span]]) -> Iterator[_Due]:
    """Spans that begin to be overwritten at the same instant are one."""
    by_instant = groupby(sorted(spans, key=_instant), key=_instant)
    for at, together in by_instant:
        codes = dict.fromkeys(span.code for _at, span in together)
        yield _Due(row, _RETENTION, at, tuple(codes))


def _instant(found: tuple[int, Span]) -> int:
    return found[0]


def _codes(dues: Iterable[_Due]) -> list[str]:
    return list(dict.fromkeys(code for due in dues for code in due.cameras))


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
