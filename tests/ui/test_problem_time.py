"""What the form's clock says, at its boundaries."""

from __future__ import annotations

import pytest

from duty_desk.desk.views import ClockCard
from duty_desk.ui.problems.time_left import time_left

START = 1_795_219_200_000
LIMIT = 300_000


def clock(*, is_breached: bool = False) -> ClockCard:
    """A five-minute push clock with warnings at three and four minutes."""
    stages = (
        (START + 180_000, "attention"),
        (START + 240_000, "urgent"),
        (START + 300_001, "breach"),
    )
    return ClockCard(
        id="k",
        rule_id="problem.push",
        title="问题推送",
        limit_ms=LIMIT,
        subject="p",
        headline="",
        started_at=START,
        due_at=START + LIMIT,
        stages=stages,
        is_breached=is_breached,
        push_state="",
    )


@pytest.mark.parametrize(
    ("after_ms", "text", "level"),
    [
        (0, "05:00", "calm"),
        (1, "05:00", "calm"),
        (39_000, "04:21", "calm"),
        (179_999, "02:01", "calm"),
        (180_000, "02:00", "near"),
        (239_999, "01:01", "near"),
        (240_000, "01:00", "urgent"),
        (299_999, "00:01", "urgent"),
        (300_000, "00:00", "urgent"),
        (300_001, "+00:00", "breached"),
        (301_000, "+00:01", "breached"),
        (365_000, "+01:05", "breached"),
    ],
)
def test_the_last_millisecond_of_the_limit_still_belongs_to_it(after_ms, text, level):
    """00:00 only at the limit itself, red from the last fifth, over it one millisecond later."""
    left = time_left(clock(), START + after_ms)

    assert (left.text, left.level) == (text, level)


def test_a_clock_judged_breached_stays_red_even_when_the_wall_clock_was_set_back():
    """The verdict of the desk wins over a subtraction."""
    assert time_left(clock(is_breached=True), START + 1000).level == "breached"


def test_the_bar_is_held_between_empty_and_full():
    """Before the start and after the limit the bar neither shrinks nor overflows."""
    assert time_left(clock(), START - 5000).share_used == 0.0
    assert time_left(clock(), START + 150_000).share_used == 0.5
    assert time_left(clock(), START + 900_000).share_used == 1.0
