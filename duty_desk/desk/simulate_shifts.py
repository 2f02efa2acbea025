"""Shifts in the told history: a roster, handovers item by item, some late, some who did not come.

Only where a story has people. They need no passwords: who acts in a story is who the story says.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.desk.handover_views import Check
from duty_desk.desk.roster_lookup import next_after, shift_at, shifts_on
from duty_desk.desk.shift_systems import ROTATIONS
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Role
from duty_desk.domain.roster import Laying
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.handover_views import Packet
    from duty_desk.desk.people_care import PersonGiven
    from duty_desk.desk.simulate_desk import Teller, ToldDesk
    from duty_desk.domain.person import Person
    from duty_desk.domain.roster import PlannedShift

LEADER = mark("带班领导 甲（演示）")
_AHEAD_DAYS, _CHUNK_DAYS = 45, 60
_ORDER = (Role.OPERATOR, Role.SUPERVISOR, Role.CLERK, Role.ADMINISTRATOR)
_MINUTE_MS = 60_000
_LASTS_MS = 10 * _MINUTE_MS  # from the incoming's arrival to his signature
_PUNCHES_LATER_MS = 245 * _MINUTE_MS  # then a punch that was not made is missing
_LATE = 0.04  # share of shifts
# Days of a month on which somebody else came than was planned, and whether he had said so.
_ABSENT = {9: False, 20: True}
_SAID = mark("临时有事，已向带班领导报备，由同事顶班")
_REMARKS = (
    mark("西门施工，渣土车多"),
    mark("夜市一带共享单车多，多看两眼"),
    mark("设备正常，无特殊情况"),
)


def enter(desk: ToldDesk, people: Sequence[PersonGiven]) -> None:
    """Have people from now on, in this order; no password is set for them."""
    ids = sorted(desk.new_id() for _ in people)
    added = Moment(
        kind="person.added", subject="", facts={}, source=Source.KEY, actor=desk.people.folder.actor
    )
    for person_id, given in zip(ids, people, strict=True):
        desk.record(replace(added, subject=person_id, facts=given.as_facts()))
    desk.read(desk.people.look)


def plan_shifts(desk: Desk, first_at: int, now: int) -> None:
    """Lay the usual rotation from `first_at` to some weeks after `now` (UTC ms).

    Unless somebody planned already. The first operator is on duty at `now`.
    """
    people = sorted(desk.people.all(), key=lambda one: (_ORDER.index(one.role), one.name))
    if desk.roster.month().result().is_planned or len(people) < 4:
        return
    seat = desk.store.seat
    shift = desk.ask(lambda: desk.read(lambda session: shift_at(session, now, seat))).result()
    rotation = next(one for one in ROTATIONS if one.id == "four_two")
    if shift is None or shift.template_id not in rotation.steps:
        return
    on_duty = date.fromisoformat(shift.day)
    last = on_duty + timedelta(days=_AHEAD_DAYS)
    first = min(date.fromisoformat(day_of(first_at)), on_duty)
    while first <= last:
        laying = Laying(
            rotation=rotation,
            crews=tuple((one.id,) for one in people[: rotation.crews]),
            starts_on=on_duty - timedelta(days=rotation.steps.index(shift.template_id)),
            from_on=first,
            to_on=min(last, first + timedelta(days=_CHUNK_DAYS - 1)),
            seat=seat,
            leaders={"": tr(LEADER)},
        )
        desk.roster.adopt(desk.roster.propose(laying).result()).result()
        first = laying.to_on + timedelta(days=1)


class ShiftStory:
    """Plans who comes when into a story, and how the seat is handed over."""

    def __init__(self, teller: Teller) -> None:
        self._teller, self._desk = teller, teller.desk
        self._dice = random.Random(f"shifts {teller.seed}")
        self._is_begun = False

    def plan_day(self, starts_at: int) -> None:
        """Lay out the shifts that begin on one day, and midnight's seal."""
        people = self._desk.people.all()
        if not people:
            return
        if not self._is_begun:
            self._is_begun = True
            self._sit_down(next(one for one in people if one.role is Role.OPERATOR))
        self._at(starts_at + _MINUTE_MS, self._desk.tick)
        day = day_of(starts_at)
        for shift in self._desk.read(lambda session: shifts_on(session, day, day)):
            if shift.person_ids and not shift.is_office:
                self._plan_shift(shift)

    def _at(self, at: int, event: Callable[[], object]) -> None:
        if self._teller.now < at < self._teller.until:
            self._teller.at(at, lambda: _do(event))

    def _sit_down(self, person: Person) -> None:
        self._desk.people.attend().result()
        self._desk.people.change_to(person)

    def _plan_shift(self, shift: PlannedShift) -> None:
        dice = self._dice
        is_late = dice.random() < _LATE
        minutes = dice.randrange(18, 40) if is_late else -dice.randrange(3, 15)
        comes_at = shift.starts_at + minutes * _MINUTE_MS + dice.randrange(_MINUTE_MS)
        absent = _ABSENT.get(date.fromisoformat(shift.day).day)
        is_absent = absent is not None and shift.template_id == "night"
        if comes_at + _LASTS_MS < self._teller.until:
            self._at(comes_at, lambda: self._come(self._comes(shift, is_absent=is_absent)))
        for at in (shift.starts_at, shift.ends_at):
            self._at(at - 30 * _MINUTE_MS, self._desk.tick)  # punches are expected
            self._at(at + _PUNCHES_LATER_MS, self._desk.tick)
            self._at(at + _PUNCHES_LATER_MS + 2 * _MINUTE_MS, self._desk.tick)
        if is_absent and absent:
            self._at(shift.ends_at + 6 * 60 * _MINUTE_MS, lambda: self._explain(shift))

    def _comes(self, shift: PlannedShift, *, is_absent: bool) -> Person:
        """Who is planned, or somebody of another crew who stands in for him."""
        planned = self._desk.people.must_be_known(shift.person_ids[0])
        if not is_absent:
            return planned
        seat = self._desk.store.seat
        coming = self._desk.read(lambda session: next_after(session, shift.starts_at, seat))
        busy = {planned.id, self._holder(), *(coming.person_ids if coming else ())}
        return next(one for one in self._desk.people.all() if one.id not in busy)

    def _holder(self) -> str:
        shift = self._desk.read(self._desk.shifts.look)
        assert shift is not None
        return shift.person_id

    # -- handing over --------------------------------------------------------------------------

    def _come(self, person: Person) -> None:
        """The outgoing has made his cut; the incoming arrives, and ten minutes later holds it."""
        if person.id == self._holder():
            return  # he stood in for somebody and stays
        desk = self._desk
        packet = desk.handovers.cut().result()
        in_order = tuple(Check(one.no, one.name, "ok") for one in packet.checks)
        desk.handovers.check(packet.id, in_order).result()
        desk.handovers.remark(packet.id, tr(self._dice.choice(_REMARKS))).result()
        desk.handovers.arrive(packet.id, person.id, "").result()
        after_ms = _LASTS_MS - self._dice.randrange(4 * _MINUTE_MS)
        self._at(self._teller.now + after_ms, lambda: self._take_over(packet, person))

    def _take_over(self, packet: Packet, person: Person) -> None:
        handovers = self._desk.handovers
        handovers.sign(packet.id, "").result()
        for item in packet.items:
            said = item.item.state if item.choices else tr("{state}，我来跟", state=item.item.state)
            read_back = said if item.item.is_urgent else ""
            handovers.confirm(packet.id, item.no, read_back).result()
        handovers.accept(packet.id, person.id, "").result()

    def _explain(self, shift: PlannedShift) -> None:
        """Who was not there has told his leader."""
        for kind in ("on", "off"):
            punch_id = f"{shift.id}/{shift.person_ids[0]}/{kind}"
            self._desk.attendance.report(punch_id, tr(_SAID)).result()


def _do(event: Callable[[], object]) -> None:
    event()
