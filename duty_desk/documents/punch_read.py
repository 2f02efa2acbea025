"""The client's own punches read from a workbook or text file: name and time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.documents.named_table import find_table
from duty_desk.documents.table_file import sheets_of_file
from duty_desk.domain.workdays import instant
from duty_desk.language import Refusal, chinese, tr

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.documents.named_table import NamedRow

_NAMES = {
    "name": (chinese("姓名"), chinese("人员"), chinese("员工姓名"), chinese("值班员"), "name"),
    "at": (chinese("打卡时间"), chinese("时间"), chinese("考勤时间"), chinese("刷卡时间"), "time"),
    "day": (chinese("日期"), chinese("打卡日期"), chinese("考勤日期"), "date"),
}


@dataclass(frozen=True)
class ReadPunch:
    """A punch as it stands in the file: whose, when (UTC ms), and in which row."""

    name: str
    at: int
    place: str


@dataclass
class PunchReading:
    """What a file of punches held."""

    punches: list[ReadPunch] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def read_punches(path: Path) -> PunchReading:
    """Read a file of punches.

    Raises:
        Refusal: it is no table that can be read, or names and times have no columns.
    """
    reading = PunchReading()
    is_found = False
    for sheet in sheets_of_file(path):
        table = find_table(sheet, _NAMES, ("name", "at"))
        if table is None:
            continue
        is_found = True
        for row in table.rows(reading.mistakes):
            _take(row, reading)
    if not is_found:
        raise Refusal(
            tr(
                "文件“{file}”里没有“姓名”和“打卡时间”两列，没有导入。请检查表头。",
                file=path.name,
            )
        )
    return reading


def _take(row: NamedRow, reading: PunchReading) -> None:
    name = row.text("name")
    if not name and not row.text("at"):
        return
    if not name:
        row.wrong(tr("没有姓名。"))
        return
    day = row.day("day" if "day" in row.table.columns else "at")
    second = row.second("at") if day is not None else None
    if day is not None and second is not None:
        reading.punches.append(ReadPunch(name, instant(day) + second * 1000, row.place))
