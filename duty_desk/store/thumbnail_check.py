"""Are the small pictures of visits what their moments say? Kept, expired by rule, or missing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.store.patrol import expired_before
from duty_desk.store.patrol_tables import RoundTable, VisitTable
from duty_desk.store.thumbnails import ThumbnailFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session


@dataclass
class ThumbnailCheck:
    """What was found. `wrong` and `missing` name the first such file, "" when there is none."""

    is_here: bool = True  # whether there is a folder of them at all
    kept: int = 0
    expired: int = 0
    elsewhere: int = 0
    missing: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class _Named:
    day: str
    round_id: str
    seat: str
    sha256: str
    start: int
    size_bytes: int


def check_thumbnails(session: Session, data: Path, seats: set[str] | None) -> ThumbnailCheck:
    """Hold every small picture that a visit names against its hash.

    Args:
        session: A reading session.
        data: The data folder.
        seats: The seats whose pictures lie here; None for all.
    """
    folder = ThumbnailFolder(data / "thumbnails")
    before = expired_before(session)
    found = ThumbnailCheck(is_here=(data / "thumbnails").is_dir())
    for (day, round_id), group in groupby(_named(session), key=lambda one: (one.day, one.round_id)):
        file = folder.path(day, round_id)
        content = file.read_bytes() if file.exists() else None
        for one in group:
            _check(found, one, content, is_expired=day < before, seats=seats)
    return found


def _check(
    found: ThumbnailCheck,
    one: _Named,
    content: bytes | None,
    *,
    is_expired: bool,
    seats: set[str] | None,
) -> None:
    where = f"thumbnails/{one.day}/{one.round_id}.jpgs"
    if content is None:
        if is_expired:
            found.expired += 1
        elif seats is not None and one.seat not in seats:
            found.elsewhere += 1
        else:
            found.missing = found.missing or where
        return
    picture = content[one.start : one.start + one.size_bytes]
    if hashlib.sha256(picture).hexdigest() == one.sha256:
        found.kept += 1
    elif seats is not None and one.seat not in seats:
        found.elsewhere += 1  # the round was walked at two seats
    else:
        found.wrong = found.wrong or f"{where} @{one.start}"


def _named(session: Session) -> Iterator[_Named]:
    statement = (
        select(
            RoundTable.day,
            RoundTable.id,
            VisitTable.seat,
            VisitTable.thumbnail,
            VisitTable.thumbnail_start,
            VisitTable.thumbnail_bytes,
        )
        .join(VisitTable, VisitTable.round_id == RoundTable.id)
        .where(VisitTable.thumbnail != "")
        .order_by(RoundTable.day, RoundTable.id, VisitTable.no)
    )
    for row in session.execute(statement.execution_options(yield_per=1000)):
        yield _Named(*row)
