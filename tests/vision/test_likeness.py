"""How alike two pictures are: what changes the figure, and what does not."""

from __future__ import annotations

import numpy as np
import pytest

from duty_desk.vision.likeness import grid_of, likeness


@pytest.fixture
def street() -> np.ndarray:
    """A picture with something in it, BGR."""
    picture = np.full((180, 320, 3), 60, np.uint8)
    picture[100:, :] = (90, 120, 110)
    picture[30:120, 40:90] = 210
    picture[60:150, 220:260] = 20
    return picture


def test_the_same_place_under_another_light_is_alike(street: np.ndarray) -> None:
    """Darker and with less contrast: the correlation stays near one."""
    dim = (street * 0.4 + 12).astype(np.uint8)

    assert likeness(grid_of(street), grid_of(dim)) > 0.98


def test_a_turned_camera_is_unlike(street: np.ndarray) -> None:
    """The picture shifted by a third of its width is far below what people call the same."""
    turned = np.roll(street, 110, axis=1)

    assert likeness(grid_of(street), grid_of(turned)) < 0.75


def test_alpha_and_size_do_not_matter(street: np.ndarray) -> None:
    """A tile of BGRA at twice the size is the same picture."""
    tile = np.dstack([street.repeat(2, 0).repeat(2, 1), np.full((360, 640), 255, np.uint8)])

    assert likeness(grid_of(street), grid_of(tile)) == pytest.approx(1.0, abs=1e-3)


def test_a_picture_of_one_shade_is_like_nothing(street: np.ndarray) -> None:
    """A covered lens has no figure instead of a meaningless one."""
    assert grid_of(np.full((180, 320, 3), 17, np.uint8)) is None
    assert likeness(grid_of(street), None) is None
