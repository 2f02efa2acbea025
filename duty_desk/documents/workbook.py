"""A workbook (.xlsx) as sheets of cells: streamed, bounded, with merges and stale formulas seen."""

from __future__ import annotations

import re
import warnings
import zipfile
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from duty_desk.documents.grid import (
    BLANK,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    CellKind,
    Row,
    Sheet,
    Span,
    row_of,
    tidy,
    too_many_rows,
)
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_UNPACKED_BYTES = 300_000_000

_EXACT_BELOW = 10**15  # Excel keeps 15 digits of a number
_PADDED = re.compile(r'(?:"([^"]*)")?(0+)')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]+[0-9]+):([A-Z]+[0-9]+)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_CELL_REFERENCE = re.compile(rb"""\br=["']([A-Z]+[0-9]+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>[^<]")
_EMPTY_TEXT = re.compile(rb"""\bt=["']str["']""")


def sheets_of_workbook(data: bytes, file: str) -> Iterator[Sheet]:
    """The sheets of the workbook `data`, visible ones first, each read when it is asked for.

    Raises:
        Refusal: it is no workbook, protected, damaged or too large.
    """
    import openpyxl

    with _damage_refused(file):
        archive = zipfile.ZipFile(BytesIO(data))
        _refuse_strangers(archive, file)
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    names = tuple(sheet.title for sheet in book.worksheets)
    for sheet in sorted(book.worksheets, key=lambda one: bool(one.sheet_state != "visible")):
        siblings = tuple(name for name in names if name != sheet.title)
        with _damage_refused(file):
            read = _sheet(sheet, archive, file, siblings)
        yield read


@contextmanager
def _damage_refused(file: str) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's on styles and extensions we do not use
            yield
    except Refusal:
        raise
    except Exception as error:  # a damaged part makes openpyxl raise almost anything
        raise Refusal(
            tr(
                "文件“{file}”不完整或已损坏，没有导入任何内容。"
                "请重新复制一次；仍不行时用 Excel 或 WPS 打开后另存为 .xlsx。",
                file=file,
            )
        ) from error


def _refuse_strangers(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal(tr("文件“{file}”加了密码，没有导入任何内容。请取消密码后再导入。", file=file))
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise Refusal(
            tr(
                "文件“{file}”解开后太大，没有读取，也没有导入任何内容。"
                "请只保留点位目录（去掉图片和其他工作表）后再试。",
                file=file,
            )
        )
    if "[Content_Types].xml" not in names or not any(
        name.endswith("workbook.xml") for name in names
    ):
        raise Refusal(
            tr(
                "文件“{file}”是压缩包或别的格式，不是 Excel 工作簿（.xlsx），没有导入任何内容。"
                "请解压，或用 Excel 或 WPS 另存为 .xlsx 后再导入。",
                file=file,
            )
        )


def _sheet(sheet: Any, archive: zipfile.ZipFile, file: str, siblings: tuple[str, ...]) -> Sheet:
    # openpyxl's streaming sheet does not offer its merged areas, and tells a formula without a
    # result from an empty cell only in a second reading; both stand in the part's own text.
    xml = archive.read(sheet._worksheet_path)  # noqa: SLF001 - no public name for the part
    stale = _stale_formulas(xml)
    sheet.reset_dimensions()  # some programs write a wrong size, which would cut rows off
    rows: list[Row] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        row = row_of(number, [_cell(one) for one in cells])
        if number in stale:
            row = _with_formulas(number, row, stale[number])
        if row is not None:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise Refusal(too_many_rows(file))
    return Sheet(sheet.title, tuple(rows), _spans(xml), siblings)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return BLANK
    if cell.data_type == "e":
        return Cell(str(value), CellKind.ERROR)
    if isinstance(value, str):
        return Cell(tidy(value))
    if isinstance(value, datetime | date | time | timedelta):
        return Cell(str(value), CellKind.DATE)
    if isinstance(value, bool):
        return Cell(str(value).upper())
    return _number(value, cell.number_format)


def _number(value: float, number_format: str) -> Cell:
    """A number as its text; one too long to be exact in the form that shows it: 1.10108E+19."""
    if abs(value) >= _EXACT_BELOW:
        return Cell(f"{Decimal(value):.5E}", CellKind.NUMBER)
    if value != int(value):
        return Cell(repr(value), CellKind.NUMBER)
    padded = _PADDED.fullmatch(number_format)
    if padded and (padded[1] or len(padded[2]) > 1):
        return Cell(f"{padded[1] or ''}{int(value):0{len(padded[2])}d}")
    return Cell(str(int(value)), CellKind.NUMBER)


def _with_formulas(number: int, row: Row | None, columns: list[int]) -> Row:
    cells = list(row.cells) if row is not None else []
    for column in columns:
        cells.extend([BLANK] * (column - len(cells)))
        cells[column - 1] = Cell("", CellKind.FORMULA)
    return Row(number, tuple(cells))


def _stale_formulas(xml: bytes) -> dict[int, list[int]]:
    """Columns (from 1) of formulas without a calculated result, by row."""
    found: dict[int, list[int]] = {}
    if not _FORMULA.search(xml):
        return found
    for cell in _CELL.finditer(xml):
        attributes, inside = cell.groups()
        reference = _CELL_REFERENCE.search(attributes)
        if not reference or not _FORMULA.search(inside) or _VALUE.search(inside):
            continue
        if not _EMPTY_TEXT.search(attributes):  # a result that is the empty text is a result
            row, column = _place(reference[1])
            found.setdefault(row, []).append(column)
    return found


def _spans(xml: bytes) -> tuple[Span, ...]:
    spans = []
    for merge in _MERGE.finditer(xml):
        (first_row, first_column), (last_row, last_column) = _place(merge[1]), _place(merge[2])
        spans.append(Span(first_row, last_row, first_column, last_column))
    return tuple(spans)


def _place(reference: bytes) -> tuple[int, int]:
    """Row and column, both from 1, of a reference such as `AB12`."""
    match = _REFERENCE.fullmatch(reference.decode("ascii"))
    assert match is not None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
