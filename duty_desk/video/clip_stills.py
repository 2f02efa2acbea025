"""Single pictures out of clip files, for histories that are told rather than seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2
from duty_desk.vision.jpeg import encode

if TYPE_CHECKING:
    from pathlib import Path


def first_picture(clip: Path) -> bytes:
    """The first picture of a clip as JPEG.

    Raises:
        ValueError: the clip holds no picture that can be decoded.
    """
    reader = cv2.VideoCapture(str(clip), cv2.CAP_FFMPEG)
    try:
        is_read, picture = reader.read()
    finally:
        reader.release()
    if not is_read:
        raise ValueError(clip.name)
    return encode(picture.astype(np.uint8, copy=False))


def demo_pictures(resources: Path) -> tuple[bytes, ...]:
    """A picture of each demo camera, in the order of their codes; one grey one where none is.

    Clips of a camera that is turned or covered, and those of sub-streams, are left out.
    """
    every = sorted((resources / "demo").glob("**/*.h264"))
    clips = [clip for clip in every if "-" not in clip.stem]
    found = tuple(first_picture(clip) for clip in clips)
    return found or (encode(np.full((360, 640, 3), 96, np.uint8)),)
