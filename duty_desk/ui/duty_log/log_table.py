"""The duty log as a table: time, kind, what happened, what was done, who wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QTableView,
    QWidget,
)

from duty_desk.desk.duty_words import kind_words
from duty_desk.language import mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.record_table import RecordRole, RecordTable
from duty_desk.ui.row_paint import RowDelegate, paint_text
from duty_desk.ui.rows import lay_rows

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

    from duty_desk.desk.duty_views import LogLine
    from duty_desk.ui.row_paint import Index

NUMBER, AT, KIND, TEXT, HANDLING, ACTOR = range(6)
_WIDTHS = {NUMBER: 92, AT: 150, KIND: 78, HANDLING: 360, ACTOR: 120}
_LOUD = {"incident": "bad_text", "instruction": "warn_text"}


class LogTable(RecordTable["LogLine"]):
    """Lines of the duty log, newest first."""

    heads = (mark("编号"), mark("时间"), mark("类型"), mark("内容"), mark("处理"), mark("值班员"))

    def words(self, record: LogLine, column: int) -> str:
        if column == AT:
            late = tr(" 补记 迟 {n} 分", n=record.late_min) if record.late_min else ""
            return f"{times.local(record.at):%m-%d %H:%M}{late}"
        if column == KIND:
            return kind_words(record.kind)
        if column == HANDLING:
            return tr("；").join(part for part in (record.handling, record.ended) if part)
        return {NUMBER: record.number, TEXT: record.text, ACTOR: record.actor}[column]

    def tip(self, record: LogLine, column: int) -> str:
        return self.words(record, column) if column in (TEXT, HANDLING) else ""


class _Delegate(RowDelegate):
    """Strikes through what was amended or voided; late lines carry their mark in amber."""

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        line: LogLine = index.data(RecordRole)
        column = index.column()
        face = theme.font(theme.HEAD_PX)
        is_struck = line.state in ("amended", "voided")
        face.setStrikeOut(is_struck and column == TEXT)
        room = area.adjusted(theme.px(12), 0, -theme.px(8), 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        paint_text(painter, room, text, face, self._ink(line, column, is_struck=is_struck))

    def _ink(self, line: LogLine, column: int, *, is_struck: bool) -> str:
        if is_struck:
            return "text2"
        if column == AT and line.late_min:
            return "warn_text"
        if column == HANDLING and line.state == "unread":
            return "warn_text"
        if column == KIND:
            return _LOUD.get(line.kind, "text2")
        return "text1" if column == TEXT else "text2"


class LogTableView(QTableView):
    """The rows on screen; the columns of text share the room."""

    def __init__(self, table: LogTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(table)
        self.setItemDelegate(_Delegate(self))
        lay_rows(self, row_px=38, least_px=40)
        self.horizontalHeader().setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, theme.px(width))

    def current(self) -> LogLine | None:
        """The selected line."""
        found = self.selectionModel().selectedRows()
        return found[0].data(RecordRole) if found else None
