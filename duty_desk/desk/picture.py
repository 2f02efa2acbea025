"""The desk's picture after a commit: what changed is made anew, the rest is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.duty_show import duty_day

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.views import Snapshot
    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session

# Thousands of cameras are read anew when the catalogue changed, not when one of them is lost.
_CATALOGUE = {"camera.added", "camera.changed", "camera.retired"}


def picture(desk: Desk, session: Session, entries: tuple[Entry, ...]) -> Snapshot:
    """The snapshot after `entries`; all of it when there are none."""
    now, kinds = desk.time.now_ms(), {entry.kind for entry in entries}
    if kinds == {"visit.done"}:  # one every few seconds in a round, and nothing else changes
        snapshot = replace(desk.snapshot, at=now)
    else:
        is_same = bool(kinds) and not kinds & _CATALOGUE
        known = desk.snapshot.cameras if is_same else None
        snapshot = desk.viewer().snapshot(session, now, known)
        desk.people.look(session)
    rounds = desk.patrol.shown(session, now, entries, snapshot.cameras)
    shift = desk.shifts.look(session)
    return replace(
        snapshot,
        patrol=rounds,
        shift=shift,
        duty=duty_day(desk, session, entries),
        reports=desk.reports.shown(session, entries, now),
        footage=desk.footage.shown(session, entries),
    )
