"""Who is planned when: the roster as it stands in an open transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.desk.shift_systems import BUILT_IN
from duty_desk.domain.problem import day_of
from duty_desk.domain.roster import TemplateSet, days_from, planned
from duty_desk.domain.workdays import Workdays
from duty_desk.store import roster as rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.domain.roster import PlannedShift
    from duty_desk.store.transaction import Session

_SEARCH_DAYS = 40  # so far ahead the next shift of somebody is looked for


@dataclass(frozen=True)
class Holidays:
    """What is known of free days: the table that came with the program, and those imported.

    Attributes:
        names: Names by ISO date, of free days and of weekends that are worked.
        workdays: The same for counting.
        years: The years that are known.
    """

    names: Mapping[str, str]
    workdays: Workdays
    years: frozenset[int]


def holidays(session: Session, built_in: Mapping[str, tuple[str, bool]]) -> Holidays:
    """All free days known; an imported year takes the place of the one that came along.

    Args:
        session: The open transaction.
        built_in: By ISO date the name, and whether the day is worked.
    """
    imported = rows.holidays(session)
    replaced = {row.day[:4] for row in imported}
    days = {day: about for day, about in built_in.items() if day[:4] not in replaced}
    days |= {row.day: (row.name, row.is_worked) for row in imported}
    free = frozenset(day for day, (_, is_worked) in days.items() if not is_worked)
    return Holidays(
        names={day: name for day, (name, _) in days.items()},
        workdays=Workdays(free, frozenset(days) - free),
        years=frozenset(int(day[:4]) for day in days),
    )


def templates_on(session: Session, day: str) -> TemplateSet:
    """The shift templates that hold on a day."""
    return _holding(rows.template_sets(session), day)


def _holding(sets: tuple[TemplateSet, ...], day: str) -> TemplateSet:
    return next((one for one in reversed(sets) if one.from_on <= day), BUILT_IN)


def shifts_on(
    session: Session, from_day: str, to_day: str, seat: str = ""
) -> tuple[PlannedShift, ...]:
    """The shifts that start on these days, in time order.

    Args:
        session: The open transaction.
        from_day: The first day, ISO.
        to_day: The last one, included.
        seat: With it days nobody planned at this seat have its templates' shifts, without people.
    """
    found = list(rows.shifts_on(session, from_day, to_day))
    if seat:
        known, sets = rows.planned_days(session, from_day, to_day), rows.template_sets(session)
        for day in days_from(date.fromisoformat(from_day), date.fromisoformat(to_day)):
            if (day.isoformat(), seat) not in known:
                shown = _holding(sets, day.isoformat())
                found += [planned(one, day, seat) for one in shown.of_seat]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.id)))


def shift_at(session: Session, at: int, seat: str) -> PlannedShift | None:
    """The shift of a seat that an instant lies in; of two the one that began later."""
    found = [one for one in _around(session, at, seat, 0) if one.holds(at)]
    return found[-1] if found else None


def next_after(session: Session, at: int, seat: str) -> PlannedShift | None:
    """The first shift of a seat that starts after an instant."""
    return next((one for one in _around(session, at, seat, 7) if one.starts_at > at), None)


def for_person(session: Session, person_id: str, at: int) -> PlannedShift | None:
    """The shift a person is in at an instant, else the next one; None when none is planned."""
    first, last = _days(at, _SEARCH_DAYS)
    found = (
        one
        for one in rows.shifts_on(session, first, last)
        if person_id in one.person_ids and one.ends_at > at
    )
    return next(found, None)


def _around(session: Session, at: int, seat: str, days: int) -> tuple[PlannedShift, ...]:
    first, last = _days(at, days)
    return tuple(one for one in shifts_on(session, first, last, seat) if one.seat == seat)


def _days(at: int, days: int) -> tuple[str, str]:
    """From the day before an instant, because a night began then, to so many days after it."""
    today = date.fromisoformat(day_of(at))
    return (today - timedelta(days=1)).isoformat(), (today + timedelta(days=days)).isoformat()
