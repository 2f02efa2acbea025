"""Handing the seat over: cut, confirmations, signatures, and who may end what."""

from __future__ import annotations

import pytest

from duty_desk.desk.handover_end import Order
from duty_desk.desk.handover_views import Check
from duty_desk.domain.handover import HandoverState, Override
from duty_desk.domain.open_item import OpenItem
from duty_desk.language import Refusal
from tests.desk.handover_crew import (
    MINUTE_MS,
    confirm_all,
    entries,
    find,
    ready,
)
from tests.desk.people import PIN, WRONG, named, sit


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


def test_pushes_that_nobody_knows_to_have_arrived_are_handed_over(crew):
    """A push that waits, and the problem it is about, both stand on the list."""
    problem = find(crew)
    crew.problems.describe(problem, category="", description="满冒", unit="").result(30)
    crew.problems.push(problem, crew.snapshot.channels[0].id).result(30)

    packet = crew.handovers.cut().result(30)

    assert sorted(line.item.noun for line in packet.items) == ["problem", "push"]
    assert all(line.item.is_urgent for line in packet.items)


def test_a_new_kind_of_record_joins_by_declaring_its_items(crew):
    """One line brings it onto the list; nothing here knows what it is."""
    item = OpenItem(noun="case", subject="case-1", title="区现场检查 3 件", state="已通知社区书记")
    crew.open_items.register("case", lambda _session, _now: (item,))

    packet = crew.handovers.cut().result(30)

    assert [line.item for line in packet.items] == [item]
