"""Records counted over a stretch of time, by the database: what reviews and reports rest on.

All stretches are half open, `[from_at, to_at)` in UTC milliseconds. Measured on a year of 128
cameras no daily totals are needed: the dearest of these questions takes 20 ms for a whole year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from duty_desk.domain.clock import Verdict
from duty_desk.store.diagnosis_tables import SuspicionTable
from duty_desk.store.duty_tables import (
    AbsenceTable,
    DutyLogTable,
    EmergencyTable,
    InstructionTable,
    PresenceTable,
)
from duty_desk.store.footage_tables import FootageTable
from duty_desk.store.index_choice import unindexed
from duty_desk.store.shift_tables import HandoverTable, ShiftTable
from duty_desk.store.tables import (
    ClockStageTable,
    ClockTable,
    FaultTable,
    JournalRow,
    ProblemTable,
    PushTable,
    ShotTable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import InstrumentedAttribute, Session
    from sqlalchemy.sql import ColumnElement


def within(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], span: tuple[int, int]
) -> ColumnElement[bool]:
    """Whether `column` lies in the half-open stretch `span`."""
    return (column >= span[0]) & (column < span[1])


def first_at(session: Session) -> int | None:
    """When the journal begins; None while it is empty."""
    return session.scalar(select(func.min(JournalRow.recorded_at)))


@dataclass(frozen=True)
class ProblemCount:
    """How many problems of a camera, category and state."""

    camera_id: str
    category: str
    state: str
    count: int


def problems(session: Session, span: tuple[int, int]) -> tuple[ProblemCount, ...]:
    """The problems found in `span`, by camera, category and state."""
    kind = ProblemTable.camera_id, ProblemTable.category, ProblemTable.state
    found = session.execute(
        select(*kind, func.count()).where(within(ProblemTable.found_at, span)).group_by(*kind)
    )
    return tuple(ProblemCount(*row) for row in found)


def problems_with_after(session: Session, span: tuple[int, int], states: Iterable[str]) -> int:
    """How many problems found in `span` and in one of `states` have a picture of afterwards."""
    statement = (
        select(func.count(func.distinct(ShotTable.problem_id)))
        .join(ProblemTable, ProblemTable.id == ShotTable.problem_id)
        .where(
            within(ProblemTable.found_at, span),
            unindexed(ProblemTable.state).in_(sorted(states)),
            ShotTable.kind == "after",
        )
    )
    return session.scalar(statement) or 0


@dataclass(frozen=True)
class ClockTally:
    """How many clocks of a rule met it and broke it, and how long the stopped ones took (ms)."""

    met: int
    breached: int
    took: tuple[int, ...]  # ascending


def clocks(session: Session, rule_id: str, span: tuple[int, int]) -> ClockTally:
    """The clocks of a rule that began in `span`, void ones left out."""
    chosen = (
        (ClockTable.rule_id == rule_id)
        & within(ClockTable.started_at, span)
        & (ClockTable.verdict != Verdict.VOID)
    )
    counted = session.execute(
        select(ClockTable.verdict, func.count()).where(chosen).group_by(ClockTable.verdict)
    )
    verdicts: dict[str, int] = {row[0]: row[1] for row in counted}
    took = session.scalars(
        select(func.coalesce(ClockTable.stopped_at, 0) - ClockTable.started_at).where(
            chosen, ClockTable.stopped_at.is_not(None)
        )
    )
    return ClockTally(
        met=verdicts.get(Verdict.MET, 0),
        breached=verdicts.get(Verdict.BREACHED, 0),
        took=tuple(sorted(took)),
    )


def pushed_via(session: Session, span: tuple[int, int]) -> dict[str, int]:
    """How the problems found in `span` were pushed, by who says so: robot or operator."""
    found = session.execute(
        select(ProblemTable.pushed_via, func.count())
        .where(within(ProblemTable.found_at, span), ProblemTable.pushed_at.is_not(None))
        .group_by(ProblemTable.pushed_via)
    )
    return {row[0]: row[1] for row in found}


def pushes(session: Session, span: tuple[int, int]) -> dict[str, int]:
    """The messages queued in `span`, by state."""
    found = session.execute(
        select(PushTable.state, func.count())
        .where(within(PushTable.queued_at, span))
        .group_by(PushTable.state)
    )
    return {row[0]: row[1] for row in found}


def faults_found(session: Session, span: tuple[int, int]) -> tuple[FaultTable, ...]:
    """The faults found in `span`, oldest first; dismissed ones too."""
    found = session.scalars(
        select(FaultTable)
        .where(within(FaultTable.found_at, span))
        .order_by(FaultTable.found_at, FaultTable.id)
    )
    return tuple(found)


def faults_repaired(session: Session, span: tuple[int, int]) -> int:
    """How many faults were repaired in `span`."""
    return (
        session.scalar(
            select(func.count())
            .select_from(FaultTable)
            .where(within(FaultTable.repaired_at, span), FaultTable.state != "dismissed")
        )
        or 0
    )


def faults_open_at(session: Session, at: int, long_ms: int) -> tuple[int, int]:
    """How many faults stood unrepaired at `at`, and of them those told over `long_ms` before."""
    stood = (
        (FaultTable.found_at < at)
        & or_(FaultTable.repaired_at.is_(None), FaultTable.repaired_at >= at)
        & or_(FaultTable.closed_at.is_(None), FaultTable.closed_at >= at)
    )
    statement = select(
        func.count(), func.count().filter(FaultTable.reported_at < at - long_ms)
    ).where(stood)
    standing, long = session.execute(statement).one()
    return standing, long


def alarms(session: Session, span: tuple[int, int]) -> dict[str, int]:
    """What called somebody in `span`: shown stages of clocks, suspicions, presence sounded."""
    stages = select(func.count()).where(
        within(ClockStageTable.at, span), ClockStageTable.is_shown.is_(True)
    )
    suspicions = select(func.count()).where(
        within(SuspicionTable.raised_at, span),
        SuspicionTable.is_shadow.is_(False),
        SuspicionTable.is_hint.is_(False),
    )
    sounded = select(func.count()).where(within(PresenceTable.sounded_at, span))
    return {
        "clock": session.scalar(stages) or 0,
        "suspicion": session.scalar(suspicions) or 0,
        "presence": session.scalar(sounded) or 0,
    }


def shifts(session: Session, span: tuple[int, int]) -> tuple[ShiftTable, ...]:
    """The shifts that ran at some time in `span`, oldest first."""
    found = session.scalars(
        select(ShiftTable)
        .where(
            ShiftTable.started_at < span[1],
            or_(ShiftTable.ended_at.is_(None), ShiftTable.ended_at > span[0]),
        )
        .order_by(ShiftTable.started_at, ShiftTable.seat)
    )
    return tuple(found)


def first_shift_at(session: Session) -> int | None:
    """When the first shift on record began."""
    return session.scalar(select(func.min(ShiftTable.started_at)))


def handovers(session: Session, span: tuple[int, int]) -> tuple[HandoverTable, ...]:
    """The handovers that were cut in `span`, reopened ones left out, oldest first."""
    found = session.scalars(
        select(HandoverTable)
        .where(within(HandoverTable.cut_at, span), HandoverTable.state != "reopened")
        .order_by(HandoverTable.cut_at)
    )
    return tuple(found)


@dataclass(frozen=True)
class PresenceTally:
    """How the presence checks stand, and how long those confirmed by a key took (ms)."""

    states: Mapping[str, int]
    took: tuple[int, ...]  # ascending


def presence(session: Session, span: tuple[int, int], confirmed: str) -> PresenceTally:
    """The presence checks prompted in `span`; `confirmed` is the state of the answered ones."""
    prompted = within(PresenceTable.prompted_at, span)
    states = session.execute(
        select(PresenceTable.state, func.count()).where(prompted).group_by(PresenceTable.state)
    )
    took = session.scalars(
        select(func.coalesce(PresenceTable.answer_ms, 0)).where(
            prompted,
            unindexed(PresenceTable.state) == confirmed,
            PresenceTable.way == "key",
            PresenceTable.answer_ms.is_not(None),
        )
    )
    return PresenceTally({row[0]: row[1] for row in states}, tuple(sorted(took)))


def unanswered(session: Session, span: tuple[int, int]) -> tuple[PresenceTable, ...]:
    """The presence checks prompted in `span` that nobody answered, excused ones left out."""
    found = session.scalars(
        select(PresenceTable)
        .where(
            within(PresenceTable.prompted_at, span),
            unindexed(PresenceTable.state).in_(("unconfirmed", "breach")),
        )
        .order_by(PresenceTable.prompted_at)
    )
    return tuple(found)


def absences(session: Session, span: tuple[int, int]) -> tuple[AbsenceTable, ...]:
    """The announced absences that began in `span`, oldest first."""
    found = session.scalars(
        select(AbsenceTable)
        .where(within(AbsenceTable.began_at, span))
        .order_by(AbsenceTable.began_at)
    )
    return tuple(found)


@dataclass(frozen=True)
class LogCount:
    """How many lines of the duty log of a kind and state, and how many of them came late."""

    kind: str
    state: str
    count: int


def log_lines(session: Session, span: tuple[int, int]) -> tuple[LogCount, ...]:
    """The lines of the duty log whose time lies in `span`, by kind and state."""
    kind = DutyLogTable.kind, DutyLogTable.state
    found = session.execute(
        select(*kind, func.count()).where(within(DutyLogTable.at, span)).group_by(*kind)
    )
    return tuple(LogCount(*row) for row in found)


def late_lines(session: Session, span: tuple[int, int], late_ms: int) -> int:
    """How many lines of the duty log in `span` were written over `late_ms` after their time."""
    statement = (
        select(func.count())
        .select_from(DutyLogTable)
        .where(within(DutyLogTable.at, span), DutyLogTable.recorded_at - DutyLogTable.at > late_ms)
    )
    return session.scalar(statement) or 0


def instructions(session: Session, span: tuple[int, int]) -> tuple[InstructionTable, ...]:
    """The instructions given in `span`, oldest first."""
    found = session.scalars(
        select(InstructionTable)
        .where(within(InstructionTable.given_at, span))
        .order_by(InstructionTable.given_at)
    )
    return tuple(found)


def emergencies(session: Session, span: tuple[int, int]) -> tuple[EmergencyTable, ...]:
    """The emergencies found in `span`, oldest first."""
    found = session.scalars(
        select(EmergencyTable)
        .where(within(EmergencyTable.found_at, span))
        .order_by(EmergencyTable.found_at)
    )
    return tuple(found)


# States of a request that ended without recordings leaving the house.
FOOTAGE_OVER = ("refused", "view_only", "not_held", "closed")


def footage(session: Session, span: tuple[int, int]) -> tuple[int, int, int]:
    """Requests for recordings: registered in `span`, handed over in it, not handed over at its end.

    One that ended without a handover (refused, nothing held, only viewed) does not wait.
    """
    registered = func.count().filter(within(FootageTable.registered_at, span))
    handed = func.count().filter(within(FootageTable.handed_at, span))
    waiting = func.count().filter(
        (FootageTable.registered_at < span[1])
        & ((FootageTable.handed_at == 0) | (FootageTable.handed_at >= span[1]))
        & FootageTable.state.not_in(FOOTAGE_OVER)
    )
    found = session.execute(select(registered, handed, waiting).select_from(FootageTable)).one()
    return found[0], found[1], found[2]
