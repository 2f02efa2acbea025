"""Cameras that misbehave after they have answered, on both engines: none does any harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.video.engine import Freshness, StreamState
from duty_desk.video.rtsp_server import RtspServer, ServedClip
from tests.video import bad_camera
from tests.video.test_formats import Format
from tests.video.wall import Wall, closed_port, listening, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

both_engines = pytest.mark.parametrize("engine", ["pyav", "opencv"])
AUDIO = ("m=audio 0 RTP/AVP 0", "a=rtpmap:0 PCMU/8000", "a=control:track1")
TEXT = ("m=application 0 RTP/AVP 107", "a=rtpmap:107 vnd.onvif.metadata/90000", "a=control:track1")
VIDEO = bad_camera.described("m=video 0 RTP/AVP 96", "a=rtpmap:96 H264/90000", "a=control:track1")
CHALLENGE = b'401 Unauthorized\r\nWWW-Authenticate: Digest realm="other", nonce="17"\r\n\r\n'


@pytest.fixture(scope="module")
def standing_wall() -> Iterator[Wall]:
    """One engine for all of these tests: none of these cameras may do it any harm."""
    with Wall() as wall:
        yield wall


@pytest.fixture
def wall(standing_wall: Wall) -> Iterator[Wall]:
    """The wall with no camera open, the same workers before and after."""
    pids = standing_wall.engine.worker_pids()
    yield standing_wall
    for camera_id in standing_wall.engine.watched():
        standing_wall.engine.unwatch(camera_id)
    standing_wall.shown.clear()
    assert pids in ([], standing_wall.engine.worker_pids())


@both_engines
@pytest.mark.parametrize("spoil", [bad_camera.scrambled, bad_camera.truncated])
def test_spoilt_packets_leave_a_picture_that_moves(
    wall: Wall, rtsp_server: RtspServer, engine: str, spoil
):
    """Garbage and missing ends in RTP cost blocks in the picture, not the picture."""
    with bad_camera.proxy(rtsp_server.port, spoil()) as port:
        wall.watch("C017", f"rtsp://127.0.0.1:{port}/c017", engine)
        first = wall.wait_picture("C017").seq
        wait_for(lambda: wall.pull("C017") and wall.shown["C017"].seq > first + 8)


def test_camera_that_resets_again_and_again_climbs_the_ladder(wall: Wall, rtsp_server: RtspServer):
    """A short success does not start it over: each try is counted, the last picture stays."""
    with bad_camera.proxy(rtsp_server.port, bad_camera.resetting(60)) as port:
        wall.watch("C017", f"rtsp://127.0.0.1:{port}/c017")
        wall.wait_picture("C017")
        wall.wait_state("C017", StreamState.LOST)
        assert wall.engine.status("C017").reason in ("broken", "ended")
        wait_for(lambda: wall.engine.status("C017").attempt >= 2)
        wall.wait_state("C017", StreamState.LIVE)

    assert wall.engine.status("C017").attempt >= 2


@both_engines
def test_trickle_is_bounded_by_the_timeout(wall: Wall, rtsp_server: RtspServer, engine: str):
    """A byte a second is no stream: the camera is lost within its time, like a silent one."""
    with bad_camera.proxy(rtsp_server.port, bad_camera.trickling()) as port:
        wall.watch("C017", f"rtsp://127.0.0.1:{port}/c017", engine, timeout_ms=1_000)
        ended = (StreamState.LOST, StreamState.UNREACHABLE, StreamState.NOT_A_VIDEO)
        wait_for(lambda: wall.engine.status("C017").state in ended)
    assert wall.engine.picture("C017") is None


@both_engines
@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ({"DESCRIBE": CHALLENGE}, StreamState.NO_LOGIN),
        ({"DESCRIBE": b"500 Internal Server Error"}, StreamState.LOST),
        ({"DESCRIBE": bad_camera.described(*AUDIO)}, StreamState.NOT_A_VIDEO),
        ({"DESCRIBE": bad_camera.described(*TEXT)}, StreamState.NOT_A_VIDEO),
        ({"DESCRIBE": bad_camera.described()}, StreamState.NOT_A_VIDEO),
        ({"OPTIONS": bad_camera.trickle, "DESCRIBE": bad_camera.trickle}, StreamState.UNREACHABLE),
        ({"DESCRIBE": VIDEO, "SETUP": b"461 Unsupported Transport"}, StreamState.REFUSED),
        ({"DESCRIBE": VIDEO, "SETUP": b"453 Not Enough Bandwidth"}, StreamState.BUSY),
        ({"DESCRIBE": VIDEO, "SETUP": b"500 Internal Server Error"}, StreamState.LOST),
    ],
    ids=[
        "wrong-realm",
        "500",
        "audio-only",
        "no-video",
        "empty",
        "trickle",
        "461",
        "453",
        "500-at-setup",
    ],
)
def test_answer_without_a_stream_is_named(wall: Wall, engine: str, replies, state):
    """Each is told by its word."""
    with bad_camera.answering(replies) as port:
        wall.watch("C017", f"rtsp://a:b@127.0.0.1:{port}/x", engine, timeout_ms=1_000)
        wait_for(lambda: wall.engine.status("C017").state is not StreamState.CONNECTING)
        status = wall.engine.status("C017")

    assert status.state is state


@both_engines
@pytest.mark.expected_log("has grown too large")
def test_endless_description_ends_with_the_time_or_the_memory_given(engine: str):
    """A quick camera fills its worker's memory before the time is up: the worker is replaced."""
    with Wall() as wall, bad_camera.answering({"DESCRIBE": bad_camera.endless}) as port:
        wall.watch("C017", f"rtsp://a:b@127.0.0.1:{port}/x", engine, timeout_ms=1_000)
        wait_for(lambda: wall.engine.status("C017").state is not StreamState.CONNECTING)

        assert wall.engine.status("C017").state is not StreamState.LIVE


@both_engines
def test_wrong_password_of_a_recorder_is_tried_for_one_channel_only(wall: Wall, engine: str):
    """Twenty channels with one login: a recorder that locks after five tries is not locked."""
    heard: list[bytes] = []
    with bad_camera.answering({"DESCRIBE": CHALLENGE}, heard) as port:
        for number in range(20):
            wall.watch(f"C{number}", f"rtsp://a:b@127.0.0.1:{port}/{number}", engine)
        for number in range(20):
            wall.wait_state(f"C{number}", StreamState.NO_LOGIN)

    assert 1 <= sum(line.startswith(b"Authorization") for line in heard) <= 2


@both_engines
def test_certificate_that_is_bad_does_not_hide_the_picture(
    wall: Wall, rtsp_server: RtspServer, tmp_path: Path, engine: str
):
    """Cameras sign their own certificates and let them expire: the picture comes all the same."""
    tls = bad_camera.expired_certificate(tmp_path)
    with bad_camera.proxy(rtsp_server.port, tls=tls) as port:
        wall.watch("C017", f"rtsps://127.0.0.1:{port}/c017", engine)
        wall.wait_picture("C017")


@both_engines
def test_server_that_speaks_no_tls_is_named(wall: Wall, rtsp_server: RtspServer, engine: str):
    """An encrypted address of a camera that does not encrypt."""
    plain = f"rtsps://127.0.0.1:{rtsp_server.port}/c017"
    wall.watch("C017", plain, engine, timeout_ms=2_000)
    wait_for(lambda: wall.engine.status("C017").state is not StreamState.CONNECTING)

    assert wall.engine.status("C017").state is not StreamState.LIVE


@both_engines
def test_camera_that_comes_back_with_another_resolution(
    wall: Wall, clip: Path, tmp_path: Path, engine: str
):
    """Replaced by another model while it was away: the tile takes the new shape."""
    other = tmp_path / "other.h264"
    other.write_bytes(Format(size=(176, 144), container="h264").coded(2))
    port = closed_port()
    with RtspServer([ServedClip("c017", clip, 15)], port=port):
        wall.watch("C017", f"rtsp://127.0.0.1:{port}/c017", engine)
        assert wall.wait_picture("C017").stream_width == 320
    with RtspServer([ServedClip("c017", other, 12)], port=port):
        wait_for(lambda: wall.pull("C017") and wall.shown["C017"].stream_width == 176)

    assert wall.shown["C017"].bgra.shape == (180, 220, 4)


def test_good_cameras_run_on_among_bad_ones(wall: Wall, rtsp_server: RtspServer):
    """Twelve cameras with a trouble each beside six good ones: those stay live, never retried."""
    good = [f"G{number}" for number in range(6)]
    with (
        listening() as hole,
        bad_camera.answering({"DESCRIBE": bad_camera.endless}) as talker,
        bad_camera.proxy(rtsp_server.port, bad_camera.scrambled()) as noise,
        bad_camera.proxy(rtsp_server.port, bad_camera.resetting(20)) as torn,
        bad_camera.proxy(rtsp_server.port, bad_camera.trickling()) as trickle,
    ):
        for number, port in enumerate((hole, talker, noise, torn, trickle, closed_port()) * 2):
            wall.watch(f"B{number}", f"rtsp://127.0.0.1:{port}/c017", timeout_ms=2_000)
        for name in good:
            wall.watch(name, rtsp_server.url("c017"))
        until = wall.clock.mono_ms() + 2_000
        for name in good:
            wait_for(lambda: (p := wall.pull(name)) and p.received_mono_ms > until)  # noqa: B023
            status = wall.engine.status(name)
            assert status.freshness(wall.clock.mono_ms()) is Freshness.LIVE
            assert (status.state, status.attempt) == (StreamState.LIVE, 1)
