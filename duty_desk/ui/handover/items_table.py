"""The carried-over items as a table: what, how it stands, when due, confirmed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.handover_views import PacketItem
from duty_desk.desk.open_items import noun_words
from duty_desk.language import mark, tr
from duty_desk.ui import times
from duty_desk.ui.record_table import RecordTable

if TYPE_CHECKING:
    from duty_desk.desk.handover_views import Packet
    from duty_desk.domain.open_item import OpenItem

NO, KIND, TITLE, STATE, DUE, CONFIRMED = range(6)


class ItemsTable(RecordTable["PacketItem"]):
    """The lines of a cut, or of what would be cut now."""

    heads = ("", mark("类别"), mark("事项"), mark("现状与下一步"), mark("时限"), mark("接班确认"))

    def __init__(self) -> None:
        super().__init__()
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

    def next_open(self, after: int) -> int:
        """The row of the next item that is not confirmed, from the beginning again at the end."""
        rows = [*range(after + 1, len(self._rows)), *range(after + 1)]
        return next((row for row in rows if self._is_open(row)), -1)

    def _is_open(self, row: int) -> bool:
        line = self._rows[row]
        return line.confirmed_at is None and line.no not in self._pending

    def _take(
        self, lines: tuple[PacketItem, ...], pending: frozenset[int], now: int, *, is_cut: bool
    ) -> None:
        self._pending, self._now, self._is_cut = pending, now, is_cut
        self.show_rows(lines, is_same_order=len(lines) == len(self._rows))

    def head(self, column: int) -> str:
        return super().head(column) or "#"

    def words(self, record: PacketItem, column: int) -> str:
        item = record.item
        if column == NO:
            return str(record.no)
        if column == KIND:
            return noun_words(item.noun)
        if column == TITLE:
            return item.title
        if column == STATE:
            return item.state or "—"
        if column == DUE:
            return self._due(item)
        return self._confirmation(record)

    def tip(self, record: PacketItem, column: int) -> str:
        return self.words(record, column) if column in (TITLE, STATE) else ""

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

    def level(self, record: PacketItem, column: int) -> str:
        if column == KIND:
            return "urgent" if record.item.is_urgent else "attention"
        if column == CONFIRMED and record.confirmed_at is not None:
            return "done"
        if column == CONFIRMED and self._has_come and record.no not in self._pending:
            return "press"
        if column == DUE and record.item.due_at is not None and record.item.due_at <= self._now:
            return "urgent"
        return ""

    def tick(self, now: int) -> None:
        """Count the times left anew."""
        self._now = now
        self.tell(DUE, DUE)
