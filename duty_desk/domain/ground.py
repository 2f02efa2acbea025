"""Ground where things are dumped: zones a person drew on a camera's picture, and the hours.

What lies there for long is a hint: open → confirmed (a problem begins at that person's key) or
dismissed. A hint starts no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Corners = tuple[tuple[int, int], ...]

DAY_MINUTES = 24 * 60
LEAST_CORNERS, MOST_CORNERS, MOST_ZONES = 3, 24, 6
HOLDS_S = (60, 90, 120)
QUIET_MS = 600_000
"""At most one hint a zone within so long."""


@dataclass(frozen=True)
class GroundPlan:
    """What is watched on one camera's picture.

    Attributes:
        zones: Corners (x, y) of each, in thousandths of the picture.
        from_minute, to_minute: Of the Beijing day; past midnight when the end is not after.
        hold_s: How long a thing must lie still.
        is_on: Off as long as nobody switched it on.
    """

    zones: tuple[Corners, ...] = ()
    from_minute: int = 22 * 60
    to_minute: int = 6 * 60
    hold_s: int = 90
    is_on: bool = False

    def is_due(self, minute: int) -> bool:
        """Whether the ground is watched at this minute of the Beijing day."""
        if not self.is_on or not self.zones:
            return False
        if self.from_minute == self.to_minute:
            return True
        if self.from_minute < self.to_minute:
            return self.from_minute <= minute < self.to_minute
        return minute >= self.from_minute or minute < self.to_minute

    def is_sound(self) -> bool:
        """Whether every zone is an area of the picture and the hours are of a day."""
        corners = [corner for zone in self.zones for corner in zone]
        return (
            len(self.zones) <= MOST_ZONES
            and all(LEAST_CORNERS <= len(zone) <= MOST_CORNERS for zone in self.zones)
            and all(0 <= value <= 1000 for corner in corners for value in corner)
            and all(0 <= minute < DAY_MINUTES for minute in (self.from_minute, self.to_minute))
            and self.hold_s in HOLDS_S
        )

    def as_facts(self) -> dict[str, Any]:
        """The plan as a moment keeps it."""
        return {
            "zones": [[list(corner) for corner in zone] for zone in self.zones],
            "from_minute": self.from_minute,
            "to_minute": self.to_minute,
            "hold_s": self.hold_s,
            "is_on": self.is_on,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> GroundPlan:
        """The plan that `as_facts` told."""
        return cls(
            zones=tuple(tuple((x, y) for x, y in zone) for zone in facts["zones"]),
            from_minute=facts["from_minute"],
            to_minute=facts["to_minute"],
            hold_s=facts["hold_s"],
            is_on=facts["is_on"],
        )


class DumpedState(StrEnum):
    """Where a hint stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class ForbiddenDumpedMove(ValueError):
    """A moment that cannot happen to a hint any more."""


def next_state(state: DumpedState, kind: str) -> DumpedState:
    """The state after moment `kind`; only an open hint can be decided.

    Raises:
        ForbiddenDumpedMove: it was decided before.
    """
    if state is not DumpedState.OPEN:
        raise ForbiddenDumpedMove(f"{kind} in {state}")
    is_problem = kind == "dumped.confirmed"
    return DumpedState.CONFIRMED if is_problem else DumpedState.DISMISSED
