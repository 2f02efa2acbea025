"""A video worker process: its cameras, its orders, its signs of life.

Started by spawn and so imported before anything else in a new process: nothing here may import
cv2 before its environment is set.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from duty_desk.video.beats import Beats
from duty_desk.video.exam import Examine, ExamPace
from duty_desk.video.opencv_options import prepare_opencv
from duty_desk.video.orders import (
    AskStill,
    DoorWord,
    Order,
    Still,
    StillAnswer,
    Stop,
    Unwatch,
    Watch,
)
from duty_desk.video.own_use import cpu_ms, give_back_memory, memory_bytes, spare_memory
from duty_desk.video.replay_orders import ReplayOrder
from duty_desk.video.source import mono_ms
from duty_desk.video.tier import Tier
from duty_desk.video.worker_past import WorkerPast

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from duty_desk.video.camera import Camera
    from duty_desk.video.orders import Report

_BEAT_EVERY_S = 0.2
_STOP_WITHIN_S = 0.4
_TELL_USE_EVERY_MS = 190
_GIVE_BACK_EVERY_MS = 60_000


def run(line: Connection[Report, Order], beats_name: str, index: int) -> None:
    """Work until told to stop or until the desk is gone. Ends the process without returning.

    Camera threads may sit in a read of a dead camera for seconds: the process does not wait.
    """
    _prepare_process()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        worker = _Worker(line, Beats.attached(beats_name), index)
        worker.work()
    os._exit(0)


def _prepare_process() -> None:
    # Ctrl+C in a terminal goes to the whole group; the desk alone decides when a worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    spare_memory()
    prepare_opencv()
    logging.basicConfig(level=logging.WARNING, format="video worker: %(message)s")


class _Worker:
    """Takes orders one after the other; stills are encoded beside it."""

    def __init__(self, line: Connection[Report, Order], beats: Beats, index: int) -> None:
        from duty_desk.video.camera import Camera
        from duty_desk.video.examiner import Examiner
        from duty_desk.video.session import Lines
        from duty_desk.vision.cv import cv2

        cv2.setNumThreads(1)
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        lines = Lines(self._beat, self._send)
        self._camera_of: Callable[[Watch], Camera] = lambda order: Camera(order, lines)
        self._line = line
        self._beats = beats
        self._index = index
        self._told_mono_ms = 0
        self._gave_back_mono_ms = 0
        self._cameras: dict[str, Camera] = {}
        self._sending = threading.Lock()
        self._stills = ThreadPoolExecutor(2, "still")
        self._past = WorkerPast(self._send, self._stills)
        self._examiner = Examiner(self._send)

    def work(self) -> None:
        """Until the stop order, or until the line to the desk breaks."""
        desk = multiprocessing.parent_process()
        while desk is None or desk.is_alive():
            self._beat()
            self._tell_use()
            self._past.cut_due()
            if not self._line.poll(_BEAT_EVERY_S):
                continue
            order = self._line.recv()
            if isinstance(order, Stop):
                break
            self._follow(order)
        self._past.end()
        self._close_cameras()

    def _tell_use(self) -> None:
        now = mono_ms()
        if now - self._told_mono_ms >= _TELL_USE_EVERY_MS:
            self._told_mono_ms = now
            self._beats.put_use(self._index, cpu_ms(), memory_bytes())
        if now - self._gave_back_mono_ms >= _GIVE_BACK_EVERY_MS:
            self._gave_back_mono_ms = now
            give_back_memory()

    def _beat(self) -> None:
        self._beats.beat(self._index)

    def _follow(self, order: Order) -> None:
        match order:
            case Watch():
                # The tile was made anew before this order was read: the next one names it.
                with contextlib.suppress(FileNotFoundError):
                    self._watch(order)
                    is_close = order.tier is Tier.FOCUSED
                    self._examiner.hurry(order.spec.camera_id, is_close=is_close)
            case Unwatch():
                self._unwatch(order.camera_id)
            case DoorWord() if order.camera_id in self._cameras:
                self._cameras[order.camera_id].follow(order)
            case Examine():
                self._examiner.follow(order.exam)
            case ExamPace():
                self._examiner.set_pace(order.permille)
            case AskStill():
                self._stills.submit(self._send_still, order)
            case ReplayOrder():
                camera = self._cameras.get(getattr(order, "camera_id", ""))
                self._past.follow(order, camera.ring if camera else None)

    def _watch(self, order: Watch) -> None:
        camera = self._cameras.get(order.spec.camera_id)
        if camera is not None and camera.order.spec == order.spec:
            camera.show_on(order)
            return
        self._unwatch(order.spec.camera_id)
        camera = self._camera_of(order)
        camera.look = partial(self._examiner.look, order.spec.camera_id)
        self._cameras[order.spec.camera_id] = camera
        camera.start()

    def _unwatch(self, camera_id: str) -> None:
        camera = self._cameras.pop(camera_id, None)
        if camera is not None:
            camera.stop()
            self._examiner.forget(camera_id)

    def _send_still(self, order: AskStill) -> None:
        still: Still | None = None
        camera = self._cameras.get(order.camera_id)
        if camera is not None:
            from duty_desk.video.still import still_of

            still = still_of(camera, order.seq)
        self._send(StillAnswer(order.ticket, still))

    def _send(self, report: Report) -> None:
        with self._sending, contextlib.suppress(OSError):
            self._line.send(report)

    def _close_cameras(self) -> None:
        cameras = list(self._cameras.values())
        for camera in cameras:
            camera.stop()
        for camera in cameras:
            camera.wait(_STOP_WITHIN_S / len(cameras))
