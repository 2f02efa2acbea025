"""The reports at the left: what is due first, each with how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from duty_desk.desk.report_words import period_words, state_words
from duty_desk.domain.report import ReportState
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.row_paint import LEFT, RIGHT, cut, paint_chip, paint_ground

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.report_views import ReportRow

ROW_PX, CHIP_PX = 54, 150
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole + 1


class ReportList(QAbstractListModel):
    """Reports as rows."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ReportRow, ...] = ()

    def show_rows(self, rows: Sequence[ReportRow]) -> None:
        """Show these reports."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def number_of(self, subject: str) -> int:
        """The row of a report, -1 when it is not listed."""
        return next((no for no, one in enumerate(self._rows) if one.id == subject), -1)

    def row_at(self, number: int) -> ReportRow | None:
        """The report of a row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == RowRole:
            return row
        return row.title if role == Qt.ItemDataRole.DisplayRole else None


class ReportDelegate(QStyledItemDelegate):
    """Draws a report: its title, when it is due, how it stands."""

    def __init__(self, now: Any) -> None:
        super().__init__()
        self._now = now

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, theme.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ReportRow = index.data(RowRole)
        paint_ground(painter, option)
        area = option.rect.adjusted(theme.px(12), theme.px(6), -theme.px(12), -theme.px(7))
        words, level = chip_of(row, self._now())
        room = QRect(area.right() - theme.px(CHIP_PX), area.top(), theme.px(CHIP_PX), area.height())
        left = paint_chip(painter, room, words, level, RIGHT).left()
        bold, small = theme.font(theme.BODY_PX, is_bold=True), theme.font(theme.SECOND_PX)
        width = left - area.left() - theme.px(8)
        painter.setPen(theme.colour("text1"))
        painter.setFont(bold)
        line = QRect(area.left(), area.top(), width, QFontMetrics(bold).height())
        painter.drawText(line, LEFT, cut(row.title, bold, width))
        painter.setPen(theme.colour("text2"))
        painter.setFont(small)
        below = QRect(area.left(), line.bottom() + 1, width, area.bottom() - line.bottom())
        painter.drawText(below, LEFT, cut(under(row), small, width))


class ReportListView(QListView):
    """The list."""

    def __init__(self, now: Any) -> None:
        super().__init__()
        self.reports = ReportList()
        self._delegate = ReportDelegate(now)
        self.setModel(self.reports)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        theme.give_role(self, "bare")

    def show_chosen(self, subject: str) -> None:
        """Mark this report as chosen."""
        number = self.reports.number_of(subject)
        if number >= 0 and self.currentIndex().row() != number:
            self.setCurrentIndex(self.reports.index(number))


def under(row: ReportRow) -> str:
    """The second line: when it is due, or what it was made for."""
    if row.failed_words:
        return row.failed_words
    version = tr("第 {n} 版 · ", n=row.version) if row.version > 1 else ""
    if row.due_at is None:
        return version + period_words(row.kind, row.from_at, row.to_at)
    due = f"{times.local(row.due_at):%m-%d %H:%M}"
    return version + tr("{due} 前送达", due=due)


def chip_of(row: ReportRow, now: int) -> tuple[str, str]:
    """How a report stands, and the level of the word."""
    if row.state is ReportState.DELIVERED and row.delivered_at is not None:
        is_late = row.verdict == "breached"
        at = f"{times.local(row.delivered_at):%m-%d %H:%M}"
        words = tr("迟 {at} 送达", at=at) if is_late else tr("已送达 {at}", at=at)
        return words, "urgent" if is_late else "done"
    if row.failed_words:
        return tr("草稿没有做成"), "urgent"
    if row.due_at is not None and row.due_at < now:
        return tr("逾期 {left}", left=times.span(now - row.due_at)), "urgent"
    if row.due_at is not None and row.due_at - now < 2 * 3_600_000:
        return tr("剩 {n} 分", n=(row.due_at - now) // 60_000), "attention"
    levels = {ReportState.APPROVED: "accent", ReportState.FROZEN: "done"}
    return state_words(row.state), levels.get(row.state, "")
