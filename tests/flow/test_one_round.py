"""A whole round through the real window, by keys alone, with all that can come between."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from duty_desk import language
from duty_desk.desk.patrol_words import outcome_words
from duty_desk.domain import period
from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.patrol_plan import Checkpoint, Plan, Slot
from duty_desk.domain.problem import day_of
from duty_desk.domain.workdays import day_of as day_of_instant
from duty_desk.store.ledger_source import Slice
from tests.fakes.desk import camera
from tests.flow.program import CTRL, Key, Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from duty_desk.desk.desk import Desk
    from duty_desk.store.transaction import Session
    from tests.flow.conftest import Surroundings

LOST = "C099"
CODES = ("C017", "C018", "C022", "C025", LOST, "C031", "C034")
LEAST_MS, LONG_MS = 300, 60_000
OUTCOME = 8  # the column of the ledger
OUTCOMES = ["normal", "normal", "problem", "fault", "not_viewable", "skipped", "normal"]
VISITS = """
    SELECT camera.code, visit.outcome, visit.is_quick, visit.reason, visit.problems, visit.faults,
           visit.fresh_ms, visit.thumbnail
    FROM visit JOIN camera ON camera.id = visit.camera_id ORDER BY visit.no
"""


def plan(day: str) -> Plan:
    """One round that is open all day, along seven points; the second must be looked at long."""
    points = [
        Checkpoint(camera=code, order=order, min_dwell_ms=LEAST_MS)
        for order, code in enumerate(CODES)
    ]
    points[1] = replace(points[1], min_dwell_ms=LONG_MS)
    slot = Slot(no=1, from_minute=0, to_minute=24 * 60 - 1)
    return Plan(slots=(slot,), from_on=day, checkpoints=tuple(points))


@pytest.fixture
def opened(
    around: Surroundings, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> Iterator[Callable[[], Program]]:
    """Opens the program on the same data folder, again after it was stopped."""
    running: list[Program] = []

    def furnish(desk: Desk) -> None:
        around.furnish(desk)
        desk.cameras.add([camera(LOST, url_main="rtsp://127.0.0.1:9/none")]).result()
        if desk.patrol_plans.on().result().is_contracts:
            desk.patrol_plans.adopt(plan(day_of(desk.time.now_ms()))).result()

    def open_() -> Program:
        while running:
            running.pop().stop()
        program = Program(tmp_path, qapp, qtbot)
        program.start(furnish)
        running.append(program)
        return program

    yield open_
    while running:
        running.pop().stop()
    qapp.setStyleSheet("")
    language.use_language("zh_CN")


class Walker:
    """Walks with the keyboard and looks at the page."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.page = program.window.patrol.page
        self.model = self.page.model

    def start(self) -> None:
        """F5, wherever one is."""
        self.program.press(Key.Key_F5)
        self.program.until(lambda: self.model.is_walking)

    def at(self, code: str) -> None:
        """Wait until the round stands at this camera."""
        self.program.until(lambda: self.code() == code)

    def code(self) -> str:
        """The code of the camera in view."""
        point = self.model.selected()
        return point.camera_code if point is not None else ""

    def look(self, code: str, least_ms: int = LEAST_MS) -> None:
        """Look at a fresh picture of this camera for long enough."""
        self.at(code)
        point = self.model.selected()
        self.program.until(lambda: self.model.dwell_ms(point.no) >= least_ms)

    def told(self) -> str:
        """The sentence at the foot."""
        return self.page.walk_view.foot.told()


def visits(program: Program) -> dict[str, tuple]:
    """What stands in the file, by camera."""
    return {row[0]: row[1:] for row in program.stored(VISITS)}


def ledger(program: Program) -> list[tuple]:
    """The checkpoints as they are exported."""
    desk = program.desk

    def read(session: Session) -> list[tuple]:
        today = period.day(day_of_instant(desk.time.now_ms()))
        wish = LedgerWish("visit", today.from_at, today.to_at)
        page = desk.ledgers.shelf().page(session, wish, Slice())
        return [row.cells for row in page.rows]

    return desk.ask(lambda: desk.read(read)).result(10)


def walk_to_the_lost_camera(walker: Walker) -> tuple[str, str]:
    """Normal, too quick, a problem, a fault; the ids of the last two."""
    program = walker.program
    walker.start()
    assert program.window.page() == "patrol"
    walker.look("C017")
    program.press(Key.Key_Space)
    walker.look("C018")
    program.press(Key.Key_Space)
    assert "最少 60 秒" in walker.told()
    assert walker.code() == "C018"
    program.press(Key.Key_Return)
    walker.look("C022")
    program.press(Key.Key_F8)
    program.until(lambda: program.window.form.is_open)
    problem_id = program.window.form.model.problem_id
    assert walker.code() == "C022"
    program.press(Key.Key_Escape)
    walker.look("C025")
    program.press(Key.Key_F9)
    program.until(lambda: program.window.fault_form.is_open)
    fault_id = program.window.fault_form.model.fault_id
    program.press(Key.Key_Escape)
    walker.at(LOST)
    return problem_id, fault_id


def walk_from_the_lost_camera(walker: Walker) -> None:
    """No picture, a skip, a pause, normal: the round is done."""
    program = walker.program
    walker.start()
    walker.at(LOST)
    program.press(Key.Key_Space)
    assert "没有新画面" in walker.told()
    program.press(Key.Key_N)
    program.press(Key.Key_1)
    walker.at("C031")
    program.press(Key.Key_S)
    program.press(Key.Key_1)
    walker.at("C034")
    program.press(Key.Key_P)
    program.until(lambda: walker.model.is_paused)
    program.until(lambda: not walker.page.walk_view.isVisible())
    program.press(Key.Key_P)
    walker.look("C034")
    program.press(Key.Key_Space)
    program.until(lambda: program.stored("SELECT state FROM round") == [("complete",)])
    program.until(lambda: "7 / 7" in walker.page.day_view.told())


def test_a_round_is_walked_by_keyboard_with_everything_coming_between(
    opened: Callable[[], Program],
):
    """Too quick, problem, fault, restart, lost camera, skip, pause: all agree in the end."""
    problem_id, fault_id = walk_to_the_lost_camera(Walker(opened()))
    program = opened()
    walk_from_the_lost_camera(Walker(program))

    found = visits(program)
    outcomes = [found[code][0] for code in CODES]
    assert outcomes == OUTCOMES
    assert [code for code in CODES if found[code][1]] == ["C018"]
    assert json.loads(found["C022"][3]) == [problem_id]
    assert json.loads(found["C025"][4]) == [fault_id]
    assert found[LOST][2] == "黑屏或无信号"
    assert all(found[code][5] >= LEAST_MS for code in ("C017", "C034"))
    assert not found[LOST][6]
    assert all(found[code][6] for code in ("C017", "C018", "C022", "C025", "C034"))
    counts = program.desk.snapshot.patrol.counts
    assert (counts.today, counts.year) == (1, 1)
    assert program.desk.patrol.year().result().visits["normal"] == 3
    kinds = [kind for (kind,) in program.stored("SELECT kind FROM journal ORDER BY seq")]
    assert kinds.count("visit.done") == 7
    assert kinds.count("round.resumed") == 2
    assert kinds.count("round.completed") == 1
    assert [line[OUTCOME] for line in ledger(program)] == [outcome_words(one) for one in outcomes]
    assert program.window.patrol.today.row() is None


def test_the_wall_and_the_round_share_the_engine_and_hand_over(opened: Callable[[], Program]):
    """In a round only its checkpoint and the coming ones are open; back on the wall, its tiles."""
    program = opened()
    walker = Walker(program)
    program.wait_live("C017")
    walker.start()
    walker.look("C017", 1)

    program.until(lambda: len(program.engine.watched()) == 4)

    program.press(Key.Key_1, CTRL)
    program.until(lambda: len(program.engine.watched()) >= 16)
