"""The figures of a period, section by section: the one source of reviews and reports.

A new kind of record joins by one line, `desk.sections.register(key, source)`, and by nothing else.
Sources run with a reading session on whatever thread asks; they keep nothing between calls.

Periods are cut where they stand now; what lies before the first record is unknown, not nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.section_cameras import cameras, faults
from duty_desk.desk.section_footage import footage
from duty_desk.desk.section_log import duty_log, emergency
from duty_desk.desk.section_parts import SectionSide
from duty_desk.desk.section_patrol import patrol
from duty_desk.desk.section_people import alarms, attendance, handover, presence
from duty_desk.desk.section_problems import problems, pushes
from duty_desk.language import tr
from duty_desk.store import tallies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.section_parts import Source
    from duty_desk.domain.figure import Section
    from duty_desk.domain.period import Period
    from duty_desk.store.transaction import Session

SOURCES: Mapping[str, Callable[[SectionSide], Source]] = {
    "patrol": patrol,
    "problems": problems,
    "pushes": pushes,
    "faults": faults,
    "cameras": cameras,
    "presence": presence,
    "attendance": attendance,
    "handover": handover,
    "duty_log": duty_log,
    "emergency": emergency,
    "footage": footage,
    "alarms": alarms,
}


class Sections:
    """Asks the sources, in the order in which they were registered."""

    def __init__(self, side: SectionSide) -> None:
        self.side = side
        self._sources: dict[str, Source] = {key: made(side) for key, made in SOURCES.items()}

    def register(self, key: str, source: Source) -> None:
        """Let `source(session, period)` tell the figures of `key`; a key has one source."""
        self._sources[key] = source

    def keys(self) -> tuple[str, ...]:
        """The keys of all sections, in order."""
        return tuple(self._sources)

    def one(self, session: Session, key: str, period: Period) -> Section:
        """The section `key` of a period.

        Raises:
            KeyError: there is no such section.
        """
        now = self.side.time.now_ms()
        section = self._sources[key](session, period.until(now))
        began = tallies.first_at(session)
        if began is None or period.to_at <= began or period.from_at >= now:
            return _unknown(section)
        return section

    def each(self, session: Session, period: Period) -> Iterator[Section]:
        """The sections of a period one by one, so that a reader may stop between them."""
        for key in self._sources:
            yield self.one(session, key, period)

    def all(self, session: Session, period: Period) -> tuple[Section, ...]:
        """All sections of a period."""
        return tuple(self.each(session, period))


def _unknown(section: Section) -> Section:
    """The section of a time of which nothing is on record."""
    note = tr("这段时间没有记录")
    figures = tuple(
        replace(one, value=None, of=None, level="unknown", note=note) for one in section.figures
    )
    return replace(section, figures=figures, tables=())


def sections_of(desk: Desk) -> Sections:
    """The sections of a running desk."""
    return Sections(
        SectionSide(
            seat=desk.store.seat,
            time=desk.time,
            rules=lambda: desk.store.rules,
            categories={item.code: item for item in desk.categories},
            kinds=desk.fault_kinds,
        )
    )
