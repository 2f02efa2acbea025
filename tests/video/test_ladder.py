"""When a lost camera is tried again."""

from __future__ import annotations

import pytest

from duty_desk.video.ladder import Ladder
from duty_desk.video.stream_state import REASONS, STATE_OF_REASON, StreamReason


def pauses(ladder: Ladder, reason: StreamReason, tries: int) -> list[float | None]:
    found = []
    for _ in range(tries):
        ladder.try_again()
        found.append(ladder.pause_s(reason))
    return found


def test_pauses_grow_to_a_minute_and_stay_there():
    """1, 2, 5, 10, 30, 60 and again 60 seconds, each within a fifth."""
    found = pauses(Ladder(), StreamReason.BROKEN, 8)

    assert found == [pytest.approx(s, rel=0.2) for s in (1, 2, 5, 10, 30, 60, 60, 60)]


def test_pauses_of_many_cameras_differ():
    """Twenty cameras behind one switch do not come back in the same instant."""
    first = {Ladder().pause_s(StreamReason.BROKEN) for _ in range(20)}

    assert len(first) > 15


def test_only_a_stable_picture_starts_over():
    """A new try alone keeps the long pause; ten good seconds end it."""
    ladder = Ladder()
    pauses(ladder, StreamReason.BROKEN, 5)
    ladder.try_again()
    assert ladder.pause_s(StreamReason.BROKEN) == pytest.approx(60, rel=0.2)
    ladder.picture_is_stable()
    ladder.try_again()

    assert ladder.pause_s(StreamReason.BROKEN) == pytest.approx(1, rel=0.2)


@pytest.mark.parametrize("reason", [StreamReason.LOGIN_REFUSED, StreamReason.CANNOT_PARSE])
def test_what_waiting_cannot_mend_is_never_repeated(reason: StreamReason):
    """A wrong password locks accounts, a typo stays one: only a person may try again."""
    assert pauses(Ladder(), reason, 3) == [None, None, None]


@pytest.mark.parametrize("reason", [StreamReason.PATH_UNKNOWN, StreamReason.NO_PICTURE_INSIDE])
def test_what_waiting_seldom_mends_is_repeated_slowly(reason: StreamReason):
    """Half a minute at least between tries of a wrong path."""
    assert pauses(Ladder(), reason, 1) == [pytest.approx(30, rel=0.2)]


def test_every_reason_has_a_state():
    """No failure leaves a camera without a word."""
    assert set(STATE_OF_REASON) == set(REASONS) - {StreamReason.NONE}
