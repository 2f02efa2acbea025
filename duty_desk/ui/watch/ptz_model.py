"""The pan-tilt-zoom panel without its widgets: which camera, which keys are held, what it says."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from duty_desk.desk.ptz_words import fixed_words
from duty_desk.domain.camera import FIXED_TYPES
from duty_desk.video.onvif_camera import Drive

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.ptz import PtzState
    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.video.onvif_camera import Preset, PtzAbilities

LEFT, RIGHT, UP, DOWN, CLOSER, WIDER = "left", "right", "up", "down", "closer", "wider"
_AXES = {
    LEFT: (-1, 0, 0),
    RIGHT: (1, 0, 0),
    UP: (0, 1, 0),
    DOWN: (0, -1, 0),
    CLOSER: (0, 0, 1),
    WIDER: (0, 0, -1),
}
SPEEDS = (0.2, 0.5, 1.0)
AIM_FAULT = "aim"  # the fault kind of a mis-aimed camera
_REFRESH_MS = 200


class Phase(Enum):
    """How far the panel is with its camera."""

    CLOSED = "closed"
    CONNECTING = "connecting"
    READY = "ready"
    FAILED = "failed"
    FIXED = "fixed"


class PtzModel(QObject):
    """One camera in the operator's hands, or none.

    Signals:
        changed(): another camera, phase, sentence or speed.
        refreshed(): a moment went by: position and countdown stand anew.
        fault_wanted(str): report a fault of this kind at the camera, which is the selected one.
    """

    changed = Signal()
    refreshed = Signal()
    fault_wanted = Signal(str)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge, self._time = side.desk, side.bridge, side.time
        self._uses = 0
        self._held: list[str] = []
        self.camera: CameraRow | None = None
        self.phase = Phase.CLOSED
        self.abilities: PtzAbilities | None = None
        self.words = ""
        self.speed = 1
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._on_time)

    # --- what is shown -------------------------------------------------------------------

    def is_open(self) -> bool:
        """Whether there is a camera."""
        return self.phase is not Phase.CLOSED

    def presets(self) -> tuple[Preset, ...]:
        """The views of the camera."""
        return self.abilities.presets if self.abilities else ()

    def state(self) -> PtzState | None:
        """What the desk knows of the camera now."""
        return self._desk.ptz.state(self.camera.id) if self.camera else None

    def left_s(self) -> int | None:
        """Whole seconds until it goes home by itself; None while it will not."""
        state = self.state()
        if state is None or state.returns_mono_ms is None:
            return None
        return max(0, -(-(state.returns_mono_ms - self._time.mono_ms()) // 1000))

    # --- opening and leaving -------------------------------------------------------------

    def open(self, camera: CameraRow) -> None:
        """Take a camera; the one before is left."""
        self.close()
        self._uses += 1
        self.camera, self.words, self.abilities = camera, "", None
        if camera.ptz_type in FIXED_TYPES:
            self.phase, self.words = Phase.FIXED, fixed_words()
        else:
            self._connect()
        self.changed.emit()

    def retry(self) -> None:
        """Try a camera that did not play once more."""
        if self.phase is Phase.FAILED and self.camera is not None:
            self.open(self.camera)

    def close(self) -> None:
        """Leave the camera; the desk sends it home when it is away."""
        if self.camera is None:
            return
        camera, self.camera = self.camera, None
        was_fixed = self.phase is Phase.FIXED
        self._uses += 1
        self.phase = Phase.CLOSED
        self._held.clear()
        self._timer.stop()
        if not was_fixed:
            self._desk.ptz.close(camera.id)
        self.changed.emit()

    def _connect(self) -> None:
        camera, use = self.camera, self._uses
        if camera is None:
            return
        self.phase = Phase.CONNECTING

        def found(abilities: PtzAbilities) -> None:
            if use == self._uses:
                self.phase, self.abilities = Phase.READY, abilities
                self._timer.start()
                self.changed.emit()

        def failed(sentence: str) -> None:
            if use == self._uses:
                self.phase, self.words = Phase.FAILED, sentence
                self.changed.emit()

        self._bridge.when_done(self._desk.ptz.open(camera.id), found, failed)

    # --- moving --------------------------------------------------------------------------

    def press(self, way: str) -> None:
        """Move that way until it is released; two ways together go aslant."""
        if self.phase is Phase.READY and way not in self._held:
            self._held.append(way)
            self._drive()

    def release(self, way: str) -> None:
        """Move that way no more."""
        if way in self._held:
            self._held.remove(way)
            self._drive()

    def release_all(self) -> None:
        """Stand still: the keyboard went elsewhere, nobody would see the key come up."""
        if self._held:
            self._held.clear()
            self._drive()

    def use_speed(self, number: int) -> None:
        """Move at speed `number` (0 slow, 1, 2 fast) from now on."""
        self.speed = number % len(SPEEDS)
        if self._held:
            self._drive()
        self.changed.emit()

    def recall(self, number: int) -> None:
        """Go to preset `number`, from 0."""
        if self.camera is not None and number < len(self.presets()):
            self._held.clear()
            self._ask(self._desk.ptz.recall(self.camera.id, self.presets()[number]))

    def go_home(self) -> None:
        """Go home now."""
        if self.camera is not None and self.phase is Phase.READY:
            self._held.clear()
            self._ask(self._desk.ptz.home(self.camera.id))

    def keep(self) -> None:
        """Leave the camera where it is; it will not go home by itself."""
        if self.camera is not None and self.phase is Phase.READY:
            self._desk.ptz.keep(self.camera.id)
            self.refreshed.emit()

    def report_fault(self) -> None:
        """Report the camera as mis-aimed."""
        if self.camera is not None:
            self.close()
            self.fault_wanted.emit(AIM_FAULT)

    def _drive(self) -> None:
        if self.camera is None:
            return
        pace = SPEEDS[self.speed]
        pan, tilt, zoom = (sum(_AXES[way][axis] for way in self._held) * pace for axis in range(3))
        self._ask(self._desk.ptz.drive(self.camera.id, Drive(pan, tilt, zoom)))

    def _ask(self, asked: Future[None]) -> None:
        use = self._uses

        def say(sentence: str) -> None:
            if use == self._uses and sentence != self.words:
                self.words = sentence
                self.changed.emit()

        self._bridge.when_done(asked, lambda _done: say(""), say)

    def _on_time(self) -> None:
        state = self.state()
        if state is not None and state.words and state.words != self.words:
            self.words = state.words
            self.changed.emit()
        self.refreshed.emit()
