"""The chip of presence in the top bar: quiet green, or the prompt itself with its key.

It is the only place where a prompt appears: it covers nothing and never takes the keyboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from duty_desk.desk.duty_views import PresenceView
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.chip import DOTS

if TYPE_CHECKING:
    from duty_desk.domain.time_source import TimeSource

KEY = "F12"
_LOUD = {"shown": ("warn", "tile_ground"), "sounded": ("bad", "on_badge")}
_LOUD["escalated"] = _LOUD["sounded"]


class PresenceChip(QWidget):
    """Shows a `PresenceView`.

    Signals:
        pressed(): the mouse was pressed on it.
    """

    pressed = Signal()

    def __init__(self, time: TimeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = time
        self._view = PresenceView()
        self._words, self._dot, self._is_lit = "", "idle", False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def words(self) -> str:
        """What it says."""
        return self._words

    def show_view(self, view: PresenceView) -> None:
        """Show how presence stands."""
        if view.state != self._view.state:
            self.updateGeometry()
        self._view = view
        self.tick()

    def tick(self) -> None:
        """Count down, and light up while a prompt waits."""
        words, dot = self._said()
        is_lit = self._view.is_asking and self._time.mono_ms() // 600 % 2 == 0
        if (words, dot, is_lit) != (self._words, self._dot, self._is_lit):
            before = self.sizeHint()
            self._words, self._dot, self._is_lit = words, dot, is_lit
            self.setToolTip(self._hint())
            self.setAccessibleName(words)
            if self.sizeHint() != before:
                self.updateGeometry()
            self.update()
        self.setVisible(bool(words))

    def _said(self) -> tuple[str, str]:
        view = self._view
        if view.is_asking:
            left = times.left(max(0, view.ends_at - self._time.now_ms()))
            return self._question().format(left=left), "warn"
        if view.state == "absent" and view.absence is not None:
            back = times.hour_and_minute(view.absence.back_by_at)
            return tr("离岗 {name} 顶岗 至 {at}", name=view.absence.reliever, at=back), "warn"
        if view.state == "paused" and view.paused_until_at is not None:
            return tr("在岗确认停到 {at}", at=times.hour_and_minute(view.paused_until_at)), "idle"
        if view.state == "quiet" and view.heard_at is not None:
            return tr("在岗 {at} 确认", at=times.hour_and_minute(view.heard_at)), "ok"
        return "", "idle"

    def _question(self) -> str:
        if self._view.state == "escalated":
            return tr("无人应答 {left}", left="{left}")
        return tr("请确认在岗 {left}", left="{left}")

    def _hint(self) -> str:
        view = self._view
        if view.is_asking:
            return " ".join(part for part in (tr("按 F12 应答"), view.told_words) if part)
        if view.state == "absent":
            return tr("点这里登记回岗")
        if view.state == "paused":
            return view.pause_reason
        return tr("点这里登记临时离岗；有操作就算在岗，动鼠标不算")

    def retranslate(self) -> None:
        """Say it in the language in use."""
        self.tick()

    def _loud(self) -> tuple[str, str] | None:
        return _LOUD.get(self._view.state)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font(theme.HEAD_PX, is_bold=self._view.is_asking))
        width = metrics.horizontalAdvance(self._words) + theme.px(40)
        if self._view.is_asking:
            width += theme.px(44)
        return QSize(width, theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()  # a prompt is never cut

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        loud, area = self._loud(), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground, ink = ("bg3", "text1") if loud is None else loud
        if loud is not None and not self._is_lit:
            tint = "warn" if ground == "warn" else "bad"
            ground, ink = f"{tint}_tint", f"{tint}_text"
        painter.setPen(theme.colour(loud[0]) if loud else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(DOTS[self._dot] if loud is None else ink))
        painter.drawEllipse(QRectF(theme.px(12), self.height() / 2 - 4, 8, 8))
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(theme.HEAD_PX, is_bold=loud is not None))
        inside = self.rect().adjusted(theme.px(26), 0, -theme.px(12), 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, self._words)
        if loud is not None:
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inside, flags, KEY)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
