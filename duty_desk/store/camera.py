"""Cameras of the catalogue, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from duty_desk.domain.hashchain import canonical
from duty_desk.store.tables import CameraTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

_FIELDS = (
    "code",
    "name",
    "alias",
    "community",
    "unit",
    "maintainer",
    "sealed_main",
    "sealed_sub",
    "masked_address",
)


def apply(session: Session, entry: Entry) -> None:
    """Bring the camera's row to what `entry` says."""
    facts = entry.facts
    if entry.kind == "camera.added":
        session.add(
            CameraTable(
                id=entry.subject,
                **{field: facts[field] for field in _FIELDS},
                details=canonical(facts["details"]),
                place=facts["place"],
                state="active",
                lost_at=None,
            )
        )
        return
    row = session.get_one(CameraTable, entry.subject)
    if entry.kind == "camera.changed":
        for field in _FIELDS:
            if field in facts:
                setattr(row, field, facts[field])
        if "details" in facts:
            row.details = canonical(facts["details"])
    elif entry.kind == "camera.retired":
        row.state = "retired"
    elif entry.kind == "camera.lost":
        row.lost_at = entry.event_at
    elif entry.kind == "camera.restored":
        row.lost_at = None


def active(session: Session) -> tuple[CameraTable, ...]:
    """The cameras in use, in their order on the wall."""
    found = session.scalars(
        select(CameraTable).where(CameraTable.state == "active").order_by(CameraTable.place)
    )
    return tuple(found)


def lost(session: Session) -> tuple[CameraTable, ...]:
    """The cameras in use whose loss is on record and their return is not."""
    found = session.scalars(
        select(CameraTable).where(CameraTable.state == "active", CameraTable.lost_at.is_not(None))
    )
    return tuple(found)


def every(session: Session) -> tuple[CameraTable, ...]:
    """All cameras, those out of use too, in their order on the wall."""
    return tuple(session.scalars(select(CameraTable).order_by(CameraTable.place)))


def by_code(session: Session, code: str) -> CameraTable | None:
    """The camera with this code, in use or retired."""
    return session.scalar(select(CameraTable).where(CameraTable.code == code))


def next_place(session: Session) -> int:
    """The place after the last camera on the wall."""
    return (session.scalar(select(func.max(CameraTable.place))) or 0) + 1
