"""What of one picture is missing in another, shown to a person: missing parts stand out in amber.

By edges, as the diagnosis sees: another light is no difference, a covered corner is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2
from duty_desk.vision.edges import agreement, edges_of
from duty_desk.vision.plate import plate_of, reshaped
from duty_desk.vision.view import GONE

if TYPE_CHECKING:
    from duty_desk.vision.plate import Bytes, Floats

_TEXTURED = 0.12  # as strong as the diagnosis wants an edge to be
_DIM = 0.55
_AMBER = np.array((60, 177, 240), np.float32)  # BGR


def difference(reference: Bytes, now: Bytes) -> Bytes | None:
    """`now` in dim grey, with amber where edges of `reference` are missing.

    Args:
        reference: uint8 (height, width, 3) BGR, of any size.
        now: The same, of a later moment.

    Returns:
        uint8 (height, width, 3) BGR, about 480x270; None when one is too small to compare.
    """
    before, after = plate_of(reference), plate_of(now)
    if before is None or after is None:
        return None
    grey = reshaped(after, before.grey.shape).grey
    weight = _missing(before.grey, grey)
    shape = (grey.shape[1], grey.shape[0])
    spread = cv2.resize(weight, shape, interpolation=cv2.INTER_LINEAR)[:, :, None]
    ground = np.repeat(grey.astype(np.float32)[:, :, None] * _DIM, 3, axis=2)
    mixed = ground * (1 - 0.6 * spread) + _AMBER * 0.6 * spread
    shown: Bytes = np.clip(mixed, 0, 255).astype(np.uint8)
    return shown


def _missing(before: Bytes, after: Bytes) -> Floats:
    """Per block, 1 where an edge of `before` is gone and 0 where it is there or there was none."""
    edges = edges_of(before)
    gone = (agreement(edges, edges_of(after).field) < GONE) & (edges.strength > _TEXTURED)
    return gone.astype(np.float32, copy=False)
