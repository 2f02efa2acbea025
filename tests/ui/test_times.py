"""Times and limits in words."""

from __future__ import annotations

import pytest

from duty_desk.ui import times


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (300_000, "05:00"),
        (299_999, "05:00"),
        (52_000, "00:52"),
        (1, "00:01"),
        (0, "00:00"),
        (-1, "+00:00"),
        (-65_000, "+01:05"),
        (3_727_000, "1:02:07"),
        (187_200_000, "2 天 4 时"),
    ],
)
def test_time_left_rounds_up_and_time_over_carries_a_plus(ms, text):
    """00:00 shows at the limit only; past it the plus says so."""
    assert times.left(ms) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [(300_000, "5 分钟"), (21_600_000, "6 小时"), (2_592_000_000, "30 天"), (10_000, "10 秒")],
)
def test_a_limit_is_said_in_its_largest_whole_unit(ms, text):
    """Five minutes, six hours, thirty days."""
    assert times.limit_words(ms) == text


def test_days_are_those_of_shanghai():
    """20:00 UTC is the next day in the hall."""
    at = 1_795_204_800_000

    assert (times.date(at), times.time_of_day(at)) == ("2026-11-21", "04:00:00")
    assert times.weekday(at) == "星期六"
