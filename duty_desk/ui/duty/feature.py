"""Presence, duty log and emergencies, joined to the window: three keys that work from anywhere.

F6 a line for the log, F7 an emergency, F12 the answer to a presence prompt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from duty_desk.desk.emergencies import FoundEmergency
from duty_desk.language import mark, tr
from duty_desk.ui.duty.keys import EverywhereKeys
from duty_desk.ui.duty.leave_card import LeaveCard
from duty_desk.ui.duty.presence_chip import PresenceChip
from duty_desk.ui.duty_log.log_view import LogView
from duty_desk.ui.duty_log.quick_line import QuickLine
from duty_desk.ui.emergency.chip import EmergencyChip
from duty_desk.ui.emergency.form import EmergencyForm
from duty_desk.ui.emergency.plan_card import PlanCard
from duty_desk.ui.presence.view import PresenceView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.duty_views import EmergencyRow
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.alarm import Alarms
    from duty_desk.ui.handover.page import HandoverPage
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.top_bar import TopBar
    from duty_desk.ui.watch.model import WatchModel

TICK_MS, SOUND_EVERY_MS = 500, 12_000
NOUN = "emergency"
_LOUD = ("sounded", "escalated")


class DutyFeature(QObject):
    """Everything that goes on at the seat beside the pages.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, watch: WatchModel, alarms: Alarms, window: QWidget) -> None:
        super().__init__(window)
        self._side, self._watch, self._alarms = side, watch, alarms
        self._sounded_mono_ms = 0
        self.presence = PresenceChip(side.time, window)
        self.open_chip = EmergencyChip(window)
        self.line = QuickLine(side, window)
        self.leaving = LeaveCard(side, window)
        self.emergency = EmergencyForm(side, window)
        self.plan = PlanCard(side, window)
        self.log = LogView(side)
        self.checks = PresenceView(side)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._keys = EverywhereKeys(
            {
                Qt.Key.Key_F6: self.line.begin,
                Qt.Key.Key_F7: self.raise_emergency,
                Qt.Key.Key_F12: self.confirm,
            },
            self._is_held,
            self,
        )
        self._connect()
        self.show_snapshot(side.desk.snapshot)

    def join(self, bar: TopBar, page: HandoverPage) -> None:
        """Put the chips into the top bar, and the lists into the handover page."""
        bar.add_chip(self.presence)
        bar.add_chip(self.open_chip)
        page.add_view("duty_log", mark("值班日志"), self.log)
        page.add_view("presence", mark("在岗"), self.checks)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self.presence.show_view(snapshot.duty.presence)
        self.open_chip.show_emergencies(snapshot.duty.emergencies)
        self.emergency.show_snapshot(snapshot)

    # --- presence --------------------------------------------------------------------------

    def confirm(self) -> None:
        """F12: somebody is here."""

        def done(was_asked: bool) -> None:
            words = tr("在岗已确认") if was_asked else tr("现在没有在岗确认")
            self.said.emit(words, "done")

        self._side.bridge.when_done(self._side.desk.presence.confirm(), done, self._refuse)

    def _on_chip(self) -> None:
        view = self._side.desk.snapshot.duty.presence
        if view.is_asking:
            self.confirm()
        elif view.absence is not None:
            self._side.bridge.when_done(
                self._side.desk.absences.end(), lambda _done: self._say_back(), self._refuse
            )
        else:
            self._offer()

    def _say_back(self) -> None:
        self.said.emit(tr("已登记回岗"), "done")

    def _offer(self) -> None:
        menu = QMenu(self.presence)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("临时离岗…")).triggered.connect(self.leaving.begin)
        menu.popup(self.presence.mapToGlobal(self.presence.rect().bottomLeft()))

    def _tick(self) -> None:
        self.presence.tick()
        view, mono_ms = self._side.desk.snapshot.duty.presence, self._side.time.mono_ms()
        if view.state in _LOUD and mono_ms - self._sounded_mono_ms >= SOUND_EVERY_MS:
            self._sounded_mono_ms = mono_ms
            self._alarms.sounded.emit("attention" if view.state == "sounded" else "urgent")

    # --- emergencies -----------------------------------------------------------------------

    def raise_emergency(self) -> None:
        """F7: the open one, where there is one and it is not shown; else a new one, saved first."""
        standing = [row for row in self._side.desk.snapshot.duty.emergencies if row.state == "open"]
        if standing and not self.emergency.isVisible():
            self._open(standing[0])
            return
        camera_id = self._watch.wall.selected_id()
        found = FoundEmergency(found_at=self._side.time.now_ms(), camera_id=camera_id)
        self._side.bridge.when_done(
            self._side.desk.emergency.find(found), self._on_found, self._refuse
        )

    def _on_found(self, row: EmergencyRow) -> None:
        self._alarms.sounded.emit("attention")
        if self._is_shut():
            self.said.emit(tr("突发事件时间已存；请解锁后填写，先打电话报告。"), "urgent")
            return
        self._open(row)

    def _open(self, row: EmergencyRow) -> None:
        if not self._is_shut():
            self.emergency.show_emergency(row)

    def open_emergency(self, emergency_id: str) -> None:
        """Open the form of one."""
        future = self._side.desk.emergency.detail(emergency_id)
        self._side.bridge.when_done(future, self._open, self._refuse)

    def _on_wanted(self, noun: str, subject: str) -> None:
        if noun == NOUN:
            self.open_emergency(subject)

    def _on_chip_opened(self) -> None:
        standing = self.open_chip.first()
        if standing is not None:
            self._open(standing)

    # --- inside ----------------------------------------------------------------------------

    def _is_shut(self) -> bool:
        """Whether nobody can be named now."""
        people = self._side.desk.people
        is_empty = people.signed_in is None and people.is_attended and bool(people.all())
        return people.is_locked or is_empty

    def _is_held(self, key: Qt.Key) -> bool:
        return self._is_shut() and key != Qt.Key.Key_F7

    def _refuse(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")

    def _connect(self) -> None:
        bridge = self._side.bridge
        bridge.happened.connect(lambda happened: self.show_snapshot(happened.snapshot))
        self.presence.pressed.connect(self._on_chip)
        self.open_chip.pressed.connect(self._on_chip_opened)
        self.log.line_wanted.connect(self.line.begin)
        self.log.emergency_wanted.connect(self.open_emergency)
        self.emergency.plan_wanted.connect(self.plan.begin)
        self.plan.changed.connect(self.emergency.refresh_plan)
        self._watch.record_wanted.connect(self._on_wanted)
        self._watch.record_declined.connect(self._on_wanted)
        for part in (self.line, self.leaving, self.emergency, self.plan):
            part.said.connect(self.said)
