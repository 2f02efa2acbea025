"""Where edges run, free of light: doubled gradient angles, and how well two such fields agree.

The doubled angle does not change when contrast is scaled, an offset is added or light and dark
are swapped: day and dusk, lamps and exposure leave it alone, a hand or a turned camera does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from duty_desk.vision.plate import Bytes, Floats

    Field = NDArray[np.complex64]
    Flags = NDArray[np.bool_]

BLOCK_PX = 8  # of the halved plate: 16 of the plate itself
_FLOOR = np.float32(0.7)  # squared levels per pixel: weaker gradients are noise
_BLUR_PX = 1.2


@dataclass(frozen=True)
class Edges:
    """The edges of one plate, halved.

    Attributes:
        field: (height, width) complex64: doubled angle, length 0 (flat) to 1 (clear edge).
        strength: (rows, columns) float32, the mean length of the field per block of 8 pixels.
        power: (rows, columns) float32, the mean squared gradient per block.
    """

    field: Field
    strength: Floats
    power: Floats


def edges_of(grey: Bytes, blur_px: float = _BLUR_PX) -> Edges:
    """The edges of `grey`, a plate's (height, width) uint8."""
    half = cv2.resize(grey, (grey.shape[1] // 2, grey.shape[0] // 2), interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(half.astype(np.float32), (0, 0), blur_px)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    squared = across * across + down * down
    field = np.empty(half.shape, np.complex64)
    field.real = (across * across - down * down) / (squared + _FLOOR)
    field.imag = 2 * across * down / (squared + _FLOOR)
    return Edges(field, per_block(squared / (squared + _FLOOR)), per_block(squared))


def agreement(reference: Edges, field: Field) -> Floats:
    """How far `field` agrees with the reference per block: 1 the same, 0 unrelated, -1 crossed.

    Weighted by the reference's edges: what is flat there has no say.
    """
    mine = reference.field
    product = mine.real * field.real + mine.imag * field.imag
    weight = mine.real * mine.real + mine.imag * mine.imag
    share = per_block(product) / np.maximum(per_block(weight), np.float32(1e-3))
    return share.astype(np.float32, copy=False)


def per_block(values: NDArray[np.floating]) -> Floats:
    """The mean of `values` (height, width) over each block of 8 by 8."""
    height, width = values.shape
    rows, columns = max(1, height // BLOCK_PX), max(1, width // BLOCK_PX)
    return cv2.resize(
        values.astype(np.float32, copy=False), (columns, rows), interpolation=cv2.INTER_AREA
    ).astype(np.float32, copy=False)
