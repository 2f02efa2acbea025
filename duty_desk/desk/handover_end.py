"""The instant of the change: responsibility, punches, checkpoint, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.desk.shift_begin import begun_facts, planned_for
from duty_desk.domain.handover import Override, Presence, cover
from duty_desk.domain.moment import Moment, Source
from duty_desk.language import speaking
from duty_desk.store import checkpoint
from duty_desk.store import handover as rows
from duty_desk.store import shift as shift_rows
from duty_desk.store.shift_tables import HandoverTable, ShiftTable

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.handover_views import Packet
    from duty_desk.domain.open_item import OpenItem
    from duty_desk.domain.person import Person
    from duty_desk.domain.shift import Shift
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a leader orders: who he is, why, and how it goes on."""

    leader_id: str
    reason: str
    how: Override


class Ending:
    """Ends handovers; used on the desk thread only."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def accept(self, packet: Packet, person: Person) -> None:
        """Let `person` be responsible from now on, and sit here."""
        now, shift = self._desk.time.now_ms(), packet.shift
        arrived_at = min(packet.arrived_at or now, now)
        met = cover(
            Presence(from_at=shift.started_at, to_at=now),
            Presence(from_at=arrived_at, to_at=max(now, arrived_at)),
        )
        fresh = self._desk.new_id()

        def write(unit: Unit) -> None:
            row = unit.session.get_one(HandoverTable, packet.id)
            since = self._since(unit.session, packet.id)
            facts: dict[str, Any] = {
                "person": person.id,
                "hash": row.signed_hash,
                "since_cut": [item.as_facts() for item in since],
            }
            self._say(unit, "handover.accepted", packet.id, facts, person.name)
            change = {
                "handover": packet.id,
                "to": fresh,
                "from_person": shift.person_id,
                "from_name": shift.name,
                "person_id": person.id,
                "name": person.name,
                "uncovered_ms": met.uncovered_ms,
                "overlap_ms": met.overlap_ms,
            }
            self._say(unit, "shift.handover_accepted", shift.id, change, person.name)
            self._desk.attendance.punch(unit, shift.person_id, now, "off")
            self._relieve(unit, shift, packet.id, person.name)
            figures = {"uncovered_ms": met.uncovered_ms, "overlap_ms": met.overlap_ms}
            self._begin(
                unit, shift, person, fresh, {"how": "handover", "arrived_at": arrived_at, **figures}
            )

        self._desk.write(write)
        self._desk.people.change_to(person, by_handover=True)

    def override(self, unit: Unit, handover_id: str, leader: Person, order: Order) -> None:
        """End the shift by a leader's word: its person stays on, or may go."""
        row = unit.session.get_one(HandoverTable, handover_id)
        shift = shift_rows.shift_of(unit.session.get_one(ShiftTable, row.shift_id))
        facts = {
            "leader": leader.id,
            "how": str(order.how),
            "since_cut": [item.as_facts() for item in self._since(unit.session, handover_id)],
        }
        moment = self._moment("handover.overridden", handover_id, facts, leader.name)
        record(unit, replace(moment, reason=order.reason.strip()))
        now = self._desk.time.now_ms()
        self._desk.attendance.punch(unit, shift.person_id, now, "off", by=leader.name)
        self._relieve(unit, shift, handover_id, leader.name)
        if order.how is Override.STAY:
            person = self._desk.people.must_be_active(shift.person_id)
            fresh = self._desk.new_id()
            self._begin(
                unit,
                shift,
                person,
                fresh,
                {"how": "override", "arrived_at": self._desk.time.now_ms()},
            )

    def _relieve(self, unit: Unit, shift: Shift, handover_id: str, actor: str) -> None:
        facts = {
            "handover": handover_id,
            "person_id": shift.person_id,
            "name": shift.name,
            "planned_id": shift.planned_id,
        }
        self._say(unit, "shift.relieved", shift.id, facts, actor)
        made = checkpoint.facts_now(
            unit.session,
            self._desk.store.seat,
            occasion="handover",
            first_seq=shift.first_seq,
        )
        self._say(
            unit, "store.checkpoint", self._desk.store.seat, {**made, "handover": handover_id}, ""
        )

    def _begin(
        self, unit: Unit, before: Shift, person: Person, shift_id: str, facts: dict[str, Any]
    ) -> None:
        now, seat = self._desk.time.now_ms(), self._desk.store.seat
        planned = planned_for(unit.session, seat, now, person.id, before.planned_id)
        started = begun_facts(planned, person.id, person.name) | facts
        self._say(unit, "shift.started", shift_id, started, person.name)

    def _since(self, session: Session, handover_id: str) -> tuple[OpenItem, ...]:
        """What was opened after the cut: it stays with the outgoing, and is not lost."""
        known = {(line.noun, line.subject) for line in rows.items(session, handover_id)}
        with speaking("zh_CN"):
            now = self._desk.open_items.all(session, self._desk.time.now_ms())
        return tuple(item for item in now if item.key not in known)

    def _say(self, unit: Unit, kind: str, subject: str, facts: dict[str, Any], actor: str) -> None:
        record(unit, self._moment(kind, subject, facts, actor))

    def _moment(self, kind: str, subject: str, facts: dict[str, Any], actor: str) -> Moment:
        return Moment(
            kind=kind,
            subject=subject,
            facts=facts,
            event_at=self._desk.time.now_ms(),
            source=Source.KEY if actor else Source.SYSTEM,
            actor=actor,
        )
