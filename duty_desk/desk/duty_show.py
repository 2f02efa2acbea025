"""What the snapshot shows of presence, instructions and emergencies, read anew when they change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.duty_rows import emergency_row, instruction_row
from duty_desk.desk.duty_views import DutyDay
from duty_desk.domain.problem import day_starts_at
from duty_desk.store import duty_log as logs
from duty_desk.store import emergency as emergencies

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session

_NOUNS = ("emergency", "instruction")


def duty_day(desk: Desk, session: Session, entries: tuple[Entry, ...]) -> DutyDay:
    """The picture after `entries`; all of it when there are none. On the desk thread."""
    presence, before = desk.presence.shown(session, entries), desk.snapshot.duty
    is_touched = not entries or any(entry.kind.startswith(_NOUNS) for entry in entries)
    if before.is_made and not is_touched:
        return replace(before, presence=presence)
    found = emergencies.listed(session, day_starts_at(desk.time.now_ms()))
    return DutyDay(
        is_made=True,
        presence=presence,
        instructions=tuple(map(instruction_row, logs.unread(session))),
        emergencies=tuple(emergency_row(session, row, desk.emergency.kinds) for row in found),
    )
