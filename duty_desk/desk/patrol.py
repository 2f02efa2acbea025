"""Patrol rounds: starting, walking, pausing and ending them. Rules are checked here."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from duty_desk.desk.patrol_closing import Closing
from duty_desk.desk.patrol_counts import PatrolCounting
from duty_desk.desk.patrol_pictures import picture_before, picture_of
from duty_desk.desk.patrol_route import day_before, plan_in_force, route_for
from duty_desk.desk.patrol_rows import PatrolRows, Viewpoint
from duty_desk.desk.patrol_show import PatrolShow
from duty_desk.desk.patrol_visit import TooQuick, VisitWriter
from duty_desk.desk.patrol_words import round_name
from duty_desk.desk.thumbnail_keeping import ThumbnailKeeping
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.patrol import RoundKind, RoundState
from duty_desk.domain.problem import beijing, day_of
from duty_desk.language import Refusal, tr
from duty_desk.store import patrol as rows
from duty_desk.store.patrol import RoundTaken
from duty_desk.store.patrol_tables import RoundTable, VisitTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.patrol_route import DueRound
    from duty_desk.desk.patrol_views import PatrolDay, PatrolOverview, RoundRow, Walk
    from duty_desk.desk.views import CameraRow
    from duty_desk.domain.moment import Entry
    from duty_desk.domain.patrol import Look
    from duty_desk.store.transaction import Session

__all__ = ["Patrol", "TooQuick", "WalkedElsewhere"]
T = TypeVar("T")
_SEED_BITS = 32


class WalkedElsewhere(Refusal):
    """Another seat walks this round; `start(take_over=True)` goes on with it here."""


class Patrol:
    """The use cases of rounds. `snapshot.patrol` has today's rounds and the counts."""

    def __init__(self, desk: Desk, thumbnail_days: int) -> None:
        self._desk = desk
        at = Viewpoint(desk.store.seat, desk.store.boot_id, desk.time, lambda: desk.store.rules)
        self.rows = PatrolRows(at)
        self.counting = PatrolCounting(at, self.rows)
        self.closing = Closing(desk, self.rows)
        self._keeping = ThumbnailKeeping(desk, thumbnail_days)
        self.visits = VisitWriter(desk, self.rows, self.closing)
        self._show = PatrolShow(self.rows, self.counting)
        self._walked: Walk | None = None  # the newest walk read; None once it may be out of date
        self._walking: set[str] = set()  # rounds walked since this program started

    # -- starting ------------------------------------------------------------------------------

    def start(self, *, take_over: bool = False) -> Future[Walk]:
        """Start or continue (F5): the round that runs here, else the one whose window is open.

        A round that was paused, or left by a crash, goes on at the same checkpoint; the gap is on
        record (`round.resumed`).

        Args:
            take_over: Go on with a round that another seat started and left.

        Raises:
            WalkedElsewhere: another seat walks this round (it names seat, operator, since when).
            Refusal: no window is open (it names the next one), or nothing is to be patrolled.
        """

        def work() -> Walk:
            self.closing.close_due()
            mine = next((row for row in self._running() if self.rows.is_mine(row)), None)
            if mine is not None:
                return self._go_on(mine)
            due = self._open_round()
            known = self._desk.read(lambda session: rows.round_of(session, *due.key))
            if not known:
                return self._begin(due, 0, due.kind)
            if known[0].state == RoundState.MISSED:  # said of it by a clock that was set back since
                return self._begin(due, 0, due.kind, known[0].id)
            if known[0].state != RoundState.RUNNING:
                raise Refusal(self._nothing_open(tr("这个时段的巡查已经结束。")))
            if not take_over:
                raise WalkedElsewhere(self._taken(known[0]))
            return self._go_on(known[0])

        return self._desk.ask(work)

    def _running(self) -> tuple[RoundTable, ...]:
        return self._desk.read(rows.running)

    def _go_on(self, row: RoundTable) -> Walk:
        since_at, after = row.paused_at, "pause"
        if not self.rows.is_mine(row):
            after = "other_seat"
        elif row.paused_at is None and row.id not in self._walking:
            after = "restart"
        if since_at is not None or after != "pause":
            if since_at is None:
                since_at = self._desk.read(lambda session: rows.last_step_at(session, row))
            self._record("round.resumed", row.id, {"after": after, "since_at": since_at})
        self._walking.add(row.id)
        return self._read_walk(row.id)

    def _open_round(self) -> DueRound:
        now = self._desk.time.now_ms()
        today = day_of(now)
        near = (*self._expected(day_before(today)), *self._expected(today))
        if not near:
            raise Refusal(tr("今天没有可巡查的点位。请先录入点位或检查巡查计划。"))
        due = next((due for due in near if due.holds(now)), None)
        if due is None:
            raise Refusal(self._nothing_open(tr("现在不在任何巡查时段内。")))
        return due

    def _expected(self, day: str) -> tuple[DueRound, ...]:
        found = self._desk.read(lambda session: self.rows.expected(session, day))
        return tuple(one.due for one in found)

    def _nothing_open(self, why: str) -> str:
        next_at = self._desk.read(
            lambda session: self.counting.next_window(session, self._desk.time.now_ms())
        )
        if next_at is None:
            return why
        return tr("{why}下一轮 {time} 开始。", why=why, time=f"{beijing(next_at):%H:%M}")

    def _taken(self, row: RoundTable) -> str:
        return tr(
            "{name}已由 {seat} 号席的 {by} 从 {time} 开始巡查，两个席位不能同时巡同一轮。",
            name=round_name(row.slot, row.name, RoundKind(row.kind)),
            seat=row.seat,
            by=tr(row.started_by),
            time=f"{beijing(row.started_at or 0):%H:%M}",
        )

    def _begin(self, due: DueRound, take: int, kind: RoundKind, round_id: str = "") -> Walk:
        round_id = round_id or self._desk.new_id()

        def facts(session: Session) -> dict[str, object]:
            plan, _ = plan_in_force(session, due.day, self._desk.store.contract)
            route = route_for(plan, due, self.rows.ids)
            started: dict[str, object] = {
                "day": due.day,
                "slot": due.slot.no,
                "take": take,
                "kind": str(kind),
                "name": due.slot.name,
                "window_from_at": due.window_from_at,
                "window_to_at": due.window_to_at,
                "leg_ms": plan.leg_ms,
                "expected": len(route.points),
                "route": route.hash,
            }
            if not rows.has_route(session, route.hash):
                started["points"] = route.facts
            if plan.is_shuffled:
                started["seed"] = secrets.randbits(_SEED_BITS)
            return started

        try:
            self._record("round.started", round_id, self._desk.read(facts))
        except RoundTaken:
            winner = self._desk.read(lambda session: rows.round_of(session, *due.key))[take]
            raise WalkedElsewhere(self._taken(winner)) from None
        self._walking.add(round_id)
        return self._read_walk(round_id)

    def make_up(self, day: str, slot: int) -> Future[Walk]:
        """Walk a round of `day` again that was missed or is not complete (补巡), shown apart.

        It has as long as the window it stands for, from now on.

        Raises:
            Refusal: that round is complete, its window is not over, it is older than yesterday,
                or another round runs at this seat.
        """

        def work() -> Walk:
            self.closing.close_due()
            now = self._desk.time.now_ms()
            if day not in (day_of(now), day_before(day_of(now))):
                raise Refusal(tr("只能补巡今天和昨天的轮次，没有开始。"))
            known = self._desk.read(lambda session: rows.round_of(session, day, slot))
            self._refuse_make_up(known)
            due = self.closing.stand_in(known[0], now)
            return self._begin(due, known[-1].take + 1, RoundKind.MADE_UP)

        return self._desk.ask(work)

    def _refuse_make_up(self, known: tuple[RoundTable, ...]) -> None:
        if any(self.rows.is_mine(row) for row in self._running()):
            raise Refusal(tr("本席正在巡查另一轮。请先完成或结束它。"))
        states = {row.state for row in known}
        if not states or RoundState.RUNNING in states:
            raise Refusal(tr("这一轮的时段还没有结束，不用补巡。"))
        if RoundState.COMPLETE in states:
            raise Refusal(tr("这一轮已经完成，不用补巡。"))

    # -- walking -------------------------------------------------------------------------------

    def walk(self, round_id: str) -> Future[Walk]:
        """A round that has begun, whole. Writes nothing."""
        return self._desk.ask(lambda: self._read_walk(round_id))

    def visit(self, round_id: str, looks: Sequence[Look]) -> Future[Walk]:
        """Put one visit on record, or those of a page of four, together or not at all.

        A checkpoint may be visited again while the round runs: the newest visit counts, the
        journal keeps both. The visit that accounts for the last checkpoint ends the round.

        Raises:
            TooQuick: under the least dwell and not confirmed; ask again with `is_confirmed`.
            Refusal: no fresh picture (cannot be normal), no reason, a camera out of use, or the
                round has ended meanwhile; nothing was recorded.
        """

        def work() -> Walk:
            before = self._walked
            self.visits.write(round_id, tuple(looks))
            if before is None or before.round.id != round_id or self._walked is not before:
                return self._read_walk(round_id)
            nos = {look.no for look in looks}
            self._walked = self._desk.read(lambda session: self._after(session, before, nos))
            return self._walked

        return self._desk.ask(work)

    def _after(self, session: Session, before: Walk, nos: set[int]) -> Walk:
        row = session.get_one(RoundTable, before.round.id)
        return self.rows.walk_after(session, row, before, nos)

    def pause(self, round_id: str, reason: str = "") -> Future[Walk]:
        """Lay the walk aside; the window runs on. `start` goes on at the same checkpoint."""

        def work() -> Walk:
            row = self._must_run(round_id)
            if row.paused_at is None:
                self._record("round.paused", round_id, {}, reason.strip())
            return self._read_walk(round_id)

        return self._desk.ask(work)

    def close(self, round_id: str, reason: str) -> Future[Walk]:
        """End a round before its window does, with what is missing, for a reason.

        Raises:
            Refusal: no reason was given, or it has ended already.
        """

        def work() -> Walk:
            row = self._must_run(round_id)
            if not reason.strip():
                raise Refusal(tr("提前结束本轮要写明原因；本轮继续。"))
            self.closing.close(row, reason.strip(), actor=self._desk.actor)
            return self._read_walk(round_id)

        return self._desk.ask(work)

    def explain(self, round_id: str, reason: str) -> Future[Walk]:
        """Say afterwards why a round is incomplete or was missed; the first words stay on record.

        Raises:
            Refusal: no reason was given, or the round is complete.
        """

        def work() -> Walk:
            row = self._desk.read(lambda session: session.get_one(RoundTable, round_id))
            if row.state not in (RoundState.INCOMPLETE, RoundState.MISSED):
                raise Refusal(tr("只有漏巡或没有完成的轮次才需要说明；记录没有改动。"))
            if not reason.strip():
                raise Refusal(tr("请写明原因；记录没有改动。"))
            self._record("round.explained", round_id, {}, reason.strip())
            return self._read_walk(round_id)

        return self._desk.ask(work)

    # -- looking -------------------------------------------------------------------------------

    def rounds(self, day: str) -> Future[tuple[RoundRow, ...]]:
        """The rounds of a calendar day, those not begun yet included, in order of their windows."""
        now = self._desk.time.now_ms
        return self._ask_reading(lambda session: self.rows.day(session, day, now()))

    def overview(self, from_on: str, to_on: str) -> Future[PatrolOverview]:
        """How the rounds of a stretch of days went (both days included)."""
        return self._ask_reading(lambda session: self.counting.overview(session, from_on, to_on))

    def year(self) -> Future[PatrolOverview]:
        """The overview of the contract year that today lies in."""

        def read(session: Session) -> PatrolOverview:
            today = date.fromisoformat(day_of(self._desk.time.now_ms()))
            from_on, to_on = self.counting.year_of(today)
            return self.counting.overview(session, from_on.isoformat(), to_on.isoformat())

        return self._ask_reading(read)

    def found_in(self, camera_id: str, found_id: str) -> Future[tuple[RoundRow, int] | None]:
        """In which round, and at which of its checkpoints, a problem or fault was found.

        Returns:
            The round and the checkpoint's number; None when it was found outside rounds.
        """

        def read(session: Session) -> tuple[RoundRow, int] | None:
            visit = rows.visit_naming(session, camera_id, found_id)
            if visit is None:
                return None
            row = session.get_one(RoundTable, visit.round_id)
            return self.rows.round_row(row, self._desk.time.now_ms()), visit.no

        return self._ask_reading(read)

    def thumbnail(self, round_id: str, no: int) -> Future[bytes]:
        """The small picture of a visit, JPEG; empty when none was kept or it has expired."""
        folder = self._desk.store.thumbnails
        return self._ask_reading(
            lambda session: picture_of(folder, session, session.get(VisitTable, (round_id, no)))
        )

    def last_thumbnail(self, round_id: str, no: int) -> Future[tuple[bytes, int]]:
        """The same checkpoint's small picture from the last round before this one, and when.

        Returns:
            JPEG and the visit's instant; (b"", 0) when there is none.
        """

        def read(session: Session) -> tuple[bytes, int]:
            row = session.get_one(RoundTable, round_id)
            one = self.rows.route(session, row)[no - 1]
            return picture_before(self._desk.store.thumbnails, session, row, one)

        return self._ask_reading(read)

    # -- for the desk --------------------------------------------------------------------------

    def shown(
        self, session: Session, now: int, entries: tuple[Entry, ...], cameras: tuple[CameraRow, ...]
    ) -> PatrolDay:
        """What the snapshot shows of patrols after `entries`."""
        self.closing.see(entries)
        kinds, before = {entry.kind for entry in entries}, self._desk.snapshot.patrol
        if kinds == {"visit.done"}:
            return self._show.visited(session, now, entries[0].subject, before)
        self._walked = None
        self.rows.use(cameras)
        return self._show.after(session, now, kinds, before)

    def tick(self) -> None:
        """Close what is over, record what was missed, show windows that open and end."""
        self.closing.close_due()
        self._keeping.tick()
        now = self._desk.time.now_ms()
        if self._show.is_due(now):
            self._show.put_off(now)
            self._desk.refresh()

    # -- inside --------------------------------------------------------------------------------

    def _read_walk(self, round_id: str) -> Walk:
        def read(session: Session) -> Walk:
            row = session.get_one(RoundTable, round_id)
            return self.rows.walk(session, row, self._desk.time.now_ms())

        self._walked = self._desk.read(read)
        return self._walked

    def _must_run(self, round_id: str) -> RoundTable:
        row = self._desk.read(lambda session: session.get_one(RoundTable, round_id))
        if row.state != RoundState.RUNNING:
            raise Refusal(tr("这一轮已经结束，记录没有改动。"))
        return row

    def _ask_reading(self, read: Callable[[Session], T]) -> Future[T]:
        return self._desk.ask(lambda: self._desk.read(read))

    def _record(self, kind: str, round_id: str, facts: dict[str, object], reason: str = "") -> None:
        moment = Moment(
            kind=kind,
            subject=round_id,
            facts=facts,
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason,
        )
        self._desk.record(moment)
