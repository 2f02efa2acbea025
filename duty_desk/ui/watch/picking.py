"""A frame as evidence: the still of the stream, or else what stood on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duty_desk.desk.evidence import Picked
from duty_desk.vision.jpeg import encode

if TYPE_CHECKING:
    from duty_desk.video.engine import Picture, Still


def from_still(camera_id: str, still: Still, at: int, mono_ms: int) -> Picked:
    """The still of a camera, asked for at `at` (UTC ms) and `mono_ms`."""
    age_ms = max(0, mono_ms - still.received_mono_ms)
    return Picked(
        camera_id=camera_id,
        jpeg=still.jpeg,
        width_px=still.width,
        height_px=still.height,
        received_at=at - age_ms,
        age_ms=age_ms,
        found_at=at,
        is_exact=still.exact,
    )


def from_tile(camera_id: str, tile: Picture, at: int, mono_ms: int) -> Picked:
    """The picture of a tile, in its size there."""
    height, width = tile.bgra.shape[:2]
    age_ms = max(0, mono_ms - tile.received_mono_ms)
    return Picked(
        camera_id=camera_id,
        jpeg=encode(np.ascontiguousarray(tile.bgra[:, :, :3])),
        width_px=width,
        height_px=height,
        received_at=at - age_ms,
        age_ms=age_ms,
        found_at=at,
        is_exact=False,
    )
