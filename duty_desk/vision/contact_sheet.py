"""A contact sheet: first, middle and last picture of each video file, on pages of A4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from duty_desk.language import chinese
from duty_desk.vision.cv import cv2
from duty_desk.vision.jpeg import CARD_QUALITY, decode, encode
from duty_desk.vision.text import Ink, bold_of, open_typeface

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duty_desk.vision.text import Picture, Typeface

PAGE_PX = (1240, 1754)  # width and height: A4 at 150 dots an inch
FILES_A_PAGE = 4
_ACROSS = 3
_MARGIN_PX, _GAP_PX, _HEAD_PX = 60, 16, 150
_TITLE_PX, _NAME_PX, _LINE_PX = 40, 26, 22
_INK, _SOFT, _EMPTY = (30, 30, 30), (90, 90, 90), (225, 225, 225)
_CELL_WIDTH = (PAGE_PX[0] - 2 * _MARGIN_PX - (_ACROSS - 1) * _GAP_PX) // _ACROSS
_CELL_HEIGHT = _CELL_WIDTH * 9 // 16
_ROW_PX = (PAGE_PX[1] - _HEAD_PX - _MARGIN_PX) // FILES_A_PAGE


@dataclass(frozen=True)
class SheetRow:
    """One file of the sheet.

    Attributes:
        name: As the file is called in the package.
        line: What is known of it: camera, span, size.
        pictures: Up to three JPEGs, each with what stands below it.
    """

    name: str
    line: str
    pictures: Sequence[tuple[bytes, str]]


def contact_sheets(title: str, rows: Sequence[SheetRow], font: Path) -> tuple[bytes, ...]:
    """The pages as JPEGs of 1240 x 1754 pixels; none where there are no files."""
    pages = [rows[start : start + FILES_A_PAGE] for start in range(0, len(rows), FILES_A_PAGE)]
    return tuple(
        encode(_page(title, f"{number} / {len(pages)}", part, font), CARD_QUALITY)
        for number, part in enumerate(pages, 1)
    )


def _page(title: str, number: str, rows: Sequence[SheetRow], font: Path) -> Picture:
    page = cast("Picture", np.full((PAGE_PX[1], PAGE_PX[0], 3), 255, np.uint8))
    bold, plain = open_typeface(bold_of(font)), open_typeface(font)
    room = PAGE_PX[0] - 2 * _MARGIN_PX
    number_px = plain.width_px(number, _LINE_PX)
    words = bold.shortened(title, _TITLE_PX, room - number_px - _GAP_PX)
    bold.draw(page, words, (_MARGIN_PX, _MARGIN_PX + _TITLE_PX), Ink(_INK, _TITLE_PX))
    at = (PAGE_PX[0] - _MARGIN_PX - number_px, _MARGIN_PX + _TITLE_PX)
    plain.draw(page, number, at, Ink(_SOFT, _LINE_PX))
    for place, row in enumerate(rows):
        top = _HEAD_PX + place * _ROW_PX
        name = bold.shortened(row.name, _NAME_PX, room)
        bold.draw(page, name, (_MARGIN_PX, top + _NAME_PX), Ink(_INK, _NAME_PX))
        line = plain.shortened(row.line, _LINE_PX, room)
        plain.draw(page, line, (_MARGIN_PX, top + 2 * _NAME_PX + 8), Ink(_SOFT, _LINE_PX))
        _draw_pictures(page, top + 2 * _NAME_PX + 26, row.pictures, plain)
    return page


def _draw_pictures(
    page: Picture, top: int, pictures: Sequence[tuple[bytes, str]], face: Typeface
) -> None:
    for place in range(_ACROSS):
        left = _MARGIN_PX + place * (_CELL_WIDTH + _GAP_PX)
        cell = page[top : top + _CELL_HEIGHT, left : left + _CELL_WIDTH]
        cell[:] = _EMPTY
        words = chinese("没有画面")
        if place < len(pictures):
            jpeg, words = pictures[place]
            _lay(cell, decode(jpeg))
        words = face.shortened(words, _LINE_PX, _CELL_WIDTH)
        face.draw(page, words, (left, top + _CELL_HEIGHT + _LINE_PX + 8), Ink(_SOFT, _LINE_PX))


def _lay(cell: Picture, picture: Picture) -> None:
    """The whole picture in the middle of a cell, as large as it fits, not out of shape."""
    height, width = picture.shape[:2]
    factor = min(cell.shape[1] / width, cell.shape[0] / height)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    top, left = (cell.shape[0] - size[1]) // 2, (cell.shape[1] - size[0]) // 2
    cell[top : top + size[1], left : left + size[0]] = small
