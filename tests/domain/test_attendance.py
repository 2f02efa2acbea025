"""Punches to the millisecond, what counts in a month, and the client's beside ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from duty_desk.contracts.file import load
from duty_desk.desk.shift_systems import BUILT_IN
from duty_desk.domain.attendance import (
    SEAT_GRACE_MS,
    Difference,
    Hours,
    PunchFact,
    PunchKind,
    PunchState,
    compare,
    count,
    expected_of,
    hours_of,
    judged,
    thresholds,
)
from duty_desk.domain.roster import planned
from duty_desk.domain.workdays import instant

DAY, NIGHT, OFFICE = BUILT_IN.templates
TODAY = date(2026, 11, 23)
CONTRACT = Path(__file__).parents[2] / "resources" / "contracts" / "zhongguancun-2026.toml"
EXACT = Hours(is_exact_late=True, is_exact_early=True)


def punches(template):
    """The two punches of one person in a shift of that template."""
    on, off = expected_of(planned(template, TODAY, "1", person_ids=("a",)))
    return on, off


@pytest.mark.parametrize(
    ("off_ms", "hours", "state"),
    [
        (-1, Hours(), PunchState.MADE),
        (0, Hours(), PunchState.MADE),
        (1, Hours(), PunchState.LATE),
        (0, EXACT, PunchState.LATE),
        (-1, EXACT, PunchState.MADE),
    ],
)
def test_nine_o_clock_is_in_time_unless_the_contract_was_read_otherwise(off_ms, hours, state):
    """S0-11 with choice attendance.boundary, to the millisecond."""
    on, _ = punches(OFFICE)

    assert on.planned_at == instant(TODAY, 540)
    assert judged(on, on.planned_at + off_ms, hours).state is state


@pytest.mark.parametrize(
    ("off_ms", "hours", "state"),
    [
        (0, Hours(), PunchState.MADE),
        (-1, Hours(), PunchState.EARLY),
        (0, EXACT, PunchState.EARLY),
        (1, EXACT, PunchState.MADE),
    ],
)
def test_half_past_five_is_in_time_unless_the_contract_was_read_otherwise(off_ms, hours, state):
    """Leaving at 17:30, to the millisecond."""
    _, off = punches(OFFICE)

    assert off.planned_at == instant(TODAY, 1050)
    assert judged(off, off.planned_at + off_ms, hours).state is state


@pytest.mark.parametrize("template", [DAY, NIGHT])
def test_seats_punch_within_a_quarter_of_an_hour_of_their_hour(template):
    """A handover takes its time; beyond fifteen minutes it is late or early by all of it."""
    on, off = punches(template)

    assert judged(on, on.planned_at + SEAT_GRACE_MS, EXACT).state is PunchState.MADE
    late = judged(on, on.planned_at + SEAT_GRACE_MS + 1, EXACT)
    assert (late.state, late.deviation_ms) == (PunchState.LATE, SEAT_GRACE_MS + 1)
    assert judged(off, off.planned_at - SEAT_GRACE_MS, EXACT).state is PunchState.MADE
    assert judged(off, off.planned_at - SEAT_GRACE_MS - 1, EXACT).state is PunchState.EARLY


def test_who_was_put_into_a_running_shift_has_only_its_end_to_punch():
    """Nobody can have punched before they were planned."""
    shift = planned(NIGHT, TODAY, "1", person_ids=("a",))
    late = replace(shift, laid_at=shift.starts_at + 1)

    assert [one.kind for one in expected_of(late)] == [PunchKind.OFF]


def test_the_contract_names_its_numbers_and_its_hours():
    """Three missing, five late or early; the exact hour is in time by default."""
    contract = load(CONTRACT)
    found = {one.counts_missing: one.at for one in thresholds(contract)}

    assert found == {True: 3, False: 5}
    assert hours_of(contract) == Hours()
    assert hours_of(None) == Hours()


@pytest.mark.parametrize(
    ("is_reported", "verdict", "counts", "waits"),
    [
        (False, "", True, False),
        (True, "", False, True),
        (True, "excused", False, False),
        (False, "excused", False, False),
        (True, "unexcused", True, False),
    ],
)
def test_a_missing_punch_counts_unless_reported_or_excused(is_reported, verdict, counts, waits):
    """S0-31: unreported is unexcused; reported waits for the supervisor's word."""
    fact = PunchFact(
        person_id="a", state=PunchState.MISSING, is_reported=is_reported, judged=verdict
    )
    team = count([fact]).team

    assert (bool(team.counted_missing), bool(team.waiting)) == (counts, waits)


def test_late_and_early_count_together_for_the_whole_team():
    """Person-times, not heads; an excused one does not count."""
    facts = [
        PunchFact(person_id="a", state=PunchState.LATE),
        PunchFact(person_id="b", state=PunchState.EARLY),
        PunchFact(person_id="a", state=PunchState.LATE, judged="excused"),
    ]
    month = count(facts)

    assert (month.team.counted_off_time, month.people["a"].late) == (2, 2)


def test_punches_within_ten_minutes_agree_with_the_clients():
    """Ten minutes are the same punch, a millisecond more is a difference; the rest stand alone."""
    at, ten = instant(TODAY, 540), 600_000
    assert compare([("a", at)], [("a", at + ten)]) == ()
    assert compare([("a", at)], [("a", at + ten + 1)]) == (Difference("a", at, at + ten + 1),)
    assert compare([("a", at)], [("b", at)]) == (
        Difference("a", at, None),
        Difference("b", None, at),
    )
