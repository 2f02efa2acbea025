"""The video engine as the rest of the program sees it: watch, pull a picture, ask for a still.

The GUI's process neither connects nor decodes nor scales. Pictures are pulled, never pushed.
"""

from __future__ import annotations

import os
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.video.orders import Still
from duty_desk.video.source import OPENCV, PYAV, StreamSpec, mono_ms
from duty_desk.video.stream_state import (
    Freshness,
    StreamReason,
    StreamState,
    StreamStatus,
    freshness,
    reason_words,
    state_words,
)
from duty_desk.video.supervisor import StillUnavailable, Supervisor
from duty_desk.video.tier import Tier
from duty_desk.video.tile_board import TileBoard
from duty_desk.video.tile_memory import Picture, remove_left_behind

if TYPE_CHECKING:
    from duty_desk.domain.time_source import TimeSource

__all__ = [
    "OPENCV",
    "PYAV",
    "Freshness",
    "Picture",
    "Still",
    "StillUnavailable",
    "StreamReason",
    "StreamSpec",
    "StreamState",
    "StreamStatus",
    "Tier",
    "VideoEngine",
    "freshness",
    "reason_words",
    "state_words",
]

_MOST_WORKERS = 4
_SMALLEST_PX = 16


class VideoEngine:
    """All cameras of the wall. Every method is for the GUI thread; only `stop` may wait.

    One session is kept per camera and shared by its tile and its stills. Callbacks of the futures
    that `still` returns run in the supervisor's thread.
    """

    def __init__(self, time: TimeSource, *, workers: int | None = None) -> None:
        self._time = time
        self._board = TileBoard()
        self._watched: dict[str, tuple[StreamSpec, tuple[int, int], Tier, int]] = {}
        count = workers or min(_MOST_WORKERS, os.cpu_count() or 1)
        self._supervisor = Supervisor(self._board, count)
        self._is_running = False

    def start(self) -> None:
        """Start the workers; returns at once, cameras connect when the workers are up."""
        remove_left_behind()
        self._is_running = True
        self._supervisor.start()

    def stop(self, within_ms: int = 2500) -> None:
        """End all workers, hung or not, and take the shared memory away."""
        if self._is_running:
            self._is_running = False
            self._watched.clear()
            self._supervisor.stop(within_ms)

    def watch(
        self, spec: StreamSpec, width_px: int, height_px: int, tier: Tier = Tier.VISIBLE
    ) -> None:
        """Show a camera in a tile of this many device pixels; again to change any of it."""
        box = (max(width_px, _SMALLEST_PX), max(height_px, _SMALLEST_PX))
        known = self._watched.get(spec.camera_id)
        if known is not None and known[:3] == (spec, box, tier):
            return
        since = known[3] if known else mono_ms()
        self._watched[spec.camera_id] = (spec, box, tier, since)
        self._supervisor.watch(spec, box, tier)

    def unwatch(self, camera_id: str) -> None:
        """Close the camera: nothing is decoded that nobody sees."""
        if self._watched.pop(camera_id, None) is not None:
            self._supervisor.unwatch(camera_id)

    def retry(self, camera_id: str) -> None:
        """Try a lost camera now; the only way on after a refused login, save a changed spec."""
        self._supervisor.retry(camera_id)

    def watched(self) -> tuple[str, ...]:
        """The cameras that are open."""
        return tuple(self._watched)

    def status(self, camera_id: str) -> StreamStatus:
        """How the camera's stream stands; `freshness` of it needs the monotonic time."""
        known = self._watched.get(camera_id)
        if known is None:
            return StreamStatus(StreamState.CLOSED, 0, 0, StreamReason.NONE.value, 0.0, None)
        status = self._board.status(camera_id)
        if status is None or status.state is StreamState.CLOSED:
            return StreamStatus(
                StreamState.CONNECTING, known[3], 0, StreamReason.NONE.value, 0.0, None
            )
        zero_at = self._board.camera_zero_at(camera_id)
        if zero_at is None:
            return status
        desk_zero_at = self._time.now_ms() - self._time.mono_ms()
        return replace(status, clock_ahead_ms=zero_at - desk_zero_at)

    def picture(self, camera_id: str, after_seq: int = 0) -> Picture | None:
        """The newest picture, None when there is none newer than `after_seq`; never waits."""
        return self._board.picture(camera_id, after_seq)

    def still(self, camera_id: str, seq: int | None = None) -> Future[Still]:
        """The frame shown as picture `seq` at full stream resolution; the newest without `seq`.

        The future fails with `StillUnavailable` (a finished sentence) within about two seconds.
        """
        future: Future[Still] = Future()
        if self._is_running:
            self._supervisor.still(camera_id, seq, future)
        else:
            from duty_desk.language import tr

            future.set_exception(StillUnavailable(tr("程序正在关闭，没有取图。")))
        return future

    def received_at(self, received_mono_ms: int) -> int:
        """The wall-clock instant of a monotonic one, by the desk's own time source."""
        return self._time.now_ms() - (self._time.mono_ms() - received_mono_ms)

    def worker_pids(self) -> list[int]:
        """The worker processes; for measurements."""
        return self._supervisor.worker_pids()
