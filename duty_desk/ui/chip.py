"""Chips: a short word on a tinted ground, and the pill of the top bar with its state dot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QStylePainter,
    QWidget,
)

from duty_desk.ui import theme

LEVELS = ("", "attention", "urgent", "breach", "done", "accent")
_SIDE = 8
DOTS = {"ok": "ok", "warn": "warn", "bad": "bad", "idle": "text3"}


class Chip(QLabel):
    """A short word; its level gives the ground: one of `LEVELS`."""

    def __init__(self, text: str = "", level: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.px(28))
        theme.give_role(self, "chip", level)

    def show_word(self, text: str, level: str = "") -> None:
        """Say `text` on the ground of `level`."""
        self.setText(text)
        if self.property("level") != level:
            theme.give_role(self, "chip", level)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOption()
        option.initFrom(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option)
        side = theme.px(_SIDE)
        area = self.rect().adjusted(side, 0, -side, 0)
        # A pixel of grace: the size hint rounds what the text needs.
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, area.width() + 1
        )
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area.adjusted(-1, 0, 1, 0), Qt.AlignmentFlag.AlignCenter, shown)


class StatusPill(QWidget):
    """A pill of the top bar: a dot (ok, warn, bad, idle) and the words that say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._briefs: tuple[str, ...] = ()
        self._dot = "idle"
        self._is_short = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The words on the pill."""
        return self._text

    def show_state(self, text: str, dot: str) -> None:
        """Say `text` with the dot of state `dot`."""
        if (text, dot) == (self._text, self._dot):
            return
        self._text, self._dot = text, dot
        self.updateGeometry()
        self.update()

    def show_brief(self, *texts: str) -> None:
        """Say the first of `texts` that fits where there is no room for all words."""
        if texts != self._briefs:
            self._briefs = texts
            self.updateGeometry()
            self.update()

    def is_idle(self) -> bool:
        """Whether it tells of something that is not in use."""
        return self._dot == "idle"

    def is_well(self) -> bool:
        """Whether its dot alone tells enough."""
        return self._dot == "ok"

    def words_px(self) -> int:
        """How much narrower it is without its words."""
        return _wide(self._text) + theme.px(8)

    def brief_px(self) -> int:
        """How wide it is with its shortest words alone."""
        return theme.px(40) + (_wide(self._briefs[-1]) if self._briefs else 0)

    def words_within(self, room_px: int) -> str:
        """What it says in so much room; the last is cut where even that is too long."""
        words = (self._text, *self._briefs)
        return next((one for one in words if _wide(one) <= room_px), words[-1])

    def is_short(self) -> bool:
        """Whether it shows its dot alone."""
        return self._is_short

    def be_short(self, *, is_short: bool) -> None:
        """Show the dot alone, the words as a hint; for a bar that is too narrow."""
        if is_short != self._is_short:
            self._is_short = is_short
            self.setToolTip(self._text if is_short else "")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        width = theme.px(32) + (0 if self._is_short else self.words_px())
        return QSize(width, theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg3"))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setBrush(theme.colour(DOTS[self._dot]))
        painter.drawEllipse(QRectF(theme.px(12), self.height() / 2 - 4, 8, 8))
        if self._is_short:
            return
        painter.setPen(theme.colour("text1"))
        painter.setFont(theme.font(theme.HEAD_PX))
        area = self.rect().adjusted(theme.px(26), 0, -theme.px(10), 0)
        # A pixel of grace: the size hint rounds what the text needs.
        room = area.width() + 4
        words = self.words_within(room)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)


def _wide(text: str) -> int:
    return QFontMetrics(theme.font(theme.HEAD_PX)).horizontalAdvance(text)
