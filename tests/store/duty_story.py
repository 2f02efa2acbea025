"""Roster, punches, presence, log and an emergency: something in every table of the duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.absences import Leaving
from duty_desk.desk.duty_log import Draft
from duty_desk.desk.emergencies import Called, FoundEmergency
from duty_desk.desk.leaves import LeaveForm
from duty_desk.desk.people_care import PersonGiven
from duty_desk.desk.shift_systems import SYSTEMS
from duty_desk.desk.swaps import SwapWish
from duty_desk.domain.moment import Moment
from duty_desk.domain.presence import PresenceRule
from duty_desk.domain.rights import Role

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.domain.person import Person

PIN, MINUTE_MS = "703512", 60_000
NIGHT = "2026-11-22/1/night"


def tell_duty(desk: Desk, leader: Person) -> None:
    """An administrator sits here and does everything but hand over."""
    clerk = desk.people.add(PersonGiven("内勤 D", Role.CLERK, "2026-11-01"), PIN).result(10)
    desk.people.attend().result(10)
    desk.people.sign_in(leader.id, PIN).result(10)
    _tell_roster(desk, leader, clerk)
    _tell_punches(desk, leader)
    _tell_presence(desk)
    _tell_log(desk)


def _tell_roster(desk: Desk, leader: Person, clerk: Person) -> None:
    templates = SYSTEMS[1].templates
    chosen = type(templates)(templates=templates.templates, from_on="2026-12-01")
    desk.roster.adopt_templates(chosen).result(10)
    desk.roster.change(NIGHT, [leader.id]).result(10)
    days = {"year": 2027, "days": [["2027-01-01", "元旦", False]]}
    moment = Moment(kind="holiday.adopted", subject="2027", facts=days)
    desk.ask(lambda: desk.record(moment)).result(10)
    now = desk.time.now_ms()
    form = LeaveForm(person_id=clerk.id, from_at=now, to_at=now + 600 * MINUTE_MS, reason="家事")
    desk.leaves.file(form).result(10)
    wish = SwapWish(shift_id=NIGHT, person_id=leader.id, other_id=clerk.id, reason="看病")
    desk.swaps.ask(wish).result(10)


def _tell_punches(desk: Desk, leader: Person) -> None:
    now = desk.time.now_ms()
    work = lambda: desk.write(lambda unit: desk.attendance.punch(unit, leader.id, now, "on"))  # noqa: E731
    desk.ask(work).result(10)
    punch = desk.attendance.month("2026-11").result(10).punches[0]
    desk.attendance.ask_correction(punch.id, now - 30 * MINUTE_MS, "当时网络断了").result(10)
    facts = {"file": "街道打卡.xlsx", "punches": [[leader.id, leader.name, now]]}
    moment = Moment(kind="punch.imported", subject=desk.new_id(), facts=facts)
    desk.ask(lambda: desk.record(moment)).result(10)


def _tell_presence(desk: Desk) -> None:
    desk.presence.draw = lambda least, _most: least
    desk.presence.begin().result(10)
    desk.presence_judging.adopt(PresenceRule(day_least_min=16), "试行").result(10)
    desk.time.advance(40 * MINUTE_MS)
    desk.ask(desk.tick).result(10)
    desk.presence.confirm().result(10)
    desk.absences.begin(Leaving("内勤 D", "用餐", 20)).result(10)
    desk.absences.end().result(10)


def _tell_log(desk: Desk) -> None:
    now = desk.time.now_ms()
    desk.duty_log.write(Draft(kind="phone", text="居民来电", pressed_at=now)).result(10)
    given = Draft(kind="instruction", text="重点看桶站", pressed_at=now, leader="带班领导 甲")
    desk.duty_log.write(given).result(10)
    desk.emergency.adopt_plan(desk.emergency.plan().result(10)).result(10)
    found = FoundEmergency(found_at=now, kind="fire", place="3 号楼")
    row = desk.emergency.find(found).result(10)
    desk.emergency.tell(row.id, Called(role="街道总值班室", is_client=True)).result(10)
    desk.emergency.close(row.id, "已扑灭").result(10)
