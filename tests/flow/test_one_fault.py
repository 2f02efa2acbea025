"""A fault's whole way through the real window, by keys alone: found, told, repaired, verified."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from tests.flow.program import CTRL, CTRL_SHIFT, AtFirstSight, Key

if TYPE_CHECKING:
    from tests.flow.conftest import Surroundings
    from tests.flow.program import Program

WAY = ("found", "reported", "accepted", "arrived", "repaired", "verified")
# By the demo's script of faults.
STALLS, STALL_AT_MS = "C077", 171_000
COVERED, COVERED_AT_MS, CLEAR_AT_MS = "C034", 152_000, 236_000
KEPT = """
    SELECT fault.id, fault.found_at, fault_shot.sha256, clock.started_at, clock.due_at,
           clock.verdict
    FROM fault JOIN fault_shot ON fault_shot.fault_id = fault.id
    JOIN clock ON clock.subject = fault.id WHERE clock.rule_id = 'fault.report'
"""


def find(program: Program, code: str) -> str:
    """Select a camera, press F9, wait for the form; the fault's id."""
    program.select(code)
    program.press(Key.Key_F9)
    program.until(lambda: program.window.fault_form.is_open)
    return program.window.fault_form.model.fault_id


def state_of(program: Program, fault_id: str) -> tuple[str, str]:
    """State and kind of a fault, from the file."""
    (found,) = program.stored("SELECT state, kind FROM fault WHERE id = ?", fault_id)
    return found


def verdict_of(program: Program, fault_id: str) -> str:
    """What its clock says, from the file."""
    ((verdict,),) = program.stored("SELECT verdict FROM clock WHERE subject = ?", fault_id)
    return verdict


def reach(program: Program, fault_id: str, state: str) -> None:
    """Wait until the store has the fault in this state and the page shows it."""
    page = program.window.faults_page
    program.until(lambda: state_of(program, fault_id)[0] == state)
    program.until(lambda: page.model.detail and page.model.detail.row.state == state)


def check_kept(program: Program, fault_id: str, kept) -> None:
    """Record, picture and clock were on the disk before the form was seen."""
    ((kept_id, found_at, sha256, started_at, due_at, verdict),) = kept
    assert (kept_id, started_at, verdict) == (fault_id, found_at, "running")
    assert due_at == found_at + 600_000
    (picture,) = (program.data / "evidence").rglob(f"{sha256}*")
    assert hashlib.sha256(picture.read_bytes()).hexdigest() == sha256


def repaired(program: Program, fault_id: str) -> None:
    """Take a reported fault to its repair, on its page, by keys."""
    program.press(Key.Key_4, CTRL)
    reach(program, fault_id, "reported")
    for key, state in ((Key.Key_A, "accepted"), (Key.Key_S, "on_site")):
        program.press(key)
        reach(program, fault_id, state)
    program.press(Key.Key_X)
    program.type("leaves removed")
    program.press(Key.Key_Return)
    reach(program, fault_id, "repaired")


def said_by(look) -> str:
    """Everything a tile says over its picture."""
    return " ".join((look.title, *look.lines, look.band))


def test_a_covered_camera_is_found_told_repaired_and_verified_by_keys(
    program: Program, around: Surroundings
):
    """F9, digit, Ctrl+Enter; then on its page accepted, on site, repaired, looked at."""
    window = program.window
    form, page = window.fault_form, window.faults_page
    first_sight = AtFirstSight(form, lambda: program.stored(KEPT))
    program.wait_live(COVERED)
    around.script_time.advance(COVERED_AT_MS)

    fault_id = find(program, COVERED)

    check_kept(program, fault_id, first_sight.seen[0])
    program.until(lambda: [card.level() for card in window.watch_page.clocks.cards()] == ["calm"])

    program.press(Key.Key_4)
    program.until(lambda: state_of(program, fault_id)[1] == "covered")
    program.press(Key.Key_Return, CTRL)
    program.until(lambda: not form.is_open)
    assert (state_of(program, fault_id)[0], verdict_of(program, fault_id)) == ("reported", "met")
    program.until(lambda: window.watch_page.clocks.cards() == ())
    assert "已报修" in program.look_of(COVERED).band

    repaired(program, fault_id)
    assert window.rail.button("faults").badge() == 1
    around.script_time.advance(CLEAR_AT_MS - COVERED_AT_MS)
    program.until(page.panel.now.has_picture)
    program.press(Key.Key_H)
    reach(program, fault_id, "verified")

    sql = "SELECT kind FROM fault_shot WHERE fault_id = ? ORDER BY no"
    assert program.stored(sql, fault_id) == [("found",), ("good",)]
    told = program.stored(
        "SELECT kind, actor FROM journal WHERE subject = ? ORDER BY seq", fault_id
    )
    assert [kind for kind, _ in told if kind != "fault.described"] == [f"fault.{x}" for x in WAY]
    assert all(actor for _, actor in told)
    assert window.rail.button("faults").badge() == 0
    program.press(Key.Key_1, CTRL)
    program.until(lambda: program.look_of(COVERED).band == "")


def test_a_stalled_camera_is_found_once_and_declared_no_fault(
    program: Program, around: Surroundings
):
    """Its kind is filled in; F9 again opens the same; Esc parks; the card's 误报 asks why."""
    window = program.window
    form = window.fault_form
    program.wait_live(STALLS)
    program.select(STALLS)
    around.script_time.advance(STALL_AT_MS)
    program.until(lambda: program.look_of(STALLS).is_veiled)
    assert "按 F9 报故障" in said_by(program.look_of(STALLS))

    fault_id = find(program, STALLS)
    detail = form.model.detail
    assert detail.row.kind == "signal"
    assert detail.row.down_from_at < detail.row.found_at
    assert form.picture.head().startswith("故障前最后画面")
    program.press(Key.Key_Escape)
    program.until(lambda: not form.is_open)
    program.until(lambda: "已开始报修时限" in said_by(program.look_of(STALLS)))

    assert find(program, STALLS) == fault_id
    assert program.stored("SELECT count(*) FROM fault") == [(1,)]
    program.press(Key.Key_Escape)
    program.until(lambda: not form.is_open)

    program.press(Key.Key_4, CTRL)
    page = window.faults_page
    reach(program, fault_id, "found")
    program.press(Key.Key_C, CTRL_SHIFT)
    program.until(lambda: "信号中断" in QGuiApplication.clipboard().text())
    assert verdict_of(program, fault_id) == "running"
    program.press(Key.Key_N)
    program.until(page.panel.reason.isVisible)
    program.type("network test")
    program.press(Key.Key_Return)
    reach(program, fault_id, "dismissed")

    assert verdict_of(program, fault_id) == "void"
    program.until(lambda: window.strip.pills() == ())
