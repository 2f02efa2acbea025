"""What is drawn over a tile's picture: head, words, frame. Text is drawn once and then blitted."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap

from duty_desk.ui import theme

if TYPE_CHECKING:
    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.watch.tile_look import TileLook

HEAD_PX = 26
_STEP_PX = 6
_SMALL_BODY_PX = 66
_ASIDE_FROM_PX = 260  # below, the hollow dot alone says it: the name needs the room
_JOIN = " · "
_DOTS = {
    "ok": "tile_ok",
    "suspect": "tile_warn",
    "warn": "tile_warn",
    "bad": "tile_bad",
    "idle": "tile_dim",
}
_NEVER_FIRST = ("Po", "Pe", "Pf")  # Unicode categories of signs that never begin a line
_CENTRE = Qt.AlignmentFlag.AlignCenter
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MIDDLE_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class _Head:
    """Everything that a head's picture depends on."""

    code: str
    name: str
    dot: str
    time: str
    note: str
    aside: str
    is_checked: bool
    width: int
    ratio: float
    look: theme.Tokens


class TileOverlay:
    """Draws over one tile; keeps the picture of its head until a word of it changes."""

    def __init__(self) -> None:
        self._head_of: _Head | None = None
        self._head = QPixmap()

    def paint(self, painter: QPainter, area: QRect, camera: CameraRow, look: TileLook) -> None:
        """Draw veil, words and head of `camera` into `area`; the picture is there already."""
        if look.is_veiled or look.title:
            _paint_veil(painter, area, look)
            _paint_words(painter, area, look)
        if look.band:
            _paint_band(painter, area, look.band)
        wanted = _Head(
            camera.code,
            camera.name,
            look.dot,
            look.time,
            look.note,
            look.aside,
            look.is_checked,
            area.width(),
            painter.device().devicePixelRatio(),
            theme.tokens(),
        )
        if wanted != self._head_of:
            self._head_of = wanted
            self._head = _draw_head(wanted)
        painter.drawPixmap(area.topLeft(), self._head)


def paint_frame(painter: QPainter, area: QRect, look: TileLook, *, is_selected: bool) -> None:
    """The coloured frame: blue for the selection; red or amber, inside it, for the state."""
    ring = QRectF(area).adjusted(1, 1, -1, -1)
    if is_selected:
        _paint_ring(painter, ring, "tile_accent")
        ring = ring.adjusted(2, 2, -2, -2)
    if look.frame:
        _paint_ring(painter, ring, f"tile_{look.frame}")


def paint_hole(painter: QPainter, area: QRect, who: str, why: str) -> None:
    """A place whose camera is gone: its name stays, so that nobody wonders."""
    lines = [(who, theme.font(theme.HEAD_PX)), (why, theme.font(theme.SECOND_PX))]
    body = area.adjusted(8, 0, -8, 0)
    line_height = theme.px(22)
    top = body.center().y() - line_height
    painter.setPen(theme.colour("tile_dim"))
    for words, font in lines:
        painter.setFont(font)
        text = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, body.width())
        painter.drawText(QRect(body.left(), top, body.width(), line_height), _CENTRE, text)
        top += line_height


def _paint_ring(painter: QPainter, ring: QRectF, colour: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = painter.pen()
    pen.setColor(theme.colour(colour))
    pen.setWidth(2)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(ring, theme.TILE_RADIUS - 1, theme.TILE_RADIUS - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    pen.setWidth(1)
    painter.setPen(pen)


def _draw_head(head: _Head) -> QPixmap:
    height = theme.px(HEAD_PX)
    picture = QPixmap(round(head.width * head.ratio), round(height * head.ratio))
    picture.setDevicePixelRatio(head.ratio)
    picture.fill(theme.colour("tile_ground", 185))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_dot(painter, QRectF(10, height / 2 - 4, 8, 8), head)
    _write_head(painter, head, height)
    painter.end()
    return picture


def _draw_dot(painter: QPainter, area: QRectF, head: _Head) -> None:
    """Full for a picture that was checked, a grey ring for one that is only live."""
    ink = theme.colour(_DOTS[head.dot] if head.is_checked else "tile_dim")
    if head.is_checked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(area)
        return
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(area.adjusted(0.75, 0.75, -0.75, -0.75))


def _write_head(painter: QPainter, head: _Head, height: int) -> None:
    right = head.width - 9
    small, bold = theme.font(theme.HEAD_PX), theme.font(theme.HEAD_PX, is_bold=True)
    painter.setFont(small)
    painter.setPen(theme.colour("tile_dim"))
    time_width = QFontMetrics(small).horizontalAdvance(head.time)
    has_time = head.width > theme.px(150)
    if has_time:
        painter.drawText(QRect(right - time_width, 0, time_width, height), _MIDDLE_RIGHT, head.time)
        right -= time_width + 8
    note = head.note or (head.aside if head.width > theme.px(_ASIDE_FROM_PX) else "")
    if note:
        note_width = QFontMetrics(small).horizontalAdvance(note)
        painter.setPen(theme.colour("tile_warn" if head.note else "tile_dim"))
        painter.drawText(QRect(right - note_width, 0, note_width, height), _MIDDLE_RIGHT, note)
        right -= note_width + 8
    left = 25
    painter.setPen(theme.colour("tile_text"))
    painter.setFont(bold)
    painter.drawText(QRect(left, 0, right - left, height), _MIDDLE_LEFT, head.code)
    left += QFontMetrics(bold).horizontalAdvance(head.code) + 8
    painter.setFont(small)
    room = max(0, right - left)
    name = QFontMetrics(small).elidedText(head.name, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRect(left, 0, room, height), _MIDDLE_LEFT, name)


def _paint_veil(painter: QPainter, area: QRect, look: TileLook) -> None:
    if look.dot == "bad":
        painter.fillRect(area, theme.colour("tile_lost", 205))
    else:
        painter.fillRect(area, theme.colour("tile_ground", 190))


def _paint_words(painter: QPainter, area: QRect, look: TileLook) -> None:
    body = area.adjusted(8, theme.px(HEAD_PX), -8, -4)
    is_small = body.height() < theme.px(_SMALL_BODY_PX)
    title = theme.font(theme.HEAD_PX if is_small else 16, is_bold=True)
    small = theme.font(theme.SECOND_PX if is_small else theme.HEAD_PX)
    line_height = theme.px(18 if is_small else 22)
    lines = _fitting(look.lines, small, body.width(), max(0, body.height() // line_height - 1))
    top = body.center().y() - (line_height * (len(lines) + 1)) // 2
    painter.setPen(theme.colour("tile_lost_text" if look.dot == "bad" else "tile_text"))
    painter.setFont(title)
    painter.drawText(QRect(body.left(), top, body.width(), line_height), _CENTRE, look.title)
    painter.setFont(small)
    for line in lines:
        top += line_height
        painter.drawText(QRect(body.left(), top + 2, body.width(), line_height), _CENTRE, line)


def _fitting(texts: tuple[str, ...], font: QFont, width: int, room: int) -> list[str]:
    """The lines of those texts that fit whole into `room` lines: no sentence stops half-way.

    Of words joined by a dot the first part may stand alone.
    """
    lines: list[str] = []
    for text in texts:
        for words in (text, text.partition(_JOIN)[0]):
            wrapped = _balanced(words, font.pixelSize(), width)
            if len(lines) + len(wrapped) <= room and (words == text or len(wrapped) == 1):
                lines += wrapped
                break
    return lines


@lru_cache(maxsize=512)
def _balanced(text: str, size_px: int, width: int) -> tuple[str, ...]:
    """`text` in as few lines as it needs, all of about one length: no word is left alone."""
    font = theme.font()
    font.setPixelSize(size_px)
    metrics = QFontMetrics(font)
    least = _wrapped(text, metrics, width)
    narrow = metrics.horizontalAdvance(text) // len(least)
    for limit in range(narrow, width, _STEP_PX):
        lines = _wrapped(text, metrics, limit)
        if len(lines) == len(least):
            return tuple(lines)
    return tuple(least)


def _wrapped(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    lines, line = [], ""
    for piece in _pieces(text):
        if line and metrics.horizontalAdvance(line + piece.rstrip()) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()]


def _pieces(text: str) -> list[str]:
    if text.isascii():
        return [f"{word} " for word in text.split(" ")]
    pieces: list[str] = []
    for sign in text:
        if pieces and unicodedata.category(sign) in _NEVER_FIRST:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _paint_band(painter: QPainter, area: QRect, words: str) -> None:
    font = theme.font(theme.HEAD_PX)
    width = QFontMetrics(font).horizontalAdvance(words) + 16
    height = theme.px(22)
    box = QRect(QPoint(area.left() + 8, area.bottom() - height - 7), QPoint())
    box.setSize(QRect(0, 0, min(width, area.width() - 16), height).size())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("tile_band", 235))
    painter.drawRoundedRect(QRectF(box), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(theme.colour("tile_band_text"))
    painter.setFont(font)
    painter.drawText(box, _CENTRE, words)
