"""The last round's picture of a checkpoint, beside the live one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from duty_desk.language import Refusal, tr
from duty_desk.ui import theme, times
from duty_desk.vision.jpeg import decode
from duty_desk.vision.likeness import grid_of, likeness

if TYPE_CHECKING:
    from duty_desk.ui.patrol.stage import Stage
    from duty_desk.ui.patrol.walk_model import WalkModel
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.vision.likeness import Grid

WIDTH_PX, HEAD_PX, MARGIN_PX = 328, 26, 16
_UNLIKE = 0.6


class BesidePicture(QWidget):
    """A small card over the stage: when the picture is from, and how like the live one it is.

    The figure is the correlation of two coarse grey pictures, and is called so.
    """

    def __init__(self, side: DeskSide, stage: Stage, walk: WalkModel) -> None:
        super().__init__(stage)
        self._side, self._stage, self._walk = side, stage, walk
        self._no, self._at = 0, 0
        self._image = QImage()
        self._grid: Grid | None = None
        self._likeness: float | None = None
        self.is_wanted = True
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        walk.arrived.connect(self._on_arrived)
        stage.aged.connect(self._compare)
        stage.resized.connect(self._place)
        stage.shown.connect(lambda _no, _ms: self._compare())
        self.hide()

    def toggle(self) -> None:
        """B: show it, or have the whole live picture free."""
        self.is_wanted = not self.is_wanted
        self._place()

    def place(self) -> None:
        """Lie in the lower right corner of the stage."""
        self._place()

    # --- inside --------------------------------------------------------------------------

    def _on_arrived(self) -> None:
        point, walk = self._walk.selected(), self._walk.walk
        self._no, self._at, self._image = 0, 0, QImage()
        self._grid = self._likeness = None
        self.hide()
        if point is None or walk is None or self._walk.page_size > 1:
            return
        self._no = no = point.no

        def came(found: tuple[bytes, int]) -> None:
            if self._no == no:
                self._take(*found)

        future = self._side.desk.patrol.last_thumbnail(walk.round.id, no)
        self._side.bridge.when_done(future, came, lambda _sentence: None)

    def _take(self, jpeg: bytes, at: int) -> None:
        if not jpeg:
            return
        try:
            picture = decode(jpeg)
        except Refusal:
            return  # a damaged small picture is told by `verify`, not in the middle of a round
        height, width = picture.shape[:2]
        packed = np.ascontiguousarray(picture)
        image = QImage(packed.data, width, height, width * 3, QImage.Format.Format_BGR888)
        self._image, self._at, self._grid = image.copy(), at, grid_of(picture)
        self._compare()
        self._place()

    def _compare(self) -> None:
        live = self._stage.picture(self._no)
        if live is None or self._grid is None:
            return
        now = likeness(self._grid, grid_of(live.bgra))
        if now != self._likeness:
            self._likeness = now
            self.update()

    def _place(self) -> None:
        is_shown = self.is_wanted and not self._image.isNull()
        self.setVisible(is_shown)
        if not is_shown:
            return
        area = self._stage.area()
        width = min(theme.px(WIDTH_PX), area.width() // 4)
        picture = self._image.height() * width // max(1, self._image.width())
        height = theme.px(HEAD_PX) + picture
        margin = theme.px(MARGIN_PX)
        self.setGeometry(
            area.right() - width - margin, area.bottom() - height - margin, width, height
        )
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        head = QRect(0, 0, self.width(), theme.px(HEAD_PX))
        painter.fillRect(self.rect(), theme.colour("tile_ground"))
        painter.drawImage(
            QRect(0, head.height(), self.width(), self.height() - head.height()), self._image
        )
        self._paint_head(painter, head.adjusted(8, 0, -8, 0))
        painter.setPen(theme.colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_head(self, painter: QPainter, head: QRect) -> None:
        painter.setFont(theme.font(theme.SECOND_PX))
        metrics = painter.fontMetrics()
        if self._likeness is not None:
            is_unlike = self._likeness < _UNLIKE
            painter.setPen(theme.colour("tile_warn" if is_unlike else "tile_text"))
            words = tr("灰度相关 {share}%", share=round(max(0.0, self._likeness) * 100))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(head, flags, words)
            head.setRight(head.right() - metrics.horizontalAdvance(words) - 8)
        when = times.date_and_time(self._at)[5:16] if self._at else ""
        words = tr("上一轮 · {when}", when=when)
        painter.setPen(theme.colour("tile_dim"))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, head.width())
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, shown)
