"""The daily reminder of faults that were told and are not repaired: one moment a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.moment import Moment
from duty_desk.domain.problem import day_starts_at
from duty_desk.store import fault as rows

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

HOUR_MS = 3_600_000


class Reminder:
    """Reminds once a day at the set hour, and whenever a handover asks. Desk thread only."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._looked_day = 0

    def look(self) -> None:
        """Remind when today's hour has come and nobody was reminded since."""
        now = self._desk.time.now_ms()
        due_at = day_starts_at(now) + self._desk.fault_reminder_hour * HOUR_MS
        if now < due_at or self._looked_day == due_at:
            return
        seat = self._desk.store.seat
        is_done = self._desk.read(lambda session: rows.reminded_since(session, seat, due_at))
        if not is_done:
            self.remind("daily")
        self._looked_day = due_at

    def remind(self, occasion: str) -> int:
        """Write the reminder for an occasion (`daily`, `handover`); returns how many it names.

        Nothing is written when everything is repaired.
        """
        now = self._desk.time.now_ms()
        waiting = self._desk.read(lambda session: rows.unrepaired(session, now))
        if waiting:
            facts = {"occasion": occasion, "faults": [row.id for row in waiting]}
            seat = self._desk.store.seat
            self._desk.record(Moment(kind=rows.REMINDED, subject=seat, facts=facts))
        return len(waiting)
