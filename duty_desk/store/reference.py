"""Reference views of cameras, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from duty_desk.domain.reference import IN_USE, ReferenceState, next_state
from duty_desk.store.diagnosis_tables import ReferenceTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

_FACTS = (
    "preset",
    "light",
    "sha256",
    "picture_sha256",
    "width_px",
    "height_px",
    "learned_from_at",
    "learned_to_at",
)


def apply(session: Session, entry: Entry) -> None:
    """Bring the view's row to what `entry` says.

    Raises:
        ForbiddenReferenceMove: the moment cannot happen to the view in its state.
    """
    if entry.kind == "reference.proposed":
        session.add(_proposed(entry))
        return
    row = session.get_one(ReferenceTable, entry.subject)
    row.state = next_state(ReferenceState(row.state), entry.kind)
    if entry.kind == "reference.replaced":
        row.ended_at, row.reason = entry.event_at, entry.reason
        return
    row.decided_at, row.decided_by = entry.event_at, entry.actor
    if entry.kind == "reference.refused":
        row.ended_at, row.reason = entry.event_at, entry.reason


def _proposed(entry: Entry) -> ReferenceTable:
    return ReferenceTable(
        id=entry.subject,
        camera_id=entry.facts["camera"],
        **{name: entry.facts[name] for name in _FACTS},
        state=ReferenceState.PROPOSED,
        proposed_at=entry.event_at,
        proposed_by=entry.actor,
        decided_at=None,
        decided_by="",
        ended_at=None,
        reason=entry.reason,
    )


def in_use(session: Session, camera_id: str = "") -> tuple[ReferenceTable, ...]:
    """The views that are proposed or confirmed, of one camera or of all, oldest first."""
    statement = select(ReferenceTable).where(ReferenceTable.state.in_(IN_USE))
    if camera_id:
        statement = statement.where(ReferenceTable.camera_id == camera_id)
    return tuple(session.scalars(statement.order_by(ReferenceTable.proposed_at, ReferenceTable.id)))


def waiting(session: Session) -> int:
    """How many views wait for a person's word."""
    statement = select(func.count()).where(ReferenceTable.state == ReferenceState.PROPOSED)
    return session.scalar(statement) or 0


def of_camera(session: Session, camera_id: str) -> tuple[ReferenceTable, ...]:
    """All views the camera ever had, newest first."""
    found = session.scalars(
        select(ReferenceTable)
        .where(ReferenceTable.camera_id == camera_id)
        .order_by(ReferenceTable.proposed_at.desc(), ReferenceTable.id.desc())
    )
    return tuple(found)


def standing(session: Session, place: tuple[str, str, str], state: str) -> ReferenceTable | None:
    """The view of a (camera, preset, light) that is in `state`, proposed or confirmed."""
    camera_id, preset, light = place
    return session.scalar(
        select(ReferenceTable).where(
            ReferenceTable.camera_id == camera_id,
            ReferenceTable.preset == preset,
            ReferenceTable.light == light,
            ReferenceTable.state == state,
        )
    )


def place_of(row: ReferenceTable) -> tuple[str, str, str]:
    """What a view belongs to: camera, preset, light."""
    return row.camera_id, row.preset, row.light


def first_confirmed_at(session: Session) -> dict[str, int]:
    """When each camera had a view confirmed for the first time."""
    found = session.execute(
        select(ReferenceTable.camera_id, func.min(ReferenceTable.decided_at))
        .where(
            ReferenceTable.state.in_((ReferenceState.CONFIRMED, ReferenceState.REPLACED)),
            ReferenceTable.decided_at.is_not(None),
        )
        .group_by(ReferenceTable.camera_id)
    )
    return {row[0]: row[1] or 0 for row in found}
