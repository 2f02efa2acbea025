"""What waits for a supervisor, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from duty_desk.domain.duty_log import LineState
from duty_desk.domain.moment import LATE_AFTER_MS
from duty_desk.store import review_note
from duty_desk.store.duty_tables import DutyLogTable
from duty_desk.store.patrol_tables import SamplePickTable, SampleTable
from duty_desk.store.roster_tables import LeaveTable, PunchTable, SwapTable
from duty_desk.store.tallies import within

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def remarkable_lines(
    session: Session, span: tuple[int, int], limit: int
) -> tuple[DutyLogTable, ...]:
    """The lines of `span` that were amended, made void or written late and wait for a word."""
    late = DutyLogTable.recorded_at - DutyLogTable.at > LATE_AFTER_MS
    found = session.scalars(
        select(DutyLogTable)
        .where(
            within(DutyLogTable.at, span),
            or_(late, DutyLogTable.state != LineState.SAVED),
            review_note.is_missing(DutyLogTable.id),
        )
        .order_by(DutyLogTable.at.desc())
        .limit(limit)
    )
    return tuple(found)


def unjudged_punches(session: Session, limit: int) -> tuple[PunchTable, ...]:
    """The missing punches that nobody judged, newest first."""
    found = session.scalars(
        select(PunchTable)
        .where(PunchTable.state == "missing", PunchTable.judged == "")
        .order_by(PunchTable.planned_at.desc())
        .limit(limit)
    )
    return tuple(found)


def punch(session: Session, punch_id: str) -> PunchTable:
    """The punch of that id."""
    return session.get_one(PunchTable, punch_id)


def filed_leaves(session: Session) -> tuple[LeaveTable, ...]:
    """The leave forms that nobody has decided on, oldest first."""
    found = session.scalars(
        select(LeaveTable).where(LeaveTable.state == "filed").order_by(LeaveTable.filed_at)
    )
    return tuple(found)


def agreed_swaps(session: Session) -> tuple[SwapTable, ...]:
    """The swaps that both want and nobody has decided on, oldest first."""
    found = session.scalars(
        select(SwapTable).where(SwapTable.state == "agreed").order_by(SwapTable.asked_at)
    )
    return tuple(found)


def unjudged_samples(session: Session) -> tuple[tuple[str, int, str, int], ...]:
    """Samples with picks that wait: id, when and by whom drawn, how many picks."""
    found = session.execute(
        select(SampleTable.id, SampleTable.drawn_at, SampleTable.drawn_by, func.count())
        .join(SamplePickTable, SamplePickTable.sample_id == SampleTable.id)
        .where(SamplePickTable.judged == "")
        .group_by(SampleTable.id, SampleTable.drawn_at, SampleTable.drawn_by)
        .order_by(SampleTable.drawn_at)
    )
    return tuple((row[0], row[1], row[2], row[3]) for row in found)
