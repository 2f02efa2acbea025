"""Periods: their days, their names in digits, and the ones before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from duty_desk.domain import period as periods
from duty_desk.domain.figure import percentile

if TYPE_CHECKING:
    from duty_desk.domain.period import Period

HOUR_MS = 3_600_000
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("period", "words", "before"),
    [
        (periods.day(FRIDAY), "2026-11-20", "2026-11-19"),
        (periods.week(FRIDAY), "2026-11-16 – 11-22", "2026-11-09 – 11-15"),
        (periods.month(2026, 12), "2026-12", "2026-11"),
        (periods.month(2026, 1), "2026-01", "2025-12"),
        (periods.month(2024, 3), "2024-03", "2024-02"),
        (periods.contract_year(FRIDAY, None), "2026-01-01 – 12-31", "2025-01-01 – 12-31"),
        (
            periods.free(date(2026, 1, 3), date(2026, 1, 1)),
            "2026-01-01 – 01-03",
            "2025-12-29 – 2025-12-31",
        ),
    ],
)
def test_a_period_knows_the_one_before(period: Period, words: str, before: str) -> None:
    """Of the same kind, ending where this one begins."""
    assert period.words == words
    earlier = period.before()
    assert earlier.to_at == period.from_at
    assert earlier.words in (before, before.replace("2025-12-31", "12-31"))


def test_a_day_begins_at_midnight_in_beijing() -> None:
    """Half open, in UTC milliseconds."""
    day = periods.day(FRIDAY)
    assert day.from_at == 1_795_104_000_000
    assert day.to_at - day.from_at == 24 * HOUR_MS
    assert (day.first, day.last, day.days) == (FRIDAY, FRIDAY, 1)


def test_a_running_period_is_held_to_as_much_of_the_one_before() -> None:
    """At noon, half a day to half a day; once it is over, whole to whole."""
    day = periods.day(FRIDAY)
    noon = day.from_at + 12 * HOUR_MS
    assert day.until(noon).to_at == noon
    assert day.before_until(noon).to_at == day.before().from_at + 12 * HOUR_MS
    assert day.before_until(day.to_at) == day.before()
    assert day.until(day.from_at - 1).to_at == day.from_at


def test_a_percentile_is_one_of_the_numbers() -> None:
    """Nearest rank; nothing of nothing."""
    assert percentile([], 95) is None
    assert percentile([7], 50) == 7
    assert percentile([1, 2, 3, 4], 50) == 2
    assert percentile(list(range(1, 101)), 95) == 95
