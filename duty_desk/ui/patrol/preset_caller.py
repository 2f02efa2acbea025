"""Turns a camera to the preset of its checkpoint, on arrival and by key; then sends it home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from duty_desk.language import tr

if TYPE_CHECKING:
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
    """

    said = Signal(str, str)

    def __init__(
        self, side: DeskSide, walk: WalkModel, watch: WatchModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._side, self._walk, self._watch = side, walk, watch
        self._camera_id = ""
        self._no = 0
        self._abilities: PtzAbilities | None = None
        self._calls = 0
        self._turning: set[int] = set()
        walk.arrived.connect(self._on_arrived)

    def is_turning(self, no: int) -> bool:
        """Whether the camera of a checkpoint is still on its way to the preset."""
        return no in self._turning

    def call(self, point: CheckpointRow) -> None:
        """T: to the preset of this checkpoint, again if need be."""
        if not point.preset:
            self.said.emit(tr("这个点位没有预置位，照画面现在的方向看。"), "attention")
            return
        self._calls += 1
        self._turning = {point.no}
        if self._camera_id and self._camera_id != point.camera_id:
            self._side.desk.ptz.close(self._camera_id)
        is_again = self._camera_id == point.camera_id
        self._camera_id, self._no = point.camera_id, point.no
        call, wanted = self._calls, point.preset

        def opened(abilities: PtzAbilities) -> None:
            if call != self._calls:
                return
            self._abilities = abilities
            preset = _preset(abilities.presets, wanted)
            if preset is None:
                self._fail(call, tr("摄像头没有预置位 {n}，没有转动。", n=wanted))
                return
            future = self._side.desk.ptz.recall(point.camera_id, preset)
            self._side.bridge.when_done(
                future,
                lambda _: QTimer.singleShot(SETTLE_MS, self, lambda: self._settled(call)),
                lambda sentence: self._fail(call, sentence),
            )

        if is_again and self._abilities is not None:
            opened(self._abilities)  # in use already: opening it anew would send it home first
            return
        future = self._side.desk.ptz.open(point.camera_id)
        self._side.bridge.when_done(future, opened, lambda sentence: self._fail(call, sentence))

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
            self.call(point)
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
