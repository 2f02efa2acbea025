"""The head of a walk: which round, its window, how far it is, when it will be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.chip import Chip
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.patrol.words import count_words, window_words

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import RoundRow

_BAR_PX = 8
_PARTS = (
    ("normal", "ok"),
    ("problem", "warn"),
    ("fault", "bad"),
    ("not_viewable", "bad"),
    ("skipped", "text3"),
)


class OutcomeBar(QWidget):
    """How much of a round is done, in parts by outcome; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: RoundRow | None = None
        self.setFixedHeight(theme.px(_BAR_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_round(self, row: RoundRow) -> None:
        """Show how far a round is."""
        if row != self._row:
            self._row = row
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg3"))
        row = self._row
        if row is None or not row.expected:
            return
        left = 0.0
        for name, colour in _PARTS:
            width = self.width() * getattr(row, name) / row.expected
            painter.fillRect(QRectF(left, 0, width, self.height()), theme.colour(colour))
            left += width


class WalkHead(QWidget):
    """Title, window, counts and expected end over the bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._end = QLabel(), QLabel()
        self._window, self._state = Chip(), Chip()
        self._done, self._counts = QLabel(), ElidedLabel()
        theme.give_role(self._title, "title")
        for label in (self._done, self._counts, self._end):
            theme.give_role(label, "soft")
        self._bar = OutcomeBar()
        row = QHBoxLayout()
        row.setSpacing(14)
        for widget in (self._title, self._window, self._state, self._done):
            row.addWidget(widget)
        row.addWidget(self._counts, 1)
        row.addWidget(self._end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._bar)

    def show_round(self, row: RoundRow) -> None:
        """Show a round as it stands."""
        self._title.setText(tr("{name}巡查", name=row.name))
        self._window.show_word(window_words(row), "accent")
        self._state.show_word(tr("已暂停"), "attention")
        self._state.setVisible(row.is_paused)
        done = f"<b style='color:{theme.tokens().text1}'>{row.visited}</b>"
        self._done.setText(tr("已巡 {done} / {expected}", done=done, expected=row.expected))
        self._counts.setText(count_words(row))
        self._end.setText(self._end_words(row))
        level = row.level if row.level != "calm" else ""
        theme.give_role(self._end, "told" if level else "soft", level)
        self._bar.show_round(row)

    def _end_words(self, row: RoundRow) -> str:
        if row.expected_end_at is None:
            return ""
        end = times.hour_and_minute(row.expected_end_at)
        if row.expected_end_at > row.window_to_at:
            until = times.hour_and_minute(row.window_to_at)
            return tr("预计完成 {end}，晚于时段结束 {until}", end=end, until=until)
        return tr("预计完成 {end}", end=end)
