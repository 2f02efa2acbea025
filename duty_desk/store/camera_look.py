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


def keep(session: Session, looks: Iterable[CameraLook]) -> None:
    """Put these looks in the place of the last ones."""
    known = {row.camera_id: row for row in session.scalars(select(CameraLookTable))}
    for look in looks:
        row = known.get(look.camera_id)
        whole = asdict(look.after(_look(row) if row else None))
        if row is None:
            known[look.camera_id] = row = CameraLookTable(**whole)
            session.add(row)
        for field, value in whole.items():
            setattr(row, field, value)


def _look(row: CameraLookTable) -> CameraLook:
    return CameraLook(**{field: getattr(row, field) for field in _FIELDS})
