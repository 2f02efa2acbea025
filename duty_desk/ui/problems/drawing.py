"""From strokes of the mouse or keys to marks: which tool makes which mark; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duty_desk.language import mark
from duty_desk.vision.marks import MAX_TEXT, Arrow, Box, Mark, Mosaic, Text

TOOLS = ("box", "arrow", "mosaic", "text")
TOOL_WORDS = {
    "box": mark("标框"),
    "arrow": mark("箭头"),
    "mosaic": mark("马赛克"),
    "text": mark("文字"),
}
LEAST = 8  # per-mille; a stroke shorter than this was a click, not a drawing
FULL = 1000
_STEP = 10


@dataclass(frozen=True)
class Stroke:
    """A stroke from where it began to where the pointer is, in per-mille of the picture."""

    from_x: int
    from_y: int
    to_x: int
    to_y: int

    def moved(self, by_x: int, by_y: int) -> Stroke:
        """The stroke shifted as a whole, held inside the picture."""
        by_x = min(FULL - max(self.from_x, self.to_x), max(-min(self.from_x, self.to_x), by_x))
        by_y = min(FULL - max(self.from_y, self.to_y), max(-min(self.from_y, self.to_y), by_y))
        return Stroke(self.from_x + by_x, self.from_y + by_y, self.to_x + by_x, self.to_y + by_y)

    def stretched(self, by_x: int, by_y: int) -> Stroke:
        """The stroke with its end moved, held inside the picture."""
        return replace(
            self,
            to_x=min(FULL, max(0, self.to_x + by_x)),
            to_y=min(FULL, max(0, self.to_y + by_y)),
        )


KEY_STROKE = Stroke(400, 400, 600, 600)


def key_step(across: int, down: int) -> tuple[int, int]:
    """How far one press of an arrow key moves a stroke, in per-mille."""
    return across * _STEP, down * _STEP


def mark_of(tool: str, stroke: Stroke, text: str = "") -> Mark | None:
    """The mark that `tool` makes of `stroke`; None when it is too small to be meant."""
    if tool == "text":
        words = " ".join(text.split())[:MAX_TEXT]
        return Text(stroke.from_x, stroke.from_y, words) if words else None
    wide, high = abs(stroke.to_x - stroke.from_x), abs(stroke.to_y - stroke.from_y)
    if tool == "arrow":
        if max(wide, high) < LEAST:
            return None
        return Arrow(stroke.from_x, stroke.from_y, stroke.to_x, stroke.to_y)
    if min(wide, high) < LEAST:
        return None
    left, right = sorted((stroke.from_x, stroke.to_x))
    top, bottom = sorted((stroke.from_y, stroke.to_y))
    return Mosaic(left, top, right, bottom) if tool == "mosaic" else Box(left, top, right, bottom)
