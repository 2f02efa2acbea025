"""The journal: appending sealed entries and reading them back. One chain per seat."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from duty_desk.domain.hashchain import GENESIS, body_of, digest, entry_hash
from duty_desk.domain.moment import Entry, Source
from duty_desk.store.tables import JournalRow
from duty_desk.store.waiting import put

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Moment


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What the program adds to a moment when it is written."""

    seat: str
    recorded_at: int
    mono_ms: int
    boot_id: str
    clock_state: str
    app_version: str
    shift: str = ""
    zone: str = "Asia/Shanghai"


def head(session: Session, seat: str) -> tuple[int, str]:
    """The number and hash of the seat's newest entry; (0, GENESIS) for an empty chain."""
    newest = session.execute(
        select(JournalRow.seq, JournalRow.hash)
        .where(JournalRow.seat == seat)
        .order_by(JournalRow.seq.desc())
        .limit(1)
    ).first()
    return (newest.seq, newest.hash) if newest else (0, GENESIS)


def append(session: Session, moment: Moment, stamp: Stamp, newest: Entry | None = None) -> Entry:
    """Seal `moment` as the seat's next entry and write it with the next flush.

    `newest` is the entry before it, where the caller has just written it.
    """
    seq, prev_hash = (newest.seq, newest.hash) if newest else head(session, stamp.seat)
    entry = Entry(
        seat=stamp.seat,
        seq=seq + 1,
        kind=moment.kind,
        subject=moment.subject,
        facts=json.loads(json.dumps(dict(moment.facts))),
        source=moment.source,
        reason=moment.reason,
        event_at=stamp.recorded_at if moment.event_at is None else moment.event_at,
        recorded_at=stamp.recorded_at,
        mono_ms=stamp.mono_ms,
        boot_id=stamp.boot_id,
        clock_state=stamp.clock_state,
        actor=moment.actor,
        shift=stamp.shift,
        app_version=stamp.app_version,
        zone=stamp.zone,
        prev_hash=prev_hash,
    )
    body = body_of(entry)
    body_hash = digest(body)
    entry = replace(entry, hash=entry_hash(entry, body_hash))
    put(session, JournalRow, _row(entry, body, body_hash))
    return entry


def _row(entry: Entry, body: str, body_hash: str) -> dict[str, str | int]:
    return {
        "seat": entry.seat,
        "seq": entry.seq,
        "kind": entry.kind,
        "subject": entry.subject,
        "body": body,
        "body_hash": body_hash,
        "event_at": entry.event_at,
        "recorded_at": entry.recorded_at,
        "zone": entry.zone,
        "mono": entry.mono_ms,
        "boot_id": entry.boot_id,
        "clock_state": entry.clock_state,
        "actor": entry.actor,
        "shift": entry.shift,
        "app_version": entry.app_version,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }


def entry_of(row: JournalRow) -> Entry:
    """The entry a row holds.

    Raises:
        ValueError, KeyError: the body is not the JSON that was written.
    """
    body = json.loads(row.body)
    return Entry(
        seat=row.seat,
        seq=row.seq,
        kind=row.kind,
        subject=row.subject,
        facts=body["facts"],
        source=Source(body["source"]),
        reason=body["reason"],
        event_at=row.event_at,
        recorded_at=row.recorded_at,
        mono_ms=row.mono,
        boot_id=row.boot_id,
        clock_state=row.clock_state,
        actor=row.actor,
        shift=row.shift,
        app_version=row.app_version,
        zone=row.zone,
        prev_hash=row.prev_hash,
        hash=row.hash,
    )


def rows(session: Session, seat: str | None = None) -> Generator[JournalRow]:
    """Every row, or every one of a seat, in order of seat and number, read in pieces."""
    statement = select(JournalRow).order_by(JournalRow.seat, JournalRow.seq)
    if seat is not None:
        statement = statement.where(JournalRow.seat == seat)
    with closing(session.scalars(statement.execution_options(yield_per=1000))) as found:
        yield from found


def entry_at(session: Session, seat: str, seq: int) -> Entry | None:
    """The entry of a seat under a number; None when there is none."""
    row = session.get(JournalRow, (seat, seq))
    return entry_of(row) if row else None


def entries_of(session: Session, subject: str) -> tuple[Entry, ...]:
    """The entries of one subject, oldest first."""
    found = session.scalars(
        select(JournalRow)
        .where(JournalRow.subject == subject)
        .order_by(JournalRow.recorded_at, JournalRow.seq)
    )
    return tuple(entry_of(row) for row in found)


def entries_since(
    session: Session, recorded_at: int, limit: int | None = None, without: tuple[str, ...] = ()
) -> tuple[Entry, ...]:
    """The newest entries written since an instant, newest first; kinds `without` left out."""
    statement = (
        select(JournalRow)
        .where(JournalRow.recorded_at >= recorded_at, JournalRow.kind.not_in(without))
        .order_by(JournalRow.recorded_at.desc(), JournalRow.seq.desc())
        .limit(limit)
    )
    return tuple(entry_of(row) for row in session.scalars(statement))


def first_at(session: Session, kind: str) -> int | None:
    """When the first entry of a kind was written; None when there is none."""
    return session.scalar(select(func.min(JournalRow.recorded_at)).where(JournalRow.kind == kind))


def newest(session: Session, seat: str) -> Entry | None:
    """The seat's newest entry."""
    row = session.scalar(
        select(JournalRow).where(JournalRow.seat == seat).order_by(JournalRow.seq.desc()).limit(1)
    )
    return entry_of(row) if row else None


def entries_after(session: Session, seat: str, seq: int, limit: int) -> tuple[Entry, ...]:
    """The seat's newest entries above a number, at most `limit`, oldest first."""
    found = session.scalars(
        select(JournalRow)
        .where(JournalRow.seat == seat, JournalRow.seq > seq)
        .order_by(JournalRow.seq.desc())
        .limit(limit)
    )
    return tuple(entry_of(row) for row in found)[::-1]


def seats(session: Session) -> tuple[str, ...]:
    """The seats that have a chain."""
    found: list[str] = []
    # One step in the index a seat: DISTINCT walks through the whole of it.
    seat = session.scalar(select(func.min(JournalRow.seat)))
    while seat is not None:
        found.append(seat)
        seat = session.scalar(select(func.min(JournalRow.seat)).where(JournalRow.seat > seat))
    return tuple(found)


def count(session: Session) -> int:
    """How many entries there are."""
    return session.scalar(select(func.count()).select_from(JournalRow)) or 0
