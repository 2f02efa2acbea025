"""Whether the wall clock was set while the program was off."""

from __future__ import annotations

import pytest

from duty_desk.machine.clock_trust import JumpWatch
from tests.fakes.time_source import FakeTimeSource

HOUR = 3_600_000


def jump(set_by_ms: int, *, off_ms: int = HOUR, slept_ms: int = 0, is_same_boot: bool = True):
    """What a start says after the clock was set by `set_by_ms` while the program was off."""
    time = FakeTimeSource()
    last_at, last_mono_ms = time.now_ms(), time.mono_ms()
    time.advance(off_ms)
    time.set_wall(time.now_ms() + set_by_ms + slept_ms)
    watch = JumpWatch(time, lambda: slept_ms)
    return watch.since_off(last_at, last_mono_ms if is_same_boot else None)


@pytest.mark.parametrize("set_by_ms", [-HOUR, -2001, 2001, HOUR])
def test_a_clock_set_within_one_boot_is_told_by_its_size(set_by_ms):
    """More than two seconds apart is a jump, in either direction."""
    found = jump(set_by_ms)

    assert found is not None
    assert (found.size_ms, found.is_clock_set) == (set_by_ms, True)


@pytest.mark.parametrize("set_by_ms", [-2000, 0, 2000])
def test_two_seconds_are_no_jump(set_by_ms):
    """Clocks are never quite alike."""
    assert jump(set_by_ms) is None


def test_sleep_is_no_jump():
    """The monotonic clock stands still while the computer sleeps."""
    assert jump(0, slept_ms=8 * HOUR) is None


def test_across_a_boot_only_a_step_back_can_be_told():
    """Time passed unseen; but nobody was alive in the future."""
    assert jump(HOUR, is_same_boot=False) is None
    back = jump(-2 * HOUR, is_same_boot=False)
    assert back is not None
    assert back.is_back
