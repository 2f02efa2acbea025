"""The handover page with all its views, joined to the window: the rail's badge, reminders."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from duty_desk.domain.attendance import SEAT_GRACE_MS
from duty_desk.language import mark
from duty_desk.ui.handover.handover_view import HandoverView
from duty_desk.ui.handover.page import HandoverPage
from duty_desk.ui.people.people_view import PeopleView
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.roster.attendance_view import AttendanceView
from duty_desk.ui.roster.roster_view import RosterView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.punch_reminder import Reminder
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.rail import RailButton

TICK_MS, REMIND_EVERY_MS = 1000, 60_000


class HandoverFeature(QObject):
    """Everything of shifts in one window. A feature adds its view by one line in `__init__`.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, window: QWidget, button: RailButton | None = None) -> None:
        super().__init__(window)
        self._side = side
        self._button = button
        self._asked_mono_ms: int | None = None
        self._reminded = ""
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.page = HandoverPage(lambda: side.desk.role)
        self.handover = HandoverView(side)
        self.page.add_view("handover", mark("交接"), self.handover)
        self.roster, self.attendance = RosterView(side), AttendanceView(side)
        self.page.add_view("roster", mark("排班"), self.roster)
        self.page.add_view("attendance", mark("考勤"), self.attendance)
        self.people = PeopleView(side)
        self.page.add_view("people", mark("人员"), self.people)
        self.page.said.connect(self.said)
        self.handover.people_wanted.connect(partial(self.page.show_view, "people"))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self.page.show_snapshot(snapshot)
        self.tick()

    def tick(self) -> None:
        """Look at the hour: a handover that is due is amber on the rail, a late one red."""
        shift = self._side.desk.snapshot.shift
        ends_at = shift.planned_to_at if shift is not None else None
        over_ms = self._side.time.now_ms() - ends_at if ends_at is not None else -1
        if self._button is not None:
            level = "urgent" if over_ms > SEAT_GRACE_MS else "attention"
            self._button.show_badge(int(over_ms >= 0), level)
        mono_ms = self._side.time.mono_ms()
        if self._asked_mono_ms is None or mono_ms - self._asked_mono_ms >= REMIND_EVERY_MS:
            self._asked_mono_ms = mono_ms
            asked = self._side.desk.attendance.reminder()
            self._side.bridge.when_done(asked, while_alive(self, self._remind), lambda _no: None)

    def _remind(self, found: Reminder | None) -> None:
        if found is not None and found.key != self._reminded:
            self._reminded = found.key
            self.said.emit(found.words, "attention")
