"""The people of the demo's desk, invented, and how tests let one of them sit down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.people_care import PersonGiven
from duty_desk.domain.person import find
from duty_desk.domain.rights import Role

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.domain.person import Person

PIN = "703512"
WRONG = "703513"
STAFF = {
    "管理员 E": Role.ADMINISTRATOR,
    "值班员 A": Role.OPERATOR,
    "值班员 B": Role.OPERATOR,
    "值班长 C": Role.SUPERVISOR,
    "内勤 D": Role.CLERK,
}


def staff(desk: Desk) -> None:
    """Enter everybody, all with the same PIN, and let people sit here from now on."""
    for name, role in STAFF.items():
        desk.people.add(PersonGiven(name, role, "2026-11-01"), PIN).result(5)
    desk.people.attend().result(5)


def named(desk: Desk, name: str) -> Person:
    """The person of this name."""
    person = find(desk.people.all(), name)
    assert person is not None
    return person


def sit(desk: Desk, name: str) -> Person:
    """Let somebody sign in."""
    return desk.people.sign_in(named(desk, name).id, PIN).result(5)
