"""Lost cameras and wrong clocks: what is a fault, what is one event, what is our own line."""

from __future__ import annotations

from duty_desk.desk.suspicion_rules import rings
from duty_desk.video.stream_state import StreamState
from tests.fakes.desk import camera, picture


def test_a_lost_camera_is_a_fault_from_the_loss_on(room):
    """After a minute without a picture the fault stands, found by the program at the loss."""
    room.see(1, good_jpeg=picture(90), good_mono_ms=room.desk.time.mono_ms())
    room.desk.time.advance(2_000)
    lost_at = room.desk.time.now_ms()
    room.lose(1)
    room.tick(30_000)
    assert room.desk.snapshot.faults == ()
    room.tick(31_000)

    (row,) = room.desk.snapshot.faults
    assert (row.kind, row.origin, row.found_at) == ("signal", "system", lost_at)
    assert row.found_by == ""
    (shot,) = room.desk.faults.detail(row.id).result(5).shots
    assert (shot.taken_at, shot.age_ms) == (lost_at - 2_000, 2_000)
    (clock,) = room.desk.snapshot.clocks
    assert (clock.subject, clock.started_at) == (row.id, lost_at)


def test_a_short_break_is_no_fault(room):
    """A camera that comes back within the minute starts no clock."""
    room.lose(1)
    room.tick(30_000)
    room.engine.watch(room.ids[1])
    room.desk.cameras.restored(room.ids[1]).result(5)
    room.tick(60_000)

    assert room.desk.snapshot.faults == ()


def test_a_refused_password_is_no_fault_of_the_camera(room):
    """What the desk itself has to put right is not reported as a lost signal."""
    room.lose(1)
    room.engine.watch(room.ids[1], state=StreamState.NO_LOGIN, newest_mono_ms=None)
    room.tick(120_000)

    assert room.desk.snapshot.faults == ()


def test_a_dismissed_loss_is_not_found_again(room):
    """Called no fault, the same loss stays quiet; the next one counts."""
    room.lose(1)
    room.tick(61_000)
    room.desk.faults.dismiss(room.desk.snapshot.faults[0].id, "停电检修").result(5)
    room.tick(600_000)
    assert [row.state for row in room.desk.snapshot.faults] == ["dismissed"]

    room.desk.cameras.restored(room.ids[1]).result(5)
    room.lose(1)
    room.tick(61_000)

    assert sorted(row.state for row in room.desk.snapshot.faults) == ["dismissed", "found"]


def test_a_switch_that_fails_is_one_event(room):
    """Cameras of one host that are lost together name the first as their group."""
    for number in range(3):
        room.lose(number)
    room.tick(61_000)

    groups = [row.group for row in room.desk.snapshot.faults]
    ids = {row.id for row in room.desk.snapshot.faults}
    assert groups.count("") == 1
    assert len(set(groups)) == 2
    assert set(groups) - {""} <= ids


def test_our_own_line_is_one_event_of_many_hosts(room):
    """Twenty cameras of ten hosts at once: each its own clock, one sound, one card."""
    more = [
        camera(f"C{n}", url_main=f"rtsp://10.0.{n % 10}.2:554/s", community=f"社区 {n}")
        for n in range(100, 117)
    ]
    room.desk.cameras.add(more).result(5)
    room.ids = [row.id for row in room.desk.snapshot.cameras]
    heard = []
    room.desk.listen(lambda happened: heard.extend(filter(rings, happened.entries)))
    for number in range(20):
        room.lose(number)
    room.tick(61_000)

    snapshot = room.desk.snapshot
    assert (len(snapshot.faults), len(snapshot.clocks), len(heard)) == (20, 20, 1)
    assert len({row.group or row.id for row in snapshot.faults}) == 1
    assert all(row.is_own_network for row in snapshot.faults)


def test_a_wrong_clock_is_suspected_after_three_looks(room):
    """A camera two minutes ahead is named; put right, it is over."""
    room.engine.watch(room.ids[1], clock_ahead_ms=120_000)
    for _ in range(2):
        room.tick(30_000)
    assert room.kinds == []
    room.tick(30_000)
    assert room.kinds == ["clock"]
    assert "快 2 分" in room.desk.snapshot.suspicions[0].words

    room.engine.watch(room.ids[1], clock_ahead_ms=500)
    room.tick(30_000)

    assert room.kinds == []


def test_when_most_clocks_are_off_it_is_our_own(room):
    """All cameras ahead by the same: nothing is said of them."""
    for camera_id in room.ids:
        room.engine.watch(camera_id, clock_ahead_ms=3_600_000)
    for _ in range(4):
        room.tick(30_000)

    assert room.kinds == []
