"""Stretches of days that are looked back on: a day, a week, a month, a contract year, or any.

A period is half open, `[from_at, to_at)` in UTC milliseconds, and lies on Beijing days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from duty_desk.domain import patrol_count
from duty_desk.domain.workdays import day_of, instant

if TYPE_CHECKING:
    from duty_desk.domain.contract import Contract

DAY_MS = 86_400_000
_DAY = timedelta(days=1)
_WEEK_DAYS = 7


class PeriodKind(StrEnum):
    """What a period is called by, and so which one came before it."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    CONTRACT_YEAR = "contract_year"
    FREE = "free"


@dataclass(frozen=True)
class Period:
    """Days from `from_at` to before `to_at` (UTC ms); made by the functions of this module."""

    kind: PeriodKind
    from_at: int
    to_at: int

    @property
    def first(self) -> date:
        """The first day."""
        return day_of(self.from_at)

    @property
    def last(self) -> date:
        """The last day."""
        return day_of(self.to_at - 1)

    @property
    def days(self) -> int:
        """How many days it has, the last one counted whole."""
        return (self.last - self.first).days + 1

    @property
    def words(self) -> str:
        """The period in digits, the same in every language: `2026-11`, `2026-11-16 – 11-22`."""
        first, last = self.first, self.last
        if first == last:
            return first.isoformat()
        is_whole = first.day == 1 and (last + _DAY).day == 1 and self.days < 32
        if self.kind is PeriodKind.MONTH and is_whole:
            return f"{first:%Y-%m}"
        end = f"{last:%m-%d}" if first.year == last.year else last.isoformat()
        return f"{first.isoformat()} – {end}"

    def before(self) -> Period:
        """The period just before, of the same kind; of a free one, as many days."""
        first = _first_before(self.kind, self.first, self.days)
        return Period(self.kind, instant(first), self.from_at)

    def before_until(self, at: int) -> Period:
        """The period before, cut where this one stands at `at`: so that like is held to like."""
        whole = self.before()
        if at >= self.to_at:
            return whole
        gone_ms = max(0, at - self.from_at)
        return replace(whole, to_at=min(whole.to_at, whole.from_at + gone_ms))

    def until(self, at: int) -> Period:
        """This period as far as it is over at `at`."""
        return replace(self, to_at=max(self.from_at, min(self.to_at, at)))


def _first_before(kind: PeriodKind, first: date, days: int) -> date:
    if kind is PeriodKind.MONTH:
        return (first - _DAY).replace(day=1)
    if kind is PeriodKind.CONTRACT_YEAR:
        return patrol_count.year_back(first)
    return first - timedelta(days=days)


def day(on: date) -> Period:
    """One day."""
    return _of(PeriodKind.DAY, on, on)


def week(on: date) -> Period:
    """The week, Monday to Sunday, that `on` lies in."""
    first = on - timedelta(days=on.weekday())
    return _of(PeriodKind.WEEK, first, first + timedelta(days=_WEEK_DAYS - 1))


def month(year: int, number: int) -> Period:
    """A calendar month, `number` from 1 to 12."""
    first = date(year, number, 1)
    following = date(year + number // 12, number % 12 + 1, 1)
    return _of(PeriodKind.MONTH, first, following - _DAY)


def contract_year(on: date, contract: Contract | None) -> Period:
    """The contract year that `on` lies in; the calendar year without a contract."""
    return _of(PeriodKind.CONTRACT_YEAR, *patrol_count.contract_year(contract, on))


def free(first: date, last: date) -> Period:
    """All days from `first` to `last`, both included, in whichever order they are given."""
    return _of(PeriodKind.FREE, min(first, last), max(first, last))


def _of(kind: PeriodKind, first: date, last: date) -> Period:
    return Period(kind, instant(first), instant(last + _DAY))
