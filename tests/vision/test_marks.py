"""Marks on pictures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from duty_desk.vision.jpeg import decode, encode
from duty_desk.vision.marks import (
    MARK_BGR,
    Arrow,
    Box,
    Mosaic,
    Text,
    as_facts,
    burn,
    mark_from_facts,
    pixelate,
)

FONT = Path(__file__).parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
MARKS = [
    Box(540, 460, 730, 670),
    Arrow(300, 800, 450, 700),
    Text(540, 400, "垃圾桶满冒"),
    Mosaic(260, 250, 330, 330),
]


def grey(width: int = 1000, height: int = 800) -> bytes:
    return encode(np.full((height, width, 3), 120, np.uint8))


def noise(width: int = 1000, height: int = 800) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 255, (height, width, 3), np.uint8)


def redness(picture: np.ndarray) -> np.ndarray:
    return np.abs(picture.astype(int) - MARK_BGR).max(axis=2) < 60


def test_marks_survive_the_way_through_json():
    """What is stored with the problem is what was drawn."""
    stored = json.loads(json.dumps([as_facts(mark) for mark in MARKS]))

    assert [mark_from_facts(facts) for facts in stored] == MARKS


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"mark": "circle", "x": 1},
        {"mark": "box", "left": 0, "top": 0, "right": 10},
        {"mark": "box", "left": 0, "top": 0, "right": 10, "bottom": 1001},
        {"mark": "box", "left": 0, "top": 0, "right": 10, "bottom": 1.5},
        {"mark": "box", "left": 0, "top": 0, "right": 10, "bottom": True},
        {"mark": "text", "x": 0, "y": 0, "text": "长" * 61},
    ],
)
def test_facts_that_are_no_mark_are_refused(facts):
    """A damaged record does not become a crooked picture."""
    with pytest.raises(ValueError, match="mark"):
        mark_from_facts(facts)


def test_no_marks_leave_the_bytes_alone():
    """A picture without marks is not compressed again."""
    original = grey()

    assert burn(original, [], FONT) is original


def test_a_box_is_drawn_where_it_was_put_in_any_size_of_picture():
    """Per-mille coordinates mean the same place in a large and a small copy."""
    for width, height in ((1000, 800), (320, 240)):
        red = redness(decode(burn(grey(width, height), [MARKS[0]], FONT)))
        rows, columns = np.nonzero(red)

        assert abs(columns.min() - 0.54 * width) <= 4
        assert abs(columns.max() - 0.73 * width) <= 4
        assert abs(rows.min() - 0.46 * height) <= 4
        assert abs(rows.max() - 0.67 * height) <= 4


def test_a_box_drawn_from_right_to_left_is_the_same_box():
    """The hand may move in any direction."""
    straight = burn(grey(), [Box(100, 100, 300, 400)], FONT)

    assert burn(grey(), [Box(300, 400, 100, 100)], FONT) == straight


@pytest.mark.parametrize("corner", [(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
def test_marks_at_the_very_edge_are_drawn_inside(corner):
    """Words that would be cut off move inwards; empty regions do no harm."""
    x, y = corner
    marks = [Text(x, y, "靠边的字"), Mosaic(x, y, x, y), Box(x, y, x, y), Arrow(x, y, x, y)]

    picture = decode(burn(grey(), marks, FONT))

    assert redness(picture).sum() > 1500


def test_a_mosaic_keeps_no_more_than_twelve_by_twelve_averages():
    """Whatever was there, each block is one colour, and the rest of the picture is untouched."""
    before = noise()
    after = before.copy()

    pixelate(after, Mosaic(100, 100, 700, 700))

    blocks = after[80:560, 100:700].reshape(12, 40, 12, 50, 3)
    means = before[80:560, 100:700].reshape(12, 40, 12, 50, 3).mean(axis=(1, 3))
    assert (blocks == blocks[:, :1, :, :1]).all()
    assert np.abs(blocks[:, 0, :, 0] - means).max() <= 1
    after[80:560, 100:700] = before[80:560, 100:700]
    assert np.array_equal(after, before)


@pytest.mark.parametrize(("side_px", "averages"), [(5, 1), (23, 1), (30, 4), (47, 9)])
def test_a_small_mosaic_has_blocks_of_at_least_twelve_pixels(side_px, averages):
    """A distant face of 30 pixels is left with four averages, a smaller one with one."""
    picture = noise(1000, 1000)

    pixelate(picture, Mosaic(100, 100, 100 + side_px, 100 + side_px))

    region = picture[100 : 100 + side_px, 100 : 100 + side_px].reshape(-1, 3)
    assert len(np.unique(region, axis=0)) == averages


def test_a_burned_mosaic_reaches_the_bytes_that_are_sent():
    """The picture handed out differs inside the region and nowhere far from it."""
    original = encode(noise(), 95)

    difference = np.abs(decode(burn(original, [MARKS[3]], FONT)).astype(int) - decode(original))

    assert difference[200:264, 260:330].mean() > 40
    assert difference[300:].mean() < 20


def test_a_box_stays_sharp_over_a_mosaic_drawn_later():
    """The order of drawing cannot blur another mark."""
    box, mosaic = Box(200, 200, 400, 400), Mosaic(150, 150, 450, 450)

    assert burn(grey(), [box, mosaic], FONT) == burn(grey(), [mosaic, box], FONT)
