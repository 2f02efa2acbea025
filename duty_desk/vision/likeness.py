"""How alike two pictures of one place are: correlation of coarse grey grids.

It tells a turned or covered camera from one that stands as before. Light and people change it a
little, so it is a hint for the eye beside the two pictures, never a verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from duty_desk.vision.text import Picture

    Grid = NDArray[np.float32]

GRID_PX = (32, 18)  # width, height
_FLAT = 1e-3


def grid_of(picture: Picture) -> Grid | None:
    """`picture` (`uint8`, (height, width, 3 or 4), BGR or BGRA) as a grid of mean 0 and norm 1.

    Returns:
        None for a picture of one shade, which is like nothing.
    """
    small = cv2.resize(picture, GRID_PX, interpolation=cv2.INTER_AREA)
    grey = small[:, :, :3].astype(np.float32) @ np.array([0.114, 0.587, 0.299], np.float32)
    grey -= grey.mean()
    norm = float(np.linalg.norm(grey))
    return None if norm < _FLAT * grey.size else grey / norm


def likeness(one: Grid | None, other: Grid | None) -> float | None:
    """Pearson's correlation of two grids, -1 to 1; None when one of them is like nothing."""
    if one is None or other is None:
        return None
    return float(np.clip((one * other).sum(), -1.0, 1.0))
