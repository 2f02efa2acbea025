"""The carried-over items as a table: what, how it stands, when due, confirmed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from duty_desk.desk.handover_views import PacketItem
from duty_desk.desk.open_items import noun_words
from duty_desk.language import mark, tr
from duty_desk.ui import times

if TYPE_CHECKING:
    from duty_desk.desk.handover_views import Packet
    from duty_desk.domain.open_item import OpenItem

NO, KIND, TITLE, STATE, DUE, CONFIRMED = range(6)
LevelRole = Qt.ItemDataRole.UserRole + 1
LineRole = Qt.ItemDataRole.UserRole + 2
_HEADS = ("", mark("类别"), mark("事项"), mark("现状与下一步"), mark("时限"), mark("接班确认"))
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ItemsTable(QAbstractTableModel):
    """The lines of a cut, or of what would be cut now."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[PacketItem, ...] = ()
        self._pending: frozenset[int] = frozenset()
        self._is_cut = False
        self._has_come = False
        self._now = 0

    def show_packet(self, packet: Packet, pending: set[int], now: int) -> None:
        """Show a cut."""
        self._has_come = packet.arrived_at is not None
        self._take(packet.items, frozenset(pending), now, is_cut=True)

    def show_items(self, items: tuple[OpenItem, ...], now: int) -> None:
        """Show what is open now, before any cut."""
        lines = tuple(PacketItem(no=no, item=item) for no, item in enumerate(items, 1))
        self._take(lines, frozenset(), now, is_cut=False)

    def line(self, row: int) -> PacketItem | None:
        """The line in a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def next_open(self, after: int) -> int:
        """The row of the next item that is not confirmed, from the beginning again at the end."""
        rows = [*range(after + 1, len(self._lines)), *range(after + 1)]
        return next((row for row in rows if self._is_open(row)), -1)

    def _is_open(self, row: int) -> bool:
        line = self._lines[row]
        return line.confirmed_at is None and line.no not in self._pending

    def _take(
        self, lines: tuple[PacketItem, ...], pending: frozenset[int], now: int, *, is_cut: bool
    ) -> None:
        is_same = len(lines) == len(self._lines)
        if not is_same:
            self.beginResetModel()
        self._lines, self._pending, self._now, self._is_cut = lines, pending, now, is_cut
        if not is_same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, CONFIRMED))

    # --- Qt ------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_HEADS[section]) if _HEADS[section] else "#"
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role == LineRole:
            return line
        if role == LevelRole:
            return self._level(line, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (TITLE, STATE):
            return self._text(line, index.column())
        return None

    def _text(self, line: PacketItem, column: int) -> str:
        item = line.item
        if column == NO:
            return str(line.no)
        if column == KIND:
            return noun_words(item.noun)
        if column == TITLE:
            return item.title
        if column == STATE:
            return item.state or "—"
        if column == DUE:
            return self._due(item)
        return self._confirmation(line)

    def _due(self, item: OpenItem) -> str:
        if item.due_at is None:
            return "—"
        if abs(item.due_at - self._now) < times.DAY_MS:
            left_ms = item.due_at - self._now
            if left_ms < 0:
                return tr("超 {span}", span=times.span(-left_ms))
            return tr("剩 {left}", left=times.left(left_ms))
        return times.date_and_time(item.due_at)[5:16]

    def _confirmation(self, line: PacketItem) -> str:
        if not self._is_cut:
            return ""
        if line.confirmed_at is not None:
            at = times.hour_and_minute(line.confirmed_at)
            return tr("✓ 复述 {at}", at=at) if line.item.is_urgent else tr("✓ 已确认 {at}", at=at)
        if line.no in self._pending:
            return tr("保存中…")
        if not self._has_come:
            return tr("待接班人")
        return tr("复述") if line.item.is_urgent else tr("确认")

    def _level(self, line: PacketItem, column: int) -> str:
        if column == KIND:
            return "urgent" if line.item.is_urgent else "attention"
        if column == CONFIRMED and line.confirmed_at is not None:
            return "done"
        if column == CONFIRMED and self._has_come and line.no not in self._pending:
            return "accent"
        if column == DUE and line.item.due_at is not None and line.item.due_at <= self._now:
            return "urgent"
        return ""

    def tick(self, now: int) -> None:
        """Count the times left anew."""
        self._now = now
        if self._lines:
            self.dataChanged.emit(self.index(0, DUE), self.index(len(self._lines) - 1, DUE))
