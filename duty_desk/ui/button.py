"""Buttons that show the key which presses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from duty_desk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

_GAP, _SIDE, _BADGE_SIDE = 8, 14, 6
_INK = {"primary": "on_accent", "danger": "bad_text", "segment": "text2"}


class KeyButton(QPushButton):
    """A button with a word, perhaps an icon before it, and a badge with its key behind it.

    The badge only tells; whoever owns the button makes the shortcut. `key_first` puts the badge
    in front, as the category buttons want it. Roles: primary, danger, quiet, flat, category.
    """

    def __init__(
        self,
        role: str = "",
        key: str = "",
        parent: QWidget | None = None,
        *,
        key_first: bool = False,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._is_key_first = key_first
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.give_role(self, role)

    def key(self) -> str:
        """What the badge says."""
        return self._key

    def set_key(self, key: str) -> None:
        self._key = key
        self.updateGeometry()
        self.update()

    def _badge_font_metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.font(theme.SECOND_PX - 1, is_bold=True))

    def _badge_width(self) -> int:
        if not self._key:
            return 0
        side = theme.px(_BADGE_SIDE)
        return max(self._badge_font_metrics().horizontalAdvance(self._key) + 2 * side, theme.px(20))

    def _content_width(self) -> int:
        parts = [self._word_metrics().horizontalAdvance(self.text())] if self.text() else []
        if not self.icon().isNull():
            parts.append(self.iconSize().width())
        if self._key:
            parts.append(self._badge_width())
        return sum(parts) + theme.px(_GAP) * max(0, len(parts) - 1)

    def _word_metrics(self) -> QFontMetrics:
        self.ensurePolished()
        return QFontMetrics(self.font())

    def _ink(self) -> QColor:
        role = str(self.property("role") or "")
        if not self.isEnabled():
            return theme.colour("text3")
        return theme.colour(_INK.get(role, "text1"))

    def _paint_badge(self, painter: QPainter, left: int, area: QRect) -> None:
        height = theme.px(19)
        box = QRectF(left, area.center().y() - height / 2 + 1, self._badge_width(), height)
        is_primary = self.property("role") == "primary" and self.isEnabled()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen if is_primary else theme.colour("key_line"))
        painter.setBrush(theme.colour("accent_badge" if is_primary else "key_ground"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("on_badge" if is_primary else "text2"))
        painter.setFont(theme.font(theme.SECOND_PX - 1, is_bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint_icon(self, painter: QPainter, left: int, area: QRect) -> None:
        size = self.iconSize()
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        picture = self.icon().pixmap(size, self.devicePixelRatioF(), mode)
        painter.drawPixmap(left, area.center().y() - size.height() // 2 + 1, picture)

    def _paint_word(self, painter: QPainter, left: int, area: QRect) -> int:
        width = self._word_metrics().horizontalAdvance(self.text())
        painter.setPen(self._ink())
        painter.setFont(self.font())
        box = area.adjusted(left - area.left(), 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, flags, self.text())
        return width

    def _paint_content(self, painter: QPainter) -> None:
        area, gap = self.rect(), theme.px(_GAP)
        is_left = self.property("role") == "category"
        left = theme.px(_SIDE - 4) if is_left else (area.width() - self._content_width()) // 2
        if self._key and self._is_key_first:
            self._paint_badge(painter, left, area)
            left += self._badge_width() + gap
        if not self.icon().isNull():
            self._paint_icon(painter, left, area)
            left += self.iconSize().width() + gap
        if self.text():
            left += self._paint_word(painter, left, area) + gap
        if self._key and not self._is_key_first:
            self._paint_badge(painter, left, area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        height = max(super().sizeHint().height(), theme.px(34))
        return QSize(self._content_width() + 2 * theme.px(_SIDE), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._paint_content(painter)
