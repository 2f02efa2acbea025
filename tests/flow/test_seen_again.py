"""What happened before the key was pressed: replayed, kept, and pictures taken from it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import av
import pytest

from duty_desk.domain.patrol_plan import Checkpoint, Plan, Slot
from duty_desk.domain.problem import day_of
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from duty_desk.ui.watch import model as watch_model
from duty_desk.ui.watch import replay_model
from tests.flow.program import Key, Program
from tests.flow.test_one_round import Walker

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from duty_desk.desk.desk import Desk
    from tests.flow.conftest import Surroundings

CLIP = "SELECT sha256, from_at, to_at, frames FROM clip WHERE problem_id = ?"
VISITS = "SELECT outcome, problems FROM visit"
AFTER_MS = 1_500


@pytest.fixture(autouse=True)
def _short_clips(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits twenty seconds for a test: what comes after the key is a second and a half."""
    for module in (watch_model, replay_model):
        monkeypatch.setattr(module, "AFTER_MS", AFTER_MS)


def clips_of(program: Program, problem_id: str) -> list[tuple]:
    program.until(lambda: program.stored(CLIP, problem_id))
    program.until(lambda: not program.desk.problems.clips.is_awaited(problem_id))
    return sorted(program.stored(CLIP, problem_id), key=lambda row: row[1])


def test_clip_of_a_problem_is_kept_and_played_from_its_form(program: Program):
    """F8, and a moment later a file that plays, under its hash, with the span it shows; R plays."""
    problem_id = program.report("C018")
    form, replay = program.window.form, program.window.replay
    found_at = form.model.detail.row.found_at
    clips = clips_of(program, problem_id)

    for sha256, from_at, to_at, frames in clips:
        (file,) = (program.data / "evidence").rglob(f"{sha256}.mp4")
        assert hashlib.sha256(file.read_bytes()).hexdigest() == sha256
        with av.open(str(file)) as container:
            shown = [float(frame.time) for frame in container.decode(video=0)]
        assert len(shown) == frames
        assert abs(shown[-1] * 1000 - (to_at - from_at)) < 200
    assert clips[0][1] < found_at < clips[-1][2] <= found_at + AFTER_MS + 100
    program.until(lambda: form.model.detail.clips)
    place = program.desk.store.place
    with open_for_reading(place) as session:
        states = {verdict.name: verdict.state for verdict in verify(session, place)}
    assert states["rebuild"] == states["attachments"] == "ok"

    program.press(Key.Key_R)
    program.until(lambda: replay.is_open and replay.model.is_kept)
    program.press(Key.Key_Home)
    program.until(lambda: not replay.panel.view._image.isNull())
    assert replay.model.at() == clips[0][1]
    program.press(Key.Key_Escape)
    assert not replay.is_open
    assert form.is_open


def test_frame_of_a_replay_is_a_problem_with_its_own_time(program: Program):
    """R, a frame back, F8: the clock starts at the key, the picture says how old it is."""
    program.look_closely("C017")
    replay, form = program.window.replay, program.window.form
    program.press(Key.Key_R)
    program.until(lambda: replay.is_open)
    program.press(Key.Key_Home)
    for _ in range(3):
        program.press(Key.Key_Period)
    seen_at = replay.model.at()
    before = program.time.now_ms()
    program.press(Key.Key_F8)
    program.until(lambda: form.is_open)
    assert not replay.is_open

    detail = form.model.detail
    (shot,) = detail.shots
    assert before <= detail.row.found_at <= program.time.now_ms()
    assert shot.taken_at == seen_at
    assert shot.age_ms == detail.row.found_at - seen_at
    assert program.clock_of(detail.row.id)[0] == detail.row.found_at
    assert clips_of(program, detail.row.id)[0][1] <= seen_at + 5  # two clocks, read twice


def test_frame_replayed_in_a_round_is_a_problem_of_its_checkpoint(
    around: Surroundings, tmp_path: Path, qapp: QApplication, qtbot: QtBot
):
    """R works in a round as on the wall; F8 in it marks the visit, the round goes on after it."""

    def furnish(desk: Desk) -> None:
        around.furnish(desk)
        points = tuple(
            Checkpoint(camera=code, order=order, min_dwell_ms=300)
            for order, code in enumerate(("C017", "C018"))
        )
        day = day_of(desk.time.now_ms())
        slots = (Slot(no=1, from_minute=0, to_minute=24 * 60 - 1),)
        desk.patrol_plans.adopt(Plan(slots=slots, from_on=day, checkpoints=points)).result()

    program = Program(tmp_path, qapp, qtbot)
    program.start(furnish)
    try:
        walker = Walker(program)
        walker.start()
        walker.look("C017", 1_000)
        program.press(Key.Key_R)
        program.until(lambda: program.window.replay.is_open)
        program.press(Key.Key_F8)
        program.until(lambda: program.window.form.is_open)
        assert not program.window.replay.is_open
        problem_id = program.window.form.model.problem_id
        program.press(Key.Key_Escape)
        walker.at("C018")

        program.until(lambda: program.stored(VISITS))
        visits = program.stored(VISITS)
        assert [outcome for outcome, _ in visits] == ["problem"]
        assert problem_id in visits[0][1]
    finally:
        program.stop()
        qapp.setStyleSheet("")
