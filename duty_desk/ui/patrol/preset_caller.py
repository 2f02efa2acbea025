"""Turns a camera to the preset of its checkpoint, by key to another one; then sends it home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.patrol_views import CheckpointRow
    from duty_desk.ui.patrol.walk_model import WalkModel
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.video.onvif_camera import Preset, PtzAbilities

SETTLE_MS = 2_500
"""A camera that was sent to a preset is taken to be there after this; it does not tell."""


class PresetCaller(QObject):
    """One camera at a time is in use.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        offered(CheckpointRow, tuple): the presets that a checkpoint's camera knows.
        stuck(CheckpointRow, str): its camera cannot be turned, and why.
    """

    said = Signal(str, str)
    offered = Signal(object, object)
    stuck = Signal(object, str)

    def __init__(
        self, side: DeskSide, walk: WalkModel, watch: WatchModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._side, self._walk, self._watch = side, walk, watch
        self._camera_id = ""
        self._abilities: PtzAbilities | None = None
        self._calls = 0
        self._turning: set[int] = set()
        walk.arrived.connect(self._on_arrived)

    def is_turning(self, no: int) -> bool:
        """Whether the camera of a checkpoint is still on its way to the preset."""
        return no in self._turning

    def offer(self, point: CheckpointRow) -> None:
        """T: say which presets the checkpoint's camera knows, or that it cannot be turned."""

        def opened(abilities: PtzAbilities) -> None:
            if abilities.presets:
                self.offered.emit(point, abilities.presets)
            else:
                self.stuck.emit(point, tr("这个摄像头没有设过预置位，没有转动。"))

        self._open(point, opened, lambda sentence: self.stuck.emit(point, sentence))

    def recall(self, point: CheckpointRow, preset: Preset) -> None:
        """To one of the presets that were offered; the camera goes home when the walk goes on."""
        if self._camera_id == point.camera_id:
            self._turning = {point.no}
            self._send(self._calls, preset)

    def _call(self, point: CheckpointRow) -> None:
        """To the preset of this checkpoint."""
        wanted = point.preset

        def opened(abilities: PtzAbilities) -> None:
            preset = _preset(abilities.presets, wanted)
            if preset is None:
                self._fail(self._calls, tr("摄像头没有预置位 {n}，没有转动。", n=wanted))
            else:
                self._send(self._calls, preset)

        self._turning = {point.no}
        self._open(point, opened, lambda sentence: self._fail(self._calls, sentence))

    def _open(
        self,
        point: CheckpointRow,
        opened: Callable[[PtzAbilities], None],
        failed: Callable[[str], None],
    ) -> None:
        """Take the checkpoint's camera into use, unless it is; the one before goes home."""
        self._calls += 1
        call = self._calls
        if self._camera_id == point.camera_id and self._abilities is not None:
            opened(self._abilities)  # opening it anew would send it home first
            return
        if self._camera_id and self._camera_id != point.camera_id:
            self._side.desk.ptz.close(self._camera_id)
        self._camera_id, self._abilities = point.camera_id, None

        def came(abilities: PtzAbilities) -> None:
            if call == self._calls:
                self._abilities = abilities
                opened(abilities)

        def refused(sentence: str) -> None:
            if call == self._calls:
                self._camera_id = ""
                failed(sentence)

        self._side.bridge.when_done(self._side.desk.ptz.open(point.camera_id), came, refused)

    def _send(self, call: int, preset: Preset) -> None:
        future = self._side.desk.ptz.recall(self._camera_id, preset)
        self._side.bridge.when_done(
            future,
            lambda _: QTimer.singleShot(SETTLE_MS, self, lambda: self._settled(call)),
            lambda sentence: self._fail(call, sentence),
        )

    def leave(self) -> None:
        """No checkpoint is looked at: the desk sends the camera home when it is away."""
        self._calls += 1
        self._turning.clear()
        if self._camera_id:
            self._side.desk.ptz.close(self._camera_id)
        self._camera_id, self._abilities = "", None

    def _on_arrived(self) -> None:
        point = self._walk.selected()
        if point is not None and point.preset and self._walk.is_walking and not point.outcome:
            self._call(point)
        else:
            self.leave()

    def _settled(self, call: int) -> None:
        if call == self._calls:
            self._turning.clear()

    def _fail(self, call: int, sentence: str) -> None:
        if call == self._calls:
            self._turning.clear()
            self.said.emit(sentence, "attention")


def _preset(presets: tuple[Preset, ...], number: int) -> Preset | None:
    """The preset whose token is the number, else the one that stands at its place."""
    named = next((one for one in presets if one.token == str(number)), None)
    if named is None and 0 < number <= len(presets):
        return presets[number - 1]
    return named
