"""Evidence pictures large, over the page: with their marks, zoomable, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.problems.evidence_view import EvidenceView
from duty_desk.ui.problems.overlay import Overlay
from duty_desk.vision.marks import mark_from_facts

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.views import Shot
    from duty_desk.ui.problems.pictures import PictureShelf

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class PictureViewer(Overlay):
    """Looking only: nothing can be drawn here. Esc or a click beside the picture closes it."""

    def __init__(self, shelf: PictureShelf, parent: QWidget) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._shots: tuple[Shot, ...] = ()
        self._at = 0
        self._words = QLabel(self)
        theme.give_role(self._words, "soft")
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = KeyButton("quiet", "Esc", self)
        self._close.clicked.connect(self.hide)
        self.view = EvidenceView(self)
        self.view.is_locked = True
        self.view.setCursor(Qt.CursorShape.OpenHandCursor)
        foot = QHBoxLayout()
        foot.addWidget(self._words, 1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def open(self, shots: tuple[Shot, ...], number: int) -> None:
        """Show the shot at place `number` of `shots`."""
        self._shots, self._at = shots, number
        self._close.setText(tr("关闭"))
        self.place()
        self.show()
        self.raise_()
        self.view.setFocus()
        self._show()

    def shot(self) -> Shot:
        """The shown shot."""
        return self._shots[self._at]

    def _show(self) -> None:
        shot = self.shot()
        side = tr("整改前") if shot.kind == "before" else tr("整改后")
        taken = times.date_and_time(shot.taken_at)
        count = f"{self._at + 1}/{len(self._shots)}"
        self._words.setText(f"{side} {count}   {taken}   SHA-256 {shot.sha256}")
        self.view.show_marks(tuple(mark_from_facts(facts) for facts in shot.marks))

        def arrived(picture: QImage) -> None:
            if self._shots and self.shot() is shot:
                self.view.show_picture(picture)

        words = while_alive(self, self.view.show_words)
        self._shelf.get(shot.captioned, 0, while_alive(self, arrived), words)

    def takes_key(self, event: QKeyEvent) -> bool:
        """Esc leaves, arrows go on."""
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() != Qt.Key.Key_Escape and step is None:
            return False
        if event.type() == QEvent.Type.KeyPress:
            if step is None:
                self.hide()
            else:
                self._at = (self._at + step) % len(self._shots)
                self._show()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.hide()
