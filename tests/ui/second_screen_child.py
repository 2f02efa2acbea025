"""Moves the wall to a second monitor and back, and prints what was seen; see test_second_screen."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from duty_desk.ui import icons, theme
from duty_desk.ui.alarm import Alarms
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.watch.model import WatchModel
from duty_desk.ui.watch.page import WatchPage
from tests.fakes.time_source import FakeTimeSource
from tests.fakes.window_parts import FakeDesk, FakeEngine

RESOURCES = Path(__file__).parents[2] / "resources"


def main() -> None:
    """Go out, press keys on both windows, come back, be restored."""
    app = QApplication([])
    icons.use_folder(RESOURCES / "icons")
    theme.dress(RESOURCES)
    time, desk = FakeTimeSource(), FakeDesk()
    watch = WatchModel(DeskSide(desk, DeskBridge(), time), FakeEngine(time))
    watch.show_snapshot(desk.snapshot)
    page = WatchPage(watch, Alarms())
    wished: list[str] = []
    page.second.wished.connect(wished.append)
    page.show()
    page.second.toggle()
    window = page.second.window()
    seen: dict[str, object] = {
        "out": page.second.is_out() and page.wall.isVisible(),
        "area": list(window.geometry().getRect()),
        "wished": wished[-1],
    }
    QTest.keyClick(page.stage, Qt.Key.Key_Right)
    seen["right_on_the_page"] = watch.wall.selected_id()
    QTest.keyClick(page.wall, Qt.Key.Key_Right)
    seen["right_on_the_wall"] = watch.wall.selected_id()
    window.activateWindow()
    page.wall.setFocus()
    while app.focusWidget() is not page.wall:
        app.processEvents()
    QTest.keyClick(page.wall, Qt.Key.Key_2)
    seen["layout_by_a_key_of_the_wall"] = watch.wall.layout()
    window.close()
    while page.second.is_out():
        app.processEvents()
    seen["back"] = page.stage.currentWidget() is page.wall and window.isHidden()
    page.second.restore("side")
    seen["restored"] = page.second.is_out()
    app.aboutToQuit.connect(lambda: seen.update(ended=True))
    QTimer.singleShot(0, app.quit)
    app.exec()
    seen["wished_at_the_end"] = wished[-1]
    page.stop()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
