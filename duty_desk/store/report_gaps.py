"""What is missing in the records of a period, by the ids of the records that lack it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select

from duty_desk.domain.clock import Verdict
from duty_desk.domain.patrol import RoundState
from duty_desk.domain.problem import ProblemState, day_of
from duty_desk.store.patrol_tables import RoundTable
from duty_desk.store.roster_tables import PunchTable
from duty_desk.store.tables import ClockTable, FaultTable, ProblemTable, ShotTable
from duty_desk.store.tallies import within

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Span = tuple[int, int]
_ANSWERED = (ProblemState.PUSHED, ProblemState.RECTIFIED, ProblemState.VERIFIED)


def without_after_picture(session: Session, span: Span) -> tuple[str, ...]:
    """Problems that were pushed and have no picture of afterwards."""
    has_after = exists().where(ShotTable.problem_id == ProblemTable.id, ShotTable.kind == "after")
    found = session.scalars(
        select(ProblemTable.id)
        .where(within(ProblemTable.found_at, span), ProblemTable.state.in_(_ANSWERED), ~has_after)
        .order_by(ProblemTable.found_at)
    )
    return tuple(found)


def unpushed(session: Session, span: Span) -> tuple[str, ...]:
    """Problems that nobody pushed."""
    found = session.scalars(
        select(ProblemTable.id)
        .where(
            within(ProblemTable.found_at, span),
            ProblemTable.state != ProblemState.VOIDED,
            ProblemTable.pushed_at.is_(None),
        )
        .order_by(ProblemTable.found_at)
    )
    return tuple(found)


def without_repair(session: Session, span: Span) -> tuple[str, ...]:
    """Faults told to a maintainer of which no repair is on record."""
    found = session.scalars(
        select(FaultTable.id)
        .where(
            within(FaultTable.found_at, span),
            FaultTable.reported_at.is_not(None),
            FaultTable.repaired_at.is_(None),
            FaultTable.state != "dismissed",
        )
        .order_by(FaultTable.found_at)
    )
    return tuple(found)


def broken_rounds(session: Session, span: Span) -> tuple[tuple[str, str, str], ...]:
    """Rounds that were missed or not finished and not made up: (id, day and number, reason)."""
    first, last = day_of(span[0]), day_of(span[1] - 1)
    made_up = (
        select(RoundTable.day, RoundTable.slot)
        .where(
            RoundTable.day >= first,
            RoundTable.day <= last,
            RoundTable.state == RoundState.COMPLETE,
        )
        .subquery()
    )
    found = session.execute(
        select(RoundTable.id, RoundTable.day, RoundTable.slot, RoundTable.reason)
        .outerjoin(made_up, (made_up.c.day == RoundTable.day) & (made_up.c.slot == RoundTable.slot))
        .where(
            RoundTable.day >= first,
            RoundTable.day <= last,
            RoundTable.state.in_((RoundState.MISSED, RoundState.INCOMPLETE)),
            made_up.c.day.is_(None),
        )
        .order_by(RoundTable.day, RoundTable.slot)
    )
    return tuple((row.id, f"{row.day[5:]}/{row.slot}", row.reason) for row in found)


def missed_punches(session: Session, span: Span) -> tuple[tuple[str, bool], ...]:
    """Punches that are missing: (id, whether somebody explained or judged it)."""
    first, last = day_of(span[0]), day_of(span[1] - 1)
    found = session.execute(
        select(PunchTable.id, PunchTable.reported_at, PunchTable.judged)
        .where(PunchTable.day >= first, PunchTable.day <= last, PunchTable.state == "missing")
        .order_by(PunchTable.planned_at)
    )
    return tuple((row.id, row.reported_at is not None or row.judged != "") for row in found)


def crossing_clocks(session: Session, span: Span) -> int:
    """How many clocks began in the period and ran beyond its end; reports' own are left out."""
    counted = select(func.count()).where(
        within(ClockTable.started_at, span),
        ClockTable.verdict != Verdict.VOID,
        or_(ClockTable.stopped_at.is_(None), ClockTable.stopped_at >= span[1]),
        ~ClockTable.rule_id.startswith("report."),
    )
    return session.scalar(counted) or 0
