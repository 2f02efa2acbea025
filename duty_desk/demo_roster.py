"""The demo's roster: four people in four crews of two shifts, whoever sits here on duty now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.desk.roster_lookup import shift_at
from duty_desk.desk.shift_systems import ROTATIONS
from duty_desk.domain.rights import Role
from duty_desk.domain.roster import Laying
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

LEADER = mark("带班领导 甲（演示）")
_DAYS = 45
_ORDER = (Role.OPERATOR, Role.SUPERVISOR, Role.CLERK, Role.ADMINISTRATOR)


def plan_shifts(desk: Desk) -> None:
    """Lay the usual rotation over the coming weeks, unless somebody planned already."""
    people = sorted(desk.people.all(), key=lambda one: (_ORDER.index(one.role), one.name))
    if desk.roster.month().result().is_planned or len(people) < 4:
        return
    seat, now = desk.store.seat, desk.time.now_ms()
    shift = desk.ask(lambda: desk.read(lambda it: shift_at(it, now, seat))).result()
    rotation = next(one for one in ROTATIONS if one.id == "four_two")
    if shift is None or shift.template_id not in rotation.steps:
        return
    first = date.fromisoformat(shift.day)
    step = rotation.steps.index(shift.template_id)
    laying = Laying(
        rotation=rotation,
        crews=tuple((one.id,) for one in people[: rotation.crews]),
        starts_on=first - timedelta(days=step),
        from_on=first,
        to_on=first + timedelta(days=_DAYS),
        seat=seat,
        leaders={"": tr(LEADER)},
    )
    desk.roster.adopt(desk.roster.propose(laying).result()).result()
