"""Addresses and servers that are wrong, silent, closed, forbidden or no video, on both engines."""

from __future__ import annotations

import http.server
import threading
from typing import TYPE_CHECKING

import pytest

from duty_desk.video.engine import Freshness, StreamReason, StreamState, reason_words, state_words
from duty_desk.video.rtsp_server import StreamFault
from tests.video.wall import Wall, closed_port, listening, wait_for

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.video.rtsp_server import RtspServer

both_engines = pytest.mark.parametrize("engine", ["pyav", "opencv"])


@pytest.fixture(scope="module")
def standing_wall() -> Iterator[Wall]:
    """One engine for all of these tests: none of these cameras may do it any harm."""
    with Wall() as wall:
        yield wall


@pytest.fixture
def wall(standing_wall: Wall) -> Iterator[Wall]:
    """The wall with no camera open."""
    pids = standing_wall.engine.worker_pids()
    yield standing_wall
    for camera_id in standing_wall.engine.watched():
        standing_wall.engine.unwatch(camera_id)
    assert pids in ([], standing_wall.engine.worker_pids())


@pytest.fixture
def web_port() -> Iterator[int]:
    """A web server that shows a page, as a camera's own settings page would."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html><body>camera settings</body></html>" * 50)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@both_engines
def test_wrong_password_is_told_and_not_tried_again(
    wall: Wall, rtsp_server: RtspServer, engine: str
):
    """Cameras lock the account after a few wrong tries: one is made, the next when asked."""
    wrong = rtsp_server.url("c018").replace("desk", "guest")
    wall.watch("C018", wrong, engine)
    wall.wait_state("C018", StreamState.NO_LOGIN)
    wall.engine.unwatch("C018")
    wall.watch("C018", wrong, engine)
    wall.wait_state("C018", StreamState.NO_LOGIN)
    assert wall.engine.status("C018").attempt == 0
    wall.engine.retry("C018")

    wait_for(lambda: wall.engine.status("C018").attempt == 1)
    assert "不再自动重试" in reason_words(wall.engine.status("C018").reason)


@both_engines
@pytest.mark.parametrize("path", ["c018", "c022"])
def test_corrected_password_opens_the_camera(
    wall: Wall, rtsp_server: RtspServer, engine: str, path: str
):
    """Digest and Basic, with a password full of marks that mean something in an address."""
    wall.watch("C018", rtsp_server.url(path, with_login=False), engine)
    wall.wait_state("C018", StreamState.NO_LOGIN)
    wall.watch("C018", rtsp_server.url(path), engine)

    wall.wait_state("C018", StreamState.LIVE)


@both_engines
@pytest.mark.parametrize(
    "address",
    ["rtsp://127.0.0.1:99999/x", "rtsp://", "gopher://127.0.0.1/x", "rtsp://[::1/x", " "],
)
def test_address_that_is_none_is_told(wall: Wall, engine: str, address: str):
    """A typo is named as one, and nothing is tried until somebody corrects it."""
    wall.watch("C017", address, engine)
    wall.wait_state("C017", StreamState.BAD_ADDRESS)


@both_engines
def test_closed_port_is_told_and_tried_again(wall: Wall, engine: str):
    """The device is there, its streaming service is not: the ladder goes on."""
    wall.watch("C017", f"rtsp://127.0.0.1:{closed_port()}/x", engine)
    wall.wait_state("C017", StreamState.REFUSED)
    wait_for(lambda: wall.engine.status("C017").attempt >= 2)
    assert wall.engine.status("C017").state is StreamState.REFUSED


@both_engines
def test_unknown_path_is_told(wall: Wall, rtsp_server: RtspServer, engine: str):
    """404 means: the device knows no such channel."""
    wall.watch("C017", rtsp_server.url("c017") + "9", engine)
    wall.wait_state("C017", StreamState.NOT_FOUND)


@both_engines
def test_full_device_is_told(wall: Wall, rtsp_server: RtspServer, engine: str):
    """453 means: no session left, somebody else watches."""
    rtsp_server.switch("c017", StreamFault.FULL)
    wall.watch("C017", rtsp_server.url("c017"), engine)
    wall.wait_state("C017", StreamState.BUSY)


@both_engines
def test_set_limit_is_kept_and_told(wall: Wall, rtsp_server: RtspServer, engine: str):
    """The catalogue says how many streams the device gives: it is never asked for one more."""
    url = rtsp_server.url("c017")
    for name in ("C017", "C018"):
        wall.watch(name, url, engine, session_limit=2)
        wall.wait_state(name, StreamState.LIVE)
    wall.watch("C019", url, engine, session_limit=2)
    wall.wait_state("C019", StreamState.BUSY)
    assert wall.engine.status("C019").reason == StreamReason.LIMIT_REACHED
    assert rtsp_server.sessions("c017") == 2

    wall.engine.unwatch("C017")
    wall.wait_state("C019", StreamState.LIVE)
    # The one that was closed ends with its next read, in a thread of its own.
    wait_for(lambda: rtsp_server.sessions("c017") == 2)


@both_engines
def test_black_hole_is_bounded_and_delays_nobody(wall: Wall, rtsp_server: RtspServer, engine: str):
    """A port that takes the call and never answers costs its own timeout, not its neighbour's."""
    with listening() as port:
        for number in range(4):
            wall.watch(f"H{number}", f"rtsp://127.0.0.1:{port}/x", engine, timeout_ms=3_000)
        wall.watch("C017", rtsp_server.url("c017"), engine)
        wall.wait_picture("C017")
        assert wall.engine.status("H0").state is StreamState.CONNECTING
        wall.wait_state("H3", StreamState.UNREACHABLE)


@both_engines
def test_web_page_is_not_a_video(wall: Wall, web_port: int, engine: str):
    """The address of the camera's settings page, by http and by rtsp."""
    wall.watch("C017", f"http://127.0.0.1:{web_port}/", engine)
    wall.watch("C018", f"rtsp://127.0.0.1:{web_port}/", engine)
    wall.wait_state("C017", StreamState.NOT_A_VIDEO)
    wall.wait_state("C018", StreamState.NOT_A_VIDEO)


def test_text_file_is_not_a_video(wall: Wall, tmp_path: Path):
    """A file that is no video, and one that is not there."""
    notes = tmp_path / "notes.txt"
    notes.write_text("no picture in here\n" * 100, encoding="utf-8")
    wall.watch("C017", str(notes))
    wall.watch("C018", str(tmp_path / "gone.mp4"))
    wall.wait_state("C017", StreamState.NOT_A_VIDEO)
    wall.wait_state("C018", StreamState.NOT_FOUND)


@both_engines
def test_server_that_talks_nonsense_does_no_harm(wall: Wall, engine: str):
    """Bytes that are no protocol end in a state with a word, not in a dead worker."""

    def babble(guest: socket.socket) -> None:
        guest.recv(1024)
        guest.sendall(b"\x00\xff garbage \r\n" * 400)
        guest.close()

    with listening(babble) as port:
        wall.watch("C017", f"rtsp://127.0.0.1:{port}/x", engine, timeout_ms=2_000)
        wait_for(lambda: wall.engine.status("C017").state is not StreamState.CONNECTING)
        assert state_words(wall.engine.status("C017").state) in ("不是视频", "无信号", "连不上")


def test_camera_that_is_not_plugged_in_is_told(wall: Wall):
    """A USB camera that is not there costs nothing but its own tile, and is looked for again."""
    wall.watch("C017", "usb:77")
    wall.wait_state("C017", StreamState.NOT_FOUND)

    assert wall.engine.status("C017").reason == StreamReason.DEVICE_MISSING


@both_engines
def test_stalled_stream_ages_and_is_then_lost(wall: Wall, rtsp_server: RtspServer, engine: str):
    """A connection that stays open without pictures is called stale by the reader's own clock."""
    wall.watch("C017", rtsp_server.url("c017"), engine, timeout_ms=3_000)
    wall.wait_picture("C017")
    rtsp_server.switch("c017", StreamFault.STALL)
    now = wall.clock.mono_ms
    wait_for(lambda: wall.engine.status("C017").freshness(now()) is Freshness.LATE)
    wall.wait_state("C017", StreamState.LOST)
    assert wall.engine.status("C017").reason == "stalled"
    wait_for(lambda: wall.engine.status("C017").freshness(now()) is Freshness.STALE)
    rtsp_server.switch("c017", None)

    wall.wait_state("C017", StreamState.LIVE)


@both_engines
def test_dropped_stream_comes_back(wall: Wall, rtsp_server: RtspServer, engine: str):
    """A camera that restarts is live again by itself, counted as a further try."""
    wall.watch("C017", rtsp_server.url("c017"), engine)
    wall.wait_picture("C017")
    rtsp_server.switch("c017", StreamFault.DROP)
    wall.wait_state("C017", StreamState.LOST)
    since = wall.engine.status("C017").since_mono_ms
    rtsp_server.switch("c017", None)
    wall.wait_state("C017", StreamState.LIVE)

    assert wall.engine.status("C017").attempt >= 2
    assert wall.engine.status("C017").since_mono_ms > since


@both_engines
def test_server_that_hangs_up_is_lost_and_not_called_no_video(wall: Wall, engine: str):
    """A camera that closes every connection without a word is in trouble and tried again soon."""
    with listening(lambda guest: guest.close()) as port:
        wall.watch("C017", f"rtsp://127.0.0.1:{port}/x", engine)
        wall.wait_state("C017", StreamState.LOST)

    assert wall.engine.status("C017").reason == "broken"


@both_engines
def test_password_is_in_no_word_of_a_failure(capfd: pytest.CaptureFixture[str], engine: str):
    """Neither this process nor a worker prints an address with its login when it fails."""
    with Wall() as wall:
        wall.watch("C017", f"rtsp://desk:Secret9@127.0.0.1:{closed_port()}/x", engine)
        wall.watch("C018", "rtsp://desk:Secret9@127.0.0.1:bad/x", engine)
        wall.wait_state("C017", StreamState.REFUSED)
        wall.wait_state("C018", StreamState.BAD_ADDRESS)

    assert "Secret9" not in "".join(capfd.readouterr())
