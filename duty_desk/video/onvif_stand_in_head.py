"""The moving head of the ONVIF stand-in: where it looks follows from what it was told and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duty_desk.domain.time_source import TimeSource

_FULL_SPEED = 0.25  # generic units a second at velocity 1
_SEEK_SPEED = 0.5
_LOW, _HIGH = (-1.0, -1.0, 0.0), (1.0, 1.0, 1.0)

Triple = tuple[float, float, float]
"""Pan and tilt from -1 to 1, zoom from 0 to 1."""


@dataclass(frozen=True)
class HeadState:
    """Where the head is at one instant, and whether it moves."""

    at: Triple
    is_moving: bool


class Head:
    """One lens on motors. Not safe for threads: its server asks under a lock."""

    def __init__(self, clock: TimeSource) -> None:
        self._clock = clock
        self._at: Triple = (0.0, 0.0, 0.0)
        self._speed: Triple = (0.0, 0.0, 0.0)
        self._goal: Triple | None = None
        self._since_ms = clock.mono_ms()
        self._until_ms: int | None = None

    def drive(self, speed: Triple, timeout_s: float) -> None:
        """Move at `speed` (-1 to 1 each) until stopped or for `timeout_s`."""
        self.state()
        self._speed, self._goal = speed, None
        self._until_ms = self._since_ms + round(timeout_s * 1000)

    def stop(self) -> None:
        """Stand still."""
        self.state()
        self._speed, self._goal = (0.0, 0.0, 0.0), None

    def seek(self, goal: Triple) -> None:
        """Go to `goal` and stay there."""
        self.stop()
        self._goal = goal

    def state(self) -> HeadState:
        """Where it is now."""
        now_ms = self._clock.mono_ms()
        if self._goal is not None:
            self._seek((now_ms - self._since_ms) / 1000)
        else:
            end_ms = now_ms if self._until_ms is None else min(now_ms, self._until_ms)
            self._drift(max(0, end_ms - self._since_ms) / 1000)
            if self._until_ms is not None and now_ms >= self._until_ms:
                self._speed = (0.0, 0.0, 0.0)
        self._since_ms = now_ms
        return HeadState(self._at, self._goal is not None or any(self._speed))

    def _drift(self, seconds: float) -> None:
        moved = [
            max(low, min(high, at + speed * _FULL_SPEED * seconds))
            for at, speed, low, high in zip(self._at, self._speed, _LOW, _HIGH, strict=True)
        ]
        self._at = (moved[0], moved[1], moved[2])

    def _seek(self, seconds: float) -> None:
        goal = self._goal or self._at
        reach = _SEEK_SPEED * seconds
        moved = [
            at + max(-reach, min(reach, to - at)) for at, to in zip(self._at, goal, strict=True)
        ]
        self._at = (moved[0], moved[1], moved[2])
        if self._at == goal:
            self._goal = None
