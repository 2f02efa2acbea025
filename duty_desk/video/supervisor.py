"""The supervisor thread of the video workers: starts, feeds, watches and replaces them."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from dataclasses import replace
from multiprocessing.connection import wait
from queue import SimpleQueue
from typing import TYPE_CHECKING

from duty_desk.language import tr
from duty_desk.video.beats import Beats
from duty_desk.video.doors import Doors
from duty_desk.video.exam import Examined, HabitTold, Learned
from duty_desk.video.exam_desk import ExamDesk
from duty_desk.video.governor import Governor
from duty_desk.video.orders import AskStill, Step, StreamStep, Unwatch, Watch
from duty_desk.video.part import WHOLE, Part
from duty_desk.video.past_desk import PastDesk
from duty_desk.video.questions import STILL_WITHIN_MS, Questions, refuse
from duty_desk.video.source import mono_ms
from duty_desk.video.tier import Shed, Tier
from duty_desk.video.worker_process import WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.video.governor import Limits
    from duty_desk.video.orders import Report, Still
    from duty_desk.video.source import StreamSpec
    from duty_desk.video.tile_board import TileBoard

_log = logging.getLogger(__name__)

_LOOK_EVERY_S = 0.2
# Woken this late, the whole computer was asleep or stopped: then silence of a worker means nothing.
_LATE_LOOK_MS = 700
_MOST_LOGGED = 5


class Supervisor:
    """Owns the workers. Everything public but `start` and `stop` only leaves a note and returns."""

    def __init__(self, board: TileBoard, workers: int, limits: Limits) -> None:
        self._board = board
        self._beats = Beats.made()
        self._workers = [WorkerProcess(index, self._beats) for index in range(workers)]
        self._notes: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._woken, self._waker = multiprocessing.Pipe(duplex=False)
        self._wake_sent = threading.Event()
        self._stopping = threading.Event()
        self._home: dict[str, WorkerProcess] = {}
        self._doors = Doors()
        self._governor = Governor(limits, self._beats, board, self._workers)
        self._questions = Questions()
        self._parts: dict[str, Part] = {}  # who is looked at closer
        self._leaving: set[str] = set()  # closed when their clip is complete
        self.past = PastDesk(self._note, board, self._questions, self._home, self._workers)
        self.exams = ExamDesk(self._note, self._home, self._workers)
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
        self._board.drop(camera_id)
        self._note(lambda: self._unwatch(camera_id))

    def zoom(self, camera_id: str, part: Part) -> None:
        """Draw a part of a camera's picture on its tile."""
        self._note(lambda: self._zoom(camera_id, part))

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
            # A clip asked for in the last moment is to be cut all the same.
            self._follow_notes()
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
        self._open_doors(now)
        self._govern(now)
        self._questions.give_up_late(now)
        self._leave()

    def _follow_notes(self) -> None:
        while not self._notes.empty():
            try:
                self._notes.get()()
            except OSError as failure:
                _log.warning("video: a camera could not be opened: %s", failure.strerror)

    def _tend(self, worker: WorkerProcess, now: int, *, was_late: bool) -> None:
        self._hear_all(worker, now)
        if not was_late and (wrong := worker.what_is_wrong(now)):
            _log.warning("video: worker %d %s, starting another", worker.index, wrong)
            self._bury(worker, now)
        if worker.is_due(mono_ms()):
            self._start(worker)
        worker.send_waiting()

    def _bury(self, worker: WorkerProcess, now: int) -> None:
        worker.bury(now)
        self.past.lose(worker)
        for camera_id in worker.cameras:
            self._doors.forget(camera_id)
        self._board.mark_lost(worker.cameras, now)

    def _govern(self, now: int) -> None:
        grown = self._governor.look(now)
        self.exams.share(self._governor.exams.permille)
        if grown is not None:
            _log.warning("video: worker %d has grown too large, starting another", grown.index)
            self._bury(grown, now)

    def _start(self, worker: WorkerProcess) -> None:
        worker.start()
        for order in (*self.exams.about(worker.cameras), *self._questions.about(worker.cameras)):
            worker.tell(order)
        self.exams.tell_pace(worker)

    def _hear_all(self, worker: WorkerProcess, now: int) -> None:
        for report in worker.reports():
            self._hear(report, now)

    def _hear(self, report: Report, now: int) -> None:
        if isinstance(report, StreamStep):
            self._step(report, now)
        elif isinstance(report, Examined | Learned | HabitTold):
            self.exams.hear(report)
        else:
            self._questions.hand_out(report)

    def _step(self, step: StreamStep, now: int) -> None:
        worker = self._home.get(step.camera_id)
        watch = worker.cameras.get(step.camera_id) if worker else None
        match step.step:
            case Step.KNOCKS if watch is not None:
                spec = watch.spec
                address = spec.sub_address if step.is_sub else spec.address
                self._doors.knocks(step.camera_id, step.number, address, spec.session_limit)
            case Step.PASSES:
                self._doors.passes(step.number, now)
            case Step.IS_STABLE:
                self._doors.is_stable(step.number)
            case Step.FAILS:
                self._doors.fails(step.number, step.reason, now)
            case Step.LEAVES:
                self._doors.leaves(step.number)

    def _open_doors(self, now: int) -> None:
        for word in self._doors.words(now):
            worker = self._home.get(word.camera_id)
            if worker is not None:
                worker.tell(word)

    def _watch(self, spec: StreamSpec, box: tuple[int, int], tier: Tier) -> None:
        self._leaving.discard(spec.camera_id)
        worker = self._home.get(spec.camera_id)
        earlier = worker.cameras.get(spec.camera_id) if worker else None
        if worker is None:
            worker = min(self._workers, key=lambda one: len(one.cameras))
            self._home[spec.camera_id] = worker
        is_changed = earlier is not None and earlier.spec != spec
        tile_name = self._board.name_for(spec.camera_id, box, anew=is_changed)
        shed = earlier.shed if earlier else Shed.NOTHING
        part = self._parts.get(spec.camera_id, WHOLE)
        order = Watch(spec, tile_name, box, tier, shed, part)
        worker.cameras[spec.camera_id] = order
        if order != earlier:
            worker.tell(order)
        if is_changed or earlier is None:
            for examine in self.exams.about((spec.camera_id,)):
                worker.tell(examine)

    def _zoom(self, camera_id: str, part: Part) -> None:
        self._parts[camera_id] = part
        worker = self._home.get(camera_id)
        if worker is not None:
            order = replace(worker.cameras[camera_id], part=part)
            worker.cameras[camera_id] = order
            worker.tell(order)

    def _unwatch(self, camera_id: str) -> None:
        if self._questions.awaits_clip(camera_id) and camera_id in self._home:
            # Nobody looks any more, but what happens after F8 is still to be kept.
            self._leaving.add(camera_id)
            unseen = replace(self._home[camera_id].cameras[camera_id], tier=Tier.NEXT)
            self._home[camera_id].cameras[camera_id] = unseen
            self._home[camera_id].tell(unseen)
            return
        worker = self._home.pop(camera_id, None)
        watch = worker.cameras.pop(camera_id, None) if worker else None
        if worker is not None and watch is not None:
            self._board.drop(camera_id)
            # A refused login that is on its way is not to be forgotten with the camera.
            self._hear_all(worker, mono_ms())
            self._doors.forget(camera_id)
            self._parts.pop(camera_id, None)
            worker.tell(Unwatch(camera_id))

    def _leave(self) -> None:
        for camera_id in [one for one in self._leaving if not self._questions.awaits_clip(one)]:
            self._leaving.discard(camera_id)
            self._unwatch(camera_id)

    def _retry(self, camera_id: str) -> None:
        self._doors.retry(camera_id, mono_ms())

    def _ask_still(
        self, camera_id: str, seq: int | None, future: Future[Still], asked: int
    ) -> None:
        worker = self._home.get(camera_id)
        if worker is None:
            refuse(future, tr("这路摄像头没有打开，取不到画面。请先在监看页打开它。"))
            return
        by = asked + STILL_WITHIN_MS
        worker.tell(self._questions.put(lambda no: AskStill(no, camera_id, seq), future, by))

    def _end_all(self) -> None:
        by = max(self._stop_by_mono_ms - 800, mono_ms() + 100)
        for worker in self._workers:
            worker.ask_to_stop()
        self._take_last_clips(by)
        for worker in self._workers:
            worker.end(by)
        self._questions.give_up_all()
        self._board.drop_all()
        self._beats.remove()
        self._woken.close()
        self._waker.close()

    def _take_last_clips(self, by: int) -> None:
        """A worker hands over the clips that are under way before it ends."""
        while self._questions.has_clips() and mono_ms() < by:
            parts = [part for worker in self._workers for part in worker.waits_on()]
            wait(parts, max(0, by - mono_ms()) / 1000)
            for worker in self._workers:
                self._hear_all(worker, mono_ms())
            if all(worker.is_lost(mono_ms()) for worker in self._workers):
                return
