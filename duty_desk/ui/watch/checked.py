"""Whether what a tile shows was looked at by the diagnosis; live alone is not yet well."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.diagnosis_views import CameraHealth, Standing
from duty_desk.language import tr
from duty_desk.video.stream_state import StreamState

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.ui.watch.tile_look import Now, TileLook
    from duty_desk.video.stream_state import StreamStatus

ASKED_EVERY_MS = 1_000
BEGINS_MS = 15_000
"""So long after opening a first look may take: the dot says so, no word yet."""


class Checked:
    """Asks the diagnosis about cameras on screen, each at most once a second."""

    def __init__(self, ask: Callable[[str], CameraHealth]) -> None:
        self._ask = ask
        self._known: dict[str, tuple[int, CameraHealth]] = {}

    def health(self, camera_id: str, now: Now) -> CameraHealth:
        """What may be said of the camera's picture."""
        at_mono_ms, health = self._known.get(camera_id, (None, None))
        if health is None or at_mono_ms is None or now.mono_ms - at_mono_ms >= ASKED_EVERY_MS:
            health = self._ask(camera_id)
            self._known[camera_id] = (now.mono_ms, health)
        return health

    def keep_only(self, camera_ids: set[str]) -> None:
        """Forget who is on screen no more."""
        self._known = {one: it for one, it in self._known.items() if one in camera_ids}


def with_check(
    tile: TileLook, health: CameraHealth, status: StreamStatus | None, now: Now
) -> TileLook:
    """The look of a live picture that nobody has checked: a hollow dot, soon a grey word."""
    if tile.dot != "ok" or health.standing is Standing.HEALTHY:
        return tile
    is_live = status is not None and status.state is StreamState.LIVE
    since = status.since_mono_ms if status is not None and is_live else now.mono_ms
    if tile.band or now.mono_ms - since < BEGINS_MS:
        return replace(tile, is_checked=False)
    return replace(tile, is_checked=False, aside=tr("未检查"))
