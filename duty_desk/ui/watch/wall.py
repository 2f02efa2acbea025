"""The wall: one widget that draws all tiles. Pictures are pulled by one timer, newest wins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.watch.tile_overlay import TileOverlay, paint_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.ui.watch.tile_look import Now
    from duty_desk.ui.watch.watched_streams import Size
    from duty_desk.video.engine import Picture

GAP_PX = 4
PAINT_MS, DENSE_PAINT_MS = 40, 80
AGE_MS = 1000
SETTLE_MS = 200
LINGER_MS = 20_000
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


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
    """

    opened = Signal()

    def __init__(self, model: WatchModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._tiles: list[_Tile] = []
        self._kept: dict[str, _Tile] = {}
        self._sizes: dict[str, Size] = {}
        self._ratio = 0.0
        self._corners: dict[tuple[str, float], QPixmap] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(480, 270)
        self._paint_timer = self._timer(PAINT_MS, self._fetch)
        self._age_timer = self._timer(AGE_MS, self._age)
        self._settle_timer = self._once(self._watch_visible)
        self._linger_timer = self._once(self._watch_only_visible)
        model.wall.arranged.connect(self._arrange)
        model.wall.selected.connect(self._on_selected)
        self._arrange()

    def start(self) -> None:
        """Begin to fetch and age pictures."""
        self._paint_timer.start()
        self._age_timer.start()

    def stop(self) -> None:
        """Fetch nothing more."""
        for timer in (self._paint_timer, self._age_timer, self._settle_timer, self._linger_timer):
            timer.stop()

    def place_of(self, position: QPoint) -> int | None:
        """The number of the tile under a point, from 0."""
        for place, tile in enumerate(self._tiles):
            if tile.area.contains(position):
                return place
        return None

    def area_of(self, place: int) -> QRect:
        """Where the tile of a place lies."""
        return self._tiles[place].area

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

    def _arrange(self) -> None:
        known = self._kept
        side = self._model.wall.side()
        areas = _grid(self.size(), side)
        self._tiles = []
        for area, camera in zip(areas, self._model.wall.visible(), strict=True):
            tile = known.get(camera.id) if camera is not None else None
            tile = tile or _Tile(area)
            tile.area, tile.camera = area, camera
            self._tiles.append(tile)
            if camera is not None:
                known[camera.id] = tile
        self._paint_timer.setInterval(PAINT_MS if side <= 3 else DENSE_PAINT_MS)
        self._settle_timer.start(SETTLE_MS)
        self.update()

    def _watch_visible(self) -> None:
        ratio = self._ratio = self.devicePixelRatioF()
        sizes = {}
        for tile in self._tiles:
            if tile.camera is not None:
                width, height = tile.area.width(), tile.area.height()
                sizes[tile.camera.id] = (_even(width * ratio), _even(height * ratio))
        if self._model.wall.is_full():
            # A full picture is a glance: the others stay open for a while, ready for the way back.
            self._sizes = {**self._sizes, **sizes}
            self._linger_timer.start(LINGER_MS)
        else:
            self._sizes = sizes
            self._linger_timer.stop()
        self._show_sizes()

    def _watch_only_visible(self) -> None:
        shown = {tile.camera.id for tile in self._tiles if tile.camera is not None}
        self._sizes = {name: size for name, size in self._sizes.items() if name in shown}
        self._show_sizes()

    def _show_sizes(self) -> None:
        self._kept = {name: tile for name, tile in self._kept.items() if name in self._sizes}
        self._model.show_sizes(self._sizes)

    # --- pictures ------------------------------------------------------------------------

    def _fetch(self) -> None:
        if not self.isVisible():
            return
        for tile in self._tiles:
            if tile.camera is None:
                continue
            picture = self._model.newer_picture(tile.camera.id, tile.picture)
            if picture is not None:
                tile.picture = picture
                tile.image = _image(picture)
                self.update(tile.area)

    def _age(self) -> None:
        self._model.age()
        if self.devicePixelRatioF() != self._ratio:
            self._settle_timer.start(SETTLE_MS)
        for tile in self._tiles:
            self.update(tile.area)

    def _on_selected(self, _camera_id: str) -> None:
        self.update()

    def _paint_tile(self, painter: QPainter, tile: _Tile, now: Now) -> None:
        painter.fillRect(tile.area, theme.colour("tile_ground"))
        camera = tile.camera
        if camera is None:
            self._round_off(painter, tile.area)
            return
        if tile.image is not None and tile.picture is not None:
            _paint_picture(painter, tile.area, tile.image)
            self._model.painted(camera.id, tile.picture)
        look = self._model.look_of(camera.id, now)
        tile.overlay.paint(painter, tile.area, camera, look)
        self._round_off(painter, tile.area)
        is_selected = camera.id == self._model.wall.selected_id()
        paint_frame(painter, tile.area, look, is_selected=is_selected)

    def _round_off(self, painter: QPainter, area: QRect) -> None:
        key = (theme.tokens().bg0, self.devicePixelRatioF())
        if key not in self._corners:
            self._corners = {key: _corners(self.devicePixelRatioF())}
        corners, radius = self._corners[key], theme.TILE_RADIUS
        ratio = round(radius * key[1])
        for across, left in ((0, area.left()), (1, area.right() + 1 - radius)):
            for down, top in ((0, area.top()), (1, area.bottom() + 1 - radius)):
                source = QRect(across * ratio, down * ratio, ratio, ratio)
                painter.drawPixmap(QRect(left, top, radius, radius), corners, source)

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
        touched = [tile for tile in self._tiles if has_cameras and region.intersects(tile.area)]
        for tile in touched:
            ground -= QRegion(tile.area)
        painter.setClipRegion(ground)
        painter.fillRect(region.boundingRect(), theme.colour("bg0"))
        painter.setClipping(False)
        for tile in touched:
            self._paint_tile(painter, tile, now)
        if not has_cameras:
            self._paint_empty(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_of(event.position().toPoint())
        camera = None if place is None else self._tiles[place].camera
        if camera is not None:
            self._model.wall.select(camera.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)
        self._toggle_full()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._model.wall.move(*step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle_full()
        else:
            super().keyPressEvent(event)

    def _toggle_full(self) -> None:
        if self._model.wall.is_full():
            self._model.wall.close_full()
        else:
            self._model.wall.open_full()
            self.opened.emit()


def _even(size: float) -> int:
    return max(2, round(size) // 2 * 2)


def _grid(size: QSize, side: int) -> list[QRect]:
    def edges(length: int) -> list[tuple[int, int]]:
        room = length - GAP_PX * (side - 1)
        starts = [place * room // side + place * GAP_PX for place in range(side)]
        ends = [(place + 1) * room // side + place * GAP_PX for place in range(side)]
        return list(zip(starts, ends, strict=True))

    return [
        QRect(left, top, right - left, bottom - top)
        for top, bottom in edges(size.height())
        for left, right in edges(size.width())
    ]


def _image(picture: Picture) -> QImage:
    height, width = picture.bgra.shape[:2]
    data = picture.bgra
    return QImage(data.data, width, height, data.strides[0], QImage.Format.Format_RGB32)


def _paint_picture(painter: QPainter, area: QRect, image: QImage) -> None:
    ratio = painter.device().devicePixelRatio()
    width, height = image.width() / ratio, image.height() / ratio
    if _fits(width, height, area):
        image.setDevicePixelRatio(ratio)
        left = area.left() + (area.width() - width) / 2
        top = area.top() + (area.height() - height) / 2
        painter.drawImage(QPoint(round(left), round(top)), image)
        return
    scale = min(area.width() / width, area.height() / height)
    box = QRectF(0, 0, width * scale, height * scale)
    box.moveCenter(QRectF(area).center())
    painter.drawImage(box, image, QRectF(0, 0, image.width(), image.height()))


def _fits(width: float, height: float, area: QRect) -> bool:
    is_inside = width <= area.width() + 1 and height <= area.height() + 1
    return is_inside and (width >= area.width() - 2 or height >= area.height() - 2)


def _corners(ratio: float) -> QPixmap:
    side = theme.TILE_RADIUS * 2
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    path = QPainterPath()
    path.addRect(QRectF(0, 0, side, side))
    path.addRoundedRect(QRectF(0, 0, side, side), theme.TILE_RADIUS, theme.TILE_RADIUS)
    painter.fillPath(path, theme.colour("bg0"))
    painter.end()
    return picture
