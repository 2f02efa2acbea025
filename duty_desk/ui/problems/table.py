"""The table of problems: words, colours and the running clock come ready for the view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duty_desk.desk.views import ClockCard, ProblemRow
    from duty_desk.domain.category import Category

NUMBER, FOUND, CAMERA, KIND, UNIT, STATE, PUSH, TIME, VERDICT = range(9)
HEADS = (
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
CHIPS = frozenset({STATE, PUSH, VERDICT})
LevelRole = Qt.ItemDataRole.UserRole + 1
IdRole = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_CLOCK_LEVELS = {"near": "attention", "urgent": "urgent", "breached": "urgent"}


class ProblemTable(QAbstractTableModel):
    """Problems as rows. `LevelRole` is the level of a chip or of coloured figures."""

    def __init__(self, categories: Sequence[Category], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._categories = categories
        self._rows: tuple[ProblemRow, ...] = ()
        self._clocks: Mapping[str, ClockCard] = {}
        self._now = 0

    def show_rows(
        self, rows: tuple[ProblemRow, ...], clocks: Mapping[str, ClockCard], now: int
    ) -> None:
        """Show these rows with these running clocks."""
        is_same_order = [row.id for row in rows] == [row.id for row in self._rows]
        if not is_same_order:
            self.beginResetModel()
        self._rows, self._clocks, self._now = rows, clocks, now
        if not is_same_order:
            self.endResetModel()
        elif rows:
            self._tell(NUMBER, VERDICT)

    def tick(self, now: int) -> None:
        """Let the running clocks go on."""
        self._now = now
        if self._clocks and self._rows:
            self._tell(TIME, TIME)

    def row_of(self, problem_id: str) -> int:
        """The row of a problem, -1 when it is not listed."""
        return next((no for no, row in enumerate(self._rows) if row.id == problem_id), -1)

    def problem(self, row: int) -> ProblemRow:
        """The problem of a row."""
        return self._rows[row]

    def _tell(self, first: int, last: int) -> None:
        end = self.index(len(self._rows) - 1, last)
        self.dataChanged.emit(self.index(0, first), end)

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

    def _words(self, row: ProblemRow, column: int) -> str:
        if column in CHIPS or column == TIME:
            return self._chip(row, column).text
        return {
            NUMBER: row.number,
            FOUND: moment_time(row.found_at, self._now),
            CAMERA: camera_title(row),
            KIND: kind_name(self._categories, row.category) or tr("待分类"),
            UNIT: row.unit,
        }[column]

    # --- Qt ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column)
        if role == LevelRole:
            return self._chip(row, column).level
        if role == IdRole:
            return row.id
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.push_words if column == PUSH else row.description
        return None
