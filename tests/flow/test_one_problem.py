"""A problem's whole way through the real window, by keys alone: seen, kept, pushed, on record."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QImage

from duty_desk.push.compose import FrameWords, caption_lines
from duty_desk.video.stream_state import STALE_AFTER_MS
from duty_desk.vision.caption import caption
from duty_desk.vision.jpeg import decode
from tests.flow.program import CTRL, CTRL_SHIFT, AtFirstSight, Key

if TYPE_CHECKING:
    from tests.flow.conftest import Surroundings
    from tests.flow.program import Program

STEPS = ("problem.found", "push.queued", "problem.pushed")
# By the demo's script of faults.
STALLS, STALL_AT_MS = "C077", 171_000
KEPT = """
    SELECT problem.id, problem.found_at, shot.sha256, clock.started_at, clock.due_at, clock.verdict
    FROM problem JOIN shot ON shot.problem_id = problem.id JOIN clock ON clock.subject = problem.id
    WHERE clock.rule_id = 'problem.push'
"""


def test_picture_record_and_clock_are_on_the_disk_before_the_form_is_seen(program: Program):
    """F8: what a second connection reads at the instant the form appears is whole already."""
    first_sight = AtFirstSight(program.window.form, lambda: program.stored(KEPT))

    problem_id = program.report("C041")

    ((kept_id, found_at, sha256, started_at, due_at, verdict),) = first_sight.seen[0]
    assert kept_id == problem_id
    assert (started_at, due_at, verdict) == (found_at, found_at + 300_000, "running")
    (picture,) = (program.data / "evidence").rglob(f"{sha256}*")
    assert hashlib.sha256(picture.read_bytes()).hexdigest() == sha256
    assert decode(picture.read_bytes()).shape[1] >= 640


def test_a_small_picture_is_followed_by_the_main_streams(program: Program):
    """F8 at once after selecting: the picture seen is saved, the large one joins it by itself."""
    program.wait_live("C037")
    assert program.window.watch.sharper.shows_sub(program.camera_id("C037"))

    program.report("C037", is_hasty=True)

    program.until(lambda: len(program.window.form.model.shots) == 2)
    first, second = program.window.form.model.shots
    assert (first.width_px, second.width_px) == (480, 768)
    assert program.window.form.model.shot.sha256 == first.sha256


def test_ctrl_enter_brings_text_and_picture_to_the_group_and_stops_the_clock(
    program: Program, around: Surroundings
):
    """Digit, Ctrl+Enter: the robot has what the form showed, the clock is met."""
    problem_id = program.report("C041")
    form = program.window.form
    program.press(Key.Key_2)
    program.until(lambda: "垃圾桶满冒" in form.parts.column.message.text())
    shown_text, shown_picture = form.parts.column.message.text(), form.model.shot.captioned

    program.press(Key.Key_Return, CTRL)
    program.until(lambda: program.problem(problem_id).push_state == "accepted")

    text, picture = around.robot.received
    assert text.text == shown_text
    assert picture.image == shown_picture.read_bytes()
    started_at, stopped_at, verdict = program.clock_of(problem_id)
    assert verdict == "met"
    assert started_at < stopped_at <= program.time.now_ms()
    program.until(lambda: not form.is_open)
    shown = program.shown_journal()
    assert [kind for kind in shown if kind in STEPS] == ["problem.pushed", "push.queued", STEPS[0]]
    program.until(lambda: program.window.watch_page.clocks.cards() == ())


def test_the_clipboard_path_stops_the_clock_on_the_operators_word_alone(
    program: Program, around: Surroundings
):
    """Ctrl+Shift+C: card and text to paste, clock runs on; Ctrl+Shift+Enter: clock stopped."""
    problem_id = program.report("C017")
    form = program.window.form
    program.press(Key.Key_1)
    program.until(lambda: "暴露垃圾" in form.parts.column.message.text())

    program.press(Key.Key_C, CTRL_SHIFT)
    program.until(lambda: program.problem(problem_id).push_state == "copied")
    program.until(lambda: form.model.phase == "copied")
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == form.parts.column.message.text()
    assert clipboard.image() == QImage.fromData(form.model.preview.card)
    assert program.clock_of(problem_id)[1:] == (None, "running")

    program.press(Key.Key_Return, CTRL_SHIFT)
    program.until(lambda: program.problem(problem_id).push_state == "confirmed")

    assert program.clock_of(problem_id)[2] == "met"
    sql = "SELECT pushed_via FROM problem WHERE id = ?"
    assert program.stored(sql, problem_id) == [("operator",)]
    assert around.robot.received == ()


def test_a_parked_problem_is_taken_up_again_and_declared_void_by_keys(program: Program):
    """Esc parks, the clock runs on; found again on its page; void with a reason."""
    problem_id = program.report("C018")
    window = program.window
    program.press(Key.Key_Escape)
    program.until(lambda: program.problem(problem_id).is_parked)
    assert not window.form.is_open
    assert program.clock_of(problem_id)[1:] == (None, "running")

    program.press(Key.Key_3, CTRL)
    program.press(Key.Key_Down)
    program.press(Key.Key_Return)
    program.until(lambda: window.form.is_open)
    assert window.form.model.problem_id == problem_id
    assert not program.problem(problem_id).is_parked
    assert program.clock_of(problem_id)[1:] == (None, "running")

    program.press(Key.Key_Escape)
    program.tab_to(window.problems_page.panel.void)
    program.press(Key.Key_Space)
    program.type("night rain on the lens")
    program.press(Key.Key_Return)
    program.until(lambda: program.problem(problem_id).state == "voided")

    assert program.clock_of(problem_id)[2] == "void"
    sql = "SELECT void_reason FROM problem WHERE id = ?"
    assert program.stored(sql, problem_id) == [("night rain on the lens",)]
    program.until(lambda: window.strip.pills() == ())


def test_f8_on_a_stalled_camera_keeps_the_last_frame_with_its_true_age(
    program: Program, around: Surroundings
):
    """The tile says how long nothing came; the kept picture says the same, burned in."""
    program.wait_live(STALLS)
    camera_id = program.select(STALLS)
    around.script_time.advance(STALL_AT_MS)
    program.until(lambda: program.look_of(STALLS).is_veiled)
    look, now = program.look_of(STALLS), program.window.watch.now()
    last_frame_at = now.wall(program.engine.status(camera_id).newest_mono_ms)
    assert look.lines[0].startswith("00:00:")

    program.press(Key.Key_F8)
    program.until(lambda: program.window.form.is_open)

    detail = program.window.form.model.detail
    (shot,) = detail.shots
    assert shot.age_ms >= STALE_AFTER_MS
    assert shot.taken_at + shot.age_ms == detail.row.found_at
    assert abs(shot.taken_at - last_frame_at) < 1_000
    words = FrameWords(
        camera_code=STALLS,
        camera_name=detail.row.camera_name,
        taken_at=shot.taken_at,
        age_ms=shot.age_ms,
    )
    burned = caption(shot.original.read_bytes(), caption_lines(words), program.desk.font)
    assert shot.captioned.read_bytes() == burned
