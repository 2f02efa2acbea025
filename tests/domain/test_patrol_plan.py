"""The plan by rule: windows, orders, legs, special periods, mistakes."""

from __future__ import annotations

from datetime import date

import pytest

from duty_desk.domain.patrol_plan import (
    Checkpoint,
    Plan,
    PlanMistake,
    Slot,
    SpecialPeriod,
    legs_of,
    mistakes_of,
    plan_from_facts,
    walking_order,
)

CAMERAS = {"C1": True, "C2": True, "C9": False}
ONE = Slot(no=1, from_minute=60, to_minute=120)
POINT = Checkpoint(camera="C1")


def plan(**fields: object) -> Plan:
    """A sound plan, with some fields changed."""
    known: dict[str, object] = {"slots": (ONE,), "checkpoints": (POINT,)}
    return Plan(**{**known, **fields})  # type: ignore[arg-type]


def period(**fields: object) -> SpecialPeriod:
    """A special period of two days."""
    known: dict[str, object] = {"name": "保障", "from_on": "2026-10-01", "to_on": "2026-10-02"}
    return SpecialPeriod(**{**known, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "mistake"),
    [
        (plan(slots=()), PlanMistake("no_slots")),
        (plan(slots=(ONE, ONE)), PlanMistake("slot_number", "1")),
        (plan(slots=(Slot(no=0, from_minute=0, to_minute=9),)), PlanMistake("slot_number", "0")),
        (plan(slots=(Slot(no=1, from_minute=5, to_minute=5),)), PlanMistake("slot_empty", "1")),
        (plan(slots=(Slot(no=1, from_minute=5, to_minute=1500),)), PlanMistake("minute", "1")),
        (
            plan(slots=(ONE, Slot(no=2, from_minute=119, to_minute=200))),
            PlanMistake("slot_overlap", "1", "2"),
        ),
        (
            plan(slots=(ONE, Slot(no=2, from_minute=1400, to_minute=61))),
            PlanMistake("slot_overlap", "1", "2"),
        ),
        (plan(checkpoints=(Checkpoint(camera="C7"),)), PlanMistake("unknown_camera", "C7")),
        (plan(checkpoints=(Checkpoint(camera="C9"),)), PlanMistake("retired_camera", "C9")),
        (plan(checkpoints=(POINT, POINT)), PlanMistake("point_twice", "C1")),
        (
            plan(checkpoints=(Checkpoint(camera="C1", min_dwell_ms=-1),)),
            PlanMistake("dwell", "C1"),
        ),
        (
            plan(checkpoints=(POINT, Checkpoint(camera="C2", slots=(4,)))),
            PlanMistake("unknown_slot", "C2", "4"),
        ),
        (
            plan(checkpoints=(Checkpoint(camera="C1", slots=(2,)),)),
            PlanMistake("no_points", "1"),
        ),
        (plan(leg_ms=21 * 60_000), PlanMistake("leg")),
        (
            plan(periods=(period(from_on="2026-10-03"),)),
            PlanMistake("period_dates", "保障"),
        ),
        (
            plan(periods=(period(slots=(Slot(no=7, from_minute=90, to_minute=91),)),)),
            PlanMistake("slot_overlap", "1", "7"),
        ),
        (
            plan(periods=(period(checkpoints=(Checkpoint(camera="C8"),)),)),
            PlanMistake("unknown_camera", "C8"),
        ),
    ],
)
def test_what_cannot_be_walked_is_named(wrong: Plan, mistake: PlanMistake) -> None:
    """Each mistake says what it is about."""
    assert mistake in mistakes_of(wrong, CAMERAS)


def test_windows_that_touch_do_not_overlap() -> None:
    """One ends when the next begins, also across midnight."""
    touching = (
        Slot(no=1, from_minute=60, to_minute=120),
        Slot(no=2, from_minute=120, to_minute=1380),
        Slot(no=3, from_minute=1380, to_minute=60),
    )

    assert mistakes_of(plan(slots=touching), CAMERAS) == ()


def test_zero_checkpoints_means_every_camera_and_none_is_a_mistake() -> None:
    """A plan without points takes the catalogue; an empty catalogue cannot be walked."""
    assert mistakes_of(plan(checkpoints=()), CAMERAS) == ()
    assert PlanMistake("no_points") in mistakes_of(plan(checkpoints=()), {"C9": False})


def test_a_night_window_ends_on_the_next_day() -> None:
    """23:00 to 01:00 is two hours."""
    slot = Slot(no=1, from_minute=1380, to_minute=60)

    assert (slot.length_minutes, slot.crosses_midnight) == (120, True)
    assert Slot(no=1, from_minute=1320, to_minute=1440).length_minutes == 120


def test_hard_points_come_first_also_when_shuffled() -> None:
    """Along the street otherwise; one seed always gives one order, another gives another."""
    points = [Checkpoint(camera=f"C{n}", order=n, is_hard=n in (5, 7)) for n in range(1, 30)]

    assert [point.order for point in walking_order(points)][:4] == [5, 7, 1, 2]
    orders = [[point.order for point in walking_order(points, seed)] for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]
    assert all(set(order[:2]) == {5, 7} for order in orders)


def test_a_leg_takes_twenty_minutes_at_most() -> None:
    """A hundred and twenty-eight points of twenty seconds: legs of 52, 52 and 24."""
    points = [Checkpoint(camera=f"C{n}", min_dwell_ms=20_000) for n in range(128)]

    legs = legs_of(points)
    assert [legs.count(leg) for leg in (1, 2, 3)] == [52, 52, 24]


def test_a_plan_survives_the_journal() -> None:
    """As facts and back nothing is lost."""
    whole = plan(
        periods=(period(slots=(Slot(no=7, from_minute=300, to_minute=330),)),), is_shuffled=True
    )

    assert plan_from_facts(whole.as_facts()) == whole
    assert [slot.no for slot in whole.slots_on(date(2026, 10, 2))] == [1, 7]
    assert [slot.no for slot in whole.slots_on(date(2026, 10, 3))] == [1]
