"""Rows of what is not finished, for the handover; each kind by its indexed state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.domain.fault import OPEN
from duty_desk.domain.patrol import RoundState
from duty_desk.domain.problem import ProblemState
from duty_desk.store.patrol_tables import RoundTable
from duty_desk.store.tables import FaultTable, ProblemTable, PushTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PROBLEMS = (ProblemState.FOUND, ProblemState.PUSHED, ProblemState.RECTIFIED)
_ROUNDS = (RoundState.MISSED, RoundState.RUNNING)
_STOPPED = ("queued", "sending", "delayed", "refused", "unknown")


def problems(session: Session) -> tuple[ProblemTable, ...]:
    """Problems neither verified nor voided, oldest first."""
    statement = select(ProblemTable).where(ProblemTable.state.in_(_PROBLEMS))
    return tuple(session.scalars(statement.order_by(ProblemTable.found_at)))


def faults(session: Session) -> tuple[FaultTable, ...]:
    """Faults whose repair is not verified, oldest first."""
    statement = select(FaultTable).where(FaultTable.state.in_(OPEN))
    return tuple(session.scalars(statement.order_by(FaultTable.found_at)))


def rounds(session: Session) -> tuple[RoundTable, ...]:
    """Rounds that are walked now, and those that were missed, oldest first."""
    statement = select(RoundTable).where(RoundTable.state.in_(_ROUNDS))
    return tuple(session.scalars(statement.order_by(RoundTable.window_from_at)))


def pushes(session: Session) -> tuple[PushTable, ...]:
    """Pushes of which nobody knows that they have arrived, oldest first."""
    statement = select(PushTable).where(PushTable.state.in_(_STOPPED))
    return tuple(session.scalars(statement.order_by(PushTable.queued_at, PushTable.seq)))
