"""Footage requests on every page: how many are open, their countdowns, and the open items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.footage_countdown import footage_day, fresh, papers_owed
from duty_desk.desk.footage_rows import register_rows
from duty_desk.desk.footage_words import state_words
from duty_desk.domain.footage import OPEN, FootageState
from duty_desk.domain.open_item import OpenItem
from duty_desk.domain.problem import beijing
from duty_desk.language import tr
from duty_desk.store import footage as rows

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_views import FootageDay, FootageRow
    from duty_desk.domain.moment import Entry
    from duty_desk.store.footage_tables import FootageTable
    from duty_desk.store.transaction import Session

_LOOK_MS = 30_000
_CATALOGUE = frozenset({"camera.added", "camera.changed"})  # the days a recorder keeps
_PRESSING_MS = 24 * 3_600_000


class FootageShow:
    """Keeps the picture of requests up to date, and puts countdowns on record."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._looked_mono_ms: int | None = None

    def shown(self, session: Session, entries: tuple[Entry, ...]) -> FootageDay:
        """The picture after `entries`; all of it when there are none."""
        before = self._desk.snapshot.footage
        kinds = {entry.kind for entry in entries}
        is_touched = any(kind.startswith("footage.") for kind in kinds) or kinds & _CATALOGUE
        if before.is_made and entries and not is_touched:
            return before
        self._looked_mono_ms = None
        return footage_day(session, self._desk.time.now_ms())

    def tick(self) -> None:
        """Twice a minute: what has reached another level is on record before it is shown."""
        now = self._desk.time.mono_ms()
        if self._looked_mono_ms is not None and now - self._looked_mono_ms < _LOOK_MS:
            return
        self._looked_mono_ms = now
        at = self._desk.time.now_ms()
        moments = self._desk.read(lambda it: fresh(it, at))
        if moments:
            self._desk.record(*moments)
            self._looked_mono_ms = now
        elif self._desk.read(lambda it: footage_day(it, at)) != self._desk.snapshot.footage:
            self._desk.refresh()  # what was counted down to is over


def open_items(session: Session, now: int) -> tuple[OpenItem, ...]:
    """Requests that are not answered, and those whose papers are owed, for the handover."""
    found = [row for row in rows.unfinished(session) if _is_open(row.state) or _owes(row)]
    return tuple(_item(row, now) for row in register_rows(session, found, now))


def _is_open(state: str) -> bool:
    return FootageState(state) in OPEN


def _owes(row: FootageTable) -> bool:
    return papers_owed(row, rows.request_of(row)) > 0


def _item(row: FootageRow, now: int) -> OpenItem:
    dues = [at for at in (row.soonest_overwritten_at, row.papers_due_at) if at]
    due_at = min(dues, default=None)
    state = state_words(row.state)
    if row.papers_due_at:
        state += tr("，手续 {due} 前补齐", due=f"{beijing(row.papers_due_at):%m-%d %H:%M}")
    if row.soonest_overwritten_at:
        due = f"{beijing(row.soonest_overwritten_at):%m-%d %H:%M}"
        state += tr("，录像 {due} 起会被覆盖", due=due)
    return OpenItem(
        noun="footage",
        subject=row.id,
        title=tr("{number} {unit} · {n} 个点位", number=row.number, unit=row.unit, n=row.cameras),
        state=state,
        due_at=due_at,
        is_urgent=due_at is not None and due_at - now <= _PRESSING_MS,
        owner=row.unit,
    )
