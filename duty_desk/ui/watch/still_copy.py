"""Ctrl+C: the picture of a camera, in full and with its caption, onto the clipboard."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from duty_desk.language import tr
from duty_desk.push.compose import FrameWords, caption_lines
from duty_desk.ui.problems import clipboard
from duty_desk.ui.watch.picking import from_still
from duty_desk.vision.caption import caption

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.video.engine import Still, VideoEngine


class StillCopy(QObject):
    """Copies what the operator sees; nothing of it is recorded.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(
        self, side: DeskSide, watch: WatchModel, engine: VideoEngine, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._side, self._watch, self._engine = side, watch, engine
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="copied-picture")

    def copy_selected(self) -> None:
        """The picture of the selected camera that was painted last."""
        wall = self._watch.wall
        camera = wall.camera(wall.selected_id())
        if camera is None or not self._watch.shows(camera.id):
            words = tr("选中的点位还没有画面，没有复制。请先选一格有画面的点位。")
            self.said.emit(words, "attention")
            return
        time = self._side.time
        at, mono_ms = time.now_ms(), time.mono_ms()
        future = self._engine.still(camera.id, self._watch.painted_seq(camera.id))

        def came(still: Still) -> None:
            self.copy(camera, from_still(camera.id, still, at, mono_ms))

        self._side.bridge.when_done(future, came, self._refuse)

    def copy(self, camera: CameraRow, picked: Picked) -> None:
        """A frame that was picked, with its caption."""
        words = FrameWords(
            camera_code=camera.code,
            camera_name=camera.name,
            taken_at=picked.received_at,
            age_ms=picked.age_ms,
        )
        lines = caption_lines(words)
        made: Future[QImage] = self._pool.submit(
            _captioned, picked.jpeg, lines, self._side.desk.font
        )

        def ready(image: QImage) -> None:
            clipboard.put_picture(image)
            size = f"{image.width()}×{image.height()}"
            told = tr("{code} 的画面已复制（{size}），可直接粘贴。", code=camera.code, size=size)
            self.said.emit(told, "done")

        self._side.bridge.when_done(made, ready, self._refuse)

    def close(self) -> None:
        """Let go of the thread."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _refuse(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")


def _captioned(jpeg: bytes, lines: list[str], font: Path) -> QImage:
    return QImage.fromData(caption(jpeg, lines, font))
