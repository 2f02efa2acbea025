"""Evidence pictures as screens get them, of a problem as of a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.views import Shot
from duty_desk.store.tables import EvidenceTable

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.store.tables import FaultShotTable, ShotTable
    from duty_desk.store.transaction import Session


def shot_of(desk: Desk, session: Session, row: ShotTable | FaultShotTable) -> Shot:
    """A picture with the places of its files; marks are whose picture has some."""

    def path_of(sha256: str) -> Path:
        kept = session.get_one(EvidenceTable, sha256)
        return desk.store.evidence.path(sha256, kept.suffix)

    return Shot(
        no=row.no,
        kind=row.kind,
        original=path_of(row.sha256),
        captioned=path_of(row.captioned_sha256),
        sha256=row.sha256,
        taken_at=row.taken_at,
        age_ms=row.age_ms,
        width_px=row.width_px,
        height_px=row.height_px,
    )
