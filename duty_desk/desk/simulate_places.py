"""Where and when things happen in a told history: busy corners and quiet ones, day and night."""

from __future__ import annotations

import random
from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING

from duty_desk.domain.problem import beijing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.views import CameraRow

_HOUR_MS = 3_600_000
# How much happens in each hour of the day, in Beijing: least before dawn, most towards evening.
_HOURS = (3, 2, 2, 1, 2, 4, 7, 10, 11, 9, 8, 9, 9, 7, 7, 8, 9, 12, 13, 12, 10, 8, 6, 4)
_MONTHS = (8, 7, 9, 10, 11, 12, 13, 13, 11, 10, 9, 8)  # tenths: January to December
_SATURDAY, _WEEKEND_SHARE = 5, 1.15
_KINDS_A_CAMERA = 3


class Places:
    """Draws cameras, kinds and instants, each camera and community in its own proportion."""

    def __init__(self, cameras: Sequence[CameraRow], kinds: Sequence[str], seed: int) -> None:
        dice = random.Random(f"places {seed}")
        self.cameras = tuple(cameras)
        self._place = {camera.id: place for place, camera in enumerate(cameras)}
        towns = {camera.community: dice.lognormvariate(0, 0.6) for camera in cameras}
        busy = (towns[camera.community] * dice.lognormvariate(0, 0.8) for camera in cameras)
        self._busy = tuple(accumulate(busy))
        self._weak = tuple(accumulate(dice.lognormvariate(0, 1.0) for _ in cameras))
        self._kinds = tuple(dice.sample(kinds, min(len(kinds), _KINDS_A_CAMERA)) for _ in cameras)
        self._hours = tuple(accumulate(_HOURS))

    def place_of(self, camera_id: str) -> int:
        """The camera's number in the catalogue, from 0."""
        return self._place[camera_id]

    def busy_camera(self, dice: random.Random) -> CameraRow:
        """A camera at which a problem is seen."""
        return self.cameras[_drawn(self._busy, dice)]

    def weak_camera(self, dice: random.Random) -> CameraRow:
        """A camera that fails."""
        return self.cameras[_drawn(self._weak, dice)]

    def kind_of(self, camera_id: str, dice: random.Random) -> str:
        """What is seen there: mostly what is always seen there."""
        kinds = self._kinds[self._place[camera_id]]
        return kinds[min(int(dice.expovariate(1.4)), len(kinds) - 1)]

    def instant(self, day_starts_at: int, dice: random.Random) -> int:
        """An instant of the day that starts at `day_starts_at` (UTC ms)."""
        return day_starts_at + _drawn(self._hours, dice) * _HOUR_MS + dice.randrange(_HOUR_MS)

    def share_of(self, day_starts_at: int) -> float:
        """How busy a day is; 1.0 on the middle of the year's workdays."""
        at = beijing(day_starts_at)
        weekend = _WEEKEND_SHARE if at.weekday() >= _SATURDAY else 1.0
        return _MONTHS[at.month - 1] / 10 * weekend


def _drawn(sums: Sequence[float], dice: random.Random) -> int:
    return min(bisect(sums, dice.random() * sums[-1]), len(sums) - 1)
