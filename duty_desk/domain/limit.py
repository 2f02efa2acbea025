"""Limits of time as contracts write them, and the instant at which each of them falls due."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from duty_desk.domain.workdays import MONDAY_TO_FRIDAY, Workdays, day_of, end_of, instant

if TYPE_CHECKING:
    from collections.abc import Callable

UNIT_MS = {
    "s": 1000,
    "min": 60_000,
    "h": 3_600_000,
    "day": 86_400_000,
    "days": 86_400_000,
    "week": 7 * 86_400_000,
    "weeks": 7 * 86_400_000,
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EXAMPLES = (
    "5 min",
    "6 h",
    "2 days",
    "5 calendar days",
    "3 working days",
    "3 months",
    "same day",
    "next 09:00",
    "next Monday 10:00",
    "1st of next month 10:00",
    "5 days after period end",
)


class LimitKind(StrEnum):
    """How a limit is counted."""

    ELAPSED = "elapsed"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    SAME_DAY = "same_day"
    DAY_TIME = "day_time"
    WEEKDAY = "weekday"
    MONTH_DAY = "month_day"
    AFTER_PERIOD = "after_period"


class UnreadableLimit(ValueError):
    """A text that is no limit; its message is the text."""


@dataclass(frozen=True)
class Limit:
    """A limit of time.

    Plain days ("2 days") are 24 hours each; calendar and working days begin to count on the day
    after the start and end when the last day ends.

    Attributes:
        kind: How it is counted.
        count: Milliseconds when elapsed; else days, months, weekday (Monday 0) or day of month.
        minute: Minutes after midnight in Beijing, where a time of day is named.
    """

    kind: LimitKind
    count: int = 0
    minute: int = 0

    @property
    def ms(self) -> int | None:
        """Milliseconds from start to due, or None when the calendar decides."""
        return self.count if self.kind is LimitKind.ELAPSED else None

    @property
    def text(self) -> str:
        """The limit as `read` understands it."""
        if self.kind is LimitKind.ELAPSED:
            unit = next(unit for unit in _LARGEST_FIRST if self.count % UNIT_MS[unit] == 0)
            return f"{self.count // UNIT_MS[unit]} {unit}"
        hour = f"{self.minute // 60:02}:{self.minute % 60:02}"
        return _WRITTEN[self.kind].format(
            count=self.count, hour=hour, day=WEEKDAYS[self.count % 7], th=_ordinal(self.count)
        )


def read(text: str) -> Limit:
    """The limit that `text` writes, such as one of `EXAMPLES`.

    Raises:
        UnreadableLimit: it is none of the known forms.
    """
    for pattern, make in _FORMS:
        if found := pattern.fullmatch(text.strip()):
            return make(found)
    raise UnreadableLimit(text)


def read_minute(text: str) -> int:
    """Minutes after midnight of a time of day such as `09:00`; `24:00` is the day's end.

    Raises:
        UnreadableLimit: it is no time of day.
    """
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", text.strip())
    if not found:
        raise UnreadableLimit(text)
    minute = int(found[1]) * 60 + int(found[2])
    if int(found[2]) > 59 or minute > 24 * 60:
        raise UnreadableLimit(text)
    return minute


def due_at(
    limit: Limit,
    started_at: int,
    *,
    includes_limit: bool = True,
    workdays: Workdays = MONDAY_TO_FRIDAY,
) -> int:
    """The instant (UTC ms) at which `limit` falls due for what started at `started_at` (UTC ms).

    Where days are counted, the due instant is the last millisecond of the last day when the limit
    includes itself, and the midnight after it when it does not: both mean the same day.
    """
    if limit.kind is LimitKind.ELAPSED:
        return started_at + limit.count
    if limit.kind in _TIMES:
        return _TIMES[limit.kind](limit, started_at)
    last_ms = end_of(_last_day(limit, started_at, workdays))
    return last_ms if includes_limit else last_ms + 1


def _last_day(limit: Limit, started_at: int, workdays: Workdays) -> date:
    day = day_of(started_at)
    match limit.kind:
        case LimitKind.WORKING_DAYS:
            return workdays.after(day, limit.count)
        case LimitKind.MONTHS:
            return _months_after(day, limit.count)
        case LimitKind.AFTER_PERIOD:
            # A period that ends at midnight ended on the day before that midnight.
            return day_of(started_at - 1) + timedelta(days=limit.count)
        case LimitKind.CALENDAR_DAYS:
            return day + timedelta(days=limit.count)
        case _:
            return day


def _months_after(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day_time(limit: Limit, started_at: int) -> int:
    day = day_of(started_at)
    first = instant(day, limit.minute)
    return first if first > started_at else instant(day + timedelta(days=1), limit.minute)


def _weekday_time(limit: Limit, started_at: int) -> int:
    day = day_of(started_at)
    day += timedelta(days=(limit.count - day.weekday()) % 7)
    first = instant(day, limit.minute)
    return first if first > started_at else instant(day + timedelta(days=7), limit.minute)


def _month_day_time(limit: Limit, started_at: int) -> int:
    month = day_of(started_at).replace(day=1)
    while True:
        day = month.replace(day=min(limit.count, monthrange(month.year, month.month)[1]))
        if (first := instant(day, limit.minute)) > started_at:
            return first
        month = _months_after(month, 1)


_TIMES: dict[LimitKind, Callable[[Limit, int], int]] = {
    LimitKind.DAY_TIME: _day_time,
    LimitKind.WEEKDAY: _weekday_time,
    LimitKind.MONTH_DAY: _month_day_time,
}


_LARGEST_FIRST = ("days", "h", "min", "s")
_WRITTEN = {
    LimitKind.CALENDAR_DAYS: "{count} calendar days",
    LimitKind.WORKING_DAYS: "{count} working days",
    LimitKind.MONTHS: "{count} months",
    LimitKind.SAME_DAY: "same day",
    LimitKind.DAY_TIME: "next {hour}",
    LimitKind.WEEKDAY: "next {day} {hour}",
    LimitKind.MONTH_DAY: "{th} of next month {hour}",
    LimitKind.AFTER_PERIOD: "{count} days after period end",
}


def _ordinal(count: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{'th' if 10 < count < 20 else ending}"


def _elapsed(found: re.Match[str]) -> Limit:
    return Limit(LimitKind.ELAPSED, int(found[1]) * UNIT_MS[found[2]])


def _counted(kind: LimitKind, each: int = 1) -> Callable[[re.Match[str]], Limit]:
    return lambda found: Limit(kind, int(found[1]) * each)


def _month_day(found: re.Match[str]) -> Limit:
    if not 1 <= int(found[1]) <= 31:
        raise UnreadableLimit(found[0])
    return Limit(LimitKind.MONTH_DAY, int(found[1]), read_minute(found[2]))


def _weekday(found: re.Match[str]) -> Limit:
    return Limit(LimitKind.WEEKDAY, WEEKDAYS.index(found[1]), read_minute(found[2]))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Limit]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"(\d+) ?({'|'.join(UNIT_MS)})", _elapsed),
        (r"(\d+) calendar days?", _counted(LimitKind.CALENDAR_DAYS)),
        (r"(\d+) working days?", _counted(LimitKind.WORKING_DAYS)),
        (r"(\d+) months?", _counted(LimitKind.MONTHS)),
        (r"(\d+) years?", _counted(LimitKind.MONTHS, 12)),
        (r"same day", lambda _found: Limit(LimitKind.SAME_DAY)),
        (
            r"next (\d{1,2}:\d\d)",
            lambda found: Limit(LimitKind.DAY_TIME, 0, read_minute(found[1])),
        ),
        (rf"next ({'|'.join(WEEKDAYS)}) (\d{{1,2}}:\d\d)", _weekday),
        (r"(\d{1,2})(?:st|nd|rd|th) of next month (\d{1,2}:\d\d)", _month_day),
        (r"(\d+) days? after period end", _counted(LimitKind.AFTER_PERIOD)),
    )
)
