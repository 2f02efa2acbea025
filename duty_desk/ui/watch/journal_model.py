"""Today's journal as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt

from duty_desk.domain.moment import LATE_AFTER_MS
from duty_desk.language import tr
from duty_desk.ui import times
from duty_desk.ui.record_table import Index, RecordRole, RecordTable

if TYPE_CHECKING:
    from duty_desk.desk.views import JournalLine

TIME, TAG, TEXT, ACTOR = range(4)
LateRole = RecordRole + 1


class JournalModel(RecordTable["JournalLine"]):
    """Lines newest first: time, tag with level, text with its late mark, actor."""

    heads = ("", "", "", "")

    def show_lines(self, lines: tuple[JournalLine, ...]) -> None:
        """Show these lines; new ones are put in on top, so that a reader keeps the place."""
        if lines == self._rows:
            return
        added = len(lines) - len(self._rows)
        if added > 0 and lines[added:] == self._rows:
            self.beginInsertRows(QModelIndex(), 0, added - 1)
            self._rows = lines
            self.endInsertRows()
            return
        self.show_rows(lines)

    def late_words(self, line: JournalLine) -> str:
        """`补记 迟 7 分` for a line written more than five minutes after it happened."""
        if line.late_ms <= LATE_AFTER_MS:
            return ""
        return tr("补记 迟 {n} 分", n=line.late_ms // times.MINUTE_MS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.row_at(index.row())
        if role == LateRole and line is not None:
            return self.late_words(line)
        return super().data(index, role)

    def words(self, record: JournalLine, column: int) -> str:
        if column == TIME:
            return times.time_of_day(record.event_at)
        return {TAG: record.tag, TEXT: record.text, ACTOR: record.actor}[column]

    def level(self, record: JournalLine, _column: int) -> str:
        return record.level

    def tip(self, record: JournalLine, column: int) -> str:
        return f"{times.date_and_time(record.event_at)}  {record.text}" if column == TEXT else ""
