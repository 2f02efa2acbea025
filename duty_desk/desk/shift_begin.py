"""How a shift begins: by a punch at an empty seat, or by taking over; the moments of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.desk.roster_lookup import next_after, shift_at
from duty_desk.domain.identity import new_id
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import beijing
from duty_desk.domain.rights import Role
from duty_desk.store import shift as rows

if TYPE_CHECKING:
    from duty_desk.domain.moment import Entry
    from duty_desk.domain.roster import PlannedShift
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session

EARLY_MS = 2 * 3_600_000  # whoever begins so long before a shift keeps it, not the one before


def planned_for(
    session: Session, seat: str, at: int, person_id: str, relieved: str = ""
) -> PlannedShift | None:
    """The planned shift that somebody keeps who begins at `at`.

    Args:
        session: The open transaction.
        seat: The seat.
        at: When he begins, UTC ms.
        person_id: Who.
        relieved: The planned shift of whom he relieves; empty when nobody was there.
    """
    now, coming = shift_at(session, at, seat), next_after(session, at, seat)
    is_early = coming is not None and coming.starts_at - at <= EARLY_MS
    if is_early and coming is not None:
        is_kept = now is not None and person_id in now.person_ids and now.id != relieved
        is_his = person_id in coming.person_ids
        if now is None or now.id == relieved or (is_his and not is_kept):
            return coming
    return now


def begun_facts(planned: PlannedShift | None, person_id: str, name: str) -> dict[str, Any]:
    """The facts of `shift.started` that say whose shift it is and which one was planned."""
    facts: dict[str, Any] = {"person_id": person_id, "name": name}
    if planned is None:
        return facts
    return facts | {
        "planned_id": planned.id,
        "title": planned.template,
        "planned_from_at": planned.starts_at,
        "planned_to_at": planned.ends_at,
        "leader": planned.leader,
        "kind": "night" if _is_night(planned) else "day",
    }


def _is_night(planned: PlannedShift) -> bool:
    """Whether most of the hours from 22:00 to 06:00 lie in it."""
    start = beijing(planned.starts_at)
    begins = start.hour * 60 + start.minute
    minutes = (planned.ends_at - planned.starts_at) // 60_000
    covered = sum(
        max(0, min(begins + minutes, to) - max(begins, since))
        for since, to in ((0, 6 * 60), (22 * 60, 30 * 60), (46 * 60, 54 * 60))
    )
    return covered >= 4 * 60


def begins_by_punch(unit: Unit, entry: Entry) -> Moment | None:
    """Whoever signs in at a seat that nobody holds begins a shift: his punch.

    Operators always; others only when the roster has them on duty now or soon.
    """
    seat, at = entry.seat, entry.event_at
    if rows.running(unit.session, seat) is not None:
        return None
    facts = entry.facts
    planned = planned_for(unit.session, seat, at, entry.subject)
    is_rostered = planned is not None and entry.subject in planned.person_ids
    if facts.get("role") != Role.OPERATOR and not is_rostered:
        return None
    return begun(unit, planned, entry.subject, str(facts["name"]), at)


def begun(unit: Unit, planned: PlannedShift | None, person_id: str, name: str, at: int) -> Moment:
    """The moment that begins a shift at an empty seat, with the minutes nobody was there."""
    before = rows.newest(unit.session, unit.stamp().seat)
    gap_ms = 0 if before is None or before.ended_at is None else max(0, at - before.ended_at)
    facts = {"how": "punch", "arrived_at": at, "uncovered_ms": gap_ms}
    return Moment(
        kind="shift.started",
        subject=new_id(at),
        facts=begun_facts(planned, person_id, name) | facts,
        event_at=at,
        source=Source.KEY,
        actor=name,
    )
