"""What the program suspects of a camera, before a person has said anything.

open → confirmed (a fault begins at that person's key) | dismissed | ended by itself. A suspicion
starts no clock and tells nobody outside the desk: the contract's clock begins with `fault.found`.
In shadow mode it is kept to be judged and never shown as an alarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

CLOCK = "clock"
GROUP_WITHIN_MS = 120_000
OWN_NETWORK = "own_network"
"""Cause of losses that struck nearly all open cameras of several hosts at once."""
_LEAST_OPEN, _NEARLY_ALL = 5, 0.8

# What one failing switch, power line or recorder does to many cameras at once. A lens is covered,
# turned or soiled by itself, so these are never taken together.
SHARED = frozenset({"signal", "card", "black", "frozen", "corrupt"})


class SuspicionState(StrEnum):
    """Where a suspicion stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    ENDED = "ended"


class Mode(StrEnum):
    """Whether a class may ring: by its age (`AUTO`), or because a supervisor said so."""

    AUTO = "auto"
    LIVE = "live"
    SHADOW = "shadow"


VERDICTS = frozenset({"right", "wrong"})

_TARGETS = {
    "suspicion.confirmed": SuspicionState.CONFIRMED,
    "suspicion.dismissed": SuspicionState.DISMISSED,
    "suspicion.ended": SuspicionState.ENDED,
}
MOVES = frozenset(_TARGETS)


class ForbiddenSuspicionMove(ValueError):
    """A moment that cannot happen to a suspicion in its present state."""


def next_state(state: SuspicionState, kind: str) -> SuspicionState:
    """The state after moment `kind`; only an open suspicion can be decided or end.

    Raises:
        ForbiddenSuspicionMove: the moment cannot happen in `state`.
    """
    if state is not SuspicionState.OPEN:
        raise ForbiddenSuspicionMove(f"{kind} in {state}")
    return _TARGETS[kind]


def is_shadowed(mode: Mode, began_at: int | None, now: int, shadow_ms: int) -> bool:
    """Whether a finding is only noted and not shown.

    Args:
        mode: What a supervisor said of its class.
        began_at: When the camera's first view was confirmed, UTC ms; None: never.
        now: UTC ms.
        shadow_ms: How long a camera is only watched at first.
    """
    if mode is not Mode.AUTO:
        return mode is Mode.SHADOW
    return shadow_ms > 0 and (began_at is None or now - began_at < shadow_ms)


@dataclass(frozen=True)
class Standing:
    """Where a camera hangs, as far as it matters for failing together; "" where unknown."""

    host: str
    community: str

    def shares_with(self, other: Standing) -> bool:
        """Whether one cause may have struck both."""
        same_host = bool(self.host) and self.host == other.host
        return same_host or (bool(self.community) and self.community == other.community)


@dataclass(frozen=True)
class Struck:
    """A suspicion or lost signal as the grouping sees it; `group` is "" while it stands alone."""

    id: str
    camera_id: str
    family: str
    at: int
    group: str = ""


def group_of(
    family: str, at: int, standing: Standing, others: tuple[tuple[Struck, Standing], ...]
) -> str:
    """The id of the event this belongs to: the first one struck by the same cause; "" alone.

    Each joins within two minutes after another of its group, so a recorder that loses its channels
    one after the other stays one event.
    """
    if family not in SHARED:
        return ""
    near = [
        struck
        for struck, where in others
        if struck.family == family
        and abs(at - struck.at) <= GROUP_WITHIN_MS
        and standing.shares_with(where)
    ]
    first = min(near, key=lambda struck: struck.at, default=None)
    return "" if first is None else first.group or first.id


def is_own_network(open_hosts: dict[str, str], lost: Collection[str]) -> bool:
    """Whether so many cameras are lost at once that our own line is the likelier cause.

    Args:
        open_hosts: The cameras that are open now, with the host each is reached by.
        lost: Those without a picture.
    """
    struck = [host for camera_id, host in open_hosts.items() if camera_id in lost]
    is_most = len(struck) >= _NEARLY_ALL * len(open_hosts)
    return len(open_hosts) >= _LEAST_OPEN and is_most and len(set(struck)) > 1


@dataclass(frozen=True)
class Patience:
    """How the diagnosis is set at a desk.

    Attributes:
        shadow_days: How long the findings at a new camera are only noted; 0: they ring at once.
        quiet_hours: How long "not a fault" silences that class, camera and light.
        clock_off_s: From which difference on a camera's clock is called wrong.
        signal_fault_s: After which time without a picture a lost camera is a fault by itself.
    """

    shadow_days: int = 14
    quiet_hours: int = 24
    clock_off_s: int = 60
    signal_fault_s: int = 60
