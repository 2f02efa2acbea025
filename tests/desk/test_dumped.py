"""Dumped things at the desk: drawn grounds, hints, and the operator's word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duty_desk.desk.dumped import FoundThing
from duty_desk.domain.ground import GroundPlan
from duty_desk.language import Refusal
from duty_desk.store.verify import verify
from duty_desk.video.replay_orders import Clip
from tests.fakes.desk import picture

ZONE = ((100, 500), (900, 500), (900, 990), (100, 990))
NIGHT = GroundPlan(zones=(ZONE,), is_on=True)
MINUTE_MS = 60_000


def thing(desk, camera_id: str, **changes) -> FoundThing:
    """A bag that has lain there for two minutes."""
    now = desk.time.now_ms()
    seen_at = now - 2 * MINUTE_MS
    found = FoundThing(
        camera_id=camera_id,
        zone=0,
        box=(400, 600, 480, 700),
        seen_at=seen_at,
        before=picture(60),
        after=picture(90),
        clip=Clip(b"coded", seen_at - 5_000, seen_at + 5_000, 1280, 720, 250),
    )
    return replace(found, **changes)


def test_a_ground_is_watched_at_its_hours_only():
    """22:00 to 06:00 goes over midnight; off is off."""
    hours = {minute: NIGHT.is_due(minute) for minute in (21 * 60 + 59, 22 * 60, 0, 359, 360)}

    assert list(hours.values()) == [False, True, True, True, False]
    assert not replace(NIGHT, is_on=False).is_due(0)
    assert not GroundPlan(is_on=True).is_due(0)


def test_a_drawn_ground_is_on_record(desk, camera_id):
    """Who drew it, and when; the newest counts. It is off until somebody switches it on."""
    assert desk.dumped.plans().result(5) == {}
    desk.dumped.draw(camera_id, replace(NIGHT, is_on=False)).result(5)
    desk.dumped.draw(camera_id, NIGHT).result(5)

    assert desk.dumped.plans().result(5) == {camera_id: NIGHT}
    assert any("静物" in line.tag for line in desk.snapshot.journal)


@pytest.mark.parametrize(
    "plan",
    [
        GroundPlan(is_on=True),
        replace(NIGHT, zones=(ZONE[:2],)),
        replace(NIGHT, zones=(((0, 0), (1001, 0), (5, 5)),)),
        replace(NIGHT, hold_s=1),
        replace(NIGHT, from_minute=1440),
    ],
)
def test_what_is_no_ground_is_refused(desk, camera_id, plan):
    """No area, outside the picture, an odd hold, no hour of the day: nothing is changed."""
    with pytest.raises(Refusal, match="没有改动"):
        desk.dumped.draw(camera_id, plan).result(5)
    assert desk.dumped.plans().result(5) == {}


def test_one_hint_a_zone_within_ten_minutes(desk, camera_id):
    """A crowd gives one hint and not eleven; another zone has its own."""
    first = desk.dumped.hint(thing(desk, camera_id)).result(5)
    desk.time.advance(9 * MINUTE_MS)
    again = desk.dumped.hint(thing(desk, camera_id)).result(5)
    other = desk.dumped.hint(thing(desk, camera_id, zone=1)).result(5)
    desk.time.advance(2 * MINUTE_MS)
    later = desk.dumped.hint(thing(desk, camera_id)).result(5)

    assert again == ""
    assert len({first, other, later}) == 3
    assert desk.snapshot.dumped_open == 3
    assert desk.snapshot.clocks == ()
    now = desk.time.now_ms()
    items = desk.ask(lambda: desk.read(lambda it: desk.open_items.all(it, now))).result(5)
    assert [item.noun for item in items] == ["dumped"] * 3, "the next shift is told of them"


def test_one_key_makes_it_a_problem_whose_clock_runs_from_the_key(desk, camera_id):
    """The thing's own time stays a fact; picture and clip of the hint are the evidence."""
    hint_id = desk.dumped.hint(thing(desk, camera_id)).result(5)
    seen_at = desk.dumped.hints().result(5)[0].seen_at
    desk.time.advance(30_000)
    pressed_at = desk.time.now_ms()

    detail = desk.dumped.confirm(hint_id).result(5)
    desk.problems.clips.stop()

    detail = desk.problems.detail(detail.row.id).result(5)
    row = desk.dumped.hints().result(5)[0]
    assert detail.row.found_at == pressed_at
    assert [clock.started_at for clock in desk.snapshot.clocks] == [pressed_at]
    assert (row.state, row.problem_id) == ("confirmed", detail.row.id)
    assert (detail.clips[0].from_at, detail.clips[0].to_at) == (seen_at - 5_000, seen_at + 5_000)
    assert "首次出现" in detail.row.description
    with pytest.raises(Refusal, match="已经处理过"):
        desk.dumped.confirm(hint_id).result(5)


def test_a_dismissed_hint_stays_on_record(desk, camera_id):
    """Its reason too; the chain and the rebuilt records agree."""
    hint_id = desk.dumped.hint(thing(desk, camera_id, before=b"", clip=None)).result(5)
    desk.dumped.draw(camera_id, NIGHT).result(5)
    desk.dumped.dismiss(hint_id, "一辆三轮车").result(5)

    row = desk.dumped.hints().result(5)[0]
    assert (row.state, row.reason, row.before, row.clip) == ("dismissed", "一辆三轮车", None, None)
    assert desk.snapshot.dumped_open == 0
    report = desk.ask(lambda: desk.read(lambda session: verify(session, desk.store.place))).result(
        5
    )
    assert [item for item in report if item.state == "failed"] == []
