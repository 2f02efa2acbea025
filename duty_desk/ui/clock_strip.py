"""The strip of running clocks at the top right of every page that has no clock panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.problems.time_left import time_left

if TYPE_CHECKING:
    from duty_desk.desk.views import ClockCard
    from duty_desk.ui.alarm import Alarms
    from duty_desk.ui.watch.model import WatchModel

STRIP_PX, PILL_PX, TICK_MS, MOST_PILLS = 36, 28, 200, 5
_GROUNDS = {
    "calm": ("bg3", "text1"),
    "near": ("warn_tint", "warn_text"),
    "urgent": ("bad_tint", "bad_text"),
    "breached": ("bad_tint", "bad_text"),
}


class ClockPill(QAbstractButton):
    """One clock: what, which camera, and the time left."""

    def __init__(self, clock: ClockCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self._figures, self._level, self._is_lit = "", "calm", False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = f"{clock.title} {clock.headline.split(' ')[0]}"
        self.setText(clock.headline if clock.noun == "report" else words)
        self.setToolTip(clock.headline)

    def figures(self) -> str:
        """The time left as shown."""
        return self._figures

    def tick(self, now: int, *, is_lit: bool) -> None:
        """Show the time left at `now`; lit while nobody has acknowledged the alarm."""
        left = time_left(self.clock, now)
        if (left.text, left.level, is_lit) == (self._figures, self._level, self._is_lit):
            return
        self._figures, self._level, self._is_lit = left.text, left.level, is_lit
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font(theme.HEAD_PX)).horizontalAdvance(self.text())
        bold = QFontMetrics(theme.font(theme.HEAD_PX, is_bold=True))
        width = words + bold.horizontalAdvance(self._figures) + theme.px(32)
        return QSize(width, theme.px(PILL_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground, ink = _GROUNDS[self._level]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("bad") if self._is_lit else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(theme.HEAD_PX))
        inside = self.rect().adjusted(theme.px(12), 0, -theme.px(12), 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(theme.font(theme.HEAD_PX, is_bold=True))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inside, flags, self._figures)


class ClockStrip(QWidget):
    """Pills of all running clocks, least time left first.

    Signals:
        opened(str): open the form of this problem.
    """

    opened = Signal(str)

    def __init__(self, model: WatchModel, alarms: Alarms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._alarms = model, alarms
        self._pills: list[ClockPill] = []
        self._ticks = 0
        self._corner, self._most_px = QPoint(), 0
        self._more = QLabel()
        self._more.setProperty("role", "second")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch()
        self._row.addWidget(self._more)
        self.setFixedHeight(theme.px(STRIP_PX))
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        model.clocks_changed.connect(self._show_clocks)
        self._show_clocks()

    def pills(self) -> tuple[ClockPill, ...]:
        """The pills from left to right."""
        return tuple(self._pills)

    def fit(self, top_right: QPoint, most_px: int) -> None:
        """Lie with this upper right corner, no wider than needed nor than `most_px`."""
        self._corner, self._most_px = top_right, most_px
        width = min(self._row.sizeHint().width(), most_px)
        self.setGeometry(top_right.x() - width + 1, top_right.y(), width, self.height())
        self.raise_()

    def _show_clocks(self) -> None:
        for pill in self._pills:
            self._row.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        clocks = sorted(self._model.clocks, key=lambda clock: clock.due_at)
        self._pills = [self._made(clock) for clock in clocks[:MOST_PILLS]]
        for place, pill in enumerate(self._pills, start=1):
            self._row.insertWidget(place, pill)
        more = len(clocks) - len(self._pills)
        self._more.setText(tr("另有 {n} 个", n=more) if more else "")
        self._more.setVisible(more > 0)
        self._tick()
        self.fit(self._corner, self._most_px)

    def _made(self, clock: ClockCard) -> ClockPill:
        pill = ClockPill(clock)
        pill.clicked.connect(lambda: self.opened.emit(clock.subject))
        return pill

    def _tick(self) -> None:
        now = self._model.time.now_ms()
        self._ticks += 1
        for pill in self._pills:
            is_open = self._alarms.level_of(pill.clock.id) in ("urgent", "breach")
            pill.tick(now, is_lit=is_open and self._ticks // 3 % 2 == 0)
        if self._row.sizeHint().width() != self.width():
            self.fit(self._corner, self._most_px)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show_clocks()
        super().changeEvent(event)


def leave_room(head: QHBoxLayout) -> None:
    """Keep the right of a page's head free, and as high as the strip that lies over it."""
    head.addStretch(1)
    head.addStrut(theme.px(STRIP_PX))
