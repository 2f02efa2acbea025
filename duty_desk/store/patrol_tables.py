"""The tables of patrols: plans, routes, rounds, visits, and what is counted beside them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from duty_desk.store.tables import Table


class PatrolPlanTable(Table):
    """A dated change of the plan of rounds."""

    __tablename__ = "patrol_plan"
    id: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[str] = mapped_column(index=True)
    body: Mapped[str]  # canonical JSON of domain.patrol_plan.Plan
    note: Mapped[str]
    adopted_at: Mapped[int]
    adopted_by: Mapped[str]
    seat: Mapped[str]
    seq: Mapped[int]  # of two plans of one date and seat the later entry holds


class RouteTable(Table):
    """The checkpoints of a round, named by the hash of their list: written once, used by many."""

    __tablename__ = "route"
    hash: Mapped[str] = mapped_column(primary_key=True)
    points: Mapped[str]  # canonical JSON list, in walking order before any shuffling


class RoundTable(Table):
    """A round that has begun or was missed. Its counts are kept here, so that a year is 2190 rows.

    `take` is 0 for the round itself and counts up for those that make it up. The unique key lets
    only one of two seats start it.
    """

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("day", "slot", "take"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    day: Mapped[str]  # calendar date in Beijing on which the window begins
    slot: Mapped[int]
    take: Mapped[int]
    kind: Mapped[str]  # planned | added | made_up
    name: Mapped[str]  # as the plan names it; empty stands for its number
    state: Mapped[str] = mapped_column(index=True)
    window_from_at: Mapped[int]
    window_to_at: Mapped[int]
    route_hash: Mapped[str | None] = mapped_column(ForeignKey("route.hash"))
    seed: Mapped[int | None]  # of the shuffle; None walks the route as it is
    leg_ms: Mapped[int]
    started_at: Mapped[int | None]
    started_mono_ms: Mapped[int]
    boot_id: Mapped[str]
    is_jumped: Mapped[bool]  # the clock was set while it ran
    started_by: Mapped[str]
    ended_at: Mapped[int | None]
    paused_at: Mapped[int | None]
    paused_ms: Mapped[int]
    unbroken_since_at: Mapped[int]
    last_no: Mapped[int]  # the checkpoint visited last
    expected: Mapped[int]
    normal: Mapped[int]
    problem: Mapped[int]
    fault: Mapped[int]
    not_viewable: Mapped[int]
    skipped: Mapped[int]
    quick: Mapped[int]
    fresh_ms: Mapped[int]
    least_ms: Mapped[int]  # least dwell of the checkpoints seen, together
    is_rushed: Mapped[bool]
    reason: Mapped[str]


class VisitTable(Table):
    """The newest visit of a checkpoint in a round; earlier ones stand in the journal."""

    __tablename__ = "visit"
    __table_args__ = (Index(None, "camera_id", "done_at"),)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    camera_id: Mapped[str] = mapped_column(ForeignKey("camera.id"))
    preset: Mapped[int]
    outcome: Mapped[str]
    done_at: Mapped[int]
    fresh_ms: Mapped[int]
    age_ms: Mapped[int]
    offset_ms: Mapped[int | None]
    similarity_ppm: Mapped[int | None]
    least_ms: Mapped[int]
    is_quick: Mapped[bool]
    reason: Mapped[str]
    problems: Mapped[str]  # canonical JSON list of ids
    faults: Mapped[str]
    done_by: Mapped[str]
    seat: Mapped[str]
    seq: Mapped[int]
    thumbnail: Mapped[str]  # SHA-256; empty for none
    thumbnail_start: Mapped[int]  # byte in the round's file of thumbnails
    thumbnail_bytes: Mapped[int]


class WatchingTable(Table):
    """An hour, or less, of pages shown outside rounds: watching, never a round."""

    __tablename__ = "watching"
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    from_at: Mapped[int] = mapped_column(index=True)
    to_at: Mapped[int]
    pages: Mapped[int]
    cameras: Mapped[int]  # different ones shown
    shown_ms: Mapped[int]


class SitePlanTable(Table):
    """A dated list of the communities to be inspected on site."""

    __tablename__ = "site_plan"
    id: Mapped[str] = mapped_column(primary_key=True)
    communities: Mapped[str]  # canonical JSON list
    adopted_at: Mapped[int]
    adopted_by: Mapped[str]
    seat: Mapped[str]
    seq: Mapped[int]


class SiteVisitTable(Table):
    """An on-site inspection of a community."""

    __tablename__ = "site_visit"
    id: Mapped[str] = mapped_column(primary_key=True)
    visited_on: Mapped[str] = mapped_column(index=True)
    visited_at: Mapped[int]
    community: Mapped[str]
    note: Mapped[str]
    photo: Mapped[str | None] = mapped_column(ForeignKey("evidence.sha256"))
    shown: Mapped[str | None] = mapped_column(ForeignKey("evidence.sha256"))  # upright copy
    visited_by: Mapped[str]
    seat: Mapped[str]


class SampleTable(Table):
    """A supervisor's sample of visits, with the seed it was drawn by."""

    __tablename__ = "sample"
    id: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[str]
    to_on: Mapped[str]
    seed: Mapped[int]
    population: Mapped[int]
    drawn_at: Mapped[int]
    drawn_by: Mapped[str]


class SamplePickTable(Table):
    """One visit of a sample, and the judgement on it."""

    __tablename__ = "sample_pick"
    sample_id: Mapped[str] = mapped_column(ForeignKey("sample.id"), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int]
    judged: Mapped[str]  # "" | agrees | disagrees
    note: Mapped[str]
    judged_at: Mapped[int | None]
    judged_by: Mapped[str]
