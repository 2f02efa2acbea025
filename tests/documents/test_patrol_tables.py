"""A plan as texts in tables: out and in again unchanged, mistakes named by their rows."""

from __future__ import annotations

from duty_desk.documents.patrol_columns import SHEETS
from duty_desk.documents.patrol_read import plan_of_tables
from duty_desk.documents.patrol_write import rows_of
from duty_desk.domain.patrol_plan import Checkpoint, Plan, Slot, SpecialPeriod

PLAN = Plan(
    from_on="2026-12-01",
    is_shuffled=True,
    leg_ms=15 * 60_000,
    slots=(
        Slot(no=1, from_minute=30, to_minute=90),
        Slot(no=2, from_minute=1410, to_minute=20, name="夜巡"),
    ),
    checkpoints=(
        Checkpoint(camera="C017", preset=2, look_for="垃圾桶满冒", order=1, is_hard=True),
        Checkpoint(camera="C018", order=2, min_dwell_ms=4_500, slots=(2,), categories=("E2103",)),
    ),
    periods=(
        SpecialPeriod(
            name="国庆保障",
            from_on="2026-10-01",
            to_on="2026-10-07",
            slots=(Slot(no=3, from_minute=600, to_minute=660),),
        ),
    ),
)


def tables() -> dict[str, list[list[str]]]:
    """The plan as its tables show it."""
    return {sheet.key: rows_of(sheet, PLAN, {"C017": "路口"}) for sheet in SHEETS}


def test_what_the_tables_show_is_the_plan() -> None:
    """Nothing is lost between a plan and its texts."""
    reading = plan_of_tables(tables())

    assert reading.plan == PLAN
    assert reading.mistakes == []


def test_a_mistake_is_named_by_the_row_a_person_sees() -> None:
    """No heading is counted: the second row is the second row."""
    typed = tables()
    typed["rounds"][1][2] = "25点"

    reading = plan_of_tables(typed)

    assert len(reading.mistakes) == 1
    assert reading.mistakes[0].startswith("“轮次”第 2 行的“开始”")
