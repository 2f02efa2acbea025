"""Rounds in bad times: two seats, a clock set back, a desk killed, a program that was off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.patrol import WalkedElsewhere
from duty_desk.language import Refusal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from tests.desk.patrol import HOUR_MS, MINUTE_MS, kinds, seen, started, tick, walk_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.desk import Desk
    from tests.fakes.desk import Seat


@pytest.fixture
def desk(seat: Seat) -> Iterator[Desk]:
    """A desk with three cameras at 09:40, in the window of the third round."""
    running = started(seat)
    seat.time.advance(100 * MINUTE_MS)
    tick(running)
    yield running
    running.stop()


def test_of_two_seats_one_walks_the_round_and_the_other_is_told(desk: Desk, seat: Seat) -> None:
    """Seat 2 hears who walks it and since when, may look on, and may take over."""
    other = started(replace(seat, number="2"), ())
    walk = walk_on(desk, desk.patrol.start().result(5), 1)

    with pytest.raises(WalkedElsewhere, match=r"第 3 轮已由 1 号席的 值班员 A 从 09:40 开始巡查"):
        other.patrol.start().result(5)
    assert not other.patrol.walk(walk.round.id).result(5).is_mine
    with pytest.raises(Refusal, match="已由 1 号席"):
        other.patrol.visit(walk.round.id, [seen(2)]).result(5)

    taken = other.patrol.start(take_over=True).result(5)
    assert (taken.is_mine, taken.next_no) == (True, 2)
    with pytest.raises(Refusal, match="已由 2 号席"):
        desk.patrol.visit(walk.round.id, [seen(2)]).result(5)
    taken = other.patrol.visit(walk.round.id, [seen(2), seen(3)]).result(5)
    assert taken.round.state == "complete"
    other.stop()
    with open_for_reading(seat.place) as session:
        found = {it.name: it.state for it in verify(session, seat.place)}
    assert found["rebuild"] == found["chain"] == "ok"


def test_of_two_starts_at_the_same_instant_one_wins(desk: Desk, seat: Seat) -> None:
    """Both seats saw no round on record; the second to write is told, nothing stands twice."""
    other = started(replace(seat, number="2"), ())
    due = other.ask(other.patrol._open_round).result(5)
    desk.patrol.start().result(5)

    with pytest.raises(Refusal, match="两个席位不能同时巡同一轮"):
        other.ask(lambda: other.patrol._begin(due, 0, due.kind)).result(5)

    assert kinds(other, "round") == ["round.started"]
    other.stop()


def test_a_round_goes_on_at_the_same_checkpoint_after_a_restart(desk: Desk, seat: Seat) -> None:
    """Ended in the middle: the next program continues where the last visit was, and says so."""
    walk = walk_on(desk, desk.patrol.start().result(5), 1)
    desk.stop()
    seat.time.advance(5 * MINUTE_MS)

    again = started(replace(seat, boot_id="boot-2"), ())
    assert again.snapshot.patrol.running_id == walk.round.id
    resumed = again.patrol.start().result(5)

    assert (resumed.round.id, resumed.next_no, resumed.round.visited) == (walk.round.id, 2, 1)
    assert kinds(again, "round") == ["round.started", "round.resumed"]
    assert walk_on(again, resumed, 2).round.state == "complete"
    again.stop()


def test_rounds_missed_while_the_program_was_off_are_recorded_at_its_start(
    desk: Desk, seat: Seat
) -> None:
    """Off from 09:41 to 15:00 with nothing walked: rounds 3 and 4, each with what is known."""
    desk.stop()
    seat.time.advance(5 * HOUR_MS + 20 * MINUTE_MS)

    again = started(seat, ())

    rows = {row.slot: row for row in again.snapshot.patrol.rounds}
    assert [rows[no].state for no in (3, 4, 5)] == ["missed", "missed", "planned"]
    assert (rows[3].reason, rows[4].reason) == ("", "时段内程序没有运行")
    again.stop()


def test_a_clock_set_back_does_not_lengthen_a_round(desk: Desk, seat: Seat) -> None:
    """The window ends after its real length, whatever the wall clock says meanwhile."""
    walk = walk_on(desk, desk.patrol.start().result(5), 1)
    seat.time.set_wall(desk.time.now_ms() - 2 * HOUR_MS)
    tick(desk)
    assert desk.patrol.walk(walk.round.id).result(5).round.state == "running"

    walk = desk.patrol.visit(walk.round.id, [seen(2)]).result(5)
    assert walk.next_no == 3
    seat.time.advance(51 * MINUTE_MS)
    tick(desk)

    assert desk.patrol.walk(walk.round.id).result(5).round.state == "incomplete"
    with open_for_reading(seat.place) as session:
        failed = [it.name for it in verify(session, seat.place) if it.state == "failed"]
    assert failed == []


def test_a_plan_adopted_during_a_round_leaves_it_alone(desk: Desk) -> None:
    """A round that has begun keeps its checkpoints."""
    from duty_desk.domain.patrol_plan import Checkpoint

    walk = desk.patrol.start().result(5)
    plan = desk.patrol_plans.on().result(5).plan
    smaller = replace(plan, from_on=walk.round.day, checkpoints=(Checkpoint(camera="C019"),))
    desk.patrol_plans.adopt(smaller).result(5)

    assert len(desk.patrol.walk(walk.round.id).result(5).points) == 3


def test_the_forecast_falls_while_there_is_time_to_act(desk: Desk, seat: Seat) -> None:
    """A round at a pace that will not make it is said to be urgent before its window ends."""
    walk = desk.patrol.start().result(5)
    assert desk.snapshot.patrol.counts.today_forecast == 4
    seat.time.advance(49 * MINUTE_MS + 55_000)
    tick(desk)
    tick(desk)

    row = next(row for row in desk.snapshot.patrol.rounds if row.id == walk.round.id)
    assert row.level == "urgent"
    assert desk.snapshot.patrol.counts.today_forecast == 3


def test_cameras_nobody_saw_for_a_day_are_named(desk: Desk, seat: Seat) -> None:
    """Seen in a round within 24 hours or not; a skip is not seeing."""
    walk = desk.patrol.start().result(5)
    desk.patrol.visit(walk.round.id, [seen(1), seen(2)]).result(5)
    seat.time.advance(2 * MINUTE_MS)
    desk.refresh().result(5)

    assert desk.snapshot.patrol.counts.unseen_cameras == ("C019",)


def test_a_missed_round_can_be_looked_at_and_explained(desk: Desk, seat: Seat) -> None:
    """It has no walk; its reason stands afterwards, the journal keeps that it was missed."""
    seat.time.advance(2 * HOUR_MS)
    tick(desk)
    row = next(row for row in desk.snapshot.patrol.rounds if row.state == "missed")

    walk = desk.patrol.explain(row.id, "处置突发事件").result(5)

    assert (walk.round.state, walk.round.reason, walk.points) == ("missed", "处置突发事件", ())
    assert kinds(desk, "round") == ["round.missed", "round.explained"]
    assert [line.text for line in desk.snapshot.journal if line.kind.startswith("round.")] == [
        "第 3 轮 说明：处置突发事件",
        "第 3 轮 漏巡",
    ]


def test_a_clock_set_forward_and_back_leaves_no_round_missed(desk: Desk, seat: Seat) -> None:
    """Five hours ahead for some minutes: nothing is judged before the clock has stood a while."""
    right_at = desk.time.now_ms()
    seat.time.set_wall(right_at + 5 * HOUR_MS)
    tick(desk)
    seat.time.advance(5 * MINUTE_MS)
    tick(desk)
    seat.time.set_wall(right_at + 5 * MINUTE_MS)
    tick(desk)
    assert kinds(desk, "round") == []

    assert walk_on(desk, desk.patrol.start().result(5), 3).round.state == "complete"


def test_a_round_called_missed_by_a_wrong_clock_is_walked_all_the_same(
    desk: Desk, seat: Seat
) -> None:
    """An hour in the future made it missed; set right, it is planned again and counts."""
    right_at = desk.time.now_ms()
    seat.time.set_wall(right_at + 5 * HOUR_MS)
    tick(desk)
    seat.time.advance(60 * MINUTE_MS)
    tick(desk)
    assert "round.missed" in kinds(desk, "round")
    seat.time.set_wall(right_at + 5 * MINUTE_MS)
    tick(desk)
    rows = {row.slot: row for row in desk.snapshot.patrol.rounds}
    assert (rows[3].state, rows[3].can, rows[4].state) == ("planned", "start", "planned")

    walk = walk_on(desk, desk.patrol.start().result(5), 3)

    assert (walk.round.slot, walk.round.state, walk.round.kind) == (3, "complete", "planned")
    assert desk.snapshot.patrol.counts.today == 1
    with open_for_reading(seat.place) as session:
        assert [it.name for it in verify(session, seat.place) if it.state == "failed"] == []
