"""Rounds by rule: what a visit may be, when a round is complete or rushed, gaps and places."""

from __future__ import annotations

import pytest

from duty_desk.domain.patrol import (
    ForbiddenVisit,
    Look,
    Outcome,
    RoundState,
    Tally,
    ending_of,
    is_rushed,
    largest_gap_ms,
    next_no,
    refuse_visit,
)


def tally(**counts: int) -> Tally:
    """A round of ten checkpoints."""
    return Tally(expected=10, by_outcome={Outcome(name): n for name, n in counts.items()})


@pytest.mark.parametrize(
    ("look", "why"),
    [
        (Look(no=1, fresh_ms=0), "no_fresh_picture"),
        (Look(no=1, fresh_ms=2_999), "too_quick"),
        (Look(no=1, fresh_ms=3_000), ""),
        (Look(no=1, fresh_ms=1, is_confirmed=True), ""),
        (Look(no=1, fresh_ms=9_000, problems=("p",)), "something_found"),
        (Look(no=1, outcome=Outcome.PROBLEM), "nothing_found"),
        (Look(no=1, outcome=Outcome.PROBLEM, problems=("p",)), ""),
        (Look(no=1, outcome=Outcome.FAULT), "no_fault"),
        (Look(no=1, outcome=Outcome.FAULT, reason="黑屏"), ""),
        (Look(no=1, outcome=Outcome.SKIPPED, reason=" "), "no_reason"),
        (Look(no=1, outcome=Outcome.NOT_VIEWABLE, reason="断线"), ""),
        (Look(no=1, outcome=Outcome.EXPIRED), "unknown_outcome"),
    ],
)
def test_what_a_visit_may_be(look: Look, why: str) -> None:
    """The least dwell includes its own instant; each rule has its name."""
    found = ""
    try:
        refuse_visit(look, min_dwell_ms=3_000, is_removed=False)
    except ForbiddenVisit as error:
        found = str(error)

    assert found == why


def test_a_removed_camera_cannot_have_been_seen() -> None:
    """Not even with a problem; it can be skipped."""
    seen = Look(no=1, outcome=Outcome.PROBLEM, problems=("p",), fresh_ms=9_000)
    with pytest.raises(ForbiddenVisit, match="removed"):
        refuse_visit(seen, min_dwell_ms=0, is_removed=True)
    refuse_visit(Look(no=1, outcome=Outcome.SKIPPED, reason="x"), min_dwell_ms=0, is_removed=True)


def test_complete_is_every_checkpoint_accounted_for_and_one_seen() -> None:
    """Skips and cameras without picture count as accounted for; nothing seen is no round."""
    assert ending_of(tally(normal=10)) is RoundState.COMPLETE
    assert ending_of(tally(normal=1, skipped=5, not_viewable=4)) is RoundState.COMPLETE
    assert ending_of(tally(skipped=10)) is RoundState.INCOMPLETE
    assert ending_of(tally(normal=9)) is RoundState.INCOMPLETE


@pytest.mark.parametrize(
    ("quick", "fresh_ms", "walked_ms", "rushed"),
    [
        (0, 30_000, 7_500, False),
        (1, 30_000, 60_000, False),
        (2, 30_000, 60_000, True),
        (0, 29_999, 60_000, True),
        (0, 30_000, 7_499, True),
    ],
)
def test_a_round_is_rushed_by_its_looks_or_by_its_length(
    quick: int, fresh_ms: int, walked_ms: int, *, rushed: bool
) -> None:
    """Over a tenth quick, too little fresh picture, or faster than four side by side allow."""
    found = Tally(
        expected=10,
        by_outcome={Outcome.NORMAL: 10},
        quick=quick,
        fresh_ms=fresh_ms,
        least_ms=30_000,
    )

    assert is_rushed(found, walked_ms) is rushed


def test_a_walk_goes_on_after_the_last_visit_and_then_from_the_beginning() -> None:
    """Left out on the way, it is offered again at the end."""
    assert next_no(5, [], 0) == 1
    assert next_no(5, [1, 2], 2) == 3
    assert next_no(5, [1, 3, 4, 5], 5) == 2
    assert next_no(5, [1, 2, 3, 4, 5], 5) == 0


def test_the_largest_gap_lies_between_rounds_or_before_now() -> None:
    """From the end of one to the start of the next; overlapping walks leave no gap."""
    assert largest_gap_ms([], since=0, until=100) == 100
    assert largest_gap_ms([(10, 20), (50, 60)], since=0, until=70) == 30
    assert largest_gap_ms([(10, 20), (15, 60)], since=5, until=90) == 30
    assert largest_gap_ms([(0, 5), (200, 300)], since=10, until=60) == 50
