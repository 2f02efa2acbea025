"""The plan of rounds at the desk: dated changes, special periods, workbook in and out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from duty_desk.domain.patrol_plan import Checkpoint, Plan, Slot, SpecialPeriod
from duty_desk.language import Refusal
from tests.desk.patrol import HOUR_MS, MINUTE_MS, started, tick

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from tests.fakes.desk import Seat

TODAY = "2026-11-21"
PLAN = Plan(
    from_on=TODAY,
    slots=(
        Slot(no=1, from_minute=600, to_minute=660),
        Slot(no=2, from_minute=1380, to_minute=60, name="夜间轮"),
    ),
    checkpoints=(
        Checkpoint(camera="C017", order=1, look_for="游商"),
        Checkpoint(camera="C018", order=2, is_hard=True, categories=("vendor",)),
        Checkpoint(camera="C019", preset=2, order=3, is_night=True, slots=(2,), min_dwell_ms=5000),
    ),
    periods=(
        SpecialPeriod(
            name="空气重污染",
            from_on="2026-11-22",
            to_on="2026-11-23",
            slots=(Slot(no=7, from_minute=900, to_minute=960),),
            checkpoints=(Checkpoint(camera="C019", order=9, look_for="露天焚烧"),),
        ),
    ),
)


@pytest.fixture
def desk(seat: Seat) -> Iterator[Desk]:
    """A desk with three cameras at 08:00."""
    running = started(seat)
    yield running
    running.stop()


def test_without_a_plan_the_contract_rules(desk: Desk) -> None:
    """Six windows, every camera, said to follow from the contract."""
    view = desk.patrol_plans.on().result(5)

    assert view.is_contracts
    assert [slot.from_minute for slot in view.plan.slots] == [30, 330, 570, 750, 1050, 1260]
    assert view.round_ms == dict.fromkeys(range(1, 7), 3 * 6_000)


def test_a_plan_holds_from_its_date_and_the_old_one_before(desk: Desk) -> None:
    """Dated changes are kept: tomorrow's plan leaves today's rounds alone."""
    desk.patrol_plans.adopt(replace(PLAN, from_on="2026-11-22"), "冬季调整").result(5)

    assert desk.patrol_plans.on(TODAY).result(5).is_contracts
    assert desk.patrol_plans.on("2026-11-22").result(5).plan.slots == PLAN.slots
    assert [one.note for one in desk.patrol_plans.versions().result(5)] == ["冬季调整"]
    assert len(desk.patrol.rounds(TODAY).result(5)) == 6


def test_hard_points_come_first_and_night_points_in_their_round(desk: Desk, seat: Seat) -> None:
    """The walking order begins with the hard point; a point of round 2 is not in round 1."""
    desk.patrol_plans.adopt(PLAN).result(5)
    seat.time.advance(130 * MINUTE_MS)

    walk = desk.patrol.start().result(5)

    assert [point.camera_code for point in walk.points] == ["C018", "C017"]
    assert walk.points[1].look_for == "游商"


def test_a_window_across_midnight_belongs_to_the_day_it_begins_on(desk: Desk, seat: Seat) -> None:
    """At 00:20 the night round of the day before can still be walked, and counts for that day."""
    desk.patrol_plans.adopt(PLAN).result(5)
    seat.time.advance(16 * HOUR_MS + 20 * MINUTE_MS)
    tick(desk)

    assert (desk.snapshot.patrol.rounds[0].day, desk.snapshot.patrol.rounds[0].can) == (
        TODAY,
        "start",
    )
    walk = desk.patrol.start().result(5)
    assert (walk.round.day, walk.round.name, walk.round.expected) == (TODAY, "夜间轮", 3)


def test_a_special_period_adds_rounds_and_points_on_its_days(desk: Desk) -> None:
    """Two days of raised guard: one more round, one more point in each."""
    desk.patrol_plans.adopt(PLAN).result(5)

    added = desk.patrol.rounds("2026-11-22").result(5)
    assert [(row.slot, row.kind) for row in added] == [(1, "planned"), (7, "added"), (2, "planned")]
    assert [row.expected for row in added] == [3, 3, 4]
    assert len(desk.patrol.rounds("2026-11-24").result(5)) == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"checkpoints": (Checkpoint(camera="C999"),)}, "点位 C999 不在点位目录里"),
        ({"slots": ()}, "没有任何轮次"),
        (
            {"slots": (*PLAN.slots, Slot(no=3, from_minute=1410, to_minute=1430))},
            "第 2 轮和第 3 轮的时段重叠",
        ),
        ({"checkpoints": (Checkpoint(camera="C017", slots=(1,)),)}, "第 2 轮没有任何点位"),
        ({"from_on": "2026-11-20"}, "只能从今天或以后执行"),
        ({"from_on": ""}, "从哪一天起执行"),
    ],
)
def test_a_plan_that_cannot_be_walked_is_refused(
    desk: Desk, change: dict[str, object], sentence: str
) -> None:
    """Nothing is adopted, and the sentence says what is wrong."""
    wrong = replace(PLAN, periods=(), **change)  # type: ignore[arg-type]

    with pytest.raises(Refusal, match=sentence):
        desk.patrol_plans.adopt(wrong).result(5)
    assert desk.patrol_plans.versions().result(5) == ()


def test_a_workbook_brings_the_same_plan_back(desk: Desk, tmp_path: Path) -> None:
    """Export and import: nothing of the plan is lost, night windows and periods included."""
    desk.patrol_plans.adopt(PLAN).result(5)
    file = tmp_path / "plan.xlsx"
    desk.patrol_plans.save(file).result(5)

    view = desk.patrol_plans.load(file).result(5)

    assert view.mistakes == ()
    assert view.plan.slots == PLAN.slots
    assert view.plan.checkpoints == PLAN.checkpoints
    assert [period.name for period in view.plan.periods] == ["空气重污染"]
    assert view.plan.periods[0].checkpoints[0].look_for == "露天焚烧"


def test_mistakes_in_a_workbook_are_named_by_row(desk: Desk, tmp_path: Path) -> None:
    """A wrong time, an unknown camera, an unknown period: sheet and row of each."""
    desk.patrol_plans.adopt(PLAN).result(5)
    file = tmp_path / "plan.xlsx"
    desk.patrol_plans.save(file).result(5)
    book = openpyxl.load_workbook(file)
    book["轮次"]["C2"] = "早上"
    book["巡查点位"]["A3"] = "C888"
    book["巡查点位"]["J2"] = "国庆"
    book["巡查点位"]["G2"] = "也许"
    book.save(file)

    mistakes = desk.patrol_plans.load(file).result(5).mistakes

    assert mistakes[:3] == (
        "“轮次”第 2 行的“开始”：“早上”不是时刻，请写成 00:30 的样子。",
        "“巡查点位”第 2 行的“重点”：“也许”请写成“是”或“否”。",
        "“巡查点位”第 2 行的“特殊时期”：“特殊时期”表里没有“国庆”。",
    )
    assert "“巡查点位”第 3 行：点位 C888 不在点位目录里。" in mistakes


def test_a_shuffled_round_keeps_its_order(desk: Desk, seat: Seat) -> None:
    """The order of a shuffled round is the same after a restart: its seed is on record."""
    desk.patrol_plans.adopt(replace(PLAN, is_shuffled=True)).result(5)
    seat.time.advance(130 * MINUTE_MS)
    walk = desk.patrol.start().result(5)
    desk.stop()

    again = started(seat, ())
    assert again.patrol.start().result(5).points == walk.points
    again.stop()


def test_windows_of_today_stay_once_a_round_is_on_record(desk: Desk, seat: Seat) -> None:
    """A round is known by its number: other windows come tomorrow, other points at once."""
    seat.time.advance(100 * MINUTE_MS)
    desk.patrol.start().result(5)

    with pytest.raises(Refusal, match="时段不能再改"):
        desk.patrol_plans.adopt(PLAN).result(5)
    desk.patrol_plans.adopt(replace(PLAN, from_on="2026-11-22")).result(5)
    same = replace(desk.patrol_plans.on().result(5).plan, from_on=TODAY, is_shuffled=True)
    desk.patrol_plans.adopt(same).result(5)
    evening = SpecialPeriod(
        name="空气重污染", from_on=TODAY, to_on=TODAY,
        slots=(Slot(no=9, from_minute=1390, to_minute=1420),),
    )  # fmt: skip
    desk.patrol_plans.adopt(replace(same, periods=(evening,))).result(5)
    assert [row.slot for row in desk.patrol.rounds(TODAY).result(5)][-1] == 9
