"""Patrol rounds and visits: outcomes, states, when a round is complete, rushed, or due to end.

planned → running → complete | incomplete, planned → missed. A round made up later (补巡) is a
round of its own, shown apart. "Planned" is never written: it follows from the plan.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PAGE_TILES = 4  # at most so many checkpoints are looked at side by side (2×2)


class Outcome(StrEnum):
    """What a visit of a checkpoint found. `EXPIRED` follows from the end of the round alone."""

    NORMAL = "normal"
    PROBLEM = "problem"
    FAULT = "fault"
    NOT_VIEWABLE = "not_viewable"
    SKIPPED = "skipped"
    EXPIRED = "expired"


SEEN = frozenset({Outcome.NORMAL, Outcome.PROBLEM, Outcome.FAULT})


class RoundState(StrEnum):
    """Where a round stands."""

    PLANNED = "planned"
    RUNNING = "running"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    MISSED = "missed"


class RoundKind(StrEnum):
    """Why there is a round."""

    PLANNED = "planned"
    ADDED = "added"  # by a special period
    MADE_UP = "made_up"  # 补巡: for one that was missed or not complete


class SkipReason(StrEnum):
    """The usual reasons for leaving a checkpoint out; a person may write another."""

    BUSY = "busy"  # a push, a call, an incident came between
    SITE_CLOSED = "site_closed"
    DUPLICATE = "duplicate"  # the same place is seen by another camera
    ORDERED = "ordered"  # the office said so
    OTHER = "other"


class ForbiddenVisit(ValueError):
    """A visit that cannot be on record so; the argument is why.

    `removed`, `no_reason`, `something_found`, `no_fresh_picture`, `too_quick`, `nothing_found`,
    `no_fault` or `unknown_outcome`.
    """


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the operator did at one checkpoint.

    Attributes:
        no: The checkpoint's number in the walking order, from 1.
        outcome: What was found; never `expired`.
        fresh_ms: How long a fresh picture stood, counted from its first fresh frame; 0 when none
            came.
        age_ms: The age of the newest frame when the key was pressed.
        offset_ms: How far the camera's own clock was off; None when unknown.
        similarity_ppm: Likeness to the reference view in millionths; None when unknown.
        thumbnail: A small picture of what was seen, JPEG; empty for none.
        is_confirmed: The operator was told that the least dwell is not reached and said yes.
        reason: Why it is skipped or not viewable; one of `SkipReason` or the operator's words.
        problems: Ids of the problems found here during the visit.
        faults: Ids of the faults found here during the visit.
        at: The press of the key, UTC ms; None means now.
    """

    no: int
    outcome: Outcome = Outcome.NORMAL
    fresh_ms: int = 0
    age_ms: int = 0
    offset_ms: int | None = None
    similarity_ppm: int | None = None
    thumbnail: bytes = b""
    is_confirmed: bool = False
    reason: str = ""
    problems: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    at: int | None = None


def refuse_visit(look: Look, *, min_dwell_ms: int, is_removed: bool) -> None:
    """Hold a visit against the rules of a round.

    Raises:
        ForbiddenVisit: it cannot be on record so.
    """
    outcome = look.outcome
    if outcome is Outcome.EXPIRED:
        raise ForbiddenVisit("unknown_outcome")
    if is_removed and outcome in SEEN:
        raise ForbiddenVisit("removed")
    if outcome in (Outcome.SKIPPED, Outcome.NOT_VIEWABLE) and not look.reason.strip():
        raise ForbiddenVisit("no_reason")
    if outcome is Outcome.NORMAL:
        if look.problems or look.faults:
            raise ForbiddenVisit("something_found")
        if look.fresh_ms <= 0:
            raise ForbiddenVisit("no_fresh_picture")
    if outcome is Outcome.PROBLEM and not look.problems:
        raise ForbiddenVisit("nothing_found")
    if outcome is Outcome.FAULT and not (look.faults or look.reason.strip()):
        raise ForbiddenVisit("no_fault")
    if is_quick(look, min_dwell_ms) and not look.is_confirmed:
        raise ForbiddenVisit("too_quick")


def is_quick(look: Look, min_dwell_ms: int) -> bool:
    """Whether a checkpoint was called normal before its least dwell was reached."""
    return look.outcome is Outcome.NORMAL and look.fresh_ms < min_dwell_ms


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a round adds up to.

    Attributes:
        expected: How many checkpoints it has.
        by_outcome: How many visits of each outcome.
        quick: Visits confirmed under their least dwell.
        fresh_ms: All fresh picture time together.
        least_ms: The least dwell of all checkpoints seen, together.
    """

    expected: int
    by_outcome: Mapping[Outcome, int]
    quick: int = 0
    fresh_ms: int = 0
    least_ms: int = 0

    @property
    def visited(self) -> int:
        """How many checkpoints are accounted for."""
        return sum(self.by_outcome.values())

    @property
    def seen(self) -> int:
        """How many showed a picture."""
        return sum(self.by_outcome.get(outcome, 0) for outcome in SEEN)


def ending_of(tally: Tally) -> RoundState:
    """How a round ends: complete when every checkpoint is accounted for and one was seen."""
    is_whole = tally.visited >= tally.expected and tally.seen > 0
    return RoundState.COMPLETE if is_whole else RoundState.INCOMPLETE


def is_rushed(tally: Tally, walked_ms: int) -> bool:
    """Whether a whole round was walked faster than it can be (过快).

    More than a tenth confirmed under the least dwell, or less fresh picture than the least dwells
    add up to, or less time than they take with four pictures side by side.
    """
    if not tally.seen:
        return False
    return (
        tally.quick * 10 > tally.seen
        or tally.fresh_ms < tally.least_ms
        or walked_ms * PAGE_TILES < tally.least_ms
    )


def next_no(expected: int, done: Iterable[int], last: int) -> int:
    """Where a walk goes on: the first open checkpoint after `last`, then from the beginning.

    Returns:
        Its number, or 0 when none is open.
    """
    open_ones = sorted(set(range(1, expected + 1)) - set(done))
    after = [no for no in open_ones if no > last]
    return (after or open_ones or [0])[0]


def largest_gap_ms(walks: Sequence[tuple[int, int]], *, since: int, until: int) -> int:
    """The longest stretch between `since` and `until` (UTC ms) in which no round was walked.

    Args:
        walks: Begin and end of each walk.
        since: Where the first stretch begins.
        until: Where the last one ends.
    """
    gap, reached = 0, since
    for begin, end in sorted(walks):
        if end <= since or begin >= until:
            continue
        gap = max(gap, begin - reached)
        reached = max(reached, end)
    return max(gap, until - reached, 0)


def tally_of(outcomes: Iterable[Outcome], expected: int) -> Tally:
    """The tally of bare outcomes, as a test or a preview needs it."""
    return Tally(expected=expected, by_outcome=Counter(outcomes))
