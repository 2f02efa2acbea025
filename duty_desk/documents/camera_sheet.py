"""A camera catalogue read from a workbook or text file: its cameras, and every mistake by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.documents.camera_rows import CameraRow, camera_rows, doubles, same_code
from duty_desk.documents.findings import Finding, Findings
from duty_desk.documents.grid import column_letter
from duty_desk.documents.headings import LAST_HEADING_ROW, Headings, find_headings
from duty_desk.documents.table_file import sheets_of_file
from duty_desk.domain.stream_address import NO_STREAM
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.documents.camera_columns import CameraColumns
    from duty_desk.documents.grid import Sheet
    from duty_desk.domain.camera import CameraRecord


@dataclass(frozen=True)
class SheetReading:
    """What a catalogue held.

    Attributes:
        sheet: The sheet that was read; empty for a text file.
        skipped_sheets: The workbook's other sheets.
        heading_row: The row of the headings, from 1.
        rows: How many rows of cameras there were.
        cameras: Those of good rows, in order. What may be imported is `to_import`.
        mistakes: What keeps rows out, in the order of rows.
        warnings: What somebody should know of; the rows are good all the same.
        ignored_columns: Headings of columns that were not read.
    """

    sheet: str
    skipped_sheets: tuple[str, ...]
    heading_row: int
    rows: int
    cameras: tuple[CameraRecord, ...]
    mistakes: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    ignored_columns: tuple[str, ...]

    def to_import(self, *, good_rows_only: bool = False) -> tuple[CameraRecord, ...]:
        """The cameras to import: all or nothing, unless somebody asked for the good rows.

        Raises:
            Refusal: there are mistakes, or no good row is left.
        """
        if self.mistakes and not good_rows_only:
            raise Refusal(
                tr(
                    "目录里有 {count} 处错误，没有导入任何点位。第一处：{first}",
                    count=len(self.mistakes),
                    first=self.mistakes[0].text,
                )
            )
        if not self.cameras:
            raise Refusal(tr("目录里没有一行可以导入，没有导入任何点位。"))
        return self.cameras


def read_cameras(path: Path, columns: CameraColumns) -> SheetReading:
    """The cameras of the catalogue at `path` (.xlsx or .csv), and every mistake in it.

    The first sheet that has headings of `columns` within its first ten rows is read.

    Raises:
        Refusal: the file cannot be read, is no table, or has no such headings or no rows.
    """
    sheet, headings = _catalogue(path, columns)
    findings = Findings(sheet.name, headings)
    _note_headings(headings, columns, findings)
    rows = [] if findings.mistakes else camera_rows(sheet, headings, columns, findings)
    if not rows and not findings.mistakes:
        raise Refusal(
            tr("文件“{file}”只有表头，没有点位，没有导入任何内容。请填好后再导入。", file=path.name)
        )
    _note_doubles(rows, findings)
    wrong = findings.wrong_rows
    return SheetReading(
        sheet=sheet.name,
        skipped_sheets=sheet.siblings,
        heading_row=headings.row,
        rows=len(rows),
        cameras=tuple(row.camera for row in rows if row.camera and row.number not in wrong),
        mistakes=findings.mistakes,
        warnings=findings.warnings,
        ignored_columns=headings.ignored,
    )


def _catalogue(path: Path, columns: CameraColumns) -> tuple[Sheet, Headings]:
    has_rows = False
    for sheet in sheets_of_file(path):
        headings = find_headings(sheet, columns)
        if headings is not None:
            return sheet, headings
        has_rows = has_rows or bool(sheet.rows)
    if not has_rows:
        raise Refusal(
            tr("文件“{file}”里没有内容，没有导入任何点位。请选择填好的目录。", file=path.name)
        )
    raise Refusal(
        tr(
            "文件“{file}”前 {rows} 行里没有找到表头，没有导入任何点位。"
            "至少要有“{headings}”两列；可先导出模板，按模板填写。",
            file=path.name,
            rows=LAST_HEADING_ROW,
            headings=tr("”“").join(kind.headings[0] for kind in columns.required),
        )
    )


def _note_headings(headings: Headings, columns: CameraColumns, findings: Findings) -> None:
    for kind in columns.required:
        if kind.key not in headings.columns:
            words = tr(
                "缺少“{heading}”一列，请补上；列名也可以写作：{others}。",
                heading=kind.headings[0],
                others=tr("、").join((*kind.headings[1:6], kind.key)),
            )
            findings.mistake(headings.row, kind.key, words)
    for name, (first, second) in headings.doubled.items():
        words = tr(
            "“{heading}”在 {first} 列和 {second} 列出现了两次，不知道用哪一列。请删去或改名一列。",
            heading=second.heading,
            first=column_letter(first.index),
            second=column_letter(second.index),
        )
        findings.mistake(headings.row, name, words)
    if "url_main" not in headings.columns:
        words = tr("没有码流地址一列：已有点位沿用原地址，新点位暂时没有画面。")
        findings.warning(headings.row, "url_main", words)
    if not {"community", "unit"} & headings.columns.keys():
        words = tr("没有所属社区一列，推送问题时要逐个选择单位。")
        findings.warning(headings.row, "community", words)


def _note_doubles(rows: list[CameraRow], findings: Findings) -> None:
    codes = {row.number: row.code for row in rows}
    for first, number in doubles((row, same_code(code)) for row, code in codes.items()):
        words = tr(
            "编号“{code}”在第 {first} 行和第 {row} 行重复，编号必须唯一，请改正其中一行。",
            code=codes[number],
            first=first,
            row=number,
        )
        findings.mistake(number, "code", words, rows=[first])
    cameras = [(row.number, row.camera) for row in rows if row.camera]
    for first, number in doubles((row, camera.gb_id) for row, camera in cameras):
        words = tr("国标编码与第 {first} 行相同，请核对；已按原样采用。", first=first)
        findings.warning(number, "gb_id", words)
    streams = ((row, camera.url_main) for row, camera in cameras if camera.url_main != NO_STREAM)
    for first, number in doubles(streams):
        words = tr("码流地址与第 {first} 行相同，两个点位会显示同一画面，请核对。", first=first)
        findings.warning(number, "url_main", words)
