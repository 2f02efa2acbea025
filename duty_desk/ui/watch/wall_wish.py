"""Which cameras the wall wants open, at which size, and how dear each is to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize

from duty_desk.ui.watch.watched_streams import Wish
from duty_desk.video.tier import Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.ui.watch.wall_grid import Cell
    from duty_desk.ui.watch.wall_model import WallModel

GAP_PX = 4


def areas_of(size: QSize, cells: Sequence[Cell]) -> list[QRect]:
    """Where the tiles lie in a wall of `size`, in logical pixels."""
    side = max(cell.column + cell.span for cell in cells)

    def edges(length: int) -> list[tuple[int, int]]:
        room = length - GAP_PX * (side - 1)
        starts = [place * room // side + place * GAP_PX for place in range(side)]
        ends = [(place + 1) * room // side + place * GAP_PX for place in range(side)]
        return list(zip(starts, ends, strict=True))

    across, down = edges(size.width()), edges(size.height())
    areas = []
    for cell in cells:
        left, right = across[cell.column][0], across[cell.column + cell.span - 1][1]
        top, bottom = down[cell.row][0], down[cell.row + cell.span - 1][1]
        areas.append(QRect(left, top, right - left, bottom - top))
    return areas


def wishes(
    wall: WallModel, areas: Sequence[QRect], ratio: float, *, with_next: bool
) -> dict[str, Wish]:
    """The cameras on screen, those that come in their place, and the next screen's.

    Args:
        wall: What stands where.
        areas: The tiles' places, logical pixels.
        ratio: Device pixels of a logical one.
        with_next: Whether the next screen is to be made ready.
    """
    cells = wall.cells()
    wanted: dict[str, Wish] = {}
    if with_next and not wall.is_full() and wall.screens() > 1:
        for camera, area in zip(wall.page(wall.next_screen()), areas, strict=True):
            if camera is not None:
                wanted[camera.id] = wish_of(area, ratio, Tier.NEXT)
    for place, camera_id in wall.arriving().items():
        if not wall.is_full():
            wanted[camera_id] = wish_of(areas[place], ratio, Tier.VISIBLE)
    for cell, camera, area in zip(cells, wall.visible(), areas, strict=True):
        if camera is not None:
            is_close = cell.span > 1 or len(cells) == 1
            wanted[camera.id] = wish_of(area, ratio, Tier.FOCUSED if is_close else Tier.VISIBLE)
    return wanted


def wish_of(area: QRect, ratio: float, tier: Tier) -> Wish:
    """A camera in a tile of this area, at `ratio` device pixels a logical one."""
    return Wish(_even(area.width() * ratio), _even(area.height() * ratio), tier)


def _even(size: float) -> int:
    return max(2, round(size) // 2 * 2)
