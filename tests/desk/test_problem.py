"""Problems at the desk: kept before they are acknowledged, judged by the contract's clock."""

from __future__ import annotations

import pytest

from duty_desk.desk.problems import Draft
from duty_desk.language import Refusal
from duty_desk.store.evidence import hash_file
from duty_desk.vision.marks import Box
from tests.fakes.desk import Seat, build_desk, picked, picture

LIMIT_MS = 5 * 60_000


def find(desk, camera_id, **kwargs):
    """Press F8."""
    return desk.problems.find(picked(desk, camera_id, **kwargs)).result(10)


def test_a_found_problem_has_its_picture_on_the_disk_before_it_is_acknowledged(desk, camera_id):
    """The original lies under its own hash and the captioned copy beside it."""
    detail = find(desk, camera_id)

    shot = detail.shots[0]
    assert hash_file(shot.original) == shot.sha256
    assert shot.original.read_bytes() == picture()
    assert shot.captioned.exists()
    assert shot.captioned != shot.original


def test_a_found_problem_starts_the_push_clock_at_the_press_of_the_key(desk, camera_id):
    """S0-03: five minutes from the finding, not from the writing."""
    found_at = desk.time.now_ms()
    detail = find(desk, camera_id)

    assert detail.clock is not None
    assert detail.clock.started_at == found_at
    assert detail.clock.due_at == found_at + LIMIT_MS
    assert [card.subject for card in desk.snapshot.clocks] == [detail.row.id]


@pytest.mark.parametrize(("late_ms", "verdict"), [(0, "met"), (1, "breached"), (-1, "met")])
def test_a_confirmed_push_is_judged_to_the_millisecond(desk, camera_id, late_ms, verdict):
    """5:00.000 is within five minutes; one millisecond more is not."""
    detail = find(desk, camera_id)
    desk.problems.copy(detail.row.id).result(10)
    desk.time.advance(LIMIT_MS + late_ms)

    pushed = desk.problems.confirm(detail.row.id).result(10)

    assert pushed.row.verdict == verdict
    assert pushed.row.state == "pushed"
    assert pushed.clock is None


def test_copying_alone_does_not_stop_the_clock(desk, camera_id):
    """Only the operator's word that it stands in the group is a push."""
    detail = find(desk, camera_id)
    preview = desk.problems.copy(detail.row.id).result(10)

    assert "白塔庵" in preview.text
    assert preview.card.startswith(b"\xff\xd8")
    assert desk.snapshot.clocks[0].push_state == "copied"


def test_numbers_count_on_within_the_beijing_day(desk, camera_id):
    """Two problems of a day are 001 and 002; the next day begins anew."""
    first, second = find(desk, camera_id), find(desk, camera_id)
    desk.time.advance(24 * 3_600_000)
    third = find(desk, camera_id)

    assert [item.row.number for item in (first, second, third)] == [
        "1121-001",
        "1121-002",
        "1122-001",
    ]


def test_a_voided_problem_needs_a_reason_and_its_clock_is_void(desk, camera_id):
    """Nothing is taken back without saying why."""
    detail = find(desk, camera_id)
    with pytest.raises(Refusal, match="原因"):
        desk.problems.void(detail.row.id, " ").result(10)

    voided = desk.problems.void(detail.row.id, "误报：保洁车经过").result(10)

    assert voided.row.state == "voided"
    assert voided.row.verdict == "void"
    assert desk.snapshot.clocks == ()


def test_a_verified_problem_cannot_be_voided(desk, camera_id):
    """What is final stays final."""
    problem_id = find(desk, camera_id).row.id
    desk.problems.copy(problem_id).result(10)
    desk.problems.confirm(problem_id).result(10)
    desk.problems.rectify(problem_id, picture(200), "已清运").result(10)
    desk.problems.verify(problem_id, is_good=True).result(10)

    with pytest.raises(Refusal, match="已核查"):
        desk.problems.void(problem_id, "误报").result(10)


def test_a_rectification_sent_back_waits_for_a_new_picture(desk, camera_id):
    """Sent back with a reason it is pushed again, and a second picture can be judged."""
    problem_id = find(desk, camera_id).row.id
    desk.problems.copy(problem_id).result(10)
    desk.problems.confirm(problem_id).result(10)
    desk.problems.rectify(problem_id, picture(200)).result(10)

    returned = desk.problems.verify(problem_id, is_good=False, note="仍有散落").result(10)
    again = desk.problems.rectify(problem_id, picture(210)).result(10)

    assert returned.row.state == "pushed"
    assert again.row.state == "rectified"
    assert [shot.kind for shot in again.shots] == ["before", "after", "after"]


def test_a_photo_that_is_no_picture_is_refused_and_nothing_kept(desk, camera_id):
    """A text file named photo.jpg changes nothing."""
    problem_id = find(desk, camera_id).row.id
    desk.problems.copy(problem_id).result(10)
    desk.problems.confirm(problem_id).result(10)

    with pytest.raises(Refusal):
        desk.problems.rectify(problem_id, b"not a picture").result(10)
    assert len(desk.problems.detail(problem_id).result(10).shots) == 1


def test_the_preview_is_what_is_sent(desk, camera_id):
    """Text and card come from the same draft that is saved before the push."""
    problem_id = find(desk, camera_id).row.id
    draft = Draft(category="E2101", description="东侧 2 个桶满冒", unit="白塔庵社区")
    preview = desk.problems.preview(problem_id, draft).result(10)
    desk.problems.describe(
        problem_id, category="E2101", description="东侧 2 个桶满冒", unit="白塔庵社区"
    ).result(10)

    sent = desk.problems.copy(problem_id).result(10)

    assert sent.text == preview.text
    assert sent.card == preview.card
    assert "垃圾桶满冒" in sent.text


def test_marks_are_drawn_in_copies_only(desk, camera_id):
    """The original keeps its hash; the sent picture has the box."""
    problem_id = find(desk, camera_id).row.id
    before = desk.problems.copy(problem_id).result(10)

    marked = desk.problems.mark(problem_id, 1, [Box(200, 200, 600, 700)]).result(10)
    after = desk.problems.copy(problem_id).result(10)

    assert hash_file(marked.shots[0].original) == marked.shots[0].sha256
    assert after.card != before.card


def test_a_restart_finds_the_clock_where_it_stands(seat: Seat):
    """Ended in the middle, the clock goes on from the key press; missed warnings are named."""
    desk = build_desk(seat)
    desk.start(is_sending=False)
    from tests.fakes.desk import camera

    desk.cameras.add([camera()]).result(10)
    detail = find(desk, desk.snapshot.cameras[0].id)
    desk.stop()
    seat.time.advance(200_000)

    again = build_desk(seat)
    again.start(is_sending=False)
    try:
        card = again.snapshot.clocks[0]
        missed = [line for line in again.snapshot.journal if line.kind == "clock.stage_missed"]
        assert card.due_at == detail.row.found_at + LIMIT_MS
        assert not card.is_breached
        assert len(missed) == 1
    finally:
        again.stop()


def test_a_clock_set_back_changes_neither_the_time_left_nor_the_verdict(desk, camera_id):
    """Two minutes in, somebody sets the computer back an hour: three minutes are left."""
    detail = find(desk, camera_id)
    desk.time.advance(120_000)
    desk.time.set_wall(desk.time.now_ms() - 3_600_000)
    desk.ask(desk.tick).result(10)

    card = desk.snapshot.clocks[0]
    assert card.due_at - desk.time.now_ms() == 180_000
    desk.problems.copy(detail.row.id).result(10)
    desk.time.advance(181_000)
    assert desk.problems.confirm(detail.row.id).result(10).row.verdict == "breached"


def test_a_push_right_after_a_jump_is_judged_across_it(desk, camera_id):
    """The clock was set forward a second ago: the confirmed push is not late for that."""
    detail = find(desk, camera_id)
    desk.problems.copy(detail.row.id).result(10)
    desk.time.advance(60_000)
    desk.time.set_wall(desk.time.now_ms() + 3_600_000)

    assert desk.problems.confirm(detail.row.id).result(10).row.verdict == "met"
