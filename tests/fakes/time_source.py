"""A clock that tests move by hand, with the wall and the monotonic hands apart."""

from __future__ import annotations

DAY_SHIFT_STARTS_AT = 1_795_219_200_000
"""2026-11-21 08:00 in Shanghai (00:00 UTC), milliseconds."""


class FakeTimeSource:
    """A `TimeSource` that stands still until the test moves it.

    `advance` moves both hands, as real time does; `set_wall` moves the wall clock alone, as a
    person or a time server does; `advance_mono` moves the monotonic clock alone, as time passes
    while somebody holds the wall clock back.
    """

    def __init__(self, now_ms: int = DAY_SHIFT_STARTS_AT, mono_ms: int = 1_000_000) -> None:
        self._now_ms = now_ms
        self._mono_ms = mono_ms

    def now_ms(self) -> int:
        """The wall clock, UTC milliseconds."""
        return self._now_ms

    def mono_ms(self) -> int:
        """The monotonic clock, milliseconds."""
        return self._mono_ms

    def advance(self, ms: int) -> None:
        """Let `ms` milliseconds pass on both clocks."""
        self._now_ms += ms
        self.advance_mono(ms)

    def advance_mono(self, ms: int) -> None:
        """Let `ms` milliseconds pass on the monotonic clock alone."""
        if ms < 0:
            msg = "a monotonic clock never goes back"
            raise ValueError(msg)
        self._mono_ms += ms

    def set_wall(self, now_ms: int) -> None:
        """Put the wall clock to `now_ms`; the monotonic clock does not notice."""
        self._now_ms = now_ms
