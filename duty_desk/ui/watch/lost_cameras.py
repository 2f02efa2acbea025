"""When a camera counts as lost or restored: the edges the wall reports, freed of flicker."""

from __future__ import annotations

from dataclasses import dataclass

SETTLED_AFTER_MS = 10_000


@dataclass(frozen=True)
class Edge:
    """A camera was lost (since when, UTC ms, and in which words) or is restored."""

    camera_id: str
    is_lost: bool
    since_at: int
    words: str = ""


@dataclass
class _Watch:
    is_reported_lost: bool = False
    turned_mono_ms: int | None = None  # when it began to differ from what was reported


class LostCameras:
    """Tells each change once, when it has lasted `SETTLED_AFTER_MS`."""

    def __init__(self) -> None:
        self._watches: dict[str, _Watch] = {}

    def count(self) -> int:
        """How many cameras are reported lost."""
        return sum(watch.is_reported_lost for watch in self._watches.values())

    def look(self, camera_id: str, words: str | None, mono_ms: int, began_at: int) -> Edge | None:
        """Take one look at a camera.

        Args:
            camera_id: Whose picture it is.
            words: What is wrong, None while its picture is live.
            mono_ms: The monotonic clock at the look.
            began_at: UTC ms since when it is as it is now.
        """
        watch = self._watches.setdefault(camera_id, _Watch())
        if (words is not None) == watch.is_reported_lost:
            watch.turned_mono_ms = None
            return None
        if watch.turned_mono_ms is None:
            watch.turned_mono_ms = mono_ms
        if mono_ms - watch.turned_mono_ms < SETTLED_AFTER_MS:
            return None
        watch.is_reported_lost = words is not None
        watch.turned_mono_ms = None
        return Edge(camera_id, watch.is_reported_lost, began_at, words or "")

    def out_of_sight(self, camera_id: str) -> None:
        """Forget an unfinished turn: nobody looks at the camera for now."""
        if camera_id in self._watches:
            self._watches[camera_id].turned_mono_ms = None
