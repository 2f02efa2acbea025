"""The chip of the top bar that counts down to what a request owes first, mostly to overwriting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy

from duty_desk.desk.footage_words import warning_words
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.chip import StatusPill
from duty_desk.ui.footage.words import left_words

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.footage_views import FootageDay, FootageWarning
    from duty_desk.domain.time_source import TimeSource

TICK_MS = 1_000
_DOTS = {"attention": "warn", "urgent": "bad", "breach": "bad"}


class WarningChip(StatusPill):
    """Shown while a request has a countdown.

    Signals:
        pressed(str): the request it tells of was asked for.
    """

    pressed = Signal(str)

    def __init__(self, time: TimeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = time
        self._warnings: tuple[FootageWarning, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._show)
        self._timer.start()
        self._show()

    def show_day(self, day: FootageDay) -> None:
        """Take over the countdowns as they stand."""
        self._warnings = day.warnings
        self._show()

    def first(self) -> FootageWarning | None:
        """The one it tells of: the soonest."""
        return self._warnings[0] if self._warnings else None

    def minimumSizeHint(self) -> QSize:
        """On a narrow window the time that is left must do; once it is red, more words."""
        return QSize(max(theme.px(150 * (self._dot == "bad")), self.brief_px()), theme.px(28))

    def _show(self) -> None:
        first = self.first()
        self.setVisible(first is not None)
        if first is None:
            return
        left_ms = first.due_at - self._time.now_ms()
        dot = _DOTS.get(first.level, "warn")
        self.show_state(_words(first, left_ms, len(self._warnings)), dot)
        left = left_words(left_ms)
        briefs = (_left(first, left), f"{first.number} {left}", left) if left_ms > 0 else ()
        self.show_brief(*briefs)
        self.setAccessibleName(self.text())
        self.setToolTip("\n".join(warning_words(one) for one in self._warnings))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        first = self.first()
        if first is not None:
            self.pressed.emit(first.request_id)
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)


def _words(first: FootageWarning, left_ms: int, count: int) -> str:
    words = _late(first) if left_ms <= 0 else _left(first, left_words(left_ms))
    return words if count == 1 else tr("{words}，另 {n} 项", words=words, n=count - 1)


def _left(first: FootageWarning, left: str) -> str:
    no = first.number
    if first.what == "papers":
        return tr("调取 {no} 补手续 剩 {left}", no=no, left=left)
    if first.what == "medium":
        return tr("调取 {no} 还介质 剩 {left}", no=no, left=left)
    if first.what == "copy":
        return tr("调取 {no} 销毁留存 剩 {left}", no=no, left=left)
    return tr("调取 {no} {left}后覆盖", no=no, left=left)


def _late(first: FootageWarning) -> str:
    no = first.number
    if first.what == "papers":
        return tr("调取 {no} 手续逾期", no=no)
    if first.what == "medium":
        return tr("调取 {no} 介质逾期未还", no=no)
    if first.what == "copy":
        return tr("调取 {no} 留存应销毁", no=no)
    return tr("调取 {no} 正在被覆盖", no=no)
