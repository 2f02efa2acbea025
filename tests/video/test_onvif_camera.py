"""A camera's pan, tilt and zoom: found, moved, and every misbehaviour told in a sentence."""

from __future__ import annotations

import socket

import pytest

from duty_desk.video import onvif_line
from duty_desk.video.onvif_camera import (
    STILL,
    Drive,
    OnvifCamera,
    Preset,
    onvif_address,
)
from duty_desk.video.onvif_stand_in import Door, Lens, OnvifStandIn, Quirk
from duty_desk.video.onvif_trouble import OnvifFault, OnvifTrouble
from duty_desk.video.rtsp_login import Login
from tests.fakes.time_source import FakeTimeSource

PASSWORD = "p@ss/word:1"
STREAM = "rtsp://viewer:p%40ss%2Fword%3A1@127.0.0.1:8554/c046"
LENS = Lens("/c046", {"北路口": (0.5, 0.2, 0.3), "桶站 <东>": (-0.2, 0.0, 0.0)})


@pytest.fixture
def clock() -> FakeTimeSource:
    """The clock of desk and device, moved by the test."""
    return FakeTimeSource()


@pytest.fixture(params=Door, ids=str)
def device(request, clock):
    """A device with one lens, once for each way of asking for the password."""
    with OnvifStandIn([LENS], Login("viewer", PASSWORD), clock, request.param) as running:
        yield running


@pytest.fixture
def camera_of(clock):
    """Our side of the line to a device."""
    opened = []

    def made(device: OnvifStandIn, stream: str = STREAM) -> OnvifCamera:
        opened.append(OnvifCamera(onvif_address(stream, device.port), clock))
        return opened[-1]

    yield made
    for camera in opened:
        camera.close()


def fault_of(work) -> OnvifFault:
    """Why `work` was not done."""
    with pytest.raises(OnvifTrouble) as trouble:
        work()
    assert PASSWORD not in str(trouble.value)
    return trouble.value.fault


def test_presets_and_abilities_are_learnt(device, camera_of):
    """Opening a camera brings its presets by name and what it can do."""
    abilities = camera_of(device).connect()

    assert abilities.presets == (Preset("1", "北路口"), Preset("2", "桶站 <东>"))
    assert (abilities.can_turn, abilities.can_zoom, abilities.has_home) == (True, True, True)
    assert abilities.position.pan == 0.0


def test_camera_turns_until_it_is_stopped(device, camera_of, clock):
    """A drive moves the head for as long as it lasts; after the stop it stands."""
    camera = camera_of(device)
    camera.connect()
    camera.drive(Drive(pan=1.0, tilt=-0.5, zoom=0.5))
    clock.advance(1000)
    moving = camera.position()
    camera.stop()
    clock.advance(1000)

    assert (moving.pan, moving.tilt, moving.zoom) == (0.25, -0.125, 0.125)
    assert moving.is_moving
    stopped = camera.position()
    assert (stopped.pan, stopped.is_moving) == (0.25, False)


def test_a_camera_nobody_stops_stands_after_five_seconds(device, camera_of, clock):
    """The device is told how long to move at most: a desk that dies turns no camera for ever."""
    camera = camera_of(device)
    camera.connect()
    camera.drive(Drive(pan=0.2))
    clock.advance(60_000)

    assert device.head().at[0] == pytest.approx(0.25)
    assert not device.head().is_moving


def test_presets_and_home_are_reached(device, camera_of, clock):
    """Recalling a view and going home bring the head there."""
    camera = camera_of(device)
    first, _ = camera.connect().presets
    camera.recall(first)
    clock.advance(5000)
    there = device.head().at
    camera.home()
    clock.advance(5000)

    assert there == (0.5, 0.2, 0.3)
    assert device.head().at == (0.0, 0.0, 0.0)


def test_a_device_with_another_clock_is_signed_by_its_own(device, camera_of):
    """A camera an hour ahead would refuse our time: its own is asked first."""
    device.ahead_ms = 3_600_000

    assert camera_of(device).connect().has_home


def test_a_device_behind_a_router_is_asked_where_we_know_it(device, camera_of):
    """It names an address of its inner network; host and port of the catalogue stay in use."""
    device.origin_told = "http://192.0.2.77:8000"

    assert camera_of(device).connect().presets


def test_wrong_password_is_said_and_not_tried_again(device, camera_of):
    """One refused login is enough; accounts are locked after a few."""
    camera = camera_of(device, "rtsp://viewer:wrong@127.0.0.1/c046")

    assert fault_of(camera.connect) is OnvifFault.LOGIN
    assert device.calls.count("GetCapabilities") <= 1


def test_recorder_with_many_pictures_turns_the_right_one(camera_of, clock):
    """The stream's own path chooses the lens."""
    lenses = [Lens("/c017"), LENS, Lens("/c018")]
    with OnvifStandIn(lenses, None, clock) as device:
        camera = camera_of(device)
        camera.connect()
        camera.drive(Drive(pan=1.0))
        clock.advance(1000)

        assert [device.head(number).at[0] for number in range(3)] == [0.0, 0.25, 0.0]


def test_recorder_whose_pictures_do_not_match_is_left_alone(camera_of, clock):
    """Rather no move than the move of another camera."""
    with OnvifStandIn([Lens("/c017"), Lens("/c018")], None, clock) as device:
        assert fault_of(camera_of(device).connect) is OnvifFault.UNMATCHED
        assert "ContinuousMove" not in device.calls


@pytest.mark.parametrize("lenses", [[Lens("/c046", is_movable=False)],
                                    [Lens("/c046", is_movable=False), Lens("/c017")]])  # fmt: skip
def test_fixed_camera_is_said_to_be_fixed(lenses, camera_of, clock):
    """A picture without motors, alone or beside one that has them, has no PTZ service."""
    with OnvifStandIn(lenses, None, clock) as device:
        assert fault_of(camera_of(device).connect) is OnvifFault.NO_SERVICE


def test_home_that_was_never_set_is_said(camera_of, clock):
    """The device knows the word home and has none."""
    with OnvifStandIn([Lens("/c046", is_home_set=False)], None, clock) as device:
        camera = camera_of(device)
        camera.connect()

        assert fault_of(camera.home) is OnvifFault.NO_HOME
        assert fault_of(lambda: camera.recall(Preset("9", "?"))) is OnvifFault.NO_PRESET


@pytest.mark.parametrize(
    ("quirk", "fault"),
    [
        (Quirk.SILENT, OnvifFault.SILENT),
        (Quirk.DROPPED, OnvifFault.SILENT),
        (Quirk.DRIPPING, OnvifFault.SILENT),
        (Quirk.HTML, OnvifFault.NOT_ONVIF),
        (Quirk.GARBAGE, OnvifFault.NOT_ONVIF),
        (Quirk.CUT_SHORT, OnvifFault.NOT_ONVIF),
        (Quirk.DOCTYPE, OnvifFault.NOT_ONVIF),
        (Quirk.FLOOD, OnvifFault.NOT_ONVIF),
        (Quirk.OTHER_ANSWER, OnvifFault.NOT_ONVIF),
        (Quirk.BUSY, OnvifFault.BUSY),
    ],
    ids=str,
)
def test_every_misbehaviour_has_its_sentence(quirk, fault, monkeypatch, camera_of, clock):
    """Silence, drips, nonsense and floods end in bounded time with what to do."""
    monkeypatch.setattr(onvif_line, "ANSWER_S", 0.2)
    monkeypatch.setattr(onvif_line, "CONNECT_S", 0.2)
    with OnvifStandIn([LENS], None, clock) as device:
        device.misbehave(quirk)

        assert fault_of(camera_of(device).connect) is fault


def test_answers_in_gbk_are_read(camera_of, clock):
    """Older devices name their presets in the national encoding."""
    with OnvifStandIn([LENS], None, clock) as device:
        device.misbehave(Quirk.ENCODED)

        assert camera_of(device).connect().presets[0].name == "北路口"


def test_move_without_answer_admits_that_nobody_knows(monkeypatch, camera_of, clock):
    """The command was sent and no answer came: the sentence claims neither move nor stand."""
    monkeypatch.setattr(onvif_line, "ANSWER_S", 0.2)
    with OnvifStandIn([LENS], None, clock) as device:
        camera = camera_of(device)
        camera.connect()
        device.misbehave(Quirk.SILENT, "ContinuousMove")

        assert fault_of(lambda: camera.drive(STILL)) is OnvifFault.NO_ANSWER


def test_stop_that_was_lost_is_sent_again(camera_of, clock):
    """A connection that broke under the stop: a second one is sent at once."""
    with OnvifStandIn([LENS], None, clock) as device:
        camera = camera_of(device)
        camera.connect()
        device.misbehave(Quirk.DROPPED, "Stop")

        assert fault_of(camera.stop) is OnvifFault.NO_ANSWER
        assert device.calls.count("Stop") == 2


def test_closed_port_is_said(clock):
    """Nothing listens: nothing was sent."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    camera = OnvifCamera(onvif_address(STREAM, port), clock)
    fault = fault_of(camera.connect)
    camera.close()

    assert fault is OnvifFault.NO_DEVICE


@pytest.mark.parametrize("address", ["", "none", "file:///clips/a.mp4", "usb:0", "rtsp://[bad/x"])
def test_camera_without_a_network_address_has_no_service(address):
    """A file or a plug has no PTZ beside it."""
    assert fault_of(lambda: onvif_address(address, None)) is OnvifFault.NO_ADDRESS


def test_service_lies_beside_the_stream():
    """Same host and login; the usual port unless the catalogue names one; no secret in repr."""
    usual, named = onvif_address(STREAM, None), onvif_address(STREAM, 443)

    assert (usual.origin, named.origin) == ("http://127.0.0.1:80", "https://127.0.0.1:443")
    assert usual.login == Login("viewer", PASSWORD)
    assert PASSWORD not in repr(usual)
