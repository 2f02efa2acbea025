"""Rounds and looks as ledgers need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from duty_desk.domain.patrol import SEEN, Outcome, RoundState
from duty_desk.domain.problem import day_of
from duty_desk.store.ledger_source import LedgerSource, among, flag, of_camera, of_place, where
from duty_desk.store.patrol_tables import RoundTable, VisitTable
from duty_desk.store.tables import CameraTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from duty_desk.domain.figure import LedgerWish

_LOST = (RoundState.MISSED, RoundState.INCOMPLETE)
_SEEN = RoundTable.normal + RoundTable.problem + RoundTable.fault


def _on_days(wish: LedgerWish) -> ColumnElement[bool]:
    """Rounds whose window begins in the stretch; the days let the index find them."""
    at = RoundTable.window_from_at
    days = RoundTable.day.between(day_of(wish.from_at), day_of(max(wish.from_at, wish.to_at - 1)))
    return days & (at >= wish.from_at) & (at < wish.to_at)


ROUNDS = LedgerSource(
    table=RoundTable,
    at=RoundTable.window_from_at,
    order=(RoundTable.take,),
    within=_on_days,
    conditions={
        "id": among(RoundTable.id),
        "day": among(RoundTable.day),
        "state": among(RoundTable.state),
        "kind": among(RoundTable.kind),
        "by": among(RoundTable.started_by),
        "counted": flag(RoundTable.state == RoundState.COMPLETE),
        "unseen": flag((RoundTable.state != RoundState.RUNNING) & (RoundTable.expected > _SEEN)),
        "rushed": flag(RoundTable.is_rushed.is_(True)),
        "unexplained": flag(RoundTable.state.in_(_LOST) & (RoundTable.reason == "")),
    },
)
VISIT_CONDITIONS = {
    "round": among(VisitTable.round_id),
    "camera": of_camera(VisitTable.camera_id),
    "community": of_place(VisitTable.camera_id, CameraTable.community),
    "outcome": among(VisitTable.outcome),
    "by": among(VisitTable.done_by),
    "seen": flag(VisitTable.outcome.in_(sorted(SEEN))),
    "quick": flag(VisitTable.is_quick.is_(True)),
    "over": flag(RoundTable.state != RoundState.RUNNING),
}


def count_visits(session: Session, wish: LedgerWish) -> int:
    """How many looks a wish means, of rounds whose window begins in its stretch."""
    wanted = (
        select(func.count())
        .select_from(VisitTable)
        .join(RoundTable, RoundTable.id == VisitTable.round_id)
        .where(_on_days(wish), where(VISIT_CONDITIONS, wish))
    )
    return session.scalar(wanted) or 0


def rounds(session: Session, wish: LedgerWish, *, lost_only: bool = False) -> Sequence[Any]:
    """The rounds of a wish in their order; only those that ended without all looks."""
    wanted = (
        select(*RoundTable.__table__.columns)
        .where(_on_days(wish))
        .order_by(RoundTable.day, RoundTable.window_from_at, RoundTable.take)
    )
    if lost_only:
        wanted = wanted.where(RoundTable.state == RoundState.INCOMPLETE)
    return session.execute(wanted).all()


def visits(session: Session, round_id: str, wish: LedgerWish) -> Sequence[Any]:
    """The looks of a round that a wish means."""
    wanted = (
        select(*VisitTable.__table__.columns)
        .join(RoundTable, RoundTable.id == VisitTable.round_id)
        .where(VisitTable.round_id == round_id, where(VISIT_CONDITIONS, wish))
    )
    return session.execute(wanted).all()


def looked_at(session: Session, round_id: str) -> set[int]:
    """The numbers of the checkpoints of a round that somebody looked at."""
    return set(session.scalars(select(VisitTable.no).where(VisitTable.round_id == round_id)))


def unseen(round_id: str, no: int, camera_id: str, preset: int) -> VisitTable:
    """A checkpoint nobody looked at, in the shape of a look; it is never stored."""
    return VisitTable(
        round_id=round_id,
        no=no,
        camera_id=camera_id,
        preset=preset,
        outcome=Outcome.EXPIRED,
        done_at=None,
        reason="",
        problems="[]",
        done_by="",
    )
