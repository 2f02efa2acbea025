"""The desk: everything that is written goes through `record`, on one thread, in one transaction."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from duty_desk.desk import alarms
from duty_desk.desk.consequences import record
from duty_desk.desk.nouns import Nouns
from duty_desk.desk.picture import picture
from duty_desk.desk.replay import replay
from duty_desk.desk.rest import Rest
from duty_desk.desk.snapshot import Viewer
from duty_desk.desk.thread import DeskThread
from duty_desk.desk.views import Snapshot
from duty_desk.domain.clock import now_on
from duty_desk.domain.identity import new_id
from duty_desk.domain.moment import Moment
from duty_desk.language import tr
from duty_desk.store import heartbeat, journal
from duty_desk.store.clock import rules_hash
from duty_desk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.desk.parts import DeskParts
    from duty_desk.domain.clock import Clock
    from duty_desk.domain.moment import Entry
    from duty_desk.domain.rights import Right, Role
    from duty_desk.machine.clock_trust import Jump
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session

_log = logging.getLogger(__name__)
T = TypeVar("T")
_HEARTBEAT_MS = 10_000


@dataclass(frozen=True)
class Happened:
    """What a commit brought: the entries, and the desk as it stands after them."""

    entries: tuple[Entry, ...]
    snapshot: Snapshot


class Desk(Nouns):
    """One seat's desk. Commands come from any thread and return futures; the desk thread works.

    What people do is written under the name of `actor`; see `desk.people`.
    """

    def __init__(self, parts: DeskParts) -> None:
        self._parts = parts
        self.store = parts.store
        self.time = parts.time
        self.vault = parts.vault
        self.categories = parts.categories
        self.fault_kinds = parts.fault_kinds
        self.fault_reminder_hour = parts.fault_reminder_hour
        self.patience = parts.patience
        self.font = parts.font
        self.templates = parts.templates
        self.snapshot = Snapshot()
        self._listeners: list[Callable[[Happened], None]] = []
        self._bell = alarms.Bell()
        self._rest = Rest(parts.time)
        self._thread = DeskThread(self.tick)
        self.off_from: int | None = None
        self._started_at = 0
        self._alive_mono_ms = 0
        self._jumps: list[Moment] = []  # noticed and not on record yet
        self._trouble = ""  # the store is out of reach, in words
        self._scarcity = ""  # the reserve is gone, in words
        super().__init__(parts)

    @property
    def seat(self) -> str:
        """The seat, in the language in use."""
        return tr("{seat} 号席", seat=self.store.seat)

    @property
    def actor(self) -> str:
        """Under whose name things are written now, as recorded.

        Raises:
            Refusal: nobody may be named: no one is signed in, or the screen is locked.
        """
        return self.people.actor

    @property
    def role(self) -> Role:
        """The role of whoever is here, for what a screen offers; `require` decides."""
        return self.people.role

    @property
    def hall(self) -> str:
        """The hall, in the language in use unless the settings name it."""
        return tr(self._parts.hall)

    # -- life ----------------------------------------------------------------------------------

    def start(self, *, is_sending: bool = True, is_ticking: bool = True) -> None:
        """Open the store, start the desk thread with its tick, and the push sender.

        Raises:
            Refusal: the store cannot be opened; nothing was changed.
        """
        self.store.open()
        self._thread.start(is_ticking=is_ticking)
        try:
            self.ask(self._begin).result()
        except BaseException:
            self._thread.stop()
            self.store.close()
            raise
        if is_sending:
            self.outbox.start()

    def stop(self) -> None:
        """Finish what was asked, note the end, let go of everything; within 3 s."""
        self.ground_watch.stop()
        self.ptz.leave_all()
        self.diagnosing.stop()
        self.outbox.stop()
        self.ptz.stop()
        self.problems.clips.stop()
        self.people.stop()
        self.ledgers.stop()
        self.search.stop()
        self.reading.stop()
        self.checking.stop()
        self._thread.ask(self._end)
        self._thread.stop()
        self.store.close()

    def _begin(self) -> None:
        now = self.time.now_ms()
        self._started_at = now
        self._parts.reserve.hold()
        last = self.read(lambda session: heartbeat.last(session, self.store.seat))
        self.off_from = last.alive_at if last else None
        self._notice_jump_while_off(last)
        self.read(self.people.look)
        started = Moment(
            kind="desk.started",
            subject=self.store.seat,
            facts={
                "off_from": self.off_from,
                "was_clean": last.is_clean if last else True,
                "boot_id": self.store.boot_id,
            },
            actor=self.people.witness,
        )
        self.record(started, *self._adoption(), *self.outbox.interrupted(now))
        self._replay_pending()
        self._beat(is_clean=False)
        self.tick()

    def _notice_jump_while_off(self, beat: heartbeat.Beat | None) -> None:
        last = self.read(lambda session: journal.newest(session, self.store.seat))
        if last is None:
            return
        jump = None
        if last.boot_id == self.store.boot_id:
            jump = self._parts.jumps.since_off(last.recorded_at, last.mono_ms)
        elif beat is not None:
            jump = self._parts.jumps.since_off(beat.alive_at, None)
        if jump is not None:
            self._notice(jump, while_off=True)

    def _adoption(self) -> tuple[Moment, ...]:
        contract = self._parts.contract
        if self.store.rules.in_force == rules_hash(contract):
            return ()
        facts = {"contract": contract.as_facts()}
        return (Moment(kind="contract.adopted", subject=contract.id, facts=facts),)

    def _end(self) -> None:
        self.watching.put_on_record()
        self.record(Moment(kind="desk.stopped", subject=self.store.seat, actor=self.people.witness))
        self._beat(is_clean=True)

    # -- asking and writing --------------------------------------------------------------------

    def ask(self, work: Callable[[], T]) -> Future[T]:
        """Have `work` done on the desk thread."""
        return self._thread.ask(work)

    def require(self, right: Right) -> None:
        """Let pass who sits here; refuses in a sentence who may not."""
        self.people.require(right)

    def new_id(self) -> str:
        """An id for a new record."""
        return new_id(self.time.now_ms())

    def record(self, *moments: Moment) -> tuple[Entry, ...]:
        """Write moments, and what follows from them, in one transaction; then publish them.

        Only on the desk thread. Returns when they are durable.

        Raises:
            StoreTrouble: nothing of it was kept.
        """
        return self.write(lambda unit: record(unit, *moments))

    def write(self, work: Callable[[Unit], T]) -> T:
        """Do `work` in one transaction, then publish its entries. Only on the desk thread.

        A jump of the wall clock is noted first, so that no clock is judged across it unmarked.

        Raises:
            StoreTrouble: nothing of it was kept.
        """
        self._watch_jumps()
        return self._write(work)

    def _write(self, work: Callable[[Unit], T]) -> T:
        try:
            with self._rest.attempt():
                result, entries = self.store.write(work)
        except StoreTrouble as trouble:
            self._show_trouble(str(trouble))
            raise
        self._trouble = ""
        if entries:
            self._publish(entries)
        return result

    def read(self, work: Callable[[Session], T]) -> T:
        """Do reading `work`. Only on the desk thread."""
        with self._rest.attempt():
            return self.store.read(work)

    # -- publishing ----------------------------------------------------------------------------

    def listen(self, listener: Callable[[Happened], None]) -> None:
        """Have `listener` called on the desk thread after each commit."""
        self._listeners.append(listener)

    def alarm_listen(self, listener: Callable[[alarms.Alarm], None]) -> None:
        """Have `listener` called on the desk thread for each alarm."""
        self._bell.listen(listener)

    def viewer(self) -> Viewer:
        """What turns rows into views."""
        by_code = {item.code: item for item in self.categories}
        return Viewer(by_code, self.store.rules, self._shift_ms, self.fault_kinds)

    def _shift_ms(self, clock: Clock) -> int:
        now, mono_ms = self.time.now_ms(), self.time.mono_ms()
        return now - now_on(clock, now=now, mono_ms=mono_ms, boot_id=self.store.boot_id)

    def refresh(self) -> Future[Snapshot]:
        """Make the snapshot anew, as after a change of language."""

        def work() -> Snapshot:
            self._publish(())
            return self.snapshot

        return self.ask(work)

    def _publish(self, entries: tuple[Entry, ...]) -> None:
        try:
            snapshot = self.read(lambda session: picture(self, session, entries))
        except StoreTrouble as trouble:
            # What was written stays written; only the picture of it is old.
            self._trouble = str(trouble)
            snapshot = self.snapshot
        self._tell(entries, snapshot)

    def _tell(self, entries: tuple[Entry, ...], snapshot: Snapshot) -> None:
        words = self._trouble or self._scarcity
        state = "trouble" if words else "ok"
        words += self.aside.words()
        cards = self.aside.join(snapshot.clocks)
        told = replace(snapshot, clocks=cards, store_state=state, store_words=words)
        self.snapshot = self.people.shown(told)
        for listener in self._listeners:
            try:
                listener(Happened(entries, self.snapshot))
            except Exception:  # noqa: BLE001 - a screen's failure must not look like a lost record
                _log.exception("a listener failed")

    def give_up_reserve(self) -> bool:
        """Free the room kept for a full disk; False when there is none left to free."""
        if not self._parts.reserve.give_up():
            return False
        self._scarcity = tr(
            "磁盘已满：刚才的内容用预留空间保存了，以后可能存不下。请马上清理磁盘。"
        )
        return True

    def _show_trouble(self, words: str) -> None:
        if self._trouble == words or self._thread.is_closed:
            return
        self._trouble = words
        _log.warning("store: %s", words)
        self._tell((), self.snapshot)

    # -- the tick ------------------------------------------------------------------------------

    def tick(self) -> None:
        """Look at the clocks: jumps, stages, heartbeat. Once a second on the desk thread."""
        if not self._started_at:
            return
        self.ptz.tick()
        try:
            self._look()
        except StoreTrouble as trouble:
            self._show_trouble(str(trouble))
            now, since = self.time.now_ms(), self._bell.recorded_until
            self._bell.ring_passed(self.snapshot.clocks, since, now)
        self._bell.ring_passed(self.aside.join(()), 0, self.time.now_ms())

    def show_aside(self) -> None:
        """Show the desk again, with what was kept aside."""
        self._tell((), self.snapshot)

    def _look(self) -> None:
        self._watch_jumps()
        self._sound_alarms()
        self.people.tick()
        self.shifts.tick()
        self.patrol.tick()
        self.diagnosing.tick()
        self.watching.tick()
        self.attendance.tick()
        self.presence.tick()
        self.reports.tick()
        self.footage.tick()
        is_due = self.time.mono_ms() - self._alive_mono_ms >= _HEARTBEAT_MS
        if not is_due and not self._trouble:
            return
        self._beat(is_clean=False)
        self._replay_pending()
        self.faults.reminder.look()
        if self._scarcity and self._parts.reserve.hold():
            self._scarcity = ""
        if self._trouble or self.snapshot.store_words != self._scarcity:
            self._trouble = ""
            self._publish(())

    def was_off(self, from_at: int, to_at: int) -> bool:
        """Whether the program was off all the time between two instants."""
        return self.off_from is not None and self.off_from <= from_at < to_at <= self._started_at

    def _watch_jumps(self) -> None:
        jump = self._parts.jumps.check()
        if jump is not None and jump.is_clock_set:
            self._notice(jump)
        if self._jumps:
            waiting = tuple(self._jumps)
            self._write(lambda unit: record(unit, *waiting))
            self._jumps = self._jumps[len(waiting) :]

    def _notice(self, jump: Jump, *, while_off: bool = False) -> None:
        self.store.clock_state = "back" if jump.is_back else "jumped"
        facts = {"delta_ms": jump.size_ms, "slept_ms": jump.slept_ms, "before_at": jump.before_at}
        if while_off:
            facts["while_off"] = True
        self._jumps.append(Moment(kind="time.jumped", subject=self.store.seat, facts=facts))

    def _sound_alarms(self) -> None:
        now = alarms.Now(
            at=self.time.now_ms(),
            mono_ms=self.time.mono_ms(),
            boot_id=self.store.boot_id,
            off_from=self.off_from,
            started_at=self._started_at,
        )
        moments, reached = self.read(
            lambda session: alarms.fresh_stages(session, self.store.rules, now, self.store.seat)
        )
        if moments:
            self.record(*moments)
        self._bell.recorded_until = now.at
        cards = {card.id: card for card in self.snapshot.clocks}
        for stage in reached:
            if stage.clock_id in cards:
                self._bell.ring(cards[stage.clock_id], stage.level, now.at)

    def _beat(self, *, is_clean: bool) -> None:
        self._alive_mono_ms = self.time.mono_ms()
        beat = heartbeat.Beat(self.store.seat, self.time.now_ms(), self.store.boot_id, is_clean)
        self.store.write(lambda unit: heartbeat.keep(unit.session, beat))

    def _replay_pending(self) -> None:
        if count := replay(self):
            self.aside.forget()
            self._publish(())
            _log.info("replayed %d moments from the spool", count)
