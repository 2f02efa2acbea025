"""Which days are worked: the small table that limits in working days are counted by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
_EPOCH = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))
_MILLISECOND = timedelta(milliseconds=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Workdays:
    """The days on which working days are counted: Monday to Friday unless the table says so.

    Attributes:
        holidays: Weekdays that are free, as ISO dates (`2026-10-01`).
        make_up_days: Saturdays and Sundays that are worked (调休), as ISO dates.
    """

    holidays: frozenset[str] = frozenset()
    make_up_days: frozenset[str] = frozenset()

    def is_worked(self, day: date) -> bool:
        """Whether `day` counts as a working day."""
        written = day.isoformat()
        if written in self.make_up_days:
            return True
        return day.weekday() < _SATURDAY and written not in self.holidays

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; the day itself is not counted."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_worked(day)
        return day


MONDAY_TO_FRIDAY = Workdays()


def day_of(at: int) -> date:
    """The day in Beijing that the instant `at` (UTC ms) lies in."""
    return (_EPOCH + at * _MILLISECOND).astimezone(BEIJING).date()


def instant(day: date, minute: int = 0) -> int:
    """UTC milliseconds of `minute` minutes after the midnight at which `day` begins in Beijing."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=BEIJING)
    return (midnight - _EPOCH) // _MILLISECOND + minute * 60_000


def end_of(day: date) -> int:
    """The last millisecond of `day` in Beijing, UTC milliseconds."""
    return instant(day + timedelta(days=1)) - 1
