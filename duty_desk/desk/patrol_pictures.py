"""The small pictures of visits, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.store import patrol as rows
from duty_desk.store.patrol_tables import RoundTable, VisitTable
from duty_desk.store.thumbnails import Thumbnail

if TYPE_CHECKING:
    from duty_desk.desk.patrol_route import RoutePoint
    from duty_desk.store.thumbnails import ThumbnailFolder
    from duty_desk.store.transaction import Session


def picture_of(folder: ThumbnailFolder, session: Session, visit: VisitTable | None) -> bytes:
    """The picture of a visit, JPEG; empty when none was kept or it is gone."""
    if visit is None or not visit.thumbnail:
        return b""
    row = session.get_one(RoundTable, visit.round_id)
    kept = Thumbnail(visit.thumbnail, visit.thumbnail_start, visit.thumbnail_bytes)
    return folder.read(row.day, row.id, kept)


def picture_before(
    folder: ThumbnailFolder, session: Session, row: RoundTable, one: RoutePoint
) -> tuple[bytes, int]:
    """The newest picture of the same view from before a round, and when it was taken.

    Returns:
        JPEG and UTC ms; (b"", 0) when there is none.
    """
    before = row.started_at or row.window_from_at
    visit = rows.visit_before(session, one.camera_id, one.point.preset, before)
    picture = picture_of(folder, session, visit)
    return (picture, visit.done_at) if visit and picture else (b"", 0)
