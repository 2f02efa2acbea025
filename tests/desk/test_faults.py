"""A fault's way at the desk: found once, told by a person, repaired, verified."""

from __future__ import annotations

import inspect

import pytest

from duty_desk.desk import consequences
from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.desk.fault_views import Maintainer
from duty_desk.language import Refusal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from tests.fakes.desk import camera, picked

PHONE = Told(maintainer="实创", reached="值班席", ticket="T-7")
MINUTE_MS = 60_000


@pytest.fixture
def find(desk, camera_id):
    """Finds a fault now, at C046 unless another camera is named."""

    def find(kind: str = "", *, has_picture: bool = True, **known):
        where = known.pop("camera_id", camera_id)
        found = FoundFault(
            camera_id=where,
            found_at=desk.time.now_ms(),
            kind=kind,
            picked=picked(desk, where) if has_picture else None,
            **known,
        )
        return desk.faults.find(found).result(5)

    return find


def is_whole(desk) -> bool:
    """Whether the records are what the journal implies."""
    with open_for_reading(desk.store.place) as session:
        return not [item for item in verify(session, desk.store.place) if item.state == "failed"]


def clock_of(desk, fault_id: str):
    """The verdict of the report clock."""
    return next(row.verdict for row in desk.snapshot.faults if row.id == fault_id)


def test_a_found_fault_has_picture_number_and_a_ten_minute_clock(desk, find):
    """All of it stands before the form opens; the snapshot shows row and card."""
    detail = find()

    (card,) = desk.snapshot.clocks
    assert (card.noun, card.rule_id, card.limit_ms) == ("fault", "fault.report", 10 * MINUTE_MS)
    assert card.headline == "C046 白塔庵-桶站 · 待定故障"
    assert [row.id for row in desk.snapshot.faults] == [detail.row.id]
    assert detail.shots[0].original.exists()
    assert detail.clock == card
    assert is_whole(desk)


def test_a_lost_signal_is_kept_without_a_picture_and_down_since_it_was_lost(desk, camera_id, find):
    """Nothing is shown that nobody saw, and the downtime begins with the loss."""
    lost_at = desk.time.now_ms()
    desk.cameras.lost(camera_id, lost_at).result(5)
    desk.time.advance(2 * MINUTE_MS)

    detail = find("signal", has_picture=False)

    assert detail.shots == ()
    assert detail.row.down_from_at == lost_at
    assert "信号中断" in detail.text


def test_a_second_finding_opens_the_one_that_is_open(desk, find):
    """Nobody reports twice: the same kind, or an unsaid one, is the fault that stands."""
    first = find("frozen")

    assert find("frozen").row.id == first.row.id
    assert find().row.id == first.row.id
    assert find("covered").row.id != first.row.id
    assert find(is_another=True).row.id != first.row.id
    assert len(desk.snapshot.faults) == 3


def test_an_unnamed_fault_is_taken_for_whatever_is_found_next(desk, find):
    """Nobody has said what it is, so the lost signal may be it; another is meant only if said."""
    first = find()

    named = find("signal").row
    assert (named.id, named.kind) == (first.row.id, "signal")
    assert find("black", is_another=True).row.id != first.row.id


def test_a_kind_that_is_open_at_the_camera_is_refused(desk, find):
    """Describing a second fault as the first says which one to go to."""
    first = find("frozen")
    other = find(is_another=True)

    with pytest.raises(Refusal, match=first.row.number):
        desk.faults.describe(other.row.id, kind="frozen", note="").result(5)


def test_a_report_stops_the_clock_and_says_whom_and_how(desk, find):
    """Maintainer, way, role and ticket stand on record; the clock is met."""
    fault = find("black")
    desk.time.advance(3 * MINUTE_MS)

    (told,) = desk.faults.report([fault.row.id], PHONE).result(5)

    assert (told.row.state, told.row.maintainer, told.row.ticket) == ("reported", "实创", "T-7")
    assert (told.row.report_ms, told.row.verdict, told.clock) == (3 * MINUTE_MS, "met", None)
    assert "已报修 实创（电话），用时 3 分 00 秒" in desk.snapshot.journal[0].text
    with pytest.raises(Refusal, match="已报修"):
        desk.faults.report([fault.row.id], PHONE).result(5)


def test_several_cameras_are_told_in_one_call_or_not_at_all(desk, find):
    """One moment each, one call; one that cannot be told keeps them all untold."""
    desk.cameras.add([camera("C017", name="中关村东路-北口")]).result(5)
    other_id = next(row.id for row in desk.snapshot.cameras if row.code == "C017")
    one, two = find("signal"), find(camera_id=other_id)
    ids = [one.row.id, two.row.id]

    with pytest.raises(Refusal, match="还没有选类型"):
        desk.faults.report(ids, PHONE).result(5)
    assert {row.state for row in desk.snapshot.faults} == {"found"}
    desk.faults.describe(two.row.id, kind="signal", note="").result(5)
    told = desk.faults.report(ids, PHONE).result(5)

    assert len({detail.row.call_id for detail in told}) == 1
    assert {detail.row.state for detail in told} == {"reported"}
    assert "报修 2 个点位" in told[0].entries[-1].facts["text"]


def test_a_common_call_goes_to_one_maintainer(desk, find):
    """A camera of the other company is told apart; alone it may be told to anybody."""
    desk.cameras.add([camera("C017", name="中关村东路-北口", maintainer="中科大脑")]).result(5)
    other_id = next(row.id for row in desk.snapshot.cameras if row.code == "C017")
    ids = [find("signal").row.id, find("signal", camera_id=other_id).row.id]

    with pytest.raises(Refusal, match="C017 由中科大脑维护"):
        desk.faults.report(ids, PHONE).result(5)
    assert {row.state for row in desk.snapshot.faults} == {"found"}
    assert desk.faults.report(ids[1:], PHONE).result(5)[0].row.maintainer == "实创"


def test_ten_minutes_untold_is_a_breach_with_its_two_warnings(desk, find):
    """The stages of the contract come at 6, 8 and 10 minutes, each once."""
    heard: list[tuple[str, str]] = []
    desk.alarm_listen(lambda alarm: heard.append((alarm.clock.noun, alarm.level)))
    fault = find("blur")
    for _ in range(11):
        desk.time.advance(MINUTE_MS)
        desk.ask(desk.tick).result(5)

    assert heard == [("fault", "attention"), ("fault", "urgent"), ("fault", "breach")]
    assert clock_of(desk, fault.row.id) == "breached"
    (told,) = desk.faults.report([fault.row.id], PHONE).result(5)
    assert told.row.verdict == "breached"


def test_a_repair_is_verified_with_a_picture_or_words(desk, camera_id, find):
    """Accepted, on site, repaired, then looked at; downtime ends with the repair."""
    fault_id = find("covered").row.id
    desk.faults.report([fault_id], PHONE).result(5)
    desk.faults.accept(fault_id).result(5)
    desk.faults.arrive(fault_id).result(5)
    desk.time.advance(60 * MINUTE_MS)
    desk.faults.repair(fault_id, "清理树叶").result(5)
    desk.time.advance(MINUTE_MS)

    with pytest.raises(Refusal, match="写明是怎样核实的"):
        desk.faults.verify(fault_id).result(5)
    done = desk.faults.verify(fault_id, picked(desk, camera_id)).result(5)

    assert (done.row.state, done.row.cause) == ("verified", "清理树叶")
    assert [shot.kind for shot in done.shots] == ["found", "good"]
    assert done.row.down_to_at - done.row.down_from_at == 60 * MINUTE_MS
    assert is_whole(desk)


def test_a_repair_that_does_not_hold_is_told_again(desk, find):
    """Reopened needs a reason; then it waits to be told like a new one."""
    fault_id = find("aim").row.id
    desk.faults.report([fault_id], PHONE).result(5)
    desk.faults.repair(fault_id).result(5)

    with pytest.raises(Refusal):
        desk.faults.reopen(fault_id, " ").result(5)
    again = desk.faults.reopen(fault_id, "仍偏左").result(5)
    assert (again.row.state, again.row.down_to_at) == ("reopened", None)
    (told,) = desk.faults.report([fault_id], PHONE).result(5)

    assert told.row.state == "reported"
    assert is_whole(desk)


def test_no_fault_keeps_the_record_and_voids_the_clock(desk, find):
    """误报 needs a reason, takes no downtime and frees the camera for a new finding."""
    fault_id = find("noise").row.id
    with pytest.raises(Refusal, match="写明原因"):
        desk.faults.dismiss(fault_id, "").result(5)

    gone = desk.faults.dismiss(fault_id, "雨滴").result(5)

    assert (gone.row.state, gone.row.verdict, gone.clock) == ("dismissed", "void", None)
    assert gone.row.down_from_at == gone.row.down_to_at
    assert desk.snapshot.clocks == ()
    assert find("noise").row.id != fault_id


def test_putting_it_right_at_the_desk_meets_the_clock(desk, find):
    """A camera turned back by its preset needs no report (正文 第五条3)."""
    done = desk.faults.adjust(find("aim").row.id, "调回预置位 1").result(5)

    assert (done.row.state, done.row.verdict) == ("adjusted", "met")


def test_a_forbidden_step_changes_nothing(desk, find):
    """A fault that was never told cannot be repaired by the maintainer."""
    fault_id = find("glare").row.id

    with pytest.raises(Refusal, match="待联系"):
        desk.faults.repair(fault_id).result(5)
    assert desk.snapshot.faults[0].state == "found"


def test_the_maintainers_number_is_kept_and_shown_with_its_cameras_faults(desk, find):
    """Companies come from contract and catalogue; the desk enters their numbers."""
    assert [row.name for row in desk.faults.maintainers().result(5)] == ["实创", "中科大脑"]
    desk.faults.set_maintainer(Maintainer(name="实创", phone="000-0001")).result(5)

    assert find().maintainer == Maintainer(name="实创", phone="000-0001")
    assert is_whole(desk)


def test_unrepaired_faults_are_reminded_of_once_a_day(desk, find):
    """One moment at the set hour, none while everything is repaired, none twice."""
    fault_id = find("signal").row.id
    desk.faults.report([fault_id], PHONE).result(5)

    def reminded() -> int:
        desk.ask(desk.faults.reminder.look).result(5)
        desk.refresh().result(5)
        return sum(line.kind == "fault.reminded" for line in desk.snapshot.journal)

    before = reminded()
    desk.time.advance(24 * 60 * MINUTE_MS)
    assert reminded() == 1
    assert reminded() == 1
    desk.faults.repair(fault_id).result(5)
    desk.time.advance(24 * 60 * MINUTE_MS)
    assert reminded() == 0
    assert before <= 1


def test_nothing_but_a_person_tells_a_maintainer(desk, find):
    """No moment brings a report with it, and no tick does."""
    find("signal")
    desk.time.advance(60 * MINUTE_MS)
    desk.ask(desk.tick).result(5)

    assert "fault.reported" not in inspect.getsource(consequences)
    assert [row.state for row in desk.snapshot.faults] == ["found"]
