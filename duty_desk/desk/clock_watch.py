"""Cameras whose clock is wrong, by the time that their streams tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.suspicions import Suspected
from duty_desk.domain.suspicion import CLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from duty_desk.desk.desk import Desk
    from duty_desk.video.stream_state import StreamStatus

_LOOK_EVERY_MS = 30_000
_LOOKS = 3
_MANY = 3


class ClockWatch:
    """Compares the cameras' clocks with the desk's, twice a minute. Desk thread only."""

    def __init__(
        self,
        desk: Desk,
        status: Callable[[str], StreamStatus],
        dressed: Callable[[Suspected], Suspected],
    ) -> None:
        self._desk = desk
        self._status = status
        self._dressed = dressed  # with view and picture, where they are known
        self._looked_mono_ms = desk.time.mono_ms()
        self._off_looks: dict[str, int] = {}

    def look(self, watched: Iterable[str], is_open: Callable[[str, str], bool]) -> None:
        """Suspect who has been off for three looks, end what is right again.

        Args:
            watched: The cameras that are open.
            is_open: Whether a camera has an open suspicion of a family.
        """
        now = self._desk.time.mono_ms()
        if now - self._looked_mono_ms < _LOOK_EVERY_MS:
            return
        self._looked_mono_ms = now
        told = {one: self._status(one).clock_ahead_ms for one in watched}
        ahead = {one: ms for one, ms in told.items() if ms is not None}
        limit_ms = self._desk.patience.clock_off_s * 1000
        off = {one for one, ms in ahead.items() if abs(ms) > limit_ms}
        if _is_own_clock(ahead, off):
            return
        self._off_looks = {one: self._off_looks.get(one, 0) + 1 for one in off}
        for camera_id, ahead_ms in ahead.items():
            if self._off_looks.get(camera_id, 0) >= _LOOKS:
                self._suspect(camera_id, ahead_ms)
            elif camera_id not in off and is_open(camera_id, CLOCK):
                self._desk.suspicions.end(camera_id, (CLOCK,))

    def _suspect(self, camera_id: str, ahead_ms: int) -> None:
        now = self._desk.time.now_ms()
        found = Suspected(
            camera_id=camera_id,
            kind=CLOCK,
            family=CLOCK,
            numbers={"ahead_ms": ahead_ms},
            since_at=now - (_LOOKS - 1) * _LOOK_EVERY_MS,
            raised_at=now,
        )
        self._desk.suspicions.suspect(self._dressed(found))


def _is_own_clock(ahead: Mapping[str, int], off: set[str]) -> bool:
    """Whether most cameras differ to the same side: then it is the desk whose clock is wrong."""
    if len(off) < _MANY or len(off) * 2 <= len(ahead):
        return False
    return len({ahead[one] > 0 for one in off}) == 1
