"""The handover of a shift: its states, what each moment needs, and what is computed from it.

frozen by a cut → signed by the outgoing → accepted by the incoming. A cut may be reopened, which
makes a new one and leaves the old. When nobody comes a leader ends it with a reason. No state is
without a way out (records.md 10: deadlock-free relief).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from duty_desk.domain.hashchain import canonical, digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.domain.open_item import OpenItem

LEAST_READ_BACK = 4  # characters; "知道了" is no reading back


class HandoverState(StrEnum):
    """Where a handover stands."""

    FROZEN = "frozen"
    SIGNED = "signed"
    NO_RELIEF = "no_relief"
    ACCEPTED = "accepted"
    OVERRIDDEN = "overridden"
    REOPENED = "reopened"


_FROZEN, _SIGNED = HandoverState.FROZEN, HandoverState.SIGNED
_WAITING = frozenset({_FROZEN, _SIGNED, HandoverState.NO_RELIEF})
RUNNING = _WAITING

# moment -> (states it may come in, state it leads to; None keeps the state)
MOVES: dict[str, tuple[frozenset[HandoverState], HandoverState | None]] = {
    "handover.item_added": (frozenset({_FROZEN, HandoverState.NO_RELIEF}), None),
    "handover.checked": (frozenset({_FROZEN, HandoverState.NO_RELIEF}), None),
    "handover.remarked": (frozenset({_FROZEN, HandoverState.NO_RELIEF}), None),
    "handover.incoming_arrived": (_WAITING, None),
    "handover.item_confirmed": (frozenset({_FROZEN, _SIGNED}), None),
    "handover.outgoing_signed": (frozenset({_FROZEN}), _SIGNED),
    "handover.nobody_came": (frozenset({_FROZEN, _SIGNED}), HandoverState.NO_RELIEF),
    "handover.accepted": (frozenset({_SIGNED}), HandoverState.ACCEPTED),
    "handover.overridden": (_WAITING, HandoverState.OVERRIDDEN),
    "handover.reopened": (_WAITING, HandoverState.REOPENED),
}


class ForbiddenHandoverMove(ValueError):
    """A moment that cannot happen to a handover in its present state."""


def next_state(state: HandoverState, kind: str, *, is_signed: bool) -> HandoverState:
    """The state after moment `kind`; somebody who comes after all finds it as it was left.

    Raises:
        ForbiddenHandoverMove: the moment cannot happen in `state`.
    """
    allowed, target = MOVES[kind]
    if state not in allowed:
        raise ForbiddenHandoverMove(f"{kind} in {state}")
    if kind == "handover.incoming_arrived" and state is HandoverState.NO_RELIEF:
        return _SIGNED if is_signed else _FROZEN
    return target or state


def items_hash(items: Iterable[OpenItem]) -> str:
    """SHA-256 over the canonical form of the items, in their order."""
    return digest(canonical([one.as_facts() for one in items]))


class Override(StrEnum):
    """How a leader ends a handover that cannot end by itself."""

    STAY = "stay"  # the outgoing stays on for another shift
    RELEASE = "release"  # the outgoing may go; the seat is empty until somebody punches in


@dataclass(frozen=True, kw_only=True)
class Presence:
    """From when to when somebody was at the seat; UTC ms."""

    from_at: int
    to_at: int


@dataclass(frozen=True)
class Cover:
    """What a change of shift did to the seat: both figures in milliseconds, never negative."""

    uncovered_ms: int
    overlap_ms: int


def cover(outgoing: Presence, incoming: Presence) -> Cover:
    """How long nobody was there between two people, and how long both were."""
    uncovered = max(0, incoming.from_at - outgoing.to_at)
    overlap = min(outgoing.to_at, incoming.to_at) - max(outgoing.from_at, incoming.from_at)
    return Cover(uncovered, max(0, overlap))


def read_back_choices(items: tuple[OpenItem, ...], number: int, count: int = 3) -> tuple[str, ...]:
    """What the item `number` (from 0) may be said back as: its own words among those of others.

    The right one is `items[number].state`; its place follows from the item, not from chance, so
    that a restart shows the same. Fewer than two choices make no question: then it is typed.
    """
    right = items[number].state
    others = dict.fromkeys(one.state for one in items if one.state and one.state != right)
    near = sorted(others, key=lambda words: digest(f"{items[number].subject}|{words}"))
    choices = [right, *near[: count - 1]]
    if not right or len(choices) < 2:
        return ()
    return tuple(sorted(choices, key=lambda words: digest(f"{words}|{items[number].subject}")))
