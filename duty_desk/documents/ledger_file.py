"""A ledger as a workbook or a text file, streamed row by row, so that years of visits fit.

Short tables made for print are in `table_book`.
"""

from __future__ import annotations

import csv
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from duty_desk.documents.file_put import not_written
from duty_desk.documents.ledger_book import LedgerBook
from duty_desk.documents.ledger_cells import Mending, Written, cell_words
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from duty_desk.documents.ledger_cells import Cell, LedgerForm

    Row = tuple[Cell, ...]
    Watch = Callable[[int], bool]

SUFFIXES = (".xlsx", ".csv")
_WATCHED_EVERY = 500


class Stopped(Refusal):
    """Whoever watched wanted no more of it; no file was written."""


def go_on(_rows: int) -> bool:
    """Watches nothing and lets it go on."""
    return True


def write_ledger(
    path: Path, form: LedgerForm, rows: Iterable[Row], watch: Watch = go_on
) -> Written:
    """Write the rows to `path` (.xlsx or .csv), all of them or nothing.

    Args:
        path: Where to; the name's ending decides what it becomes.
        form: Title, columns, and the lines under the last row.
        rows: The rows as they come; they are never held together.
        watch: Is told every few hundred rows how many there are; False ends it.

    Raises:
        Refusal: another ending, or the file cannot be written; one of that name is as it was.
        Stopped: `watch` said so.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refusal(tr("台账只能存成 .xlsx 或 .csv 文件，没有导出。"))
    mending = Mending()
    watched = _watched(rows, watch)
    with _half(path) as half:
        if suffix == ".csv":
            return _write_text(half, form, watched, mending)
        with tempfile.TemporaryDirectory(prefix="duty-desk-") as scratch:
            return LedgerBook(half, form, scratch, mending).write(watched)


@contextmanager
def _half(path: Path) -> Iterator[Path]:
    """A name beside `path` to write under; the file is moved to its place when it is whole."""
    half = path.with_name(f".{path.name}.part")
    _refuse_opened(path)
    try:
        yield half
        half.replace(path)
    except OSError as error:
        raise not_written(path) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _refuse_opened(path: Path) -> None:
    """LibreOffice and WPS let a file be replaced that they have open, and overwrite it later."""
    for beside in (f".~lock.{path.name}#", f"~${path.name}", f".~{path.name}"):
        with suppress(OSError):
            if path.exists() and path.with_name(beside).exists():
                raise Refusal(
                    tr(
                        "文件“{file}”正在别的程序里打开，没有导出，原有文件没有改动。"
                        "请先关闭它，或换一个文件名。",
                        file=path.name,
                    )
                )


def _watched(rows: Iterable[Row], watch: Watch) -> Iterator[Row]:
    number = 0
    for number, row in enumerate(rows, start=1):
        if number % _WATCHED_EVERY == 0 and not watch(number):
            raise Stopped(tr("导出已取消，没有写出文件。"))
        yield row
    if not watch(number):
        raise Stopped(tr("导出已取消，没有写出文件。"))


def _write_text(half: Path, form: LedgerForm, rows: Iterable[Row], mending: Mending) -> Written:
    """UTF-8 with a mark at its beginning, by which Excel knows it."""
    count = 0
    with half.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow([tr(column.heading) for column in form.columns])
        for row in rows:
            count += 1
            cells = zip(row, form.columns, strict=True)
            sheet.writerow(
                [
                    mending.csv_text(cell) if isinstance(cell, str) else cell_words(cell, column)
                    for cell, column in cells
                ]
            )
        for line in form.foot(count, mending.count):
            sheet.writerow([f"# {mending.text(line)}"])
    return Written(count, 1, mending.count)
