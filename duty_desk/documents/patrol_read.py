"""A patrol plan read from a workbook; everything that is wrong named by sheet and row."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from duty_desk.documents.grid import Cell, CellKind, Row, tidy
from duty_desk.documents.patrol_columns import PERIODS, POINTS, SHEETS, SLOTS, WHOLE
from duty_desk.documents.table_file import sheets_of_file
from duty_desk.domain.patrol_plan import MIN_DWELL_MS, Checkpoint, Plan, Slot, SpecialPeriod
from duty_desk.language import Refusal, mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duty_desk.documents.grid import Sheet
    from duty_desk.documents.patrol_columns import PlanSheet

_TIME = re.compile(r"([0-2]?[0-9]):([0-5][0-9])(?::00)?")
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?(?: ?00:00:00)?")
_SPLIT = re.compile(r"[^\w-]+")
_NO = frozenset({"", mark("否"), "no", "n", "0", "false", "×"})
_YES = frozenset({mark("是"), "yes", "y", "1", "true", "✓", "√"})


@dataclass
class PlanReading:
    """What a workbook held.

    Attributes:
        plan: The plan, as far as its rows could be read.
        mistakes: What could not be read: finished sentences that name sheet and row.
        places: Sheet and row by what stands there (`slot 3`, `point C017/2`, `period 国庆保障`),
            so that mistakes of the plan itself can be named by row too.
    """

    plan: Plan
    mistakes: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)


class _Row:
    """One row of a sheet; what is wrong in it goes into the reading."""

    def __init__(
        self, sheet: PlanSheet, row: Row, headings: dict[str, int], to: PlanReading
    ) -> None:
        self._sheet = sheet
        self._row = row
        self._headings = headings
        self._reading = to

    @property
    def place(self) -> str:
        """`“轮次”第 3 行`."""
        return tr("“{sheet}”第 {row} 行", sheet=tr(self._sheet.name), row=self._row.number)

    def note(self, kind: str, name: str) -> None:
        """Remember where something stands."""
        self._reading.places.setdefault(f"{kind} {name}", self.place)

    def wrong(self, key: str, words: str) -> None:
        """A cell that cannot be used."""
        heading = next(tr(one.heading) for one in self._sheet.columns if one.key == key)
        self._reading.mistakes.append(
            tr("{place}的“{heading}”：{words}", place=self.place, heading=heading, words=words)
        )

    def text(self, key: str) -> str:
        """A cell's text."""
        return self._cell(key).text

    def _cell(self, key: str) -> Cell:
        index = self._headings.get(key)
        cell = Cell("") if index is None else self._row.cell(index)
        if cell.kind in (CellKind.ERROR, CellKind.FORMULA):
            self.wrong(key, tr("这一格是没有结果的公式或错误值，请改成普通内容。"))
            return Cell("")
        return cell

    def number(self, key: str, default: int = 0, *, factor: int = 1) -> int:
        """A whole number; `default` where the cell is empty, times `factor`."""
        text = unicodedata.normalize("NFKC", self.text(key))
        if not text:
            return default
        try:
            return round(float(text) * factor)
        except (ValueError, OverflowError):
            self.wrong(key, tr("“{text}”不是数字。", text=text[:40]))
            return default

    def minute(self, key: str) -> int:
        """A time of the day, in minutes after midnight."""
        text = unicodedata.normalize("NFKC", self.text(key))
        found = _TIME.fullmatch(text)
        minute = int(found[1]) * 60 + int(found[2]) if found else -1
        if not 0 <= minute <= 24 * 60:
            self.wrong(key, tr("“{text}”不是时刻，请写成 00:30 的样子。", text=text[:40]))
            return 0
        return minute

    def day(self, key: str) -> str:
        """A date as ISO text; empty where the cell is empty."""
        text = unicodedata.normalize("NFKC", self.text(key))
        found = _DATE.fullmatch(text)
        if not text:
            return ""
        try:
            if found is not None:
                return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            pass
        self.wrong(key, tr("“{text}”不是日期，请写成 2026-12-01 的样子。", text=text[:40]))
        return ""

    def flag(self, key: str) -> bool:
        """Yes or no; an empty cell is no."""
        text = self.text(key).casefold()
        if text not in _YES | _NO:
            self.wrong(key, tr("“{text}”请写成“是”或“否”。", text=text[:40]))
        return text in _YES

    def numbers(self, key: str) -> tuple[int, ...]:
        """Whole numbers in one cell."""
        parts = [
            part for part in _SPLIT.split(unicodedata.normalize("NFKC", self.text(key))) if part
        ]
        if not all(part.isdecimal() for part in parts):
            self.wrong(key, tr("“{text}”请写成 1、2、6 的样子。", text=self.text(key)[:40]))
            return ()
        return tuple(int(part) for part in parts)

    def words(self, key: str) -> tuple[str, ...]:
        """Words in one cell."""
        return tuple(
            part for part in _SPLIT.split(unicodedata.normalize("NFKC", self.text(key))) if part
        )


def read_plan(path: Path) -> PlanReading:
    """Read a plan workbook.

    Raises:
        Refusal: it is no table that can be read, or has no sheet of rounds.
    """
    reading = PlanReading(Plan(slots=()))
    rows: dict[str, list[_Row]] = {sheet.key: [] for sheet in SHEETS}
    found = set()
    for page in sheets_of_file(path):
        sheet = next((one for one in SHEETS if one.is_called(page.name)), None)
        if sheet is not None and page.rows:
            found.add(sheet.key)
            rows[sheet.key] = _rows_of(sheet, page, reading)
    if SLOTS.key not in found:
        raise Refusal(
            tr(
                "文件“{file}”里没有“{sheet}”工作表，没有导入。请先导出一份计划，在它上面修改。",
                file=path.name,
                sheet=tr(SLOTS.name),
            )
        )
    reading.plan = _plan(rows)
    return reading


def plan_of_tables(tables: Mapping[str, Sequence[Sequence[str]]]) -> PlanReading:
    """A plan from texts as people type them.

    Args:
        tables: By a sheet's key its rows from the first, each in the order of the columns.
    """
    reading = PlanReading(Plan(slots=()))
    rows: dict[str, list[_Row]] = {}
    for sheet in SHEETS:
        headings = {column.key: index for index, column in enumerate(sheet.columns)}
        rows[sheet.key] = [
            _Row(sheet, Row(number, tuple(Cell(tidy(text)) for text in texts)), headings, reading)
            for number, texts in enumerate(tables.get(sheet.key, ()), start=1)
        ]
    reading.plan = _plan(rows)
    return reading


def _rows_of(sheet: PlanSheet, page: Sheet, reading: PlanReading) -> list[_Row]:
    top = page.rows[0]
    headings: dict[str, int] = {}
    for index, cell in enumerate(top.cells):
        for column in sheet.columns:
            if column.is_called(cell.text):
                headings[column.key] = index
    return [_Row(sheet, row, headings, reading) for row in page.rows[1:]]


def _plan(rows: dict[str, list[_Row]]) -> Plan:
    periods = {}
    for row in rows[PERIODS.key]:
        name = row.text("name")
        row.note("period", name)
        if name in periods:
            row.wrong("name", tr("特殊时期“{name}”写了两次。", name=name))
        period = SpecialPeriod(name=name, from_on=row.day("from_on"), to_on=row.day("to_on"))
        periods[name] = period
    plan = _whole(rows[WHOLE.key])
    for row in rows[SLOTS.key]:
        slot = _slot(row)
        owner = _owner(row, periods)
        if owner is None:
            plan = replace(plan, slots=(*plan.slots, slot))
        else:
            periods[owner.name] = replace(owner, slots=(*owner.slots, slot))
    for order, row in enumerate(rows[POINTS.key], start=1):
        point = _point(row, order)
        owner = _owner(row, periods)
        if owner is None:
            plan = replace(plan, checkpoints=(*plan.checkpoints, point))
        else:
            periods[owner.name] = replace(owner, checkpoints=(*owner.checkpoints, point))
    return replace(plan, periods=tuple(periods.values()))


def _whole(rows: list[_Row]) -> Plan:
    if not rows:
        return Plan(slots=())
    row = rows[0]
    return Plan(
        slots=(),
        from_on=row.day("from_on"),
        is_shuffled=row.flag("is_shuffled"),
        leg_ms=row.number("leg_min", 20 * 60_000, factor=60_000),
    )


def _owner(row: _Row, periods: dict[str, SpecialPeriod]) -> SpecialPeriod | None:
    name = row.text("period")
    if not name:
        return None
    if name not in periods:
        row.wrong("period", tr("“特殊时期”表里没有“{name}”。", name=name[:40]))
        return None
    return periods[name]


def _slot(row: _Row) -> Slot:
    no = row.number("no")
    row.note("slot", str(no))
    return Slot(
        no=no, name=row.text("name"), from_minute=row.minute("from"), to_minute=row.minute("to")
    )


def _point(row: _Row, order: int) -> Checkpoint:
    point = Checkpoint(
        camera=unicodedata.normalize("NFKC", row.text("camera")),
        preset=row.number("preset"),
        look_for=row.text("look_for"),
        categories=row.words("categories"),
        min_dwell_ms=row.number("dwell", MIN_DWELL_MS, factor=1000),
        order=order,
        is_hard=row.flag("is_hard"),
        is_night=row.flag("is_night"),
        slots=row.numbers("slots"),
    )
    row.note("point", point.key)
    return point
