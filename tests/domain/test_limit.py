"""Limits: how they are written and when they fall due in Beijing."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from duty_desk.domain.limit import EXAMPLES, UnreadableLimit, due_at, read, read_minute
from duty_desk.domain.workdays import BEIJING, Workdays, day_of, end_of, instant

INSTANTS = some.integers(min_value=1_600_000_000_000, max_value=2_200_000_000_000)


def at(text: str) -> int:
    """UTC ms of a Beijing time such as `2026-11-21 08:00:00.000`."""
    return round(datetime.fromisoformat(text).replace(tzinfo=BEIJING).timestamp() * 1000)


@pytest.mark.parametrize(
    ("limit", "started", "due"),
    [
        ("5 min", "2026-11-21 08:00:00", "2026-11-21 08:05:00"),
        ("6 h", "2026-11-21 20:00:00", "2026-11-22 02:00:00"),
        ("1 day", "2026-11-21 08:00:00", "2026-11-22 08:00:00"),
        ("same day", "2026-11-21 00:00:00", "2026-11-21 23:59:59.999"),
        ("same day", "2026-11-21 23:59:59.999", "2026-11-21 23:59:59.999"),
        ("5 calendar days", "2026-11-28 10:00:00", "2026-12-03 23:59:59.999"),
        ("3 working days", "2026-11-20 16:00:00", "2026-11-25 23:59:59.999"),
        ("3 working days", "2026-11-21 16:00:00", "2026-11-25 23:59:59.999"),
        ("3 months", "2026-11-30 10:00:00", "2027-02-28 23:59:59.999"),
        ("1 year", "2024-02-29 10:00:00", "2025-02-28 23:59:59.999"),
        ("next 09:00", "2026-11-21 08:59:59.999", "2026-11-21 09:00:00"),
        ("next 09:00", "2026-11-21 09:00:00", "2026-11-22 09:00:00"),
        ("next Monday 10:00", "2026-11-22 23:59:59.999", "2026-11-23 10:00:00"),
        ("next Monday 10:00", "2026-11-23 00:00:00", "2026-11-23 10:00:00"),
        ("next Monday 10:00", "2026-11-23 10:00:00", "2026-11-30 10:00:00"),
        ("1st of next month 10:00", "2026-11-30 23:59:59.999", "2026-12-01 10:00:00"),
        ("1st of next month 10:00", "2026-12-01 00:00:00", "2026-12-01 10:00:00"),
        ("31st of next month 10:00", "2026-12-31 12:00:00", "2027-01-31 10:00:00"),
        ("5 days after period end", "2026-11-30 23:59:59.999", "2026-12-05 23:59:59.999"),
        ("5 days after period end", "2026-12-01 00:00:00", "2026-12-05 23:59:59.999"),
    ],
)
def test_a_limit_falls_due_when_a_person_with_a_calendar_says(
    limit: str, started: str, due: str
) -> None:
    """Elapsed, calendar and working limits fall due at the instant counted by hand."""
    assert due_at(read(limit), at(started)) == at(due)


def test_working_days_skip_holidays_and_count_make_up_days() -> None:
    """A holiday is not counted, a worked Saturday is."""
    table = Workdays(holidays=frozenset({"2026-10-01"}), make_up_days=frozenset({"2026-10-03"}))

    due = due_at(read("2 working days"), at("2026-09-30 10:00:00"), workdays=table)

    assert due == at("2026-10-03 23:59:59.999")


@pytest.mark.parametrize("limit", ["same day", "3 working days", "2 calendar days", "1 month"])
def test_a_counted_day_ends_at_the_same_instant_whether_or_not_the_limit_is_included(
    limit: str,
) -> None:
    """Including: the last millisecond of the day; excluding: the midnight that nobody may reach."""
    started_at = at("2026-11-20 10:00:00")

    including = due_at(read(limit), started_at, includes_limit=True)

    assert due_at(read(limit), started_at, includes_limit=False) == including + 1


@pytest.mark.parametrize("text", [*EXAMPLES, "31st of next month 24:00", "7 days", "90 s"])
def test_a_limit_is_written_as_it_was_read(text: str) -> None:
    """The text of a limit reads back as the same limit."""
    assert read(read(text).text) == read(text)


@pytest.mark.parametrize(
    "text",
    ["", "5", "min", "5 minutes", "-5 min", "5.5 h", "next Mon 10:00", "next Monday 25:00",
     "0th of next month 10:00", "32nd of next month 10:00", "five days"],
)  # fmt: skip
def test_what_is_no_limit_is_refused(text: str) -> None:
    """Anything outside the known forms is unreadable, never guessed."""
    with pytest.raises(UnreadableLimit):
        read(text)


@pytest.mark.parametrize("text", ["9", "24:01", "12:60", "-1:00", "noon"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    """A time of day lies between 00:00 and 24:00."""
    with pytest.raises(UnreadableLimit):
        read_minute(text)


@given(started_at=INSTANTS, text=some.sampled_from(EXAMPLES))
def test_no_limit_falls_due_before_it_starts(started_at: int, text: str) -> None:
    """Whatever the limit and the start, due is not before the start."""
    assert due_at(read(text), started_at) >= started_at


@given(at_ms=INSTANTS)
def test_every_instant_lies_within_its_day(at_ms: int) -> None:
    """The day of an instant begins at or before it and ends at or after it."""
    day = day_of(at_ms)

    assert instant(day) <= at_ms <= end_of(day)
