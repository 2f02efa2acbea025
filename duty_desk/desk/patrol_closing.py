"""The ends of rounds: complete by the last visit, closed by the window, missed by the clock."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from duty_desk.desk.consequences import record
from duty_desk.desk.patrol_route import DueRound, days_between
from duty_desk.desk.patrol_words import PROGRAM_OFF, WINDOW_ENDED
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.patrol import Outcome, RoundKind, RoundState, Tally, ending_of, is_rushed
from duty_desk.domain.patrol_plan import DAY_MINUTES, Slot
from duty_desk.domain.problem import day_of
from duty_desk.domain.workdays import instant
from duty_desk.store import journal
from duty_desk.store import patrol as rows
from duty_desk.store.patrol import RoundTaken
from duty_desk.store.patrol_tables import RoundTable

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.patrol_rows import Expected, PatrolRows
    from duty_desk.domain.moment import Entry
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session

DAY_MS = 86_400_000
_LOOK_MS = 60_000
_DOUBT_MS = 600_000  # so long must a clock that was set forward stand before a round is missed
_OTHER_SEAT_AFTER_MS = 120_000  # a seat whose program died cannot close its own round


class Closing:
    """Ends rounds; used on the desk thread only."""

    def __init__(self, desk: Desk, rows_: PatrolRows) -> None:
        self._desk = desk
        self._rows = rows_
        self._judged_at = 0  # missed windows up to then are on record
        self._judge_again_at = 0
        self._doubt_until_mono_ms = 0

    def close_due(self) -> None:
        """Close the rounds whose window is over and record those that nobody began."""
        now = self._desk.time.now_ms()
        for row in self._desk.read(rows.running):
            at = self._rows.reading(row, now)
            patience_ms = 0 if self._rows.is_mine(row) else _OTHER_SEAT_AFTER_MS
            if at > row.window_to_at + patience_ms:
                self.close(row, WINDOW_ENDED, actor="")
        self._record_missed(now)

    def see(self, entries: tuple[Entry, ...]) -> None:
        """Wait with judging when the clock was set forward: it may be set back in a minute."""
        sizes = (entry.facts["delta_ms"] for entry in entries if entry.kind == "time.jumped")
        if any(size > 0 for size in sizes):
            self._doubt_until_mono_ms = self._desk.time.mono_ms() + _DOUBT_MS

    def close(self, row: RoundTable, reason: str, *, actor: str) -> None:
        """End a round with what it has."""

        def write(unit: Unit) -> None:
            fresh = unit.session.get_one(RoundTable, row.id)
            if fresh.state == RoundState.RUNNING:
                record(unit, self._ending(fresh, reason, actor))

        self._desk.write(write)

    def complete_if_whole(self, unit: Unit, row: RoundTable) -> None:
        """End a round whose last checkpoint was just accounted for."""
        if rows.visited(row) >= row.expected:
            record(unit, self._ending(row, "", self._desk.actor))

    def _ending(self, row: RoundTable, reason: str, actor: str) -> Moment:
        now = self._desk.time.now_ms()
        tally = tally_of_row(row)
        walked_ms = self._rows.walked_ms(row, now)
        is_whole = ending_of(tally) is RoundState.COMPLETE
        facts = {
            "expected": row.expected,
            **{str(outcome): count for outcome, count in tally.by_outcome.items()},
            "expired": row.expected - tally.visited,
            "quick": row.quick,
            "walked_ms": walked_ms,
            "is_rushed": is_rushed(tally, walked_ms),
        }
        return Moment(
            kind="round.completed" if is_whole else "round.closed_incomplete",
            subject=row.id,
            facts=facts,
            source=Source.KEY if actor else Source.SYSTEM,
            actor=actor,
            reason="" if is_whole else reason,
        )

    # -- missed --------------------------------------------------------------------------------

    def _record_missed(self, now: int) -> None:
        if not self._rows.in_use or self._judged_at <= now < self._judge_again_at:
            return
        if self._desk.time.mono_ms() < self._doubt_until_mono_ms:
            return
        missed = self._desk.read(lambda session: self._missed(session, now))
        try:
            if missed:
                self._desk.record(*missed)
        except RoundTaken:  # another seat has just written one: look again at the next tick
            return
        self._judged_at = now
        self._judge_again_at = self._desk.read(lambda session: self._next_end(session, now))

    def _missed(self, session: Session, now: int) -> list[Moment]:
        since = rows.judged_since(session)
        if since is None:
            return []
        began = journal.first_at(session, "camera.added") or now
        found = []
        for day in days_between(day_of(since - DAY_MS), day_of(now)):
            known = {row.slot for row in rows.rounds_between(session, day, day) if not row.take}
            for one in self._rows.expected(session, day):
                due = one.due
                is_over = began <= due.window_from_at and due.window_to_at < now
                if is_over and due.window_to_at > since and due.slot.no not in known:
                    found.append(self._missed_moment(one))
        return found

    def _next_end(self, session: Session, now: int) -> int:
        """When to look again: just after the next window ends, or in a minute."""
        days = (day_of(now - DAY_MS), day_of(now))
        ends = (one.due.window_to_at for day in days for one in self._rows.expected(session, day))
        return min((end + 1 for end in ends if end >= now), default=now + _LOOK_MS)

    def _missed_moment(self, one: Expected) -> Moment:
        due = one.due
        was_off = self._desk.was_off(due.window_from_at, due.window_to_at)
        facts = {
            "day": due.day,
            "slot": due.slot.no,
            "take": 0,
            "kind": str(due.kind),
            "name": due.slot.name,
            "window_from_at": due.window_from_at,
            "window_to_at": due.window_to_at,
            "expected": one.points,
        }
        return Moment(
            kind="round.missed",
            subject=self._desk.new_id(),
            facts=facts,
            reason=PROGRAM_OFF if was_off else "",
        )

    def stand_in(self, row: RoundTable, now: int) -> DueRound:
        """The round that makes another one up: as long a window, from now on."""
        length_ms = row.window_to_at - row.window_from_at
        from_minute = (row.window_from_at - instant(date.fromisoformat(row.day))) // 60_000
        to_minute = (from_minute + length_ms // 60_000) % DAY_MINUTES
        slot = Slot(no=row.slot, from_minute=from_minute, to_minute=to_minute, name=row.name)
        return DueRound(
            day=row.day,
            slot=slot,
            kind=RoundKind.MADE_UP,
            window_from_at=now,
            window_to_at=now + length_ms,
        )


def tally_of_row(row: RoundTable) -> Tally:
    """What a round adds up to so far."""
    counts: dict[Outcome, int] = {
        outcome: getattr(row, outcome) for outcome in Outcome if outcome != Outcome.EXPIRED
    }
    return Tally(
        expected=row.expected,
        by_outcome=counts,
        quick=row.quick,
        fresh_ms=row.fresh_ms,
        least_ms=row.least_ms,
    )
