"""How closely each camera on the wall is looked at: a factor and a place. QtCore only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.language import tr
from duty_desk.video.part import WHOLE, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Container

_STEP = 1.25
_MOST_STEPS = 10  # 9.3 times
_PAN_SHARE = 0.15
_MIDDLE = (0.5, 0.5)


@dataclass(frozen=True)
class _Zoom:
    steps: int = 0
    part: Part = WHOLE


class Zooms(QObject):
    """The closer looks of the wall; a camera that leaves it is whole again.

    Signals:
        changed(str): the id of the camera that is looked at otherwise now.
    """

    changed = Signal(str)

    def __init__(self, draw: Callable[[str, Part], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self._zooms: dict[str, _Zoom] = {}

    def part(self, camera_id: str) -> Part:
        """What is shown of the camera's picture."""
        return self._zooms.get(camera_id, _Zoom()).part

    def is_closer(self, camera_id: str) -> bool:
        """Whether not the whole picture is shown."""
        return camera_id in self._zooms

    def words(self, camera_id: str) -> str:
        """What the tile says of it: `放大 2.0×`; "" for the whole picture."""
        zoom = self._zooms.get(camera_id)
        return tr("放大 {n}×", n=f"{_STEP**zoom.steps:.1f}") if zoom else ""

    def step(self, camera_id: str, steps: int, at: tuple[float, float] = _MIDDLE) -> None:
        """Look closer by steps, or less close; what is at `at`, shares of the tile, stays there."""
        known = self._zooms.get(camera_id, _Zoom())
        wanted = max(0, min(known.steps + steps, _MOST_STEPS))
        share = _STEP**-wanted
        left = known.part.left + at[0] * (known.part.width - share)
        top = known.part.top + at[1] * (known.part.height - share)
        self._put(camera_id, wanted, left, top)

    def pan(self, camera_id: str, across: float, down: float) -> None:
        """Move what is shown, by shares of what is shown."""
        zoom = self._zooms.get(camera_id)
        if zoom is not None:
            part = zoom.part
            left, top = part.left + across * part.width, part.top + down * part.height
            self._put(camera_id, zoom.steps, left, top)

    def pan_step(self, camera_id: str, across: int, down: int) -> None:
        """Move by as much as one key press should."""
        self.pan(camera_id, across * _PAN_SHARE, down * _PAN_SHARE)

    def reset(self, camera_id: str) -> None:
        """Show the whole picture."""
        if camera_id in self._zooms:
            self._put(camera_id, 0, 0, 0)

    def keep_only(self, camera_ids: Container[str]) -> None:
        """Show every camera whole that the wall does not show."""
        for camera_id in [known for known in self._zooms if known not in camera_ids]:
            self.reset(camera_id)

    def _put(self, camera_id: str, steps: int, left: float, top: float) -> None:
        share = _STEP**-steps
        room = 1 - share
        part = Part(min(max(left, 0), room), min(max(top, 0), room), share, share)
        if part == self.part(camera_id):
            return
        if steps:
            self._zooms[camera_id] = _Zoom(steps, part)
        else:
            self._zooms.pop(camera_id)
        self._draw(camera_id, part if steps else WHOLE)
        self.changed.emit(camera_id)
