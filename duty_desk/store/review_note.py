"""What a supervisor said of a breach, a correction or a late entry, as rows.

A note changes nothing of what it is about; several may stand on one record, each kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Mapped, mapped_column

from duty_desk.store.tables import Table

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry


class ReviewNoteTable(Table):
    """A supervisor's word on a record."""

    __tablename__ = "review_note"
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    noun: Mapped[str]  # breach | correction | late
    record: Mapped[str] = mapped_column(index=True)  # id of the clock, or of the line of the log
    words: Mapped[str]
    noted_at: Mapped[int]
    noted_by: Mapped[str]


def apply(session: Session, entry: Entry) -> None:
    """Keep what `entry` says."""
    session.add(
        ReviewNoteTable(
            id=entry.subject,
            seat=entry.seat,
            noun=entry.facts["noun"],
            record=entry.facts["record"],
            words=entry.reason,
            noted_at=entry.event_at,
            noted_by=entry.actor,
        )
    )


def is_missing(record: Any) -> ColumnElement[bool]:
    """Nobody has said a word on the record whose id is in this column."""
    return ~exists(select(ReviewNoteTable.id).where(ReviewNoteTable.record == record))
