"""Evidence pictures read and scaled away from the GUI thread, the newest ones kept."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duty_desk.ui.desk_bridge import DeskBridge

KEPT = 32
MOST_PIXELS = 64_000_000


class PictureShelf:
    """Reads pictures in a thread of its own; `get` answers in the window's thread."""

    def __init__(self, bridge: DeskBridge) -> None:
        self._bridge = bridge
        self._kept: OrderedDict[tuple[Path, int], QImage] = OrderedDict()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="problem-pictures")
        self._is_closed = False

    def get(
        self,
        path: Path,
        width_px: int,
        done: Callable[[QImage], None],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Call `done` with the picture, at most `width_px` wide (0: as it is)."""
        kept = self._kept.get((path, width_px))
        if kept is not None:
            done(kept)
        if kept is not None or self._is_closed:
            return

        def keep(image: QImage) -> None:
            self._kept[path, width_px] = image
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            done(image)

        self._bridge.when_done(self._pool.submit(read_picture, path, width_px), keep, failed)

    def run(self, work: Callable[[], object]) -> Future[object]:
        """Do other slow work on files in the same thread."""
        return self._pool.submit(work)

    def close(self) -> None:
        """Let go of the thread; what it is reading is still finished."""
        self._is_closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)


def read_picture(path: Path, width_px: int = 0) -> QImage:
    """The picture at `path`, scaled down to `width_px` when that is not 0.

    Raises:
        Refusal: there is no readable picture, or it has more pixels than any camera makes.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        raise Refusal(tr("图片 {file} 太大，打不开。", file=path.name))
    if width_px and size.width() > width_px:
        reader.setScaledSize(size.scaled(QSize(width_px, 1 << 20), _KEEP))
    image = reader.read()
    if image.isNull():
        raise Refusal(tr("图片 {file} 读不出来；原始记录不受影响。", file=path.name))
    return image


_KEEP = Qt.AspectRatioMode.KeepAspectRatio
