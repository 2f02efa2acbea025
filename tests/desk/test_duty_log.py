"""The duty log: lines at the time of the key, late ones marked, nothing ever changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.duty_log import Draft, Second
from duty_desk.domain.duty_log import Link, named_in
from duty_desk.domain.fault import Span
from duty_desk.language import Refusal
from duty_desk.store.verify import verify
from tests.desk.people import PIN, WRONG, named, sit, staff
from tests.fakes.desk import picked

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.duty_views import LogLine

MINUTE = 60_000


def draft(desk: Desk, text: str = "张村路口来电反映井盖松动", **said: object) -> Draft:
    """A line whose key is pressed now."""
    known: dict[str, object] = {"kind": "phone", "text": text, "pressed_at": desk.time.now_ms()}
    return Draft(**{**known, **said})


def lines(desk: Desk) -> tuple[LogLine, ...]:
    """Everything in the log, newest first."""
    return desk.duty_log.lines(Span(0, desk.time.now_ms() + 1)).result(5)


def is_whole(desk: Desk) -> bool:
    """Whether verification finds nothing wrong."""
    place = desk.store.place
    results = desk.ask(lambda: desk.read(lambda it: list(verify(it, place)))).result(20)
    return [one for one in results if one.state == "failed"] == []


def test_a_line_has_the_time_of_the_key_however_long_it_was_typed(desk, seat):
    """Pressed at eight, saved three minutes later: eight, and not late."""
    opened = draft(desk, "  C046 满冒，  已电话社区 ")
    seat.time.advance(3 * MINUTE)
    desk.duty_log.write(opened).result(5)

    line = lines(desk)[0]
    assert (line.at, line.text, line.late_min) == (opened.pressed_at, "C046 满冒， 已电话社区", 0)
    assert line.links == (Link("camera", desk.snapshot.cameras[0].id, "C046 白塔庵-桶站"),)
    assert (line.number, line.actor, line.state) == ("1121-001", "值班员 A", "saved")
    assert is_whole(desk)


def test_late_lines_say_by_how_much_and_very_late_ones_why(desk, seat):
    """Over five minutes marked, over thirty with a reason, over a week or ahead refused."""
    now = desk.time.now_ms()
    desk.duty_log.write(draft(desk, at=now - 5 * MINUTE)).result(5)
    desk.duty_log.write(draft(desk, at=now - 12 * MINUTE)).result(5)
    with pytest.raises(Refusal, match="补记原因"):
        desk.duty_log.write(draft(desk, at=now - 31 * MINUTE)).result(5)
    desk.duty_log.write(draft(desk, at=now - 31 * MINUTE, reason="在处理突发")).result(5)
    with pytest.raises(Refusal, match="现在之后"):
        desk.duty_log.write(draft(desk, at=now + 5 * MINUTE)).result(5)
    with pytest.raises(Refusal, match="7 天"):
        desk.duty_log.write(draft(desk, at=now - 8 * 24 * 60 * MINUTE, reason="x")).result(5)

    assert [(line.late_min, line.late_reason) for line in lines(desk)] == [
        (0, ""), (12, ""), (31, "在处理突发"),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), [(" \n ", "是空的"), ("长" * 501, "超过 500")])
def test_an_empty_or_endless_line_is_refused(desk, text, sentence):
    """Nothing is written then."""
    with pytest.raises(Refusal, match=sentence):
        desk.duty_log.write(draft(desk, text)).result(5)

    assert lines(desk) == ()


def test_numbers_of_problems_and_faults_become_links(desk, camera_id):
    """A number alone is the problem; after the word 故障 it is the fault."""
    problem = desk.problems.find(picked(desk, camera_id)).result(10)
    named = f"问题 {problem.row.number} 已催办，见 9999-123"
    found = desk.duty_log.links_in(named).result(5)

    assert found == (Link("problem", problem.row.id, problem.row.number),)
    assert named_in("电话 010-12345678，C046X 与 11210-001") == named_in("")


def test_an_amended_line_stays_struck_through_and_cannot_be_amended_again(desk):
    """The old text, who changed it and why are all there."""
    first = desk.duty_log.write(draft(desk, "3 号楼火情")).result(5)
    with pytest.raises(Refusal, match="写明原因"):
        desk.duty_log.amend(first, "5 号楼火情", " ").result(5)
    second = desk.duty_log.amend(first, "5 号楼火情", "楼号听错").result(5)
    with pytest.raises(Refusal, match="已更正或作废"):
        desk.duty_log.amend(first, "6 号楼", "又错").result(5)
    desk.duty_log.void(second, "记重了").result(5)

    shown = {line.id: line for line in lines(desk)}
    assert (shown[first].state, shown[first].text) == ("amended", "3 号楼火情")
    assert shown[first].ended == "值班员 A 更正：楼号听错"
    assert (shown[second].state, shown[second].ended) == ("voided", "值班员 A 作废：记重了")
    assert is_whole(desk)


def test_a_line_of_another_shift_takes_a_second_person_with_the_right(desk, seat):
    """Alone, with a wrong password, or with another operator it is refused."""
    line = desk.duty_log.write(draft(desk)).result(5)
    seat.time.advance(24 * 60 * MINUTE)
    staff(desk)
    sit(desk, "值班员 B")
    with pytest.raises(Refusal, match="第二人在场"):
        desk.duty_log.void(line, "记错了").result(5)
    for name, sentence in (("值班员 A", "没有复核"), ("值班员 B", "不能是本人")):
        with pytest.raises(Refusal, match=sentence):
            desk.duty_log.void(line, "记错了", Second(named(desk, name).id, PIN)).result(5)
    leader = named(desk, "值班长 C").id
    with pytest.raises(Refusal):
        desk.duty_log.void(line, "记错了", Second(leader, WRONG)).result(5)
    desk.duty_log.void(line, "记错了", Second(leader, PIN)).result(5)

    assert "值班长 C 在场" in lines(desk)[0].ended


def test_an_instruction_is_open_until_somebody_reads_it(desk):
    """It names the leader, stands in the handover's list, and leaves it by being read."""
    with pytest.raises(Refusal, match="哪位领导"):
        desk.duty_log.write(draft(desk, "今晚重点看桶站", kind="instruction")).result(5)
    given = draft(desk, "今晚重点看桶站", kind="instruction", leader="带班领导")
    instruction = desk.duty_log.write(given).result(5)
    assert [row.text for row in desk.snapshot.duty.instructions] == ["今晚重点看桶站"]
    now = desk.time.now_ms()
    items = desk.ask(lambda: desk.read(lambda it: desk.open_items.all(it, now))).result(5)
    assert [(item.noun, item.title) for item in items] == [
        ("instruction", "带班领导交办：今晚重点看桶站")
    ]

    desk.duty_log.read(instruction).result(5)

    assert desk.snapshot.duty.instructions == ()
    assert lines(desk)[0].state == "read"
    assert is_whole(desk)


def test_confirming_an_instruction_at_the_handover_reads_it(desk):
    """Its writer cannot; whoever takes over confirms it in words, and it is closed by that."""
    staff(desk)
    sit(desk, "值班员 A")
    given = draft(desk, "今晚重点看桶站", kind="instruction", leader="带班领导")
    instruction = desk.duty_log.write(given).result(5)
    with pytest.raises(Refusal, match="由接班的人"):
        desk.duty_log.read(instruction).result(5)
    packet = desk.handovers.cut().result(5)
    packet = desk.handovers.arrive(packet.id, named(desk, "值班员 B").id, PIN).result(5)
    no = next(item.no for item in packet.items if item.item.noun == "instruction")
    desk.handovers.confirm(packet.id, no, "今晚重点看桶站和东门").result(5)

    assert desk.snapshot.duty.instructions == ()
    assert "值班员 B" in lines(desk)[0].handling
    assert is_whole(desk)
