"""The chip of the top bar about reports: a draft that failed, or what is due tomorrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy

from duty_desk.desk.report_views import ReportGlance
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.chip import StatusPill

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.report_views import Upcoming
    from duty_desk.domain.time_source import TimeSource

TICK_MS, REMIND_HOUR = 20_000, 16  # of the day before
DAY_MS = 86_400_000


class ReportChip(StatusPill):
    """Shown while there is something to tell that no clock tells.

    Signals:
        pressed(): the page is wanted.
        reminded(str): a sentence, once for each report that is due tomorrow.
    """

    pressed = Signal()
    reminded = Signal(str)

    def __init__(self, time: TimeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = time
        self._glance = ReportGlance()
        self._told: set[int] = set()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.show_now)
        self._timer.start()
        self.show_now()

    def show_glance(self, glance: ReportGlance) -> None:
        """Take over how reports stand."""
        self._glance = glance
        self.show_now()

    def tomorrow(self) -> tuple[Upcoming, ...]:
        """What is due tomorrow, from four in the afternoon of the day before on.

        A report that is due every day needs no reminder: its clock runs every morning.
        """
        now = self._time.now_ms()
        return tuple(
            one
            for one in self._glance.upcoming
            if one.is_rare and _day(one.due_at) == _day(now + DAY_MS) and _hour(now) >= REMIND_HOUR
        )

    def minimumSizeHint(self) -> QSize:
        """On a narrow window the dot alone must do; the page says the rest."""
        return QSize(theme.px(36), theme.px(28))

    def show_now(self) -> None:
        """Show what there is to tell now."""
        tomorrow, failed = self.tomorrow(), self._glance.failed
        self.setVisible(bool(tomorrow or failed))
        if failed:
            self.show_state(tr("报告草稿没有做成"), "bad")
            self.setToolTip("\n".join(failed))
        elif tomorrow:
            self.show_state(tomorrow_words(tomorrow), "warn")
            self.setToolTip(tr("请先看“报表”页里的缺口。"))
        self.setAccessibleName(self.text())
        fresh = [one for one in tomorrow if one.due_at not in self._told]
        if fresh:
            self._told |= {one.due_at for one in fresh}
            words = tomorrow_words(tuple(fresh))
            self.reminded.emit(tr("{words}，请先补缺口（报表页 Ctrl+9）。", words=words))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.show_now()
        super().changeEvent(event)


def tomorrow_words(found: tuple[Upcoming, ...]) -> str:
    """`明日 10:00 交 第 47 周周报`."""
    titles = tr("、").join(one.title for one in found)
    return tr("明日 {at} 交 {titles}", at=times.hour_and_minute(found[0].due_at), titles=titles)


def _day(at: int) -> str:
    return times.date(at)


def _hour(at: int) -> int:
    return times.local(at).hour
