"""Figures in words, the same on screens and on paper: `43 / 44`, `99.7%`, `3 分 58 秒`, `—`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.wording import duration_words
from duty_desk.domain.figure import WHOLE_PPM
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.domain.figure import Figure, Section, Unit

UNKNOWN = "—"
# What stands before a figure, so that its level is told without colour.
SIGNS = {"good": "✓", "warn": "!", "bad": "×", "plain": "", "unknown": ""}
LEVEL_WORDS = {"good": mark("达标"), "warn": mark("注意"), "bad": mark("不达标")}
DAY_MS = 86_400_000


def value_words(value: int | None, unit: Unit = "count") -> str:
    """A number in its unit; `—` when it is not known."""
    if value is None:
        return UNKNOWN
    if unit == "ppm":
        return percent(value)
    if unit == "ms":
        return span_words(value)
    if unit == "tenth":
        return f"{value // 10}.{value % 10}"
    return f"{value:,}"


def percent(ppm: int) -> str:
    """Millionths as `99.7%`; never rounded up to a hundred."""
    tenths = ppm * 1000 // WHOLE_PPM
    return "100%" if ppm >= WHOLE_PPM else f"{tenths // 10}.{tenths % 10}%"


def span_words(ms: int) -> str:
    """A span in words, days from two days on."""
    if ms >= 2 * DAY_MS:
        return tr("{d} 天 {h} 时", d=ms // DAY_MS, h=ms % DAY_MS // 3_600_000)
    return duration_words(ms)


def words_of(figure: Figure) -> str:
    """A figure as it is told: so many, or so many of so many."""
    words = value_words(figure.value, figure.unit)
    if figure.of is None or figure.value is None:
        return words
    return f"{words} / {value_words(figure.of, figure.unit)}"


def share_words(figure: Figure) -> str:
    """Its share as a percentage; the figure itself where it is part of nothing."""
    share = figure.share_ppm
    return percent(share) if share is not None else words_of(figure)


def found(sections: Iterable[Section], key: str) -> Figure | None:
    """The figure `key` (`pushes.in_time`) of some sections, or None."""
    return next((one for part in sections for one in part.figures if one.key == key), None)


def change_words(figure: Figure, earlier: Figure | None) -> str:
    """How it was in the period before, with an arrow; "" where nothing is known of it."""
    if earlier is None or earlier.value is None:
        return ""
    now = figure.share_ppm if figure.of else figure.value
    then = earlier.share_ppm if earlier.of else earlier.value
    words = words_of(earlier)
    if now is None or then is None or now == then:
        return words
    return f"{'↑' if now > then else '↓'} {words}"
