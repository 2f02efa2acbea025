"""The shots of a problem as thumbnails, and the way to one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from duty_desk.desk.views import ProblemDetail, Shot
    from duty_desk.ui.problems.pictures import PictureShelf

WIDE, HIGH = 112, 70
CLIP_WIDE = 148
_READ_PX = 320


class Thumbnail(QAbstractButton):
    """A small picture that can be chosen; without a picture a dashed place that says a word."""

    def __init__(self, parent: QWidget | None = None, wide: int = WIDE, high: int = HIGH) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self.setFixedSize(theme.px(wide), theme.px(high))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_picture(self, picture: QImage) -> None:
        """Show this picture, filling the place."""
        self._picture = picture
        self.update()

    def _paint_picture(self, painter: QPainter, area: QRectF) -> None:
        clip = QPainterPath()
        clip.addRoundedRect(area, theme.TILE_RADIUS, theme.TILE_RADIUS)
        painter.save()
        painter.setClipPath(clip)
        size = self._picture.size().scaled(self.size(), _FILL)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self._picture)
        painter.restore()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        is_empty = self._picture.isNull()
        if is_empty:
            painter.setPen(theme.colour("text2"))
            painter.setFont(theme.font(theme.SECOND_PX))
            painter.drawText(area, _CENTRE, self.text())
        else:
            self._paint_picture(painter, area)
        is_lit = self.isChecked() or self.hasFocus()
        pen = QPen(_edge(is_lit=is_lit), 2 if is_lit else 1)
        if is_empty and not is_lit:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, theme.TILE_RADIUS, theme.TILE_RADIUS)


class ShotStrip(QScrollArea):
    """Thumbnails in the order of the shots.

    Signals:
        chosen(shot number): a shot shall be shown.
        more_wanted: one more picture of the camera.
        clip_wanted: what happened around the finding shall be played.
    """

    chosen = Signal(int)
    more_wanted = Signal()
    clip_wanted = Signal()

    def __init__(self, shelf: PictureShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._thumbs: dict[int, Thumbnail] = {}
        inside = QWidget(self)
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._more = Thumbnail(inside)
        self._more.clicked.connect(self.more_wanted)
        self._clip = Thumbnail(inside, CLIP_WIDE)
        self._clip.clicked.connect(self.clip_wanted)
        self._row.addWidget(self._more)
        self._row.addWidget(self._clip)
        self._row.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(theme.px(HIGH + 12))
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._more.setText(tr("＋ 再截一张 F8"))
        for no, thumb in self._thumbs.items():
            thumb.setAccessibleName(tr("截图 {no}", no=no))

    def show_shots(self, shots: tuple[Shot, ...], shown_no: int, *, can_add: bool) -> None:
        """Show these shots; the one with number `shown_no` is the large one."""
        for no in set(self._thumbs) - {shot.no for shot in shots}:
            self._thumbs.pop(no).deleteLater()
        for shot in shots:
            if shot.no not in self._thumbs:
                self._add(shot)
        for no, thumb in self._thumbs.items():
            thumb.setChecked(no == shown_no)
        self._more.setVisible(can_add)

    def show_clip(self, detail: ProblemDetail) -> None:
        """Offer the clip of the problem, or say how it stands with it."""
        words = tr("▶ 前 10 秒片段\n按 R 播放")
        if not detail.clips:
            words = tr("▶ 前 10 秒片段\n后 20 秒正在录") if detail.awaits_clip else tr("没有片段")
        self._clip.setText(words)
        self._clip.setToolTip("" if detail.clips else detail.clip_words)
        self._clip.setEnabled(bool(detail.clips) or detail.awaits_clip)

    def clear(self) -> None:
        """Forget the shots of the problem before."""
        for thumb in self._thumbs.values():
            thumb.deleteLater()
        self._thumbs = {}

    def _add(self, shot: Shot) -> None:
        thumb = Thumbnail(self.widget())
        thumb.setCheckable(True)
        thumb.clicked.connect(lambda: self.chosen.emit(shot.no))
        thumb.setAccessibleName(tr("截图 {no}", no=shot.no))
        self._thumbs[shot.no] = thumb
        self._row.insertWidget(len(self._thumbs) - 1, thumb)

        def arrived(picture: QImage) -> None:
            if self._thumbs.get(shot.no) is thumb:
                thumb.show_picture(picture)

        self._shelf.get(shot.captioned, _READ_PX, while_alive(self, arrived), lambda _: None)


def _edge(*, is_lit: bool) -> QColor:
    return theme.colour("accent" if is_lit else "line")


_CENTRE = Qt.AlignmentFlag.AlignCenter
_FILL = Qt.AspectRatioMode.KeepAspectRatioByExpanding
