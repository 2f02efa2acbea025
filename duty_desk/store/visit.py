"""Visits of rounds, as rows: counted on their round's row, hundreds of them in a stretch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from duty_desk.domain.hashchain import canonical
from duty_desk.domain.patrol import SEEN, Outcome
from duty_desk.store.patrol_tables import RoundTable, VisitTable
from duty_desk.store.waiting import put

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

_WALKED_AT_ONCE = 8  # seats that walk at the same time


def apply(session: Session, entry: Entry) -> None:
    """Put a visit in its round; a second look at the same checkpoint takes the first one's place.

    The subject is the round, so that a round's whole story stands together.
    """
    walked = _walked(session, entry.subject)
    row, no = walked.row, entry.facts["no"]
    if no in walked.nos:
        earlier = session.get_one(VisitTable, (entry.subject, no))
        _count(row, vars(earlier), -1)
        session.delete(earlier)
        session.flush()
    visit = _visit(entry)
    put(session, VisitTable, visit)
    walked.nos.add(no)
    _count(row, visit, 1)
    row.last_no = no


@dataclass
class _Walked:
    """A round that visits are written into, and the checkpoints that have one."""

    row: RoundTable
    nos: set[int]


def _walked(session: Session, round_id: str) -> _Walked:
    """Kept beside the session: of some hundred visits in it only the first asks the database."""
    known: dict[str, _Walked] = session.info.setdefault("walked", {})
    if round_id not in known:
        if len(known) >= _WALKED_AT_ONCE:
            known.clear()
        row = session.get_one(RoundTable, round_id)
        nos = session.scalars(select(VisitTable.no).where(VisitTable.round_id == round_id))
        known[round_id] = _Walked(row, set(nos))
    return known[round_id]


def _visit(entry: Entry) -> dict[str, Any]:
    facts = entry.facts
    thumbnail: dict[str, Any] = facts.get("thumbnail", {})
    return {
        "round_id": entry.subject,
        "no": facts["no"],
        "camera_id": facts["camera"],
        "preset": facts.get("preset", 0),
        "outcome": facts["outcome"],
        "done_at": entry.event_at,
        "fresh_ms": facts["fresh_ms"],
        "age_ms": facts["age_ms"],
        "offset_ms": facts.get("offset_ms"),
        "similarity_ppm": facts.get("similarity_ppm"),
        "least_ms": facts["least_ms"],
        "is_quick": facts.get("is_quick", False),
        "reason": entry.reason,
        "problems": canonical(facts.get("problems", [])),
        "faults": canonical(facts.get("faults", [])),
        "done_by": entry.actor,
        "seat": entry.seat,
        "seq": entry.seq,
        "thumbnail": thumbnail.get("sha256", ""),
        "thumbnail_start": thumbnail.get("start", 0),
        "thumbnail_bytes": thumbnail.get("size_bytes", 0),
    }


def _count(row: RoundTable, visit: Mapping[str, Any], by: int) -> None:
    outcome = Outcome(visit["outcome"])
    setattr(row, outcome, getattr(row, outcome) + by)
    row.quick += by * visit["is_quick"]
    row.fresh_ms += by * visit["fresh_ms"]
    if outcome in SEEN:
        row.least_ms += by * visit["least_ms"]
