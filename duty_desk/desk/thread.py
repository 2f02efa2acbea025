"""The desk thread: the one writer. It takes commands from a queue and ticks once a second."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
T = TypeVar("T")


class DeskClosed(Refusal):
    """The desk has stopped and takes no more commands."""


class DeskThread:
    """Runs commands one after another; between them calls `tick` about every `tick_ms`.

    A command's failure goes to its future and never ends the thread.
    """

    def __init__(self, tick: Callable[[], None], tick_ms: int = 1000) -> None:
        self._tick = tick
        self._tick_s = tick_ms / 1000
        self._commands: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
        self._is_closed = False
        self._is_ticking = True

    def start(self, *, is_ticking: bool = True) -> None:
        """Start the thread; without ticks when somebody else looks after time."""
        self._is_ticking = is_ticking
        self._thread.start()

    def stop(self, within_ms: int = 1200) -> bool:
        """Finish the commands already given, then end; False when that took too long."""
        self._is_closed = True
        if self._thread.ident is None:
            return True
        self._commands.put(None)
        self._thread.join(within_ms / 1000)
        return not self._thread.is_alive()

    @property
    def is_closed(self) -> bool:
        """Whether it was told to end; what still fails then concerns nobody."""
        return self._is_closed

    @property
    def is_current(self) -> bool:
        """Whether the caller runs on the desk thread."""
        return threading.current_thread() is self._thread

    def ask(self, work: Callable[[], T]) -> Future[T]:
        """Have `work` done on the desk thread."""
        future: Future[T] = Future()
        if self._is_closed:
            future.set_exception(DeskClosed(tr("值守台正在退出，这一步没有执行。")))
            return future

        def command() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - it belongs to whoever asked
                future.set_exception(error)

        self._commands.put(command)
        return future

    def _run(self) -> None:
        next_tick = time.monotonic()
        while True:
            wait_s = next_tick - time.monotonic()
            if wait_s <= 0:
                if self._is_ticking and not self._is_closed:
                    self._safe_tick()
                # Counted from its end: after a slow tick the commands that wait come first.
                next_tick = time.monotonic() + self._tick_s
                continue
            try:
                command = self._commands.get(timeout=wait_s)
            except Empty:
                continue
            if command is None:
                return
            command()

    def _safe_tick(self) -> None:
        try:
            self._tick()
        except Refusal as refusal:
            _log.warning("tick refused: %s", refusal)
        except Exception:  # noqa: BLE001 - the desk must go on
            _log.exception("tick failed")
