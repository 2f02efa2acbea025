"""The entries of a shift: those from its first number to its last, by the journal's own key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from duty_desk.store import journal
from duty_desk.store.tables import JournalRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry


@dataclass(frozen=True)
class Numbers:
    """Which entries are meant: a seat, and numbers from `first` to `last`, both included."""

    seat: str
    first: int
    last: int

    def here(self) -> tuple[ColumnElement[bool], ...]:
        """The same as conditions."""
        return (
            JournalRow.seat == self.seat,
            JournalRow.seq >= self.first,
            JournalRow.seq <= self.last,
        )


def subjects_by_kind(session: Session, numbers: Numbers) -> dict[str, list[str]]:
    """The subjects of the entries by their kinds, in order."""
    found: dict[str, list[str]] = {}
    rows = session.execute(select(JournalRow.kind, JournalRow.subject).where(*numbers.here()))
    for kind, subject in rows:
        found.setdefault(kind, []).append(subject)
    return found


def facts_of_kind(session: Session, kind: str, subjects: Sequence[str]) -> list[dict[str, Any]]:
    """The facts of the entries of one kind about some subjects."""
    rows = session.execute(
        select(JournalRow.kind, JournalRow.body).where(JournalRow.subject.in_(subjects))
    )
    return [json.loads(row.body)["facts"] for row in rows if row.kind == kind]


def newest_of(
    session: Session, numbers: Numbers, kinds: Iterable[str], limit: int
) -> tuple[Entry, ...]:
    """The newest entries of some kinds, oldest first."""
    rows = session.scalars(
        select(JournalRow)
        .where(*numbers.here(), JournalRow.kind.in_(tuple(kinds)))
        .order_by(JournalRow.seq.desc())
        .limit(limit)
    )
    return tuple(journal.entry_of(row) for row in rows)[::-1]


def clock_state_at(session: Session, seat: str, seq: int) -> str:
    """How far the computer's clock was trusted when an entry was written."""
    found = session.get(JournalRow, (seat, seq))
    return found.clock_state if found is not None else ""
