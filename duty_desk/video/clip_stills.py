"""Single pictures out of clip files, for histories that are told rather than seen."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av
import numpy as np

from duty_desk.vision.jpeg import encode

if TYPE_CHECKING:
    from pathlib import Path


def first_picture(clip: Path) -> bytes:
    """The first picture of a clip as JPEG."""
    with av.open(io.BytesIO(clip.read_bytes()), "r") as container:
        frame = next(container.decode(video=0))
        return encode(frame.to_ndarray(format="bgr24").astype(np.uint8, copy=False))


def demo_pictures(resources: Path) -> tuple[bytes, ...]:
    """A picture of each clip that the program brings; one grey picture when it brings none."""
    clips = sorted((resources / "demo").glob("**/*.h264"))
    found = tuple(first_picture(clip) for clip in clips)
    return found or (encode(np.full((360, 640, 3), 96, np.uint8)),)
