"""Watched grounds and hints of dumped things, as rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from duty_desk.domain.ground import DumpedState, GroundPlan, next_state
from duty_desk.domain.hashchain import canonical
from duty_desk.store.dumped_tables import DumpedTable, GroundTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry


def apply_ground(session: Session, entry: Entry) -> None:
    """Bring the ground of a camera to what `entry` says."""
    row = session.get(GroundTable, entry.subject)
    if row is None:
        row = GroundTable(camera_id=entry.subject)
        session.add(row)
    row.plan = canonical(entry.facts["plan"])
    row.drawn_at, row.drawn_by = entry.event_at, entry.actor


def open_ones(session: Session) -> tuple[DumpedTable, ...]:
    """Hints that nobody has decided, oldest first."""
    statement = select(DumpedTable).where(DumpedTable.state == DumpedState.OPEN)
    return tuple(session.scalars(statement.order_by(DumpedTable.hinted_at)))


def apply(session: Session, entry: Entry) -> None:
    """Bring a hint to what `entry` says.

    Raises:
        ForbiddenDumpedMove: it was decided before.
    """
    if entry.kind == "dumped.hinted":
        session.add(_hinted(entry))
        return
    row = session.get_one(DumpedTable, entry.subject)
    row.state = next_state(DumpedState(row.state), entry.kind)
    row.ended_at, row.ended_by, row.reason = entry.event_at, entry.actor, entry.reason
    row.problem_id = entry.facts.get("problem", "")


def _hinted(entry: Entry) -> DumpedTable:
    facts = entry.facts
    return DumpedTable(
        id=entry.subject,
        seat=entry.seat,
        camera_id=facts["camera"],
        zone=facts["zone"],
        box=canonical(facts["box"]),
        state=DumpedState.OPEN,
        seen_at=facts["seen_at"],
        hinted_at=entry.event_at,
        before_sha256=facts["before_sha256"],
        after_sha256=facts["after_sha256"],
        clip_sha256=facts["clip_sha256"],
        clip=canonical(facts["clip"]),
        ended_at=None,
        **dict.fromkeys(("ended_by", "reason", "problem_id"), ""),
    )


def plans(session: Session) -> dict[str, GroundPlan]:
    """What is watched, by camera."""
    return {
        row.camera_id: GroundPlan.from_facts(json.loads(row.plan))
        for row in session.scalars(select(GroundTable))
    }


def hints(session: Session, since_at: int) -> tuple[DumpedTable, ...]:
    """The open hints, and those since an instant, newest first."""
    found = session.scalars(
        select(DumpedTable)
        .where((DumpedTable.state == DumpedState.OPEN) | (DumpedTable.hinted_at >= since_at))
        .order_by(DumpedTable.hinted_at.desc(), DumpedTable.id.desc())
    )
    return tuple(found)


def open_count(session: Session) -> int:
    """How many hints nobody has decided."""
    wanted = DumpedTable.state == DumpedState.OPEN
    return session.scalar(select(func.count()).select_from(DumpedTable).where(wanted)) or 0


def newest_at(session: Session, camera_id: str, zone: int) -> int | None:
    """When the newest hint of a zone was given."""
    return session.scalar(
        select(DumpedTable.hinted_at)
        .where(DumpedTable.camera_id == camera_id, DumpedTable.zone == zone)
        .order_by(DumpedTable.hinted_at.desc())
        .limit(1)
    )
