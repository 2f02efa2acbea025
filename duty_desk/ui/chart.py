"""Charts on screen: lanes of a time line, and bars against a limit. The one module of pyqtgraph.

Importing it takes half a second, so pages do that beside the window (see `ui.review.charts`).
What is over its limit is told by colour, by hatching and by height, for print and for eyes that
see no red.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QToolTip

from duty_desk.ui import theme
from duty_desk.ui.chart_keys import ChartWalk, Mark
from duty_desk.ui.chart_shapes import (
    ink,
    paint_focus,
    paint_limits,
    paint_shape,
    paint_shapes,
    span_boxes,
    widen,
    worst_last,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QTransform
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from duty_desk.desk.review_views import Bar, Bars, Lane, LaneSpan

BEIJING = timezone(timedelta(hours=8))
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
_STEPS_MS = [HOUR_MS // 12, HOUR_MS // 4, HOUR_MS, 2 * HOUR_MS, 6 * HOUR_MS, DAY_MS]
_LEAST_PX, _NEAR_PX = 5.0, 5.0
_MANY = 150  # spans on a lane, from which on points are thin
_LANE_SHARE = 0.56  # of a lane's height that its spans take


class _TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """Times of Beijing under a chart."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[Any]:  # noqa: N803
        """Where ticks stand: at whole hours or days, as many as there is room for."""
        room = max(2, int(size // theme.px(76)))
        wanted = (maxVal - minVal) / room
        step = next((one for one in _STEPS_MS if one >= wanted), 0)
        step = step or DAY_MS * max(1, -(-int(wanted) // DAY_MS))
        shift = 8 * HOUR_MS
        first = -(-(int(minVal) + shift) // step) * step - shift
        return [(step, list(range(first, int(maxVal) + 1, step)))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: ARG002
        """What they say."""
        shape = "%m-%d" if spacing >= DAY_MS else "%H:%M"
        return [f"{datetime.fromtimestamp(at / 1000, BEIJING):{shape}}" for at in values]


class _Shapes(pg.GraphicsObject):  # type: ignore[misc]
    """Draws in pixels what lies in the chart's own coordinates, so that nothing gets too thin."""

    def __init__(self, chart: _Chart) -> None:
        super().__init__()
        self._chart = chart

    def boundingRect(self) -> QRectF:
        """All that can be seen."""
        return self.viewRect()  # type: ignore[no-any-return]

    def viewRangeChanged(self, *_args: object) -> None:
        """Draw anew after every zoom."""
        self.prepareGeometryChange()
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the shapes that are in sight."""
        transform = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._chart.paint_shapes(painter, transform)
        self._chart.paint_focus(painter, transform)
        painter.restore()


class _Chart(pg.PlotWidget):  # type: ignore[misc]
    """What both charts share: zoom and pan along, words beside the pointer, clicks, keys.

    Signals:
        opened(object): the span or bar that was clicked, or on which Enter was pressed.
        told(str): the words of the one that the keyboard is on; empty when it is on none.
    """

    opened = Signal(object)
    told = Signal(str)

    def __init__(self, axis: pg.AxisItem | None = None) -> None:
        super().__init__(axisItems={"bottom": axis} if axis else None, enableMenu=False)
        self.setFrameShape(self.frameShape().NoFrame)
        self.hideButtons()
        self.plotItem.setMouseEnabled(x=True, y=False)
        self.setMouseTracking(True)
        self._pressed: QPointF | None = None
        self._walk = ChartWalk(self)
        self._shapes = _Shapes(self)
        self.addItem(self._shapes, ignoreBounds=True)
        self.restyle()

    def restyle(self) -> None:
        """Take over the colours in use."""
        self.setBackground(theme.colour("bg1"))
        for name in ("left", "bottom"):
            axis = self.plotItem.getAxis(name)
            axis.setPen(theme.colour("line"))
            axis.setTextPen(theme.colour("text2"))
            axis.setStyle(
                tickFont=theme.font(theme.SECOND_PX), tickLength=0, hideOverlappingLabels=False
            )
        self._shapes.update()

    def sizeHint(self) -> QSize:
        """Small: a chart takes what room there is."""
        return QSize(200, 120)

    def hit(self, _at: QPointF) -> Any:
        """What lies at a place of the chart, or None."""
        return None

    def paint_shapes(self, painter: QPainter, transform: Any) -> None:
        """Draw everything."""
        raise NotImplementedError

    def box_of(self, mark: Mark, transform: QTransform) -> QRectF:
        """Where a mark lies, in pixels."""
        raise NotImplementedError

    def paint_focus(self, painter: QPainter, transform: QTransform) -> None:
        """Draw a frame about the mark that the keyboard is on."""
        mark = self._walk.mark
        if mark is not None and self.hasFocus():
            paint_focus(painter, self.box_of(mark, transform))

    def _place(self, event_at: QPointF) -> QPointF:
        found: QPointF = self.plotItem.vb.mapSceneToView(self.mapToScene(event_at.toPoint()))
        return found

    def px_per(self) -> float:
        """Pixels a unit of the x axis."""
        (low, high), width = self.plotItem.vb.viewRange()[0], self.plotItem.vb.width()
        return float(width / (high - low)) if high > low else 1.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None or (pressed - event.position()).manhattanLength() > _NEAR_PX:
            return
        found = self.hit(self._place(event.position()))
        if found is not None:
            self._walk.choose(found)
            self._show_mark()
            self.opened.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mark = self._walk.mark
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and mark is not None:
            self.opened.emit(mark.shape)
        elif self._walk.press(event):
            self._show_mark()
        else:
            event.ignore()

    def seen(self) -> tuple[float, float]:
        """From where to where is in sight."""
        low, high = self.plotItem.vb.viewRange()[0]
        return float(low), float(high)

    def see(self, low: float, high: float) -> None:
        """Show this stretch, or what of it there is."""
        self.plotItem.setXRange(low, high, padding=0)

    def _show_marks(self, marks: Sequence[Mark]) -> None:
        """Let the keyboard walk among other marks."""
        self._walk.show(marks)
        if self.hasFocus():
            self._walk.begin()
        self._show_mark()

    def _show_mark(self) -> None:
        """Show and say which mark the keyboard is on."""
        mark = self._walk.mark if self.hasFocus() else None
        self._shapes.update()
        words = mark.shape.words if mark is not None else ""
        self.setAccessibleDescription(words)
        self.told.emit(words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._walk.begin()
        self._show_mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_mark()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        found = self.hit(self._place(event.position()))
        words = found.words if found is not None else ""
        QToolTip.showText(event.globalPosition().toPoint(), words, self)
        shape = Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()
        event.accept()

    def show_all(self) -> None:
        """Show everything there is, as after a double click."""

    def changeEvent(self, event: QEvent) -> None:
        is_built = getattr(self, "_shapes", None) is not None  # Qt tells while it is being made
        if event.type() == QEvent.Type.PaletteChange and is_built:
            self.restyle()
        super().changeEvent(event)


class LaneChart(_Chart):
    """Lanes one below the other over a stretch of time."""

    def __init__(self) -> None:
        super().__init__(_TimeAxis("bottom"))
        self.plotItem.layout.setContentsMargins(0, 0, theme.px(20), 0)  # half of the last hour
        self._lanes: tuple[Lane, ...] = ()
        self._span = (0, 1)

    def show_lanes(self, lanes: tuple[Lane, ...], span: tuple[int, int]) -> None:
        """Show lanes over the half-open stretch `span` (UTC ms)."""
        self._lanes, self._span = lanes, span
        titles = [(-float(number), lane.title) for number, lane in enumerate(lanes)]
        left = self.plotItem.getAxis("left")
        left.setTicks([titles])
        metrics = QFontMetrics(theme.font(theme.SECOND_PX))
        widest = max((metrics.horizontalAdvance(lane.title) for lane in lanes), default=0)
        left.setWidth(max(theme.px(56), widest + theme.px(16)))
        left.setPen(None)
        width = span[1] - span[0]
        self.plotItem.vb.setLimits(
            xMin=span[0], xMax=span[1], minXRange=min(width, 5 * 60_000), maxXRange=width
        )
        self.plotItem.setYRange(-len(lanes) + 0.5, 0.5, padding=0)
        self.show_all()
        marks = [
            Mark(one, number, one.from_at, one.to_at, (one.from_at, one.noun, one.id))
            for number, lane in enumerate(lanes)
            for one in lane.spans
        ]
        self._show_marks(marks)

    def show_all(self) -> None:
        """Show the whole stretch."""
        self.plotItem.setXRange(*self._span, padding=0)

    def paint_shapes(self, painter: QPainter, transform: Any) -> None:
        """Draw the ground of each lane and its spans."""
        low, high = self.plotItem.vb.viewRange()[0]
        for number, lane in enumerate(self._lanes):
            top, foot = -number + _LANE_SHARE / 2, -number - _LANE_SHARE / 2
            ground = transform.mapRect(QRectF(low, foot, high - low, top - foot))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bg2"))
            painter.drawRoundedRect(ground, 3, 3)
            seen = [one for one in lane.spans if one.to_at >= low and one.from_at <= high]
            if len(lane.spans) > _MANY:  # corners of a few pixels cost, unseen
                paint_shapes(painter, span_boxes(seen, transform, ground))
                continue
            for span in worst_last(seen):
                box = transform.mapRect(
                    QRectF(span.from_at, foot, span.to_at - span.from_at, top - foot)
                )
                widen(box, _LEAST_PX)
                if span.level == "bad":
                    box.adjust(0, -3, 0, 3)
                paint_shape(painter, box, span.level)

    def box_of(self, mark: Mark, transform: QTransform) -> QRectF:
        """A span in pixels."""
        top, high = -mark.row - _LANE_SHARE / 2, _LANE_SHARE
        box = transform.mapRect(QRectF(mark.from_x, top, mark.to_x - mark.from_x, high))
        widen(box, _LEAST_PX)
        return box

    def hit(self, at: QPointF) -> LaneSpan | None:
        """The span at a place; of several the worst."""
        number = round(-at.y())
        if not 0 <= number < len(self._lanes) or abs(-at.y() - number) > _LANE_SHARE:
            return None
        near = _NEAR_PX / self.px_per()
        found = [
            one
            for one in self._lanes[number].spans
            if one.from_at - near <= at.x() <= one.to_at + near
        ]
        return worst_last(found)[-1] if found else None


class BarChart(_Chart):
    """A bar a record, in the order of time, against the limit."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Bars | None = None
        self.plotItem.hideAxis("bottom")
        self.plotItem.layout.setContentsMargins(0, 0, 0, theme.px(8))  # half of the lowest number

    def show_bars(self, found: Bars) -> None:
        """Show bars; y is minutes."""
        self._found = found
        longest = max((bar.ms for bar in found.bars), default=0)
        top = max(longest, (found.limit_ms or 0) * 1.25, 60_000) / 60_000
        self.plotItem.setYRange(0, top * 1.06, padding=0)
        self.plotItem.getAxis("left").setWidth(theme.px(36))
        count = max(12, len(found.bars))
        self.plotItem.vb.setLimits(xMin=-1, xMax=count, minXRange=6, maxXRange=count + 1)
        self.show_all()
        marks = [
            Mark(bar, 0, at - 0.38, at + 0.38, (bar.at, bar.noun, bar.id))
            for at, bar in enumerate(found.bars)
        ]
        self._show_marks(marks)

    def show_all(self) -> None:
        """Show every bar."""
        count = max(12, len(self._found.bars) if self._found else 0)
        self.plotItem.setXRange(-1, count, padding=0)

    def paint_shapes(self, painter: QPainter, transform: Any) -> None:
        """Draw the bars, then the lines over them."""
        if self._found is None:
            return
        low, high = self.seen()
        first, last = max(0, int(low)), min(len(self._found.bars), int(high) + 2)
        # In numbers: a `mapRect` for each bar took half of the time.
        scale, shift = transform.m11(), transform.dx()
        per_ms, foot = transform.m22() / 60_000, transform.dy()  # upwards is negative
        boxes: dict[str, list[QRectF]] = {}
        slowest: dict[str, list[QLineF]] = {}
        for number in range(first, last):
            bar = self._found.bars[number]
            high_ms = bar.ms if bar.mid_ms is None else bar.mid_ms
            left, height = (number - 0.38) * scale + shift, -high_ms * per_ms
            box = QRectF(left, foot - height, 0.76 * scale, height)
            widen(box, 2.0)
            boxes.setdefault(bar.level if bar.mid_ms is None else "plain", []).append(box)
            if bar.mid_ms is not None:  # the slowest of several, as a thin line above them
                middle = number * scale + shift
                line = QLineF(middle, box.top(), middle, bar.ms * per_ms + foot)
                slowest.setdefault(bar.level, []).append(line)
        paint_shapes(painter, boxes)
        for level, lines in slowest.items():
            painter.setPen(QPen(ink(level), 1.2))
            painter.drawLines(lines)
        paint_limits(painter, transform, self._found, (low, high))

    def box_of(self, mark: Mark, transform: QTransform) -> QRectF:
        """A bar in pixels."""
        return transform.mapRect(QRectF(mark.from_x, 0, 0.76, mark.shape.ms / 60_000))

    def hit(self, at: QPointF) -> Bar | None:
        """The bar at a place, its whole height counted."""
        bars = self._found.bars if self._found else ()
        number = bisect_left(range(len(bars)), at.x() - 0.5)
        is_near = number < len(bars) and abs(at.x() - number) <= 0.5
        return bars[number] if is_near and at.y() >= 0 else None
