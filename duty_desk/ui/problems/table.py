"""The table of problems: words, colours and the running clock come ready for the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import mark, tr
from duty_desk.ui import times
from duty_desk.ui.problems.kinds import kind_name
from duty_desk.ui.problems.time_left import time_left
from duty_desk.ui.problems.words import (
    Chip,
    camera_title,
    moment_time,
    push_chip,
    state_chip,
    verdict_chip,
)
from duty_desk.ui.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QObject

    from duty_desk.desk.views import ClockCard, ProblemRow
    from duty_desk.domain.category import Category

NUMBER, FOUND, CAMERA, KIND, UNIT, STATE, PUSH, TIME, VERDICT = range(9)
CHIPS = frozenset({STATE, PUSH, VERDICT})
_CLOCK_LEVELS = {"near": "attention", "urgent": "urgent", "breached": "urgent"}


class ProblemTable(RecordTable["ProblemRow"]):
    """Problems as rows. The level is that of a chip or of coloured figures."""

    heads = (
        mark("编号"),
        mark("发现"),
        mark("点位"),
        mark("类别"),
        mark("处置单位"),
        mark("状态"),
        mark("推送"),
        mark("用时 / 剩余"),
        mark("时限"),
    )

    def __init__(self, categories: Sequence[Category], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._categories = categories
        self._clocks: Mapping[str, ClockCard] = {}
        self._now = 0

    def show_problems(
        self, rows: tuple[ProblemRow, ...], clocks: Mapping[str, ClockCard], now: int
    ) -> None:
        """Show these rows with these running clocks."""
        self._clocks, self._now = clocks, now
        is_same = [row.id for row in rows] == [row.id for row in self._rows]
        self.show_rows(rows, is_same_order=is_same)

    def tick(self, now: int) -> None:
        """Let the running clocks go on."""
        self._now = now
        if self._clocks:
            self.tell(TIME, TIME)

    def row_of(self, problem_id: str) -> int:
        """The row of a problem, -1 when it is not listed."""
        return next((no for no, row in enumerate(self._rows) if row.id == problem_id), -1)

    def problem(self, row: int) -> ProblemRow:
        """The problem of a row."""
        return self._rows[row]

    def _chip(self, row: ProblemRow, column: int) -> Chip:
        if column == STATE:
            return state_chip(row)
        if column == PUSH:
            return push_chip(row.push_state, is_short=True) if row.push_state else Chip("")
        if column == VERDICT:
            return verdict_chip(row.verdict) if row.verdict else Chip("")
        return self._time(row) if column == TIME else Chip("")

    def _time(self, row: ProblemRow) -> Chip:
        clock = self._clocks.get(row.id)
        if clock is not None:
            left = time_left(clock, self._now)
            return Chip(left.text, _CLOCK_LEVELS.get(left.level, ""))
        if row.push_ms is None:
            return Chip("—")
        return Chip(times.span(row.push_ms), "urgent" if row.verdict == "breached" else "")

    def words(self, record: ProblemRow, column: int) -> str:
        if column in CHIPS or column == TIME:
            return self._chip(record, column).text
        return {
            NUMBER: record.number,
            FOUND: moment_time(record.found_at, self._now),
            CAMERA: camera_title(record),
            KIND: kind_name(self._categories, record.category) or tr("待分类"),
            UNIT: record.unit,
        }[column]

    def level(self, record: ProblemRow, column: int) -> str:
        return self._chip(record, column).level

    def tip(self, record: ProblemRow, column: int) -> str:
        return record.push_words if column == PUSH else record.description
