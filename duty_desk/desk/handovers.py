"""Handing the seat over: cut, confirmations, signatures, and the instant of the change.

Rights are checked here. The outgoing's steps need him signed in and unlocked; the incoming says
who he is by his secret when he comes and again when he signs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk import handover_rules as rules
from duty_desk.desk.chained import then
from duty_desk.desk.consequences import record
from duty_desk.desk.handover_end import Ending
from duty_desk.desk.handover_rows import packet_of
from duty_desk.desk.open_items import NOTE
from duty_desk.domain.handover import HandoverState, items_hash
from duty_desk.domain.hashchain import canonical, digest
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.open_item import OpenItem, item_from
from duty_desk.language import Refusal, speaking, tr
from duty_desk.store import handover as rows
from duty_desk.store import shift as shift_rows
from duty_desk.store.shift_tables import HandoverTable

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.handover_end import Order
    from duty_desk.desk.handover_views import Check, Packet
    from duty_desk.domain.person import Person
    from duty_desk.domain.shift import Shift
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session

LONGEST_LINE = 200
LONGEST_REMARK = 2000


class Handovers:
    """The use cases of handing over. Everything returns the packet as it stands afterwards."""

    def __init__(self, desk: Desk, equipment: tuple[str, ...]) -> None:
        self._desk = desk
        self._equipment = equipment
        self._ending = Ending(desk)

    # -- the outgoing ----------------------------------------------------------------------------

    def cut(self) -> Future[Packet]:
        """Freeze what is open now; the handover has begun.

        Raises:
            Refusal: nobody holds the seat, one has begun already, or somebody else sits here.
        """

        def work() -> Packet:
            actor = self._outgoing(self._shift())
            handover_id = self._desk.new_id()

            def write(unit: Unit) -> None:
                shift = self._held(unit.session)
                if rows.running(unit.session, shift.id) is not None:
                    raise Refusal(tr("本班的交接已经开始，请接着办理。"))
                record(unit, self.cut_moment(unit, shift.id, handover_id, actor))

            self._desk.write(write)
            return self._packet(handover_id)

        return self._desk.ask(work)

    def cut_moment(self, unit: Unit, shift_id: str, handover_id: str, actor: str) -> Moment:
        """The moment of a cut, with the open items as they stand; words are kept in Chinese."""
        session, now = unit.session, self._desk.time.now_ms()
        with speaking("zh_CN"):
            items = self._desk.open_items.all(session, now)
            checks = [{"name": tr(name)} for name in self._equipment]
        facts = {
            "shift": shift_id,
            "no": rows.next_no(session, shift_id),
            "items": [item.as_facts() for item in items],
            "items_hash": items_hash(items),
            "checks": checks,
        }
        return self._moment("handover.cut", handover_id, facts, actor)

    def reopen(self, handover_id: str, reason: str) -> Future[Packet]:
        """Begin anew with what is open now; lines added, checks and remark go along.

        Raises:
            Refusal: it has ended already, or there is no reason.
        """

        def work() -> Packet:
            packet = self._running(handover_id)
            actor = self._outgoing(packet.shift)
            rules.refuse_no_reason(reason)
            fresh = self._desk.new_id()

            def write(unit: Unit) -> None:
                record(unit, self._moment("handover.reopened", handover_id, {}, actor, reason))
                again = self.cut_moment(unit, packet.shift.id, fresh, actor)
                record(unit, _carried(again, packet))

            self._desk.write(write)
            return self._packet(fresh)

        return self._desk.ask(work)

    def add(self, handover_id: str, item: OpenItem) -> Future[Packet]:
        """Add a line of one's own; nothing can be taken away.

        Raises:
            Refusal: it is signed or ended, or the line is empty or too long.
        """

        def work() -> Packet:
            packet = self._running(handover_id)
            actor = self._outgoing(packet.shift)
            rules.refuse_signed(packet)
            title = " ".join(item.title.split())
            if not title or len(title) + len(item.state) > LONGEST_LINE:
                raise Refusal(tr("请写 1 到 {n} 个字；没有添加。", n=LONGEST_LINE))
            line = OpenItem(
                noun=NOTE,
                subject=self._desk.new_id(),
                title=title,
                state=" ".join(item.state.split()),
                is_urgent=item.is_urgent,
                owner=item.owner,
            )
            self._do("handover.item_added", handover_id, {"item": line.as_facts()}, actor)
            return self._packet(handover_id)

        return self._desk.ask(work)

    def check(self, handover_id: str, checks: tuple[Check, ...]) -> Future[Packet]:
        """Answer lines of the equipment check.

        Raises:
            Refusal: it is signed or ended, or a fault is not described.
        """

        def work() -> Packet:
            packet = self._running(handover_id)
            actor = self._outgoing(packet.shift)
            rules.refuse_signed(packet)
            for check in checks:
                if check.state == "fault" and not check.note.strip():
                    raise Refusal(tr("“{name}”有异常，请写明情况；没有记录。", name=check.name))
            facts = [
                {"no": one.no, "name": one.name, "state": one.state, "note": one.note.strip()}
                for one in checks
            ]
            self._do("handover.checked", handover_id, {"checks": facts}, actor)
            return self._packet(handover_id)

        return self._desk.ask(work)

    def remark(self, handover_id: str, text: str) -> Future[Packet]:
        """Write the remark; it stands as it was when the outgoing signs.

        Raises:
            Refusal: it is signed or ended, or too long.
        """

        def work() -> Packet:
            packet = self._running(handover_id)
            actor = self._outgoing(packet.shift)
            rules.refuse_signed(packet)
            if len(text) > LONGEST_REMARK:
                raise Refusal(tr("交班说明最多 {n} 个字；没有保存。", n=LONGEST_REMARK))
            if text.strip() != packet.remark:
                self._do("handover.remarked", handover_id, {"remark": text.strip()}, actor)
            return self._packet(handover_id)

        return self._desk.ask(work)

    def sign(self, handover_id: str, secret: str) -> Future[Packet]:
        """The outgoing signs what he hands over.

        Raises:
            Refusal: the secret is wrong, or the equipment check is not done.
        """
        shift = self._desk.shifts.current
        if shift is None:
            raise rules.refuse_no_shift()
        checked = self._desk.people.check(shift.person_id, secret)

        def work(person: Person) -> Packet:
            packet = self._running(handover_id)
            rules.refuse_signed(packet)
            rules.refuse_unchecked(packet)
            rules.refuse_other_signer(packet.shift.person_id, person)
            facts = {"person": person.id, "name": person.name, "hash": signed_hash(packet)}
            self._do("handover.outgoing_signed", handover_id, facts, person.name)
            return self._packet(handover_id)

        return then(self._desk, checked, work)

    def nobody_came(self, handover_id: str) -> Future[Packet]:
        """Say that it is time and nobody is here; whoever comes later takes it up as it was.

        Raises:
            Refusal: it is not time yet.
        """

        def work() -> Packet:
            packet = self._running(handover_id)
            actor = self._outgoing(packet.shift)
            rules.refuse_too_early(packet.shift, self._desk.time.now_ms())
            if packet.state is not HandoverState.NO_RELIEF:
                self._do("handover.nobody_came", handover_id, {}, actor)
            return self._packet(handover_id)

        return self._desk.ask(work)

    # -- the incoming ----------------------------------------------------------------------------

    def arrive(self, handover_id: str, person_id: str, secret: str) -> Future[Packet]:
        """Somebody has come to take over and says who he is; his punch will be of this instant.

        Raises:
            Refusal: the secret is wrong, or he is the outgoing himself.
        """

        def work(person: Person) -> Packet:
            packet = self._running(handover_id)
            rules.refuse_same(packet.shift, person)
            if packet.incoming_id != person.id or packet.arrived_at is None:
                facts = {"person": person.id, "name": person.name}
                self._do("handover.incoming_arrived", handover_id, facts, person.name)
            return self._packet(handover_id)

        return then(self._desk, self._desk.people.check(person_id, secret), work)

    def confirm(self, handover_id: str, no: int, read_back: str = "") -> Future[Packet]:
        """The incoming confirms one item; an urgent one by saying it back.

        Raises:
            Refusal: nobody has come, or what is said back is not what stands there.
        """

        def work() -> Packet:
            packet = self._running(handover_id)
            if self._desk.people.is_locked:
                raise rules.refuse_locked()
            rules.refuse_unarrived(packet)
            line = next((one for one in packet.items if one.no == no), None)
            if line is None:
                raise Refusal(tr("没有第 {no} 项。", no=no))
            said = " ".join(read_back.split())
            rules.refuse_thin_read_back(line, said)
            if line.confirmed_at is None:
                facts = {"no": no, "person": packet.incoming_id, "read_back": said}
                actor = packet.incoming_name
                self._do("handover.item_confirmed", handover_id, facts, actor)
            return self._packet(handover_id)

        return self._desk.ask(work)

    def accept(self, handover_id: str, person_id: str, secret: str) -> Future[Packet]:
        """The incoming signs: from this instant he is responsible.

        Raises:
            Refusal: the secret is wrong, the outgoing has not signed, or items are open.
        """

        def work(person: Person) -> Packet:
            packet = self._running(handover_id)
            rules.refuse_unarrived(packet)
            rules.refuse_other_signer(packet.incoming_id, person)
            rules.refuse_same(packet.shift, person)
            rules.refuse_unconfirmed(packet)
            self._ending.accept(packet, person)
            return self._packet(handover_id)

        return then(self._desk, self._desk.people.check(person_id, secret), work)

    # -- leaders ---------------------------------------------------------------------------------

    def override(self, order: Order, secret: str) -> Future[Packet]:
        """A leader ends a handover that cannot end by itself, with a reason.

        Raises:
            Refusal: the secret is wrong, the person may not, or there is no reason.
        """

        def work(leader: Person) -> Packet:
            rules.refuse_powerless(leader)
            rules.refuse_no_reason(order.reason)
            shift = self._shift()
            fresh = self._desk.new_id()
            with_cut = self._desk.read(lambda session: rows.running(session, shift.id))
            handover_id = with_cut.id if with_cut is not None else fresh

            def write(unit: Unit) -> None:
                if with_cut is None:
                    record(unit, self.cut_moment(unit, shift.id, fresh, leader.name))
                self._ending.override(unit, handover_id, leader, order)

            self._desk.write(write)
            return self._packet(handover_id)

        return then(self._desk, self._desk.people.check(order.leader_id, secret), work)

    # -- reading ---------------------------------------------------------------------------------

    def packet(self, handover_id: str) -> Future[Packet]:
        """A cut, running or ended."""
        return self._desk.ask(lambda: self._packet(handover_id))

    def _packet(self, handover_id: str) -> Packet:
        def read(session: Session) -> Packet:
            row = session.get(HandoverTable, handover_id)
            if row is None:
                raise Refusal(tr("没有这份交接记录。"))
            return packet_of(session, row)

        return self._desk.read(read)

    def _running(self, handover_id: str) -> Packet:
        packet = self._packet(handover_id)
        rules.refuse_ended(packet.state)
        return packet

    def _shift(self) -> Shift:
        return self._desk.read(self._held)

    def _held(self, session: Session) -> Shift:
        row = shift_rows.running(session, self._desk.store.seat)
        if row is None:
            raise rules.refuse_no_shift()
        return shift_rows.shift_of(row)

    def _outgoing(self, shift: Shift) -> str:
        """The name under which the outgoing's steps are written."""
        actor = self._desk.people.actor
        rules.refuse_stranger(shift, self._desk.people.signed_in)
        return actor

    def _do(self, kind: str, handover_id: str, facts: dict[str, Any], actor: str) -> None:
        self._desk.record(self._moment(kind, handover_id, facts, actor))

    def _moment(
        self, kind: str, subject: str, facts: dict[str, Any], actor: str, reason: str = ""
    ) -> Moment:
        return Moment(
            kind=kind,
            subject=subject,
            facts=facts,
            event_at=self._desk.time.now_ms(),
            source=Source.KEY,
            actor=actor,
            reason=reason.strip(),
        )


def signed_hash(packet: Packet) -> str:
    """What the outgoing signs: items, equipment check and remark, as they stand."""
    checks = [[check.name, check.state, check.note] for check in packet.checks]
    lines = items_hash(line.item for line in packet.items)
    return digest(canonical({"items": lines, "checks": checks, "remark": packet.remark}))


def _carried(again: Moment, before: Packet) -> Moment:
    """A new cut that keeps what the outgoing added to the one before."""
    added = [line.item.as_facts() for line in before.items if line.item.noun == NOTE]
    checks = [{"name": one.name, "state": one.state, "note": one.note} for one in before.checks]
    items = [item_from(facts) for facts in (*again.facts["items"], *added)]
    facts = {
        **again.facts,
        "items": [item.as_facts() for item in items],
        "items_hash": items_hash(items),
        "checks": checks,
        "remark": before.remark,
        "instead_of": before.id,
    }
    return replace(again, facts=facts)
