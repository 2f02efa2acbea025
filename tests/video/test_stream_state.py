"""States, freshness and their words."""

from __future__ import annotations

import pytest

from duty_desk.video.stream_state import (
    REASONS,
    STATES,
    Freshness,
    StreamState,
    StreamStatus,
    freshness,
    reason_words,
    state_words,
)


@pytest.mark.parametrize(
    ("age_ms", "expected"),
    [
        (0, Freshness.LIVE),
        (1_999, Freshness.LIVE),
        (2_000, Freshness.LATE),
        (5_000, Freshness.LATE),
        (5_001, Freshness.STALE),
    ],
)
def test_age_of_the_picture_decides(age_ms: int, expected: Freshness):
    """Live under two seconds, late up to five, stale beyond; each to the millisecond."""
    assert freshness(10_000, 10_000 + age_ms) is expected


def test_open_connection_does_not_make_a_picture_live():
    """A stream that calls itself live but sent nothing for a minute is stale."""
    status = StreamStatus(StreamState.LIVE, 0, 0, "none", 25.0, 1_000)

    assert status.freshness(61_000) is Freshness.STALE
    assert freshness(None, 61_000) is Freshness.NONE


def test_every_state_and_reason_has_words():
    """No tile is ever without a word for what it shows."""
    assert all(state_words(state) for state in STATES)
    assert len({state_words(state) for state in STATES}) == len(STATES)
    assert all(reason_words(reason) for reason in REASONS if reason != "none")
