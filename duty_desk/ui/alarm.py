"""Alarms in the window: which are unacknowledged, and when a sound is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.ui.faults.causes import causes_of

if TYPE_CHECKING:
    from duty_desk.desk.alarms import Alarm
    from duty_desk.desk.views import Snapshot

LEVELS = ("attention", "urgent", "breach")


class Alarms(QObject):
    """Stages that clocks have reached. A stage of a clock sounds once and never again.

    Cameras that one cause took together sound together, once.

    Signals:
        sounded(str): play the sound of this level now.
        changed(): another set of clocks is unacknowledged.
    """

    sounded = Signal(str)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard: set[tuple[str, str]] = set()
        self._open: dict[str, str] = {}
        self._causes: dict[str, str] = {}

    def raise_alarm(self, alarm: Alarm) -> None:
        """Take an alarm of the desk; one heard before changes nothing."""
        key = (alarm.clock.id, alarm.level)
        if key in self._heard:
            return
        cause = self._causes.get(alarm.clock.subject, alarm.clock.id)
        is_new = (cause, alarm.level) not in self._heard
        self._heard |= {key, (cause, alarm.level)}
        self._open[alarm.clock.id] = alarm.level
        if is_new:
            self.sounded.emit(alarm.level)
        self.changed.emit()

    def level_of(self, clock_id: str) -> str:
        """The unacknowledged level of a clock, "" for none."""
        return self._open.get(clock_id, "")

    def count(self) -> int:
        """How many clocks are unacknowledged."""
        return len(self._open)

    def acknowledge(self) -> None:
        """The operator has seen them all."""
        if self._open:
            self._open.clear()
            self.changed.emit()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A clock that has stopped needs nobody's attention any more."""
        self._causes = causes_of(snapshot.faults)
        running = {clock.id for clock in snapshot.clocks}
        stopped = self._open.keys() - running
        for clock_id in stopped:
            del self._open[clock_id]
        if stopped:
            self.changed.emit()
