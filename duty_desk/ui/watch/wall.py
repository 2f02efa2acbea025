"""The wall: one widget that draws all tiles. Pictures are pulled by one timer, newest wins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.watch.tile_overlay import TileOverlay, paint_frame, paint_hole
from duty_desk.ui.watch.tile_paint import TileCorners, image_of, paint_picture
from duty_desk.ui.watch.wall_drag import Drag, ghost_area, paint_ghost, paint_target
from duty_desk.ui.watch.wall_wish import areas_of, wishes
from duty_desk.ui.watch.wall_zoom import ZoomHands, paint_zoom, picture_area
from duty_desk.video.tier import Tier

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.ui.watch.tile_look import Now
    from duty_desk.ui.watch.watched_streams import Wish
    from duty_desk.video.engine import Picture

PAINT_MS, DENSE_PAINT_MS = 40, 80
MOST_AT_FULL_PACE = 9
AGE_MS = 1000
SETTLE_MS, TURN_MS = 200, 40
LINGER_MS = 20_000
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass
class _Tile:
    """A place on the wall with what was fetched for it last."""

    area: QRect
    camera: CameraRow | None = None
    picture: Picture | None = None
    image: QImage | None = None
    overlay: TileOverlay = field(default_factory=TileOverlay)


class Wall(QWidget):
    """Draws the tiles of a `WatchModel`, each at its place, and takes the keys of the wall.

    Signals:
        opened(): a double click or Enter on the selected tile.
        taken(): mouse or keyboard took the wall into somebody's hand.
    """

    opened = Signal()
    taken = Signal()

    def __init__(self, model: WatchModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._tiles: list[_Tile] = []
        self._kept: dict[str, _Tile] = {}
        self._wishes: dict[str, Wish] = {}
        self._ratio = 0.0
        self._is_resting = False
        self._with_next = False
        self._drag: Drag | None = None
        self._hands = ZoomHands(model.zooms)
        self._corners = TileCorners()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(480, 270)
        self._paint_timer = self._timer(PAINT_MS, self._fetch)
        self._age_timer = self._timer(AGE_MS, self._age)
        self._settle_timer = self._once(self._watch_visible)
        self._linger_timer = self._once(self._watch_only_visible)
        model.wall.arranged.connect(self._on_arranged)
        model.wall.selected.connect(self._on_selected)
        model.zooms.changed.connect(self._on_selected)
        self._arrange()

    def start(self) -> None:
        """Begin to fetch and age pictures."""
        self._paint_timer.start()
        self._age_timer.start()

    def stop(self) -> None:
        """Fetch nothing more."""
        for timer in (self._paint_timer, self._age_timer, self._settle_timer, self._linger_timer):
            timer.stop()

    def rest(self, *, is_resting: bool) -> None:
        """Another page shows pictures: have no stream open until the wall is seen again."""
        if is_resting != self._is_resting:
            self._is_resting = is_resting
            self._watch_visible()

    def place_of(self, position: QPoint) -> int | None:
        """The number of the tile under a point, from 0."""
        for place, tile in enumerate(self._tiles):
            if tile.area.contains(position):
                return place
        return None

    def area_of(self, place: int) -> QRect:
        """Where the tile of a place lies."""
        return self._tiles[place].area

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what an arrow, Enter or a key for looking closer asks for; whether it was one."""
        if self._hands.take_key(event, self._model.wall.selected_id()):
            self.taken.emit()
            return True
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None and event.key() not in _ENTER:
            return False
        self.taken.emit()
        if step is None:
            self._toggle_full()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._model.wall.shift(*step)
        else:
            self._model.wall.move(*step)
        return True

    def _timer(self, interval_ms: int, tick: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(interval_ms)
        timer.timeout.connect(tick)
        return timer

    def _once(self, done: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(done)
        return timer

    # --- arrangement ---------------------------------------------------------------------

    def _on_arranged(self) -> None:
        self._arrange()
        self._settle_timer.start(TURN_MS)
        self._fetch_pictures()

    def _arrange(self) -> None:
        known = self._kept
        wall = self._model.wall
        areas = areas_of(self.size(), wall.cells())
        self._tiles = []
        for area, camera in zip(areas, wall.visible(), strict=True):
            tile = known.get(camera.id) if camera is not None else None
            tile = tile or _Tile(area)
            tile.area, tile.camera = area, camera
            self._tiles.append(tile)
            if camera is not None:
                known[camera.id] = tile
        is_dense = len(areas) > MOST_AT_FULL_PACE
        self._paint_timer.setInterval(DENSE_PAINT_MS if is_dense else PAINT_MS)
        self.update()

    def _watch_visible(self) -> None:
        self._ratio = self.devicePixelRatioF()
        self._with_next = self._model.carousel.wants_next()
        areas = [tile.area for tile in self._tiles]
        wanted = wishes(self._model.wall, areas, self._ratio, with_next=self._with_next)
        if self._model.wall.is_full():
            # A full picture is a glance: the others stay open for a while, ready for the way back.
            self._wishes = {**self._wishes, **wanted}
            self._linger_timer.start(LINGER_MS)
        else:
            self._wishes = wanted
            self._linger_timer.stop()
        self._show_wishes()

    def _watch_only_visible(self) -> None:
        shown = {tile.camera.id for tile in self._tiles if tile.camera is not None}
        self._wishes = {name: wish for name, wish in self._wishes.items() if name in shown}
        self._show_wishes()

    def _show_wishes(self) -> None:
        seen = {name for name, wish in self._wishes.items() if wish.tier > Tier.NEXT}
        self._kept = {name: tile for name, tile in self._kept.items() if name in seen}
        self._model.show_wishes({} if self._is_resting else self._wishes)

    # --- pictures ------------------------------------------------------------------------

    def _fetch(self) -> None:
        if self.isVisible():
            self._model.carousel.tick()
            self._fetch_pictures()

    def _fetch_pictures(self) -> None:
        if not self.isVisible():
            return
        for tile in self._tiles:
            if tile.camera is None:
                continue
            picture = self._model.newer_picture(tile.camera.id, tile.picture)
            if picture is not None:
                tile.picture = picture
                tile.image = image_of(picture)
                self.update(tile.area)

    def _age(self) -> None:
        if not self._is_resting:
            self._model.age()
        is_moved = self.devicePixelRatioF() != self._ratio
        if is_moved or self._model.carousel.wants_next() != self._with_next:
            self._settle_timer.start(SETTLE_MS)
        for tile in self._tiles:
            self.update(tile.area)

    def _on_selected(self, _camera_id: str) -> None:
        self.update()

    def _paint_tile(self, painter: QPainter, place: int, now: Now) -> None:
        tile = self._tiles[place]
        painter.fillRect(tile.area, theme.colour("tile_ground"))
        camera = tile.camera
        if camera is None:
            words = self._model.wall.hole_words(place)
            if words is not None:
                paint_hole(painter, tile.area, *words)
            self._corners.paint(painter, tile.area)
            return
        if tile.image is not None and tile.picture is not None:
            paint_picture(painter, tile.area, tile.image)
            self._model.painted(camera.id, tile.picture)
        look = self._model.look_of(camera.id, now)
        tile.overlay.paint(painter, tile.area, camera, look)
        if self._model.zooms.is_closer(camera.id):
            zooms = self._model.zooms
            paint_zoom(painter, tile.area, zooms.words(camera.id), zooms.part(camera.id))
        self._corners.paint(painter, tile.area)
        is_selected = camera.id == self._model.wall.selected_id()
        paint_frame(painter, tile.area, look, is_selected=is_selected)

    def _paint_drag(self, painter: QPainter, drag: Drag) -> None:
        place = self.place_of(drag.at)
        if place is not None:
            paint_target(painter, self._tiles[place].area)
        tile = self._kept.get(drag.camera_id)
        camera = self._model.wall.camera(drag.camera_id)
        if camera is not None:
            area = ghost_area(drag, tile.area if tile else self._tiles[0].area)
            paint_ghost(painter, area, tile.image if tile else None, camera.code)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.BODY_PX))
        painter.setPen(theme.colour("text2"))
        words = tr(
            "还没有摄像头。用 duty-desk cameras import 导入摄像头表（xlsx 或 csv），"
            "画面会按表里的顺序排在这里。"
        )
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(48, 48, -48, -48), flags, words)

    # --- Qt ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.place_of(event.pos())
            camera = None if place is None else self._tiles[place].camera
            words = self._model.tip_of(camera) if camera is not None else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter, event.region())
        finally:
            # An exception keeps its frames, and with them a painter that would crash Qt later.
            painter.end()

    def _paint(self, painter: QPainter, region: QRegion) -> None:
        ground = QRegion(region)
        now = self._model.now()
        has_cameras = bool(self._model.wall.cameras())
        tiles = enumerate(self._tiles if has_cameras else ())
        touched = [place for place, tile in tiles if region.intersects(tile.area)]
        for place in touched:
            ground -= QRegion(self._tiles[place].area)
        painter.setClipRegion(ground)
        painter.fillRect(region.boundingRect(), theme.colour("bg0"))
        painter.setClipping(False)
        for place in touched:
            self._paint_tile(painter, place, now)
        if not has_cameras:
            self._paint_empty(painter)
        elif self._drag is not None and self._drag.is_moving:
            self._paint_drag(painter, self._drag)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._settle_timer.start(SETTLE_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._model.carousel.rest()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.taken.emit()
        position = event.position().toPoint()
        place = self.place_of(position)
        camera = None if place is None else self._tiles[place].camera
        if camera is not None:
            self._model.wall.select(camera.id)
            is_left = event.button() == Qt.MouseButton.LeftButton
            if is_left and self._hands.grip(camera.id, position):
                return
            if is_left and not self._model.wall.is_full():
                self._drag = Drag(camera.id, position, position)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._hands.drag(at, self._selected_picture()):
            return
        if self._drag is not None and self._drag.follow(at):
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._hands.let_go():
            return
        drag, self._drag = self._drag, None
        place = self.place_of(event.position().toPoint())
        if drag is not None and drag.is_moving:
            if place is not None:
                self._model.wall.put(drag.camera_id, self._model.wall.index_at(place))
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)
        self._drag = None
        self._toggle_full()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only over the selected tile: a hand on the wheel by accident changes nothing else."""
        place = self.place_of(event.position().toPoint())
        camera = None if place is None else self._tiles[place].camera
        if camera is not None and camera.id == self._model.wall.selected_id():
            self.taken.emit()
            self._hands.turn(event, camera.id, self._selected_picture())
        event.accept()

    def _selected_picture(self) -> QRectF:
        selected = self._model.wall.selected_id()
        tile = next((one for one in self._tiles if one.camera and one.camera.id == selected), None)
        return picture_area(tile.area, tile.image) if tile is not None else QRectF()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def _toggle_full(self) -> None:
        if self._model.wall.is_full():
            self._model.wall.close_full()
        else:
            self._model.wall.open_full()
            self.opened.emit()
