"""The order of a round: every checkpoint with its outcome, the ones in view lit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.patrol.words import outcome_chip
from duty_desk.ui.row_paint import LEFT, RIGHT, cut, paint_chip

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import CheckpointRow
    from duty_desk.ui.patrol.walk_model import WalkModel

ROW_PX, SIDE_PX = 37, 14
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class OrderModel(QAbstractListModel):
    """The checkpoints of a walk, one a row."""

    def __init__(self, walk: WalkModel) -> None:
        super().__init__(walk)
        self._walk = walk
        self._points: tuple[CheckpointRow, ...] = ()
        self._lost: frozenset[str] = frozenset()
        self._in_view: tuple[int, ...] = ()

    def show(self, lost: frozenset[str]) -> None:
        """Take over the walk as it stands; `lost` are ids of cameras with an open fault."""
        points, in_view = self._walk.points(), self._walk.nos
        if len(points) != len(self._points):
            self.beginResetModel()
            self._points, self._lost, self._in_view = points, lost, in_view
            self.endResetModel()
        elif (points, lost, in_view) != (self._points, self._lost, self._in_view):
            self._points, self._lost, self._in_view = points, lost, in_view
            self.dataChanged.emit(self.index(0), self.index(len(points) - 1))

    def point(self, index: _Index) -> CheckpointRow:
        """The checkpoint of a row."""
        return self._points[index.row()]

    def chip(self, index: _Index) -> tuple[str, str]:
        """The word at the end of a row, and its level."""
        point = self.point(index)
        word, level = outcome_chip(point)
        if self.is_in_view(index) and not word:
            return tr("查看中"), "accent"
        if word:
            return word, level
        if point.is_removed:
            return tr("已停用"), "urgent"
        if point.camera_id in self._lost:
            return tr("有故障"), "urgent"
        marks = [tr("重点")] * point.is_hard + [tr("夜间")] * point.is_night
        return " ".join(marks), ""

    def is_in_view(self, index: _Index) -> bool:
        """Whether a checkpoint is on the stage."""
        return self.point(index).no in self._in_view

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._points)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        point = self.point(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            word, _ = self.chip(index)
            return f"{point.no} {point.camera_code} {point.camera_name} {word}".rstrip()
        if role == Qt.ItemDataRole.ToolTipRole:
            told = (point.community, point.look_for, point.reason)
            return "\n".join(words for words in told if words)
        return None


class _OrderRow(QStyledItemDelegate):
    """Paints a row: number, code, name, and the chip at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(100, theme.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        area: QRect = option.rect
        if not isinstance(model, OrderModel):
            return
        if model.is_in_view(index):
            painter.fillRect(area, theme.colour("selection"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.colour("line"))
        body = area.adjusted(theme.px(SIDE_PX), 0, -theme.px(SIDE_PX), 0)
        body.setRight(paint_chip(painter, body, *model.chip(index), RIGHT).left() - 8)
        point = model.point(index)
        small, bold = theme.font(theme.SECOND_PX), theme.font(theme.HEAD_PX, is_bold=True)
        painter.setPen(theme.colour("text2"))
        painter.setFont(small)
        painter.drawText(body, LEFT, str(point.no))
        body.adjust(theme.px(44), 0, 0, 0)
        painter.setPen(theme.colour("text1"))
        painter.setFont(bold)
        painter.drawText(body, LEFT, point.camera_code)
        body.adjust(QFontMetrics(bold).horizontalAdvance(point.camera_code) + 8, 0, 0, 0)
        name = point.camera_name + (f" · {point.preset}" if point.preset else "")
        face = theme.font(theme.HEAD_PX)
        painter.setFont(face)
        painter.drawText(body, LEFT, cut(name, face, max(0, body.width())))


class OrderCard(QFrame):
    """The card at the right of a walk.

    Signals:
        chosen(int): go to this checkpoint.
    """

    chosen = Signal(int)

    def __init__(self, walk: WalkModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._walk = walk
        self._lost: frozenset[str] = frozenset()
        self._shown_no = 0
        self._head = QLabel()
        theme.give_role(self._head, "head")
        self._head.setContentsMargins(14, 12, 14, 12)
        self.model = OrderModel(walk)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_OrderRow(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setUniformItemSizes(True)
        self.list.setStyleSheet("background: transparent;")
        self.list.clicked.connect(lambda index: self.chosen.emit(index.row() + 1))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list, 1)
        walk.changed.connect(self.refresh)

    def show_lost(self, lost: frozenset[str]) -> None:
        """Take over which cameras have an open fault."""
        self._lost = lost
        self.refresh()

    def refresh(self) -> None:
        """Show the walk as it stands; keep what is in view in the upper third."""
        left = len([point for point in self._walk.points() if not point.outcome])
        self._head.setText(tr("巡查顺序 · 还有 {n} 个", n=left))
        self.model.show(self._lost)
        first = self._walk.nos[0] if self._walk.nos else 0
        if first and first != self._shown_no:
            self._shown_no = first
            self.list.scrollTo(
                self.model.index(max(0, first - 6)),
                QAbstractItemView.ScrollHint.PositionAtTop,
            )
