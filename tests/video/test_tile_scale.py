"""Sizes and colours of tiles."""

from __future__ import annotations

import numpy as np
import pytest

from duty_desk.video.tile_scale import draw_planes, fitted


@pytest.mark.parametrize(
    ("shape", "aspect", "box", "size"),
    [
        ((1280, 720), 1.0, (480, 270), (480, 270)),
        ((1280, 720), 1.0, (481, 271), (480, 270)),
        ((768, 576), 1.0, (480, 270), (360, 270)),
        ((720, 1280), 1.0, (480, 270), (152, 270)),
        ((352, 288), 12 / 11, (480, 270), (360, 270)),
        ((352, 240), 1.0, (1920, 1080), (1584, 1080)),
        ((4000, 10), 1.0, (100, 100), (100, 2)),
    ],
)
def test_picture_fits_the_tile_and_keeps_its_shape(shape, aspect, box, size):
    """Within the tile, even sides, the camera's own proportions."""
    assert fitted(shape, aspect, box) == size


@pytest.mark.parametrize("is_full_range", [False, True])
@pytest.mark.parametrize("bgr", [(255, 255, 255), (0, 0, 0), (40, 40, 220), (200, 90, 30)])
@pytest.mark.parametrize("halved", [True, False])
def test_colour_on_the_tile_is_the_colour_before_the_camera(bgr, is_full_range, halved):
    """Colours come out as they went in: full range and limited, 4:2:0 and 4:4:4."""
    blue, green, red = bgr
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    chroma = ((blue - luma) / 1.772, (red - luma) / 1.402)
    scale = (1.0, 1.0, 0) if is_full_range else (219 / 255, 224 / 255, 16)
    side = (45, 80) if halved else (90, 160)
    y = np.full((90, 160), round(luma * scale[0] + scale[2]), np.uint8)
    u, v = (np.full(side, np.clip(round(c * scale[1] + 128), 0, 255), np.uint8) for c in chroma)
    tile = np.zeros((54, 96, 4), np.uint8)
    draw_planes((y, u, v), tile, is_full_range=is_full_range)

    assert np.abs(tile[:, :, :3].astype(int) - np.array(bgr)).max() <= 4
    assert (tile[:, :, 3] == 255).all()


def test_planes_with_padding_are_drawn_without_it():
    """Decoders pad their rows; the padding is not picture."""
    rows = np.full((90, 192), 255, np.uint8)
    rows[:, :160] = 81
    chroma = np.full((45, 80), 128, np.uint8)
    tile = np.zeros((90, 160, 4), np.uint8)
    draw_planes((rows[:, :160], chroma, chroma), tile, is_full_range=False)

    assert np.abs(tile[:, :, :3].astype(int) - 76).max() <= 1
