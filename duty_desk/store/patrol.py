"""Rounds, visits and plans, as rows."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from duty_desk.domain.hashchain import canonical
from duty_desk.domain.patrol import SEEN, RoundKind, RoundState
from duty_desk.store import journal
from duty_desk.store.patrol_tables import PatrolPlanTable, RoundTable, RouteTable, VisitTable
from duty_desk.store.tables import JournalRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry


class RoundTaken(ValueError):
    """Another seat has begun this round; of two at the same instant one wins."""


_COUNTED = ("normal", "problem", "fault", "not_viewable", "skipped")


def apply_plan(session: Session, entry: Entry) -> None:
    """A plan that holds from its date on."""
    plan = entry.facts["plan"]
    session.add(
        PatrolPlanTable(
            id=entry.subject,
            from_on=plan["from_on"],
            body=canonical(plan),
            note=entry.facts.get("note", ""),
            adopted_at=entry.recorded_at,
            adopted_by=entry.actor,
            seat=entry.seat,
            seq=entry.seq,
        )
    )


def apply(session: Session, entry: Entry) -> None:
    """Bring a round's row to what `entry` says."""
    if entry.kind in ("round.started", "round.missed"):
        _begin(session, entry)
        return
    row = session.get_one(RoundTable, entry.subject)
    if entry.kind == "round.paused":
        row.paused_at = entry.event_at
    elif entry.kind == "round.resumed":
        _resume(row, entry)
    elif entry.kind in ("round.completed", "round.closed_incomplete"):
        is_whole = entry.kind == "round.completed"
        row.state = RoundState.COMPLETE if is_whole else RoundState.INCOMPLETE
        row.ended_at, row.paused_at = entry.event_at, None
        row.is_rushed = entry.facts["is_rushed"]
        row.reason = entry.reason
    elif entry.kind == "round.explained":
        row.reason = entry.reason


def _begin(session: Session, entry: Entry) -> None:
    facts = entry.facts
    is_missed = entry.kind == "round.missed"
    missed_by_clock = session.get(RoundTable, entry.subject)
    if missed_by_clock is not None:  # called missed while the clock stood too far ahead
        session.delete(missed_by_clock)
        session.flush()
    if "points" in facts and session.get(RouteTable, facts["route"]) is None:
        session.add(RouteTable(hash=facts["route"], points=canonical(facts["points"])))
        session.flush()
    session.add(
        RoundTable(
            id=entry.subject,
            seat=entry.seat,
            **{name: facts[name] for name in ("day", "slot", "take", "kind", "name")},
            state=RoundState.MISSED if is_missed else RoundState.RUNNING,
            window_from_at=facts["window_from_at"],
            window_to_at=facts["window_to_at"],
            route_hash=facts.get("route"),
            seed=facts.get("seed"),
            leg_ms=facts.get("leg_ms", 0),
            started_at=None if is_missed else entry.event_at,
            started_mono_ms=entry.mono_ms - entry.late_ms,
            boot_id=entry.boot_id,
            is_jumped=False,
            started_by=entry.actor,
            ended_at=None,
            paused_at=None,
            paused_ms=0,
            unbroken_since_at=entry.event_at,
            last_no=0,
            expected=facts["expected"],
            **dict.fromkeys((*_COUNTED, "quick", "fresh_ms", "least_ms"), 0),
            is_rushed=False,
            reason=entry.reason,
        )
    )
    try:
        session.flush()
    except IntegrityError:
        raise RoundTaken(f"{facts['day']} {facts['slot']}") from None


def apply_jump(session: Session, entry: Entry) -> None:
    """The clock was set while rounds ran at this seat: their length counts by monotonic time."""
    if entry.kind == "time.jumped":
        for row in running(session):
            row.is_jumped |= row.seat == entry.seat


def _resume(row: RoundTable, entry: Entry) -> None:
    since = entry.facts["since_at"]
    row.paused_ms += max(0, entry.event_at - since)
    row.paused_at = None
    row.unbroken_since_at = entry.event_at
    row.seat = entry.seat


# -- reading -----------------------------------------------------------------------------------


def visited(row: RoundTable) -> int:
    """How many checkpoints of a round are accounted for."""
    return sum(getattr(row, name) for name in _COUNTED)


def plan_on(session: Session, day: str) -> PatrolPlanTable | None:
    """The plan that holds on a day; of two of the same date the one adopted later."""
    return session.scalar(
        select(PatrolPlanTable)
        .where(PatrolPlanTable.from_on <= day)
        .order_by(
            PatrolPlanTable.from_on.desc(),
            PatrolPlanTable.adopted_at.desc(),
            PatrolPlanTable.seq.desc(),
        )
        .limit(1)
    )


def plans(session: Session) -> tuple[PatrolPlanTable, ...]:
    """All plans, newest date first."""
    found = session.scalars(
        select(PatrolPlanTable).order_by(
            PatrolPlanTable.from_on.desc(), PatrolPlanTable.adopted_at.desc()
        )
    )
    return tuple(found)


def rounds_between(session: Session, from_on: str, to_on: str) -> tuple[RoundTable, ...]:
    """The rounds that began or were missed on the days, in order."""
    found = session.scalars(
        select(RoundTable)
        .where(RoundTable.day.between(from_on, to_on))
        .order_by(RoundTable.day, RoundTable.window_from_at, RoundTable.take)
    )
    return tuple(found)


@dataclass(frozen=True)
class RoundCount:
    """What a round adds to the counts of its day."""

    day: str
    kind: str
    state: str
    started_at: int | None
    ended_at: int | None
    expected: int
    is_rushed: bool
    normal: int
    problem: int
    fault: int
    not_viewable: int
    skipped: int

    @property
    def made_up(self) -> int:
        """1 for a round that was made up and is complete."""
        return int(self.kind == RoundKind.MADE_UP and self.state == RoundState.COMPLETE)

    @property
    def visited(self) -> int:
        """How many checkpoints are accounted for."""
        return self.normal + self.problem + self.fault + self.not_viewable + self.skipped

    @property
    def visits(self) -> dict[str, int]:
        """Visits by outcome; those that nobody made only once the round is over."""
        is_over = self.state != RoundState.RUNNING
        counts = {name: getattr(self, name) for name in _COUNTED}
        return counts | {"expired": self.expected - self.visited if is_over else 0}


def counts_between(session: Session, from_on: str, to_on: str) -> tuple[RoundCount, ...]:
    """What the rounds of some days add up to, in order of days; a year is some 2190 rows."""
    columns = [getattr(RoundTable, field.name) for field in fields(RoundCount)]
    found = session.execute(
        select(*columns).where(RoundTable.day.between(from_on, to_on)).order_by(RoundTable.day)
    )
    return tuple(RoundCount(*row) for row in found)


def running(session: Session) -> tuple[RoundTable, ...]:
    """The rounds that run, at any seat."""
    found = session.scalars(
        select(RoundTable)
        .where(RoundTable.state == RoundState.RUNNING)
        .order_by(RoundTable.started_at)
    )
    return tuple(found)


def round_of(session: Session, day: str, slot: int) -> tuple[RoundTable, ...]:
    """The round of a slot and those that made it up, in order."""
    found = session.scalars(
        select(RoundTable)
        .where(RoundTable.day == day, RoundTable.slot == slot)
        .order_by(RoundTable.take)
    )
    return tuple(found)


def route(session: Session, route_hash: str) -> list[dict[str, Any]]:
    """The checkpoints of a route, before any shuffling."""
    points: list[dict[str, Any]] = json.loads(session.get_one(RouteTable, route_hash).points)
    return points


def has_route(session: Session, route_hash: str) -> bool:
    """Whether a list of checkpoints is on record already."""
    return session.get(RouteTable, route_hash) is not None


def visits(session: Session, round_id: str) -> tuple[VisitTable, ...]:
    """The visits of a round by the number of their checkpoint."""
    found = session.scalars(
        select(VisitTable).where(VisitTable.round_id == round_id).order_by(VisitTable.no)
    )
    return tuple(found)


def visit_before(session: Session, camera_id: str, preset: int, before: int) -> VisitTable | None:
    """The newest visit with a small picture of the same view before an instant."""
    return session.scalar(
        select(VisitTable)
        .where(
            VisitTable.camera_id == camera_id,
            VisitTable.done_at < before,
            VisitTable.preset == preset,
            VisitTable.thumbnail != "",
        )
        .order_by(VisitTable.done_at.desc())
        .limit(1)
    )


def visit_naming(session: Session, camera_id: str, found_id: str) -> VisitTable | None:
    """The visit in which a problem or fault was found; None when it was found outside rounds."""
    return session.scalar(
        select(VisitTable)
        .where(
            VisitTable.camera_id == camera_id,
            or_(
                VisitTable.problems.contains(found_id, autoescape=True),
                VisitTable.faults.contains(found_id, autoescape=True),
            ),
        )
        .order_by(VisitTable.done_at.desc())
        .limit(1)
    )


def last_seen(session: Session, camera_ids: list[str], since: int) -> set[str]:
    """Which of the cameras showed a picture in a round since an instant."""
    found = session.scalars(
        select(VisitTable.camera_id)
        .where(
            VisitTable.camera_id.in_(camera_ids),
            VisitTable.done_at >= since,
            VisitTable.outcome.in_(sorted(SEEN)),
        )
        .distinct()
    )
    return set(found)


def last_step_at(session: Session, row: RoundTable) -> int:
    """When something was last done in a round: its newest visit, else its beginning."""
    newest = session.scalar(
        select(VisitTable.done_at)
        .where(VisitTable.round_id == row.id)
        .order_by(VisitTable.seq.desc())
        .limit(1)
    )
    return max(newest or 0, row.unbroken_since_at)


def judged_since(session: Session) -> int | None:
    """Up to where missed rounds are on record: the newest window, else the first camera."""
    newest = session.scalar(select(func.max(RoundTable.window_from_at)).where(RoundTable.take == 0))
    return newest or journal.first_at(session, "camera.added")


def expired_before(session: Session) -> str:
    """Small pictures of rounds before this day are gone by rule; "" when none are."""
    row = session.scalar(
        select(JournalRow.body)
        .where(JournalRow.kind == "thumbnail.expired")
        .order_by(JournalRow.recorded_at.desc())
        .limit(1)
    )
    return str(json.loads(row)["facts"]["before_on"]) if row else ""
