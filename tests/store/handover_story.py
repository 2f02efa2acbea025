"""A shift handed over: something in every table of shifts, handovers and checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.handover_views import Check
from duty_desk.desk.people_care import PersonGiven
from duty_desk.domain.open_item import OpenItem
from duty_desk.domain.rights import Role

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

PIN = "703512"


def tell_handover(desk: Desk) -> None:
    """值班员 A punches in and hands over to 值班员 B."""
    outgoing, incoming = (
        desk.people.add(PersonGiven(name, Role.OPERATOR, "2026-11-01"), PIN).result(10)
        for name in ("值班员 A", "值班员 B")
    )
    desk.people.attend().result(10)
    desk.people.sign_in(outgoing.id, PIN).result(10)
    packet = desk.handovers.cut().result(10)
    line = OpenItem(noun="", subject="", title="2 号屏闪烁", state="已告知物业", is_urgent=True)
    desk.handovers.add(packet.id, line).result(10)
    checks = tuple(Check(one.no, one.name, "ok") for one in packet.checks)
    desk.handovers.check(packet.id, checks).result(10)
    desk.handovers.remark(packet.id, "今早清运").result(10)
    packet = desk.handovers.arrive(packet.id, incoming.id, PIN).result(10)
    for one in packet.items:
        desk.handovers.confirm(packet.id, one.no, one.item.state).result(10)
    desk.handovers.sign(packet.id, PIN).result(10)
    desk.handovers.accept(packet.id, incoming.id, PIN).result(10)
