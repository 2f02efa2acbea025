"""One worker as the desk sees it: its process, the line to it, and the cameras it was given."""

from __future__ import annotations

import multiprocessing
from collections import deque
from typing import TYPE_CHECKING

from duty_desk.video.orders import Order, Stop, Watch
from duty_desk.video.source import mono_ms
from duty_desk.video.worker import run
from duty_desk.video.worker_silence import Silence

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from duty_desk.video.beats import Beats
    from duty_desk.video.orders import Report

_START_WITHIN_MS = 20_000
_SHORT_LIFE_MS = 10_000
_RESTART_PAUSES_MS = (0, 500, 1_000, 2_000, 5_000, 10_000)
# Orders are held back while a worker shows no sign of life: a full pipe would block the desk.
_QUIET_MS = 700


class WorkerProcess:
    """Starts, watches and ends one worker process. Used by the supervisor's thread alone."""

    def __init__(self, index: int, beats: Beats) -> None:
        self.index = index
        self.cameras: dict[str, Watch] = {}
        self._beats = beats
        self._silence = Silence()
        self._context = multiprocessing.get_context("spawn")
        self._process: SpawnProcess | None = None
        self._line: Connection[Order, Report] | None = None
        self._unsent: deque[Order] = deque()
        self._started_mono_ms = 0
        self._short_lives = 0
        self._start_after_mono_ms = 0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process else None

    def is_due(self, now: int) -> bool:
        """Whether there is no process and the pause after its last end is over."""
        return self._process is None and now >= self._start_after_mono_ms

    def start(self) -> None:
        """Start the process and give it all its cameras."""
        ours, theirs = self._context.Pipe()
        self._beats.forget(self.index)
        self._process = self._context.Process(
            target=run,
            args=(theirs, self._beats.name, self.index),
            name=f"video worker {self.index}",
            daemon=True,
        )
        self._process.start()
        theirs.close()
        self._line = ours
        self._started_mono_ms = mono_ms()
        self._unsent.clear()
        self._unsent.extend(self.cameras.values())

    def waits_on(self) -> list[Connection[Order, Report] | int]:
        """What becomes ready when the worker says something or ends."""
        if self._process is None or self._line is None:
            return []
        return [self._line, self._process.sentinel]

    def tell(self, order: Order) -> None:
        """Send `order` as soon as the worker listens; lost only with the process itself."""
        self._unsent.append(order)
        self.send_waiting()

    def send_waiting(self) -> None:
        """Send what was held back, unless the worker is quiet."""
        if self._line is None or not self._beats.last_mono_ms(self.index):
            return
        if mono_ms() - self._beats.last_mono_ms(self.index) > _QUIET_MS:
            return
        try:
            while self._unsent:
                self._line.send(self._unsent[0])
                self._unsent.popleft()
        except OSError:
            return

    def reports(self) -> list[Report]:
        """What the worker has sent since the last look."""
        received: list[Report] = []
        try:
            while self._line is not None and self._line.poll():
                received.append(self._line.recv())
        except (EOFError, OSError):
            pass
        return received

    def is_lost(self, now: int) -> bool:
        """Whether the process has ended or shows no sign of life any more."""
        return bool(self.what_is_wrong(now))

    def what_is_wrong(self, now: int) -> str:
        """Why the process has to be replaced, for the log; empty while it works."""
        if self._process is None or self._process.pid is None:
            return ""
        if not self._process.is_alive():
            return f"ended with code {self._process.exitcode}"
        last = self._beats.last_mono_ms(self.index)
        if last == 0:
            is_late = now - self._started_mono_ms > _START_WITHIN_MS
            return f"did not start within {_START_WITHIN_MS} ms" if is_late else ""
        is_hung = self._silence.is_too_long(self._process.pid, last, now)
        return f"was silent for {now - last} ms" if is_hung else ""

    def bury(self, now: int) -> None:
        """End what is left of the process; the next starts at once, later if they all die young."""
        self.kill()
        is_short = now - self._started_mono_ms < _SHORT_LIFE_MS
        self._short_lives = self._short_lives + 1 if is_short else 0
        pause = _RESTART_PAUSES_MS[min(self._short_lives, len(_RESTART_PAUSES_MS) - 1)]
        self._start_after_mono_ms = now + pause

    def ask_to_stop(self) -> None:
        """Ask for the end; does not wait."""
        self._unsent.clear()
        self.tell(Stop())

    def end(self, until_mono_ms: int) -> None:
        """Wait for the end until then, after that make it."""
        if self._process is not None:
            self._process.join(max(0, until_mono_ms - mono_ms()) / 1000)
        self.kill()

    def kill(self) -> None:
        """End the process now, hung or not."""
        if self._process is not None:
            if self._process.is_alive():
                self._process.kill()
            self._process.join(1)
            if not self._process.is_alive():
                self._process.close()
            self._process = None
        if self._line is not None:
            self._line.close()
            self._line = None
