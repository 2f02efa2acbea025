"""What a supervisor said of a breach, a correction or a late entry, as rows.

A note changes nothing of what it is about; several may stand on one record, each kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from duty_desk.store.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def of(session: Session, records: Iterable[str]) -> dict[str, ReviewNoteTable]:
    """The newest note on each of the records that has one."""
    found = session.scalars(
        select(ReviewNoteTable)
        .where(ReviewNoteTable.record.in_(sorted(set(records))))
        .order_by(ReviewNoteTable.noted_at)
    )
    return {row.record: row for row in found}
