"""The picture of a camera now, for the faults page: the wall's stream where it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from duty_desk.language import tr
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.watch.picking import from_still
from duty_desk.ui.watch.tile_look import look
from duty_desk.video.tier import Tier

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.evidence import Picked
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.ui.watch.tile_look import TileLook
    from duty_desk.video.engine import Still, VideoEngine

LOOK_MS = 200
WIDE_PX, HIGH_PX = 640, 360


class NowPicture(QObject):
    """Looks at one camera while the page is shown; opens its stream when nobody else has.

    Signals:
        shown(str, QImage): words about the picture, and the picture.
        absent(str, str): there is no live picture: a head and what is known.
    """

    shown = Signal(str, QImage)
    absent = Signal(str, str)

    def __init__(
        self, side: DeskSide, watch: WatchModel, engine: VideoEngine, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._side, self._watch, self._engine = side, watch, engine
        self._camera_id, self._seq, self._is_own, self._is_asked = "", 0, False, False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def look_at(self, camera_id: str) -> None:
        """Look at this camera from now on; "" at none."""
        if camera_id == self._camera_id:
            return
        self._let_go()
        self._camera_id, self._seq = camera_id, 0
        if camera_id:
            self._timer.start()
            self._look()
        else:
            self._timer.stop()

    def is_live(self) -> bool:
        """Whether the camera shows what happens now."""
        return bool(self._camera_id) and self._tile().is_live

    def take(self, done: Callable[[Picked], None], failed: Callable[[str], None]) -> None:
        """Keep the picture of now in full size."""
        camera_id, time = self._camera_id, self._side.time
        at, mono_ms = time.now_ms(), time.mono_ms()

        def picked(still: Still) -> None:
            done(from_still(camera_id, still, at, mono_ms))

        future = self._engine.still(camera_id)
        self._side.bridge.when_done(future, while_alive(self, picked), while_alive(self, failed))

    def _tile(self) -> TileLook:
        status = self._engine.status(self._camera_id)
        return look(status, status.newest_mono_ms, self._watch.now())

    def _look(self) -> None:
        self._see_that_it_is_open()
        tile = self._tile()
        if not tile.is_live:
            self._seq = 0
            words = "\n".join((tile.title or tr("正在连接"), *tile.lines))
            self.absent.emit(tr("现在"), words)
            return
        picture = self._engine.picture(self._camera_id, self._seq)
        if picture is not None:
            self._seq = picture.seq
            height, width = picture.bgra.shape[:2]
            data = picture.bgra
            image = QImage(
                data.data, width, height, data.strides[0], QImage.Format.Format_RGB32
            ).copy()
            self.shown.emit(tr("现在 · {time}", time=tile.time), image)

    def _see_that_it_is_open(self) -> None:
        if self._camera_id in self._engine.watched() or self._is_asked:
            return
        self._is_asked = True
        camera_id = self._camera_id

        def told(addresses: tuple[str, str]) -> None:
            self._is_asked = False
            if camera_id == self._camera_id:
                self._is_own = True
                spec = self._watch.spec_of(camera_id, addresses)
                self._engine.watch(spec, WIDE_PX, HIGH_PX, Tier.VISIBLE)

        def refused(_sentence: str) -> None:
            self._is_asked = False

        self._side.bridge.when_done(
            self._side.desk.cameras.address_of(camera_id),
            while_alive(self, told),
            while_alive(self, refused),
        )

    def _let_go(self) -> None:
        if self._is_own and not self._watch.streams.wants(self._camera_id):
            self._engine.unwatch(self._camera_id)
        self._is_own = False
