"""A month of the roster as it is shown, and proposals as they would stand in it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.desk import roster_lookup as lookup
from duty_desk.desk.roster_views import (
    LeaveRow,
    PersonCell,
    RosterDay,
    RosterMonth,
    RosterProposal,
    SwapRow,
)
from duty_desk.desk.roster_words import conflict_line, leave_state, shift_words, swap_state
from duty_desk.domain.problem import day_of
from duty_desk.domain.roster import OFFICE, days_from
from duty_desk.domain.roster_check import Away, conflicts
from duty_desk.domain.workdays import instant
from duty_desk.language import tr
from duty_desk.store import person as people_rows
from duty_desk.store import roster as rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duty_desk.desk.roster_lookup import Holidays
    from duty_desk.desk.roster_views import ConflictLine
    from duty_desk.domain.person import Person
    from duty_desk.domain.roster import PlannedShift
    from duty_desk.store.roster_tables import LeaveTable, SwapTable
    from duty_desk.store.transaction import Session

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RosterReading:
    """The roster in an open transaction, seen from a seat at an instant."""

    session: Session
    seat: str
    now: int
    holidays: Holidays
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = people_rows.every(self.session)
        self.people.update({person.id: person for person in known})

    def name(self, person_id: str) -> str:
        """A person's name; what was written where nobody is known by it."""
        return self.people[person_id].name if person_id in self.people else person_id

    def is_active(self, person_id: str) -> bool:
        """Whether a person may be planned."""
        return person_id in self.people and self.people[person_id].is_active

    def shifts(self, first: date, last: date) -> tuple[PlannedShift, ...]:
        """The shifts of this seat and the office, also of days nobody planned."""
        return lookup.shifts_on(self.session, first.isoformat(), last.isoformat(), self.seat)

    def conflict_lines(
        self, shifts: Sequence[PlannedShift], first: date, last: date
    ) -> tuple[ConflictLine, ...]:
        """What is wrong in shifts on some days that have not passed; `shifts` may reach further."""
        begins = max(instant(first), instant(date.fromisoformat(day_of(self.now))))
        span = (begins, instant(last + _DAY))
        seats = sorted({one.seat for one in shifts} - {OFFICE})
        away = [
            Away(row.person_id, row.from_at, row.to_at)
            for row in rows.leaves(self.session, *span)
            if row.state == "approved"
        ]
        active = {one.id for one in self.people.values() if one.is_active}
        found = conflicts(shifts, active, away, dict.fromkeys(seats, span))
        by_id = {one.id: one for one in shifts}
        return tuple(
            conflict_line(one, by_id, self.name)
            for one in found
            if span[0] <= one.from_at < span[1]
        )

    def proposal(
        self,
        days: Iterable[str],
        seats: tuple[str, ...],
        shifts: Sequence[PlannedShift],
        how: str,
    ) -> RosterProposal:
        """Shifts as they would be adopted: days gone by left out, shifts that have begun kept."""
        # A night that began yesterday can still be planned; what is over cannot.
        running = {one.day for one in shifts if one.ends_at > self.now}
        wanted = sorted(set(days))
        coming = tuple(day for day in wanted if day >= day_of(self.now) or day in running)
        if not coming:
            return RosterProposal(days=(), seats=seats, shifts=(), how=how)
        first, last = date.fromisoformat(coming[0]), date.fromisoformat(coming[-1])
        before = rows.shifts_on(self.session, coming[0], coming[-1])
        held = {
            one.id: one
            for one in before
            if one.starts_at <= self.now and one.seat in seats and one.day in coming
        }
        over = {one.id for one in shifts if one.ends_at <= self.now}
        taken = [one for one in shifts if one.day in coming and one.id not in held.keys() | over]
        planned = [*taken, *held.values()]
        whole = [*self.shifts(first - _DAY, last + _DAY)]
        around = [one for one in whole if one.day not in coming or one.seat not in seats]
        warnings = []
        if len(coming) < len(wanted):
            left = len(wanted) - len(coming)
            warnings.append(tr("{n} 天已经过去，没有改动。", n=left))
        if held:
            warnings.append(tr("{n} 个已经开始的班保持原样。", n=len(held)))
        return RosterProposal(
            days=coming,
            seats=seats,
            shifts=tuple(sorted(planned, key=lambda one: (one.starts_at, one.id))),
            warnings=tuple(warnings),
            kept=len(held),
            how=how,
            conflicts=self.conflict_lines([*planned, *around], first, last),
        )


def month_of(reading: RosterReading, month: str) -> RosterMonth:
    """A month (`2026-11`) of the roster."""
    first = date.fromisoformat(f"{month}-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    whole = reading.shifts(first - _DAY, last + _DAY)
    shifts = tuple(one for one in whole if first.isoformat() <= one.day <= last.isoformat())
    span = (instant(first), instant(last + _DAY))
    known = rows.planned_days(reading.session, first.isoformat(), last.isoformat())
    people = people_of(reading, shifts)
    return RosterMonth(
        month=month,
        days=tuple(_day(reading, day) for day in days_from(first, last)),
        shifts=shifts,
        people=people,
        templates=lookup.templates_on(reading.session, last.isoformat()),
        conflicts=reading.conflict_lines(whole, first, last) if known else (),
        leaves=tuple(leave_row(reading, row) for row in rows.leaves(reading.session, *span)),
        swaps=tuple(swap_row(reading, row) for row in rows.swaps(reading.session, span[0])),
        is_planned=bool(known),
        is_year_known=first.year in reading.holidays.years,
        names={one.id: one.name for one in people}
        | {one.id: one.name for one in reading.people.values()},
    )


def _day(reading: RosterReading, day: date) -> RosterDay:
    written = day.isoformat()
    return RosterDay(
        day=written,
        is_worked=reading.holidays.workdays.is_worked(day),
        name=reading.holidays.names.get(written, ""),
        is_today=written == day_of(reading.now),
    )


def people_of(reading: RosterReading, shifts: Iterable[PlannedShift]) -> tuple[PersonCell, ...]:
    """Everybody who may be planned, and whoever stands in `shifts` besides."""
    planned = dict.fromkeys(person for one in shifts for person in one.person_ids)
    found = [
        PersonCell(id=one.id, name=one.name, is_active=one.is_active)
        for one in reading.people.values()
        if one.is_active or one.id in planned
    ]
    strangers = [one for one in planned if one not in reading.people]
    return (*found, *(PersonCell(id=one, name=one, is_active=False) for one in strangers))


def leave_row(reading: RosterReading, row: LeaveTable) -> LeaveRow:
    """A leave form as shown."""
    return LeaveRow(
        id=row.id,
        person_id=row.person_id,
        name=reading.name(row.person_id) if row.person_id in reading.people else row.name,
        from_at=row.from_at,
        to_at=row.to_at,
        reason=row.reason,
        substitute=reading.name(row.substitute_id) if row.substitute_id else "",
        state=row.state,
        state_words=leave_state(row.state),
        filed_at=row.filed_at,
        filed_by=row.filed_by,
        is_late=row.is_late or row.is_decided_late,
        decided_by=row.decided_by,
        words=row.words,
    )


def swap_row(reading: RosterReading, row: SwapTable) -> SwapRow:
    """A wish to swap as shown."""
    return SwapRow(
        id=row.id,
        words=swap_words(reading, row),
        reason=row.reason,
        person_id=row.person_id,
        other_id=row.other_id,
        state=row.state,
        state_words=swap_state(row.state),
        asked_at=row.asked_at,
        answer=" ".join(part for part in (row.decided_by, row.words) if part),
    )


def swap_words(reading: RosterReading, row: SwapTable) -> str:
    """Who wants what: `值班员 A 的 11-21 夜班 换 值班员 B 的 11-23 白班`."""

    def about(shift_id: str) -> str:
        found = rows.shifts_on(reading.session, shift_id[:10], shift_id[:10])
        return next((shift_words(one) for one in found if one.id == shift_id), shift_id[:10])

    who, other = reading.name(row.person_id), reading.name(row.other_id)
    first = about(row.shift_id)
    if not row.other_shift_id:
        return tr("{who} 的 {first} 由 {other} 替班", who=who, first=first, other=other)
    second = about(row.other_shift_id)
    return tr(
        "{who} 的 {first} 换 {other} 的 {second}", who=who, first=first, other=other, second=second
    )


def with_person(shift: PlannedShift, leaves: str, comes: str) -> PlannedShift:
    """The shift with one person in another's place; an empty `comes` leaves the place open."""
    people = [comes if one == leaves else one for one in shift.person_ids]
    return replace(shift, person_ids=tuple(dict.fromkeys(one for one in people if one)))
