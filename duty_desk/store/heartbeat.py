"""The heartbeat: when the program last ran at a seat, so that a gap can be named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.store.tables import HeartbeatTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Beat:
    """A sign of life; `is_clean` when it was the last before a regular end."""

    seat: str
    alive_at: int
    boot_id: str
    is_clean: bool


def last(session: Session, seat: str) -> Beat | None:
    """The newest sign of life of a seat."""
    row = session.get(HeartbeatTable, seat)
    return Beat(row.seat, row.alive_at, row.boot_id, row.is_clean) if row else None


def keep(session: Session, beat: Beat) -> None:
    """Remember a sign of life."""
    row = session.get(HeartbeatTable, beat.seat)
    if row is None:
        row = HeartbeatTable(seat=beat.seat)
        session.add(row)
    row.alive_at, row.boot_id, row.is_clean = beat.alive_at, beat.boot_id, beat.is_clean
