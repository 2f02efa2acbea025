"""The wall on a second monitor: out, back, remembered, and a monitor that is not there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from duty_desk.ui.alarm import Alarms
from duty_desk.ui.watch.page import WatchPage

ROOT = Path(__file__).parents[2]
SCREENS = {
    "screens": [
        {"name": "main", "x": 0, "y": 0, "width": 1600, "height": 900, "logicalDpi": 96, "dpr": 1},
        {"name": "side", "x": 1600, "y": 0, "width": 1280, "height": 720, "logicalDpi": 96,
         "dpr": 1},
    ]
}  # fmt: skip


def test_without_a_second_monitor_the_wall_stays_and_says_so(dressed, watch, qtbot):
    """W on a computer with one monitor: a sentence, and everything as before."""
    page = WatchPage(watch, Alarms())
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(watch.said) as said:
        page.second.toggle()

    assert said.args[0].startswith("没有找到第二块屏幕")
    assert not page.second.is_out()
    page.second.close()


def test_a_monitor_that_is_gone_at_the_start_leaves_the_wall_on_its_page(dressed, watch, qtbot):
    """It was on another monitor yesterday: today it is seen all the same."""
    page = WatchPage(watch, Alarms())
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(watch.said) as said:
        page.second.restore("side")

    assert said.args[0].startswith("第二块屏幕没有接上")
    assert page.wall.isVisible()
    page.second.close()


def test_the_wall_goes_out_takes_keys_there_and_comes_back(tmp_path):
    """On two monitors, in a process of its own since a platform is chosen once."""
    config = tmp_path / "screens.json"
    config.write_text(json.dumps(SCREENS), encoding="utf-8")
    env = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.second_screen_child"],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "out": True,
        "area": [1600, 0, 1280, 720],
        "wished": "side",
        "right_on_the_page": "cam-1",
        "right_on_the_wall": "cam-2",
        "layout_by_a_key_of_the_wall": 4,
        "back": True,
        "restored": True,
        "ended": True,
        "wished_at_the_end": "side",
    }


def test_the_page_takes_arrows_while_the_wall_is_on_it(dressed, watch, qtbot):
    """The page hands the keyboard to the wall."""
    page = WatchPage(watch, Alarms())
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.setFocus()
    qtbot.keyClick(page.focusProxy(), Qt.Key.Key_Right)

    assert watch.wall.selected_id() == "cam-1"
    page.second.close()
