"""Pauses between attempts at a store that keeps one waiting, so that F8 is answered at once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from duty_desk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.domain.time_source import TimeSource

_SLOW_MS = 1000
_TIMES = 2  # rest so many times as long as the attempt took in vain


class Rest:
    """Remembers a slow failure for a while: the next attempts fail at once with the same words."""

    def __init__(self, time: TimeSource) -> None:
        self._time = time
        self._until_mono_ms = 0
        self._words = ""

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Let the store be tried inside.

        Raises:
            StoreTrouble: it failed slowly a moment ago and is not tried.
        """
        began = self._time.mono_ms()
        if began < self._until_mono_ms:
            raise StoreTrouble(self._words)
        try:
            yield
        except StoreTrouble as trouble:
            now = self._time.mono_ms()
            if now - began >= _SLOW_MS:
                self._until_mono_ms = now + _TIMES * (now - began)
                self._words = str(trouble)
            raise
