"""Rounds as screens get them: what the plan asks for, joined with what is on record."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.desk.patrol_route import due_rounds, plan_in_force, route_for, walked
from duty_desk.desk.patrol_views import CheckpointRow, RoundRow, Walk
from duty_desk.desk.patrol_words import reason_words, round_name
from duty_desk.domain.patrol import Outcome, RoundKind, RoundState, next_no
from duty_desk.domain.patrol_plan import HANDLING_MS
from duty_desk.store import patrol as rows
from duty_desk.store.patrol_tables import VisitTable
from duty_desk.store.tables import CameraTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from duty_desk.desk.patrol_route import DueRound, RoutePoint
    from duty_desk.desk.views import CameraRow
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.store.clock import AdoptedRules
    from duty_desk.store.patrol_tables import RoundTable
    from duty_desk.store.transaction import Session

URGENT_BEFORE_MS = 30 * 60_000
_DAYS_KEPT, _WALKS_KEPT = 3, 7  # besides the newest
_PACE_FROM = 5  # after so many visits a round's own pace is known


@dataclass(frozen=True)
class Viewpoint:
    """From where rounds are looked at: a running desk, or a command that reads beside it."""

    seat: str
    boot_id: str
    time: TimeSource
    rules: Callable[[], AdoptedRules]


@dataclass(frozen=True)
class Expected:
    """What a round of the plan would be: how many checkpoints, and their least time."""

    due: DueRound
    points: int
    least_ms: int


class PatrolRows:
    """Makes the rows; used by one thread only. Keeps plans and routes it has read."""

    def __init__(self, at: Viewpoint) -> None:
        self._at = at
        self._days: dict[str, tuple[object, tuple[Expected, ...]]] = {}
        self._walks: dict[str, list[RoutePoint]] = {}
        self._cameras: tuple[CameraRow, ...] = ()
        self._by_id: dict[str, CameraRow] = {}

    def use(self, cameras: tuple[CameraRow, ...]) -> None:
        """From now on these cameras are in use."""
        if self._cameras != cameras:
            self._cameras = cameras
            self._by_id = {camera.id: camera for camera in cameras}

    def expected(self, session: Session, day: str) -> tuple[Expected, ...]:
        """The rounds that the plan asks for on a day; those without checkpoints are left out."""
        plan_row = rows.plan_on(session, day)
        key = (plan_row.id if plan_row else "", self._cameras, self._at.rules().in_force)
        known = self._days.get(day)
        if known is None or known[0] != key:
            plan, _ = plan_in_force(session, day, self._at.rules().contract)
            found = []
            for due in due_rounds(plan, day):
                route = route_for(plan, due, self.ids)
                least_ms = sum(one.point.min_dwell_ms + HANDLING_MS for one in route.points)
                if route.points:
                    found.append(Expected(due, len(route.points), least_ms))
            known = (key, tuple(found))
            self._days.pop(day, None)
            self._days = {day: known, **dict(list(self._days.items())[:_DAYS_KEPT])}
        return known[1]

    def least_ms(self, row: RoundRow) -> int:
        """How long a round of the plan takes at its least; 0 for a day not looked at."""
        known = self._days.get(row.day)
        found = (one.least_ms for one in (known[1] if known else ()) if one.due.slot.no == row.slot)
        return next(found, 0)

    def day(self, session: Session, day: str, now: int) -> tuple[RoundRow, ...]:
        """The rounds of a day in order of their windows; those that made one up follow it."""
        on_record = rows.rounds_between(session, day, day)
        known = {(row.slot, row.take): row for row in on_record}
        is_busy = any(
            row.state == RoundState.RUNNING and self.is_mine(row) for row in rows.running(session)
        )
        found = [self.round_row(row, now) for row in on_record]
        found += [
            self._planned_row(one, now, is_busy=is_busy)
            for one in self.expected(session, day)
            if (one.due.slot.no, 0) not in known
        ]
        return tuple(sorted(found, key=lambda row: (row.window_from_at, row.slot)))

    def _planned_row(self, one: Expected, now: int, *, is_busy: bool) -> RoundRow:
        due = one.due
        is_open = due.holds(now)
        near = is_open and due.window_to_at - now <= URGENT_BEFORE_MS
        return RoundRow(
            id="",
            day=due.day,
            slot=due.slot.no,
            name=round_name(due.slot.no, due.slot.name, due.kind),
            kind=due.kind,
            state=RoundState.PLANNED,
            window_from_at=due.window_from_at,
            window_to_at=due.window_to_at,
            is_open=is_open,
            can="start" if is_open and not is_busy else "",
            expected=one.points,
            level="urgent" if near else "attention" if is_open else "calm",
        )

    def round_row(self, row: RoundTable, now: int) -> RoundRow:
        """A round on record as its row."""
        state = _state(row, now)
        is_running = state is RoundState.RUNNING
        at = self.reading(row, now)
        visited = rows.visited(row)
        end_at = self.expected_end(row, now)
        return RoundRow(
            id=row.id,
            day=row.day,
            slot=row.slot,
            name=round_name(row.slot, row.name, RoundKind(row.kind)),
            kind=row.kind,
            state=state,
            window_from_at=row.window_from_at,
            window_to_at=row.window_to_at,
            is_open=row.window_from_at <= at <= row.window_to_at,
            is_paused=row.paused_at is not None,
            can=self._can(row, now),
            started_at=row.started_at,
            ended_at=row.ended_at,
            expected_end_at=end_at,
            expected=row.expected,
            normal=row.normal,
            problem=row.problem,
            fault=row.fault,
            not_viewable=row.not_viewable,
            skipped=row.skipped,
            expired=0 if is_running else row.expected - visited,
            visited=visited,
            quick=row.quick,
            by=row.started_by,
            seat=row.seat,
            reason=reason_words(row.reason),
            is_rushed=row.is_rushed,
            level=_level(row, at, end_at),
        )

    @property
    def ids(self) -> dict[str, str]:
        """The cameras in use in their order on the wall: code to id."""
        return {camera.code: camera.id for camera in self._cameras}

    @property
    def in_use(self) -> dict[str, CameraRow]:
        """The cameras in use, by id."""
        return self._by_id

    def is_mine(self, row: RoundTable) -> bool:
        """Whether a round is walked at this seat."""
        return row.seat == self._at.seat

    def reading(self, row: RoundTable, now: int) -> int:
        """`now` as a round reads it: by monotonic time once the clock was set while it ran."""
        if row.is_jumped and row.started_at and row.boot_id == self._at.boot_id:
            return row.started_at + self._at.time.mono_ms() - row.started_mono_ms
        return now

    def walked_ms(self, row: RoundTable, now: int) -> int:
        """How long a round was really walked: pauses left out."""
        if row.started_at is None:
            return 0
        now = self.reading(row, now)
        resting_ms = max(0, now - row.paused_at) if row.paused_at is not None else 0
        return max(0, now - row.started_at - row.paused_ms - resting_ms)

    def expected_end(self, row: RoundTable, now: int) -> int | None:
        """When a running round will be done at its own pace; None for one that has ended."""
        if row.state != RoundState.RUNNING:
            return None
        visited = rows.visited(row)
        pace_ms = self._planned_pace(row)
        if visited >= _PACE_FROM:
            pace_ms = self.walked_ms(row, now) // visited
        return self.reading(row, now) + pace_ms * (row.expected - visited)

    def _planned_pace(self, row: RoundTable) -> int:
        route = self._walks.get(row.id)
        if not route:
            return 2 * HANDLING_MS
        return HANDLING_MS + sum(one.point.min_dwell_ms for one in route) // len(route)

    def _can(self, row: RoundTable, now: int) -> str:
        state = _state(row, now)
        if state is RoundState.PLANNED:
            return "start" if row.window_from_at <= now else ""
        if state is RoundState.RUNNING:
            return "continue" if self.is_mine(row) else ""
        is_lost = state in (RoundState.MISSED, RoundState.INCOMPLETE)
        return "make_up" if is_lost and row.take == 0 and row.window_to_at < now else ""

    # -- a walk --------------------------------------------------------------------------------

    def route(self, session: Session, row: RoundTable) -> list[RoutePoint]:
        """The checkpoints of a round in walking order; none for one that was missed."""
        known = self._walks.get(row.id)
        if known is None:
            facts = rows.route(session, row.route_hash) if row.route_hash else []
            known = walked(facts, row.seed, row.leg_ms)
            self._walks = {row.id: known, **dict(list(self._walks.items())[:_WALKS_KEPT])}
        return known

    def walk_after(
        self, session: Session, row: RoundTable, before: Walk, nos: Iterable[int]
    ) -> Walk:
        """A walk after visits of some of its checkpoints; the others are as they were `before`."""
        route, points = self.route(session, row), list(before.points)
        for no in nos:
            visit = session.get_one(VisitTable, (row.id, no))
            points[no - 1] = self.checkpoint(session, no, route[no - 1], visit)
        done = (point.no for point in points if point.outcome)
        is_over = row.state != RoundState.RUNNING
        return replace(
            before,
            round=self.round_row(row, self._at.time.now_ms()),
            points=tuple(points),
            next_no=0 if is_over else next_no(len(points), done, row.last_no),
        )

    def walk(self, session: Session, row: RoundTable, now: int) -> Walk:
        """A round with all its checkpoints."""
        visits = {visit.no: visit for visit in rows.visits(session, row.id)}
        is_over = row.state != RoundState.RUNNING
        route = self.route(session, row)
        points = tuple(
            self.checkpoint(session, no, one, visits.get(no))
            for no, one in enumerate(route, start=1)
        )
        if is_over:
            points = tuple(_expired(point) for point in points)
        return Walk(
            round=self.round_row(row, now),
            points=points,
            next_no=0 if is_over else next_no(len(points), visits, row.last_no),
            leg_ms=row.leg_ms,
            unbroken_since_at=row.unbroken_since_at,
            is_mine=self.is_mine(row),
        )

    def checkpoint(
        self, session: Session, no: int, one: RoutePoint, visit: VisitTable | None
    ) -> CheckpointRow:
        """One checkpoint with what was seen there."""
        in_use = self._by_id.get(one.camera_id)
        camera = in_use or session.get_one(CameraTable, one.camera_id)
        point = one.point
        row = CheckpointRow(
            no=no,
            camera_id=one.camera_id,
            camera_code=camera.code,
            camera_name=camera.name,
            community=camera.community,
            preset=point.preset,
            look_for=point.look_for,
            categories=point.categories,
            min_dwell_ms=point.min_dwell_ms,
            is_hard=point.is_hard,
            is_night=point.is_night,
            leg=one.leg,
            is_removed=in_use is None,
        )
        return _visited(row, visit) if visit else row


def _visited(row: CheckpointRow, visit: VisitTable) -> CheckpointRow:
    return replace(
        row,
        outcome=visit.outcome,
        done_at=visit.done_at,
        fresh_ms=visit.fresh_ms,
        age_ms=visit.age_ms,
        offset_ms=visit.offset_ms,
        is_quick=visit.is_quick,
        reason=reason_words(visit.reason),
        similarity_ppm=visit.similarity_ppm,
        has_thumbnail=bool(visit.thumbnail),
        problems=tuple(json.loads(visit.problems)),
        faults=tuple(json.loads(visit.faults)),
        by=visit.done_by,
    )


def _expired(row: CheckpointRow) -> CheckpointRow:
    return row if row.outcome else replace(row, outcome=Outcome.EXPIRED)


def _state(row: RoundTable, now: int) -> RoundState:
    """A round called missed by a clock that was set back since is still to be walked."""
    is_ahead = row.state == RoundState.MISSED and now <= row.window_to_at
    return RoundState.PLANNED if is_ahead else RoundState(row.state)


def _level(row: RoundTable, at: int, end_at: int | None) -> str:
    state = _state(row, at)
    if state is RoundState.MISSED:
        return "urgent"
    if state is RoundState.INCOMPLETE:
        return "attention"
    if state is RoundState.COMPLETE:
        return "attention" if row.is_rushed else "calm"
    is_late = end_at is not None and end_at > row.window_to_at
    near = row.window_to_at - at <= URGENT_BEFORE_MS
    if near and is_late:
        return "urgent"
    return "attention" if near or is_late else "calm"
