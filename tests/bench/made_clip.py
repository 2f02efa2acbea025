"""A moving street-like picture made on the spot, for measurements where no clip is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 8


def made_clip(file: Path, size: tuple[int, int], fps: int) -> Path:
    """Eight seconds of noise over a gradient with blocks that move; Annex B, a key every 2 s."""
    width, height = size
    dice = np.random.default_rng(7)
    ground = np.tile(np.linspace(30, 190, width), (height, 1))[:, :, None] + dice.normal(
        0, 18, (height, width, 3)
    )
    options = {"g": str(fps * 2), "bf": "0", "preset": "veryfast", "tune": "zerolatency"}
    with av.open(str(file), "w", format="h264") as container:
        stream = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = width * height * 3
        for number in range(fps * _SECONDS):
            picture = ground + dice.normal(0, 3, (height, width, 1))
            for block in range(6):
                left = (number * (3 + block) + block * 90) % (width - 40)
                top = block * height // 6
                picture[top : top + 40, left : left + 40] = (60 * block % 255, 200, 90)
            frame = np.clip(picture, 0, 255).astype(np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        container.mux(stream.encode())
    return file
