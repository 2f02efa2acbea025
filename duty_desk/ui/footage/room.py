"""Which media are there and how much room a folder has, asked beside the window.

A network share that is gone or a drive that sleeps may not answer for minutes, so each question
has a thread of its own, the newest answer wins, and no more than a few wait at a time.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QStorageInfo, QTimer, Signal

from duty_desk.machine.disk import free_bytes, standing
from duty_desk.ui.problems.draft_keeper import single_shot, while_alive

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.ui.desk_bridge import DeskBridge

T = TypeVar("T")
Medium = tuple[str, str, int]  # name, folder, free bytes
AFTER_MS, MOST_WAITING = 150, 4
_MEDIA = ("/media/", "/run/media/", "/mnt/", "/Volumes/")


class Room(QObject):
    """Asks and tells.

    Signals:
        told(): the room of the folder that was asked for last is known.
        found(list): the media that are plugged in.
    """

    told = Signal()
    found = Signal(list)

    def __init__(
        self, bridge: DeskBridge, parent: QObject, free: Callable[[str], int] | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._free = bridge, free or free_at
        self._words, self._waiting = "", 0
        self._is_owed = False
        self.free_bytes: int | None = None
        self._timer: QTimer = single_shot(self, AFTER_MS, self._ask)

    def ask(self, words: str) -> None:
        """How much room is at this folder; unknown (None) until `told`, -1 where there is none."""
        if words == self._words and self.free_bytes is not None:
            self._timer.start()  # it may have changed; what was told stays until then
            return
        self._words, self.free_bytes = words, None if words else -1
        if words:
            self._timer.start()
        else:
            self._timer.stop()

    def look_for_media(self) -> None:
        """Find the media that are plugged in."""
        self._aside(media, self.found.emit)

    def _ask(self) -> None:
        if self._waiting >= MOST_WAITING:
            self._is_owed = True
            return
        self._waiting += 1
        self._is_owed = False
        words = self._words
        self._aside(partial(self._free, words), partial(self._take, words))

    def _take(self, words: str, free: int) -> None:
        self._waiting -= 1
        if words == self._words:
            self.free_bytes = free
            self.told.emit()
        if self._is_owed:
            self._ask()

    def _aside(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        future: Future[T] = Future()

        def run() -> None:
            future.set_result(work())

        self._bridge.when_done(future, while_alive(self, done))
        threading.Thread(target=run, name="room", daemon=True).start()


def free_at(words: str) -> int:
    """How many bytes may be written at a folder, -1 where that cannot be said."""
    place = Path(words)
    try:
        return free_bytes(standing(place)) if place.is_absolute() else -1
    except (OSError, ValueError):
        return -1


def media() -> list[Medium]:
    """Media that were plugged in."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        path = volume.rootPath()
        is_windows = len(path) <= 3 and path[1:2] == ":" and path[0].upper() != "C"
        if volume.isReady() and not volume.isReadOnly() and (path.startswith(_MEDIA) or is_windows):
            found.append((volume.displayName() or path, path, volume.bytesAvailable()))
    return found
