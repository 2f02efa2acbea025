"""Instants and spans in words and figures, in the time of the desk (Asia/Shanghai)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from duty_desk.language import mark, tr

ZONE = ZoneInfo("Asia/Shanghai")
DAY_MS, HOUR_MS, MINUTE_MS = 86_400_000, 3_600_000, 60_000
_WEEKDAYS = (
    mark("星期一"),
    mark("星期二"),
    mark("星期三"),
    mark("星期四"),
    mark("星期五"),
    mark("星期六"),
    mark("星期日"),
)


def local(at: int) -> datetime:
    """The instant `at` (UTC ms) on the desk's wall."""
    return datetime.fromtimestamp(at / 1000, ZONE)


def time_of_day(at: int) -> str:
    """`02:47:18`."""
    return f"{local(at):%H:%M:%S}"


def hour_and_minute(at: int) -> str:
    """`02:47`."""
    return f"{local(at):%H:%M}"


def date(at: int) -> str:
    """`2026-11-21`."""
    return f"{local(at):%Y-%m-%d}"


def date_and_time(at: int) -> str:
    """`2026-11-21 02:47:18`."""
    return f"{local(at):%Y-%m-%d %H:%M:%S}"


def weekday(at: int) -> str:
    """The day of the week in the language in use."""
    return tr(_WEEKDAYS[local(at).weekday()])


def span(ms: int) -> str:
    """A span as `00:52`, from an hour on `1:02:47`; the sign is left to the caller."""
    seconds = abs(ms) // 1000
    if seconds >= 3600:
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{seconds // 60:02}:{seconds % 60:02}"


def left(ms: int) -> str:
    """Time left to a limit: `04:21`, days as `2 天 4 时`; past it `+01:05`.

    A running second counts as left until it is over, so 00:00 shows only at the limit itself.
    """
    if ms < 0:
        return "+" + span(ms)
    if ms >= 2 * DAY_MS:
        return tr("{days} 天 {hours} 时", days=ms // DAY_MS, hours=ms % DAY_MS // HOUR_MS)
    return span(-(-ms // 1000) * 1000)


def limit_words(ms: int) -> str:
    """A limit as a chip says it: `5 分钟`, `6 小时`, `30 天`."""
    if ms % DAY_MS == 0:
        return tr("{n} 天", n=ms // DAY_MS)
    if ms % HOUR_MS == 0:
        return tr("{n} 小时", n=ms // HOUR_MS)
    if ms % MINUTE_MS == 0:
        return tr("{n} 分钟", n=ms // MINUTE_MS)
    return tr("{n} 秒", n=ms // 1000)
