"""What the snapshot shows of patrols: made anew only as far as a commit or the time asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.patrol_counts import DAY_MS
from duty_desk.desk.patrol_rows import URGENT_BEFORE_MS
from duty_desk.domain.problem import day_starts_at
from duty_desk.store.patrol_tables import RoundTable

if TYPE_CHECKING:
    from duty_desk.desk.patrol_counts import PatrolCounting
    from duty_desk.desk.patrol_rows import PatrolRows
    from duty_desk.desk.patrol_views import PatrolDay, RoundRow
    from duty_desk.store.transaction import Session

_COUNTED = ("round.", "contract.", "patrol_plan.")  # moments after which counts are made anew
_SHOWN = (*_COUNTED, "visit.", "camera.", "time.")  # and those after which rows are
_WALKING_MS = 30_000
_IDLE_MS = 300_000


class PatrolShow:
    """Keeps the newest picture of the day's rounds; used on the desk thread only."""

    def __init__(self, rows: PatrolRows, counting: PatrolCounting) -> None:
        self._rows = rows
        self._counting = counting
        self._again_at = 0

    def is_due(self, now: int) -> bool:
        """Whether a window opened or ended, or a walk's end is to be foretold anew."""
        return now >= self._again_at

    def put_off(self, now: int) -> None:
        """Ask for no other picture until the one under way is made."""
        self._again_at = now + _WALKING_MS

    def after(self, session: Session, now: int, kinds: set[str], before: PatrolDay) -> PatrolDay:
        """The picture after moments of some kinds; all of it when there are none."""
        is_touched = not kinds or any(kind.startswith(_SHOWN) for kind in kinds)
        if not is_touched and not self.is_due(now):
            return before
        if any(kind.startswith(_COUNTED) for kind in kinds):
            self._counting.forget()
        day = self._counting.day(session, now)
        edges = [at for row in day.rounds for at in _edges(row) if at > now]
        often_ms = _WALKING_MS if day.running_id else _IDLE_MS
        self._again_at = min((*edges, now + often_ms, day_starts_at(now) + DAY_MS))
        return day

    def visited(self, session: Session, now: int, round_id: str, before: PatrolDay) -> PatrolDay:
        """The picture with one round changed: what a visit does, every few seconds in a round."""
        row = self._rows.round_row(session.get_one(RoundTable, round_id), now)
        shown = (row if one.id == round_id else one for one in before.rounds)
        return replace(before, rounds=tuple(shown))


def _edges(row: RoundRow) -> tuple[int, ...]:
    """The instants at which a round's row changes by itself, or is to be told again."""
    urgent_at = row.window_to_at - URGENT_BEFORE_MS
    return row.window_from_at, row.half_gone_at, urgent_at, row.window_to_at + 1
