"""What the review page gets: figures beside those of the period before, lanes, bars, the queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from duty_desk.domain.figure import LedgerWish, Section
    from duty_desk.domain.period import Period

Level = Literal["good", "warn", "bad", "plain", "down"]  # down: out of use, which may be in order


@dataclass(frozen=True, kw_only=True)
class LaneSpan:
    """Something that lasted, or a point in time (`from_at == to_at`), on a lane.

    Attributes:
        words: What it is, as it is said beside the pointer.
        noun, id: The record that a click opens; empty when it stands for several.
        wish: The records it stands for, when they are several.
    """

    from_at: int
    to_at: int
    level: Level
    words: str
    noun: str = ""
    id: str = ""
    wish: LedgerWish | None = None


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A row of the time line."""

    key: str
    title: str
    spans: tuple[LaneSpan, ...]


@dataclass(frozen=True, kw_only=True)
class Bar:
    """How long one record took, or the slowest of several; `level` is bad above the limit.

    `mid_ms` is the median where it stands for several.
    """

    at: int
    ms: int
    mid_ms: int | None = None
    level: Level
    words: str
    noun: str = ""
    id: str = ""
    wish: LedgerWish | None = None


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Each record against its limit. `each` is how many records one bar stands for."""

    key: str
    title: str
    bars: tuple[Bar, ...]
    limit_ms: int | None
    p50_ms: int | None
    p95_ms: int | None
    each: int
    clause: str


@dataclass(frozen=True, kw_only=True)
class ReviewFigures:
    """The sections of a period and of the one before, cut where this one stands."""

    period: Period
    before: Period
    sections: tuple[Section, ...]
    earlier: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewCharts:
    """What is drawn of a period."""

    period: Period
    lanes: tuple[Lane, ...]
    bars: tuple[Bars, ...]


@dataclass(frozen=True, kw_only=True)
class ChainState:
    """Whether the entries of a period hang together.

    Attributes:
        state: `whole`, `broken` or `empty`.
        entries: How many were looked at.
        where: The first that does not fit (`1 号席 #18402`).
        checked_at: When (UTC ms).
    """

    state: str
    entries: int
    checked_at: int
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A decision that may be taken right in the queue; `asks` names the words it wants, if any."""

    key: str
    words: str
    asks: str = ""
    is_bad: bool = False


@dataclass(frozen=True, kw_only=True)
class QueueItem:
    """Something that waits for a supervisor.

    Attributes:
        kind: breach, correction, late, punch, punch_request, presence, leave, swap or sample.
        key: Its name among those of its kind.
        at: When it came up (UTC ms).
        badge: The kind in one short word.
        noun, id: The record that opens.
        choices: What may be decided here; none when it is decided where it opens.
    """

    kind: str
    key: str
    at: int
    level: Level
    badge: str
    title: str
    note: str
    noun: str
    id: str
    choices: tuple[Choice, ...] = ()
