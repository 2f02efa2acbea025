"""The diagnosis joined to the desk: findings of the workers become suspicions, never reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duty_desk.desk.fault_rules import Told
from duty_desk.desk.look_pictures import MOST, KeptPictures
from duty_desk.domain.fault import Span
from duty_desk.domain.moment import Moment
from duty_desk.language import Refusal
from duty_desk.video.exam import Examined, HabitTold, Learned
from duty_desk.vision.reference import Habits
from tests.desk.diagnosed_room import COVERED, LOST, view_of
from tests.fakes.desk import picture


def test_a_finding_becomes_a_suspicion_once(room):
    """Told again every ten seconds, it stands once, with both pictures; no clock runs."""
    room.see(1, **COVERED)
    room.see(1, **COVERED)

    (row,) = room.desk.snapshot.suspicions
    detail = room.desk.suspicions.detail(row.id).result(5)
    assert detail.now.read_bytes() == picture(20)
    assert detail.good.read_bytes() == picture(90)
    assert room.desk.snapshot.clocks == ()
    assert room.desk.diagnosing.health(room.ids[1]).standing == "suspect"


def test_nothing_is_reported_without_a_person(room):
    """Whatever is found, at how many cameras, and for how long: no maintainer is told."""
    for number in range(3):
        room.see(number, **COVERED)
        room.lose(number)
    for _ in range(40):
        room.tick(60_000)

    states = {row.state for row in room.desk.snapshot.faults}
    assert states == {"found"}
    assert {row.reported_at for row in room.desk.snapshot.faults} == {None}
    assert "fault.reported" not in {line.kind for line in room.desk.snapshot.journal}


def test_a_finding_ends_after_a_calm_stretch(room):
    """The first good picture proves nothing; after twenty seconds of them it is over."""
    room.see(1, **COVERED)
    room.see(1, watched_ms=2_000)
    assert room.kinds == ["covered"]

    room.see(1)

    assert room.kinds == []
    assert room.desk.diagnosing.health(room.ids[1]).standing == "healthy"


def test_who_was_not_looked_at_is_not_green(room):
    """No look, a look long ago, a first look, or no view: none of them is healthy."""
    health = room.desk.diagnosing.health
    assert health(room.ids[1]).standing == "not_checked"
    room.see(1, watched_ms=0)
    assert health(room.ids[1]).standing == "not_checked"
    room.see(1, why="no_view", health="not_checked")
    assert "没有基准画面" in health(room.ids[1]).words
    room.see(1)
    assert health(room.ids[1]).standing == "healthy"
    room.desk.time.advance(16_000)
    assert health(room.ids[1]).standing == "not_checked"
    assert room.desk.diagnosing.likeness(room.ids[1]) is None


def test_the_last_look_at_a_camera_that_is_not_open_is_a_check(room):
    """By a confirmed view, for two hours; a look that tells nothing, or another view, ends it."""
    last, camera_id = room.desk.diagnosing.last_health, room.ids[1]
    view = room.desk.references.propose(view_of(room)).result(5)
    room.see(1, reference_id=view.id)
    assert last(camera_id).standing == "not_checked"
    room.desk.references.confirm(view.id).result(5)
    room.see(1, reference_id=view.id)
    room.desk.time.advance(16_000)
    assert (last(camera_id).standing, last(camera_id).is_glance) == ("healthy", False)
    assert room.desk.diagnosing.health(camera_id).standing == "not_checked"
    room.desk.time.advance(2 * 3_600_000)
    assert last(camera_id).standing == "not_checked"

    at_mono_ms = room.desk.time.mono_ms()
    glance = Examined(
        camera_id=camera_id, preset="", light="colour", health="healthy",
        at_mono_ms=at_mono_ms, reference_id=view.id,
    )  # fmt: skip
    for over in (
        lambda: room.desk.diagnosing.note_glance(camera_id, None, "sweep").result(5),
        lambda: room.see(1, reference_id=view.id, health="suspect", kind="blur"),
        lambda: room.happen("camera.changed", camera_id),
        lambda: room.happen("camera.lost", camera_id),
    ):
        room.desk.diagnosing.note_glance(camera_id, glance, "sweep").result(5)
        assert (last(camera_id).standing, last(camera_id).is_glance) == ("healthy", True)
        assert last(camera_id).at_mono_ms == at_mono_ms
        over()
        room.desk.time.advance(16_000)
        assert last(camera_id).standing == "not_checked"

    room.desk.diagnosing.note_glance(camera_id, replace(glance, reference_id="old"), "sweep")
    room.settle()
    assert last(camera_id).standing == "not_checked", "a view that no longer holds"


def test_a_look_from_before_the_computer_slept_is_no_check(room):
    """Its time could not be told: the monotonic clock stood still meanwhile."""
    view = room.desk.references.propose(view_of(room)).result(5)
    room.desk.references.confirm(view.id).result(5)
    room.tick()
    room.see(1, reference_id=view.id)
    assert room.desk.diagnosing.last_health(room.ids[1]).standing == "healthy"
    room.desk.time.set_wall(room.desk.time.now_ms() + 3_600_000)
    for ms in (1_000, 16_000):
        room.tick(ms)
        assert room.desk.diagnosing.last_health(room.ids[1]).standing == "not_checked"


def test_a_picture_from_before_the_computer_slept_is_given_no_time(room):
    """It would stand beside the loss as taken seconds before it, and not an hour."""
    good = {"good_jpeg": picture(90), "good_mono_ms": room.desk.time.mono_ms()}
    room.see(1, **good)
    room.tick()
    room.desk.time.set_wall(room.desk.time.now_ms() + 3_600_000)
    room.tick()
    room.lose(1)
    room.tick(61_000)
    room.see(2, **COVERED | good)

    (fault,) = room.desk.snapshot.faults
    assert room.desk.faults.detail(fault.id).result(5).shots == ()
    (row,) = room.desk.snapshot.suspicions
    detail = room.desk.suspicions.detail(row.id).result(5)
    assert detail.now is not None
    assert (detail.good, detail.good_at) == (None, None)


def test_pictures_of_few_cameras_are_kept_however_many_there_are():
    """A carousel through five thousand cameras does not fill the memory."""
    kept = KeptPictures()
    for number in range(5_000):
        kept.keep(
            Examined(
                camera_id=f"C{number}",
                preset="",
                light="colour",
                health="healthy",
                at_mono_ms=number,
                good_jpeg=b"x",
                good_mono_ms=number,
            )
        )
    assert kept.of("C4999").good == b"x"
    assert sum(bool(kept.of(f"C{number}").good) for number in range(5_000)) == MOST


def test_a_camera_in_use_is_not_judged(room):
    """Moved by hand it stands nowhere; home again it is examined after it has settled."""
    camera_id = room.ids[0]
    room.desk.ask(lambda: room.desk.record(Moment(kind="camera.moved", subject=camera_id))).result(
        5
    )
    room.tick()
    assert room.engine.exams[camera_id].is_paused
    assert "云台" in room.desk.diagnosing.health(camera_id).words

    room.desk.ask(lambda: room.desk.record(Moment(kind="camera.homed", subject=camera_id))).result(
        5
    )
    room.tick()
    assert room.engine.exams[camera_id].is_paused
    room.tick(10_000)

    assert not room.engine.exams[camera_id].is_paused


def test_a_dome_off_its_view_has_not_come_home(room):
    """Where a camera turns, a turned view is said of its motors."""
    turned = {**COVERED, "kind": "other_view", "numbers": {"share": 90}}
    room.see(0, **turned)
    room.see(1, **turned)

    rows = {row.camera_code: row for row in room.desk.snapshot.suspicions}
    assert {code: row.fault_kind for code, row in rows.items()} == {"C046": "ptz", "C047": "aim"}
    assert "看守位" in rows["C046"].words


def test_a_learned_view_is_proposed_and_used_to_ask_only(room):
    """What a worker learned waits for a person; confirmed, the workers judge by it."""
    learned = Learned(
        camera_id=room.ids[1], preset="", light="colour", packed=b"p", jpeg=picture(), width_px=1
    )
    room.engine.tell(learned)
    room.settle()
    (view,) = room.desk.references.proposed().result(5)
    assert view.proposed_by == ""
    assert [one.is_confirmed for one in room.engine.exams[room.ids[1]].views] == [False]

    room.desk.references.confirm(view.id).result(5)
    room.settle()

    (used,) = room.engine.exams[room.ids[1]].views
    assert used.is_confirmed
    assert used.file.read_bytes() == b"p"


def test_a_person_asks_for_a_new_view(room):
    """The asking reaches the worker, the answer whoever asked; a camera not open is refused."""
    first = room.desk.references.propose(view_of(room)).result(5)
    room.desk.references.confirm(first.id).result(5)
    asked = room.desk.diagnosing.relearn(room.ids[1], "换了镜头")
    room.settle()
    assert room.engine.exams[room.ids[1]].asked == 1
    room.engine.tell(
        Learned(
            camera_id=room.ids[1], preset="", light="colour", packed=b"n", jpeg=picture(), asked=1
        )
    )

    view = asked.result(5)
    assert (view.state, view.reason, view.proposed_by) == ("proposed", "换了镜头", "值班员 A")
    assert room.desk.references.of(room.ids[1]).result(5).id == first.id


def test_asking_for_a_view_is_refused_in_a_sentence(room):
    """Without a reason, of a closed camera, of one whose picture cannot be used, or in vain."""
    relearn = room.desk.diagnosing.relearn
    with pytest.raises(Refusal, match="原因"):
        relearn(room.ids[1], " ").result(5)
    room.engine.watch(room.ids[2], **LOST)
    with pytest.raises(Refusal, match="没有打开"):
        relearn(room.ids[2], "换了镜头").result(5)
    asked = relearn(room.ids[1], "换了镜头")
    room.settle()
    room.engine.tell(
        Learned(camera_id=room.ids[1], preset="", light="colour", asked=1, words="太暗")
    )
    with pytest.raises(Refusal, match="太暗"):
        asked.result(5)
    late = relearn(room.ids[1], "换了镜头")
    room.settle()
    room.tick(41_000)
    with pytest.raises(Refusal, match="40 秒"):
        late.result(5)


def test_a_doubtful_look_of_a_round_is_repeated(room):
    """Half a minute later it is looked at again: only what both saw is put on record."""
    glance = {"kind": "blur", "family": "blur", "glance": "blur", "numbers": {"share": 20}}
    for number in (1, 2):
        room.see(number, **glance, health="suspect")
        visit = Moment(kind="visit.done", subject="x", facts={"camera": room.ids[number]})
        room.desk.diagnosing._note_visit(visit.facts["camera"])
    room.desk.time.advance(31_000)
    room.see(1, **glance, health="suspect")
    room.see(2)
    room.tick(0)

    (row,) = room.desk.snapshot.suspicions
    assert (row.camera_code, row.occasion) == ("C047", "round")


def test_habits_are_kept_and_given_back(room):
    """What is normal at an hour survives the program; it is no record."""
    view = room.desk.references.propose(view_of(room)).result(5)
    told = HabitTold(room.ids[1], view.id, 9, 400, Habits(1.5, 0.25, 0.5, 0.125))
    room.engine.tell(told)
    room.settle()
    room.desk.references.confirm(view.id).result(5)
    room.settle()

    (used,) = room.engine.exams[room.ids[1]].views
    assert used.hours == ((9, 400, Habits(1.5, 0.25, 0.5, 0.125)),)


def test_all_cameras_at_once_go_through(room):
    """Every camera raised in the same second stands once each, in one list."""
    for number in range(3):
        room.see(number, **COVERED)

    assert len(room.desk.snapshot.suspicions) == 3
    now = room.desk.time.now_ms()
    assert len(room.desk.suspicions.within(Span(now - 60_000, now + 1)).result(5)) == 3


def test_a_repair_is_verified_with_its_likeness(room):
    """How much of the confirmed view is back stands beside the form and goes on record."""
    room.see(1, **COVERED)
    ids = [row.id for row in room.desk.snapshot.suspicions]
    (fault,) = room.desk.suspicions.confirm(ids).result(5)
    room.desk.faults.report([fault.row.id], Told(maintainer="实创")).result(5)
    room.desk.faults.repair(fault.row.id).result(5)
    view = room.desk.references.propose(view_of(room)).result(5)
    room.see(1, reference_id=view.id)
    assert room.desk.faults.detail(fault.row.id).result(5).likeness_words == ""

    room.desk.references.confirm(view.id).result(5)
    room.settle()
    assert room.desk.faults.detail(fault.row.id).result(5).likeness_words == "与基准一致 0.93"
    detail = room.desk.faults.verify(fault.row.id, note="画面清楚").result(5)

    verified = detail.entries[-1]
    assert verified.facts["likeness_permille"] == 930
    assert verified.facts["reference"] == view.id
