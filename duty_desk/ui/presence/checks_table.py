"""Presence checks as a table: when, who, how it was answered, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from duty_desk.desk.duty_words import VERDICTS
from duty_desk.language import mark, tr
from duty_desk.ui import theme, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.duty_views import PresenceRow

AT, WHO, ANSWER, WAY, STATE, TOLD = range(6)
_HEADS = (
    mark("提示时间"),
    mark("值班员"),
    mark("应答"),
    mark("方式"),
    mark("结果"),
    mark("说明"),
)
_STATES = {
    "shown": mark("等待应答"),
    "sounded": mark("等待应答"),
    "escalated": mark("等待应答"),
    "confirmed": mark("已确认"),
    "unconfirmed": mark("未确认，待认定"),
    "lapsed": mark("程序停止，作废"),
}
_INKS = {"unconfirmed": "warn_text", "breach": "bad_text", "confirmed": "ok_text"}
RowRole = Qt.ItemDataRole.UserRole


class ChecksTable(QAbstractTableModel):
    """Presence checks, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PresenceRow, ...] = ()

    def show_rows(self, rows: Sequence[PresenceRow]) -> None:
        """Show these checks."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row_of(self, index: QModelIndex) -> PresenceRow | None:
        """The check at `index`."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return len(self._rows)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _cell(row, index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour(
                _INKS.get(row.state, "text2") if index.column() == STATE else "text1"
            )
        return None


def _cell(row: PresenceRow, column: int) -> str:
    if column == AT:
        return times.date_and_time(row.prompted_at)
    if column == ANSWER:
        return "—" if row.answer_ms is None else tr("{s} 秒", s=f"{row.answer_ms / 1000:.1f}")
    if column == WAY:
        return {"key": "F12", "work": tr("有操作")}.get(row.way, "—")
    if column == STATE:
        return tr(VERDICTS[row.state]) if row.state in VERDICTS else tr(_STATES[row.state])
    if column == WHO:
        return row.person
    in_round = tr("当时正在巡查") if row.in_round and row.state != "confirmed" else ""
    judged = tr("{name}：{reason}", name=row.judged_by, reason=row.reason) if row.judged_by else ""
    told = row.told_words if row.state != "confirmed" or row.escalated_at else ""
    return tr("；").join(part for part in (judged, in_round, told) if part)
