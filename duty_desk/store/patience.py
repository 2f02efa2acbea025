"""How long a silent server may keep the desk waiting: a few seconds, then its line is cut.

A server that hangs still holds its connections, and no time-out of its own will end them. The
desk thread must get an answer, or F8 could not save. A file needs no patience.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
import weakref
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

SILENT_S = 5.0


class Patience:
    """Watches one engine while its only user waits for the server."""

    def __init__(self, engine: Engine, silent_s: float = SILENT_S) -> None:
        self._silent_s = silent_s
        self._lines: weakref.WeakSet[Any] = weakref.WeakSet()
        self._heard_at: float | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="store-patience", daemon=True)
        event.listen(engine, "connect", lambda line, _record: self._lines.add(line))
        event.listen(engine, "after_cursor_execute", lambda *_: self._hear())
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._stopping.set()
        self._thread.join(2.0)

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """While this lasts, silence of the server is bounded."""
        self._hear()
        try:
            yield
        finally:
            self._heard_at = None

    def _hear(self) -> None:
        self._heard_at = time.monotonic()

    def _watch(self) -> None:
        while not self._stopping.wait(self._silent_s / 5):
            heard_at = self._heard_at
            if heard_at is not None and time.monotonic() - heard_at > self._silent_s:
                self._cut()

    def _cut(self) -> None:
        for line in tuple(self._lines):
            if line.closed:
                continue
            handle = socket.socket(fileno=line.fileno())
            with contextlib.suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)
            handle.detach()
