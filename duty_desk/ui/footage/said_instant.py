"""An instant as people write it into a request: `2026-11-19 21:00:30`, `11-19 21:00`, `21:00`.

What stands between the figures does not matter: points, strokes, or the words for year and month.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from unicodedata import normalize

from duty_desk.domain.problem import beijing
from duty_desk.ui import times

_FIGURES, _STRANGE = re.compile(r"\d+"), re.compile(r"[A-SU-Za-z]")
_YEAR_SIGNS = 4


def said_instant(text: str, now: int, after: int | None = None) -> int | None:
    """The instant (UTC ms) that `text` means; None when it means none.

    Args:
        text: What was typed, full-width signs too.
        now: The desk's time: the day, or the year, that was left out is the newest not after it.
        after: The beginning of a span, whose end is typed: an hour alone is the next one.
    """
    year, figures = _figures(text)
    if len(figures) in (2, 3) and year is None:
        day, clock = [], figures
    elif len(figures) in (4, 5):
        day, clock = figures[:2], figures[2:]
    else:
        return None
    today = beijing(now if after is None else after)
    try:
        time = today.replace(hour=clock[0], minute=clock[1], second=0, microsecond=0)
        time = time.replace(second=clock[2] if len(clock) > 2 else 0)
        if not day:
            return _nearest(time, now, after)
        time = time.replace(year=year or today.year, month=day[0], day=day[1])
    except ValueError:
        return None
    return _in_year(time, now) if year is None else _ms(time)


def said_day(text: str, now: int, *, is_past: bool = False) -> int | None:
    """The beginning (UTC ms) of the day that `text` means; without a year that of `now`.

    Of what `is_past` a day without a year that is far ahead is one of last year.
    """
    year, figures = _figures(text)
    today = beijing(now)
    if len(figures) != 2:
        return None
    try:
        day = datetime(year or today.year, figures[0], figures[1], tzinfo=today.tzinfo)
    except ValueError:
        return None
    return _in_year(day, now) if is_past and year is None else _ms(day)


def shown_instant(at: int) -> str:
    """`2026-11-19 21:00:30`; what `said_instant` reads again. Empty for 0."""
    return times.date_and_time(at) if at else ""


def _figures(text: str) -> tuple[int | None, list[int]]:
    """The year where one is said, and the figures that follow."""
    plain = normalize("NFKC", text).strip()
    found = [] if _STRANGE.search(plain) else _FIGURES.findall(plain)
    if found and len(found[0]) == _YEAR_SIGNS:
        return int(found[0]), [int(one) for one in found[1:]]
    is_fit = all(len(one) <= 2 for one in found)
    return None, [int(one) for one in found] if is_fit else []


def _nearest(time: datetime, now: int, after: int | None) -> int:
    at = _ms(time)
    if after is not None:
        return at if at > after else at + times.DAY_MS
    return at if at <= now else _ms(time - timedelta(days=1))


def _in_year(time: datetime, now: int) -> int:
    """A day far ahead is one of last year: nobody asks for recordings of next month."""
    at = _ms(time)
    return at if at <= now + 60 * times.DAY_MS else _ms(time.replace(year=time.year - 1))


def _ms(time: datetime) -> int:
    return int(time.timestamp()) * 1000
