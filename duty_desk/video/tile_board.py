"""All tiles of the wall: made, enlarged and removed by the supervisor, read by the GUI thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from duty_desk.video.stream_state import StreamReason, StreamState, StreamStatus
from duty_desk.video.tile_memory import BYTES_PER_PIXEL, Picture, TileMemory

if TYPE_CHECKING:
    from collections.abc import Iterable


_NO_MEMORY = StreamStatus(StreamState.LOST, 0, 0, StreamReason.NO_MEMORY.value, 0.0, None)


class TileBoard:
    """The tiles by camera. The lock is held for a copy of one picture at most."""

    def __init__(self) -> None:
        self._tiles: dict[str, TileMemory] = {}
        self._last_seq: dict[str, int] = {}
        self._refused: set[str] = set()
        self._lock = threading.Lock()

    def name_for(self, camera_id: str, box: tuple[int, int], *, anew: bool) -> str:
        """The memory's name of a tile that holds `box`; made or enlarged where needed.

        `anew` when the camera has another address than before: its state starts over.

        Raises:
            OSError: no shared memory is left; `status` says so from then on.
        """
        needed = box[0] * box[1] * BYTES_PER_PIXEL
        with self._lock:
            earlier = self._tiles.get(camera_id)
            if earlier is not None and earlier.capacity_bytes >= needed and not anew:
                return earlier.name
            self._refused.add(camera_id)
            tile = self._tiles[camera_id] = TileMemory.made(needed)
            self._refused.discard(camera_id)
            if earlier is None or anew:
                tile.number_from(
                    earlier.newest_seq if earlier else self._last_seq.get(camera_id, 0)
                )
            else:
                earlier.hand_over_to(tile)
            if earlier is not None:
                earlier.remove()
            return tile.name

    def drop(self, camera_id: str) -> StreamStatus | None:
        """Remove the tile; how it stood. Its numbers go on if the camera returns."""
        with self._lock:
            tile = self._tiles.pop(camera_id, None)
            self._refused.discard(camera_id)
            if tile is None:
                return None
            status = tile.status()
            self._last_seq[camera_id] = tile.newest_seq
            tile.remove()
            return status

    def drop_all(self) -> None:
        """Remove every tile."""
        for camera_id in list(self._tiles):
            self.drop(camera_id)

    def picture(self, camera_id: str, after_seq: int) -> Picture | None:
        """The newest picture, if newer than `after_seq`."""
        with self._lock:
            tile = self._tiles.get(camera_id)
            return tile.read(after_seq) if tile else None

    def status(self, camera_id: str) -> StreamStatus | None:
        """How the camera's stream stands; None when it has no tile."""
        with self._lock:
            tile = self._tiles.get(camera_id)
            if tile is None and camera_id in self._refused:
                return _NO_MEMORY
            return tile.status() if tile else None

    def camera_zero_at(self, camera_id: str) -> int | None:
        """See `TileMemory.camera_zero_at`; None when the stream tells no time."""
        with self._lock:
            tile = self._tiles.get(camera_id)
            return tile.camera_zero_at if tile else None

    def load_permille(self, camera_id: str) -> int:
        """What decoding the camera takes of one core, in thousandths."""
        with self._lock:
            tile = self._tiles.get(camera_id)
            return tile.load_permille if tile else 0

    def times_behind(self, camera_id: str) -> int:
        """How often decoding has fallen behind the camera."""
        with self._lock:
            tile = self._tiles.get(camera_id)
            return tile.times_behind if tile else 0

    def mark_lost(self, camera_ids: Iterable[str], now_mono_ms: int) -> None:
        """Say that the worker of these cameras is gone; who had no picture keeps the reason."""
        with self._lock:
            for tile in (self._tiles[name] for name in camera_ids if name in self._tiles):
                if tile.status().state in (StreamState.LIVE, StreamState.CONNECTING):
                    tile.overrule(StreamState.LOST, StreamReason.WORKER_RESTARTED, now_mono_ms)
