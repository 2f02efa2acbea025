"""A part of a picture, for looking closer: cut out of the full frame, never out of the tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST_PX = 2


@dataclass(frozen=True)
class Part:
    """A rectangle of the picture, as shares of its width and height from 0 to 1."""

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0

    def of(self, plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The part of `plane`, (rows, columns, …) uint8; a view, nothing is copied."""
        if self.width == 1.0 and self.height == 1.0:
            return plane
        rows, columns = plane.shape[:2]
        top, bottom = _span(self.top, self.height, rows)
        left, right = _span(self.left, self.width, columns)
        return plane[top:bottom, left:right]


def _span(start: float, share: float, length: int) -> tuple[int, int]:
    size = max(_LEAST_PX, round(share * length))
    first = max(0, min(round(start * length), length - size))
    return first, first + size


WHOLE = Part()
