"""The card on the watch page: today's rounds as chips, how far the open one is, F5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.patrol.words import day_words, year_words

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import PatrolDay, RoundRow
    from duty_desk.ui.patrol.calls import RoundCalls

CHIP_PX, IN_ROW = 50, 6
_WORDS = {
    "complete": mark("完成"),
    "incomplete": mark("未完成"),
    "missed": mark("漏巡"),
}
_INK = {"complete": "ok_text", "incomplete": "warn_text", "missed": "bad_text"}


class RoundChip(QWidget):
    """A small box: the round's name over its state or the hour its window begins."""

    def __init__(self, row: RoundRow) -> None:
        super().__init__()
        self._row = row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: RoundRow) -> None:
        """Show the round as it stands."""
        self._row = row
        self.setToolTip(f"{row.name} {_below(row)[0]}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(44), theme.px(CHIP_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        row = self._row
        is_now = row.state == "running" or (row.state == "planned" and row.is_open)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("selection" if is_now else "bg2"))
        painter.setPen(theme.colour("accent" if is_now else "line"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        words, ink = _below(row)
        half = self.height() // 2
        painter.setFont(theme.font(theme.SECOND_PX))
        painter.setPen(theme.colour("text1" if is_now else "text2"))
        above = tr("第{n}轮", n=row.slot) if row.kind != "made_up" else tr("补巡")
        centre = Qt.AlignmentFlag.AlignHCenter
        painter.drawText(
            self.rect().adjusted(0, 0, 0, -half), centre | Qt.AlignmentFlag.AlignBottom, above
        )
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(theme.SECOND_PX, is_bold=is_now))
        painter.drawText(
            self.rect().adjusted(0, half + 2, 0, 0), centre | Qt.AlignmentFlag.AlignTop, words
        )


def _below(row: RoundRow) -> tuple[str, str]:
    if row.state in _WORDS:
        return tr(_WORDS[row.state]), _INK[row.state]
    if row.state == "running":
        return f"{row.visited * 100 // max(1, row.expected)}%", "text1"
    return times.hour_and_minute(row.window_from_at), "text2"


class CallRow(QFrame):
    """The round that waits to be begun, until it is begun or dismissed."""

    def __init__(self, calls: RoundCalls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "notice", "attention")
        self._calls = calls
        self._words, self.dismiss = QLabel(), KeyButton("quiet")
        self._words.setWordWrap(True)
        self.dismiss.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.dismiss.clicked.connect(calls.dismiss)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 8, 8, 8)
        line.setSpacing(10)
        line.addWidget(self._words, 1)
        line.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)
        calls.changed.connect(self._show)
        self._show()

    def words(self) -> str:
        """What it says; empty while no round waits."""
        return self._calls.words()

    def _show(self) -> None:
        self._words.setText(self._calls.words())
        self.dismiss.setText(tr("知道了"))
        self.setVisible(self._calls.waiting() is not None)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)


class TodayPanel(QFrame):
    """Today's rounds at a glance.

    Signals:
        start_wanted(): start or continue.
        missing_wanted(): list what is still to be seen.
    """

    start_wanted = Signal()
    missing_wanted = Signal()

    def __init__(self, calls: RoundCalls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._day: PatrolDay | None = None
        self.call = CallRow(calls)
        self._chips: list[RoundChip] = []
        self._title, self._year = QLabel(), ElidedLabel()
        self._forecast, self._share = QLabel(), QLabel()
        theme.give_role(self._title, "head")
        for label in (self._year, self._share):
            theme.give_role(label, "second")
        self._year.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._forecast.setWordWrap(True)
        theme.give_role(self._forecast, "told", "attention")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.start, self.missing = KeyButton("primary", "F5"), KeyButton()
        for button in (self.start, self.missing):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.start.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.start.clicked.connect(self.start_wanted)
        self.missing.clicked.connect(self.missing_wanted)
        self._lay_out()

    def row(self) -> RoundRow | None:
        """The round that F5 is about: the one that runs, else the open one."""
        rounds = self._day.rounds if self._day else ()
        running = next((row for row in rounds if row.state == "running"), None)
        return running or next((row for row in rounds if row.can == "start"), None)

    def show_day(self, day: PatrolDay) -> None:
        """Show the rounds as they stand."""
        self._day = day
        if len(day.rounds) != len(self._chips):
            self._make(day.rounds)
        for chip, row in zip(self._chips, day.rounds, strict=True):
            chip.show_row(row)
        self._show_words(day)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._year, 1)
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._bar, 1)
        line.addWidget(self._share)
        foot.setSpacing(8)
        foot.addWidget(self.start, 1)
        foot.addWidget(self.missing)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.call)
        column.addLayout(self._grid)
        column.addWidget(self._forecast)
        column.addLayout(line)
        column.addLayout(foot)

    def _make(self, rounds: tuple[RoundRow, ...]) -> None:
        for chip in self._chips:
            self._grid.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [RoundChip(row) for row in rounds]
        lines = -(-len(self._chips) // IN_ROW)
        in_row = -(-len(self._chips) // max(1, lines))
        for place, chip in enumerate(self._chips):
            self._grid.addWidget(chip, place // in_row, place % in_row)

    def _show_words(self, day: PatrolDay) -> None:
        self._title.setText(tr("今日巡查"))
        self._year.setText(year_words(day.counts))
        forecast, _ = day_words(day.counts)
        self._forecast.setText(forecast)
        self._forecast.setVisible(bool(forecast))
        row = self.row()
        expected = row.expected if row is not None else 0
        visited = row.visited if row is not None else 0
        self._bar.setRange(0, max(1, expected))
        self._bar.setValue(visited)
        self._share.setText(f"{visited}/{expected}" if row is not None else "")
        self._bar.setVisible(row is not None)
        self.start.setEnabled(row is not None)
        self.start.setText(_start_words(row, day.next_from_at))
        self.missing.setText(tr("未巡 {n}", n=expected - visited))
        self.missing.setVisible(row is not None and bool(row.id))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._day is not None:
            self._show_words(self._day)
        super().changeEvent(event)


def _start_words(row: RoundRow | None, next_from_at: int | None) -> str:
    if row is None:
        if next_from_at is None:
            return tr("今天没有要巡的轮次")
        return tr("下一轮 {time} 开始", time=times.hour_and_minute(next_from_at))
    if row.state == "running":
        return tr("继续{name}", name=row.name)
    return tr("开始{name}", name=row.name)
