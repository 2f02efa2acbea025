"""The rules of a fault's life, and the arithmetic of being down."""

from __future__ import annotations

import pytest

from duty_desk.domain.fault import (
    MOVES,
    OPEN,
    FaultState,
    ForbiddenFaultMove,
    Span,
    covered_ms,
    moves_from,
    next_state,
    rate_ppm,
)
from duty_desk.domain.moment import KINDS


def test_the_whole_way_from_found_to_verified_is_allowed():
    """Each step leads on to the next."""
    state = FaultState.FOUND
    for kind in ("reported", "accepted", "arrived", "repaired", "verified"):
        state = next_state(state, f"fault.{kind}")

    assert state is FaultState.VERIFIED
    assert next_state(state, "fault.reopened") is FaultState.REOPENED


def test_nothing_is_told_twice_and_nothing_repaired_untold():
    """A reported fault cannot be reported, a found one not repaired."""
    with pytest.raises(ForbiddenFaultMove):
        next_state(FaultState.REPORTED, "fault.reported")
    with pytest.raises(ForbiddenFaultMove):
        next_state(FaultState.FOUND, "fault.repaired")


def test_every_move_is_a_moment_and_every_open_state_has_a_way_out():
    """No fault can get stuck."""
    assert set(MOVES) <= KINDS
    for state in OPEN:
        assert any(MOVES[kind][1] not in (None, state) for kind in moves_from(state))


@pytest.mark.parametrize(
    ("spans", "covered"),
    [
        ((), 0),
        ((Span(10, 20),), 10),
        ((Span(-50, 20), Span(10, 30)), 30),
        ((Span(90, 500),), 10),
        ((Span(10, 20), Span(30, 40), Span(15, 32)), 30),
        ((Span(-20, -10), Span(100, 120)), 0),
        ((Span(10, 20), Span(130, 150)), 10),
        ((Span(10, 40), Span(20, 30)), 30),
    ],
)
def test_overlapping_outages_count_once_and_within_the_time_looked_at(spans, covered):
    """Hundred milliseconds are looked at, from 0."""
    assert covered_ms(spans, Span(0, 100)) == covered


def test_a_rate_is_cut_and_never_below_nothing():
    """Nothing looked at counts as whole."""
    assert rate_ppm(1, 3) == 666_666
    assert rate_ppm(5, 0) == 1_000_000
    assert rate_ppm(9, 3) == 0
