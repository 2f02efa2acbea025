"""Beside the rounds: watching, on-site inspections, supervisors' samples, expiring thumbnails."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from duty_desk.domain.rights import Role
from duty_desk.language import Refusal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from tests.desk.patrol import HOUR_MS, MINUTE_MS, kinds, seen, started, tick
from tests.fakes.desk import camera, picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.patrol_views import Walk
    from duty_desk.store.verify import Verdict
    from tests.fakes.desk import Seat

DAY_MS = 24 * HOUR_MS


@pytest.fixture
def desk(seat: Seat) -> Iterator[Desk]:
    """A desk with three cameras at 09:40."""
    running = started(seat)
    seat.time.advance(100 * MINUTE_MS)
    yield running
    running.stop()


def walked(desk: Desk) -> Walk:
    """A round walked to its end."""
    walk = desk.patrol.start().result(5)
    return desk.patrol.visit(walk.round.id, [seen(1), seen(2), seen(3)]).result(5)


def thumbnails(seat: Seat) -> Verdict:
    """What verification says of the small pictures."""
    with open_for_reading(seat.place) as session:
        return next(it for it in verify(session, seat.place) if it.name == "thumbnails")


def test_an_hour_of_pages_is_one_line_and_no_round(desk: Desk, seat: Seat) -> None:
    """The carousel turns two hundred pages: one moment an hour, and nothing counts as a round."""
    seat.time.advance(20 * MINUTE_MS)
    for _ in range(200):
        desk.watching.page_shown(["a", "b"], 15_000)
        seat.time.advance(15_000)
    tick(desk)
    desk.watching.page_shown(["c"], 15_000)
    desk.ask(desk.watching.put_on_record).result(5)

    assert kinds(desk, "watching") == ["watching.logged", "watching.logged"]
    assert desk.snapshot.patrol.counts.today == 0
    assert not any(line.kind == "watching.logged" for line in desk.snapshot.journal)


def test_on_site_inspections_have_a_counter_of_their_own(desk: Desk, seat: Seat) -> None:
    """Six a day of the list, those not seen for longest first, apart from the rounds."""
    desk.site_visits.plan([f"社区 {n}" for n in range(1, 9)]).result(5)
    day = desk.site_visits.day().result(5)
    assert (len(day.todo), day.today_target, day.year_target, day.run_days) == (6, 6, 2190, 5)

    day = desk.site_visits.done("社区 1", note="楼道整洁", photo=picture()).result(5)

    assert (day.today, day.year, day.run_done, day.run_target) == (1, 1, 1, 8)
    assert day.todo == tuple(f"社区 {n}" for n in range(2, 7))
    assert day.done[0].has_photo
    photo = desk.site_visits.photo(day.done[0].id).result(5)
    assert photo is not None
    assert photo.exists()
    assert desk.snapshot.patrol.counts.year == 0
    seat.time.advance(DAY_MS)
    assert desk.site_visits.day().result(5).todo[0] == "社区 2"


def test_a_community_ticked_twice_a_day_counts_once(desk: Desk) -> None:
    """The contract counts different communities of a day."""
    desk.site_visits.plan(["社区 1", "社区 2"]).result(5)
    desk.site_visits.done("社区 1").result(5)

    assert desk.site_visits.done("社区 1").result(5).year == 1


def test_what_cannot_be_an_inspection_is_refused(desk: Desk) -> None:
    """A place not on the list, a time to come, late without a note, a file that is no photo."""
    desk.site_visits.plan(["社区 1"]).result(5)
    now = desk.time.now_ms()

    for words, call in {
        "名单里没有": lambda: desk.site_visits.done("社区 9"),
        "不能在将来": lambda: desk.site_visits.done("社区 1", at=now + 1),
        "要写明情况": lambda: desk.site_visits.done("社区 1", at=now - HOUR_MS),
        "。": lambda: desk.site_visits.done("社区 1", photo=b"nothing"),
        "重复的社区": lambda: desk.site_visits.plan(["社区 1", "社区 1"]),
    }.items():
        with pytest.raises(Refusal, match=words):
            call().result(5)
    assert kinds(desk, "site_visit") == []


def test_without_a_list_the_communities_of_the_cameras_are_visited(desk: Desk) -> None:
    """The catalogue names them; each once."""
    desk.cameras.add([camera("C020", community="双榆树社区", url_main="")]).result(5)

    assert desk.site_visits.day().result(5).communities == ("白塔庵社区", "双榆树社区")


def test_a_sample_is_drawn_by_its_seed_and_judged(desk: Desk) -> None:
    """The same seed draws the same visits; a disagreement needs a note; the rate follows."""
    walk = walked(desk)
    day = walk.round.day
    with pytest.raises(Refusal, match="没有权限抽查巡查记录"):
        desk.samples.draw(day, day, 2).result(5)
    desk.people.folder = replace(desk.people.folder, role=Role.SUPERVISOR)
    first = desk.samples.draw(day, day, 2, seed=7).result(5)
    again = desk.samples.draw(day, day, 2, seed=7).result(5)
    assert [pick.point.no for pick in first.picks] == [pick.point.no for pick in again.picks]
    assert (first.population, first.picks[0].thumbnail_state) == (3, "kept")

    one, two = first.picks
    with pytest.raises(Refusal, match="不同意要写明原因"):
        desk.samples.judge(first.id, one.round_id, one.point.no, agrees=False).result(5)
    desk.samples.judge(first.id, one.round_id, one.point.no, agrees=True).result(5)
    told = desk.samples.judge(
        first.id, two.round_id, two.point.no, agrees=False, note="画面里有堆物"
    ).result(5)

    assert (told.judged, told.agreed) == (2, 1)
    assert desk.samples.agreement(day, day).result(5) == (2, 1)
    with pytest.raises(Refusal, match="没有巡查记录"):
        desk.samples.draw("2020-01-01", "2020-01-02", 5).result(5)


def test_thumbnails_expire_by_rule_and_verification_says_so(desk: Desk, seat: Seat) -> None:
    """After 90 days the pictures go, on record; the visits stay and verify."""
    walk = walked(desk)
    kept = desk.patrol.thumbnail(walk.round.id, 2).result(5)
    assert kept == picture(90)
    assert thumbnails(seat).state == "ok"

    seat.time.advance(92 * DAY_MS)
    tick(desk)

    assert kinds(desk, "thumbnail") == ["thumbnail.expired"]
    assert desk.patrol.thumbnail(walk.round.id, 2).result(5) == b""
    verdict = thumbnails(seat)
    assert (verdict.state, "3 张已按规定到期删除" in verdict.detail) == ("ok", True)


def test_a_thumbnail_gone_without_the_rule_is_missing(desk: Desk, seat: Seat) -> None:
    """Taken away by hand, or changed: verification names the file."""
    walk = walked(desk)
    file = seat.data / "thumbnails" / walk.round.day / f"{walk.round.id}.jpgs"
    whole = file.read_bytes()

    file.write_bytes(whole[:-9] + b"123456789")
    assert thumbnails(seat).state == "failed"
    shutil.rmtree(file.parent)
    verdict = thumbnails(seat)
    assert (verdict.state, walk.round.id in verdict.where) == ("failed", True)


def test_the_last_rounds_picture_stands_beside(desk: Desk, seat: Seat) -> None:
    """The same view in the round before, with its time."""
    first = walked(desk)
    done_at = first.points[0].done_at
    seat.time.advance(3 * HOUR_MS + 10 * MINUTE_MS)
    walk = desk.patrol.start().result(5)

    assert desk.patrol.last_thumbnail(first.round.id, 1).result(5) == (b"", 0)
    assert desk.patrol.last_thumbnail(walk.round.id, 1).result(5) == (picture(90), done_at)


def test_a_huge_thumbnail_is_left_out(desk: Desk) -> None:
    """The visit stands; a picture that is not small is not kept."""
    walk = desk.patrol.start().result(5)

    look = replace(seen(1), thumbnail=b"x" * 100_000)
    walk = desk.patrol.visit(walk.round.id, [look]).result(5)

    assert (walk.points[0].outcome, walk.points[0].has_thumbnail) == ("normal", False)
