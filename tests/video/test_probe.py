"""One look at many cameras."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from duty_desk.video.engine import StreamSpec, StreamState
from duty_desk.video.probe import ProbeWish, probe
from tests.video.wall import closed_port, listening, wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.video.rtsp_server import RtspServer


@pytest.mark.parametrize("engine", ["pyav", "opencv"])
def test_probe_tells_size_codec_and_rate(rtsp_server: RtspServer, engine: str):
    """One frame is enough for the catalogue's columns and a small picture."""
    spec = StreamSpec("C017", rtsp_server.url("c018"), engine=engine)
    (result,) = probe([spec], ProbeWish(thumbnails=True))

    assert (result.ok, result.state) == (True, StreamState.LIVE)
    assert (result.width, result.height, result.codec) == (320, 180, "h264")
    assert result.thumbnail is not None
    assert result.thumbnail.shape == (180, 320, 3)
    assert result.thumbnail.max() > 150
    wait_for(lambda: rtsp_server.sessions("c018") == 0)


def test_each_camera_is_judged_by_itself(rtsp_server: RtspServer, clip: Path, tmp_path: Path):
    """Good, wrong, closed, silent and missing ones in one list."""
    with listening() as silent:
        addresses = {
            "good": rtsp_server.url("c017"),
            "file": str(clip),
            "closed": f"rtsp://127.0.0.1:{closed_port()}/x",
            "silent": f"rtsp://127.0.0.1:{silent}/x",
            "login": rtsp_server.url("c018", with_login=False),
            "path": rtsp_server.url("c017") + "9",
            "typo": "rtsp://127.0.0.1:five/x",
            "missing": str(tmp_path / "gone.mp4"),
        }
        specs = [StreamSpec(name, address, timeout_ms=2_000) for name, address in addresses.items()]
        found = {result.camera_id: result.state.value for result in probe(specs, ProbeWish(4))}

    assert found == {
        "good": "live",
        "file": "live",
        "closed": "refused",
        "silent": "unreachable",
        "login": "no_login",
        "path": "not_found",
        "typo": "bad_address",
        "missing": "not_found",
    }


def test_cancelled_probe_does_not_wait_for_the_rest():
    """After a cancel no further camera is called."""
    calls: list[object] = []
    cancelled = threading.Event()
    with listening(calls.append) as port:
        specs = [
            StreamSpec(f"H{n}", f"rtsp://127.0.0.1:{port}/x", timeout_ms=1_000) for n in range(50)
        ]
        for _ in probe(specs, ProbeWish(2), cancelled=cancelled):
            cancelled.set()

    assert len(calls) < 8
