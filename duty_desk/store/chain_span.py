"""Whether the entries of a stretch of time hang together: each whole and after the one before.

The part of `store.verify` that a screen can afford; the rest (records, files, paper) is the
command's.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from duty_desk.domain.hashchain import GENESIS, NotCanonical, digest, entry_hash
from duty_desk.store import journal
from duty_desk.store.tables import JournalRow
from duty_desk.store.tallies import within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class ChainFound:
    """How many entries were looked at, and the first that does not fit (`1 #18402`), if any."""

    entries: int
    where: str = ""


def check(session: Session, span: tuple[int, int]) -> ChainFound:
    """Look at every entry that was written in the half-open stretch `span` (UTC ms)."""
    edges = session.execute(
        select(JournalRow.seat, func.min(JournalRow.seq), func.max(JournalRow.seq))
        .where(within(JournalRow.recorded_at, span))
        .group_by(JournalRow.seat)
        .order_by(JournalRow.seat)
    ).all()
    count = 0
    for seat, first, last in edges:
        head, reached = _before(session, seat, first), first
        for row in _rows(session, seat, first, last):
            if row.seq != reached or row.prev_hash != head or not _is_whole(row):
                return ChainFound(count, f"{seat} #{reached}")
            head, reached = row.hash, reached + 1
            count += 1
        if reached != last + 1:
            return ChainFound(count, f"{seat} #{reached}")
    return ChainFound(count)


def _before(session: Session, seat: str, seq: int) -> str:
    found = select(JournalRow.hash).where(JournalRow.seat == seat, JournalRow.seq == seq - 1)
    return session.scalar(found) or GENESIS


def _rows(session: Session, seat: str, first: int, last: int) -> Iterator[JournalRow]:
    statement = (
        select(JournalRow)
        .where(JournalRow.seat == seat, JournalRow.seq.between(first, last))
        .order_by(JournalRow.seq)
    )
    with closing(session.scalars(statement.execution_options(yield_per=200))) as found:
        yield from found


def _is_whole(row: JournalRow) -> bool:
    try:
        return digest(row.body) == row.body_hash and entry_hash(journal.entry_of(row)) == row.hash
    except (NotCanonical, TypeError, ValueError, KeyError, AttributeError):
        return False
