"""The rail at the left edge: one button a page, with a badge for what waits there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import icons, theme

if TYPE_CHECKING:
    from duty_desk.ui.pages import PageEntry

RAIL_PX, BUTTON_PX, ICON_PX = 84, 66, 22
_BADGE_INK = {"urgent": ("bad", "on_badge"), "attention": ("warn", "tile_ground")}


class RailButton(QAbstractButton):
    """A page's button: icon over word, badge at the icon's corner."""

    def __init__(self, page: PageEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._badge = 0
        self._level = "attention"
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setText(tr(self._page.title))
        self.setToolTip(f"Ctrl+{self._page.digit}")

    def badge(self) -> int:
        """How much waits on the page."""
        return self._badge

    def show_badge(self, count: int, level: str = "attention") -> None:
        """Show `count` (none when 0) in the colour of attention or urgent."""
        if (count, level) != (self._badge, self._level):
            self._badge, self._level = count, level
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(BUTTON_PX), theme.px(BUTTON_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "selection" if self.isChecked() else "bg2" if self.underMouse() else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        ink = "text1" if self.isChecked() else "text2"
        ratio, side = self.devicePixelRatioF(), theme.px(ICON_PX)
        left, top = (self.width() - side) // 2, theme.px(11)
        painter.drawPixmap(left, top, icons.pixmap(self._page.icon, ink, ICON_PX, ratio))
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(theme.HEAD_PX))
        word = QRect(0, theme.px(37), self.width(), theme.px(20))
        painter.drawText(word, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._badge:
            self._paint_badge(painter, left + side - 4, top - 7)

    def _paint_badge(self, painter: QPainter, left: int, top: int) -> None:
        text = str(self._badge) if self._badge < 100 else "99+"
        font = theme.font(theme.SECOND_PX - 1, is_bold=True)
        height = theme.px(18)
        width = max(height, QFontMetrics(font).horizontalAdvance(text) + 10)
        box = QRectF(min(left, self.width() - width), top, width, height)
        ground, ink = _BADGE_INK[self._level]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(theme.colour(ink))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class Rail(QFrame):
    """The buttons of the pages that exist.

    Signals:
        chosen(str): the id of the page a person asked for.
    """

    chosen = Signal(str)

    def __init__(self, pages: tuple[PageEntry, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "bar")
        self.setFixedWidth(theme.px(RAIL_PX))
        self._buttons = {page.id: RailButton(page) for page in pages}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(4)
        for page_id, button in self._buttons.items():
            group.addButton(button)
            column.addWidget(button)
            button.clicked.connect(lambda _on, page_id=page_id: self.chosen.emit(page_id))
        column.addStretch()

    def button(self, page_id: str) -> RailButton:
        """The button of a page."""
        return self._buttons[page_id]

    def show_page(self, page_id: str) -> None:
        """Mark the page that is shown."""
        self._buttons[page_id].setChecked(True)
