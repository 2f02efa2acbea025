"""What follows from what: moments that bring another moment with them, on one page.

Both stand in the same transaction. What moments do to rows is in `store.records`, to clocks in
the contract's rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.punching import Punching
from duty_desk.desk.shift_begin import begins_by_punch
from duty_desk.domain.attendance import How, PunchKind
from duty_desk.domain.moment import Moment
from duty_desk.domain.reference import ReferenceState
from duty_desk.domain.suspicion import SuspicionState
from duty_desk.store import reference
from duty_desk.store.diagnosis_tables import ReferenceTable, SuspicionTable
from duty_desk.store.duty_tables import InstructionTable
from duty_desk.store.shift_tables import HandoverItemTable
from duty_desk.store.tables import ProblemTable, PushTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duty_desk.domain.moment import Entry
    from duty_desk.store.store import Unit

    Follows = Callable[[Unit, Entry], Moment | tuple[Moment, ...] | None]


def _problem_is_pushed(unit: Unit, entry: Entry) -> Moment | None:
    """The channel's acceptance, or the operator's word, is the push of the problem."""
    push = unit.session.get_one(PushTable, entry.subject)
    if push.problem_id is None:
        return None  # a message to a maintainer: the person who sent it has reported the faults
    problem = unit.session.get_one(ProblemTable, push.problem_id)
    if problem.pushed_at is not None or problem.state == "voided":
        return None
    return Moment(
        kind="problem.pushed",
        subject=push.problem_id,
        facts={
            "push": push.id,
            "channel": push.channel_id,
            "via": "robot" if entry.kind == "push.accepted" else "operator",
        },
        event_at=entry.event_at,
        source=entry.source,
        actor=entry.actor,
    )


def _suspicion_is_confirmed(unit: Unit, entry: Entry) -> Moment | None:
    """A fault that a person made of a suspicion decides it."""
    suspicion_id = entry.facts.get("evidence", {}).get("suspicion", "")
    row = unit.session.get(SuspicionTable, suspicion_id) if suspicion_id else None
    if row is None or row.state != SuspicionState.OPEN:
        return None
    return Moment(
        kind="suspicion.confirmed",
        subject=suspicion_id,
        facts={"fault": entry.subject},
        event_at=entry.event_at,
        source=entry.source,
        actor=entry.actor,
    )


def _earlier_view_is_replaced(unit: Unit, entry: Entry) -> Moment | None:
    """Of a camera's preset and light one view holds: the one confirmed last."""
    new = unit.session.get_one(ReferenceTable, entry.subject)
    found = [
        row
        for row in reference.in_use(unit.session, new.camera_id)
        if reference.place_of(row) == reference.place_of(new)
        and row.state == ReferenceState.CONFIRMED
        and row.id != new.id
    ]
    if not found:
        return None
    return Moment(
        kind="reference.replaced",
        subject=found[0].id,
        facts={"by": new.id},
        event_at=entry.event_at,
        source=entry.source,
        actor=entry.actor,
        reason=new.reason,
    )


def _post_was_left(_unit: Unit, entry: Entry) -> Moment | None:
    """A supervisor's finding that nobody was there; what it costs is for another to decide."""
    if entry.facts["verdict"] != "breach":
        return None
    return Moment(
        kind="conduct.breached",
        subject=entry.subject,
        facts={"presence": entry.subject},
        event_at=entry.event_at,
        source=entry.source,
        actor=entry.actor,
        reason=entry.reason,
    )


def _punches_in(unit: Unit, entry: Entry) -> tuple[Moment, ...]:
    """Whoever begins a shift has punched in, at the instant at which he said who he is."""
    at = int(entry.facts.get("arrived_at", entry.event_at))
    punching = Punching(unit.session, at, unit.rules.contract)
    return punching.moments(entry.facts["person_id"], at, PunchKind.ON, How.HANDOVER)


def _instruction_is_read(unit: Unit, entry: Entry) -> Moment | None:
    """Whoever takes over and confirms a leader's instruction in the packet has read it."""
    item = unit.session.get_one(HandoverItemTable, (entry.subject, entry.facts["no"]))
    if item.noun != "instruction":
        return None
    row = unit.session.get(InstructionTable, item.subject)
    if row is None or row.read_at is not None:
        return None
    return Moment(
        kind="instruction.read",
        subject=row.id,
        facts={"handover": entry.subject},
        event_at=entry.event_at,
        source=entry.source,
        actor=entry.actor,
    )


FOLLOWS: Mapping[str, Follows] = {
    "handover.item_confirmed": _instruction_is_read,
    "person.signed_in": begins_by_punch,
    "shift.started": _punches_in,
    "presence.judged": _post_was_left,
    "fault.found": _suspicion_is_confirmed,
    "reference.confirmed": _earlier_view_is_replaced,
    "push.accepted": _problem_is_pushed,
    "push.confirmed": _problem_is_pushed,
}


def record(unit: Unit, *moments: Moment) -> tuple[Entry, ...]:
    """Write moments and what follows from them, in order."""
    entries = []
    waiting = list(moments)
    while waiting:
        entry = unit.append(waiting.pop(0))
        entries.append(entry)
        follows = FOLLOWS.get(entry.kind)
        brought = follows(unit, entry) if follows else None
        waiting[:0] = (brought,) if isinstance(brought, Moment) else brought or ()
    return tuple(entries)
