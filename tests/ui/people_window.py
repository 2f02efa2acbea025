"""A window with the bar, a page that counts its keys, and a real desk with people behind it."""

from __future__ import annotations

import gc
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.parts import Parts
from duty_desk.ui.people.feature import PeopleFeature
from duty_desk.ui.problems.form_model import DeskSide
from tests.desk.people import staff
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import FakeTimeSource
from tests.ui.conftest import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import Qt

    from duty_desk.desk.desk import Desk

WAIT_MS = 10_000


class FakeTopBar(QFrame):
    """What the top bar asks for."""

    lock_asked = Signal()
    other_person_asked = Signal()
    sign_out_asked = Signal()


@dataclass
class PeopleWindow:
    """A window that knows its people."""

    desk: Desk
    side: DeskSide
    window: QWidget
    people: PeopleFeature
    page: QLineEdit
    reported: list[str] = field(default_factory=list)

    def press(self, key: Qt.Key) -> None:
        """Press a key as the window system tells it, before any widget or shortcut."""
        QTest.keyClick(self.window.windowHandle(), key)

    def type(self, text: str) -> None:
        """Type as the window system tells it."""
        for letter in text:
            QTest.keyClick(self.window.windowHandle(), letter)


@pytest.fixture(scope="module")
def staffed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk with five people."""
    seat = Seat(tmp_path_factory.mktemp("staffed"), FakeTimeSource())
    desk = build_desk(seat)
    desk.start(is_sending=False)
    staff(desk)
    desk.stop()
    return seat.data


@pytest.fixture
def make_window(dressed, qtbot, time, tmp_path, staffed_folder) -> Iterator:
    """Opens a window on a desk with five people, or with none."""
    made: list[tuple[Desk, QObject]] = []
    gc.collect()  # window objects left by other tests must not be freed in the desk's thread

    def make(*, is_staffed: bool = True, lock_minutes: int = 0) -> PeopleWindow:
        if is_staffed:
            shutil.copytree(staffed_folder, tmp_path / "data")
        desk = build_desk(Seat(tmp_path / "data", time))
        desk.start(is_sending=False)
        desk.people.attend().result(5)
        bridge = DeskBridge()
        made.append((desk, bridge))
        desk.listen(bridge.happened.emit)
        side = DeskSide(desk, bridge, time)
        return _opened(side, lock_minutes, qtbot)

    yield make
    for desk, _bridge in made:
        desk.stop()
    gc.collect()


def _opened(side: DeskSide, lock_minutes: int, qtbot) -> PeopleWindow:
    window, top_bar, page = QWidget(), FakeTopBar(), QLineEdit()
    parts = Parts(
        desk=side.desk,
        engine=None,
        time=side.time,
        resources=RESOURCES,
        state_folder=RESOURCES,
        lock_minutes=lock_minutes,
    )
    people = PeopleFeature(side, parts, top_bar, window)
    column = QVBoxLayout(window)
    for widget in (top_bar, people.bar, page):
        column.addWidget(widget)
    opened = PeopleWindow(side.desk, side, window, people, page)
    shortcut = QShortcut(QKeySequence("F8"), window)
    shortcut.activated.connect(lambda: opened.reported.append("F8"))
    qtbot.addWidget(window)
    side.bridge.happened.connect(lambda happened: people.show_snapshot(happened.snapshot))
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    people.guard.watch(window.windowHandle())
    people.show_snapshot(side.desk.snapshot)
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    return opened
