"""The pace of one robot: slower than the vendors' limit of twenty messages a minute."""

from __future__ import annotations

from collections import deque

WINDOW_MS = 60_000


class Pacer:
    """At most `per_minute` messages in any sixty seconds, by the monotonic clock."""

    def __init__(self, per_minute: int = 18) -> None:
        self._taken: deque[int] = deque(maxlen=per_minute)
        self._per_minute = per_minute

    def wait_ms(self, now_mono_ms: int) -> int:
        """How long to wait from `now_mono_ms` before the next message; 0 when it may go."""
        if len(self._taken) < self._per_minute:
            return 0
        return max(0, self._taken[0] + WINDOW_MS - now_mono_ms)

    def took(self, now_mono_ms: int) -> None:
        """A message went out at `now_mono_ms`, accepted or not."""
        self._taken.append(now_mono_ms)
