"""A picture brought to one shape for the diagnosis, whatever a stream sends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Floats = NDArray[np.float32]

PLATE_AREA_PX = 480 * 270
LEAST_SIDE_PX = 48
COLOUR_PX = (64, 36)  # width, height
_NATIVE_AREA_PX = 1920 * 1088
# 95 % of an infrared picture lie within so many levels of grey; tuned on four real cameras.
_GREY_CHROMA = 5.0


class Light(StrEnum):
    """The two ways a camera sees: by visible light, or grey by its infrared lamps."""

    COLOUR = "colour"
    INFRARED = "infrared"


@dataclass(frozen=True)
class Plate:
    """One picture as the diagnosis sees it.

    Attributes:
        grey: Brightness, (height, width) uint8, about 480x270 pixels, never enlarged.
        colour: The whole picture small, (36, 64, 3) float32 Lab of OpenCV's scale (L 0 to 100,
            a and b about -127 to 127); None when the stream has no colour.
        native: Brightness as coded, (height, width) uint8; only up to 1920x1088, else None.
        is_spoiled: Whether the decoder met errors since the last whole key picture.
    """

    grey: Bytes
    colour: Floats | None
    native: Bytes | None
    is_spoiled: bool = False

    @property
    def light(self) -> Light:
        """By which light this was taken."""
        if self.colour is None:
            return Light.INFRARED
        chroma = np.hypot(self.colour[:, :, 1], self.colour[:, :, 2])
        is_grey = float(np.percentile(chroma, 95)) < _GREY_CHROMA
        return Light.INFRARED if is_grey else Light.COLOUR


def plate_of(picture: NDArray[np.generic], colour: Bytes | None = None) -> Plate | None:
    """`picture` as a plate.

    Args:
        picture: uint8 or uint16 (full range), (height, width) brightness or (height, width, 3 or
            4) BGR(A); any size.
        colour: The same picture, uint8 (height, width, 3) BGR of any size, when `picture` is
            brightness only.

    Returns:
        None when it cannot be diagnosed: smaller than 48 pixels a side, or no picture at all.
    """
    if picture.ndim not in (2, 3) or min(picture.shape[:2]) < LEAST_SIDE_PX:
        return None
    eight = _eight_bits(picture)
    if eight is None:
        return None
    if eight.ndim == 3:
        if eight.shape[2] == 1:
            return plate_of(eight[:, :, 0], colour)
        if eight.shape[2] not in (3, 4):
            return None
        colour = eight[:, :, :3]
        eight = _grey_of(colour)
    native = eight if eight.size <= _NATIVE_AREA_PX else None
    return Plate(_shrunk(eight), _lab_of(colour), native)


def reshaped(plate: Plate, shape: tuple[int, ...]) -> Plate:
    """`plate` with its grey picture stretched to `shape` (height, width), that of a reference."""
    if plate.grey.shape == shape:
        return plate
    grey = cv2.resize(plate.grey, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return replace(plate, grey=grey.astype(np.uint8, copy=False))


def _eight_bits(picture: NDArray[np.generic]) -> Bytes | None:
    if picture.dtype == np.uint8:
        return picture.astype(np.uint8, copy=False)
    if picture.dtype == np.uint16:
        return (picture.astype(np.uint16) >> 8).astype(np.uint8)
    return None


def _grey_of(bgr: Bytes) -> Bytes:
    return cv2.cvtColor(np.ascontiguousarray(bgr), cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)


def _shrunk(grey: Bytes) -> Bytes:
    height, width = grey.shape
    scale = min(1.0, sqrt(PLATE_AREA_PX / grey.size))
    if scale == 1.0:
        return grey
    # What is far too large is thinned out first: averaging 33 million pixels takes too long.
    step = max(1, int(0.25 / scale))
    size = (max(LEAST_SIDE_PX, round(width * scale)), max(LEAST_SIDE_PX, round(height * scale)))
    thin = np.ascontiguousarray(grey[::step, ::step])
    return cv2.resize(thin, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _lab_of(bgr: Bytes | None) -> Floats | None:
    if bgr is None or bgr.ndim != 3 or min(bgr.shape[:2]) < 2:
        return None
    step = max(1, min(bgr.shape[0] // (4 * COLOUR_PX[1]), bgr.shape[1] // (4 * COLOUR_PX[0])))
    thin = np.ascontiguousarray(bgr[::step, ::step, :3])
    small = cv2.resize(thin, COLOUR_PX, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_BGR2LAB).astype(
        np.float32, copy=False
    )
