"""Handing the seat over: cut, confirmations, signatures, and what stands in the journal then."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import cv2
import pytest

from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.desk.handover_end import Order
from duty_desk.desk.handover_views import Check
from duty_desk.domain.handover import HandoverState, Override
from duty_desk.domain.open_item import OpenItem
from duty_desk.domain.patrol import Look
from duty_desk.language import Refusal
from duty_desk.push.channel import ChannelConfig
from duty_desk.store import checkpoint, journal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from tests.desk.people import PIN, WRONG, named, sit, staff
from tests.fakes.desk import Seat, build_desk, camera, picked, picture
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.handover_views import Packet

MINUTE_MS = 60_000
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0f0f0f0f-1111-2222-3333-0f0f0f0f0f0f"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk with one camera, five people and a problem nobody pushed."""
    seat = Seat(tmp_path_factory.mktemp("told"), FakeTimeSource())
    desk = build_desk(seat)
    desk.start(is_sending=False)
    desk.cameras.add([camera()]).result(30)
    desk.channels.add(ChannelConfig("wecom", "网格问题群", ROBOT)).result(30)
    staff(desk)
    desk.stop()
    return seat.data


@pytest.fixture
def crew(told: Path, seat: Seat) -> Iterator[Desk]:
    """A running desk, its seat held by 值班员 A."""
    shutil.copytree(told, seat.data, dirs_exist_ok=True)
    running = build_desk(seat)
    running.start(is_sending=False, is_ticking=False)
    running.people.attend().result(30)
    sit(running, "值班员 A")
    yield running
    running.stop()


def find(desk: Desk) -> str:
    """A problem that nobody has pushed; its id."""
    camera_id = desk.snapshot.cameras[0].id
    return desk.problems.find(picked(desk, camera_id)).result(30).row.id


def ready(desk: Desk) -> Packet:
    """A cut whose equipment is checked and to which 值班员 B has come."""
    packet = desk.handovers.cut().result(30)
    checks = tuple(Check(one.no, one.name, "ok") for one in packet.checks)
    desk.handovers.check(packet.id, checks).result(30)
    return desk.handovers.arrive(packet.id, named(desk, "值班员 B").id, PIN).result(30)


def confirm_all(desk: Desk, packet: Packet) -> Packet:
    """Every item confirmed, urgent ones said back as they stand."""
    for line in packet.items:
        said = line.item.state if line.item.is_urgent else ""
        packet = desk.handovers.confirm(packet.id, line.no, said).result(30)
    return packet


def hand_over(desk: Desk) -> Packet:
    """The whole way, from the cut to the signature of 值班员 B."""
    packet = ready(desk)
    desk.handovers.sign(packet.id, PIN).result(30)
    confirm_all(desk, packet)
    return desk.handovers.accept(packet.id, packet.incoming_id, PIN).result(30)


def entries(desk: Desk, *kinds: str):
    """The journal's entries of these kinds, oldest first."""
    found = desk.ask(lambda: desk.read(lambda s: journal.entries_since(s, 0, None))).result(30)
    return [entry for entry in reversed(found) if entry.kind in kinds]


def test_signing_in_at_an_empty_seat_begins_a_shift(crew):
    """The sign-in is the punch; everything from then on carries the shift."""
    shift = crew.snapshot.shift
    find(crew)

    assert shift.name == "值班员 A"
    assert [entry.shift for entry in entries(crew, "problem.found")] == [shift.id]
    assert [entry.shift for entry in entries(crew, "shift.started")] == [shift.id]
    assert [entry.facts["kind"] for entry in entries(crew, "punch.made")] == ["on"]


def test_somebody_else_signing_in_does_not_take_the_shift(crew):
    """Whoever uses the desk for a moment is not responsible for it."""
    sit(crew, "值班员 B")

    assert crew.snapshot.shift.name == "值班员 A"
    with pytest.raises(Refusal, match="值班员 A"):
        crew.handovers.cut().result(30)


def test_responsibility_changes_when_the_incoming_signs(crew):
    """Outgoing first, then incoming; the checkpoint covers the shift to its last entry."""
    find(crew)
    before = crew.snapshot.shift
    crew.time.advance(9 * MINUTE_MS)
    packet = ready(crew)
    crew.time.advance(9 * MINUTE_MS)
    crew.handovers.sign(packet.id, PIN).result(30)
    confirm_all(crew, packet)

    done = crew.handovers.accept(packet.id, packet.incoming_id, PIN).result(30)

    assert done.state is HandoverState.ACCEPTED
    assert crew.snapshot.shift.name == crew.actor == "值班员 B"
    accepted = entries(crew, "shift.handover_accepted")[-1]
    assert (accepted.facts["overlap_ms"], accepted.facts["uncovered_ms"]) == (9 * MINUTE_MS, 0)
    sealed = entries(crew, "store.checkpoint")[-1].facts
    relieved = entries(crew, "shift.relieved")[-1]
    assert relieved.shift == before.id
    assert (sealed["first_seq"], sealed["seq"]) == (before.first_seq, relieved.seq)
    assert sealed["head"] == relieved.hash
    assert [one.facts["kind"] for one in entries(crew, "punch.made")] == ["on", "off", "on"]


def test_open_items_are_frozen_by_the_cut(crew):
    """What happens afterwards stays with the outgoing, and is named at the end."""
    first = find(crew)
    packet = ready(crew)
    second = find(crew)
    crew.handovers.sign(packet.id, PIN).result(30)
    confirm_all(crew, packet)

    done = crew.handovers.accept(packet.id, packet.incoming_id, PIN).result(30)

    assert [line.item.subject for line in done.items] == [first]
    assert [item.subject for item in done.since_cut] == [second]


def test_an_urgent_item_must_be_said_back(crew):
    """Too few words, or the sentence of another item, confirm nothing."""
    find(crew)
    packet = ready(crew)

    with pytest.raises(Refusal, match="复述"):
        crew.handovers.confirm(packet.id, 1, "好").result(30)
    confirmed = crew.handovers.confirm(packet.id, 1, "还没推送，我马上推").result(30)
    assert confirmed.items[0].read_back == "还没推送，我马上推"


def test_the_incoming_cannot_sign_before_everything_is_confirmed(crew):
    """The order is outgoing, every item, incoming."""
    find(crew)
    packet = ready(crew)

    with pytest.raises(Refusal, match="先由交班人签"):
        crew.handovers.accept(packet.id, packet.incoming_id, PIN).result(30)
    crew.handovers.sign(packet.id, PIN).result(30)
    with pytest.raises(Refusal, match="还有 1 项"):
        crew.handovers.accept(packet.id, packet.incoming_id, PIN).result(30)
    assert crew.snapshot.shift.name == "值班员 A"


def test_a_wrong_secret_signs_nothing(crew):
    """Neither of the two signatures comes without its owner's secret."""
    packet = ready(crew)
    with pytest.raises(Refusal):
        crew.handovers.sign(packet.id, WRONG).result(30)
    crew.handovers.sign(packet.id, PIN).result(30)
    with pytest.raises(Refusal):
        crew.handovers.accept(packet.id, packet.incoming_id, WRONG).result(30)

    assert crew.handovers.packet(packet.id).result(30).state is HandoverState.SIGNED


def test_nobody_relieves_himself(crew):
    """The same person in and out is refused; a leader may order him to stay."""
    packet = crew.handovers.cut().result(30)

    with pytest.raises(Refusal, match="连班"):
        crew.handovers.arrive(packet.id, named(crew, "值班员 A").id, PIN).result(30)


def test_equipment_is_checked_before_the_outgoing_signs(crew):
    """An open line of the check holds the signature up; a fault needs words."""
    packet = crew.handovers.cut().result(30)

    with pytest.raises(Refusal, match="还有 3 项"):
        crew.handovers.sign(packet.id, PIN).result(30)
    with pytest.raises(Refusal, match="大屏"):
        crew.handovers.check(packet.id, (Check(1, "大屏", "fault", " "),)).result(30)


def test_lines_are_added_and_never_removed(crew):
    """What the outgoing adds goes along into a new cut; the old one stays."""
    packet = crew.handovers.cut().result(30)
    line = OpenItem(noun="", subject="", title="大厅 2 号屏右下角闪烁", state="已告知物业")
    crew.handovers.add(packet.id, line).result(30)
    crew.handovers.remark(packet.id, "今早 9 点前社区清运。").result(30)
    find(crew)

    again = crew.handovers.reopen(packet.id, "清点时又发现一个问题").result(30)

    assert [line.item.noun for line in again.items] == ["problem", "note"]
    assert again.remark == "今早 9 点前社区清运。"
    assert again.no == 2
    old = crew.handovers.packet(packet.id).result(30)
    assert old.state is HandoverState.REOPENED
    assert len(old.items) == 1


def test_what_is_signed_cannot_be_changed(crew):
    """After the outgoing's signature only a new cut changes anything."""
    packet = ready(crew)
    crew.handovers.sign(packet.id, PIN).result(30)

    with pytest.raises(Refusal, match="已签认"):
        crew.handovers.remark(packet.id, "补一句").result(30)


def test_nobody_came_is_a_state_from_which_everybody_can_go_on(crew):
    """Before the time it is refused; later somebody comes and takes it up as it was."""
    packet = crew.handovers.cut().result(30)
    with pytest.raises(Refusal, match="还没到交班时间"):
        crew.handovers.nobody_came(packet.id).result(30)
    crew.time.advance(13 * 60 * MINUTE_MS)
    waiting = crew.handovers.nobody_came(packet.id).result(30)
    assert waiting.state is HandoverState.NO_RELIEF

    come = crew.handovers.arrive(packet.id, named(crew, "值班员 B").id, PIN).result(30)

    assert come.state is HandoverState.FROZEN
    assert come.nobody_at is None


@pytest.mark.parametrize(("how", "left"), [(Override.STAY, "值班员 A"), (Override.RELEASE, None)])
def test_a_leader_ends_what_cannot_end_by_itself(crew, how, left):
    """With a reason and a leader's secret; the outgoing stays on, or the seat waits."""
    leader, operator = named(crew, "值班长 C").id, named(crew, "值班员 B").id
    powerless = Order(leader_id=operator, reason="接班人路上堵车", how=how)
    with pytest.raises(Refusal, match="权限"):
        crew.handovers.override(powerless, PIN).result(30)
    with pytest.raises(Refusal, match="原因"):
        crew.handovers.override(Order(leader_id=leader, reason=" ", how=how), PIN).result(30)

    order = Order(leader_id=leader, reason="接班人路上堵车", how=how)
    done = crew.handovers.override(order, PIN).result(30)

    assert done.state is HandoverState.OVERRIDDEN
    assert done.reason == "接班人路上堵车"
    assert (crew.snapshot.shift.name if crew.snapshot.shift else None) == left


def test_an_empty_seat_is_counted_to_the_minute(crew):
    """Whoever punches in at a seat that was released knows how long nobody was there."""
    leader = named(crew, "值班长 C").id
    order = Order(leader_id=leader, reason="交班人身体不适", how=Override.RELEASE)
    crew.handovers.override(order, PIN).result(30)
    crew.time.advance(17 * MINUTE_MS)

    sit(crew, "值班员 B")

    started = entries(crew, "shift.started")[-1]
    assert started.facts["uncovered_ms"] == 17 * MINUTE_MS
    assert crew.snapshot.shift.name == "值班员 B"


def test_somebody_deactivated_meanwhile_does_not_block_the_seat(crew):
    """His signature is refused; a leader ends the shift, and the next one punches in."""
    packet = ready(crew)
    sit(crew, "管理员 E")
    crew.people.deactivate(named(crew, "值班员 A").id).result(30)
    with pytest.raises(Refusal, match="停用"):
        crew.handovers.sign(packet.id, PIN).result(30)

    order = Order(leader_id=named(crew, "值班长 C").id, reason="停用账号", how=Override.RELEASE)
    crew.handovers.override(order, PIN).result(30)
    sit(crew, "值班员 B")

    assert crew.snapshot.shift.name == "值班员 B"


def test_the_record_is_built_again_and_agrees_with_the_printed_code(crew, seat):
    """Verify knows the head from the sheet, refuses another, and is never ok without one."""
    find(crew)
    hand_over(crew)
    with open_for_reading(seat.place) as session:
        row = checkpoint.newest(session, "1")
        code = checkpoint.code_of(row.head, row.seq)
        state = {
            name: {v.name: v for v in verify(session, seat.place, heads=heads)}[name].state
            for name, heads in (("anchors", [code]), ("rebuild", ()), ("chain", ()))
        }
        wrong = {v.name: v for v in verify(session, seat.place, heads=["00000000-" + code[9:]])}
        without = {v.name: v for v in verify(session, seat.place)}

    assert state == {"anchors": "ok", "rebuild": "ok", "chain": "ok"}
    assert wrong["anchors"].state == "failed"
    assert without["anchors"].state == "unanchored"


def look_after(desk: Desk, *waits_ms: int) -> None:
    """Let time pass in steps, the desk looking after each."""
    for ms in waits_ms:
        desk.time.advance(ms)
        desk.ask(desk.tick).result(30)


def worked(desk: Desk) -> None:
    """A shift with everything the page counts: a round, pushes in time and late, a fault."""
    desk.time.advance(100 * MINUTE_MS)
    desk.ask(desk.tick).result(30)
    walk = desk.patrol.start().result(30)
    look = Look(no=1, fresh_ms=5_000, age_ms=80, thumbnail=picture())
    desk.patrol.visit(walk.round.id, [look]).result(30)
    for minutes in (2, 7):
        problem = find(desk)
        desk.problems.describe(problem, category="", description="满冒", unit="").result(30)
        desk.time.advance(minutes * MINUTE_MS)
        desk.ask(desk.tick).result(30)
        desk.problems.copy(problem).result(30)
        desk.problems.confirm(problem).result(30)
    camera_id = desk.snapshot.cameras[0].id
    found = FoundFault(camera_id=camera_id, found_at=desk.time.now_ms(), kind="black")
    fault = desk.faults.find(found).result(30).row.id
    desk.faults.report([fault], Told(maintainer="实创")).result(30)
    find(desk)


PRESENCE = """
SELECT (SELECT count(*) FROM journal WHERE shift = :id AND kind = 'presence.prompted'),
       (SELECT count(*) FROM journal AS c JOIN journal AS p
          ON p.subject = c.subject AND p.kind = 'presence.prompted' AND p.shift = c.shift
         WHERE c.shift = :id AND c.kind = 'presence.confirmed'),
       (SELECT max(json_extract(body, '$.facts.answer_ms')) FROM journal
         WHERE shift = :id AND kind = 'presence.confirmed')
"""


COUNTED = """
SELECT (SELECT count(*) FROM journal WHERE shift = :id AND kind = 'problem.found'),
       (SELECT count(DISTINCT subject) FROM journal WHERE shift = :id AND kind = 'problem.pushed'),
       (SELECT count(*) FROM journal AS p JOIN journal AS f
          ON f.subject = p.subject AND f.kind = 'problem.found'
         WHERE p.shift = :id AND p.kind = 'problem.pushed' AND p.event_at - f.event_at > 300000),
       (SELECT count(*) FROM journal WHERE shift = :id AND kind = 'fault.reported'),
       (SELECT count(*) FROM journal WHERE shift = :id AND kind = 'visit.done'),
       (SELECT count(*) FROM journal WHERE shift = :id AND kind = 'round.completed'),
       (SELECT count(*) FROM journal WHERE shift = :id)
"""


def test_every_count_of_the_page_is_the_journals(crew, seat):
    """Counted again by another program from the journal alone, figure by figure."""
    worked(crew)
    shown = crew.shifts.page().result(30)

    with closing(sqlite3.connect(seat.data / "desk.sqlite3")) as other:
        counted = other.execute(COUNTED, {"id": shown.shift.id}).fetchone()

    one = shown.figures
    figures = (one.found, one.pushed, one.pushed_late, one.reported, one.visits)
    assert (*figures, one.rounds_done, one.entries) == counted
    assert counted[:6] == (3, 2, 1, 1, 1, 1)
    assert len(shown.items) == 4


def test_presence_on_the_page_is_the_journals_and_a_waiting_prompt_is_nobodys(crew, seat):
    """One answered, one not, one that the end of the shift overtook: two asked, none of B's."""
    crew.presence.draw = lambda least, _most: least
    crew.presence.begin().result(30)
    look_after(crew, 20 * MINUTE_MS, 7_400)
    assert crew.presence.confirm().result(30)
    look_after(crew, 20 * MINUTE_MS, MINUTE_MS, MINUTE_MS, 2 * MINUTE_MS)
    shown = crew.shifts.page().result(30)
    with closing(sqlite3.connect(seat.data / "desk.sqlite3")) as other:
        counted = other.execute(PRESENCE, {"id": shown.shift.id}).fetchone()
    one = shown.figures
    assert (one.asked, one.answered, one.slowest_ms) == counted == (2, 1, 7_400)

    packet = ready(crew)
    crew.handovers.sign(packet.id, PIN).result(30)
    look_after(crew, 70 * MINUTE_MS)
    crew.handovers.accept(packet.id, packet.incoming_id, PIN).result(30)
    look_after(crew, 1000)
    after = crew.shifts.page().result(30).figures
    assert [entry.facts["way"] for entry in entries(crew, "presence.confirmed")] == ["key", "work"]
    assert (after.asked, after.answered) == (0, 0)


def test_the_record_is_sealed_at_midnight_once(crew, seat):
    """The first look of a new day makes a checkpoint; the next ones make none."""
    crew.time.advance(24 * 60 * MINUTE_MS)

    for _ in range(3):
        crew.ask(crew.tick).result(30)

    sealed = entries(crew, "store.checkpoint")
    assert [entry.facts["occasion"] for entry in sealed] == ["midnight"]
    with open_for_reading(seat.place) as session:
        assert checkpoint.first_wrong(session) is None


def drawn(pdf: Path) -> list[Path]:
    """The pages of a PDF as pictures, by a program that is not ours."""
    place = pdf.with_name("page-%d.png")
    told = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=png16m", "-r300", f"-sOutputFile={place}"]
    subprocess.run([*told, pdf], check=True)
    return sorted(pdf.parent.glob("page-*.png"))


@pytest.mark.skipif(shutil.which("gs") is None, reason="no Ghostscript to draw the page with")
def test_the_sheet_is_one_page_whose_code_verifies(crew, seat, tmp_path):
    """The picture of the printed page is read like a telephone reads it, and agrees."""
    find(crew)
    packet = hand_over(crew)
    file = crew.handover_sheets.write(packet.id, tmp_path / "交接单.pdf")
    pages = drawn(file)
    seen, _, _ = cv2.QRCodeDetector().detectAndDecode(cv2.imread(str(pages[0])))

    with open_for_reading(seat.place) as session:
        found = {v.name: v for v in verify(session, seat.place, heads=[seen])}
    assert len(pages) == 1
    assert found["anchors"].state == "ok"
    assert crew.handover_sheets.write(packet.id, tmp_path / "交接单.docx").stat().st_size > 5000


def test_pushes_that_nobody_knows_to_have_arrived_are_handed_over(crew):
    """A push that waits, and the problem it is about, both stand on the list."""
    problem = find(crew)
    crew.problems.describe(problem, category="", description="满冒", unit="").result(30)
    crew.problems.push(problem, crew.snapshot.channels[0].id).result(30)

    packet = crew.handovers.cut().result(30)

    assert sorted(line.item.noun for line in packet.items) == ["problem", "push"]
    assert all(line.item.is_urgent for line in packet.items)


def test_a_clock_set_during_the_shift_is_told_on_the_sheet(crew):
    """The change of responsibility goes on; who reads the sheet knows about the jump."""
    crew.time.set_wall(crew.time.now_ms() + 3 * 60 * MINUTE_MS)
    packet = hand_over(crew)

    words = crew.handover_sheets.words(packet.id).result(30)

    assert "跳变 1 次" in words.seal[-1]
    assert crew.snapshot.shift.name == "值班员 B"


def test_a_new_kind_of_record_joins_by_declaring_its_items(crew):
    """One line brings it onto the list; nothing here knows what it is."""
    item = OpenItem(noun="case", subject="case-1", title="区现场检查 3 件", state="已通知社区书记")
    crew.open_items.register("case", lambda _session, _now: (item,))

    packet = crew.handovers.cut().result(30)

    assert [line.item for line in packet.items] == [item]


def test_forty_items_stand_on_one_page(crew, tmp_path):
    """What is too much is written smaller, at last folded; never on a second page."""
    items = tuple(
        OpenItem(
            noun="case",
            subject=f"case-{n}",
            title=f"C{n:03d} 科育社区-垃圾站 · 垃圾桶满冒",
            state=f"11-21 0{n % 9}:47 已推送，等整改反馈",
            is_urgent=n < 6,
        )
        for n in range(40)
    )
    crew.open_items.register("case", lambda _session, _now: items)
    packet = hand_over(crew)

    file = crew.handover_sheets.write(packet.id, tmp_path / "交接单.pdf")

    assert len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) == 1
