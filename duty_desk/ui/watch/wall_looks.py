"""What the wall sees counts as looks: sampled while cameras are on it, kept once a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from duty_desk.desk.sweep import look_of_tile

if TYPE_CHECKING:
    from duty_desk.domain.camera_look import CameraLook
    from duty_desk.ui.desk_bridge import DeskBridge
    from duty_desk.ui.parts import Parts

SAMPLE_MS = 3_000
_SAMPLES_A_KEEP = 20


class WallLooks(QObject):
    """Samples the cameras that are watched; `known` holds what is not kept by the desk yet."""

    def __init__(self, parts: Parts, bridge: DeskBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._bridge = parts, bridge
        self._samples = 0
        self.known: dict[str, CameraLook] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(SAMPLE_MS)
        self._timer.timeout.connect(self.sample)
        self._timer.start()

    def sample(self) -> None:
        """Take one look at the wall."""
        now, mono_ms = self._parts.time.now_ms(), self._parts.time.mono_ms()
        for camera_id in self._parts.engine.watched():
            look = look_of_tile(camera_id, self._parts.engine.status(camera_id), now, mono_ms)
            if look is not None:
                self.known[camera_id] = look
        self._samples += 1
        if self._samples >= _SAMPLES_A_KEEP:
            self.keep()

    def keep(self) -> None:
        """Have the desk keep what was seen since the last time."""
        self._samples = 0
        looks, self.known = tuple(self.known.values()), {}
        if looks:
            # Out of reach, the store says so itself; the next minute has newer looks.
            kept = self._parts.desk.looks.keep(looks)
            self._bridge.when_done(kept, lambda _none: None, lambda _sentence: None)

    def stop(self) -> None:
        """Keep the last ones and look no more."""
        self._timer.stop()
        self.keep()
