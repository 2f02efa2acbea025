"""Rotations laid over days, and what is wrong in a roster."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duty_desk.desk.shift_systems import BUILT_IN, ROTATIONS, SYSTEMS
from duty_desk.domain.problem import beijing
from duty_desk.domain.roster import Laying, lay, planned
from duty_desk.domain.roster_check import Away, Wrong, conflicts
from duty_desk.domain.workdays import Workdays, instant

HOUR_MS = 3_600_000
FIRST = date(2026, 11, 21)
DAY, NIGHT, OFFICE = BUILT_IN.templates
PEOPLE = ("a", "b", "c", "d")


def laid(name: str, crews: int, *, days: int = 8, system: int = 0, **more):
    """A rotation over some days, one person a crew."""
    rotation = next(one for one in ROTATIONS if one.id == name)
    laying = Laying(
        rotation=rotation,
        crews=tuple((person,) for person in PEOPLE[:crews]),
        starts_on=FIRST,
        from_on=FIRST,
        to_on=date.fromordinal(FIRST.toordinal() + days - 1),
        seat="1",
        **more,
    )
    return lay(laying, SYSTEMS[system].templates.templates)


def test_four_crews_two_shifts_leave_no_minute_open():
    """Each crew has day, night, rest, rest; every shift has one person, nobody rests under 11 h."""
    shifts = laid("four_two", 4)
    seats = {"1": (shifts[0].starts_at, shifts[-1].ends_at)}

    assert [one.person_ids for one in shifts[:4]] == [("a",), ("b",), ("d",), ("a",)]
    assert conflicts(shifts, PEOPLE, seats=seats) == ()


@pytest.mark.parametrize(("name", "crews", "system"), [("four_three", 4, 1), ("whole_three", 3, 2)])
def test_each_usual_rotation_covers_its_days(name, crews, system):
    """Three shifts of eight hours, and 24 hours on with 48 off, leave no gap either."""
    shifts = laid(name, crews, system=system)
    seats = {"1": (shifts[0].starts_at, shifts[-1].ends_at)}

    assert [one for one in conflicts(shifts, PEOPLE, seats=seats) if not one.is_warning] == []


def test_office_pattern_leaves_out_holidays_and_keeps_make_up_days():
    """A free Friday has no shift, a worked Saturday has one."""
    workdays = Workdays(frozenset({"2026-11-27"}), frozenset({"2026-11-28"}))
    shifts = laid("office", 1, days=9, workdays=workdays)

    assert [one.day[-2:] for one in shifts] == ["23", "24", "25", "26", "28"]
    assert {one.seat for one in shifts} == {"office"}


def test_night_belongs_to_the_day_on_which_it_starts():
    """20:00 to 08:30 on the next day, under the first day's date."""
    night = planned(NIGHT, FIRST, "1")

    assert (night.day, night.id) == ("2026-11-21", "2026-11-21/1/night")
    assert beijing(night.ends_at).isoformat() == "2026-11-22T08:30:00+08:00"


def test_two_shifts_at_once_are_told_with_their_overlap():
    """The overlap, not the whole shifts."""
    day = planned(DAY, FIRST, "1", person_ids=("a",))
    office = planned(OFFICE, FIRST, "1", person_ids=("a",))
    found = conflicts([day, office], PEOPLE)

    assert [one.wrong for one in found] == [Wrong.TWO_AT_ONCE]
    assert found[0].minutes == 510


def test_a_night_after_a_day_is_a_warning_only():
    """Nobody is refused for resting under 11 hours, but it is said."""
    day = planned(DAY, FIRST, "1", person_ids=("a",))
    night = planned(NIGHT, FIRST, "1", person_ids=("a",))
    found = conflicts([day, night], PEOPLE)

    assert [(one.wrong, one.is_warning) for one in found] == [(Wrong.SHORT_REST, True)]


def test_open_minutes_shifts_without_people_leave_and_strangers_are_told():
    """A hole of an hour, nobody on the night, somebody unknown, somebody on leave."""
    day = planned(DAY, FIRST, "1", person_ids=("a", "x"))
    short = replace(day, ends_at=day.ends_at - HOUR_MS)
    night = planned(NIGHT, FIRST, "1")
    away = Away("a", instant(FIRST, 600), instant(FIRST, 660))
    span = (day.starts_at, night.ends_at)
    found = {one.wrong: one for one in conflicts([short, night], PEOPLE, [away], {"1": span})}

    assert found.keys() == {Wrong.STRANGER, Wrong.ON_LEAVE, Wrong.UNCOVERED, Wrong.NOBODY}
    assert found[Wrong.UNCOVERED].minutes == 60
    assert found[Wrong.ON_LEAVE].minutes == 60
