"""People joined to the window: the bar that asks for a password, the guard, the lock, the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from duty_desk.ui.people.guard import SeatGuard
from duty_desk.ui.people.sign_in_bar import SignInBar
from duty_desk.ui.people.sign_in_model import SignInModel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.parts import Parts
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.top_bar import TopBar


class PeopleFeature(QObject):
    """Everything of people in one window.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        left(): the bar asks for nothing more; the keyboard is the page's again.
    """

    said = Signal(str, str)
    left = Signal()

    def __init__(self, side: DeskSide, parts: Parts, top_bar: TopBar, window: QWidget) -> None:
        super().__init__(window)
        self.model = SignInModel(side, self)
        self.bar = SignInBar(self.model, parts.sign_in_hint)
        self.guard = SeatGuard(self.model, self.bar, top_bar, parts.time)
        self.guard.lock_after(parts.lock_minutes)
        other = QShortcut(QKeySequence("Ctrl+Shift+L"), window)
        other.activated.connect(self.model.want_other)
        self.model.said.connect(self.said)
        self.bar.left.connect(self.left)
        top_bar.lock_asked.connect(self.lock)
        top_bar.other_person_asked.connect(self.model.want_other)
        top_bar.sign_out_asked.connect(self.model.sign_out)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        was_shut = self.model.is_shut
        self.model.show_snapshot(snapshot)
        popup = QApplication.activePopupWidget()
        if self.model.is_shut and not was_shut and popup is not None:
            popup.close()

    def lock(self) -> None:
        """Lock the screen now."""
        self.model.lock()
