"""One line of text with the parts that fit a search marked, shortened at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout

from duty_desk.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

Part = tuple[int, int]
"""Where a marked part starts and stops, by characters."""


def paint_marked(
    painter: QPainter, area: QRect, text: str, ink: str, *, face: QFont, parts: Sequence[Part] = ()
) -> int:
    """Draw `text` in `area`, centred upright; returns how wide it came out."""
    metrics = QFontMetricsF(face)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    layout = QTextLayout(shown, face)
    layout.setFormats([_marked(start, min(stop, len(shown)) - start) for start, stop in parts])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(area.width() + metrics.averageCharWidth())
    layout.endLayout()
    painter.setPen(theme.colour(ink))
    top = area.top() + (area.height() - line.height()) / 2
    layout.draw(painter, QPointF(area.left(), top))
    return round(line.naturalTextWidth())


def _marked(start: int, length: int) -> QTextLayout.FormatRange:
    part = QTextLayout.FormatRange()
    part.start, part.length = start, max(0, length)
    form = QTextCharFormat()
    form.setForeground(theme.colour("accent_text"))
    form.setBackground(theme.colour("accent_tint"))
    part.format = form
    return part
