"""Workbooks and text files of cameras for tests, written by real writers."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("点位编号", "点位名称", "所属社区", "码流地址(主)", "国标编码")


def address(number: int) -> str:
    """An invented camera's address with a password in it."""
    return f"rtsp://viewer:geheim@192.0.2.{number}:554/live"


def good_row(number: int) -> list[Any]:
    """An invented camera under `HEADINGS`."""
    gb_id = f"1101080000132{number:07d}"
    return [f"C{number:03d}", f"示例点位 {number}", "示例社区甲", address(number), gb_id]


def workbook(
    path: Path,
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "点位",
    change: Callable[[Worksheet], object] | None = None,
) -> Path:
    """A workbook with one sheet of `rows`, changed by `change` before it is saved."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    if change is not None:
        change(page)
    book.save(path)
    return path


def text_file(path: Path, rows: Iterable[Sequence[str]], *, encoding: str, comma: str) -> Path:
    """A CSV file of `rows`."""
    text = "".join(comma.join(row) + "\r\n" for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    """A zip file that holds `parts`."""
    with zipfile.ZipFile(path, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook at `path` with one of its parts changed, as another program might write it."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    return archive(path, {**parts, part: change(parts[part])})
