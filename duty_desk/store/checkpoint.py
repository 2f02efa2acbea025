"""Checkpoints: the head of a seat's chain, written down so that paper can bear witness.

Whoever replaced the whole chain could not replace the sheets that were printed and signed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from duty_desk.domain.hashchain import GENESIS
from duty_desk.store import journal
from duty_desk.store.shift_tables import CheckpointTable
from duty_desk.store.tables import JournalRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

SHOWN = 8  # hexadecimal digits of the head's beginning and of its end, as printed
_CODE = re.compile(r"([0-9a-f]{8,64})(?:[-…–—.]*([0-9a-f]{8}))?\s*@\s*([0-9]{1,12})")


@dataclass(frozen=True)
class Head:
    """What somebody read from paper: where the chain stood, and how its hash began and ended."""

    begins: str
    ends: str
    seq: int


def head_from(text: str) -> Head | None:
    """The head in a code, or in the whole text of the sheet's QR picture; None when none is."""
    typed = "".join(text.lower().rpartition("--head")[2].split())
    found = _CODE.match(typed)
    if found is None:
        return None
    begins, ends = found[1], found[2] or ""
    if not ends and len(begins) == 2 * SHOWN:
        begins, ends = begins[:SHOWN], begins[SHOWN:]
    if not ends and len(begins) != len(GENESIS):
        return None
    return Head(begins, ends, int(found[3]))


def code_of(head: str, seq: int) -> str:
    """The short code that is printed and typed: `9f2c41e0-b3d877aa@18402`."""
    return f"{head[:SHOWN]}-{head[-SHOWN:]}@{seq}"


def apply(session: Session, entry: Entry) -> None:
    """Keep the checkpoint that `entry` made."""
    if entry.kind != "store.checkpoint":
        return
    facts = entry.facts
    names = ("no", "first_seq", "seq", "count", "head", "previous", "occasion")
    session.add(
        CheckpointTable(
            seat=entry.seat,
            made_at=entry.event_at,
            handover_id=facts.get("handover", ""),
            **{name: facts[name] for name in names},
        )
    )


def newest(session: Session, seat: str) -> CheckpointTable | None:
    """The seat's newest checkpoint."""
    return session.scalar(
        select(CheckpointTable)
        .where(CheckpointTable.seat == seat)
        .order_by(CheckpointTable.no.desc())
        .limit(1)
    )


def of_handover(session: Session, handover_id: str) -> CheckpointTable | None:
    """The checkpoint that a handover made."""
    return session.scalar(select(CheckpointTable).where(CheckpointTable.handover_id == handover_id))


def numbers_of(session: Session, seat: str, handover_ids: list[str]) -> dict[str, int]:
    """The numbers of the checkpoints that some handovers made."""
    rows = session.execute(
        select(CheckpointTable.handover_id, CheckpointTable.no).where(
            CheckpointTable.seat == seat, CheckpointTable.handover_id.in_(handover_ids)
        )
    )
    return {row.handover_id: row.no for row in rows}


def began_at(session: Session, seat: str) -> int | None:
    """When the seat's chain began; None when it is empty."""
    return session.scalar(
        select(JournalRow.recorded_at).where(JournalRow.seat == seat, JournalRow.seq == 1)
    )


def facts_now(session: Session, seat: str, *, occasion: str, first_seq: int = 0) -> dict[str, Any]:
    """The facts of a checkpoint over everything the seat has written so far.

    `first_seq` is where what it covers begins; 0 means where the checkpoint before ended.
    """
    session.flush()
    before = newest(session, seat)
    seq, head = journal.head(session, seat)
    first = first_seq or (before.seq + 1 if before else 1)
    return {
        "seat": seat,
        "no": before.no + 1 if before else 1,
        "first_seq": first,
        "seq": seq,
        "count": seq - first + 1,
        "head": head,
        "previous": before.head if before else GENESIS,
        "occasion": occasion,
    }


def first_wrong(session: Session) -> str | None:
    """The first checkpoint that does not agree with the chain it stands in; None when all do."""
    statement = (
        select(CheckpointTable, JournalRow.hash)
        .outerjoin(
            JournalRow,
            (JournalRow.seat == CheckpointTable.seat) & (JournalRow.seq == CheckpointTable.seq),
        )
        .order_by(CheckpointTable.seat, CheckpointTable.no)
    )
    previous: dict[str, str] = {}
    for row, found in session.execute(statement):
        is_right = found == row.head and row.previous == previous.get(row.seat, GENESIS)
        if not is_right or row.count != row.seq - row.first_seq + 1:
            return f"checkpoint {row.seat} {row.no}"
        previous[row.seat] = row.head
    return None


def seats_at(session: Session, head: Head) -> tuple[str, ...]:
    """The seats whose chain stood at `head`."""
    rows = session.execute(
        select(JournalRow.seat, JournalRow.hash).where(JournalRow.seq == head.seq)
    )
    return tuple(
        seat for seat, found in rows if found.startswith(head.begins) and found.endswith(head.ends)
    )
