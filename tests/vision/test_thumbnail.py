"""Small pictures of visits: small enough, never enlarged."""

from __future__ import annotations

import numpy as np

from duty_desk.vision.jpeg import decode
from duty_desk.vision.thumbnail import MOST_BYTES, WIDTH_PX, thumbnail


def test_a_picture_becomes_small() -> None:
    """Full HD becomes 320 by 180 in at most 12 000 bytes."""
    shown = np.zeros((1080, 1920, 3), np.uint8)
    shown[300:700, 400:1500] = (30, 160, 220)

    small = decode(thumbnail(shown))

    assert small.shape == (180, WIDTH_PX, 3)
    assert len(thumbnail(shown)) <= MOST_BYTES


def test_noise_fits_too_and_a_small_picture_keeps_its_size() -> None:
    """The worst picture there is still fits; a tile smaller than a thumbnail is left as it is."""
    noise = np.random.default_rng(1).integers(0, 256, (1080, 1920, 3), np.uint8)

    assert len(thumbnail(noise)) <= MOST_BYTES
    assert decode(thumbnail(np.zeros((90, 160, 3), np.uint8))).shape == (90, 160, 3)
