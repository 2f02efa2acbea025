"""A made clip, and a running loopback server that serves it with and without a login."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from duty_desk.video.rtsp_login import Login, LoginScheme
from duty_desk.video.rtsp_server import RtspServer, ServedClip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLIP_FPS = 15
CLIP_SIZE = (320, 180)
CLIP_FRAMES = 45


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds of a bright bar that walks over a gradient: Annex B, a key picture a second."""
    file = tmp_path_factory.mktemp("clip") / "bar.h264"
    options = {"profile": "baseline", "g": str(CLIP_FPS), "bf": "0", "preset": "veryfast"}
    options |= {"x264-params": "scenecut=0:repeat-headers=1"}
    with av.open(str(file), "w", format="h264") as container:
        stream = container.add_stream("libx264", rate=CLIP_FPS, options=options)
        stream.width, stream.height = CLIP_SIZE
        stream.pix_fmt = "yuv420p"
        for number in range(CLIP_FRAMES):
            container.mux(stream.encode(_frame(number)))
        container.mux(stream.encode())
    return file


def _frame(number: int) -> av.VideoFrame:
    width, height = CLIP_SIZE
    gray = np.tile(np.linspace(40, 160, width, dtype=np.uint8), (height, 1))
    # Texture that never changes makes key pictures large, so that they travel in fragments.
    gray += np.random.default_rng(17).integers(0, 40, gray.shape, dtype=np.uint8)
    left = number * width // CLIP_FRAMES
    gray[:, left : left + 12] = 235
    return av.VideoFrame.from_ndarray(np.repeat(gray[:, :, None], 3, axis=2), format="bgr24")


@pytest.fixture
def rtsp_server(clip: Path) -> Iterator[RtspServer]:
    """A server with "c017" open to all, "c018" behind Digest and "c022" behind Basic."""
    clips = [
        ServedClip("c017", clip, CLIP_FPS),
        ServedClip("c018", clip, CLIP_FPS, Login("desk", "p@ss:/ 1")),
        ServedClip("c022", clip, CLIP_FPS, Login("desk", "p@ss:/ 1", LoginScheme.BASIC)),
    ]
    with RtspServer(clips) as server:
        yield server
