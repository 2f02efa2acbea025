"""The rows of a camera catalogue as texts by field: merges undone, words understood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.documents import camera_sentences as sentences
from duty_desk.documents.grid import BLANK, Cell, CellKind
from duty_desk.domain.camera import ADDRESS_FIELDS, CameraRecord, examine
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.documents.camera_columns import CameraColumns
    from duty_desk.documents.findings import Findings
    from duty_desk.documents.grid import Sheet, Span
    from duty_desk.documents.headings import Headings

_OWN = frozenset({"code", "name", "gb_id", *ADDRESS_FIELDS})
"""Fields no two cameras share, so that a merged cell cannot mean all its rows."""

_HALF_WIDTH = frozenset(
    {"code", "gb_id", "lng", "lat", "retain_days", "onvif_port", "session_limit"}
)
_WITH_UNIT = re.compile(r"([0-9]+)\D{0,5}")
_CALM = frozenset({CellKind.TEXT, CellKind.NUMBER})


@dataclass(frozen=True)
class CameraRow:
    """One row: its number, the code that stands in it, and its camera when the row is good."""

    number: int
    code: str
    camera: CameraRecord | None


def camera_rows(
    sheet: Sheet, headings: Headings, columns: CameraColumns, findings: Findings
) -> list[CameraRow]:
    """The rows below the headings that hold something; what is wrong goes into `findings`."""
    cells = {
        row.number: {name: row.cell(column.index) for name, column in headings.columns.items()}
        for row in sheet.rows
        if row.number > headings.row
    }
    for span in sheet.spans:
        if headings.row < span.first_row < span.last_row:
            _unmerge(span, headings, cells, findings)
    filled = {number: row for number, row in cells.items() if any(c != BLANK for c in row.values())}
    return [
        _camera_row(number, row, columns, findings)
        for number, row in filled.items()
        if not _is_example(number, row, columns, findings)
    ]


def _unmerge(
    span: Span, headings: Headings, cells: dict[int, dict[str, Cell]], findings: Findings
) -> None:
    """Give the value of a merged cell to all its rows, or say that it cannot be meant so."""
    names = [n for n, c in headings.columns.items() if c.index == span.first_column - 1]
    value = cells.get(span.first_row, {}).get(names[0], BLANK) if names else BLANK
    if value == BLANK:
        return
    rows = [number for number in cells if span.first_row <= number <= span.last_row]
    if names[0] in _OWN:
        words = tr(
            "单元格 {cells} 是合并的，而每个点位的这一项各不相同。请取消合并，逐行填写。",
            cells=span.reference,
        )
        findings.mistake(span.first_row, names[0], words, rows=rows)
        return
    for number in rows:
        cells[number][names[0]] = value


def _is_example(
    number: int, row: dict[str, Cell], columns: CameraColumns, findings: Findings
) -> bool:
    example = columns.kind("code").example
    if row.get("code", BLANK).text != example:
        return False
    findings.warning(number, "code", tr("这是模板里的示例行，已跳过。"))
    return True


def _camera_row(
    number: int, row: dict[str, Cell], columns: CameraColumns, findings: Findings
) -> CameraRow:
    for name, cell in row.items():
        if cell.kind not in _CALM:
            findings.mistake(number, name, sentences.of_cell(cell.kind, cell.text))
    texts = {name: _text(name, cell.text, columns) for name, cell in row.items()}
    camera, flaws = examine(texts)
    for flaw in flaws:
        # A column that is missing is said once, not for each row.
        if flaw.field not in row or findings.is_wrong(number, flaw.field):
            continue
        note = findings.warning if flaw.is_warning else findings.mistake
        note(number, flaw.field, sentences.of_flaw(flaw))
    code = row.get("code", BLANK)
    if code.kind is CellKind.NUMBER and not findings.is_wrong(number, "code"):
        findings.warning(number, "code", _words_for_number())
    return CameraRow(number, texts.get("code", ""), camera)


def _words_for_number() -> str:
    return tr("编号是数字格式，前面的 0 可能已丢失，请核对；最好把这一列设为“文本”格式。")


def _text(name: str, text: str, columns: CameraColumns) -> str:
    """`text` of field `name`, in our words where the field has a closed list."""
    if name in _HALF_WIDTH:
        text = unicodedata.normalize("NFKC", text)
    if name == "retain_days":
        days = _WITH_UNIT.fullmatch(text)
        return days[1] if days else text
    return columns.codes_in(text) if name == "prone" else columns.word(name, text)


def same_code(code: str) -> str:
    """`code` as it is compared: two codes that people would read as one are one."""
    return unicodedata.normalize("NFKC", code).casefold()


def doubles(values: Iterable[tuple[int, str]]) -> list[tuple[int, int]]:
    """Rows whose value stood in an earlier one: pairs of the first row and the later one."""
    first: dict[str, int] = {}
    return [
        (first[value], number)
        for number, value in values
        if value and first.setdefault(value, number) != number
    ]
