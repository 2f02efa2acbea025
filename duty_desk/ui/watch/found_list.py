"""The cameras that were found, over the bar: code, name, community, state and when seen last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.chip import DOTS
from duty_desk.ui.watch.camera_standing import when_words
from duty_desk.ui.watch.marked_text import paint_marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from duty_desk.desk.camera_search import Found
    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.watch.camera_standing import Standing
    from duty_desk.ui.watch.finder_model import FinderModel
    from duty_desk.ui.watch.tile_look import Now

ROW_PX, WIDTH_PX, MOST_ROWS = 34, 760, 9
_SIDE, _CODE, _COMMUNITY, _STATE, _SEEN = 12, 84, 150, 132, 84
FoundRole = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class FoundModel(QAbstractListModel):
    """The rows of the list."""

    def __init__(self, finder: FinderModel) -> None:
        super().__init__(finder)
        self._finder = finder
        self._found: tuple[Found, ...] = ()

    def show(self) -> None:
        """Take over what is found now."""
        self.beginResetModel()
        self._found = self._finder.found
        self.endResetModel()

    def camera(self, row: int) -> CameraRow | None:
        """The camera of a row."""
        return self._found[row].camera if 0 <= row < len(self._found) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        found = self._found[index.row()]
        if role == FoundRole:
            return found
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{found.camera.code} {found.camera.name} {found.camera.community}"
        return None


class _FoundDelegate(QStyledItemDelegate):
    def __init__(
        self,
        standing_of: Callable[[CameraRow], Standing],
        now: Callable[[], Now],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._standing_of = standing_of
        self._now = now

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(option.rect.width(), theme.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.colour("selection"))
        area = option.rect.adjusted(theme.px(_SIDE), 0, -theme.px(_SIDE), 0)
        found: Found = index.data(FoundRole)
        area = self._paint_standing(painter, area, found.camera)
        _paint_camera(painter, area, found)
        painter.restore()

    def _paint_standing(self, painter: QPainter, area: QRect, camera: CameraRow) -> QRect:
        """State and last seen at the right; returns the room that is left."""
        stands = self._standing_of(camera)
        painter.setFont(theme.font(theme.SECOND_PX))
        painter.setPen(theme.colour("text2"))
        painter.drawText(area, _RIGHT, when_words(stands.seen_at, self._now().at))
        left = area.right() - theme.px(_SEEN + _STATE)
        box = QRect(left, area.top(), theme.px(_STATE), area.height())
        paint_dot(painter, box, stands.dot, is_full=stands.is_checked)
        words = box.adjusted(theme.px(14), 0, 0, 0)
        paint_marked(painter, words, stands.words, "text1", face=theme.font(theme.SECOND_PX))
        return QRect(area.left(), area.top(), left - area.left() - theme.px(8), area.height())


def paint_dot(painter: QPainter, box: QRect, dot: str, *, is_full: bool = True) -> None:
    """A state's dot at the left of `box`; a grey ring for a picture that nobody checked."""
    area = QRectF(box.left(), box.center().y() - 3, 8, 8)
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    if is_full:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(DOTS[dot]))
    else:
        painter.setPen(QPen(theme.colour("text2"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        area.adjust(0.75, 0.75, -0.75, -0.75)
    painter.drawEllipse(area)


def _paint_camera(painter: QPainter, area: QRect, found: Found) -> None:
    camera, bold = found.camera, theme.font(theme.HEAD_PX, is_bold=True)
    code = QRect(area.left(), area.top(), theme.px(_CODE), area.height())
    paint_marked(painter, code, camera.code, "text1", face=bold, parts=_parts(found, "code"))
    field = next((s.field for s in found.spans if s.field == "address"), "community")
    side = QRect(0, area.top(), theme.px(_COMMUNITY), area.height())
    side.moveRight(area.right())
    text = getattr(camera, field)
    small = theme.font(theme.SECOND_PX)
    paint_marked(painter, side, text, "text2", face=small, parts=_parts(found, field))
    name = QRect(code.right() + 1, area.top(), side.left() - code.right() - 9, area.height())
    face = theme.font(theme.HEAD_PX)
    used = paint_marked(painter, name, camera.name, "text1", face=face, parts=_parts(found, "name"))
    alias = name.adjusted(used + theme.px(10), 0, 0, 0)
    if camera.alias and alias.width() > QFontMetrics(small).averageCharWidth() * 6:
        parts = _parts(found, "alias")
        paint_marked(painter, alias, camera.alias, "text2", face=small, parts=parts)


def _parts(found: Found, field: str) -> list[tuple[int, int]]:
    return [(span.start, span.stop) for span in found.spans if span.field == field]


class FoundList(QFrame):
    """Lies over its window beside the search field; never takes the keyboard from it.

    Signals:
        chosen(str, bool): the id of a camera, and whether its picture shall be full.
        all_wanted(): the list of all cameras is asked for.
    """

    chosen = Signal(str, bool)
    all_wanted = Signal()

    def __init__(
        self,
        finder: FinderModel,
        standing_of: Callable[[CameraRow], Standing],
        now: Callable[[], Now],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._finder = finder
        self._rows = FoundModel(finder)
        self._view = QListView()
        self._view.setModel(self._rows)
        self._view.setItemDelegate(_FoundDelegate(standing_of, now, self._view))
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setUniformItemSizes(True)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        theme.give_role(self._view, "bare")
        self._words, self._all = QLabel(), QPushButton()
        theme.give_role(self._words, "second")
        theme.give_role(self._all, "flat")
        self._all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self._view.clicked.connect(lambda index: self._choose(index.row(), is_full=False))
        self._all.clicked.connect(self.all_wanted)
        self.hide()

    def show_found(self) -> None:
        """Show what is found; the best is chosen."""
        self._rows.show()
        self._view.setVisible(self._rows.rowCount() > 0)
        self.step(0)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._all.setText(tr("全部点位"))
        self._view.setAccessibleName(tr("找到的点位"))
        self._words.setText(self._summary())

    def step(self, rows: int) -> None:
        """Move the choice by so many rows; it stops at the ends."""
        last = self._rows.rowCount() - 1
        now = max(0, self._view.currentIndex().row())
        if last >= 0:
            self._view.setCurrentIndex(self._rows.index(max(0, min(last, now + rows))))

    def take(self, *, is_full: bool) -> None:
        """Choose the camera of the current row."""
        self._choose(self._view.currentIndex().row(), is_full=is_full)

    def age(self) -> None:
        """Draw states and times anew."""
        self._view.viewport().update()

    def place_beside(self, field: QWidget) -> None:
        """Above the field, where the room is, and never beyond its bar: clocks stay free."""
        window, bar = field.window(), field.parentWidget() or field
        if self.parentWidget() is not window:
            self.setParent(window)
        width = min(theme.px(WIDTH_PX), bar.width())
        rows = min(MOST_ROWS, self._rows.rowCount())
        self._view.setFixedHeight(rows * theme.px(ROW_PX))
        self.setFixedWidth(width)
        self.adjustSize()
        corner, end = field.mapTo(window, QPoint()), bar.mapTo(window, bar.rect().topRight())
        left = min(corner.x(), end.x() + 1 - width)
        top = corner.y() - self.height() - theme.px(6)
        self.move(left, top if top >= 0 else corner.y() + field.height() + theme.px(6))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 2, 4, 2)
        foot.addWidget(self._words, 1)
        foot.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 6, 1, 4)
        column.setSpacing(2)
        column.addWidget(self._view)
        column.addLayout(foot)

    def _summary(self) -> str:
        shown, total = self._rows.rowCount(), self._finder.total
        if not self._finder.query.strip():
            return ""
        if not self._finder.cameras:
            return tr("还没有点位。用 duty-desk cameras import 导入点位表后，这里就能搜到。")
        if not total:
            return tr("没有符合“{text}”的点位。", text=self._finder.query.strip())
        if shown < total:
            return tr(
                "共 {total} 个，列出最符合的 {shown} 个。Enter 到画面，Shift+Enter 放大。",
                total=total,
                shown=shown,
            )
        return tr("共 {total} 个。Enter 到画面，Shift+Enter 放大。", total=total)

    def _choose(self, row: int, *, is_full: bool) -> None:
        camera = self._rows.camera(row)
        if camera is not None:
            self.chosen.emit(camera.id, is_full)
