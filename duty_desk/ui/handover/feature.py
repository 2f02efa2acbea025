"""The handover page with all its views, joined to the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.language import mark
from duty_desk.ui.handover.handover_view import HandoverView
from duty_desk.ui.handover.page import HandoverPage
from duty_desk.ui.people.people_view import PeopleView
from duty_desk.ui.roster.attendance_view import AttendanceView
from duty_desk.ui.roster.roster_view import RosterView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide


class HandoverFeature(QObject):
    """Everything of shifts in one window. A feature adds its view by one line in `__init__`.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, window: QWidget) -> None:
        super().__init__(window)
        self.page = HandoverPage(lambda: side.desk.role)
        self.handover = HandoverView(side)
        self.page.add_view("handover", mark("交接"), self.handover)
        self.page.add_view("roster", mark("排班"), RosterView(side))
        self.page.add_view("attendance", mark("考勤"), AttendanceView(side))
        self.page.add_view("people", mark("人员"), PeopleView(side))
        self.page.said.connect(self.said)
        self.handover.people_wanted.connect(partial(self.page.show_view, "people"))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self.page.show_snapshot(snapshot)
