"""Whether the picture still lives: what has changed since the pictures just before.

A frozen camera goes on ticking its clock and a codec goes on dithering: so blocks of averaged
pixels are compared, a small moving area is allowed, and each camera is measured by its own calm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.vision.plate import Bytes, Floats

LAGS = 4
_CELL_PX = 4
_CHANGED = 1.5  # levels, of an average over 16 pixels


@dataclass(frozen=True)
class Liveness:
    """What changed: `moving`, the share of blocks, and `murmur`, the levels of the quiet half."""

    moving: float
    murmur: float


def cells_of(grey: Bytes) -> Floats:
    """`grey` averaged over 4 by 4 pixels, float32: enough to see life, and dither averages out."""
    size = (max(8, grey.shape[1] // _CELL_PX), max(8, grey.shape[0] // _CELL_PX))
    exact = grey.astype(np.float32)
    return cv2.resize(exact, size, interpolation=cv2.INTER_AREA).astype(np.float32, copy=False)


def liveness(past: Sequence[Floats], now: Floats) -> Liveness | None:
    """The least change from any of the last pictures to `now`; None when there is none to compare.

    The least of several: an encoder refreshes the same frozen picture now and then.
    """
    found = [_change(cells, now) for cells in past[-LAGS:] if cells.shape == now.shape]
    return min(found, key=lambda each: (each.moving, each.murmur), default=None)


def _change(before: Floats, now: Floats) -> Liveness:
    change = np.abs(now - before)
    size = (max(1, now.shape[1] // _CELL_PX), max(1, now.shape[0] // _CELL_PX))
    blocks = cv2.resize(change, size, interpolation=cv2.INTER_AREA)
    return Liveness(float((blocks > _CHANGED).mean()), float(np.median(blocks)))
