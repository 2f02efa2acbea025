"""The video engine as the rest of the program sees it: watch, pull a picture, ask for a still.

The GUI's process neither connects nor decodes nor scales. Pictures are pulled, never pushed.
"""

from __future__ import annotations

import os
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from duty_desk.video.governor import Limits
from duty_desk.video.orders import Still
from duty_desk.video.past_desk import ReplayWish
from duty_desk.video.questions import NothingKept, StillUnavailable, refuse_closing
from duty_desk.video.replay import Replay
from duty_desk.video.replay_orders import Clip, FilmFile
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
from duty_desk.video.supervisor import Supervisor
from duty_desk.video.tier import Tier
from duty_desk.video.tile_board import TileBoard
from duty_desk.video.tile_memory import Picture, remove_left_behind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_desk.domain.time_source import TimeSource
    from duty_desk.video.exam import Exam, ExamReport
    from duty_desk.video.part import Part

__all__ = [
    "OPENCV",
    "PYAV",
    "Clip",
    "FilmFile",
    "Freshness",
    "Limits",
    "NothingKept",
    "Picture",
    "Replay",
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

    def __init__(
        self, time: TimeSource, *, workers: int | None = None, limits: Limits | None = None
    ) -> None:
        self._time = time
        self._board = TileBoard()
        self._watched: dict[str, tuple[StreamSpec, tuple[int, int], Tier, int]] = {}
        count = workers or min(_MOST_WORKERS, os.cpu_count() or 1)
        self._supervisor = Supervisor(self._board, count, limits or Limits())
        self._is_running = False
        self._replays = 0

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

    def zoom(self, camera_id: str, part: Part) -> None:
        """Draw a part of the camera's picture on its tile, cut out of the full frame.

        A still is the whole frame all the same. Forgotten when the camera is closed.
        """
        if self._is_running:
            self._supervisor.zoom(camera_id, part)

    def examine(self, exam: Exam) -> None:
        """Have a camera's picture examined like this whenever the camera is open."""
        if self._is_running:
            self._supervisor.exams.examine(exam)

    def on_examined(self, listener: Callable[[ExamReport], None]) -> None:
        """Have `listener` called in the supervisor's thread for each report of an examination."""
        self._supervisor.exams.listen(listener)

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
            refuse_closing(future)
        return future

    def clip(self, camera_id: str, from_mono_ms: int, to_mono_ms: int) -> Future[tuple[Clip, ...]]:
        """What is received in a span of time, as MP4 files, when the span is over.

        A camera that is closed meanwhile goes on behind the scenes until then. The future fails
        with a finished sentence when there is nothing.
        """
        future: Future[tuple[Clip, ...]] = Future()
        if self._is_running:
            self._supervisor.past.clip(camera_id, (from_mono_ms, to_mono_ms), future)
        else:
            refuse_closing(future)
        return future

    def replay(self, camera_id: str, width_px: int, height_px: int) -> Future[Replay]:
        """The last half minute of a camera, held until it is closed.

        The future fails with a finished sentence when there is nothing to show.
        """
        return self._opened((width_px, height_px), camera_id=camera_id)

    def replay_files(
        self, files: Sequence[FilmFile], width_px: int, height_px: int
    ) -> Future[Replay]:
        """Clips that were kept, as one replay."""
        return self._opened((width_px, height_px), files=tuple(files))

    def _opened(self, box: tuple[int, int], **what: Any) -> Future[Replay]:
        future: Future[Replay] = Future()
        if not self._is_running:
            refuse_closing(future)
            return future
        self._replays += 1
        wish = ReplayWish(f"replay {self._replays}", box, **what)
        past, board = self._supervisor.past, self._board

        def told(times: Future[tuple[int, ...]]) -> None:
            error = times.exception()
            if error is None:
                future.set_result(Replay(past, board, wish.replay_id, times.result()))
            else:
                past.close(wish.replay_id)
                future.set_exception(error)

        times: Future[tuple[int, ...]] = Future()
        times.add_done_callback(told)
        past.open(wish, times)
        return future

    def received_at(self, received_mono_ms: int) -> int:
        """The wall-clock instant of a monotonic one, by the desk's own time source."""
        return self._time.now_ms() - (self._time.mono_ms() - received_mono_ms)

    def worker_pids(self) -> list[int]:
        """The worker processes; for measurements."""
        return self._supervisor.worker_pids()
