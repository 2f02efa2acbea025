"""What the page's lists draw alike: a chip with a word, and inks by level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from duty_desk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

_GROUNDS = {
    "": ("bg3", "text2"),
    "attention": ("warn_tint", "warn_text"),
    "urgent": ("bad_tint", "bad_text"),
    "done": ("ok_tint", "ok_text"),
    "accent": ("accent_tint", "accent_text"),
    "press": ("accent", "on_accent"),
}
INKS = {
    "": "text1",
    "soft": "text2",
    "attention": "warn_text",
    "urgent": "bad_text",
    "done": "ok_text",
    "accent": "accent_text",
}


def paint_chip(
    painter: QPainter, area: QRect, text: str, level: str, side: Qt.AlignmentFlag
) -> None:
    """Draw a word on a tinted ground at the left or right of `area`; `press` like a button."""
    if not text:
        return
    face = theme.font(theme.SECOND_PX, is_bold=level == "press")
    metrics = QFontMetrics(face)
    edge = theme.px(24 if level == "press" else 16)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() - edge)
    ground, ink = _GROUNDS[level]
    width, height = (
        metrics.horizontalAdvance(shown) + edge,
        theme.px(26 if level == "press" else 22),
    )
    is_left = bool(side & Qt.AlignmentFlag.AlignLeft)
    left = area.left() if is_left else area.right() + 1 - width
    box = QRectF(left, area.center().y() - height / 2 + 1, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(theme.colour(ink))
    painter.setFont(face)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
