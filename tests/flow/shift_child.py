"""A desk that hands over shift after shift and says what it acknowledged, until killed.

Run as a program of its own: the data folder is its one argument. It goes on from whatever a
killed one left: an empty seat, a cut, a signature, a half-confirmed list.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from duty_desk.bootstrap import build_desk, lock, open_house
from duty_desk.desk.handover_views import Check
from duty_desk.domain.open_item import OpenItem
from tests.fakes.desk import LIGHT_HASH, picked

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.handover_views import Packet

PIN = "703512"
NAMES = ("值班员 A", "值班员 B")


def say(**what: str) -> None:
    """Tell the parent what is on record now."""
    print(json.dumps(what), flush=True)


def work_a_little(desk: Desk) -> None:
    """One problem found, the oldest but two taken back."""
    camera_id = desk.snapshot.cameras[0].id
    say(found=desk.problems.find(picked(desk, camera_id)).result().row.id)
    for row in desk.snapshot.problems[3:]:
        if row.state == "found":
            desk.problems.void(row.id, "重复截图，误按").result()
            say(closed=row.id)


def hand_over(desk: Desk) -> None:
    """One handover, from wherever it stands."""
    shift = desk.snapshot.shift
    packet = desk.shifts.page().result().packet
    if packet is None:
        work_a_little(desk)
        packet = desk.handovers.cut().result()
        say(cut=packet.id)
    incoming = next(
        one for one in desk.people.all() if one.name in NAMES and one.name != shift.name
    )
    if packet.signed_at is None:
        packet = outgoing_part(desk, packet)
    packet = desk.handovers.arrive(packet.id, incoming.id, PIN).result()
    for line in packet.items:
        if line.confirmed_at is None:
            desk.handovers.confirm(packet.id, line.no, line.item.state or "已经看过").result()
            say(confirmed=f"{packet.id} {line.no}")
    work_a_little(desk)  # while both are there: the outgoing's
    desk.handovers.accept(packet.id, incoming.id, PIN).result()
    say(accepted=packet.id)


def outgoing_part(desk: Desk, packet: Packet) -> Packet:
    """A line of his own, the check, the signature."""
    line = OpenItem(noun="", subject="", title=f"注意 {packet.id[-6:]}", state="已告知物业")
    packet = desk.handovers.add(packet.id, line).result()
    say(added=f"{packet.id} {packet.items[-1].item.subject}")
    checks = tuple(Check(one.no, one.name, "ok") for one in packet.checks)
    desk.handovers.check(packet.id, checks).result()
    packet = desk.handovers.sign(packet.id, PIN).result()
    say(signed=packet.id)
    return packet


def main(data: Path) -> None:
    """Hand over until killed."""
    house = open_house(data)
    lock(house)
    desk = build_desk(house, LIGHT_HASH)
    desk.start(is_sending=False)
    desk.people.attend().result()
    while True:
        shift = desk.snapshot.shift
        name = shift.name if shift is not None else NAMES[0]
        here = desk.people.signed_in
        if here is None or here.name != name:
            person = next(one for one in desk.people.all() if one.name == name)
            desk.people.sign_in(person.id, PIN).result()
        if shift is None:
            desk.shifts.begin().result()
        hand_over(desk)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
