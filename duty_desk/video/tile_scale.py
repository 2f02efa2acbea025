"""From a decoded frame to a tile: fitting sizes and scaling the Y, U and V planes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Full-range video (most street cameras) brought to the limited range that the conversion expects.
_RAMP = np.arange(256, dtype=np.float64)
_LIMIT_LUMA = np.rint(16 + _RAMP * 219 / 255).astype(np.uint8)
_STRETCHED = np.rint(np.clip((_RAMP - 16) * 255 / 219, 0, 255)).astype(np.uint8)
_LIMIT_CHROMA = np.rint(128 + (_RAMP - 128) * 224 / 255).astype(np.uint8)


class _Scratch(threading.local):
    """Room for the scaled planes, one a thread.

    New room for each picture costs as much in page faults as the scaling itself, because workers
    give large blocks back to the system when they are freed.
    """

    flat = np.empty(0, np.uint8)

    def of(self, length: int) -> NDArray[np.uint8]:
        if self.flat.size != length:
            self.flat = np.empty(length, np.uint8)
        return self.flat


_scratch = _Scratch()


def stretched(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Limited-range brightness, 16 to 235, as a full-range plane of the same shape."""
    return cv2.LUT(luma, _STRETCHED).astype(np.uint8, copy=False)


def fitted(shape: tuple[int, int], aspect: float, box: tuple[int, int]) -> tuple[int, int]:
    """The largest even (width, height) within `box` that keeps the picture's shape.

    Args:
        shape: width and height of the stream in pixels.
        aspect: shown width of a pixel over its height.
        box: width and height of the tile in device pixels.
    """
    width, height = shape[0] * aspect, float(shape[1])
    scale = min(box[0] / width, box[1] / height)
    return _even(width * scale, box[0]), _even(height * scale, box[1])


def draw_planes(
    planes: tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]],
    into: NDArray[np.uint8],
    *,
    is_full_range: bool,
) -> None:
    """Scale 8-bit planar Y, U, V of any subsampling into a BGRA tile.

    Scaling before converting touches a tenth of the pixels that converting first would. The
    colours are those of BT.601, which is what street cameras code.

    Args:
        planes: Y, U, V as (rows, columns) uint8; U and V may be smaller than Y.
        into: (height, width, 4) uint8, even sides, alpha becomes 255.
        is_full_range: whether brightness runs from 0 to 255 instead of 16 to 235.
    """
    height, width = into.shape[:2]
    area = width * height
    flat = _scratch.of(area * 3 // 2)
    half = (height // 2, width // 2)
    parts = (
        flat[:area].reshape(height, width),
        flat[area : area * 5 // 4].reshape(half),
        flat[area * 5 // 4 :].reshape(half),
    )
    for plane, part in zip(planes, parts, strict=True):
        cv2.resize(plane, part.shape[::-1], dst=part, interpolation=cv2.INTER_LINEAR)
    if is_full_range:
        cv2.LUT(parts[0], _LIMIT_LUMA, dst=parts[0])
        chroma = flat[area:].reshape(1, -1)
        cv2.LUT(chroma, _LIMIT_CHROMA, dst=chroma)
    cv2.cvtColor(flat.reshape(height * 3 // 2, width), cv2.COLOR_YUV2BGRA_I420, dst=into)


def draw_whole(picture: NDArray[np.uint8], into: NDArray[np.uint8]) -> None:
    """Scale a BGRA picture, (height, width, 4) uint8, into a tile of the same kind."""
    cv2.resize(picture, into.shape[1::-1], dst=into, interpolation=cv2.INTER_LINEAR)


def _even(length: float, limit: int) -> int:
    return max(2, min(round(length / 2) * 2, limit // 2 * 2))
