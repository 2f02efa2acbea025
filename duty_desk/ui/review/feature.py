"""The review joined to the window: its page, what lies behind its figures, where records open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.ui.pages import HANDOVER, PATROL
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.review.detail_card import DetailCard
from duty_desk.ui.review.page import ReviewPage

if TYPE_CHECKING:
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.main_window import MainWindow
    from duty_desk.ui.problems.form_model import DeskSide

# Where what is not opened by itself is decided: page, and view of the page.
_PLACES = {
    "round": (PATROL.id, ""),
    "sample": (PATROL.id, ""),
    "punch": (HANDOVER.id, "attendance"),
    "leave": (HANDOVER.id, "roster"),
    "swap": (HANDOVER.id, "roster"),
    "presence": (HANDOVER.id, "presence"),
    "log": (HANDOVER.id, "duty_log"),
    "shift": (HANDOVER.id, "handover"),
    "handover": (HANDOVER.id, "handover"),
    "emergency": (HANDOVER.id, "duty_log"),
}


class ReviewFeature(QObject):
    """Everything of the review in one window.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, window: MainWindow) -> None:
        super().__init__(window)
        self._side, self._window = side, window
        self.page = ReviewPage(side)
        self.detail = DetailCard(side, window)
        self.page.said.connect(self.said)
        self.page.section_wanted.connect(self.detail.show_section)
        self.page.wish_wanted.connect(self.detail.show_wish)
        self.page.record_wanted.connect(self.open_record)
        self.detail.record_wanted.connect(self.open_record)

    @classmethod
    def joined(cls, window: MainWindow, side: DeskSide) -> ReviewFeature:
        """Make it and let it follow the desk."""
        feature = cls(side, window)
        side.bridge.happened.connect(
            while_alive(feature, lambda happened: feature.show_snapshot(happened.snapshot))
        )
        feature.show_snapshot(side.desk.snapshot)
        return feature

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self.page.show_snapshot(snapshot)
        if not self.page.model.may_see():
            self.detail.leave()

    def open_record(self, noun: str, record_id: str) -> None:
        """Show a record where it is worked on."""
        watch = self._window.watch
        if noun == "problem":
            watch.open_problem(record_id)
        elif noun == "fault":
            watch.record_wanted.emit(noun, record_id)
        elif noun in _PLACES:
            page, view = _PLACES[noun]
            self._window.show_page(page)
            if view:
                self._window.handover.page.show_view(view)
