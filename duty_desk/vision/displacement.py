"""By how much a camera was turned: its picture laid over the reference view.

First by correlating edge directions, which finds any shift of up to two thirds of the picture
whatever the light; where that fails, by matching corners, which also finds rotation and zoom.
Nothing counts as a displacement unless undoing it brings the reference's edges back.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2
from duty_desk.vision.edges import Edges, agreement, edges_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from duty_desk.vision.edges import Field, Flags
    from duty_desk.vision.plate import Bytes, Floats

    Matrix = NDArray[np.float64]

_LEAST_BLOCKS = 6
_CANDIDATES = 3
_CERTAIN = 0.6
_LEAST_INLIERS = 10
_MOST_ZOOM = 3.0


@dataclass(frozen=True)
class Displacement:
    """How the picture lies over the reference.

    Attributes:
        dx, dy: How far the scene moved, as shares of width and height; right and down are plus.
            A camera turned to the right moves its scene to the left.
        turn: Rotation of the scene in degrees, clockwise.
        zoom: Size of the scene, 1 as in the reference.
        agreement: Of the blocks that both show, once the displacement is undone; 0 to 1.
    """

    dx: float
    dy: float
    turn: float
    zoom: float
    agreement: float

    @property
    def size(self) -> float:
        """The length of the shift, as a share of the picture."""
        return hypot(self.dx, self.dy)


@dataclass(frozen=True)
class Landmarks:
    """What is needed of a reference to find it again: its edges, and which blocks to trust."""

    grey: Bytes
    edges: Edges
    trusted: Flags
    spectrum: Field


def spectrum_of(field: Field) -> Field:
    """The padded spectrum of a field of edges, quartered; for `shifts_of`."""
    height, width = field.shape
    small = np.empty((height // 2, width // 2), np.complex64)
    size = (small.shape[1], small.shape[0])
    small.real = cv2.resize(np.ascontiguousarray(field.real), size, interpolation=cv2.INTER_AREA)
    small.imag = cv2.resize(np.ascontiguousarray(field.imag), size, interpolation=cv2.INTER_AREA)
    rows = cv2.getOptimalDFTSize(2 * small.shape[0])
    columns = cv2.getOptimalDFTSize(2 * small.shape[1])
    return np.fft.fft2(small, (rows, columns)).astype(np.complex64)


def shifts_of(reference: Field, current: Field) -> list[tuple[float, float]]:
    """The likeliest ways the scene moved between two spectra, in pixels of the plate (x, y).

    Several: captions stay where they are and may outweigh the scene.
    """
    surface = np.fft.ifft2(current * reference.conj()).real
    rows, columns = surface.shape
    found = []
    for _ in range(_CANDIDATES):
        row, column = divmod(int(surface.argmax()), columns)
        x = column + _vertex(surface[row], column)
        y = row + _vertex(surface[:, column], row)
        found.append(
            (4 * (x - columns if x > columns / 2 else x), 4 * (y - rows if y > rows / 2 else y))
        )
        around = np.arange(-2, 3)
        surface[np.ix_((row + around) % rows, (column + around) % columns)] = -np.inf
    return found


def _vertex(line: NDArray[np.floating], at: int) -> float:
    """Where a parabola through three values around the peak has its top, -0.5 to 0.5."""
    left, top, right = (float(line[(at + step) % line.size]) for step in (-1, 0, 1))
    bend = left - 2 * top + right
    return float(np.clip((left - right) / (2 * bend), -0.5, 0.5)) if bend < 0 else 0.0


def displacement(marks: Landmarks, grey: Bytes, edges: Edges) -> Displacement | None:
    """How `grey` (a plate of the reference's shape) lies over the reference; None: not at all."""
    found = []
    for x, y in shifts_of(marks.spectrum, spectrum_of(edges.field)):
        undone = _undone(marks, grey, np.array([[1, 0, x], [0, 1, y]], np.float64))
        if undone is not None and undone.agreement > _CERTAIN:
            return undone
        found += [undone] if undone else []
    return max(found, key=lambda each: each.agreement, default=None)


def rotation(marks: Landmarks, grey: Bytes) -> Displacement | None:
    """As `displacement`, by corners: slower, but finds rotation and zoom too."""
    moved = _by_corners(marks.grey, grey)
    return None if moved is None else _undone(marks, grey, moved)


def _undone(marks: Landmarks, grey: Bytes, moved: Matrix) -> Displacement | None:
    """The displacement `moved`, judged by what of the reference returns when it is undone."""
    height, width = grey.shape
    flags = cv2.WARP_INVERSE_MAP | cv2.INTER_LINEAR
    back = cv2.warpAffine(grey, moved, (width, height), flags=flags)
    inside = cv2.warpAffine(np.full_like(grey, 255), moved, (width, height), flags=flags)
    again = edges_of(back.astype(np.uint8, copy=False))
    seen = marks.trusted & (_blocks(inside, marks.trusted.shape) > 250)
    if int(seen.sum()) < _LEAST_BLOCKS:
        return None
    agreed = float(agreement(marks.edges, again.field)[seen].mean())
    centre = moved @ np.array([width / 2, height / 2, 1])
    zoom = hypot(moved[0, 0], moved[1, 0])
    return Displacement(
        dx=float(centre[0] / width - 0.5),
        dy=float(centre[1] / height - 0.5),
        turn=degrees(atan2(moved[1, 0], moved[0, 0])),
        zoom=zoom,
        agreement=agreed,
    )


def _blocks(inside: NDArray[np.generic], shape: tuple[int, ...]) -> Floats:
    small = cv2.resize(
        inside.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_AREA
    )
    return small.astype(np.float32, copy=False)


def _by_corners(reference: Bytes, grey: Bytes) -> Matrix | None:
    orb = cv2.ORB.create(nfeatures=500, fastThreshold=8)
    found, described = orb.detectAndCompute(reference, None)
    now, describes = orb.detectAndCompute(grey, None)
    # Without a corner there is nothing described, whatever the stubs say.
    if not found or not now:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(described, describes)
    if len(pairs) < _LEAST_INLIERS:
        return None
    there = np.array([found[pair.queryIdx].pt for pair in pairs], np.float32)
    here = np.array([now[pair.trainIdx].pt for pair in pairs], np.float32)
    moved, inliers = cv2.estimateAffinePartial2D(there, here, ransacReprojThreshold=3.0)
    if moved is None or int(inliers.sum()) < _LEAST_INLIERS:
        return None
    zoom = hypot(moved[0, 0], moved[1, 0])
    return np.asarray(moved, np.float64) if 1 / _MOST_ZOOM < zoom < _MOST_ZOOM else None
