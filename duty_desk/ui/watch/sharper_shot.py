"""The same scene at full size: what F8 saved of a sub-stream is followed by the main stream's.

A camera that was selected a moment ago still shows its sub-stream. What the operator saw is the
evidence and is saved at once; the larger picture joins it as soon as the main stream has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from duty_desk.language import tr
from duty_desk.ui.watch.picking import from_still

if TYPE_CHECKING:
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.video.engine import Still, VideoEngine

_LOOK_EVERY_MS = 150
_GIVE_UP_MS = 8_000


class SharperShot(QObject):
    """Waits for one camera's main stream at a time.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, engine: VideoEngine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._engine = engine
        self._camera_id = self._problem_id = ""
        self._until_mono_ms = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def shows_sub(self, camera_id: str) -> bool:
        """Whether the camera is seen by its smaller stream now."""
        return self._engine.status(camera_id).is_sub

    def follow(self, camera_id: str, problem_id: str) -> None:
        """Add the main stream's picture to the problem when there is one, within 8 s."""
        self._camera_id, self._problem_id = camera_id, problem_id
        self._until_mono_ms = self._side.time.mono_ms() + _GIVE_UP_MS
        self._timer.start()

    def stop(self) -> None:
        """Wait no more."""
        self._timer.stop()

    def _look(self) -> None:
        if self._side.time.mono_ms() > self._until_mono_ms or not self._is_wanted():
            self._timer.stop()
            return
        if self._engine.status(self._camera_id).is_sub:
            return
        self._timer.stop()
        camera_id, problem_id = self._camera_id, self._problem_id
        at, mono_ms = self._side.time.now_ms(), self._side.time.mono_ms()

        def taken(still: Still) -> None:
            shot = from_still(camera_id, still, at, mono_ms)
            future = self._side.desk.problems.add_shot(problem_id, shot)
            self._side.bridge.when_done(future, self._added, _nothing_is_lost)

        self._side.bridge.when_done(self._engine.still(camera_id), taken, _nothing_is_lost)

    def _is_wanted(self) -> bool:
        """Once the problem is in the group, or void, its pictures stay as they are."""
        rows = self._side.desk.snapshot.problems
        row = next((row for row in rows if row.id == self._problem_id), None)
        return row is None or (row.state == "found" and row.push_state == "")

    def _added(self, _detail: object) -> None:
        self.said.emit(tr("已补存一张主码流大图，和按键时的画面放在一起。"), "done")


def _nothing_is_lost(_sentence: str) -> None:
    """The picture of the key press is saved; the larger one is an extra."""
