"""A window with the page 调取 on a real desk of a supervisor that knows three cameras."""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from duty_desk.desk.footage_files import FileWork
from duty_desk.domain.rights import Role
from duty_desk.ui.alarm import Alarms
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.footage.feature import FootageFeature
from duty_desk.ui.pages import FOOTAGE
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.problems.pictures import PictureShelf
from duty_desk.ui.rail import RailButton
from duty_desk.ui.watch.finder_model import FinderModel
from duty_desk.ui.watch.model import WatchModel
from duty_desk.video.file_look import FileLook, Playing
from tests.desk.footage_walk import add_cameras
from tests.fakes.desk import Seat, build_desk
from tests.ui.conftest import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_views import FootageDetail

WAIT_MS = 15_000
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class FakeBar:
    """What the top bar takes."""

    def add_chip(self, _chip: QWidget) -> None:
        """Take a chip."""


@dataclass
class FootageWindow:
    """The page in a window, worked by keys as the window system tells them."""

    desk: Desk
    feature: FootageFeature
    window: QWidget
    qtbot: object
    told: list[tuple[str, str]] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)

    @property
    def detail(self) -> FootageDetail:
        """The request that is shown."""
        assert self.feature.model.detail is not None
        return self.feature.model.detail

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key."""
        QTest.keyClick(self.window.windowHandle(), key, held)

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard; letters that no keyboard has are put in."""
        focus = QApplication.focusWidget()
        if text.isascii():
            QTest.keyClicks(focus, text)
        else:
            focus.insert(text)

    def wait(self, is_so) -> None:
        """Wait until it is so."""
        self.qtbot.waitUntil(lambda: bool(is_so()), timeout=WAIT_MS)

    def reach(self, state: str) -> None:
        """Wait until the request that is shown has this state."""
        model = self.feature.model
        self.wait(lambda: model.detail is not None and model.detail.row.state == state)

    def show(self, request_id: str) -> None:
        """Choose a request."""
        self.feature.page.choose(request_id)
        self.wait(lambda: self.feature.model.request_id == request_id)
        self.feature.page.setFocus()


def cell(seat: FootageWindow, row: int, column: int, role=Qt.ItemDataRole.DisplayRole):
    """What a cell of the files says."""
    table = seat.feature.page.panel.files_table
    return table.data(table.index(row, column), role)


def played(_path: object) -> FileLook:
    """A look that needs no process of its own."""
    return FileLook(Playing.PLAYABLE)


@pytest.fixture
def seat(dressed, qtbot, time, tmp_path, engine, monkeypatch, request) -> Iterator[FootageWindow]:
    """The page, shown at the seat of a supervisor; its parameter: hours in which papers follow."""
    gc.collect()  # window objects left by other tests must not be freed in the desk's thread
    follow_h = getattr(request, "param", 0)
    place = Seat(tmp_path / "data", time, role=Role.SUPERVISOR, papers_may_follow_h=follow_h)
    desk = build_desk(place)
    desk.start(is_sending=False)
    add_cameras(desk)
    bridge, window = DeskBridge(), QWidget()
    desk.listen(lambda happened: bridge.in_window(lambda: bridge.happened.emit(happened)))
    side, shelf = DeskSide(desk, bridge, time), PictureShelf(bridge)
    watch, finder = WatchModel(side, engine), FinderModel(RESOURCES, bridge)
    finder.show_cameras(desk.snapshot.cameras)
    feature = FootageFeature(side, (watch, engine, shelf), finder, window)
    monkeypatch.setattr(feature.model.hashing, "_make", lambda told: FileWork(told, played))
    alarms = Alarms()
    feature.join(FakeBar(), alarms, RailButton(FOOTAGE, window))
    QVBoxLayout(window).addWidget(feature.page)
    made = FootageWindow(desk, feature, window, qtbot)
    feature.said.connect(lambda *said: made.told.append(said))
    alarms.sounded.connect(made.sounds.append)
    bridge.happened.connect(feature.on_happened)
    qtbot.addWidget(window)
    window.resize(1500, 900)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    made.wait(lambda: finder.hits("C046") is not None)
    feature.page.setFocus()
    yield made
    feature.stop()
    finder.stop()
    shelf.close()
    desk.stop()
    gc.collect()
