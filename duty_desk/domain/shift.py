"""A shift as it was really kept: who, from when to when. The plan is in `domain.roster`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Somebody responsible for the seat.

    Attributes:
        id: UUIDv7; every entry of the journal written meanwhile carries it.
        seat: The seat.
        planned_id: The planned shift it stands for; empty when none was planned.
        title: What people call it (夜班), empty when nothing was planned.
        planned_from_at: UTC ms; None when nothing was planned.
        planned_to_at: UTC ms; None when nothing was planned.
        person_id: Who is responsible.
        name: The name at that time.
        started_at: From when, UTC ms.
        first_seq: The number of its first entry in the seat's chain.
        ended_at: Until when; None while it runs.
        leader: The duty leader, as planned.
    """

    id: str
    seat: str
    person_id: str
    name: str
    started_at: int
    first_seq: int
    title: str = ""
    planned_id: str = ""
    planned_from_at: int | None = None
    planned_to_at: int | None = None
    ended_at: int | None = None
    leader: str = ""
