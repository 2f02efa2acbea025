"""A roster read from a workbook: a row a shift; and the table of a year's holidays."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.documents.named_table import find_table
from duty_desk.documents.table_file import sheets_of_file
from duty_desk.language import Refusal, chinese, tr

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from duty_desk.documents.named_table import NamedRow

_SEVERAL = re.compile(r"[\u3001,;/]+")  # full-width signs but \u3001 were made plain
_NONE = {"", "-", "—", "/", chinese("无"), chinese("空")}
_SHIFTS = {
    "day": (chinese("日期"), chinese("值班日期"), "date"),
    "template": (chinese("班次"), chinese("班别"), "shift"),
    "first": (
        chinese("值班员①"),
        chinese("值班员1"),
        chinese("值班员"),
        chinese("值班人员"),
        chinese("姓名"),
        "operator 1",
        "operator",
    ),
    "second": (chinese("值班员②"), chinese("值班员2"), chinese("副值班员"), "operator 2"),
    "leader": (chinese("带班领导"), chinese("带班"), "duty leader"),
    "phone": (chinese("电话"), chinese("联系电话"), chinese("带班电话"), "phone"),
    "note": (chinese("备注"), chinese("说明"), "remark"),
}
_HOLIDAYS = {
    "day": (chinese("日期"), "date"),
    "name": (chinese("名称"), chinese("节日"), chinese("节假日"), "holiday", "name"),
    "kind": (chinese("安排"), chinese("类型"), chinese("休/班"), chinese("班/休"), "kind"),
}
_WORKED = {chinese("班"), chinese("上班"), chinese("调休上班"), chinese("补班"), "worked"}
_FREE = {chinese("休"), chinese("放假"), chinese("休息"), chinese("节假日"), "free", ""}


@dataclass(frozen=True, kw_only=True)
class RosterLine:
    """A shift as it stands in the workbook."""

    place: str
    day: date
    template: str
    names: tuple[str, ...]
    leader: str = ""
    phone: str = ""
    note: str = ""


@dataclass
class RosterFile:
    """What a workbook held: lines, and finished sentences on what could not be read."""

    lines: list[RosterLine] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def read_roster(path: Path) -> RosterFile:
    """Read a roster workbook (日期, 班次, 值班员①…).

    Raises:
        Refusal: it is no table that can be read, or has no such columns.
    """
    reading = RosterFile()
    is_found = False
    for sheet in sheets_of_file(path):
        table = find_table(sheet, _SHIFTS, ("day", "template", "first"))
        if table is None:
            continue
        is_found = True
        day: date | None = None
        for row in table.rows(reading.mistakes):
            day = _take(row, reading, day)
    if not is_found:
        raise Refusal(
            tr(
                "文件“{file}”里没有“日期”“班次”“值班员”这几列，没有导入。"
                "请先导出一份值班表，在它上面修改。",
                file=path.name,
            )
        )
    return reading


def _take(row: NamedRow, reading: RosterFile, before: date | None) -> date | None:
    """Take one row; a date stands for the rows below it that have none."""
    template = row.text("template")
    if not template:
        return before
    day = row.day("day") if row.text("day") or before is None else before
    if day is None:
        return None
    people = [*_SEVERAL.split(row.text("first")), *_SEVERAL.split(row.text("second"))]
    reading.lines.append(
        RosterLine(
            place=row.place,
            day=day,
            template=template,
            names=tuple(one.strip() for one in people if one.strip() not in _NONE),
            leader=row.text("leader"),
            phone=row.text("phone"),
            note=row.text("note"),
        )
    )
    return day


@dataclass
class HolidayFile:
    """A year's holidays as read: day, name, whether it is worked."""

    days: list[tuple[date, str, bool]] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def read_holidays(path: Path) -> HolidayFile:
    """Read a table of holidays (日期, 名称, 休/班).

    Raises:
        Refusal: it is no table that can be read, or has no column of dates.
    """
    reading = HolidayFile()
    is_found = False
    for sheet in sheets_of_file(path):
        table = find_table(sheet, _HOLIDAYS, ("day", "kind"))
        if table is None:
            continue
        is_found = True
        for row in table.rows(reading.mistakes):
            kind = row.text("kind")
            if not row.text("day"):
                continue
            day = row.day("day")
            if kind not in _WORKED | _FREE:
                row.wrong(tr("“{text}”请写成“休”或“班”。", text=kind[:20]))
            elif day is not None:
                reading.days.append((day, row.text("name"), kind in _WORKED))
    if not is_found:
        raise Refusal(
            tr("文件“{file}”里没有“日期”和“休/班”两列，没有导入。请检查表头。", file=path.name)
        )
    return reading
