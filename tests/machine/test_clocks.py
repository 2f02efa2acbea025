"""The computer's clocks and whether they can be trusted."""

from __future__ import annotations

import time

import pytest

from duty_desk.machine.clock_trust import JumpWatch, slept_unseen_ms
from duty_desk.machine.time_source import SystemTimeSource, boot_id, slept_ms
from tests.fakes.time_source import DAY_SHIFT_STARTS_AT, FakeTimeSource


def test_the_desk_and_the_video_workers_read_one_monotonic_clock():
    """Ages of frames compare a worker's `time.monotonic` with the desk's own reading."""
    before = time.monotonic()
    read = SystemTimeSource().mono_ms()
    after = time.monotonic()

    assert int(before * 1000) <= read <= after * 1000


def test_the_wall_clock_is_utc_milliseconds():
    """Instants count from 1970 and not from the start of the computer."""
    before = time.time()
    read = SystemTimeSource().now_ms()

    assert int(before * 1000) <= read <= time.time() * 1000 + 1


def test_a_run_of_the_computer_keeps_its_name():
    """Monotonic times may be compared while the boot id stays the same."""
    assert boot_id() == boot_id()
    assert len(boot_id()) > 8


def test_sleep_is_known_or_admitted_to_be_unknown():
    """The time slept never shrinks below nothing."""
    assert (slept_ms() or 0) >= 0
    assert (slept_unseen_ms() or 0) >= 0


def test_time_that_passes_on_both_clocks_is_no_jump():
    """Hours of quiet stay quiet."""
    source = FakeTimeSource()
    watch = JumpWatch(source)

    for _ in range(1_000):
        source.advance(10_000)
        assert watch.check() is None


@pytest.mark.parametrize(("step_ms", "is_jump"), [(2_000, False), (2_001, True)])
@pytest.mark.parametrize("sign", [1, -1])
def test_more_than_two_seconds_are_a_jump_either_way(step_ms, is_jump, sign):
    """The limit itself is no jump; one millisecond beyond is, with its sign."""
    source = FakeTimeSource()
    watch = JumpWatch(source)
    source.advance(10_000)
    source.set_wall(source.now_ms() + sign * step_ms)

    jump = watch.check()

    assert (jump is not None) is is_jump
    if jump is not None:
        assert jump.size_ms == sign * step_ms
        assert jump.before_at == DAY_SHIFT_STARTS_AT + 10_000
        assert jump.after_at == source.now_ms()
        assert jump.is_back is (sign < 0)


def test_a_jump_is_reported_once():
    """After the report the new time is the one to compare with."""
    source = FakeTimeSource()
    watch = JumpWatch(source)
    source.set_wall(source.now_ms() + 3_600_000)

    assert watch.check() is not None
    source.advance(10_000)
    assert watch.check() is None


def test_many_small_steps_add_up_to_a_jump():
    """A clock moved by a second at every tick cannot creep away unseen."""
    source = FakeTimeSource()
    watch = JumpWatch(source)
    jumps = []
    for _ in range(3):
        source.advance(10_000)
        source.set_wall(source.now_ms() - 1_000)
        jumps.append(watch.check())

    assert jumps[:2] == [None, None]
    assert jumps[2].size_ms == -3_000


def test_slow_drift_over_a_night_is_no_jump():
    """Two quartz clocks 50 parts per million apart differ by two seconds after eleven hours."""
    source = FakeTimeSource()
    watch = JumpWatch(source)

    for _ in range(14 * 60):
        source.advance(60_000)
        source.set_wall(source.now_ms() + 3)
        assert watch.check() is None


def test_sleep_is_told_apart_from_a_clock_that_was_set():
    """After an hour asleep the wall clock is right, and the desk knows why it moved."""
    source, slept = FakeTimeSource(), [0]
    watch = JumpWatch(source, lambda: slept[0])
    slept[0] = 3_600_000
    source.set_wall(source.now_ms() + 3_600_000)

    jump = watch.check()

    assert jump is not None
    assert (jump.size_ms, jump.slept_ms, jump.is_clock_set) == (0, 3_600_000, False)


def test_a_clock_set_during_sleep_is_still_a_jump():
    """Sleeping one hour while the clock moves two leaves one hour unexplained."""
    source, slept = FakeTimeSource(), [0]
    watch = JumpWatch(source, lambda: slept[0])
    slept[0] = 3_600_000
    source.set_wall(source.now_ms() + 7_200_000)

    jump = watch.check()

    assert jump is not None
    assert (jump.size_ms, jump.is_clock_set) == (3_600_000, True)
