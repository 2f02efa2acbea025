"""A fault of a camera: its kinds, its states, and which moment may follow which.

found → adjusted, or reported → accepted → on site → repaired → verified; reopened when the repair
does not hold; dismissed with a reason while nobody has repaired anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SIGNAL_LOST = "signal"
WAYS = ("phone", "group", "ticket")
CHANNEL_WAY = "channel"  # by a group robot: accepted by it is not yet read by anybody


@dataclass(frozen=True)
class FaultKind:
    """One kind of fault of the list for 设备故障报修登记表; the list itself is data.

    `key` is the digit that chooses it in the form; only the commonest have one.
    """

    code: str
    zh: str
    en: str
    key: int | None = None

    def name_in(self, language: str) -> str:
        """The name people read, in `language` (`zh_CN` or `en`)."""
        return self.en if language == "en" else self.zh


class FaultState(StrEnum):
    """Where a fault stands."""

    FOUND = "found"
    ADJUSTED = "adjusted"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    REPAIRED = "repaired"
    VERIFIED = "verified"
    REOPENED = "reopened"
    DISMISSED = "dismissed"


_UNTOLD = frozenset({FaultState.FOUND, FaultState.REOPENED})
_TOLD = frozenset({FaultState.REPORTED, FaultState.ACCEPTED, FaultState.ON_SITE})
OPEN = _UNTOLD | _TOLD | {FaultState.REPAIRED}

# moment -> (states it may come in, state it leads to; None keeps the state)
MOVES: dict[str, tuple[frozenset[FaultState], FaultState | None]] = {
    "fault.described": (OPEN, None),
    "fault.parked": (_UNTOLD, None),
    "fault.adjusted": (_UNTOLD, FaultState.ADJUSTED),
    "fault.reported": (_UNTOLD, FaultState.REPORTED),
    "fault.accepted": (frozenset({FaultState.REPORTED}), FaultState.ACCEPTED),
    "fault.arrived": (
        frozenset({FaultState.REPORTED, FaultState.ACCEPTED}),
        FaultState.ON_SITE,
    ),
    "fault.repaired": (_TOLD, FaultState.REPAIRED),
    "fault.verified": (frozenset({FaultState.REPAIRED}), FaultState.VERIFIED),
    "fault.reopened": (
        frozenset({FaultState.REPAIRED, FaultState.VERIFIED, FaultState.ADJUSTED}),
        FaultState.REOPENED,
    ),
    "fault.dismissed": (_UNTOLD | _TOLD, FaultState.DISMISSED),
}


class ForbiddenFaultMove(ValueError):
    """A moment that cannot happen to a fault in its present state."""


def next_state(state: FaultState, kind: str) -> FaultState:
    """The state after moment `kind`.

    Raises:
        ForbiddenFaultMove: the moment cannot happen in `state`.
    """
    allowed, target = MOVES[kind]
    if state not in allowed:
        raise ForbiddenFaultMove(f"{kind} in {state}")
    return target or state


def moves_from(state: FaultState) -> frozenset[str]:
    """The moments that may happen to a fault in `state`."""
    return frozenset(kind for kind, (allowed, _) in MOVES.items() if state in allowed)


@dataclass(frozen=True)
class Span:
    """A stretch of time, UTC ms; `to_at` is excluded."""

    from_at: int
    to_at: int


def covered_ms(spans: tuple[Span, ...], within: Span) -> int:
    """How much of `within` the spans cover together; overlaps count once."""
    cut = sorted(
        (max(span.from_at, within.from_at), min(span.to_at, within.to_at)) for span in spans
    )
    total, reached = 0, within.from_at
    for from_at, to_at in cut:
        begin = max(from_at, reached)
        if to_at > begin:  # a span that begins after `within` ends covers nothing
            total += to_at - begin
            reached = to_at
    return total


def rate_ppm(down_ms: int, whole_ms: int) -> int:
    """The share of `whole_ms` that was not down, in millionths; all of it when there is none."""
    if whole_ms <= 0:
        return 1_000_000
    return max(0, (whole_ms - down_ms) * 1_000_000 // whole_ms)
