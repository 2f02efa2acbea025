"""Emergencies: on record before any form, told in order, ended with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.emergencies import Called, FoundEmergency
from duty_desk.domain.emergency import PlanStep, steps_for
from duty_desk.domain.fault import Span
from duty_desk.domain.rights import Role
from duty_desk.language import Refusal
from duty_desk.store.trouble import StoreTrouble
from duty_desk.store.verify import verify
from tests.desk.people import PIN, sit, staff
from tests.fakes.desk import build_desk

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.duty_views import EmergencyRow

MINUTE = 60_000
LEADER = Called(role="街道带班领导", number="000-0000-0001", is_client=True)


def press(desk: Desk, **known: str) -> EmergencyRow:
    """The key is pressed now."""
    found = FoundEmergency(found_at=desk.time.now_ms(), **known)
    return desk.emergency.find(found).result(5)


def clocks(desk: Desk) -> list[tuple[str, bool]]:
    """The running clocks of emergencies."""
    return [
        (card.rule_id, card.is_breached)
        for card in desk.snapshot.clocks
        if card.noun == "emergency"
    ]


def test_the_moment_stands_before_the_form_and_starts_its_clock(desk, seat, camera_id):
    """Nothing but the key and the selected camera; five minutes run from the key."""
    row = press(desk, camera_id=camera_id)
    assert (row.number, row.state, row.camera_title) == ("突 1121-001", "open", "C046 白塔庵-桶站")
    assert clocks(desk) == [("emergency.report", False)]
    assert desk.snapshot.clocks[0].headline == "C046 白塔庵-桶站"
    seat.time.advance(30_000)
    row = desk.emergency.describe(row.id, kind="fire", place="3 号楼", text="冒烟").result(5)
    row = desk.emergency.tell(row.id, Called(role="消防", number="119")).result(5)
    assert clocks(desk) == [("emergency.report", False)]
    row = desk.emergency.tell(row.id, LEADER).result(5)

    assert clocks(desk) == []
    assert [(call.role, call.is_reached) for call in row.calls] == [
        ("消防", True), ("街道带班领导", True),
    ]  # fmt: skip
    assert (row.headline, row.told_at) == ("火情 · 3 号楼", row.found_at + 30_000)


def test_a_call_in_vain_is_on_record_and_stops_no_clock(desk, seat):
    """The clock goes on to the breach; a person judges what follows."""
    row = press(desk)
    tried = Called(role="街道带班领导", is_reached=False, note="占线", is_client=True)
    desk.emergency.tell(row.id, tried).result(5)
    seat.time.advance(5 * MINUTE + 1)
    desk.ask(desk.tick).result(5)

    assert clocks(desk) == [("emergency.report", True)]
    assert "incident.missed" not in [line.kind for line in desk.snapshot.journal]


def test_it_ends_with_a_sentence_once_the_client_was_told(desk):
    """Without sentence, kind or telling it stays open; ended it takes no more calls."""
    row = press(desk)
    with pytest.raises(Refusal, match="处置结果"):
        desk.emergency.close(row.id, " ").result(5)
    with pytest.raises(Refusal, match="类型"):
        desk.emergency.close(row.id, "已扑灭").result(5)
    desk.emergency.describe(row.id, kind="fire").result(5)
    with pytest.raises(Refusal, match="没有报告甲方"):
        desk.emergency.close(row.id, "已扑灭").result(5)
    desk.emergency.tell(row.id, LEADER).result(5)
    now = desk.time.now_ms()
    items = desk.ask(lambda: desk.read(lambda it: desk.open_items.all(it, now))).result(5)
    assert [item.noun for item in items] == ["emergency"]
    row = desk.emergency.close(row.id, "07:58 消防扑灭，无人伤").result(5)
    with pytest.raises(Refusal, match="已结束"):
        desk.emergency.tell(row.id, LEADER).result(5)

    assert row.state == "closed"
    line = desk.duty_log.lines(Span(0, now + 1)).result(5)[0]
    assert (line.kind, line.text) == ("incident", "突发事件 火情")
    assert "街道带班领导" in line.handling
    assert "无人伤" in line.handling
    place = desk.store.place
    results = desk.ask(lambda: desk.read(lambda it: list(verify(it, place)))).result(20)
    assert [one for one in results if one.state == "failed"] == []


def test_a_false_alarm_stays_and_says_why(desk):
    """Its clock is void."""
    row = press(desk)
    with pytest.raises(Refusal, match="原因"):
        desk.emergency.void(row.id, "").result(5)

    assert desk.emergency.void(row.id, "误按").result(5).state == "voided"
    assert clocks(desk) == []


def test_the_plan_is_the_desks_own_once_a_supervisor_has_entered_it(desk, seat):
    """The brought one has roles without numbers, public ones apart; by kind, in order."""
    brought = desk.emergency.plan().result(5)
    fire = [step.role for step in steps_for(brought, "fire")]
    assert fire[:3] == ["消防", "街道带班领导", "街道总值班室"]
    assert [step.number for step in brought if step.is_client] == ["", ""]
    own = [PlanStep(role="值班长", number="000-0000-0009", is_client=True)]
    with pytest.raises(Refusal, match="没有权限"):
        desk.emergency.adopt_plan(own).result(5)
    desk.people.folder = type(desk.people.folder)("值班长 C", Role.SUPERVISOR)
    with pytest.raises(Refusal, match="不能是空的"):
        desk.emergency.adopt_plan([]).result(5)
    desk.emergency.adopt_plan(own).result(5)

    assert desk.emergency.plan().result(5) == tuple(own)


def test_the_key_works_on_a_locked_screen_without_a_name(desk):
    """The moment and its clock are there; everything else waits for somebody who signs in."""
    staff(desk)
    sit(desk, "值班员 A")
    desk.people.lock().result(5)
    row = press(desk)

    assert (row.found_by, row.state) == ("", "open")
    assert clocks(desk) == [("emergency.report", False)]
    with pytest.raises(Refusal, match="锁"):
        desk.emergency.tell(row.id, LEADER).result(5)
    desk.people.unlock(PIN).result(5)
    assert desk.emergency.tell(row.id, LEADER).result(5).told_at is not None


@pytest.mark.expected_log("store: ")
def test_an_emergency_is_kept_beside_a_store_that_is_away(desk, seat, monkeypatch):
    """The sentence says so, and the record is there, at the time of the key, when it is back."""
    at = desk.time.now_ms()

    def away(_work):
        raise StoreTrouble("记录库不在")

    monkeypatch.setattr(desk.store, "write", away)
    with pytest.raises(StoreTrouble, match="备用文件"):
        press(desk, place="桥下")
    monkeypatch.undo()
    seat.time.advance(60_000)
    desk.ask(desk.tick).result(5)

    assert [(row.place, row.found_at) for row in desk.snapshot.duty.emergencies] == [("桥下", at)]
    desk.stop()
    again = build_desk(seat)
    again.start(is_sending=False)
    assert len(again.snapshot.duty.emergencies) == 1
    again.stop()
