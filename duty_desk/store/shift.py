"""Shifts as rows: who was responsible, and which entries of the journal are a shift's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.domain.shift import Shift
from duty_desk.store.shift_tables import ShiftTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry, Moment

_NAMED = ("planned_id", "title", "leader", "person_id", "name", "how")
_WHEN = ("planned_from_at", "planned_to_at")


def apply(session: Session, entry: Entry) -> None:
    """Bring the shift's row to what `entry` says."""
    if entry.kind == "shift.started":
        facts = entry.facts
        session.add(
            ShiftTable(
                id=entry.subject,
                seat=entry.seat,
                **{name: facts.get(name, "") for name in _NAMED},
                **{name: facts.get(name) for name in _WHEN},
                started_at=entry.event_at,
                first_seq=entry.seq,
                ended_at=None,
                last_seq=None,
                handover_id="",
                uncovered_ms=facts.get("uncovered_ms", 0),
                overlap_ms=facts.get("overlap_ms", 0),
            )
        )
    elif entry.kind == "shift.relieved":
        row = session.get_one(ShiftTable, entry.subject)
        row.ended_at, row.last_seq = entry.event_at, entry.seq
        row.handover_id = entry.facts.get("handover", "")


def shift_during(moment: Moment, shift: str) -> str:
    """The shift that `moment` belongs to: the first entry of a shift is its own already."""
    return moment.subject if moment.kind == "shift.started" else shift


def shift_after(entry: Entry) -> str:
    """The shift that what follows `entry` belongs to."""
    return "" if entry.kind == "shift.relieved" else entry.shift


def running(session: Session, seat: str) -> ShiftTable | None:
    """The seat's shift that has not ended; None when nobody holds the seat."""
    return session.scalar(
        select(ShiftTable).where(ShiftTable.seat == seat, ShiftTable.ended_at.is_(None))
    )


def held(session: Session, seat: str) -> ShiftTable:
    """The seat's running shift, where there must be one.

    Raises:
        LookupError: nobody holds the seat.
    """
    row = running(session, seat)
    if row is None:
        raise LookupError(seat)
    return row


def running_id(session: Session, seat: str) -> str:
    """The id of the seat's running shift; empty when nobody holds the seat."""
    row = running(session, seat)
    return row.id if row is not None else ""


def newest(session: Session, seat: str) -> ShiftTable | None:
    """The seat's shift that began last."""
    return session.scalar(
        select(ShiftTable)
        .where(ShiftTable.seat == seat)
        .order_by(ShiftTable.started_at.desc(), ShiftTable.first_seq.desc())
        .limit(1)
    )


def shift_of(row: ShiftTable) -> Shift:
    """The shift a row holds."""
    return Shift(
        id=row.id,
        seat=row.seat,
        person_id=row.person_id,
        name=row.name,
        started_at=row.started_at,
        first_seq=row.first_seq,
        title=row.title,
        planned_id=row.planned_id,
        planned_from_at=row.planned_from_at,
        planned_to_at=row.planned_to_at,
        ended_at=row.ended_at,
        leader=row.leader,
    )
