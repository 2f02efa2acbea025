"""Contact sheets: pages, files on them, and files without pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from duty_desk.vision.contact_sheet import FILES_A_PAGE, PAGE_PX, SheetRow, contact_sheets
from duty_desk.vision.jpeg import decode, encode

FONT = Path(__file__).parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
RED = encode(np.full((180, 320, 3), (0, 0, 255), np.uint8))
TALL = encode(np.full((640, 360, 3), (255, 0, 0), np.uint8))


def row(number: int, *jpegs: bytes) -> SheetRow:
    """A file with these pictures."""
    pictures = [(jpeg, "2026-11-19 21:00:00") for jpeg in jpegs]
    return SheetRow(f"C0{number}_镕𠮷.mp4", "C017 · 1.92 GB", pictures)


def test_every_file_is_on_a_page() -> None:
    """Four files fill a page, the fifth begins another; nothing gives no page."""
    rows = [row(number, RED, RED, RED) for number in range(FILES_A_PAGE + 1)]

    pages = [decode(page) for page in contact_sheets("画面小样", rows, FONT)]

    assert [page.shape for page in pages] == [(PAGE_PX[1], PAGE_PX[0], 3)] * 2
    assert share_of(pages[0], 2) > 3 * share_of(pages[1], 2) > 0
    assert contact_sheets("画面小样", [], FONT) == ()


def test_pictures_keep_their_shape() -> None:
    """A picture that stands upright is not pulled wide, and a file may have none."""
    (page,) = contact_sheets("画面小样", [row(1, TALL), row(2)], FONT)

    blue = np.argwhere(is_colour(decode(page), 0))
    height, width = np.ptp(blue, axis=0) + 1

    assert abs(height / width - 640 / 360) < 0.05


def is_colour(page: np.ndarray, channel: int) -> np.ndarray:
    """Where a page shows one pure colour (BGR)."""
    others = [one for one in range(3) if one != channel]
    return (page[..., channel] > 180) & (page[..., others].max(axis=-1) < 80)


def share_of(page: np.ndarray, channel: int) -> float:
    """How much of a page has one pure colour."""
    return float(is_colour(page, channel).mean())
