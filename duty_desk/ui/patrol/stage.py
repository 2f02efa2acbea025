"""The pictures of the round: one checkpoint large, or four side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from duty_desk.ui import theme
from duty_desk.ui.patrol.seen import Seen
from duty_desk.ui.patrol.stage_tile import StageTile, paint_tile
from duty_desk.ui.watch import wall_grid
from duty_desk.ui.watch.tile_overlay import paint_frame
from duty_desk.ui.watch.tile_paint import TileCorners
from duty_desk.ui.watch.wall_wish import areas_of, wish_of
from duty_desk.video.stream_state import Freshness, StreamState, freshness
from duty_desk.video.tier import Tier
from duty_desk.vision.thumbnail import thumbnail

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.patrol_views import CheckpointRow
    from duty_desk.ui.patrol.walk_model import WalkModel
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.ui.watch.watched_streams import Wish
    from duty_desk.video.engine import Picture, VideoEngine

PAINT_MS, AGE_MS, SETTLE_MS = 40, 1000, 200
VIEWER = "patrol"
_HOPEFUL = (StreamState.CLOSED, StreamState.CONNECTING, StreamState.LIVE)


class Stage(QWidget):
    """Draws what a `WalkModel` has in view; tells it how long fresh pictures stood there.

    Signals:
        picked(int): a click on this tile, from 0.
        shown(int, int): the first fresh picture of a checkpoint was painted: its number, and how
            many ms after it came into view.
        aged(): a second went by.
        resized(): the tiles lie elsewhere.
        seen_changed(): it came into sight or left it.
    """

    picked = Signal(int)
    shown = Signal(int, int)
    aged = Signal()
    resized = Signal()
    seen_changed = Signal()

    def __init__(
        self, watch: WatchModel, engine: VideoEngine, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._watch, self._engine = watch, engine
        self._model: WalkModel | None = None
        self._tiles: list[StageTile] = []
        self._corners = TileCorners()
        self._is_covered = False
        self._is_turning: Callable[[int], bool] = lambda _no: False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(480, 270)
        self._paint_timer = QTimer(self)
        self._paint_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._paint_timer.setInterval(PAINT_MS)
        self._paint_timer.timeout.connect(self._fetch)
        self._age_timer = QTimer(self)
        self._age_timer.setInterval(AGE_MS)
        self._age_timer.timeout.connect(self._age)
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.timeout.connect(self._wish)

    def use(self, model: WalkModel, is_turning: Callable[[int], bool]) -> None:
        """Show this walk; `is_turning` says whether a camera is still on its way to a preset."""
        self._model, self._is_turning = model, is_turning
        model.arrived.connect(self._on_arrived)
        model.changed.connect(self._on_changed)

    def seen(self, point: CheckpointRow) -> Seen:
        """What stands on the tile of a checkpoint at this instant."""
        tile = next((tile for tile in self._tiles if tile.point.no == point.no), None)
        if tile is None or tile.picture is None:
            return Seen()
        now = self._watch.now().mono_ms
        age_ms = max(0, now - tile.picture.received_mono_ms)
        is_seen = freshness(tile.picture.received_mono_ms, now) is not Freshness.STALE
        small = thumbnail(np.ascontiguousarray(tile.picture.bgra[:, :, :3])) if is_seen else b""
        return Seen(age_ms, self._engine.status(point.camera_id).clock_ahead_ms, small)

    def picture(self, no: int) -> Picture | None:
        """The picture that stands on the tile of a checkpoint."""
        return next((tile.picture for tile in self._tiles if tile.point.no == no), None)

    def area(self) -> QRect:
        """Where the first tile lies."""
        return self._tiles[0].area if self._tiles else self.rect()

    def cover(self, *, is_covered: bool) -> None:
        """A replay lies over the live pictures, or no longer: nobody looks at them meanwhile."""
        self._is_covered = is_covered

    def stop(self) -> None:
        """Fetch nothing more."""
        for timer in (self._paint_timer, self._age_timer, self._settle_timer):
            timer.stop()

    # --- arrangement ---------------------------------------------------------------------

    def _areas(self, count: int) -> list[QRect]:
        model = self._model
        size = model.page_size if model is not None and count else 1
        return areas_of(self.size(), wall_grid.cells(size))[:count]

    def _on_arrived(self) -> None:
        model = self._model
        points = model.in_view() if model is not None else ()
        now = self._watch.now()
        left = [tile.left_behind(now) for tile in self._tiles]
        known = {tile.camera.id: tile for tile in self._tiles if tile.camera is not None}
        self._tiles = []
        for place, (area, point) in enumerate(zip(self._areas(len(points)), points, strict=True)):
            camera = self._watch.wall.camera(point.camera_id)
            tile = StageTile(area, point, camera, now.mono_ms)
            same = known.get(point.camera_id)
            if same is not None and same.picture is not None:
                tile.fetched = same.picture
            elif place < len(left):
                tile.earlier = left[place]
            self._tiles.append(tile)
        self._wish()
        self._fetch()
        self.update()

    def _on_changed(self) -> None:
        model = self._model
        if model is not None:
            for tile, point in zip(self._tiles, model.in_view(), strict=False):
                if tile.point.no == point.no:
                    tile.point = point
        self.update()

    def _wish(self) -> None:
        wishes: dict[str, Wish] = {}
        model = self._model
        if model is not None and self.isVisible() and self._tiles:
            ratio = self.devicePixelRatioF()
            for point in model.coming():
                wishes[point.camera_id] = wish_of(self._tiles[0].area, ratio, Tier.NEXT)
            tier = Tier.FOCUSED if model.page_size == 1 else Tier.VISIBLE
            for tile in self._tiles:
                if tile.camera is not None:
                    wishes[tile.camera.id] = wish_of(tile.area, ratio, tier)
        known = {camera.id for camera in self._watch.wall.cameras()}
        wished = {name: wish for name, wish in wishes.items() if name in known}
        self._watch.show_wishes(wished, VIEWER)

    # --- pictures ------------------------------------------------------------------------

    def _fetch(self) -> None:
        if not self.isVisible() or self._model is None:
            return
        if self._is_covered:
            self._model.halt()
        now = self._watch.now().mono_ms
        for tile in self._tiles:
            if tile.camera is None:
                continue
            if tile.earlier and self._engine.status(tile.camera.id).state not in _HOPEFUL:
                tile.let_go()
                self.update(tile.area)
            fetched = self._watch.newer_picture(tile.camera.id, tile.fetched)
            if tile.take(fetched, now):
                self.update(tile.area)
            if self._is_covered:
                continue
            painted = tile.picture if tile.is_painted else None
            if self._is_turning(tile.point.no):
                painted = None
            self._model.see(tile.point.no, painted.received_mono_ms if painted else None)

    def _age(self) -> None:
        if self.isVisible():
            self._watch.age_of([tile.camera for tile in self._tiles if tile.camera is not None])
            self.update()
            self.aged.emit()

    # --- Qt ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.fillRect(event.rect(), theme.colour("bg0"))
            for tile in self._tiles:
                if event.region().intersects(tile.area):
                    self._paint_tile(painter, tile)
        finally:
            painter.end()

    def _paint_tile(self, painter: QPainter, tile: StageTile) -> None:
        now = self._watch.now()
        if tile.camera is not None and tile.picture is not None and tile.earlier is None:
            self._watch.painted(tile.camera.id, tile.picture)
            tile.is_painted = True
            is_fresh = freshness(tile.picture.received_mono_ms, now.mono_ms) is Freshness.LIVE
            if tile.waited_ms is None and is_fresh:
                tile.waited_ms = max(0, now.mono_ms - tile.arrived_mono_ms)
                self.shown.emit(tile.point.no, tile.waited_ms)
        look = self._watch.look_of(tile.point.camera_id, now)
        paint_tile(painter, tile, look, now)
        self._corners.paint(painter, tile.area)
        model = self._model
        selected = model.selected() if model is not None else None
        is_selected = selected is not None and selected.no == tile.point.no
        paint_frame(painter, tile.area, look, is_selected=is_selected)

    def _place_of(self, position: QPoint) -> int | None:
        places = (n for n, tile in enumerate(self._tiles) if tile.area.contains(position))
        return next(places, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_of(event.position().toPoint())
        if place is not None:
            self.picked.emit(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for tile, area in zip(self._tiles, self._areas(len(self._tiles)), strict=True):
            tile.area = area
        self._settle_timer.start(SETTLE_MS)
        self.resized.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._paint_timer.start()
        self._age_timer.start()
        self._settle_timer.start(0)
        self.seen_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._paint_timer.stop()
        self._age_timer.stop()
        self._watch.show_wishes({}, VIEWER)
        if self._model is not None:
            self._model.look_away()
        self.seen_changed.emit()
