"""The records that search finds, by id, and which of them the journal has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from duty_desk.store.duty_tables import DutyLogTable, EmergencyTable, InstructionTable
from duty_desk.store.footage_tables import FootageTable
from duty_desk.store.patrol_tables import RoundTable
from duty_desk.store.shift_tables import HandoverTable, ShiftTable
from duty_desk.store.tables import (
    CameraTable,
    FaultTable,
    JournalRow,
    PersonTable,
    ProblemTable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

# The order is that of the rows in the search file: new kinds come last.
TABLES: dict[str, Any] = {
    "camera": CameraTable,
    "person": PersonTable,
    "problem": ProblemTable,
    "fault": FaultTable,
    "log": DutyLogTable,
    "instruction": InstructionTable,
    "emergency": EmergencyTable,
    "round": RoundTable,
    "handover": HandoverTable,
    "footage": FootageTable,
}


# Most of a journal, and about nothing that is found.
_NEVER_FOUND = ("visit.done", "watching.logged", "clock.warned", "push.attempted")


@dataclass(frozen=True)
class Changed:
    """Which records some entries of a seat are about, by noun, and the last of these entries."""

    ids: dict[str, set[str]]
    seq: int
    hash: str


def is_known(session: Session, seat: str, reached: tuple[int, str]) -> bool:
    """Whether the seat's journal has this entry."""
    row = session.get(JournalRow, (seat, reached[0]))
    return row is not None and row.hash == reached[1]


def changed(session: Session, seat: str, after: int, limit: int) -> Changed | None:
    """What the next entries of a seat are about; None when there are none."""
    wanted = (
        select(JournalRow.seq, JournalRow.hash, JournalRow.kind, JournalRow.subject)
        .where(
            JournalRow.seat == seat, JournalRow.seq > after, JournalRow.kind.not_in(_NEVER_FOUND)
        )
        .order_by(JournalRow.seq)
        .limit(limit)
    )
    rows = session.execute(wanted).all()
    if not rows:
        return None
    ids: dict[str, set[str]] = {}
    for row in rows:
        noun = row.kind.partition(".")[0]
        if noun in TABLES:
            ids.setdefault(noun, set()).add(row.subject)
    return Changed(ids, rows[-1].seq, rows[-1].hash)


def by_ids(session: Session, noun: str, ids: Iterable[str]) -> list[Any]:
    """The records of a kind with these ids."""
    table = TABLES[noun]
    return list(session.scalars(select(table).where(table.id.in_(sorted(ids)))))


def shifts(session: Session, ids: Iterable[str]) -> dict[str, ShiftTable]:
    """Some shifts by id."""
    found = session.scalars(select(ShiftTable).where(ShiftTable.id.in_(sorted(ids))))
    return {row.id: row for row in found}
