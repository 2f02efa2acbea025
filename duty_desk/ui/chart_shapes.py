"""How the shapes of a chart are painted: by level, in colour and pattern; without pyqtgraph.

No level is told by its hue alone: their greys stand apart, wide shapes bear a pattern each, and
what is bad is hatched and taller at any width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QTransform

    from duty_desk.desk.review_views import Bars, LaneSpan

# The levels, the worst last, with their colours: long spans are quieter than what went wrong.
INKS = {
    "good": "mark_good",
    "plain": "mark_plain",
    "warn": "mark_warn",
    "down": "mark_down",
    "bad": "mark_bad",
}
PATTERNS = {
    "warn": Qt.BrushStyle.VerPattern,
    "down": Qt.BrushStyle.HorPattern,
    "bad": Qt.BrushStyle.BDiagPattern,
}
_WIDE_PX = 14.0  # from here on a pattern can be seen as one


def ink(level: str) -> QColor:
    """The colour of a level."""
    return theme.colour(INKS[level])


def paint_shapes(painter: QPainter, boxes: Mapping[str, Sequence[QRectF]]) -> None:
    """Shapes by their level, the worst in front; many at once, because each call costs."""
    painter.setPen(Qt.PenStyle.NoPen)
    for level in INKS:
        found = boxes.get(level)
        if not found:
            continue
        painter.setBrush(ink(level))
        painter.drawRects(found)
        patterned = found if level == "bad" else [box for box in found if box.width() >= _WIDE_PX]
        if level in PATTERNS and patterned:
            painter.setBrush(QBrush(theme.colour("bg1"), PATTERNS[level]))
            painter.drawRects(patterned)


def paint_shape(painter: QPainter, box: QRectF, level: str) -> None:
    """A shape in the colour and pattern of its level, with round corners."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(level))
    painter.drawRoundedRect(box, 2, 2)
    if level in PATTERNS and (level == "bad" or box.width() >= _WIDE_PX):
        painter.setBrush(QBrush(theme.colour("bg1"), PATTERNS[level]))
        painter.drawRoundedRect(box, 2, 2)


def paint_focus(painter: QPainter, box: QRectF) -> None:
    """The frame about the mark that the keyboard is on."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("bg1"), 4))
    painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 4, 4)
    painter.setPen(QPen(theme.colour("text1"), 2))
    painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 4, 4)


def widen(box: QRectF, least_px: float) -> None:
    """Make a box so wide at least, about its middle."""
    if box.width() < least_px:
        box.adjust(-(least_px - box.width()) / 2, 0, (least_px - box.width()) / 2, 0)


@dataclass(frozen=True)
class _Line:
    ms: int
    words: str
    colour: str
    style: Qt.PenStyle


def paint_limits(
    painter: QPainter, transform: QTransform, found: Bars, range_: tuple[float, float]
) -> None:
    """Limit, 95th percentile and median across a chart of minutes: each line has its dashes."""
    painter.setFont(theme.font(theme.SECOND_PX))
    lines = (
        (found.limit_ms, tr("时限"), "bad", Qt.PenStyle.DashLine),
        (found.p95_ms, "P95", "text1", Qt.PenStyle.DashDotLine),
        (found.p50_ms, tr("中位数"), "text2", Qt.PenStyle.DotLine),
    )
    taken: list[float] = []
    for ms, words, name, style in lines:
        if ms is not None:
            told = f"{words} {ms // 60_000}:{ms // 1000 % 60:02}"
            ends = [transform.map(QPointF(x, ms / 60_000)) for x in range_]
            _paint_line(painter, ends, _Line(ms, told, name, style), taken)


def _paint_line(
    painter: QPainter, ends: Sequence[QPointF], line: _Line, taken: list[float]
) -> None:
    left, right = ends
    painter.setPen(QPen(theme.colour(line.colour), 1.4, line.style))
    painter.drawLine(left, right)
    width = painter.fontMetrics().horizontalAdvance(line.words) + 8
    height = painter.fontMetrics().height()
    top = left.y() - height - 1
    while any(abs(top - other) < height for other in taken):
        top += height
    taken.append(top)
    box = QRectF(right.x() - width, top, width, height)
    painter.fillRect(box, theme.colour("bg1", 200))
    painter.setPen(theme.colour("bad_text" if line.colour == "bad" else line.colour))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line.words)


def span_boxes(
    spans: Sequence[LaneSpan], transform: QTransform, ground: QRectF
) -> dict[str, list[QRectF]]:
    """The spans of a crowded lane in pixels, by level."""
    scale, shift = transform.m11(), transform.dx()
    boxes: dict[str, list[QRectF]] = {level: [] for level in INKS}
    for span in spans:
        left, width = span.from_at * scale + shift, (span.to_at - span.from_at) * scale
        box = QRectF(left, ground.top(), width, ground.height())
        widen(box, 2.0)
        boxes[span.level].append(box)
    for box in boxes["bad"]:
        box.adjust(0, -3, 0, 3)
    return boxes


def worst_last(spans: Sequence[LaneSpan]) -> list[LaneSpan]:
    """Spans in the order in which they are painted."""
    order = list(INKS)
    return sorted(spans, key=lambda one: order.index(one.level))
