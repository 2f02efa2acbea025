"""Presence: prompts that nobody can foresee, reset by work, judged by a person.

Everything is counted by the monotonic clock, so that setting the computer's clock neither asks
nor excuses anybody. Time in which the program was off does not count: nobody could answer then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from secrets import SystemRandom
from typing import TYPE_CHECKING

from duty_desk.desk.duty_views import AbsenceRow, PresenceView
from duty_desk.desk.duty_words import told_words
from duty_desk.desk.presence_call import PresenceCall
from duty_desk.domain import presence as rules
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.presence import Stage
from duty_desk.store import presence as rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.moment import Entry
    from duty_desk.store.duty_tables import AbsenceTable
    from duty_desk.store.transaction import Session

_BY_PERSON = (Source.KEY, Source.SELF)
_OWN = ("presence.", "absence.")
_NEXT = {
    Stage.SOUNDED: "presence.sounded",
    Stage.ESCALATED: "presence.escalated",
}

_AFTER = {
    Stage.SHOWN: Stage.SOUNDED,
    Stage.SOUNDED: Stage.ESCALATED,
    Stage.ESCALATED: Stage.UNCONFIRMED,
}
_FORGOTTEN_MS = 10 * rules.MINUTE_MS  # a prompt that waited over a longer gap asks nobody any more


@dataclass(frozen=True)
class _Asked:
    """The prompt that waits: shown since `from_mono_ms`, at `stage` on record."""

    id: str
    from_mono_ms: int
    stage: Stage


class Presence:
    """Asks for signs of life; on the desk thread but for its commands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._call = PresenceCall(desk)
        self.draw: Callable[[int, int], int] = SystemRandom().randint
        self._is_begun = False
        self._rule = rules.PresenceRule()
        self._heard_mono_ms = self._drawn_ms = 0
        self._heard_at: int | None = None
        self._worked_mono_ms: int | None = None
        self._prompted_mono_ms: list[int] = []
        self._asked: _Asked | None = None
        self._work_at: int | None = None  # work that answers the prompt, not on record yet
        self._kept = PresenceView()  # what the records say, read when they change

    # -- life ----------------------------------------------------------------------------------

    def begin(self) -> Future[None]:
        """Ask from now on whoever sits at this seat; a prompt that waited goes on waiting."""

        def work() -> None:
            self._is_begun = True
            self._desk.read(self._read)
            self._hear(self._desk.time.now_ms())
            self._go_on()
            self._desk.refresh()

        return self._desk.ask(work)

    def _go_on(self) -> None:
        row = self._desk.read(lambda session: rows.asking(session, self._desk.store.seat))
        if row is None:
            return
        stage, off_from = Stage(row.state), self._desk.off_from or row.prompted_at
        if self._desk.time.now_ms() - off_from > _FORGOTTEN_MS:
            self._record(Moment(kind="presence.lapsed", subject=row.id))
            return
        least = rules.asked_before(self._rule, stage)
        seen_ms = off_from - row.prompted_at
        following = rules.asked_before(self._rule, _AFTER[stage])
        asked_ms = min(max(seen_ms, least), following - 1)
        self._asked = _Asked(row.id, self._desk.time.mono_ms() - asked_ms, stage)

    def tick(self) -> None:
        """Ask, go on to the next stage, or take work for an answer. Once a second."""
        if not self._is_begun:
            return
        now, mono_ms = self._desk.time.now_ms(), self._desk.time.mono_ms()
        if self._asked is None and self._desk.snapshot.duty.presence.state != self._state(now):
            self._desk.refresh()  # an absence or a pause is over
        if self._asked is not None:
            self._step(self._asked, now, mono_ms)
        elif self._is_to_be_asked(now) and self._is_due(mono_ms):
            self._prompt(now, mono_ms)

    # -- whoever sits here ---------------------------------------------------------------------

    def confirm(self) -> Future[bool]:
        """The key: somebody is here. False when nothing was asked; nothing is recorded then.

        Raises:
            Refusal: nobody is signed in, or the screen is locked.
        """
        pressed_at, pressed_mono_ms = self._desk.time.now_ms(), self._desk.time.mono_ms()

        def work() -> bool:
            if self._asked is None:
                return False
            self._answer(self._asked, pressed_at, pressed_mono_ms, "key", self._desk.actor)
            return True

        return self._desk.ask(work)

    # -- what is shown -------------------------------------------------------------------------

    def shown(self, session: Session, entries: tuple[Entry, ...]) -> PresenceView:
        """The view after `entries`; takes note of the work in them."""
        if not self._is_begun:
            return PresenceView()
        self._note(entries)
        if not entries or any(entry.kind.startswith(_OWN) for entry in entries):
            self._read(session)
        now = self._desk.time.now_ms()
        view = replace(self._kept, heard_at=self._heard_at, state=self._state(now))
        if self._asked is None:
            return view
        asked_ms = self._desk.time.mono_ms() - self._asked.from_mono_ms
        ends_ms = rules.asked_before(self._rule, _AFTER[self._asked.stage])
        return replace(
            view,
            state=str(self._asked.stage),
            check_id=self._asked.id,
            ends_at=now + max(0, ends_ms - asked_ms),
        )

    def _state(self, now: int) -> str:
        if self._is_paused(now):
            return "paused"
        if self._is_absent(now):
            return "absent"
        return "quiet" if self._is_manned() else "idle"

    def _read(self, session: Session) -> None:
        seat = self._desk.store.seat
        self._rule = rows.rule_of(session, seat)
        until_at, reason = rows.pause_of(session, seat)
        absent, asking = rows.absent(session, seat), rows.asking(session, seat)
        self._kept = PresenceView(
            told_words=told_words(asking.told, asking.told_words) if asking else "",
            absence=absence_row(absent) if absent else None,
            paused_until_at=until_at,
            pause_reason=reason,
            unjudged=len(rows.unjudged(session)),
            rule=self._rule,
        )

    # -- asking --------------------------------------------------------------------------------

    def _is_manned(self) -> bool:
        people = self._desk.people
        return people.signed_in is not None or not (people.is_attended and people.all())

    def _is_paused(self, now: int) -> bool:
        return self._kept.paused_until_at is not None and now < self._kept.paused_until_at

    def _is_absent(self, now: int) -> bool:
        absence = self._kept.absence
        return absence is not None and now < absence.back_by_at

    def _is_to_be_asked(self, now: int) -> bool:
        return self._is_manned() and not self._is_paused(now) and not self._is_absent(now)

    def _is_due(self, mono_ms: int) -> bool:
        worked = self._worked_mono_ms
        return rules.is_due(
            mono_ms - self._heard_mono_ms,
            self._drawn_ms,
            None if worked is None else mono_ms - worked,
            [mono_ms - prompted for prompted in self._prompted_mono_ms],
        )

    def _prompt(self, now: int, mono_ms: int) -> None:
        person = self._desk.people.signed_in
        facts = {
            "person": person.name if person else self._desk.people.witness,
            "person_id": person.id if person else "",
            "drawn_ms": self._drawn_ms,
        }
        check_id = self._desk.new_id()
        asked = _Asked(check_id, mono_ms, Stage.SHOWN)
        self._prompted_mono_ms = [*self._prompted_mono_ms[-5:], mono_ms]
        moment = Moment(kind="presence.prompted", subject=check_id, facts=facts, event_at=now)
        self._record(moment, becomes=asked)

    def _step(self, asked: _Asked, now: int, mono_ms: int) -> None:
        if self._work_at is not None:
            late_ms = max(0, now - self._work_at)
            person = self._desk.people.witness
            self._answer(asked, self._work_at, mono_ms - late_ms, "work", person)
            return
        stage = rules.stage_at(self._rule, mono_ms - asked.from_mono_ms)
        if stage is asked.stage:
            return
        if stage is Stage.UNCONFIRMED:
            self._give_up(asked, now)
            return
        moment = Moment(kind=_NEXT[stage], subject=asked.id, event_at=now)
        self._record(moment, becomes=replace(asked, stage=stage))
        if stage is Stage.ESCALATED:
            self._call.tell(asked.id, self._minutes(mono_ms - asked.from_mono_ms))

    def _minutes(self, ms: int) -> int:
        return max(1, round(ms / rules.MINUTE_MS))

    def _give_up(self, asked: _Asked, now: int) -> None:
        facts = {"in_round": bool(self._desk.snapshot.patrol.running_id)}
        self._hear(now)  # the next prompt comes as if somebody had been here
        moment = Moment(kind="presence.unconfirmed", subject=asked.id, facts=facts, event_at=now)
        self._record(moment)

    def _answer(self, asked: _Asked, at: int, mono_ms: int, way: str, actor: str) -> None:
        facts = {
            "answer_ms": max(0, mono_ms - asked.from_mono_ms),
            "way": way,
            "in_round": bool(self._desk.snapshot.patrol.running_id),
        }
        self._hear(at)
        moment = Moment(
            kind="presence.confirmed",
            subject=asked.id,
            facts=facts,
            event_at=at,
            source=Source.KEY if way == "key" else Source.SYSTEM,
            actor=actor,
        )
        self._record(moment)

    def _record(self, moment: Moment, becomes: _Asked | None = None) -> None:
        """Write a moment of the prompt; what it becomes is shown with the commit, or not at all."""
        before, self._asked = self._asked, becomes
        try:
            self._desk.record(moment)
        except BaseException:
            self._asked = before
            raise
        self._work_at = None

    # -- signs of life -------------------------------------------------------------------------

    def _note(self, entries: tuple[Entry, ...]) -> None:
        """What a person did at this seat is a sign of life; what the program noted is none."""
        done = [
            entry.event_at if entry.source is Source.KEY else entry.recorded_at
            for entry in entries
            if entry.actor
            and entry.source in _BY_PERSON
            and not entry.kind.startswith(("presence.", "person.locked", "person.signed_out"))
        ]
        if done:
            self._work_at = max(done)
            self._hear(self._work_at)
            self._worked_mono_ms = self._heard_mono_ms

    def _hear(self, at: int) -> None:
        now, mono_ms = self._desk.time.now_ms(), self._desk.time.mono_ms()
        self._heard_mono_ms = mono_ms - min(max(0, now - at), rules.HOUR_MS)
        self._heard_at = at
        self._drawn_ms = rules.drawn_ms(self._rule, now, self.draw)
        if self._asked is None:
            self._work_at = None


def absence_row(row: AbsenceTable) -> AbsenceRow:
    """An absence as shown."""
    return AbsenceRow(
        id=row.id,
        person=row.person,
        reliever=row.reliever,
        why=row.why,
        began_at=row.began_at,
        back_by_at=row.back_by_at,
        ended_at=row.ended_at,
    )
