"""The real window from opening to closing: layouts, languages, and an end that nobody holds up."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from pytestqt.exceptions import TimeoutError as QtTimeout

from duty_desk import language
from duty_desk.domain.camera import CameraRecord
from duty_desk.push.stand_in import Turn
from duty_desk.video.stream_state import StreamState
from tests.flow.program import CTRL, Key, Program
from tests.flow.said import chinese_in, english_in, names_of, said_by
from tests.video.wall import listening

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from duty_desk.desk.desk import Desk
    from tests.flow.conftest import Surroundings

CLOSE_WITHIN_S = 3.0


def test_digits_choose_how_many_cameras_are_open(program: Program):
    """1, 2, 3, 4: so many tiles, and exactly those streams are watched."""
    wall = program.window.watch.wall
    program.wait_live("C017")

    for key, tiles in ((Key.Key_1, 1), (Key.Key_2, 4), (Key.Key_3, 9), (Key.Key_4, 16)):
        program.press(key)
        program.until(lambda tiles=tiles: len(program.engine.watched()) == tiles)
        assert wall.layout() == tiles
        assert set(program.engine.watched()) == {one.id for one in wall.visible() if one}
    program.wait_live("C080")


def lived_in(program: Program) -> None:
    """Bring something onto every page: a push, a parked problem, the keys, an open form."""
    window = program.window
    pushed = program.report("C041")
    program.press(Key.Key_2)
    program.press(Key.Key_Return, CTRL)
    program.until(lambda: program.problem(pushed).push_state == "accepted")
    program.until(lambda: not window.form.is_open)
    program.press(Key.Key_3, CTRL)
    program.press(Key.Key_Down)
    program.until(lambda: window.problems_page.model.detail is not None)
    program.press(Key.Key_F1)
    program.press(Key.Key_Escape)
    program.press(Key.Key_1, CTRL)
    parked = program.report("C017")
    program.press(Key.Key_Escape)
    program.until(lambda: program.problem(parked).is_parked)
    program.report("C018")
    program.until(lambda: window.form.model.preview is not None)


def test_each_language_is_spoken_whole_after_a_switch_while_running(program: Program, qtbot: QtBot):
    """English: no Chinese on any page but names of the desk's own. Back: no English sentence."""
    lived_in(program)
    switch = program.window.top_bar._language

    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    settles(program, lambda told: chinese_in(told, names_of(program)))
    told = said_by(program)
    assert len(told) > 200
    assert english_in(told, language._speech.english)

    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    settles(program, lambda told: english_in(told, language._speech.english))
    assert chinese_in(said_by(program), names_of(program))


def settles(program: Program, left: Callable[[dict[str, str]], dict[str, str]]) -> None:
    """Wait until `left` finds nothing in what the window says; fail with what it finds."""
    with contextlib.suppress(QtTimeout):
        program.until(lambda: not left(said_by(program)))
    assert left(said_by(program)) == {}


def test_closing_waits_neither_for_a_black_hole_nor_for_a_silent_robot(
    around: Surroundings, tmp_path: Path, qapp: QApplication, qtbot: QtBot
):
    """A camera that never answers, a worker that hangs, a push under way: all ends in time."""
    program = Program(tmp_path, qapp, qtbot)
    with listening() as port:

        def furnish(desk: Desk) -> None:
            hole = CameraRecord(code="C001", name="hole", url_main=f"rtsp://127.0.0.1:{port}/never")
            desk.cameras.add([hole]).result()
            around.furnish(desk)

        program.start(furnish)
        hole_id = next(row.id for row in program.desk.snapshot.cameras if row.code == "C001")
        program.until(lambda: program.engine.status(hole_id).state is StreamState.CONNECTING)
        around.robot.script([Turn.SILENT])
        problem_id = program.report("C041")
        program.press(Key.Key_2)
        program.press(Key.Key_Return, CTRL)
        program.until(lambda: around.robot.requests == 1)
        assert program.problem(problem_id).push_state in ("queued", "sending")
        assert "video worker 0" in children()
        os.kill(program.engine.worker_pids()[0], signal.SIGSTOP)

        barked = threading.Event()
        watchdog = threading.Timer(CLOSE_WITHIN_S, barked.set)
        watchdog.start()
        program.stop()
        watchdog.cancel()

    assert not barked.is_set()
    assert not any(name.startswith("video worker") for name in children())


def children() -> set[str]:
    """The names of this process's children at work."""
    return {child.name for child in multiprocessing.active_children()}
