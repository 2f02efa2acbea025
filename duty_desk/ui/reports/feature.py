"""Reports joined to the window: page, chip, clocks that lead here, records behind figures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.domain.rights import Right, may
from duty_desk.language import tr
from duty_desk.ui import times
from duty_desk.ui.pages import PROBLEMS, REPORTS
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.reports.chip import ReportChip
from duty_desk.ui.reports.page import ReportsPage
from duty_desk.ui.reports.steps import ReportSteps

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget

    from duty_desk.desk.alarms import Alarm
    from duty_desk.desk.views import Snapshot
    from duty_desk.domain.period import Period
    from duty_desk.ui.main_window import MainWindow
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf

NOUN = "report"


class ReportsFeature(QObject):
    """Everything of reports in one window.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, shelf: PictureShelf, window: MainWindow) -> None:
        super().__init__(window)
        self._side, self._window = side, window
        self._failed: tuple[str, ...] = ()
        self.page = ReportsPage(side)
        self.steps = ReportSteps(side, self.page, shelf, window)
        self.chip = ReportChip(side.time)
        self.chip.hide()
        for part in (self.page.model, self.steps):
            part.said.connect(self.said)
        self.chip.reminded.connect(self._on_reminded)

    @classmethod
    def joined(
        cls, window: MainWindow, side: DeskSide, shelf: PictureShelf, stack: QStackedWidget
    ) -> ReportsFeature:
        """Make it, put its page last and its chip into the top bar, and let it follow the desk."""
        feature = cls(side, shelf, window)
        stack.addWidget(feature.page)
        window.top_bar.add_chip(feature.chip)
        feature.chip.pressed.connect(partial(window.show_page, REPORTS.id))
        # Said later than made: the window's toast comes last.
        feature.said.connect(lambda words, level: window.toast.say(words, level))  # noqa: PLW0108
        feature.page.gaps.record_wanted.connect(feature.open_gap)
        feature.page.preview.figure_wanted.connect(feature.show_records)
        window.review.page.report_wanted.connect(feature.report_over)
        for wanted in (window.watch.record_wanted, window.watch.record_declined):
            wanted.connect(feature.open_report)
        side.bridge.alarmed.connect(while_alive(feature, feature.on_alarm))
        side.bridge.happened.connect(
            while_alive(feature, lambda happened: feature.show_snapshot(happened.snapshot))
        )
        feature.show_snapshot(side.desk.snapshot)
        side.desk.reports.begin()
        return feature

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        glance = snapshot.reports
        late = any(one.noun == NOUN and one.is_breached for one in snapshot.clocks)
        level = "urgent" if late or glance.failed else "attention"
        waiting = glance.waiting if may(self._side.desk.role, Right.REPORTS) else 0
        self._window.rail.button(REPORTS.id).show_badge(waiting, level)
        self.chip.show_glance(glance)
        self.page.show_snapshot(snapshot)

    def open_report(self, noun: str, subject: str) -> None:
        """Show a report on the page."""
        if noun == NOUN:
            self._window.show_page(REPORTS.id)
            self.page.choose(subject)

    def open_gap(self, noun: str, subject: str) -> None:
        """Show a record that lacks something where it can be put right."""
        if noun == "problem":
            self._window.show_page(PROBLEMS.id)
            self._window.problems_page.show_problem(subject)
        else:
            self._window.review.open_record(noun, subject)

    def report_over(self, period: Period) -> None:
        """The report over a period of the review: the regular one, or a new special one."""
        self._window.show_page(REPORTS.id)
        self.steps.begin_over(period.from_at, period.to_at)

    def show_records(self, key: str, title: str) -> None:
        """Show the records that a figure counts, as they stand now."""
        content = self.page.model.content
        wish = content.wish(key) if content is not None else None
        if wish is None:
            return
        if wish.ledger not in dict(self._side.desk.ledgers.names()):
            self.said.emit(tr("这项数字还没有台账可以打开。"), "attention")
            return
        self._window.review.detail.show_wish(title, wish)

    def on_alarm(self, alarm: Alarm) -> None:
        """Say what a stage of a report's clock asks for."""
        words = advice(alarm)
        if words:
            self.said.emit(words, "urgent")

    def _on_reminded(self, sentence: str) -> None:
        self._window.alarms.sounded.emit("attention")
        self.said.emit(sentence, "attention")


def advice(alarm: Alarm) -> str:
    """To send before the hour, when everybody sends; "" where a stage calls for no word."""
    if alarm.clock.noun != NOUN or alarm.level == "attention":
        return ""
    title, due = alarm.clock.headline, times.hour_and_minute(alarm.clock.due_at)
    if alarm.level == "urgent":
        return tr("{title} {due} 截止：建议现在就送出，不要压到整点。", title=title, due=due)
    return tr("{title}已过 {due} 的时限，请尽快送出并记录。", title=title, due=due)
