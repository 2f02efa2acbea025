"""What is normal for a camera at each hour of the day: noise, liveness, block steps.

These drift with light and traffic and may adapt while the camera is healthy. They never stray far
from what was learned with the confirmed view, so that a fault that grows slowly cannot become
normal; geometry and sharpness do not adapt at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from duty_desk.vision.reference import Habits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.vision.judging import Seen

_PACE = 1 / 300  # of one picture: five minutes at a picture a second
_LEAST_PICTURES = 300
_FARTHEST = 2.0  # times the learned value, either way
_CALM_QUARTILE = 0.25


@dataclass(frozen=True)
class HourHabits:
    """The habits of one reference by hour of the day, 0 to 23, and how many pictures made them."""

    learned: Habits
    by_hour: Mapping[int, Habits] = field(default_factory=dict)
    pictures: Mapping[int, int] = field(default_factory=dict)

    def at(self, hour: int) -> Habits:
        """What to judge by at `hour`: the learned habits until the hour is known well enough."""
        if self.pictures.get(hour, 0) < _LEAST_PICTURES:
            return self.learned
        return self.by_hour[hour]


def adapted(habits: HourHabits, hour: int, seen: Seen) -> HourHabits:
    """`habits` after a picture of `hour` on which the camera was healthy."""
    if seen.life is None:
        return habits
    old, first = habits.by_hour.get(hour, habits.learned), habits.learned
    new = Habits(
        noise=_nearer(old.noise, seen.noise, first.noise),
        moving=_quartile(old.moving, seen.life.moving, first.moving),
        murmur=_quartile(old.murmur, seen.life.murmur, first.murmur),
        broken=_nearer(old.broken, seen.broken, first.broken),
    )
    return replace(
        habits,
        by_hour={**habits.by_hour, hour: new},
        pictures={**habits.pictures, hour: habits.pictures.get(hour, 0) + 1},
    )


def _nearer(old: float, seen: float, first: float) -> float:
    return _bounded(old + _PACE * (seen - old), first)


def _quartile(old: float, seen: float, first: float) -> float:
    """The calm quarter, followed by small steps: three down for one up at balance."""
    step = _PACE * max(old, 0.01)
    moved = old + step * (_CALM_QUARTILE if seen > old else _CALM_QUARTILE - 1)
    return _bounded(moved, first)


def _bounded(value: float, first: float) -> float:
    return min(max(value, first / _FARTHEST), first * _FARTHEST)
