"""Turning a camera: who may, what goes on record, and that it goes home after use."""

from __future__ import annotations

import socket
import threading
import time as real_time
from dataclasses import replace

import pytest

from duty_desk.desk.ptz_words import fixed_words
from duty_desk.domain.rights import Role
from duty_desk.language import Refusal
from duty_desk.store import journal
from duty_desk.video.onvif_camera import STILL, Drive
from duty_desk.video.onvif_stand_in import Lens, OnvifStandIn, Quirk
from duty_desk.video.onvif_trouble import OnvifFault, OnvifTrouble
from duty_desk.video.rtsp_login import Login
from tests.fakes.desk import camera

WITHIN_S = 5
RIGHT = Drive(pan=1.0)
LENS = Lens("/c046", {"北路口": (0.5, 0.2, 0.3)})


@pytest.fixture
def device(seat):
    """The camera's own service, with a head that moves as the test's clock does."""
    with OnvifStandIn([LENS], Login("viewer", "secret"), seat.time) as running:
        yield running


@pytest.fixture
def turning(desk, device, camera_id):
    """The id of camera C046, whose control service is the stand-in."""
    desk.cameras.add([camera(ptz_type="speed_dome", onvif_port=device.port)]).result(WITHIN_S)
    return camera_id


def told(desk, kind: str = "") -> list:
    """What the journal has of the moved camera, oldest first."""

    def read(session):
        entries = journal.entries_since(session, 0, limit=200)
        return [it for it in reversed(entries) if it.kind.split(".")[1] in kind.split()]

    return desk.ask(lambda: desk.read(read)).result(WITHIN_S)


def soon(condition) -> None:
    """Wait until `condition` holds."""
    until = real_time.monotonic() + WITHIN_S
    waiting = threading.Event()
    while not condition():
        assert real_time.monotonic() < until, "it did not happen"
        waiting.wait(0.01)


ALL = "moved recalled homed kept stranded"


def test_one_use_is_one_moment_however_often_a_key_repeats(desk, device, turning):
    """Ten drives are one `camera.moved`, by the operator, at the first press of the key."""
    desk.ptz.open(turning).result(WITHIN_S)
    pressed_at = desk.time.now_ms()
    for _ in range(5):
        desk.ptz.drive(turning, RIGHT).result(WITHIN_S)
        desk.time.advance(400)
        desk.ptz.drive(turning, STILL).result(WITHIN_S)

    (moved,) = told(desk, ALL)
    assert (moved.kind, moved.subject, moved.actor) == ("camera.moved", turning, "值班员 A")
    assert moved.event_at == pressed_at
    assert device.head().at[0] == pytest.approx(0.5)


def test_camera_that_nobody_touches_goes_home(desk, device, turning):
    """After the set time it is sent home, and the journal says from when to when it was used."""
    desk.ptz.open(turning).result(WITHIN_S)
    first_at = desk.time.now_ms()
    desk.ptz.drive(turning, RIGHT).result(WITHIN_S)
    desk.time.advance(1000)
    desk.ptz.drive(turning, STILL).result(WITHIN_S)
    assert desk.ptz.state(turning).returns_mono_ms == desk.time.mono_ms() + 30_000
    desk.time.advance(29_999)
    desk.ptz.tick()
    assert desk.ptz.state(turning).is_away
    desk.time.advance(1)
    desk.ptz.tick()
    soon(lambda: not desk.ptz.state(turning).is_away)

    *_, homed = told(desk, ALL)
    assert (homed.kind, homed.actor) == ("camera.homed", "")
    assert homed.facts == {"why": "idle", "first_at": first_at, "last_at": first_at, "moves": 1}
    desk.time.advance(5000)
    assert device.head().at == (0.0, 0.0, 0.0)


def test_camera_is_not_sent_home_under_a_held_key(desk, turning):
    """A key that is held for a minute is no idleness."""
    desk.ptz.open(turning).result(WITHIN_S)
    desk.ptz.drive(turning, RIGHT).result(WITHIN_S)
    desk.time.advance(60_000)
    desk.ptz.tick()

    assert desk.ptz.state(turning).returns_mono_ms is None
    assert [it.kind for it in told(desk, ALL)] == ["camera.moved"]


def test_preset_is_a_moment_of_its_own(desk, device, turning):
    """Each recalled view is on record by its name; closing the panel sends the camera home."""
    (preset,) = desk.ptz.open(turning).result(WITHIN_S).presets
    desk.ptz.recall(turning, preset).result(WITHIN_S)
    desk.ptz.close(turning)
    soon(lambda: len(told(desk, ALL)) == 2)

    recalled, homed = told(desk, ALL)
    assert (recalled.kind, recalled.facts["preset"]) == ("camera.recalled", "北路口")
    assert (homed.kind, homed.facts["why"]) == ("camera.homed", "left")
    assert desk.snapshot.journal[0].text == "C046 白塔庵-桶站 返回看守位（关闭面板）"


def test_kept_camera_stays_where_it_is(desk, device, turning):
    """The operator's word keeps it away; leaving does not send it home."""
    (preset,) = desk.ptz.open(turning).result(WITHIN_S).presets
    desk.ptz.recall(turning, preset).result(WITHIN_S)
    desk.ptz.keep(turning)
    desk.time.advance(60_000)
    desk.ptz.tick()
    desk.ptz.close(turning)
    desk.ptz.stop()

    assert [it.kind for it in told(desk, ALL)] == ["camera.recalled", "camera.kept"]
    assert device.head().at == (0.5, 0.2, 0.3)


def test_a_kept_camera_that_is_sent_home_later_is_on_record(desk, device, turning):
    """The panel was closed in between: whoever judges the view has to know that it is home."""
    (preset,) = desk.ptz.open(turning).result(WITHIN_S).presets
    desk.ptz.recall(turning, preset).result(WITHIN_S)
    desk.ptz.keep(turning)
    desk.ptz.open(turning).result(WITHIN_S)
    desk.ptz.home(turning).result(WITHIN_S)
    desk.ptz.stop()

    assert [it.kind for it in told(desk, ALL)] == ["camera.recalled", "camera.kept", "camera.homed"]
    assert told(desk, ALL)[-1].facts["first_at"] == desk.time.now_ms()


def test_program_that_closes_sends_cameras_home(seat, desk, device, turning):
    """The window closes under an open panel: the camera goes home before the desk is gone."""
    desk.ptz.open(turning).result(WITHIN_S)
    desk.ptz.drive(turning, RIGHT).result(WITHIN_S)
    desk.ptz.stop()

    assert device.calls[-1] == "GotoHomePosition"
    assert [it.kind for it in told(desk, ALL)] == ["camera.moved", "camera.homed"]
    assert told(desk, ALL)[-1].facts["why"] == "closing"


def test_camera_that_does_not_go_home_is_said_once(desk, device, turning):
    """The way home failed: the journal and the panel say why, and nobody hammers the device."""
    (preset,) = desk.ptz.open(turning).result(WITHIN_S).presets
    desk.ptz.recall(turning, preset).result(WITHIN_S)
    device.misbehave(Quirk.BUSY, "GotoHomePosition")
    for _ in range(3):
        desk.time.advance(30_000)
        desk.ptz.tick()
        soon(lambda: desk.ptz.state(turning).words != "")

    recalled, stranded = told(desk, ALL)
    assert (recalled.kind, stranded.kind) == ("camera.recalled", "camera.stranded")
    assert stranded.facts["words"] == desk.ptz.state(turning).words
    assert "正忙" in stranded.facts["words"]


def test_move_that_was_refused_is_no_moment(desk, device, turning):
    """The device said no: nothing moved, nothing is on record, the camera is not away."""
    desk.ptz.open(turning).result(WITHIN_S)
    device.misbehave(Quirk.BUSY, "ContinuousMove")
    with pytest.raises(OnvifTrouble):
        desk.ptz.drive(turning, RIGHT).result(WITHIN_S)

    assert told(desk, ALL) == []
    assert not desk.ptz.state(turning).is_away


def test_move_without_answer_is_on_record(desk, device, turning):
    """The command went out and the line broke: it may have moved, so it is told and sent home."""
    desk.ptz.open(turning).result(WITHIN_S)
    device.misbehave(Quirk.DROPPED, "ContinuousMove")
    with pytest.raises(OnvifTrouble):
        desk.ptz.drive(turning, RIGHT).result(WITHIN_S)

    assert [it.kind for it in told(desk, ALL)] == ["camera.moved"]
    assert desk.ptz.state(turning).is_away


def test_clerk_may_not_turn_cameras(desk, device, turning):
    """Whatever a screen offers: the desk says no, and the device hears nothing."""
    desk.people.folder = replace(desk.people.folder, role=Role.CLERK)
    with pytest.raises(Refusal, match="内勤"):
        desk.ptz.open(turning).result(WITHIN_S)
    with pytest.raises(Refusal, match="内勤"):
        desk.ptz.drive(turning, RIGHT).result(WITHIN_S)

    assert device.calls == []


def test_fixed_camera_is_not_asked(desk, device, camera_id):
    """The catalogue says fixed: no call goes out, the sentence says what to do instead."""
    desk.cameras.add([camera(ptz_type="fixed", onvif_port=device.port)]).result(WITHIN_S)
    with pytest.raises(Refusal) as refused:
        desk.ptz.open(camera_id).result(WITHIN_S)

    assert str(refused.value) == fixed_words()
    assert device.calls == []


def test_camera_without_a_device_is_given_back(desk, camera_id):
    """Nothing listens where the service should be: said, and the camera is not in use."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    desk.cameras.add([camera(onvif_port=port)]).result(WITHIN_S)
    with pytest.raises(OnvifTrouble) as trouble:
        desk.ptz.open(camera_id).result(WITHIN_S)

    assert trouble.value.fault is OnvifFault.NO_DEVICE
    assert desk.ptz.state(camera_id) is None


def test_hung_device_does_not_hold_the_program(desk, device, turning):
    """A device that answers nothing more is left alone after a second; the journal says so."""
    (preset,) = desk.ptz.open(turning).result(WITHIN_S).presets
    desk.ptz.recall(turning, preset).result(WITHIN_S)
    device.misbehave(Quirk.SILENT)
    asked = desk.ptz.drive(turning, RIGHT)
    desk.ptz.stop()

    assert asked.done()
    assert [it.kind for it in told(desk, ALL)][-1] == "camera.stranded"


def test_newest_wish_wins(desk, device, turning):
    """While a call is under way the wishes before the last one are dropped: a stop never waits."""
    desk.ptz.open(turning).result(WITHIN_S)
    with device._lock:  # it answers nothing meanwhile
        wishes = [desk.ptz.drive(turning, Drive(pan=step / 10)) for step in range(1, 9)]
        last = desk.ptz.drive(turning, STILL)
    last.result(WITHIN_S)

    assert device.calls.count("ContinuousMove") <= 1
    assert sum(wish.cancelled() for wish in wishes) >= 7
    assert not device.head().is_moving
