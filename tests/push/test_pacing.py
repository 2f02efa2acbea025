"""The pace of one robot."""

from __future__ import annotations

from duty_desk.push.pacing import Pacer


def test_eighteen_messages_go_at_once_and_the_next_waits_for_the_first_to_age():
    """The window slides: one message frees its place exactly sixty seconds later."""
    pacer = Pacer()
    for n in range(18):
        assert pacer.wait_ms(1_000 + n) == 0
        pacer.took(1_000 + n)

    assert pacer.wait_ms(1_018) == 59_982
    assert pacer.wait_ms(60_999) == 1
    assert pacer.wait_ms(61_000) == 0


def test_a_used_place_is_taken_again():
    """After the nineteenth message the second one counts."""
    pacer = Pacer(per_minute=2)
    for at in (0, 10_000, 60_000):
        pacer.took(at)

    assert pacer.wait_ms(60_001) == 9_999
