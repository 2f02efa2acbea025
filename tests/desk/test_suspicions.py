"""Suspicions of the program: shown, judged by a person, never told to anybody by themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.references import LearnedView
from duty_desk.desk.suspicion_rules import rings
from duty_desk.desk.suspicions import Suspected
from duty_desk.domain.fault import Span
from duty_desk.domain.rights import Role
from duty_desk.domain.suspicion import Mode
from duty_desk.language import Refusal
from duty_desk.store.verify import verify
from tests.fakes.desk import Seat, build_desk, camera, picture
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.domain.open_item import OpenItem

DAY_MS = 86_400_000
NUMBERS = {"share": 83}


@pytest.fixture
def desk(tmp_path):
    """A supervisor's desk with three cameras of one community, on one recorder."""
    running = build_desk(Seat(tmp_path, FakeTimeSource(), role=Role.SUPERVISOR))
    running.start(is_sending=False)
    running.cameras.add([camera(code) for code in ("C046", "C047", "C048")]).result(5)
    yield running
    running.stop()


@pytest.fixture
def live(desk):
    """The same, where findings ring at once."""
    for family in ("view_lost", "black"):
        desk.suspicions.set_mode(family, Mode.LIVE, "演示").result(5)
    return desk


def suspected(desk: Desk, number: int = 0, **changes) -> Suspected:
    """A covered camera, seen for eight seconds."""
    now = desk.time.now_ms()
    found = Suspected(
        camera_id=desk.snapshot.cameras[number].id,
        kind="covered",
        family="view_lost",
        numbers=NUMBERS,
        light="colour",
        since_at=now - 8_000,
        raised_at=now,
        now_jpeg=picture(20),
        good_jpeg=picture(90),
        good_at=now - 9_000,
    )
    return replace(found, **changes)


def suspect(desk: Desk, found: Suspected) -> str:
    """Let the program find it."""
    return desk.ask(lambda: desk.suspicions.suspect(found)).result(5)


def learned(desk: Desk, shade: int = 90, reason: str = "") -> LearnedView:
    """A view of the first camera."""
    now = desk.time.now_ms()
    return LearnedView(
        camera_id=desk.snapshot.cameras[0].id,
        preset="",
        light="colour",
        packed=f"packed {shade}".encode(),
        jpeg=picture(shade),
        width_px=1280,
        height_px=720,
        learned_from_at=now - 20_000,
        learned_to_at=now,
        reason=reason,
    )


def kinds(desk: Desk) -> list[str]:
    """The kinds of today's lines, newest first."""
    return [line.kind for line in desk.snapshot.journal]


def test_a_suspicion_is_shown_and_starts_no_clock(live):
    """It stands in the list with its sentence; nobody outside the desk learns of it."""
    suspicion_id = suspect(live, suspected(live))

    (row,) = live.snapshot.suspicions
    assert (row.id, row.title, row.fault_kind) == (suspicion_id, "遮挡或转动", "covered")
    assert "83 %" in row.words
    assert live.snapshot.clocks == ()
    assert live.snapshot.faults == ()


def test_the_clock_begins_at_the_operators_key(live):
    """Confirmed, it is a fault found then; when it was first suspected is kept as a fact."""
    suspicion_id = suspect(live, suspected(live))
    live.time.advance(40_000)
    pressed_at = live.time.now_ms()

    (fault,) = live.suspicions.confirm([suspicion_id]).result(5)

    assert fault.row.found_at == pressed_at
    assert fault.row.origin == "system"
    assert fault.row.found_by == "值班员 A"
    assert fault.evidence["since_at"] == pressed_at - 48_000
    assert fault.row.down_from_at == pressed_at - 48_000
    assert len(fault.shots) == 1
    assert [card.subject for card in live.snapshot.clocks] == [fault.row.id]
    assert live.snapshot.suspicions == ()
    assert live.suspicions.detail(suspicion_id).result(5).row.fault_id == fault.row.id


def test_one_decided_suspicion_cannot_be_decided_again(live):
    """The second word is refused in a sentence, and one fault stands."""
    suspicion_id = suspect(live, suspected(live))
    live.suspicions.confirm([suspicion_id]).result(5)

    with pytest.raises(Refusal, match="已经处理过"):
        live.suspicions.confirm([suspicion_id]).result(5)
    with pytest.raises(Refusal, match="已经处理过"):
        live.suspicions.dismiss([suspicion_id], "误报").result(5)
    assert len(live.snapshot.faults) == 1


def test_no_fault_is_quiet_for_the_set_time(live):
    """The same class at the same camera and light is not suspected again before a day is over."""
    suspicion_id = suspect(live, suspected(live))
    with pytest.raises(Refusal, match="原因"):
        live.suspicions.dismiss([suspicion_id], " ").result(5)
    live.suspicions.dismiss([suspicion_id], "树枝").result(5)

    assert suspect(live, suspected(live)) == ""
    assert suspect(live, suspected(live, light="infrared")) != ""
    live.time.advance(DAY_MS + 1)
    live.ask(lambda: live.suspicions.end(live.snapshot.cameras[0].id, ["view_lost"])).result(5)
    assert suspect(live, suspected(live)) != ""


def test_what_passes_by_itself_is_ended(live):
    """What the program does not see any more leaves the list, and the journal says so."""
    suspect(live, suspected(live))
    camera_id = live.snapshot.cameras[0].id

    live.ask(lambda: live.suspicions.end(camera_id, ["black"])).result(5)
    assert len(live.snapshot.suspicions) == 1
    live.ask(lambda: live.suspicions.end(camera_id, ["view_lost"])).result(5)

    assert live.snapshot.suspicions == ()
    assert kinds(live)[0] == "suspicion.ended"


def test_a_recorder_that_fails_is_one_event(live):
    """Cameras of one host that go black together ring once and stand in one card."""
    black = {"kind": "black", "family": "black", "numbers": {"brightest": 3}}
    heard = []
    live.listen(lambda happened: heard.extend(happened.entries))

    first, *rest = [suspect(live, suspected(live, number, **black)) for number in range(3)]

    assert sum(rings(entry) for entry in heard) == 1
    assert {row.group_id for row in live.snapshot.suspicions} == {"", first}
    assert len(live.suspicions.detail(rest[1]).result(5).members) == 3


def open_items(desk: Desk) -> list[OpenItem]:
    """What the next shift is told of."""
    now = desk.time.now_ms()
    return list(desk.ask(lambda: desk.read(lambda it: desk.open_items.all(it, now))).result(5))


def test_what_nobody_judged_is_handed_over(live):
    """One item an event; what was decided is gone from the list."""
    black = {"kind": "black", "family": "black", "numbers": {"brightest": 3}}
    first = suspect(live, suspected(live, 0, **black))
    live.time.advance(1_000)
    suspect(live, suspected(live, 1, **black))
    live.time.advance(1_000)
    covered = suspect(live, suspected(live, 2))

    event, alone = open_items(live)
    live.suspicions.dismiss([covered, first], "树叶").result(5)
    (left,) = open_items(live)

    assert event.title.endswith("黑屏，同一事件 2 个点位")
    assert alone.title.startswith("C048")
    assert left.title.startswith("C047")
    assert left.key == event.key == ("suspicion", first)


def test_what_is_only_noted_is_not_handed_over(desk):
    """In shadow mode nobody has anything to judge."""
    suspect(desk, suspected(desk))

    assert open_items(desk) == []


def test_a_lens_is_covered_by_itself(live):
    """Two covered cameras of one community are two events: no switch covers a lens."""
    for number in range(2):
        suspect(live, suspected(live, number))

    assert {row.group_id for row in live.snapshot.suspicions} == {""}


def test_a_fault_that_stands_is_not_suspected(live):
    """While the fault is open the program says nothing of it again."""
    suspicion_id = suspect(live, suspected(live))
    live.suspicions.confirm([suspicion_id]).result(5)

    assert suspect(live, suspected(live)) == ""


def test_at_first_findings_are_only_noted(desk):
    """In shadow mode nothing is shown and no line is written, but it is kept to be judged."""
    now = desk.time.now_ms()
    suspicion_id = suspect(desk, suspected(desk))

    assert desk.snapshot.suspicions == ()
    assert "suspicion.raised" not in kinds(desk)
    (row,) = desk.suspicions.within(Span(now - 1, now + 1)).result(5)
    assert row.is_shadow
    desk.suspicions.judge(suspicion_id, "right").result(5)
    records = desk.suspicions.classes(Span(now - 1, now + 1)).result(5)
    found = next(one for one in records if one.family == "view_lost")
    assert (found.raised, found.shadowed, found.precision_permille) == (1, 1, 1000)


def test_a_camera_rings_two_weeks_after_its_first_view(desk):
    """The trial of a camera begins with its first confirmed view and ends by itself."""
    view = desk.references.propose(learned(desk)).result(5)
    desk.references.confirm(view.id).result(5)
    suspect(desk, suspected(desk))
    assert desk.snapshot.suspicions == ()

    desk.time.advance(15 * DAY_MS)
    desk.ask(lambda: desk.suspicions.end(view.camera_id, ["view_lost"])).result(5)
    suspect(desk, suspected(desk))

    assert len(desk.snapshot.suspicions) == 1


def test_only_a_supervisor_switches_a_class(tmp_path):
    """An operator is refused; lost signals cannot be switched off by anybody."""
    running = build_desk(Seat(tmp_path, FakeTimeSource()))
    running.start(is_sending=False)
    try:
        with pytest.raises(Refusal, match="没有权限"):
            running.suspicions.set_mode("view_lost", Mode.LIVE, "演示").result(5)
    finally:
        running.stop()


def test_a_lost_signal_is_always_live(desk):
    """Nobody can shadow it, and a switch needs a reason."""
    with pytest.raises(Refusal, match="信号中断"):
        desk.suspicions.set_mode("signal", Mode.SHADOW, "演示").result(5)
    with pytest.raises(Refusal, match="原因"):
        desk.suspicions.set_mode("black", Mode.SHADOW, "").result(5)


def test_the_confirmed_view_holds_until_its_successor_is_confirmed(desk):
    """A new view is proposed beside the old; confirming it replaces the old and keeps it."""
    first = desk.references.propose(learned(desk)).result(5)
    assert desk.snapshot.views_proposed == 1
    assert desk.references.of(first.camera_id).result(5) is None
    desk.references.confirm(first.id).result(5)
    second = desk.references.propose(learned(desk, 60, reason="换了镜头")).result(5)
    assert desk.references.of(first.camera_id).result(5).id == first.id

    desk.references.confirm(second.id).result(5)

    assert desk.references.of(first.camera_id).result(5).id == second.id
    kept = {view.id: view for view in desk.references.of_camera(first.camera_id).result(5)}
    assert kept[first.id].state == "replaced"
    assert kept[first.id].reason == "换了镜头"
    assert desk.references.picture(first.id).result(5) == picture(90)


def test_a_view_is_decided_once(desk):
    """The second word on a view is refused; a newer proposal takes the place of an older one."""
    view = desk.references.propose(learned(desk)).result(5)
    newer = desk.references.propose(learned(desk, 70)).result(5)
    assert [one.id for one in desk.references.proposed().result(5)] == [newer.id]

    with pytest.raises(Refusal, match="已经有人处理过"):
        desk.references.confirm(view.id).result(5)
    desk.references.refuse(newer.id, "有人站在镜头前").result(5)
    with pytest.raises(Refusal, match="已经有人处理过"):
        desk.references.confirm(newer.id).result(5)


def test_the_records_follow_from_the_journal(live):
    """Rebuilding from the journal alone gives the same views, suspicions and modes."""
    view = live.references.propose(learned(live)).result(5)
    live.references.confirm(view.id).result(5)
    one = suspect(live, suspected(live))
    live.suspicions.confirm([one]).result(5)
    other = suspect(live, suspected(live, 1))
    live.suspicions.dismiss([other], "误报").result(5)
    live.suspicions.judge(one, "right").result(5)

    found = live.ask(lambda: live.read(lambda it: verify(it, live.store.place))).result(20)

    assert [item for item in found if item.state == "failed"] == []
