"""Stills and clips that this desk took itself, found by camera and time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.store.tables import ClipTable, FaultShotTable, FaultTable, ProblemTable, ShotTable

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class OwnRow:
    """One still or clip: its hash, what it is of (`noun` and `subject`), and its time."""

    sha256: str
    kind: str  # still | clip
    noun: str  # problem | fault
    subject: str
    camera_id: str
    at: int
    to_at: int


def within(session: Session, camera_id: str, from_at: int, to_at: int) -> tuple[OwnRow, ...]:
    """What was taken of a camera within a span, by time."""
    shot, fault_shot, clip = ShotTable, FaultShotTable, ClipTable
    found = [
        *_stills(
            session,
            ProblemTable.camera_id == camera_id,
            shot.taken_at >= from_at,
            shot.taken_at < to_at,
        ),
        *_fault_stills(
            session,
            FaultTable.camera_id == camera_id,
            fault_shot.taken_at >= from_at,
            fault_shot.taken_at < to_at,
        ),
        *_clips(
            session,
            ProblemTable.camera_id == camera_id,
            clip.to_at > from_at,
            clip.from_at < to_at,
        ),
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.kind)))


def by_hash(session: Session, sha256: str) -> OwnRow | None:
    """The still or clip of this hash; None when there is none."""
    found = [
        *_stills(session, ShotTable.sha256 == sha256),
        *_fault_stills(session, FaultShotTable.sha256 == sha256),
        *_clips(session, ClipTable.sha256 == sha256),
    ]
    return found[0] if found else None


def _stills(session: Session, *where: ColumnElement[bool]) -> list[OwnRow]:
    joined = select(ShotTable, ProblemTable.camera_id).join(
        ProblemTable, ProblemTable.id == ShotTable.problem_id
    )
    # Photos of a rectification come from people, not from the camera.
    statement = joined.where(ShotTable.kind == "before", *where)
    return [
        OwnRow(row.sha256, "still", "problem", row.problem_id, camera, row.taken_at, row.taken_at)
        for row, camera in session.execute(statement)
    ]


def _fault_stills(session: Session, *where: ColumnElement[bool]) -> list[OwnRow]:
    statement = select(FaultShotTable, FaultTable.camera_id).join(
        FaultTable, FaultTable.id == FaultShotTable.fault_id
    )
    return [
        OwnRow(row.sha256, "still", "fault", row.fault_id, camera, row.taken_at, row.taken_at)
        for row, camera in session.execute(statement.where(*where))
    ]


def _clips(session: Session, *where: ColumnElement[bool]) -> list[OwnRow]:
    statement = select(ClipTable, ProblemTable.camera_id).join(
        ProblemTable, ProblemTable.id == ClipTable.problem_id
    )
    return [
        OwnRow(row.sha256, "clip", "problem", row.problem_id, camera, row.from_at, row.to_at)
        for row, camera in session.execute(statement.where(*where))
    ]
