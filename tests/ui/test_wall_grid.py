"""The cells of the layouts: nothing overlaps, nothing is left over, arrows go where eyes go."""

from __future__ import annotations

import pytest

from duty_desk.ui.watch import wall_grid
from duty_desk.ui.watch.wall_grid import LAYOUTS


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_tiles_fill_the_grid_once(layout):
    """Every cell belongs to exactly one tile, and there are as many tiles as the layout says."""
    side = wall_grid.columns(layout)
    covered = [
        (cell.column + across, cell.row + down)
        for cell in wall_grid.cells(layout)
        for across in range(cell.span)
        for down in range(cell.span)
    ]

    assert len(wall_grid.cells(layout)) == layout
    assert sorted(covered) == sorted((x, y) for x in range(side) for y in range(side))


@pytest.mark.parametrize(
    ("layout", "place", "across", "down", "there"),
    [
        (16, 5, 1, 0, 6),
        (16, 5, 0, -1, 1),
        (16, 3, 1, 0, None),
        (6, 0, 1, 0, 1),  # from the large tile to the upper small one at its right
        (6, 0, 0, 1, 3),  # and to the first one below
        (6, 2, -1, 0, 0),  # back into the large tile from either of them
        (6, 5, 0, -1, 2),
        (8, 6, 0, -1, 0),
        (8, 7, 0, 1, None),
    ],
)
def test_arrows_go_to_the_tile_that_lies_there(layout, place, across, down, there):
    """Also between a large tile and small ones."""
    assert wall_grid.neighbour(layout, place, across, down) == there


def test_layouts_are_called_by_their_tiles():
    """1+5 is six tiles of which one is large."""
    assert [wall_grid.word(layout) for layout in LAYOUTS] == [
        "1", "4", "9", "16", "25", "36", "1+5", "1+7",
    ]  # fmt: skip
