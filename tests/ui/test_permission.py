"""Files leave the desk only with the right to it; nobody chooses a file in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.duty_log.log_view import LogView
from duty_desk.ui.faults.statement_menu import StatementMenu
from duty_desk.ui.patrol.ledger_row import LedgerRow
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.roster.attendance_view import AttendanceView
from duty_desk.ui.roster.roster_files import RosterFiles
from tests.desk.people import sit, staff
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the button of each does; the statement's stands for its menu.
DOORS = {
    "log": lambda side: (view := LogView(side), view._export),
    "roster": lambda side: (
        files := RosterFiles(side, QPushButton()),
        lambda: files._save("2026-11-01", "2026-11-30", ""),
    ),
    "attendance": lambda side: (view := AttendanceView(side), view._on_save),
    "ledger": lambda side: (row := LedgerRow(side), row.save.click),
    "statement": lambda side: (menu := StatementMenu(side, None, QPushButton()), menu._open),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator:
    """A desk with five people; nobody sits there yet."""
    found = build_desk(Seat(tmp_path_factory.mktemp("export"), FakeTimeSource()))
    found.start(is_sending=False, is_ticking=False)
    staff(found)
    yield found
    found.stop()


@pytest.mark.parametrize("door", DOORS)
def test_who_may_not_export_is_told_before_a_file_is_asked_for(
    door, desk, dressed, qtbot, monkeypatch
) -> None:
    """The operator gets the sentence and no dialog; the clerk gets the dialog."""
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: asked.append("file") or ("", ""))
    side = DeskSide(desk, DeskBridge(), desk.time)
    holder, press = DOORS[door](side)
    if door == "statement":
        monkeypatch.setattr(holder, "_offer", lambda _: asked.append("menu"))
    said: list[str] = []
    holder.said.connect(lambda words, _level: said.append(words))

    sit(desk, "值班员 A")
    press()
    assert not asked
    assert "没有权限把台账和名单导出成文件" in said[0]

    sit(desk, "内勤 D")
    press()
    qtbot.waitUntil(lambda: bool(asked), timeout=5000)
    assert len(said) == 1
