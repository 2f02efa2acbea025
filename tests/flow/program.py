"""The whole program in this process, used as the operator uses it: by keys, and by looking."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from duty_desk.bootstrap import build_desk, open_house, stop_together
from duty_desk.machine.data_lock import DataLock
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.store.store import DATABASE
from duty_desk.ui.application import Joined, Parts
from duty_desk.video.engine import VideoEngine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from duty_desk.desk.views import ProblemRow

LONGEST_MS = 20_000
MAIN_PX = 640  # no main stream of the demo street is narrower, no sub-stream as wide
NO_KEYS = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


class Program:
    """Desk, video engine and window over one data folder, joined as `run` joins them.

    The log stays pytest's, which is why the lock is taken without `bootstrap.lock`.
    """

    def __init__(self, data: Path, app: QApplication, qtbot: QtBot) -> None:
        self.data = data
        self._app, self._qtbot = app, qtbot
        self.time = SystemTimeSource()
        self._house = open_house(data)
        self._held = DataLock(data, self.time)
        self._held.acquire()
        self.desk = build_desk(self._house)
        self.engine = VideoEngine(self.time)

    def start(self, furnish: Callable[[Any], None]) -> None:
        """Start desk and engine; `furnish` tells the desk its cameras; then show the window."""
        with ExitStack() as undo:
            undo.callback(self._end)
            self.desk.start()
            furnish(self.desk)
            self.engine.start()
            self.desk.diagnosing.join(self.engine).result()
            self._open()
            undo.pop_all()

    def _open(self) -> None:
        parts = Parts(
            desk=self.desk,
            engine=self.engine,
            time=self.time,
            resources=self._house.files.resources,
            state_folder=self.data,
            is_demo=True,
        )
        self.joined = Joined(self._app, parts)
        self.window = self.joined.window
        # The screen that is none has 800 x 800 pixels: too few for every tile to be seen.
        self.window.showNormal()
        self.window.resize(1366, 768)
        self._qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def stop(self) -> None:
        """Close the window and end everything, in the order of `run`."""
        self.window.close()
        self._end()
        self.window.deleteLater()
        self.joined.deleteLater()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _end(self) -> None:
        stop_together([self.engine.stop, self.desk.stop])
        self._held.release()

    # --- hands ---------------------------------------------------------------------------

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key; it goes to the window and finds its own way from there."""
        self._qtbot.keyClick(self.window.windowHandle(), key, held)

    def type(self, text: str) -> None:
        """Type letters into whatever has the focus."""
        self._qtbot.keyClicks(QApplication.focusWidget(), text)

    def tab_to(self, widget: QObject, most: int = 40) -> None:
        """Press Tab until `widget` has the focus."""
        for _ in range(most):
            if QApplication.focusWidget() is widget:
                return
            self.press(Key.Key_Tab)
        raise AssertionError("Tab never came to " + type(widget).__name__)

    def select(self, code: str) -> str:
        """Move the selection to the camera of this code with the arrows; its id."""
        wall = self.window.watch.wall
        codes = [camera.code for camera in wall.cameras()]
        side, target = wall.side(), codes.index(code)
        now = [camera.id for camera in wall.cameras()].index(wall.selected_id())
        down, across = target // side - now // side, target % side - now % side
        for _ in range(abs(down)):
            self.press(Key.Key_Down if down > 0 else Key.Key_Up)
        for _ in range(abs(across)):
            self.press(Key.Key_Right if across > 0 else Key.Key_Left)
        assert wall.selected_id() == wall.cameras()[target].id
        return wall.selected_id()

    def report(self, code: str, *, is_hasty: bool = False) -> str:
        """Select a live camera, press F8, wait for the form; the problem's id.

        Unless hasty, its main stream is waited for, whose picture no other follows.
        """
        if is_hasty:
            self.wait_live(code)
            self.select(code)
        else:
            self.look_closely(code)
        self.press(Key.Key_F8)
        self.until(lambda: self.window.form.is_open)
        return self.window.form.model.problem_id

    def look_closely(self, code: str) -> None:
        """Select a live camera and wait until its main stream is painted."""
        self.wait_live(code)
        self.select(code)
        watch = self.window.watch
        camera_id = watch.wall.selected_id()
        self.until(lambda: not watch._engine.status(camera_id).is_sub)
        self.until(lambda: watch._painted[camera_id].stream_width >= MAIN_PX)

    # --- eyes ----------------------------------------------------------------------------

    def until(self, is_so: Callable[[], object], within_ms: int = LONGEST_MS) -> None:
        """Let the window live until `is_so`; fail when it never is."""
        self._qtbot.waitUntil(lambda: bool(is_so()), timeout=within_ms)

    def camera_id(self, code: str) -> str:
        """The id of the camera of this code."""
        cameras = self.window.watch.wall.cameras()
        return str(next(one for one in cameras if one.code == code).id)

    def look_of(self, code: str) -> Any:
        """How the tile of a camera looks now."""
        watch = self.window.watch
        return watch.look_of(self.camera_id(code), watch.now())

    def wait_live(self, code: str) -> None:
        """Wait until a tile shows moving pictures."""
        self.until(lambda: self.look_of(code).is_live)

    def problem(self, problem_id: str) -> ProblemRow:
        """The problem as the window was told of it last."""
        told = self.window.problems_page.model._snapshot
        return next(row for row in told.problems if row.id == problem_id)

    def shown_journal(self) -> list[str]:
        """The kinds of the journal's lines on the watch page, newest first."""
        journal = self.window.watch.journal
        return [journal.row_at(row).kind for row in range(journal.rowCount())]

    def stored(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in the store's file, read by a connection of its own."""
        address = f"{(self.data / DATABASE).as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def clock_of(self, problem_id: str) -> tuple[Any, ...]:
        """Start, stop and verdict of the problem's push clock, from the file."""
        sql = "SELECT started_at, stopped_at, verdict FROM clock WHERE subject = ? AND rule_id = ?"
        (clock,) = self.stored(sql, problem_id, "problem.push")
        return clock


class AtFirstSight(QObject):
    """Calls `look` at the instant a widget is shown, before it can be seen."""

    def __init__(self, widget: QObject, look: Callable[[], Any]) -> None:
        super().__init__(widget)
        self._look = look
        self.seen: list[Any] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the widget's own events go by."""
        if event.type() == QEvent.Type.Show:
            self.seen.append(self._look())
        return super().eventFilter(watched, event)
