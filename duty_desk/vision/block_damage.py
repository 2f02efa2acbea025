"""Corrupted pictures (花屏): macroblocks that no longer fit their neighbours.

Lost packets leave blocks of 16 pixels whose borders step where nothing in the scene does. A border
counts as broken when the step across it is clear, runs along the whole block, and the pixels on
both sides are calm. Needs brightness as coded: scaling moves the grid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from duty_desk.vision.plate import Bytes, Floats

_GRID_PX = 16
_CLEAR_STEP = 7.0
_CALM = 0.4


def broken_share(native: Bytes | None) -> float:
    """The share of block borders in `native`, (height, width) uint8, that are broken; 0 to 1."""
    if native is None or min(native.shape) < 4 * _GRID_PX:
        return 0.0
    broken = np.concatenate([_broken(native).ravel(), _broken(native.T).ravel()])
    return float(broken.mean())


def _broken(plane: Bytes) -> Floats:
    """Which borders between columns of blocks are broken, (rows, columns) of 0 and 1."""
    rows, columns = plane.shape[0] // _GRID_PX, plane.shape[1] // _GRID_PX
    at = np.arange(1, columns) * _GRID_PX
    used = plane[: rows * _GRID_PX]
    a, b, c, d = (used[:, at + step].astype(np.int16) for step in (-2, -1, 0, 1))
    across = _along_blocks(c - b, rows)
    flanks = np.maximum(_along_blocks(np.abs(b - a), rows), _along_blocks(np.abs(d - c), rows))
    step = np.abs(across)
    return ((step > _CLEAR_STEP) & (flanks < _CALM * step)).astype(np.float32)


def _along_blocks(values: np.ndarray[tuple[int, ...], np.dtype[np.int16]], rows: int) -> Floats:
    means: Floats = values.reshape(rows, _GRID_PX, -1).mean(axis=1).astype(np.float32)
    return means
