"""One tile of the round: its checkpoint, the newest picture, and the one that stood there before.

Until a fresh picture of its own has come, the earlier camera's picture stays, veiled and under the
earlier camera's name. It never stands under the new one's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.patrol.words import about, outcome_chip, seconds
from duty_desk.ui.watch.tile_look import Now, TileLook
from duty_desk.ui.watch.tile_overlay import HEAD_PX, TileOverlay, paint_hole
from duty_desk.ui.watch.tile_paint import image_of, paint_picture
from duty_desk.video.stream_state import Freshness, freshness

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import CheckpointRow
    from duty_desk.desk.views import CameraRow
    from duty_desk.video.engine import Picture

HELD_MS = 1_500
"""An earlier picture stays at most this long; then the tile tells how the new camera stands."""


@dataclass(frozen=True)
class Earlier:
    """What stood on a tile before: the camera, its picture, and when that was received."""

    camera: CameraRow
    image: QImage
    time: str


@dataclass
class StageTile:
    """A place on the stage."""

    area: QRect
    point: CheckpointRow
    camera: CameraRow | None
    arrived_mono_ms: int
    earlier: Earlier | None = None
    fetched: Picture | None = None
    picture: Picture | None = None
    image: QImage | None = None
    is_painted: bool = False  # the picture, not only fetched
    waited_ms: int | None = None  # from the key to the first fresh picture that was painted
    overlay: TileOverlay = field(default_factory=TileOverlay)

    def take(self, fetched: Picture | None, now_mono_ms: int) -> bool:
        """Show a fetched picture once a fresh one has come; whether anything looks different."""
        if fetched is not None:
            self.fetched = fetched
        newest = self.fetched
        if newest is None or newest is self.picture:
            return self._let_go(now_mono_ms)
        is_fresh = freshness(newest.received_mono_ms, now_mono_ms) is Freshness.LIVE
        if self.picture is None and not is_fresh and not self._is_held_out(now_mono_ms):
            return False
        self.picture, self.image, self.earlier = newest, image_of(newest), None
        return True

    def let_go(self) -> None:
        """Show the earlier picture no longer."""
        self.earlier = None

    def left_behind(self, now: Now) -> Earlier | None:
        """What the next checkpoint at this place shows until its own picture has come."""
        if self.image is None or self.picture is None or self.camera is None:
            return self.earlier
        time = times.time_of_day(now.wall(self.picture.received_mono_ms))
        return Earlier(self.camera, self.image, time)

    def _is_held_out(self, now_mono_ms: int) -> bool:
        return now_mono_ms - self.arrived_mono_ms >= HELD_MS

    def _let_go(self, now_mono_ms: int) -> bool:
        if self.earlier is None or not self._is_held_out(now_mono_ms):
            return False
        self.earlier = None
        return True


def paint_tile(painter: QPainter, tile: StageTile, look: TileLook, now: Now) -> None:
    """Draw a tile with its words; `look` is that of its camera."""
    painter.fillRect(tile.area, theme.colour("tile_ground"))
    if tile.camera is None:
        who = f"{tile.point.camera_code} {tile.point.camera_name}"
        paint_hole(painter, tile.area, who, tr("已停用，只能记“无画面”或跳过"))
    elif tile.earlier is not None:
        _paint_earlier(painter, tile, tile.earlier)
    else:
        if tile.image is not None:
            paint_picture(painter, tile.area, tile.image)
        camera = replace(tile.camera, name=about(tile.point))
        tile.overlay.paint(painter, tile.area, camera, _told(look, tile, now))
    _paint_notes(painter, tile)


def _paint_earlier(painter: QPainter, tile: StageTile, earlier: Earlier) -> None:
    paint_picture(painter, tile.area, earlier.image)
    code = tile.point.camera_code
    lines = (tr("这是上一个点位的画面"),)
    title = tr("正在打开 {code}", code=code)
    look = TileLook("idle", "", earlier.time, title, lines, is_veiled=True)
    tile.overlay.paint(painter, tile.area, earlier.camera, look)


def _told(look: TileLook, tile: StageTile, now: Now) -> TileLook:
    """The look with the age of the frame behind its time, where there is room."""
    if tile.picture is None or not look.time or tile.area.width() < theme.px(500):
        return look
    age = seconds(max(0, now.mono_ms - tile.picture.received_mono_ms))
    return replace(look, time=tr("{time} · {age} 秒前", time=look.time, age=age))


def _paint_notes(painter: QPainter, tile: StageTile) -> None:
    """What was recorded here, and what to look for, at the left edge."""
    chip, _ = outcome_chip(tile.point)
    left, top = tile.area.left() + 8, tile.area.top() + theme.px(HEAD_PX) + 8
    if chip:
        _paint_note(painter, QRect(left, top, tile.area.width() - 16, 0), tr("已记：") + chip)
    elif tile.point.look_for and tile.earlier is None:
        words = tr("看什么：{words}", words=tile.point.look_for)
        _paint_note(painter, QRect(left, top, tile.area.width() - 16, 0), words)


def _paint_note(painter: QPainter, room: QRect, words: str) -> None:
    font = theme.font(theme.BODY_PX)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() - 20)
    box = QRect(room.topLeft(), room.topLeft())
    box.setSize(metrics.size(0, shown))
    box.adjust(0, 0, 20, 8)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("tile_ground", 200))
    painter.drawRoundedRect(QRectF(box), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(theme.colour("tile_text"))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
