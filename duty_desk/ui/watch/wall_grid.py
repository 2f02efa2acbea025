"""The layouts of the wall as cells of a square grid: which tile lies where, and beside which.

A layout is named by its number of tiles. 6 and 8 are 1+5 and 1+7: one large tile with small ones
to its right and below.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import isqrt

LAYOUTS = (1, 4, 9, 16, 25, 36, 6, 8)
_WITH_A_LARGE_ONE = {6: 2, 8: 3}  # how many cells a side the large tile takes


@dataclass(frozen=True)
class Cell:
    """Where a tile lies: column and row of its upper left corner, cells a side."""

    column: int
    row: int
    span: int = 1


@cache
def columns(layout: int) -> int:
    """Cells in a row of the grid."""
    if layout in _WITH_A_LARGE_ONE:
        return _WITH_A_LARGE_ONE[layout] + 1
    return isqrt(layout)


@cache
def cells(layout: int) -> tuple[Cell, ...]:
    """The tiles by place, in the order of reading; the large one comes first."""
    side, large = columns(layout), _WITH_A_LARGE_ONE.get(layout, 0)
    small = [
        Cell(column, row)
        for row in range(side)
        for column in range(side)
        if column >= large or row >= large
    ]
    return (Cell(0, 0, large), *small) if large else tuple(small)


def word(layout: int) -> str:
    """What stands on the button of a layout."""
    return f"1+{layout - 1}" if layout in _WITH_A_LARGE_ONE else str(layout)


def neighbour(layout: int, place: int, across: int, down: int) -> int | None:
    """The place beside `place` one step in that direction; None at the edge."""
    here = cells(layout)[place]
    for number, there in enumerate(cells(layout)):
        in_row = across and _overlap(here.row, here.span, there.row, there.span)
        in_column = down and _overlap(here.column, here.span, there.column, there.span)
        if in_row and _touches(here.column, here.span, there.column, there.span, across):
            return number
        if in_column and _touches(here.row, here.span, there.row, there.span, down):
            return number
    return None


def edge(layout: int, column: int, *, is_top: bool) -> int:
    """The place at the top or the bottom of a column."""
    row = 0 if is_top else columns(layout) - 1
    for number, cell in enumerate(cells(layout)):
        if _overlap(cell.column, cell.span, column, 1) and _overlap(cell.row, cell.span, row, 1):
            return number
    return 0


def _overlap(start: int, span: int, other: int, other_span: int) -> bool:
    return start < other + other_span and other < start + span


def _touches(start: int, span: int, other: int, other_span: int, step: int) -> bool:
    return other == start + span if step > 0 else other + other_span == start
