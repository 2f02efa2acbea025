"""The quiet line that proposes a rest after a leg of 20 minutes; it goes when it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import Walk
    from duty_desk.domain.time_source import TimeSource

MINUTE_MS = 60_000


class RestNudge(QFrame):
    """Shown once a leg; never with a sound.

    Signals:
        paused(): the operator takes the rest.
    """

    paused = Signal()

    def __init__(self, time: TimeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = time
        self._since_at = 0
        self._quiet_until_at = 0
        self._minutes = 0
        self._leg_ms = 0
        theme.give_role(self, "card")
        self._words = QLabel()
        theme.give_role(self._words, "soft")
        self._rest, self._later = KeyButton("", "P"), KeyButton("flat", "L")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.addWidget(self._words, 1)
        row.addWidget(self._rest)
        row.addWidget(self._later)
        for button in (self._rest, self._later):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rest.clicked.connect(self.paused)
        self._later.clicked.connect(self.dismiss)
        self.retranslate()
        self.hide()

    def show_walk(self, walk: Walk) -> None:
        """Appear when a leg is over."""
        now = self._time.now_ms()
        if walk.unbroken_since_at != self._since_at:
            self._since_at = walk.unbroken_since_at
            self._quiet_until_at = self._since_at + walk.leg_ms
        self._leg_ms = walk.leg_ms
        is_due = walk.round.state == "running" and not walk.round.is_paused
        is_due = is_due and now >= self._quiet_until_at
        minutes = (now - self._since_at) // MINUTE_MS
        if is_due and minutes != self._minutes:
            self._minutes = minutes
            self.retranslate()
        if is_due == self.isHidden():
            self.setVisible(is_due)

    def dismiss(self) -> None:
        """Say it again only after another leg."""
        self._quiet_until_at = self._time.now_ms() + self._leg_ms
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._words.setText(
            tr("已连续看了 {n} 分钟。起来走两步、看看远处，回来从这个点位接着巡。", n=self._minutes)
        )
        self._rest.setText(tr("休息一下"))
        self._later.setText(tr("知道了"))
