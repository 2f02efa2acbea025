"""A small picture of what was seen at a checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from duty_desk.vision.cv import cv2
from duty_desk.vision.jpeg import encode

if TYPE_CHECKING:
    from duty_desk.vision.text import Picture

WIDTH_PX = 320
MOST_BYTES = 12_000
_QUALITIES = (75, 60, 45, 30, 15)


def thumbnail(picture: Picture) -> bytes:
    """`picture` (`uint8`, (height, width, 3), BGR) as a JPEG of at most 12 000 bytes.

    At most 320 pixels wide, never enlarged; a picture that stays too large at the lowest quality
    (noise alone does) is made smaller by halves.
    """
    small = _scaled(picture, WIDTH_PX / picture.shape[1])
    while True:
        for quality in _QUALITIES:
            jpeg = encode(small, quality)
            if len(jpeg) <= MOST_BYTES:
                return jpeg
        small = _scaled(small, 0.5)


def _scaled(picture: Picture, factor: float) -> Picture:
    if factor >= 1.0:
        return picture
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    return cast("Picture", cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
