"""Which cameras are shown with less than they should be, when the computer is short of time.

The next page goes first, then main streams that a tile's size alone had deserved, then whole
tiles, the dearest first so that few are touched. The picture that is looked at closely stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.video.tier import Shed, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OVER_LOOKS = 2
_TARGET = 0.9
_CALM = 0.75
_LEAST_SAVED = 0.1
_SAVED = 0.85  # of what a camera takes, when it is shed by a step
_PATIENCE_MS = 10_000
_MOST_PATIENCE_MS = 320_000


@dataclass(frozen=True)
class Burden:
    """A camera as the budget sees it; `load_permille` is what it takes of one core."""

    camera_id: str
    tier: Tier
    load_permille: int
    is_sub: bool
    has_sub: bool


@dataclass(frozen=True)
class Use:
    """What the workers take of the computer, in thousandths of one core.

    `is_behind` when decoding falls behind the cameras although it may use more: then somebody else
    takes the computer's time.
    """

    permille: int
    is_behind: bool = False


class DecodeBudget:
    """Weighs the load against the limit every other second and names what is shed.

    What is given back is given one by one, and ever more slowly when it did not hold: a tile that
    changes its pace twice a minute is worse than a slow one.
    """

    def __init__(self, limit_permille: int) -> None:
        self._limit = limit_permille
        self._shed: dict[str, Shed] = {}
        self._cost: dict[str, int] = {}
        self._over_looks = 0
        self._calm_mono_ms: int | None = None
        self._given_back_mono_ms = -_MOST_PATIENCE_MS
        self._patience_ms = _PATIENCE_MS

    def weigh(self, use: Use, burdens: Iterable[Burden], now: int) -> dict[str, Shed]:
        """What each camera is denied from now on; those that are not named are denied nothing."""
        cameras = {burden.camera_id: burden for burden in burdens}
        for gone in self._shed.keys() - cameras.keys():
            del self._shed[gone]
        for camera_id in [one for one, b in cameras.items() if b.tier is Tier.FOCUSED]:
            self._shed.pop(camera_id, None)
        is_over = use.permille > self._limit or use.is_behind
        self._over_looks = self._over_looks + 1 if is_over else 0
        if self._over_looks >= _OVER_LOOKS:
            self._over_looks = 0
            self._take(use, cameras, now)
        elif not is_over and use.permille < self._limit * _CALM:
            self._give_back_when_calm(use, now)
        else:
            self._calm_mono_ms = None
        return dict(self._shed)

    def _take(self, use: Use, cameras: dict[str, Burden], now: int) -> None:
        self._calm_mono_ms = None
        if now - self._given_back_mono_ms < self._patience_ms:
            self._patience_ms = min(self._patience_ms * 2, _MOST_PATIENCE_MS)
        needed = max(use.permille - self._limit * _TARGET, use.permille * _LEAST_SAVED)
        for burden, step in self._victims(cameras):
            if needed <= 0:
                return
            self._shed[burden.camera_id] = step
            self._cost[burden.camera_id] = burden.load_permille
            needed -= burden.load_permille * _SAVED

    def _victims(self, cameras: dict[str, Burden]) -> Iterator[tuple[Burden, Shed]]:
        """Who is shed by which step, in order; each camera once."""
        dearest = sorted(cameras.values(), key=lambda one: -one.load_permille)
        unseen = [one for one in dearest if one.tier is Tier.NEXT and not self._of(one)]
        yield from ((one, Shed.FRAMES) for one in unseen)
        seen = [one for one in dearest if one.tier is Tier.VISIBLE]
        large = [one for one in seen if one.has_sub and not one.is_sub and not self._of(one)]
        yield from ((one, Shed.MAIN_STREAM) for one in large)
        rest = [one for one in seen if one not in large and self._of(one) < Shed.FRAMES]
        yield from ((one, Shed.FRAMES) for one in rest)

    def _of(self, burden: Burden) -> Shed:
        return self._shed.get(burden.camera_id, Shed.NOTHING)

    def _give_back_when_calm(self, use: Use, now: int) -> None:
        if not self._shed:
            self._patience_ms = _PATIENCE_MS
            return
        if self._calm_mono_ms is None:
            self._calm_mono_ms = now
        if now - self._calm_mono_ms < self._patience_ms:
            return
        cheapest = min(self._shed, key=lambda camera_id: self._cost[camera_id])
        if use.permille + self._cost[cheapest] <= self._limit * _TARGET:
            del self._shed[cheapest]
            self._given_back_mono_ms = self._calm_mono_ms = now
