"""What the desk shows of patrol rounds: immutable, made by the desk thread for any reader.

Instants are UTC milliseconds, days ISO dates in Beijing; words come ready in the language in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duty_desk.domain.patrol_plan import Plan


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    """One round of a day, whether it has begun or not.

    Attributes:
        id: The record's id; empty while the round has not begun.
        day: The calendar date it counts for.
        slot: Its number in the day's plan.
        name: `第 1 轮`, `第 1 轮补巡`.
        kind: `planned`, `added` (by a special period) or `made_up` (补巡).
        state: `planned`, `running`, `complete`, `incomplete` or `missed`.
        is_open: Whether its window is open now.
        is_paused: Whether it runs and nobody walks it.
        can: What may be done now: `start`, `continue`, `make_up`, or empty.
        expected: How many checkpoints it has.
        visited: How many of them are accounted for.
        seen: How many of them showed a picture (normal, problem or fault).
        expired: How many nobody came to before the window ended.
        quick: How many were confirmed under their least dwell.
        expected_end_at: When it will be done at its own pace; None unless it runs.
        by: Who started it.
        seat: Where it was started.
        reason: Why it is incomplete or missed, in words.
        is_rushed: Walked faster than its least dwell allows (过快).
        level: `calm`, `attention` (its window is open, or it is incomplete) or `urgent`
            (its window ends within half an hour and it is not complete, or it is missed).
    """

    id: str
    day: str
    slot: int
    name: str
    kind: str
    state: str
    window_from_at: int
    window_to_at: int
    is_open: bool = False
    is_paused: bool = False
    can: str = ""
    started_at: int | None = None
    ended_at: int | None = None
    expected_end_at: int | None = None
    expected: int = 0
    visited: int = 0
    normal: int = 0
    problem: int = 0
    fault: int = 0
    not_viewable: int = 0
    skipped: int = 0
    expired: int = 0
    quick: int = 0
    by: str = ""
    seat: str = ""
    reason: str = ""
    is_rushed: bool = False
    level: str = "calm"

    @property
    def half_gone_at(self) -> int:
        """When half of its window is gone."""
        return (self.window_from_at + self.window_to_at) // 2

    @property
    def seen(self) -> int:
        """How many checkpoints showed a picture."""
        return self.normal + self.problem + self.fault


@dataclass(frozen=True, kw_only=True)
class PatrolCounts:
    """How the rounds stand against the contract, at the snapshot's instant.

    Attributes:
        today: Complete rounds that count for today.
        today_target: What the contract asks of a day; 0 when it asks nothing.
        today_forecast: How many will be complete today at this pace.
        today_lost: Rounds of today that are missed or incomplete and not made up.
        month: Complete rounds of the calendar month so far.
        month_target: What the whole month asks.
        year: Complete rounds of the contract year so far, as the contract counts them.
        year_target: What the contract year asks.
        year_projection: Where the year ends at the present pace.
        year_made_up: How many of `year` were made up (补巡).
        largest_gap_ms: The longest time without a round since the end of yesterday's last one;
            between the end of one round and the start of the next, or until now.
        unseen_cameras: Codes of cameras in use that nobody saw in a round for 24 hours.
    """

    today: int = 0
    today_target: int = 0
    today_forecast: int = 0
    today_lost: int = 0
    month: int = 0
    month_target: int = 0
    year: int = 0
    year_target: int = 0
    year_projection: int = 0
    year_made_up: int = 0
    year_from_on: str = ""
    year_to_on: str = ""
    largest_gap_ms: int = 0
    unseen_cameras: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CheckpointRow:
    """One checkpoint of a round that has begun, and what was seen there.

    Attributes:
        no: Its number in the walking order of this round, from 1.
        camera_id: Empty only when the camera was never in the catalogue.
        preset: The preset's number; 0 for none.
        leg: The leg it lies in, from 1.
        is_removed: The camera was taken out of use since the round began: it can only be
            not viewable or skipped.
        outcome: `normal`, `problem`, `fault`, `not_viewable`, `skipped`; `expired` when the round
            ended without it; empty while it is still to come.
        fresh_ms: How long a fresh picture stood before the key.
        age_ms: The age of the newest frame at the key.
        offset_ms: How far the camera's own clock was off; None when unknown.
        is_quick: Confirmed under its least dwell.
        similarity_ppm: Likeness to the reference view, in millionths; None when unknown.
        has_thumbnail: Whether a small picture of it was kept (it may have expired since).
        problems: Ids of the problems found during the visit.
        faults: Ids of the faults found during the visit.
    """

    no: int
    camera_id: str
    camera_code: str
    camera_name: str
    community: str
    preset: int
    look_for: str
    categories: tuple[str, ...]
    min_dwell_ms: int
    is_hard: bool
    is_night: bool
    leg: int
    is_removed: bool = False
    outcome: str = ""
    done_at: int | None = None
    fresh_ms: int = 0
    age_ms: int = 0
    offset_ms: int | None = None
    is_quick: bool = False
    reason: str = ""
    similarity_ppm: int | None = None
    has_thumbnail: bool = False
    problems: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A round that has begun, whole.

    Attributes:
        round: Its row.
        points: Its checkpoints in walking order; `points[no - 1]` is number `no`.
        next_no: Where the walk goes on: the first checkpoint after the last visit that nobody came
            to yet, from the beginning again when none is left; 0 when all are accounted for.
        leg_ms: After so long without a pause a rest is to be proposed.
        unbroken_since_at: Since when the round is walked without a pause.
        is_mine: Whether it runs at this seat; another seat's walk can only be looked at.
    """

    round: RoundRow
    points: tuple[CheckpointRow, ...]
    next_no: int
    leg_ms: int
    unbroken_since_at: int
    is_mine: bool

    @property
    def missing(self) -> tuple[CheckpointRow, ...]:
        """The checkpoints that nobody came to."""
        return tuple(point for point in self.points if point.outcome in ("", "expired"))


@dataclass(frozen=True, kw_only=True)
class DayCount:
    """One day of the overview: how its rounds went."""

    day: str
    complete: int
    incomplete: int
    missed: int
    made_up: int
    counted: int  # by the contract's rule
    target: int
    visits: int
    rushed: int
    largest_gap_ms: int


@dataclass(frozen=True, kw_only=True)
class PatrolOverview:
    """A stretch of days, for the page and for the command `rounds`.

    `share_ppm` of visits by outcome are in millionths of `expected`.
    """

    from_on: str
    to_on: str
    days: tuple[DayCount, ...]
    counted: int
    target: int
    projection: int
    made_up: int
    expected: int  # checkpoints of all rounds
    visits: dict[str, int]  # by outcome, expired included
    largest_gap_ms: int


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """A plan as it stands, or as it would stand.

    Attributes:
        plan: The plan.
        is_contracts: Nobody made one: it follows from the contract and the camera catalogue.
        cameras: Code to name of the cameras that it names.
        mistakes: What cannot be walked in it, finished sentences; empty when it is sound.
        round_ms: How long one round takes at its least, by slot number.
    """

    plan: Plan
    is_contracts: bool
    cameras: dict[str, str]
    mistakes: tuple[str, ...]
    round_ms: dict[int, int]


@dataclass(frozen=True, kw_only=True)
class PlanVersion:
    """One dated change of the plan."""

    id: str
    from_on: str
    adopted_at: int
    by: str
    slots: int
    checkpoints: int
    note: str


@dataclass(frozen=True, kw_only=True)
class PatrolDay:
    """What the snapshot shows of patrols: today's rounds, with yesterday's that still run."""

    rounds: tuple[RoundRow, ...] = ()
    counts: PatrolCounts = PatrolCounts()
    running_id: str = ""  # the round that runs at this seat
    next_from_at: int | None = None  # when the next window begins


@dataclass(frozen=True, kw_only=True)
class SiteVisitRow:
    """One on-site inspection of a community."""

    id: str
    community: str
    visited_at: int
    note: str
    has_photo: bool
    by: str


@dataclass(frozen=True, kw_only=True)
class SiteVisitDay:
    """The on-site inspections: today's list and how they stand against the contract.

    Attributes:
        todo: Communities for today, those not visited for longest first.
        done: Today's inspections, newest first.
        run_days: The stretch in which every community is to be seen.
        run_done: Different communities seen in the last `run_days`.
        run_target: How many there are to be.
    """

    day: str
    todo: tuple[str, ...]
    done: tuple[SiteVisitRow, ...]
    communities: tuple[str, ...]
    today: int
    today_target: int
    run_days: int
    run_done: int
    run_target: int
    month: int
    year: int
    year_target: int
    year_projection: int


@dataclass(frozen=True, kw_only=True)
class SamplePick:
    """A visit drawn for the supervisor, and the judgement.

    `judged` is empty, `agrees` or `disagrees`.
    """

    round_id: str
    round_name: str
    day: str
    point: CheckpointRow
    thumbnail_state: str  # kept | expired | missing | none
    judged: str = ""
    note: str = ""
    judged_by: str = ""
    judged_at: int | None = None


@dataclass(frozen=True, kw_only=True)
class SampleView:
    """A supervisor's sample of visits: how it was drawn and what came of it."""

    id: str
    from_on: str
    to_on: str
    seed: int
    drawn_at: int
    drawn_by: str
    population: int  # visits it was drawn from
    picks: tuple[SamplePick, ...]

    @property
    def judged(self) -> int:
        """How many are judged."""
        return sum(bool(pick.judged) for pick in self.picks)

    @property
    def agreed(self) -> int:
        """How many the supervisor agreed with."""
        return sum(pick.judged == "agrees" for pick in self.picks)
