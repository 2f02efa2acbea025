"""How the shapes of a chart are painted: by level, in colour and hatching; without pyqtgraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from duty_desk.ui import theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Token and opacity of each level, the worst last: long spans are quieter than what went wrong.
INKS = {
    "good": ("ok", 110),
    "plain": ("accent", 255),
    "warn": ("warn", 255),
    "down": ("bad", 120),
    "bad": ("bad", 255),
}


def ink(level: str) -> QColor:
    """The colour of a level; a quiet one is mixed with the ground, so that spans may overlap."""
    name, share = INKS.get(level, ("accent", 255))
    full, ground = theme.colour(name), theme.colour("bg2")
    if share == 255:
        return full
    pairs = (
        (full.red(), ground.red()),
        (full.green(), ground.green()),
        (full.blue(), ground.blue()),
    )
    return QColor(*((one * share + other * (255 - share)) // 255 for one, other in pairs))


def paint_shapes(painter: QPainter, boxes: Mapping[str, Sequence[QRectF]]) -> None:
    """Shapes by their level, the worst in front; many at once, because each call costs."""
    painter.setPen(Qt.PenStyle.NoPen)
    for level in INKS:
        found = boxes.get(level)
        if found:
            painter.setBrush(ink(level))
            painter.drawRects(found)
            if level == "bad":
                painter.setBrush(QBrush(theme.colour("bg1"), Qt.BrushStyle.BDiagPattern))
                painter.drawRects(found)


def paint_shape(painter: QPainter, box: QRectF, level: str) -> None:
    """A shape in the colour of its level; what is bad is hatched too."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(level))
    painter.drawRoundedRect(box, 2, 2)
    if level == "bad":
        painter.setBrush(QBrush(theme.colour("bg1"), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box, 2, 2)


def widen(box: QRectF, least_px: float) -> None:
    """Make a box so wide at least, about its middle."""
    if box.width() < least_px:
        box.adjust(-(least_px - box.width()) / 2, 0, (least_px - box.width()) / 2, 0)
