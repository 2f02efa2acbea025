"""Cameras found faulty by the program, judged and reported by the operator, closed by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk import language
from duty_desk.bootstrap import open_house
from duty_desk.demo_views import ViewLesson
from duty_desk.store.verify import verify
from duty_desk.ui.faults.statement_menu import month_of
from tests.flow.program import CTRL, Key, Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.flow.conftest import Surroundings

# By the demo's script all four are faulty at one time, and well again at another.
COVERED, TURNED, FROZEN, LOST = "C034", "C022", "C046", "C077"
CODES = (COVERED, TURNED, FROZEN, LOST)
ALL_FAULTY_AT_MS, ALL_WELL_AT_MS = 172_000, 245_000
FOUND_WITHIN_MS = 90_000
WAY = ("found", "reported", "accepted", "arrived", "repaired", "verified")


@pytest.fixture
def program(
    around: Surroundings, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> Iterator[Program]:
    """The program with the four cameras, their views confirmed, and nothing only noted."""
    (tmp_path / "settings.toml").write_text("shadow_days = 0\nsignal_fault_s = 5\n", "utf-8")
    program = Program(tmp_path, qapp, qtbot)
    script = around.street.script.cameras
    cameras = tuple(camera for camera in script if camera.record.code in CODES)

    def furnish(desk) -> None:
        records = [one for one in around.street.records() if one.code in CODES]
        desk.cameras.add(records).result()

    program.start(furnish)
    folder = open_house(tmp_path).files.resources / "demo"
    lesson = ViewLesson(program.desk, folder, cameras)
    lesson.start()
    yield program
    lesson.stop()
    program.stop()
    qapp.setStyleSheet("")
    language.use_language("zh_CN")


def healthy(program: Program, code: str) -> bool:
    """Whether the camera's picture was looked at and is like its confirmed view."""
    return program.desk.diagnosing.health(program.camera_id(code)).standing == "healthy"


def suspected(program: Program) -> dict[str, str]:
    """Camera code to class, of what is suspected now."""
    return {row.camera_code: row.family for row in program.desk.snapshot.suspicions}


def go_to(program: Program, line_id: str) -> None:
    """Move the selection of the faults page to a line, by keys."""
    page = program.window.faults_page
    program.press(Key.Key_Home)
    for _ in range(page.faults.rowCount()):
        if page._chosen_id() == line_id:
            return
        program.press(Key.Key_Down)
    program.until(lambda: page._chosen_id() == line_id)


def fault_of(program: Program, code: str):
    """The fault of a camera as the desk shows it; None while it has none."""
    found = (row for row in program.desk.snapshot.faults if row.camera_code == code)
    return next(found, None)


def confirm(program: Program, code: str) -> None:
    """Look at a suspicion's card and say Enter."""
    page = program.window.faults_page
    row = next(row for row in program.desk.snapshot.suspicions if row.camera_code == code)
    go_to(program, row.group_id or row.id)
    program.until(lambda: page.suspects.model.detail is not None)
    program.until(page.suspects.panel.reference.has_picture)
    program.press(Key.Key_Return)
    program.until(lambda: state_is(program, code, "found"))


def state_is(program: Program, code: str, state: str) -> bool:
    """Whether the fault of a camera is chosen, and where it stands."""
    detail = program.window.faults_page.model.detail
    return detail is not None and (detail.row.camera_code, detail.row.state) == (code, state)


def report_and_repair(program: Program, code: str) -> None:
    """Call the maintainer, and take the fault to its repair."""
    go_to(program, fault_of(program, code).id)
    program.until(lambda: state_is(program, code, "found"))
    program.press(Key.Key_Return, CTRL)
    for key, state in ((Key.Key_A, "reported"), (Key.Key_S, "accepted"), (Key.Key_X, "on_site")):
        program.until(lambda state=state: state_is(program, code, state))
        program.press(key)
    program.until(program.window.faults_page.panel.reason.isVisible)
    program.type("seen to")
    program.press(Key.Key_Return)
    program.until(lambda: state_is(program, code, "repaired"))


def verified(program: Program, code: str) -> None:
    """Look at the repaired camera, live, and say that it is well."""
    page = program.window.faults_page
    go_to(program, fault_of(program, code).id)
    program.until(lambda: state_is(program, code, "repaired"))
    program.until(page.panel.now.has_picture)
    program.press(Key.Key_H)
    program.until(lambda: state_is(program, code, "verified"))


def test_four_faults_are_found_reported_and_closed_by_keys(program: Program, around: Surroundings):
    """Nothing is told to a maintainer without a key; clocks, journal and statement are right."""
    desk = program.desk
    for code in CODES:
        program.wait_live(code)
    program.until(lambda: all(healthy(program, code) for code in CODES), FOUND_WITHIN_MS)

    around.script_time.advance(ALL_FAULTY_AT_MS)
    program.until(lambda: {COVERED, TURNED, FROZEN} <= set(suspected(program)), FOUND_WITHIN_MS)
    program.until(lambda: fault_of(program, LOST) is not None, FOUND_WITHIN_MS)

    found = suspected(program)
    assert [found[code] for code in (COVERED, TURNED, FROZEN)] == [
        "view_lost",
        "view_lost",
        "frozen",
    ]
    assert "疑似" in program.look_of(COVERED).band
    assert [card.subject for card in desk.snapshot.clocks] == [fault_of(program, LOST).id]
    assert program.stored("SELECT count(*) FROM journal WHERE kind = 'fault.reported'") == [(0,)]

    program.press(Key.Key_4, CTRL)
    for code in (COVERED, TURNED, FROZEN):
        confirm(program, code)
    for code in CODES:
        report_and_repair(program, code)
    around.script_time.advance(ALL_WELL_AT_MS - ALL_FAULTY_AT_MS)
    for code in CODES:
        verified(program, code)

    assert desk.snapshot.clocks == ()
    for code in CODES:
        row = fault_of(program, code)
        sql = "SELECT kind, actor FROM journal WHERE subject = ? ORDER BY seq"
        told = [
            (kind, actor)
            for kind, actor in program.stored(sql, row.id)
            if kind.startswith("fault.") and kind != "fault.described"
        ]
        assert [kind for kind, _ in told] == [f"fault.{word}" for word in WAY]
        assert all(actor for _, actor in told[1:])
        assert (row.verdict, row.origin) == ("met", "system")
    figures = desk.faults.figures(month_of(desk.time.now_ms())).result()
    assert (figures.whole.timely, figures.whole.judged, figures.whole.unrepaired) == (4, 4, 0)
    checked = desk.ask(lambda: desk.read(lambda it: verify(it, desk.store.place))).result(20)
    assert [item for item in checked if item.state == "failed"] == []
