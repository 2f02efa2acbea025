"""Charts as pictures for paper: bars told apart by fill and hatching, so that grey print is enough.

Every bar bears its number, so nothing has to be read off a scale. The same numbers give the same
bytes. Drawn by Pillow in the program's own Chinese font; sizes are pixels at 200 a inch.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WIDTH_PX = 1320  # 168 mm at 200 pixels an inch
_INK, _SOFT, _FILL, _PAPER = "#1a1a1a", "#5a5a5a", "#2f5586", "#ffffff"
_TEXT_PX, _SMALL_PX = 26, 23
_BAR_PX, _GAP_PX, _MARGIN_PX = 30, 16, 20
_HATCH_PX = 9
_NAME_SHARE = 0.28
_MOST_LETTERS = 15


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Named numbers, once or beside those of another period.

    Attributes:
        names: What each group of bars is about.
        now: A number for each name; drawn filled.
        before: A number for each name, drawn hatched; empty for none.
        now_words: What the filled bars are ("本月"), for the legend.
        before_words: What the hatched ones are.
    """

    names: Sequence[str]
    now: Sequence[int]
    before: Sequence[int] = ()
    now_words: str = ""
    before_words: str = ""


def lying_bars(bars: Bars, font: Path) -> bytes:
    """A ranking: a line for each name, the bars lying; PNG."""
    pen = _Pen(font)
    series = _series(bars)
    group_px = len(series) * (_BAR_PX + 4) + _GAP_PX
    height = 2 * _MARGIN_PX + group_px * len(bars.names) + _legend_px(bars)
    picture, draw = pen.sheet(height)
    left = int(WIDTH_PX * _NAME_SHARE)
    room = WIDTH_PX - left - 110
    most = max([1, *bars.now, *bars.before])
    top = _MARGIN_PX + _legend(pen, draw, bars)
    for place, name in enumerate(bars.names):
        y = top + place * group_px
        middle = y + (group_px - _GAP_PX) // 2
        draw.text((left - 16, middle), _short(name), _INK, pen.text, anchor="rm")
        for number, values in enumerate(series):
            bar_top = y + number * (_BAR_PX + 4)
            length = values[place] * room // most
            _bar(draw, (left, bar_top, left + max(length, 2), bar_top + _BAR_PX), number)
            at = (left + length + 12, bar_top + _BAR_PX // 2)
            draw.text(at, str(values[place]), _INK, pen.small, anchor="lm")
    draw.line((left, top - 6, left, height - _MARGIN_PX), _SOFT, 2)
    return _png(picture)


def standing_bars(bars: Bars, font: Path, height: int = 470) -> bytes:
    """Counts by kind: the bars standing, each name below its own; PNG. For up to eight names."""
    pen = _Pen(font)
    series = _series(bars)
    picture, draw = pen.sheet(height)
    top = _MARGIN_PX + _legend(pen, draw, bars) + 34
    base = height - 70
    each = (WIDTH_PX - 2 * _MARGIN_PX) // max(len(bars.names), 1)
    bar_px = min(84, max(20, (each - 30) // len(series)))
    most = max([1, *bars.now, *bars.before])
    for place, name in enumerate(bars.names):
        middle = _MARGIN_PX + each * place + each // 2
        first = middle - bar_px * len(series) // 2
        for number, values in enumerate(series):
            left = first + number * bar_px
            tall = values[place] * (base - top) // most
            _bar(draw, (left, base - max(tall, 2), left + bar_px - 6, base), number)
            at = (left + (bar_px - 6) // 2, base - tall - 8)
            draw.text(at, str(values[place]), _INK, pen.small, anchor="ms")
        draw.text(
            (middle, base + 14), _short(name, each // _SMALL_PX), _INK, pen.small, anchor="ma"
        )
    draw.line((_MARGIN_PX, base, WIDTH_PX - _MARGIN_PX, base), _SOFT, 2)
    return _png(picture)


class _Pen:
    """The fonts and an empty sheet."""

    def __init__(self, font: Path) -> None:
        from PIL import ImageFont

        self.text = ImageFont.truetype(str(font), _TEXT_PX)
        self.small = ImageFont.truetype(str(font), _SMALL_PX)

    def sheet(self, height: int) -> tuple[Any, Any]:
        from PIL import Image, ImageDraw

        picture = Image.new("RGB", (WIDTH_PX, height), _PAPER)
        return picture, ImageDraw.Draw(picture)


def _series(bars: Bars) -> tuple[Sequence[int], ...]:
    return (bars.now, bars.before) if bars.before else (bars.now,)


def _bar(draw: Any, box: tuple[int, int, int, int], number: int) -> None:
    """The first series is filled, the second white and hatched: no colour is needed."""
    if number == 0:
        draw.rectangle(box, fill=_FILL, outline=_FILL)
        return
    left, top, right, bottom = box
    height = bottom - top
    for x in range(left - height, right, _HATCH_PX):
        start = max(x, left)
        end = min(x + height, right)
        if end > start:
            draw.line((start, bottom - (start - x), end, bottom - (end - x)), _SOFT, 2)
    draw.rectangle(box, outline=_INK, width=2)


def _legend_px(bars: Bars) -> int:
    return 44 if bars.before else 0


def _legend(pen: _Pen, draw: Any, bars: Bars) -> int:
    """What filled and hatched mean, upper right; how much room it took."""
    if not bars.before:
        return 0
    x = WIDTH_PX - _MARGIN_PX
    for number, words in ((1, bars.before_words), (0, bars.now_words)):
        width = int(draw.textlength(words, pen.small))
        draw.text((x, _MARGIN_PX + 12), words, _INK, pen.small, anchor="rm")
        x -= width + 44
        _bar(draw, (x, _MARGIN_PX, x + 34, _MARGIN_PX + 24), number)
        x -= 30
    return _legend_px(bars)


def _short(name: str, most: int = _MOST_LETTERS) -> str:
    most = max(most, 3)
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _png(picture: Any) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=False, dpi=(200, 200))
    return buffer.getvalue()
