"""What tables and lists draw alike: a row's ground, chips, texts that are cut; their delegate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from duty_desk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QFont

    Index = QModelIndex | QPersistentModelIndex

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CHIP_PX = 22
_GROUNDS = {
    "attention": ("warn_tint", "warn_text"),
    "urgent": ("bad_tint", "bad_text"),
    "done": ("ok_tint", "ok_text"),
    "accent": ("accent_tint", "accent_text"),
    "press": ("accent", "on_accent"),
}
_CALM = ("bg3", "text2")
INKS = {
    "": "text1",
    "soft": "text2",
    "attention": "warn_text",
    "urgent": "bad_text",
    "done": "ok_text",
    "accent": "accent_text",
}


class RowDelegate(QStyledItemDelegate):
    """Draws rows, or cells, on their ground; whoever inherits draws what stands on it.

    `row_px` is how high a row is, 0 where the view lays its rows itself.
    """

    row_px = 0

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Draw what stands in `area`; the painter may be left changed."""
        raise NotImplementedError

    # --- Qt ------------------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.px(self.row_px)) if self.row_px else super().sizeHint(option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        paint_ground(painter, option)
        self.draw(painter, option.rect, index)
        painter.restore()


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The ground of a selected row, and the hairline below every row."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, theme.colour("selection"))
    hairline = QRect(option.rect.bottomLeft(), QSize(option.rect.width(), 1))
    painter.fillRect(hairline, theme.colour("line"))


def paint_chip(
    painter: QPainter, area: QRect, text: str, level: str, side: Qt.AlignmentFlag = LEFT
) -> QRect:
    """A word on a tinted ground at the left or right of `area`; where it lies, empty for no word.

    Args:
        painter: Its font and pen are changed.
        area: The room; a longer word is cut.
        text: The word.
        level: attention, urgent, done, accent, or press (it looks like a button); else calm.
        side: LEFT or RIGHT.
    """
    is_left = bool(side & Qt.AlignmentFlag.AlignLeft)
    if not text:
        return QRect(area.left() if is_left else area.right() + 1, area.top(), 0, area.height())
    face = theme.font(theme.SECOND_PX, is_bold=level == "press")
    edge = theme.px(24 if level == "press" else 16)
    shown = cut(text, face, area.width() - edge)
    ground, ink = _GROUNDS.get(level, _CALM)
    width = QFontMetrics(face).horizontalAdvance(shown) + edge
    height = min(theme.px(CHIP_PX + (4 if level == "press" else 0)), area.height() - 6)
    left = area.left() if is_left else area.right() + 1 - width
    box = QRectF(left, area.center().y() - height / 2 + 1, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(box, 5, 5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(theme.colour(ink))
    painter.setFont(face)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    return box.toAlignedRect()


def cut(text: str, face: QFont, width_px: int) -> str:
    """`text` with an ellipsis where it is longer than `width_px`."""
    return QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, width_px)


def paint_text(
    painter: QPainter,
    area: QRect,
    text: str,
    face: QFont,
    ink: str,
    side: Qt.AlignmentFlag = LEFT,
) -> None:
    """`text` in a colour of the theme, cut where there is no room."""
    painter.setFont(face)
    painter.setPen(theme.colour(ink))
    painter.drawText(area, side, cut(text, face, area.width()))
