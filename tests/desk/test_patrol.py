"""Rounds at the desk: walking them, what is refused, how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.patrol import TooQuick
from duty_desk.domain.patrol import Look, Outcome
from duty_desk.language import Refusal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from tests.desk.patrol import HOUR_MS, MINUTE_MS, kinds, seen, skipped, started, tick, walk_on
from tests.fakes.desk import Seat, picked
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk


@pytest.fixture
def desk(seat: Seat) -> Iterator[Desk]:
    """A desk with three cameras at 09:40, in the window of the third round."""
    running = started(seat)
    seat.time.advance(100 * MINUTE_MS)
    tick(running)
    yield running
    running.stop()


def failed(seat: Seat) -> list[str]:
    """What verification finds wrong."""
    with open_for_reading(seat.place) as session:
        return [
            f"{it.name}: {it.where}" for it in verify(session, seat.place) if it.state == "failed"
        ]


def test_a_round_is_walked_to_its_end(desk: Desk, seat: Seat) -> None:
    """Each look is on record, the last one completes the round, and it counts for today."""
    walk = desk.patrol.start().result(5)
    assert (walk.round.name, walk.round.expected, walk.next_no) == ("第 3 轮", 3, 1)

    walk = walk_on(desk, walk, 3)

    assert walk.round.state == "complete"
    assert (walk.round.normal, walk.next_no, walk.round.is_rushed) == (3, 0, False)
    assert desk.snapshot.patrol.counts.today == 1
    assert desk.snapshot.patrol.counts.year == 1
    assert kinds(desk, "round") == ["round.started", "round.completed"]
    assert failed(seat) == []


def test_outside_all_windows_the_next_one_is_named(desk: Desk, seat: Seat) -> None:
    """F5 between windows begins nothing and says when the next one does."""
    seat.time.advance(2 * HOUR_MS)

    with pytest.raises(Refusal, match=r"下一轮 12:30 开始"):
        desk.patrol.start().result(5)


def test_without_cameras_nothing_can_be_walked(tmp_path: Path) -> None:
    """Zero checkpoints: a sentence, no round, and none missed either."""
    desk = started(Seat(tmp_path, FakeTimeSource()), ())
    desk.time.advance(6 * HOUR_MS)  # type: ignore[attr-defined]
    tick(desk)

    with pytest.raises(Refusal, match="没有可巡查的点位"):
        desk.patrol.start().result(5)
    assert kinds(desk, "round") == []
    desk.stop()


def test_without_a_fresh_picture_nothing_is_normal(desk: Desk) -> None:
    """A camera without picture can be a fault or not viewable, never normal."""
    walk = desk.patrol.start().result(5)

    with pytest.raises(Refusal, match="没有新画面，不能记为正常"):
        desk.patrol.visit(walk.round.id, [seen(1, fresh_ms=0)]).result(5)
    with pytest.raises(Refusal, match="要写明原因"):
        desk.patrol.visit(walk.round.id, [Look(no=1, outcome=Outcome.NOT_VIEWABLE)]).result(5)

    look = Look(no=1, outcome=Outcome.NOT_VIEWABLE, reason="黑屏")
    walk = desk.patrol.visit(walk.round.id, [look]).result(5)
    assert (walk.round.not_viewable, walk.round.visited, walk.next_no) == (1, 1, 2)


def test_a_quick_look_must_be_confirmed(desk: Desk) -> None:
    """Under the least dwell the key is refused once; confirmed, it stands and is marked."""
    walk = desk.patrol.start().result(5)

    with pytest.raises(TooQuick, match=r"只看了 1\.0 秒，最少要看 3 秒"):
        desk.patrol.visit(walk.round.id, [seen(1, fresh_ms=1_000)]).result(5)

    walk = desk.patrol.visit(walk.round.id, [seen(1, fresh_ms=1_000, is_confirmed=True)]).result(5)
    assert walk.points[0].is_quick
    walk = desk.patrol.visit(walk.round.id, [seen(2), seen(3)]).result(5)
    assert walk.round.is_rushed


def test_a_page_of_four_stands_together_or_not_at_all(desk: Desk) -> None:
    """One bad look of a page leaves the whole page off the record."""
    walk = desk.patrol.start().result(5)

    with pytest.raises(Refusal):
        desk.patrol.visit(walk.round.id, [seen(1), seen(2, fresh_ms=0)]).result(5)

    assert desk.patrol.walk(walk.round.id).result(5).round.visited == 0


def test_a_problem_found_on_the_way_is_tied_to_the_visit(desk: Desk) -> None:
    """F8 in a round: the visit names the problem; normal it can no longer be."""
    walk = desk.patrol.start().result(5)
    found = desk.problems.find(picked(desk, walk.points[0].camera_id)).result(5).row.id

    with pytest.raises(Refusal, match="不能记为正常"):
        desk.patrol.visit(walk.round.id, [seen(1, problems=(found,))]).result(5)
    with pytest.raises(Refusal, match="还没有截图报问题"):
        desk.patrol.visit(walk.round.id, [seen(1, outcome=Outcome.PROBLEM)]).result(5)

    look = seen(1, outcome=Outcome.PROBLEM, problems=(found,))
    walk = desk.patrol.visit(walk.round.id, [look]).result(5)
    assert walk.points[0].problems == (found,)
    assert walk.round.problem == 1
    camera_id = walk.points[0].camera_id
    place = desk.patrol.found_in(camera_id, found).result(5)
    assert place is not None
    assert (place[0].id, place[1]) == (walk.round.id, 1)
    assert desk.patrol.found_in(camera_id, "other").result(5) is None


def test_a_second_look_takes_the_place_of_the_first(desk: Desk, seat: Seat) -> None:
    """Going back counts once; the journal keeps both looks."""
    walk = desk.patrol.start().result(5)
    desk.patrol.visit(walk.round.id, [seen(1)]).result(5)

    walk = desk.patrol.visit(walk.round.id, [skipped(1)]).result(5)

    assert (walk.round.normal, walk.round.skipped, walk.round.visited) == (0, 1, 1)
    assert kinds(desk, "visit") == ["visit.done", "visit.done"]
    assert failed(seat) == []


def test_a_round_of_skips_alone_is_not_complete(desk: Desk) -> None:
    """Every checkpoint skipped with a reason is accounted for, but nothing was seen."""
    walk = desk.patrol.start().result(5)

    walk = desk.patrol.visit(walk.round.id, [skipped(no) for no in (1, 2, 3)]).result(5)

    assert walk.round.state == "incomplete"
    assert desk.snapshot.patrol.counts.today == 0


def test_the_end_of_the_window_closes_the_round_with_what_is_missing(desk: Desk) -> None:
    """Auto-close: incomplete, the checkpoints nobody came to are named, a visit comes too late."""
    walk = walk_on(desk, desk.patrol.start().result(5), 1)
    desk.time.advance(HOUR_MS)  # type: ignore[attr-defined]
    tick(desk)

    walk = desk.patrol.walk(walk.round.id).result(5)
    assert (walk.round.state, walk.round.expired, walk.round.reason) == (
        "incomplete",
        2,
        "时段结束",
    )
    assert [point.camera_code for point in walk.missing] == ["C018", "C019"]
    with pytest.raises(Refusal, match="已经结束"):
        desk.patrol.visit(walk.round.id, [seen(2)]).result(5)


def test_a_window_that_nobody_used_is_missed(desk: Desk) -> None:
    """The tick records the missed round once; the counts say what is lost and what can be had."""
    desk.time.advance(2 * HOUR_MS)  # type: ignore[attr-defined]
    tick(desk)
    tick(desk)

    assert kinds(desk, "round") == ["round.missed"]
    row = next(row for row in desk.snapshot.patrol.rounds if row.slot == 3)
    assert (row.state, row.can, row.level) == ("missed", "make_up", "urgent")
    counts = desk.snapshot.patrol.counts
    assert (counts.today_lost, counts.today_forecast, counts.today_target) == (1, 3, 6)


def test_a_missed_round_is_made_up_and_shown_apart(desk: Desk) -> None:
    """A make-up is a round of its own: it counts, and the missed one stays missed."""
    desk.time.advance(2 * HOUR_MS)  # type: ignore[attr-defined]
    tick(desk)
    day = desk.snapshot.patrol.rounds[0].day

    walk = walk_on(desk, desk.patrol.make_up(day, 3).result(5), 3)

    assert (walk.round.name, walk.round.kind, walk.round.state) == (
        "第 3 轮（补巡）",
        "made_up",
        "complete",
    )
    counts = desk.snapshot.patrol.counts
    assert (counts.today, counts.year_made_up, counts.today_lost) == (1, 1, 0)
    with pytest.raises(Refusal, match="已经完成"):
        desk.patrol.make_up(day, 3).result(5)


def test_pausing_keeps_the_place_and_the_time(desk: Desk) -> None:
    """A pause is on record with its length; the walk goes on at the same checkpoint."""
    walk = walk_on(desk, desk.patrol.start().result(5), 1)
    desk.patrol.pause(walk.round.id, "电话").result(5)
    assert desk.snapshot.patrol.rounds[2].is_paused
    desk.time.advance(10 * MINUTE_MS)  # type: ignore[attr-defined]

    walk = desk.patrol.start().result(5)

    assert (walk.next_no, walk.round.is_paused) == (2, False)
    assert walk.unbroken_since_at == desk.time.now_ms()
    assert kinds(desk, "round")[-2:] == ["round.paused", "round.resumed"]


def test_closing_early_needs_a_reason(desk: Desk) -> None:
    """Ending a round by hand says why, and can be explained further."""
    walk = walk_on(desk, desk.patrol.start().result(5), 2)

    with pytest.raises(Refusal, match="要写明原因"):
        desk.patrol.close(walk.round.id, " ").result(5)
    walk = desk.patrol.close(walk.round.id, "突发事件").result(5)

    assert (walk.round.state, walk.round.reason) == ("incomplete", "突发事件")
    walk = desk.patrol.explain(walk.round.id, "处置路面塌陷").result(5)
    assert walk.round.reason == "处置路面塌陷"


def test_a_camera_taken_out_of_use_is_not_called_normal(desk: Desk) -> None:
    """Removed during the round: it can be left out with a reason, nothing else."""
    from duty_desk.domain.moment import Moment

    walk = desk.patrol.start().result(5)
    gone = Moment(kind="camera.retired", subject=walk.points[1].camera_id)
    desk.ask(lambda: desk.record(gone)).result(5)

    walk = desk.patrol.walk(walk.round.id).result(5)
    assert [point.is_removed for point in walk.points] == [False, True, False]
    with pytest.raises(Refusal, match="已停用"):
        desk.patrol.visit(walk.round.id, [seen(2)]).result(5)
    walk = desk.patrol.visit(walk.round.id, [seen(1), skipped(2, "点位已拆除"), seen(3)]).result(5)
    assert walk.round.state == "complete"


def test_the_press_of_the_key_is_when_it_was_seen(desk: Desk, seat: Seat) -> None:
    """A visit carries its key's instant; never one before the round or to come."""
    walk = desk.patrol.start().result(5)
    started_at, now = desk.time.now_ms(), desk.time.now_ms() + 60_000
    seat.time.advance(60_000)

    looks = [seen(1, at=now - 5_000), seen(2, at=started_at - 9), seen(3, at=now + 9_000)]
    walk = desk.patrol.visit(walk.round.id, looks).result(5)

    assert [point.done_at for point in walk.points] == [now - 5_000, started_at, now]
