"""Reference views and suspicions as views, made from their rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duty_desk.desk.diagnosis_views import ReferenceView, SuspicionDetail, SuspicionRow
from duty_desk.desk.diagnosis_words import fault_kind_of, sentence_of, title_of
from duty_desk.store import suspicion as rows
from duty_desk.store.diagnosis_tables import ReferenceTable
from duty_desk.store.tables import CameraTable, EvidenceTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.store.diagnosis_tables import SuspicionTable
    from duty_desk.store.transaction import Session


def reference_view(session: Session, row: ReferenceTable, desk: Desk) -> ReferenceView:
    """A reference view as shown."""
    camera = session.get_one(CameraTable, row.camera_id)
    return ReferenceView(
        id=row.id,
        camera_id=row.camera_id,
        camera_code=camera.code,
        camera_name=camera.name,
        preset=row.preset,
        light=row.light,
        state=row.state,
        picture=desk.store.evidence.path(row.picture_sha256),
        width_px=row.width_px,
        height_px=row.height_px,
        learned_from_at=row.learned_from_at,
        learned_to_at=row.learned_to_at,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        ended_at=row.ended_at,
        reason=row.reason,
    )


def suspicion_rows(session: Session, found: Sequence[SuspicionTable]) -> tuple[SuspicionRow, ...]:
    """Suspicions as list rows, in the order given."""
    return tuple(_row(session, row) for row in found)


def _row(session: Session, row: SuspicionTable) -> SuspicionRow:
    camera = session.get_one(CameraTable, row.camera_id)
    numbers = json.loads(row.facts)
    return SuspicionRow(
        id=row.id,
        camera_id=row.camera_id,
        camera_code=camera.code,
        camera_name=camera.name,
        community=camera.community,
        maintainer=camera.maintainer,
        kind=row.kind,
        family=row.family,
        fault_kind=fault_kind_of(row.kind, numbers),
        title=title_of(row.family),
        words=sentence_of(row.kind, numbers, is_question=row.is_question),
        occasion=row.occasion,
        state=row.state,
        is_shadow=row.is_shadow,
        is_hint=row.is_hint,
        is_question=row.is_question,
        since_at=row.since_at,
        raised_at=row.raised_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        reason=row.reason,
        light=row.light,
        preset=row.preset,
        group_id=row.group_id,
        fault_id=row.fault_id,
        verdict=row.verdict,
        verdict_by=row.verdict_by,
    )


def suspicion_detail(session: Session, row: SuspicionTable, desk: Desk) -> SuspicionDetail:
    """Everything about a suspicion."""
    view = session.get(ReferenceTable, row.reference_id) if row.reference_id else None
    members = rows.of_group(session, row.group_id or row.id)
    return SuspicionDetail(
        row=_row(session, row),
        reference=reference_view(session, view, desk) if view else None,
        now=_path(session, row.now_sha256, desk),
        good=_path(session, row.good_sha256, desk),
        good_at=row.good_at,
        members=suspicion_rows(session, members) if len(members) > 1 else (),
        numbers=json.loads(row.facts),
    )


def _path(session: Session, sha256: str | None, desk: Desk) -> Path | None:
    kept = session.get(EvidenceTable, sha256) if sha256 else None
    return desk.store.evidence.path(kept.sha256, kept.suffix) if kept else None
