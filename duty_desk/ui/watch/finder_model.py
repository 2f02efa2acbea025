"""What the search field finds: the index of the catalogue, made aside, and the best cameras."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.desk.camera_search import CameraIndex
from duty_desk.desk.pinyin import FILE, load_readings

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.camera_search import Found, Hits
    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.desk_bridge import DeskBridge

SHOWN = 50


class FinderModel(QObject):
    """Finds cameras in the newest catalogue.

    Signals:
        changed(): what is found is another.
        indexed(): another catalogue is ready to be searched.
    """

    changed = Signal()
    indexed = Signal()

    def __init__(self, resources: Path, bridge: DeskBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readings_file = resources / FILE
        self._bridge = bridge
        self._cameras: tuple[CameraRow, ...] = ()
        self._index: CameraIndex | None = None
        self._query = ""
        self._found: tuple[Found, ...] = ()
        self._total = 0
        self._aside = ThreadPoolExecutor(1, "camera index")

    def show_cameras(self, cameras: tuple[CameraRow, ...]) -> None:
        """Take the catalogue; its index is made in another thread."""
        if cameras is self._cameras or cameras == self._cameras:
            return
        self._cameras = cameras
        making = self._aside.submit(_made, cameras, self._readings_file)
        self._bridge.when_done(making, partial(self._take, cameras))

    def stop(self) -> None:
        """Make nothing more."""
        self._aside.shutdown(wait=False, cancel_futures=True)

    @property
    def cameras(self) -> tuple[CameraRow, ...]:
        """The whole catalogue."""
        return self._cameras

    @property
    def query(self) -> str:
        """What is searched for."""
        return self._query

    @property
    def found(self) -> tuple[Found, ...]:
        """The best cameras, at most `SHOWN`."""
        return self._found

    @property
    def total(self) -> int:
        """How many cameras fit."""
        return self._total

    def search(self, query: str) -> None:
        """Find the cameras that fit."""
        self._query = query
        hits = self.hits(query)
        self._total = len(hits) if hits is not None else 0
        self._found = hits.first(SHOWN) if hits is not None else ()
        self.changed.emit()

    def hits(self, query: str) -> Hits | None:
        """All that fits `query`; None until the index is made."""
        return self._index.find(query) if self._index is not None else None

    def _take(self, cameras: tuple[CameraRow, ...], index: CameraIndex) -> None:
        if cameras is self._cameras:
            self._index = index
            self.search(self._query)
            self.indexed.emit()


def _made(cameras: tuple[CameraRow, ...], readings: Path) -> CameraIndex:
    return CameraIndex(cameras, load_readings(readings))
