"""Keeps the workers within the computer: sheds decoding when time is short, recycles a leak."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from duty_desk.video.decode_budget import Burden, DecodeBudget, Use
from duty_desk.video.exam_budget import ExamBudget
from duty_desk.video.stream_state import StreamState
from duty_desk.video.tier import Shed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duty_desk.video.beats import Beats
    from duty_desk.video.orders import Watch
    from duty_desk.video.tile_board import TileBoard
    from duty_desk.video.worker_process import WorkerProcess

_RECYCLE_EVERY_MS = 60_000
# A server that talks without end fills memory until its time is up, and gives it back: no leak.
_GROWN_LOOKS = 3
_FEWEST_BEHIND = 2
_SHARE_BEHIND = 0.1


def _share_of_all_cores() -> int:
    return round((os.cpu_count() or 1) * 1000 * 0.8)


@dataclass(frozen=True)
class Limits:
    """What all workers together may take, and how large one may grow.

    A camera holds its pictures, and up to 24 MB of packets for the replay.
    """

    cpu_permille: int = field(default_factory=_share_of_all_cores)
    worker_bytes: int = 300_000_000
    camera_bytes: int = 70_000_000
    look_every_ms: int = 2_000


class Governor:
    """Looks at the workers again and again. For the supervisor's thread alone."""

    def __init__(
        self, limits: Limits, beats: Beats, board: TileBoard, workers: Sequence[WorkerProcess]
    ) -> None:
        self._limits = limits
        self._beats = beats
        self._board = board
        self._workers = workers
        self.exams = ExamBudget(limits.cpu_permille)
        self._budget = DecodeBudget(limits.cpu_permille)
        self._looked_mono_ms = 0
        self._cpu_ms: dict[int | None, int] = {}
        self._falls: dict[str, int] = {}
        self._recycled_mono_ms = -_RECYCLE_EVERY_MS
        self._grown_looks: dict[int, int] = {}

    def look(self, now: int) -> WorkerProcess | None:
        """Tell the workers what to shed; the worker that has grown too large, if there is one."""
        span_ms = now - self._looked_mono_ms
        if span_ms < self._limits.look_every_ms:
            return None
        self._looked_mono_ms = now
        use = self.exams.weigh(Use(self._used_ms() * 1000 // span_ms, self._is_behind()))
        shed = self._budget.weigh(use, self._burdens(), now)
        for worker, watch in self._watches():
            wanted = shed.get(watch.spec.camera_id, Shed.NOTHING)
            if wanted is not watch.shed:
                order = replace(watch, shed=wanted)
                worker.cameras[watch.spec.camera_id] = order
                worker.tell(order)
        return self._grown(now)

    def _watches(self) -> Iterator[tuple[WorkerProcess, Watch]]:
        for worker in self._workers:
            for watch in list(worker.cameras.values()):
                yield worker, watch

    def _used_ms(self) -> int:
        earlier, self._cpu_ms = (
            self._cpu_ms,
            {worker.pid: self._beats.cpu_ms(worker.index) for worker in self._workers},
        )
        return sum(max(0, used - earlier.get(pid, used)) for pid, used in self._cpu_ms.items())

    def _is_behind(self) -> bool:
        """Whether decoding fell behind in many cameras since the last look: not one slow line."""
        ids = [watch.spec.camera_id for _worker, watch in self._watches()]
        earlier, self._falls = self._falls, {one: self._board.times_behind(one) for one in ids}
        fell = sum(count > earlier.get(one, count) for one, count in self._falls.items())
        return fell >= max(_FEWEST_BEHIND, len(ids) * _SHARE_BEHIND)

    def _burdens(self) -> Iterator[Burden]:
        for _worker, watch in self._watches():
            camera_id = watch.spec.camera_id
            status = self._board.status(camera_id)
            if status is not None and status.state is StreamState.LIVE:
                load = self._board.load_permille(camera_id)
                has_sub = bool(watch.spec.sub_address)
                yield Burden(camera_id, watch.tier, load, status.is_sub, has_sub)

    def _grown(self, now: int) -> WorkerProcess | None:
        """One at a time, and not all in one minute: the others go on showing pictures."""
        for worker in self._workers:
            most = self._limits.worker_bytes + self._limits.camera_bytes * len(worker.cameras)
            is_large = self._beats.memory_bytes(worker.index) > most
            looks = self._grown_looks.get(worker.index, 0) + 1 if is_large else 0
            self._grown_looks[worker.index] = looks
        if now - self._recycled_mono_ms < _RECYCLE_EVERY_MS:
            return None
        for worker in self._workers:
            if self._grown_looks[worker.index] >= _GROWN_LOOKS:
                self._recycled_mono_ms = now
                self._grown_looks[worker.index] = 0
                return worker
        return None
