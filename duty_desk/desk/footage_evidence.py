"""Our own stills and clips as recordings of a footage request: found by camera and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.fault_rows import headline as fault_headline
from duty_desk.desk.footage_keeping import AddedFile
from duty_desk.desk.footage_views import OwnEvidence
from duty_desk.domain.problem import beijing
from duty_desk.language import Refusal, tr
from duty_desk.store import own_evidence as rows
from duty_desk.store.tables import CameraTable, EvidenceTable, FaultTable, ProblemTable
from duty_desk.video.file_look import look_beside

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.store.own_evidence import OwnRow
    from duty_desk.store.transaction import Session


def own_evidence(
    desk: Desk, session: Session, camera_id: str, from_at: int, to_at: int
) -> tuple[OwnEvidence, ...]:
    """Stills and clips of problems and faults of a camera within a span, by time."""
    found = rows.within(session, camera_id, from_at, to_at)
    return tuple(_evidence(desk, session, one) for one in found)


def _evidence(desk: Desk, session: Session, one: OwnRow) -> OwnEvidence:
    kept = session.get_one(EvidenceTable, one.sha256)
    return OwnEvidence(
        sha256=one.sha256,
        kind=one.kind,
        camera_id=one.camera_id,
        at=one.at,
        to_at=one.to_at,
        about=_about(desk, session, one),
        path=desk.store.evidence.path(one.sha256, kept.suffix),
        size_bytes=kept.size_bytes,
    )


def _about(desk: Desk, session: Session, one: OwnRow) -> str:
    if one.noun == "problem":
        return desk.viewer().headline(session, session.get_one(ProblemTable, one.subject))
    return fault_headline(session, session.get_one(FaultTable, one.subject), desk.fault_kinds)


def found_own(desk: Desk, session: Session, sha256: str) -> tuple[OwnEvidence, str]:
    """A piece of our own evidence by its hash, and the name it gets as a recording.

    Raises:
        Refusal: we have none of this hash.
    """
    one = rows.by_hash(session, sha256)
    if one is None:
        raise Refusal(tr("本席没有这份截图或片段，没有加入。"))
    camera = session.get_one(CameraTable, one.camera_id)
    evidence = _evidence(desk, session, one)
    name = f"{camera.code}_{beijing(one.at):%Y%m%d_%H%M%S}{evidence.path.suffix}"
    return evidence, name


def taken_from_desk(found: tuple[OwnEvidence, str]) -> AddedFile:
    """The evidence as a recording, tried like any other; in a thread beside the desk's."""
    evidence, name = found
    return AddedFile(
        name=name,
        path=str(_whole(evidence.path)),
        size_bytes=evidence.size_bytes,
        sha256=evidence.sha256,
        look=look_beside(evidence.path),
        origin=evidence.kind,
        evidence=evidence.sha256,
    )


def _whole(path: Path) -> Path:
    if not path.exists():
        raise Refusal(tr("这份截图或片段的文件不在本机，没有加入。"))
    return path
