"""Corrupted pictures (花屏): macroblocks that no longer fit their neighbours.

Lost packets leave blocks of 16 pixels whose borders step where nothing in the scene does. A border
counts as broken when the step across it is clear, runs along the whole block, the pixels on both
sides are calm, and one of its blocks is not as in the reference: kerbs and windows that happen to
lie on the grid are. Of borders that break anew only those that meet another one count: damage runs
on through its slice, rain and snow break one here, one there. Needs brightness as coded: scaling
moves the grid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from duty_desk.vision.edges import Flags
    from duty_desk.vision.plate import Bytes, Floats

_GRID_PX = 16
_CLEAR_STEP = 7.0
_CALM = 0.4
_CHANGED = 8.0


def broken_borders(reference: Bytes, native: Bytes | None) -> Flags:
    """Which block borders of `native`, (height, width) uint8, are broken.

    `reference` is the reference's picture of the same view, of any size.

    Returns:
        Per block, (2, rows, columns): the border to its right and the one below; empty without
        `native`.
    """
    if native is None or min(native.shape) < 4 * _GRID_PX:
        return np.zeros((2, 0, 0), np.bool_)
    rows, columns = native.shape[0] // _GRID_PX, native.shape[1] // _GRID_PX
    changed = _changed(reference, native[: rows * _GRID_PX, : columns * _GRID_PX])
    broken = np.zeros((2, rows, columns), np.bool_)
    broken[0, :, :-1] = _broken(native) & (changed[:, 1:] | changed[:, :-1])
    broken[1, :-1] = (_broken(native.T) & (changed.T[:, 1:] | changed.T[:, :-1])).T
    return broken


def fresh_share(before: Flags | None, now: Flags) -> float:
    """The share of borders that broke since the picture before, and meet another such; 0 to 1.

    Damage moves from picture to picture; another view, which lies on the grid by chance in one
    border of a hundred, stays as it is.
    """
    if before is None or before.shape != now.shape or not now.size:
        return 0.0
    upright, level = now & ~before
    # Corners of blocks, of which each border has two: how many fresh borders end there.
    ends = np.zeros((upright.shape[0] + 1, upright.shape[1] + 1), np.uint8)
    ends[:-1, 1:] += upright
    ends[1:, 1:] += upright
    ends[1:, :-1] += level
    ends[1:, 1:] += level
    meets = ends > 1
    met = (upright & (meets[:-1, 1:] | meets[1:, 1:])).sum()
    met += (level & (meets[1:, :-1] | meets[1:, 1:])).sum()
    return float(met / now.size)


def _changed(reference: Bytes, native: Bytes) -> Flags:
    """Which blocks differ from the reference, as they are and at one brightness.

    Both: dusk changes the brightness of all, a sheet before half the view only the middle of it.
    """
    size = (native.shape[1] // _GRID_PX, native.shape[0] // _GRID_PX)
    before = cv2.resize(reference, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    now = cv2.resize(native, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    gain = float(np.median(now) / max(1.0, float(np.median(before))))
    change = np.minimum(np.abs(now - before), np.abs(now - gain * before))
    flags: Flags = change > _CHANGED
    return flags


def _broken(plane: Bytes) -> Flags:
    """Which borders between columns of blocks are broken, (rows, columns - 1)."""
    rows, columns = plane.shape[0] // _GRID_PX, plane.shape[1] // _GRID_PX
    at = np.arange(1, columns) * _GRID_PX
    used = plane[: rows * _GRID_PX]
    a, b, c, d = (used[:, at + step].astype(np.int16) for step in (-2, -1, 0, 1))
    step = np.abs(_along_blocks(c - b, rows))
    flanks = np.maximum(_along_blocks(np.abs(b - a), rows), _along_blocks(np.abs(d - c), rows))
    flags: Flags = (step > _CLEAR_STEP) & (flanks < _CALM * step)
    return flags


def _along_blocks(values: np.ndarray[tuple[int, ...], np.dtype[np.int16]], rows: int) -> Floats:
    means: Floats = values.reshape(rows, _GRID_PX, -1).mean(axis=1).astype(np.float32)
    return means
