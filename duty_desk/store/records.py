"""What a moment does to the records: one page, from the journal entry to the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import inspect, select

from duty_desk.store import (
    attendance,
    camera,
    checkpoint,
    clock,
    dumped,
    duty_log,
    emergency,
    fault,
    footage,
    handover,
    patrol,
    patrol_beside,
    person,
    presence,
    problem,
    push,
    reference,
    report,
    review_note,
    roster,
    shift,
    suspicion,
    visit,
)
from duty_desk.store.tables import EvidenceTable, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry
    from duty_desk.store.clock import AdoptedRules

_BY_NOUN = {
    "camera": camera.apply,
    "person": person.apply,
    "problem": problem.apply,
    "fault": fault.apply,
    "maintainer": fault.apply_maintainer,
    "channel": push.apply_channel,
    "push": push.apply,
    "presence": presence.apply,
    "absence": presence.apply_absence,
    "log": duty_log.apply,
    "instruction": duty_log.apply_instruction,
    "emergency": emergency.apply,
    "emergency_plan": emergency.apply_plan,
    "time": patrol.apply_jump,
    "patrol_plan": patrol.apply_plan,
    "round": patrol.apply,
    "watching": patrol_beside.apply_watching,
    "site_plan": patrol_beside.apply_site_plan,
    "site_visit": patrol_beside.apply_site_visit,
    "sample": patrol_beside.apply_sample,
    "roster": roster.apply,
    "holiday": roster.apply_holiday,
    "leave": roster.apply_leave,
    "swap": roster.apply_swap,
    "punch": attendance.apply,
    "shift": shift.apply,
    "handover": handover.apply,
    "store": checkpoint.apply,
    "reference": reference.apply,
    "period": report.apply_period,
    "report": report.apply,
    "review": review_note.apply,
    "suspicion": suspicion.apply,
    "diagnosis": suspicion.apply_mode,
    "ground": dumped.apply_ground,
    "dumped": dumped.apply,
    "footage": footage.apply,
}


Row = TypeVar("Row", bound=Table)


def load_ahead(session: Session, table: type[Row], ids: Iterable[str]) -> list[Row]:
    """Read rows by id at one go; while the caller holds them, `session.get` reads nothing."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    key = inspect(table).primary_key[0]
    return list(session.scalars(select(table).where(key.in_(wanted))))


def apply(session: Session, entry: Entry, rules: AdoptedRules) -> None:
    """Bring every record to what `entry` says: its files, its row, its clocks."""
    for kept in entry.facts.get("files", ()):
        if session.get(EvidenceTable, kept["sha256"]) is None:
            session.add(EvidenceTable(**kept, seat=entry.seat, seq=entry.seq))
    noun = entry.kind.partition(".")[0]
    if noun == "visit":  # hundreds in a row: the database gets them together at the next question
        visit.apply(session, entry)
        clock.apply(session, entry, rules)
        return
    _settle(session)
    if entry.kind == "contract.adopted":
        rules.adopt(session, entry)
    if noun in _BY_NOUN:
        _BY_NOUN[noun](session, entry)
    _settle(session)
    clock.apply(session, entry, rules)
    _settle(session)


def _settle(session: Session) -> None:
    """Write rows that are new or gone in the order in which they came; changed ones can wait."""
    if session.new or session.deleted:
        session.flush()
