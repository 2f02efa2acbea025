"""The newest look at each camera.

No record: nothing of the contract follows from a look, and thousands an hour would drown the
journal. What counts, that a camera was lost or came back, is a moment of its own.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.domain.camera_look import CameraLook
from duty_desk.store.tables import CameraLookTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

_FIELDS = tuple(CameraLook.__dataclass_fields__)


def every(session: Session) -> dict[str, CameraLook]:
    """The newest looks by camera."""
    return {row.camera_id: _look(row) for row in session.scalars(select(CameraLookTable))}


def keep(session: Session, looks: Iterable[CameraLook]) -> dict[str, CameraLook]:
    """Put these looks in the place of the last ones; returns what is known of their cameras."""
    kept: dict[str, CameraLook] = {}
    for look in looks:
        row = session.get(CameraLookTable, look.camera_id)
        whole = look.after(_look(row) if row else None)
        kept[look.camera_id] = whole
        if row is None:
            session.add(CameraLookTable(**asdict(whole)))
        else:
            for field in _FIELDS:
                setattr(row, field, getattr(whole, field))
    return kept


def _look(row: CameraLookTable) -> CameraLook:
    return CameraLook(**{field: getattr(row, field) for field in _FIELDS})
