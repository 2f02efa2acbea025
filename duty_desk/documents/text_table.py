"""A table in a text file (CSV): which characters, which separator, and its rows."""

from __future__ import annotations

import codecs
import csv
import re
from io import StringIO

from duty_desk.documents.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    CellKind,
    Row,
    Sheet,
    row_of,
    tidy,
    too_many_rows,
)
from duty_desk.language import Refusal, tr

SEPARATORS = ",;\t"

_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
# What programs write before a text so that Excel leaves it alone: ="007", '007, '=x.
_AS_TEXT = re.compile(r'="(.*)"')
_APOSTROPHE = re.compile(r"'(?=[=+\-@0-9])")
_LINES_LOOKED_AT = 10


def sheet_of_text(data: bytes, file: str) -> Sheet:
    """The one sheet of the CSV file `data`: UTF-8, GB 18030 or UTF-16; comma, semicolon or tab.

    Raises:
        Refusal: the characters or the quotes cannot be made out, or it is too long.
    """
    text = _decoded(data, file)
    if "\x00" in text:
        raise Refusal(
            tr(
                "文件“{file}”里有空字节，不是完好的 CSV 文本，没有导入任何内容。"
                "请重新导出，或用 Excel 另存为 .xlsx 后再导入。",
                file=file,
            )
        )
    return Sheet(name="", rows=_rows(text, file))


def _decoded(data: bytes, file: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > len(data) - 4 > 0:
            raise Refusal(_words_for_cut(file)) from error
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Refusal(
            tr(
                "文件“{file}”的文字编码认不出来，没有导入任何内容。"
                "请用 Excel 另存为“CSV UTF-8”或 .xlsx 后再导入。",
                file=file,
            )
        ) from error


def _words_for_cut(file: str) -> str:
    return tr(
        "文件“{file}”不完整，结尾被截断了，没有导入任何内容。请重新导出或重新复制一次。", file=file
    )


def _rows(text: str, file: str) -> tuple[Row, ...]:
    rows: list[Row] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for number, texts in enumerate(reader, 1):
            row = row_of(number, [_cell(one) for one in texts[:MOST_COLUMNS]])
            if row is not None:
                rows.append(row)
            if len(rows) > MOST_ROWS:
                raise Refusal(too_many_rows(file))
    except csv.Error as error:
        if str(error) == "unexpected end of data":
            raise Refusal(_words_for_cut(file)) from error
        raise Refusal(
            tr(
                "文件“{file}”第 {line} 行的引号或分隔符不对，没有导入任何内容。"
                "请改正这一行，或用 Excel 另存为 .xlsx 后再导入。",
                file=file,
                line=reader.line_num,
            )
        ) from error
    return tuple(rows)


def _separator(text: str) -> str:
    """The separator that cuts one of the first lines into the most parts."""
    lines = text[:100_000].splitlines()[:_LINES_LOOKED_AT]
    return max(SEPARATORS, key=lambda one: max((line.count(one) for line in lines), default=0))


def _cell(text: str) -> Cell:
    text = tidy(text)
    wrapped = _AS_TEXT.fullmatch(text)
    text = wrapped[1] if wrapped else _APOSTROPHE.sub("", text, count=1)
    return Cell(text, CellKind.ERROR if text in _ERRORS else CellKind.TEXT)
