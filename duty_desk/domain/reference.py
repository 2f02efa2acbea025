"""A reference view of a camera: what it shows when it is well, as a person said.

proposed → confirmed → replaced; proposed → refused. Nothing else: what was confirmed once is kept,
and a new view begins as a proposal of its own.
"""

from __future__ import annotations

from enum import StrEnum


class ReferenceState(StrEnum):
    """Where a reference view stands. Only `CONFIRMED` may accuse a camera of anything."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REPLACED = "replaced"


IN_USE = frozenset({ReferenceState.PROPOSED, ReferenceState.CONFIRMED})

# moment -> (the state it may come in, the state it leads to)
MOVES: dict[str, tuple[ReferenceState, ReferenceState]] = {
    "reference.confirmed": (ReferenceState.PROPOSED, ReferenceState.CONFIRMED),
    "reference.refused": (ReferenceState.PROPOSED, ReferenceState.REFUSED),
    "reference.replaced": (ReferenceState.CONFIRMED, ReferenceState.REPLACED),
}


class ForbiddenReferenceMove(ValueError):
    """A moment that cannot happen to a reference view in its present state."""


def next_state(state: ReferenceState, kind: str) -> ReferenceState:
    """The state after moment `kind`.

    Raises:
        ForbiddenReferenceMove: the moment cannot happen in `state`.
    """
    allowed, target = MOVES[kind]
    if state is not allowed:
        raise ForbiddenReferenceMove(f"{kind} in {state}")
    return target
