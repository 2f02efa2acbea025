"""Whether the wall clock can be trusted: noticing that somebody set it, or that we slept."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.machine.time_source import slept_ms

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.domain.time_source import TimeSource

JUMP_MS = 2_000

# The two clocks drift apart by parts per million; comparing against an old pair of readings
# would call that a jump one day. Within an hour drift stays far below the limit, while a
# clock set forward in many small steps still adds up to a jump.
_RENEW_MS = 3_600_000


@dataclass(frozen=True)
class Jump:
    """The wall clock moved by more than time passed.

    `size_ms` is positive when the clock was set forward, negative when back; sleep of the
    computer is not in it. `slept_ms` is how long the computer slept between the two looks.
    `before_at` is what the wall clock should have shown, `after_at` what it showed.
    """

    size_ms: int
    slept_ms: int
    before_at: int
    after_at: int
    noticed_mono_ms: int

    @property
    def is_clock_set(self) -> bool:
        """Whether the clock was set; otherwise the computer only slept."""
        return abs(self.size_ms) > JUMP_MS

    @property
    def is_back(self) -> bool:
        """Whether the clock was set back: later moments then carry earlier times."""
        return self.size_ms < -JUMP_MS


@dataclass(frozen=True)
class _Reading:
    wall_ms: int
    mono_ms: int
    slept_ms: int


class JumpWatch:
    """Compares the wall clock with the monotonic clock at every tick.

    Args:
        time: the two clocks.
        slept: how long the computer has slept in all; None where that cannot be told. Give
            it only for a `time` whose monotonic clock stands still during sleep.
    """

    def __init__(self, time: TimeSource, slept: Callable[[], int | None] = lambda: None) -> None:
        self._time = time
        self._slept_ms = slept
        self._anchor = self._read()

    def check(self) -> Jump | None:
        """The jump since the last look, or None. Each jump is reported once."""
        now, then = self._read(), self._anchor
        slept = now.slept_ms - then.slept_ms
        passed = now.mono_ms - then.mono_ms + slept
        size = now.wall_ms - then.wall_ms - passed
        if abs(size) <= JUMP_MS and slept <= JUMP_MS:
            if passed >= _RENEW_MS:
                self._anchor = now
            return None
        self._anchor = now
        return Jump(size, slept, then.wall_ms + passed, now.wall_ms, now.mono_ms)

    def since_off(self, last_at: int, last_mono_ms: int | None) -> Jump | None:
        """The jump since another run of the program that was alive at `last_at`.

        Args:
            last_at: the wall clock then.
            last_mono_ms: the monotonic clock then; None when the computer was started anew since,
                and only a step back can be told.
        """
        now = self._anchor
        passed = 0 if last_mono_ms is None else now.mono_ms - last_mono_ms
        size = now.wall_ms - last_at - passed
        if size > 0:
            # Some of it may be sleep, all of it when the computer was started anew.
            size = 0 if last_mono_ms is None else max(0, size - now.slept_ms)
        if abs(size) <= JUMP_MS:
            return None
        return Jump(size, 0, last_at + passed, now.wall_ms, now.mono_ms)

    def _read(self) -> _Reading:
        return _Reading(self._time.now_ms(), self._time.mono_ms(), self._slept_ms() or 0)


def slept_unseen_ms() -> int | None:
    """How long the monotonic clock has stood still for sleep: what `JumpWatch` wants.

    On Windows the monotonic clock runs on during sleep, so there is nothing to add.
    """
    return slept_ms() if sys.platform == "linux" else None
