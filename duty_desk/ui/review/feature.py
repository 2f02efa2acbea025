"""The review joined to the window: its page, what lies behind its figures, where records open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.period import PeriodKind
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.record_link import open_record
from duty_desk.ui.review.detail_card import DetailCard
from duty_desk.ui.review.morning_card import MorningCard
from duty_desk.ui.review.page import ReviewPage

if TYPE_CHECKING:
    from duty_desk.desk.views import Snapshot
    from duty_desk.domain.period import Period
    from duty_desk.ui.main_window import MainWindow
    from duty_desk.ui.problems.form_model import DeskSide


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
        self.detail, self.morning = DetailCard(side, window), MorningCard(side, window)
        self.page.said.connect(self.said)
        self.page.section_wanted.connect(self.detail.show_section)
        self.page.wish_wanted.connect(self.detail.show_wish)
        self.page.record_wanted.connect(self.open_record)
        self.page.morning_wanted.connect(self._show_morning)
        self.page.export_wanted.connect(self._export)
        self.detail.record_wanted.connect(self.open_record)
        self.morning.said.connect(self.said)
        self.morning.record_wanted.connect(self.open_record)
        self.morning.wish_wanted.connect(self.detail.show_wish)

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
            self.morning.leave()

    def open_record(self, noun: str, record_id: str) -> None:
        """Show a record where it is worked on."""
        open_record(self._window, noun, record_id)

    def _show_morning(self, period: Period) -> None:
        """The page of the day after the one that is looked at; of this morning for longer ones."""
        today = self.page.model.today
        following = period.last + timedelta(days=1)
        is_day = period.kind is PeriodKind.DAY and following <= today
        self.morning.show_day(following if is_day else today)

    def _export(self, period: Period) -> None:
        self._window.search.export.open_for(LedgerWish("problem", period.from_at, period.to_at))
