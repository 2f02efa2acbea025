"""The supervisor thread of the video workers: starts, feeds, watches and replaces them."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from dataclasses import replace
from multiprocessing.connection import wait
from queue import SimpleQueue
from typing import TYPE_CHECKING

from duty_desk.language import Refusal, tr
from duty_desk.video.beats import Beats
from duty_desk.video.orders import AskStill, Retry, Still, Unwatch, Watch
from duty_desk.video.source import StreamSpec, mono_ms
from duty_desk.video.stream_state import StreamState
from duty_desk.video.worker_process import WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.video.stream_state import StreamStatus
    from duty_desk.video.tier import Tier
    from duty_desk.video.tile_board import TileBoard

_log = logging.getLogger(__name__)

_LOOK_EVERY_S = 0.2
_STILL_WITHIN_MS = 2_000
# Woken this late, the whole computer was asleep or stopped: then silence of a worker means nothing.
_LATE_LOOK_MS = 700
_MOST_LOGGED = 5


class StillUnavailable(Refusal):
    """No still can be had of a camera; says why and what is safe."""


class Supervisor:
    """Owns the workers. Everything public but `start` and `stop` only leaves a note and returns."""

    def __init__(self, board: TileBoard, workers: int) -> None:
        self._board = board
        self._beats = Beats.made()
        self._workers = [WorkerProcess(index, self._beats) for index in range(workers)]
        self._notes: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._woken, self._waker = multiprocessing.Pipe(duplex=False)
        self._wake_sent = threading.Event()
        self._stopping = threading.Event()
        self._home: dict[str, WorkerProcess] = {}
        self._refused: dict[str, StreamSpec] = {}
        self._stills: dict[int, tuple[Future[Still], int, AskStill]] = {}
        self._ticket = 0
        self._mishaps = 0
        self._looked_mono_ms = mono_ms()
        self._stop_by_mono_ms = 0
        self._thread = threading.Thread(target=self._run, name="video supervisor", daemon=True)

    def start(self) -> None:
        """Start the thread, which starts the workers."""
        self._thread.start()

    def stop(self, within_ms: int) -> None:
        """End all workers and take all shared memory away, within that time."""
        self._stop_by_mono_ms = mono_ms() + within_ms
        self._stopping.set()
        self._wake()
        self._thread.join(within_ms / 1000)
        if self._thread.is_alive():
            for worker in self._workers:
                worker.kill()
            self._thread.join(0.2)

    def watch(self, spec: StreamSpec, box: tuple[int, int], tier: Tier) -> None:
        """Open a camera, or show it in another size or tier."""
        self._note(lambda: self._watch(spec, box, tier))

    def unwatch(self, camera_id: str) -> None:
        """Close a camera; its picture is gone at once, its session soon."""
        status = self._board.drop(camera_id)
        self._note(lambda: self._unwatch(camera_id, status))

    def retry(self, camera_id: str) -> None:
        """Try a camera now."""
        self._note(lambda: self._retry(camera_id))

    def still(self, camera_id: str, seq: int | None, future: Future[Still]) -> None:
        """Let `future` have the still, or an error within two seconds."""
        asked = mono_ms()
        self._note(lambda: self._ask_still(camera_id, seq, future, asked))

    def worker_pids(self) -> list[int]:
        """The processes at work; for measurements and tests."""
        return [worker.pid for worker in self._workers if worker.pid is not None]

    def _note(self, what: Callable[[], None]) -> None:
        self._notes.put(what)
        self._wake()

    def _wake(self) -> None:
        # One unread byte is enough, and a full pipe would block the GUI thread.
        if not self._wake_sent.is_set():
            self._wake_sent.set()
            self._waker.send_bytes(b"!")

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._look_safely()
                self._wait()
        finally:
            self._end_all()

    def _wait(self) -> None:
        sources = [self._woken, *(part for w in self._workers for part in w.waits_on())]
        if self._woken in wait(sources, _LOOK_EVERY_S):
            self._woken.recv_bytes()
            self._wake_sent.clear()

    def _look_safely(self) -> None:
        """Nothing that goes wrong with one camera may end the supervision of all."""
        try:
            self._look()
        except Exception:  # noqa: BLE001 - told with its place, then all other cameras go on
            self._mishaps += 1
            if self._mishaps <= _MOST_LOGGED:
                _log.exception("video: the supervisor met something unforeseen and goes on")

    def _look(self) -> None:
        self._follow_notes()
        now = mono_ms()
        was_late = now - self._looked_mono_ms > _LATE_LOOK_MS
        self._looked_mono_ms = now
        for worker in self._workers:
            self._tend(worker, now, was_late=was_late)
        self._give_up_late_stills(now)

    def _follow_notes(self) -> None:
        while not self._notes.empty():
            try:
                self._notes.get()()
            except OSError as failure:
                _log.warning("video: a camera could not be opened: %s", failure.strerror)

    def _tend(self, worker: WorkerProcess, now: int, *, was_late: bool) -> None:
        for answer in worker.answers():
            self._hand_out(answer.ticket, answer.still)
        if not was_late and worker.is_lost(now):
            _log.warning("video: worker %d is gone or hangs, starting another", worker.index)
            worker.bury(now)
            self._board.mark_lost(worker.cameras, now)
        if worker.is_due(mono_ms()):
            self._start(worker)
        worker.send_waiting()

    def _start(self, worker: WorkerProcess) -> None:
        for camera_id, watch in worker.cameras.items():
            worker.cameras[camera_id] = self._order(watch)
        worker.start()
        for _future, _asked, order in self._stills.values():
            if order.camera_id in worker.cameras:
                worker.tell(order)

    def _order(self, watch: Watch) -> Watch:
        spec = watch.spec
        self._remember_refusal(spec, self._board.status(spec.camera_id))
        return replace(watch, is_held=self._refused.get(spec.camera_id) == spec)

    def _remember_refusal(self, spec: StreamSpec, status: StreamStatus | None) -> None:
        """Keep in mind that this login was refused: no page turn, no restart may repeat it."""
        if status is not None and status.state is StreamState.NO_LOGIN:
            self._refused[spec.camera_id] = spec
        elif status is not None and status.state is StreamState.LIVE:
            self._refused.pop(spec.camera_id, None)

    def _watch(self, spec: StreamSpec, box: tuple[int, int], tier: Tier) -> None:
        worker = self._home.get(spec.camera_id)
        earlier = worker.cameras.get(spec.camera_id) if worker else None
        if worker is None:
            worker = min(self._workers, key=lambda one: len(one.cameras))
            self._home[spec.camera_id] = worker
        is_changed = earlier is not None and earlier.spec != spec
        tile_name = self._board.name_for(spec.camera_id, box, anew=is_changed)
        is_held = self._refused.get(spec.camera_id) == spec
        order = Watch(spec, tile_name, box, tier, is_held=is_held)
        worker.cameras[spec.camera_id] = order
        if order != earlier:
            worker.tell(order)

    def _unwatch(self, camera_id: str, status: StreamStatus | None) -> None:
        worker = self._home.pop(camera_id, None)
        watch = worker.cameras.pop(camera_id, None) if worker else None
        if worker is not None and watch is not None:
            self._remember_refusal(watch.spec, status or self._board.drop(camera_id))
            worker.tell(Unwatch(camera_id))

    def _retry(self, camera_id: str) -> None:
        self._refused.pop(camera_id, None)
        if camera_id in self._home:
            self._home[camera_id].tell(Retry(camera_id))

    def _ask_still(
        self, camera_id: str, seq: int | None, future: Future[Still], asked: int
    ) -> None:
        worker = self._home.get(camera_id)
        if worker is None:
            _fail(future, tr("这路摄像头没有打开，取不到画面。请先在监看页打开它。"))
            return
        self._ticket += 1
        order = AskStill(self._ticket, camera_id, seq)
        self._stills[self._ticket] = (future, asked, order)
        worker.tell(order)

    def _hand_out(self, ticket: int, still: Still | None) -> None:
        future, _asked, _order = self._stills.pop(ticket, (None, 0, None))
        if future is None or not future.set_running_or_notify_cancel():
            return
        if still is None:
            future.set_exception(StillUnavailable(tr("这路摄像头还没有来过画面，无图可取。")))
        else:
            future.set_result(still)

    def _give_up_late_stills(self, now: int) -> None:
        for ticket, (future, asked, _order) in list(self._stills.items()):
            if now - asked > _STILL_WITHIN_MS:
                del self._stills[ticket]
                _fail(
                    future,
                    tr(
                        "两秒内没有取到原图，解码程序可能正在重启；墙上的画面不受影响，请再按一次。"
                    ),
                )

    def _end_all(self) -> None:
        by = max(self._stop_by_mono_ms - 800, mono_ms() + 100)
        for worker in self._workers:
            worker.ask_to_stop()
        for worker in self._workers:
            worker.end(by)
        for future, _asked, _order in self._stills.values():
            _fail(future, tr("程序正在关闭，没有取图。"))
        self._board.drop_all()
        self._beats.remove()
        self._woken.close()
        self._waker.close()


def _fail(future: Future[Still], sentence: str) -> None:
    if future.set_running_or_notify_cancel():
        future.set_exception(StillUnavailable(sentence))
