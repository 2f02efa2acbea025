"""The examining thread of a worker: takes single pictures of its cameras and judges them.

Nothing of it may cost a tile its pictures: a session hands a picture over only when the camera is
due, no earlier one waits, and the thread has not used up its share of the processor.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.video.exam import VISIT_EVERY_MS, WATCHING_EVERY_MS
from duty_desk.video.examination import Examination, Look
from duty_desk.video.priority import step_back
from duty_desk.video.source import mono_ms
from duty_desk.video.tile_scale import fitted
from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.video.exam import Exam, ExamReport
    from duty_desk.video.source import Frame

_log = logging.getLogger(__name__)

PEOPLE_BOX = (960, 540)
FIRST_PERMILLE = 100
_MOST_SAVED_MS = 1_000
_MOST_LOGGED = 5


class Examiner:
    """Judges pictures of the worker's cameras. `send` may be called from its thread."""

    def __init__(self, send: Callable[[ExamReport], None]) -> None:
        self._send = send
        self._exams: dict[str, Exam] = {}
        self._examinations: dict[str, Examination] = {}  # of the thread alone
        self._due_mono_ms: dict[str, int] = {}
        self._every_ms: dict[str, int] = {}
        self._waiting: dict[str, Look] = {}
        self._changed = threading.Condition()
        self._purse = Purse(FIRST_PERMILLE)
        self._mishaps = 0
        threading.Thread(target=self._run, name="examiner", daemon=True).start()

    def follow(self, exam: Exam) -> None:
        """Examine a camera like this from now on."""
        with self._changed:
            self._exams[exam.camera_id] = exam
            self._waiting.pop(exam.camera_id, None)

    def hurry(self, camera_id: str, *, is_close: bool) -> None:
        """Look twice as often at the one that is looked at closely, as in a round."""
        with self._changed:
            self._every_ms[camera_id] = VISIT_EVERY_MS if is_close else WATCHING_EVERY_MS

    def forget(self, camera_id: str) -> None:
        """The camera is closed."""
        with self._changed:
            for known in (self._exams, self._examinations, self._waiting):
                known.pop(camera_id, None)
            self._due_mono_ms.pop(camera_id, None)
            self._every_ms.pop(camera_id, None)

    def set_pace(self, permille: int) -> None:
        """So much of one core may be used."""
        self._purse.permille = permille

    def look(self, camera_id: str, frame: Frame) -> None:
        """Take this frame if the camera is due; called by its session, returns at once."""
        now = frame.received_mono_ms
        if not self._is_due(camera_id, now):
            return
        began = time.monotonic_ns()
        try:
            look = look_of(frame)
        except (ValueError, cv2.error, OSError) as failure:
            self._note_mishap(failure)
            return
        self._purse.spend(time.monotonic_ns() - began)
        with self._changed:
            if camera_id in self._exams:
                self._waiting[camera_id] = look
                self._changed.notify()

    def _is_due(self, camera_id: str, now: int) -> bool:
        with self._changed:
            exam = self._exams.get(camera_id)
            if exam is None or exam.is_paused or camera_id in self._waiting:
                return False
            if now < self._due_mono_ms.get(camera_id, 0) or not self._purse.has_money():
                return False
            # Steady steps, unless the camera was not looked at for long.
            every_ms = self._every_ms.get(camera_id, WATCHING_EVERY_MS)
            due = self._due_mono_ms.get(camera_id, now) + every_ms
            self._due_mono_ms[camera_id] = due if due > now else now + every_ms
            return True

    def _run(self) -> None:
        step_back()
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                camera_id = next(iter(self._waiting))
                look = self._waiting.pop(camera_id)
                exam = self._exams[camera_id]
                known = self._examinations.setdefault(camera_id, Examination(exam))
            self._judge(known, exam, look)

    def _judge(self, known: Examination, exam: Exam, look: Look) -> None:
        began = time.monotonic_ns()
        try:
            if known.exam is not exam:
                known.follow(exam)
            reports = known.take(look)
        except Exception as failure:  # noqa: BLE001 - one odd picture must not end the examining
            self._note_mishap(failure)
            return
        self._purse.spend(time.monotonic_ns() - began)
        for report in reports:
            self._send(report)

    def _note_mishap(self, failure: Exception) -> None:
        self._mishaps += 1
        if self._mishaps <= _MOST_LOGGED:
            # Texts of foreign exceptions may carry anything: the kind alone is told.
            _log.warning("a picture could not be examined: %s", type(failure).__name__)


class Purse:
    """The time that examining may take: filled by the clock, never in debt for long.

    What is spent is time that passed, not processor time: on a computer that others keep busy a
    look takes longer, and so there are fewer of them.
    """

    def __init__(self, permille: int) -> None:
        self.permille = permille
        self._saved_ns = 0.0
        self._counted_mono_ms = mono_ms()
        self._lock = threading.Lock()

    def has_money(self) -> bool:
        """Whether anything may be done now."""
        with self._lock:
            now = mono_ms()
            earned = (now - self._counted_mono_ms) * self.permille * 1_000
            most = _MOST_SAVED_MS * self.permille * 1_000
            self._saved_ns = min(self._saved_ns + earned, most)
            self._counted_mono_ms = now
            return self.permille > 0 and self._saved_ns > 0

    def spend(self, took_ns: int) -> None:
        """Note what was used."""
        with self._lock:
            self._saved_ns -= took_ns


def look_of(frame: Frame) -> Look:
    """`frame` as the examination wants it: its brightness whole, and a picture for people."""
    size = (frame.width, frame.height)
    box = (min(PEOPLE_BOX[0], max(frame.width, 2)), min(PEOPLE_BOX[1], max(frame.height, 2)))
    shown = fitted(size, frame.pixel_aspect, box)
    bgra = np.empty((shown[1], shown[0], 4), np.uint8)
    frame.draw(bgra)
    bgr = cv2.cvtColor(bgra, cv2.COLOR_BGRA2BGR).astype(np.uint8, copy=False)
    return Look(frame.luma(), bgr, size, frame.received_mono_ms, frame.is_spoiled)
