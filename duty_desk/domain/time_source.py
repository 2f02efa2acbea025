"""What time it is, as a role: handed in everywhere, read from the computer only in `machine`."""

from __future__ import annotations

from typing import Protocol


class TimeSource(Protocol):
    """The desk's clocks. Instants are integer milliseconds since 1970-01-01 UTC."""

    def now_ms(self) -> int:
        """The wall clock, UTC milliseconds. May jump when somebody sets the computer's clock."""
        ...

    def mono_ms(self) -> int:
        """Milliseconds of a clock that never goes back; only differences have a meaning."""
        ...
