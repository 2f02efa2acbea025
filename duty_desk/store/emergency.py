"""Emergencies, the calls about them and the plan of whom to tell, as rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select

from duty_desk.domain.emergency import EmergencyState, PlanStep, next_state
from duty_desk.domain.hashchain import canonical
from duty_desk.store.duty_tables import EmergencyCallTable, EmergencyPlanTable, EmergencyTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

CLIENT = "client"
_CALLS = ("emergency.told", "emergency.tried")
_ENDS = ("emergency.closed", "emergency.voided")


def apply(session: Session, entry: Entry) -> None:
    """Bring the emergency's row to what `entry` says.

    Raises:
        ForbiddenEmergencyMove: the moment cannot happen to it as it stands.
    """
    if entry.kind == "emergency.found":
        session.add(_found(entry))
        return
    row = session.get_one(EmergencyTable, entry.subject)
    row.state = next_state(EmergencyState(row.state), entry.kind)
    if entry.kind == "emergency.described":
        for name in ("kind", "camera_id", "place", "text"):
            setattr(row, name, entry.facts.get(name, getattr(row, name)))
    elif entry.kind in _CALLS:
        _call(session, row, entry)
    elif entry.kind in _ENDS:
        row.closed_at, row.closed_by = entry.event_at, entry.actor
        row.closing = entry.facts.get("closing", "") or entry.reason


def _found(entry: Entry) -> EmergencyTable:
    facts = entry.facts
    return EmergencyTable(
        id=entry.subject,
        seat=entry.seat,
        found_on=facts["found_on"],
        no=facts["no"],
        kind=facts.get("kind", ""),
        camera_id=facts.get("camera_id", ""),
        place=facts.get("place", ""),
        text=facts.get("text", ""),
        state=EmergencyState.OPEN,
        found_at=entry.event_at,
        found_by=entry.actor,
        shift=entry.shift,
        told_at=None,
        closed_at=None,
        closed_by="",
        closing="",
    )


def _call(session: Session, row: EmergencyTable, entry: Entry) -> None:
    is_reached = entry.kind == "emergency.told"
    session.add(
        EmergencyCallTable(
            emergency_id=row.id,
            no=len(calls(session, row.id)) + 1,
            role=entry.facts["role"],
            number=entry.facts["number"],
            at=entry.event_at,
            is_reached=is_reached,
            note=entry.facts.get("note", ""),
            actor=entry.actor,
        )
    )
    if is_reached and entry.facts["to"] == CLIENT and row.told_at is None:
        row.told_at = entry.event_at


def apply_plan(session: Session, entry: Entry) -> None:
    """Take over another plan."""
    session.execute(delete(EmergencyPlanTable))
    session.expire_all()
    for no, step in enumerate(entry.facts["steps"], start=1):
        session.add(
            EmergencyPlanTable(
                no=no,
                role=step["role"],
                number=step["number"],
                kinds=canonical(step["kinds"]),
                note=step["note"],
                is_client=step["is_client"],
            )
        )


def plan(session: Session) -> tuple[PlanStep, ...]:
    """Whom to tell, in order; empty before a plan was adopted."""
    found = session.scalars(select(EmergencyPlanTable).order_by(EmergencyPlanTable.no))
    return tuple(
        PlanStep(
            role=row.role,
            number=row.number,
            kinds=tuple(json.loads(row.kinds)),
            note=row.note,
            is_client=row.is_client,
        )
        for row in found
    )


def next_no(session: Session, seat: str, day: str) -> int:
    """The next number of an emergency found at `seat` on the Beijing date `day`."""
    newest = session.scalar(
        select(func.max(EmergencyTable.no)).where(
            EmergencyTable.seat == seat, EmergencyTable.found_on == day
        )
    )
    return (newest or 0) + 1


def calls(session: Session, emergency_id: str) -> tuple[EmergencyCallTable, ...]:
    """The calls about an emergency, in order."""
    found = session.scalars(
        select(EmergencyCallTable)
        .where(EmergencyCallTable.emergency_id == emergency_id)
        .order_by(EmergencyCallTable.no)
    )
    return tuple(found)


def listed(session: Session, since: int) -> tuple[EmergencyTable, ...]:
    """The open emergencies, and those found or closed since `since`, newest first."""
    found = session.scalars(
        select(EmergencyTable)
        .where(
            or_(
                EmergencyTable.state == EmergencyState.OPEN,
                EmergencyTable.found_at >= since,
                EmergencyTable.closed_at >= since,
            )
        )
        .order_by(EmergencyTable.found_at.desc())
    )
    return tuple(found)


def within(session: Session, from_at: int, to_at: int) -> tuple[EmergencyTable, ...]:
    """The emergencies found in a stretch of time, newest first."""
    found = session.scalars(
        select(EmergencyTable)
        .where(EmergencyTable.found_at >= from_at, EmergencyTable.found_at < to_at)
        .order_by(EmergencyTable.found_at.desc())
    )
    return tuple(found)


def still_open(session: Session) -> tuple[EmergencyTable, ...]:
    """The emergencies that are not over, oldest first."""
    found = session.scalars(
        select(EmergencyTable)
        .where(EmergencyTable.state == EmergencyState.OPEN)
        .order_by(EmergencyTable.found_at)
    )
    return tuple(found)
