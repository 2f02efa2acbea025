"""A problem seen in the picture: its states and which moment may follow which.

found → pushed → rectified → verified, or voided with a reason from any state but verified.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

# The desk's day is Beijing's day. No daylight saving since 1991, so a fixed offset is exact.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


class ProblemState(StrEnum):
    """Where a problem stands."""

    FOUND = "found"
    PUSHED = "pushed"
    RECTIFIED = "rectified"
    VERIFIED = "verified"
    VOIDED = "voided"


_OPEN = frozenset({ProblemState.FOUND, ProblemState.PUSHED, ProblemState.RECTIFIED})

# moment -> (states it may come in, state it leads to; None keeps the state)
MOVES: dict[str, tuple[frozenset[ProblemState], ProblemState | None]] = {
    "problem.shot_added": (_OPEN, None),
    "problem.clip_added": (frozenset(ProblemState), None),
    "problem.marked": (_OPEN, None),
    "problem.described": (_OPEN, None),
    "problem.parked": (_OPEN, None),
    "problem.reopened": (_OPEN, None),
    "problem.pushed": (_OPEN, ProblemState.PUSHED),
    "problem.rectified": (
        frozenset({ProblemState.PUSHED, ProblemState.RECTIFIED}),
        ProblemState.RECTIFIED,
    ),
    "problem.returned": (frozenset({ProblemState.RECTIFIED}), ProblemState.PUSHED),
    "problem.verified": (frozenset({ProblemState.RECTIFIED}), ProblemState.VERIFIED),
    "problem.voided": (_OPEN, ProblemState.VOIDED),
}


class ForbiddenMove(ValueError):
    """A moment that cannot happen to a problem in its present state."""


def next_state(state: ProblemState, kind: str) -> ProblemState:
    """The state after moment `kind`.

    Raises:
        ForbiddenMove: the moment cannot happen in `state`.
    """
    allowed, target = MOVES[kind]
    if state not in allowed:
        raise ForbiddenMove(f"{kind} in {state}")
    if kind == "problem.pushed" and state is not ProblemState.FOUND:
        return state
    return target or state


def beijing(instant: int) -> datetime:
    """The Beijing time of a UTC millisecond instant."""
    return datetime.fromtimestamp(instant // 1000, UTC).astimezone(BEIJING) + timedelta(
        milliseconds=instant % 1000
    )


def day_of(instant: int) -> str:
    """The Beijing date of an instant, `YYYY-MM-DD`."""
    return beijing(instant).strftime("%Y-%m-%d")


def day_starts_at(instant: int) -> int:
    """The instant (UTC ms) at which the Beijing day of `instant` began."""
    start = beijing(instant).replace(hour=0, minute=0, second=0, microsecond=0)
    return int(start.timestamp()) * 1000


def month_starts_at(instant: int, months: int = 0) -> int:
    """The instant (UTC ms) at which the Beijing month of `instant` began, `months` on or back."""
    day = beijing(instant)
    count = day.year * 12 + day.month - 1 + months
    start = datetime(count // 12, count % 12 + 1, 1, tzinfo=BEIJING)
    return int(start.timestamp()) * 1000


def shown_number(day: str, no: int) -> str:
    """The short number people say: `1121-007`."""
    return f"{day[5:7]}{day[8:10]}-{no:03d}"
