"""The plan of patrol rounds: windows of the day, checkpoints, special periods, order, legs.

A plan holds from a date until the next plan's date. A camera is named by its code, because a plan
is written by people. Minutes are counted from midnight in Beijing; a round belongs to the calendar
date on which its window begins, also when the window reaches past midnight.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duty_desk.domain.plain import facts_of, record_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from duty_desk.domain.contract import Rule

DAY_MINUTES = 1440
LEG_MAX_MS = 20 * 60_000  # attention falls off after about 20 minutes (NIJ, Green 1999)
MIN_DWELL_MS = 3_000
MAX_DWELL_MS = 10 * 60_000
HANDLING_MS = 3_000  # what a checkpoint takes beside its least dwell: turning the page, the key


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One of the day's rounds and its window.

    Attributes:
        no: 1 for the day's first round; unique in the plan.
        name: `第1轮`; empty stands for its number.
        from_minute: When the window begins, minutes after midnight.
        to_minute: When it ends; not later than `from_minute` means on the next day.
    """

    no: int
    from_minute: int
    to_minute: int
    name: str = ""

    @property
    def length_minutes(self) -> int:
        """How long the window is; 0 when it begins and ends at the same minute."""
        return (self.to_minute - self.from_minute) % DAY_MINUTES

    @property
    def crosses_midnight(self) -> bool:
        """Whether it ends on the day after the one it belongs to."""
        return self.to_minute < self.from_minute


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """One look of a round: a camera, perhaps at a preset, and what to look for there.

    Attributes:
        camera: The camera's code.
        preset: The number of its preset; 0 for wherever it points.
        look_for: What to look for, in words.
        categories: Codes of the problems that are prone to happen here.
        min_dwell_ms: How long a fresh picture must stand before it can be called normal.
        order: Its place along the street; hard points come before all others.
        is_hard: A point where problems are frequent (重点).
        is_night: Looked at in night rounds above all (夜间).
        slots: The rounds it belongs to; empty for all.
    """

    camera: str
    preset: int = 0
    look_for: str = ""
    categories: tuple[str, ...] = ()
    min_dwell_ms: int = MIN_DWELL_MS
    order: int = 0
    is_hard: bool = False
    is_night: bool = False
    slots: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """`C017` or `C017/2`: unique in a plan."""
        return f"{self.camera}/{self.preset}" if self.preset else self.camera


@dataclass(frozen=True, kw_only=True)
class SpecialPeriod:
    """Days of raised guard (heavy air pollution, inspection, holidays): more rounds or points.

    Attributes:
        name: `国庆保障`.
        from_on: First day, ISO date.
        to_on: Last day, ISO date, included.
        slots: Rounds added on these days; their numbers follow those of the plan.
        checkpoints: Points added on these days.
    """

    name: str
    from_on: str
    to_on: str
    slots: tuple[Slot, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.from_on <= day.isoformat() <= self.to_on


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be looked at, how often, and when.

    Attributes:
        from_on: The first day it holds, ISO date; empty for the plan that the contract implies.
        slots: The day's rounds.
        checkpoints: The points; empty means every camera of the catalogue, in its order.
        periods: Special periods.
        is_shuffled: Whether each round has an order of its own.
        leg_ms: After so long without a pause a rest is proposed.
    """

    slots: tuple[Slot, ...]
    from_on: str = ""
    checkpoints: tuple[Checkpoint, ...] = ()
    periods: tuple[SpecialPeriod, ...] = ()
    is_shuffled: bool = False
    leg_ms: int = LEG_MAX_MS

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        """The rounds of `day`, those of special periods included, in order of their windows."""
        added = (slot for period in self.periods_on(day) for slot in period.slots)
        return tuple(sorted((*self.slots, *added), key=lambda slot: (slot.from_minute, slot.no)))

    def periods_on(self, day: date) -> tuple[SpecialPeriod, ...]:
        """The special periods that `day` lies in."""
        return tuple(period for period in self.periods if period.holds_on(day))

    def checkpoints_on(self, day: date, slot_no: int) -> tuple[Checkpoint, ...]:
        """The points of one round of `day`, each once, not yet in walking order."""
        added = (point for period in self.periods_on(day) for point in period.checkpoints)
        wanted = (
            point
            for point in (*self.checkpoints, *added)
            if not point.slots or slot_no in point.slots
        )
        return tuple({point.key: point for point in wanted}.values())

    def as_facts(self) -> dict[str, Any]:
        """The plan as plain facts."""
        return facts_of(self)


def plan_from_facts(facts: Mapping[str, Any]) -> Plan:
    """The plan whose `as_facts` are `facts`."""
    return record_from(Plan, facts)


def plan_of_rule(rule: Rule | None) -> Plan:
    """The plan that a contract's quota of rounds implies: its windows, every camera."""
    windows = rule.windows if rule else ()
    slots = (
        Slot(no=no, name="", from_minute=window.from_minute, to_minute=window.to_minute)
        for no, window in enumerate(windows, start=1)
        if window.from_minute is not None and window.to_minute is not None
    )
    found = tuple(slots)
    return Plan(slots=found or (Slot(no=1, from_minute=8 * 60, to_minute=20 * 60),))


def walking_order(points: Iterable[Checkpoint], seed: int | None = None) -> tuple[Checkpoint, ...]:
    """The points in the order they are walked: hard ones first, then along the street.

    With a `seed` hard and other points are each shuffled; the same seed gives the same order.
    """
    along = sorted(points, key=lambda point: (not point.is_hard, point.order))
    if seed is None:
        return tuple(along)
    dice = random.Random(seed)
    mixed = {point.key: dice.random() for point in along}
    return tuple(sorted(along, key=lambda point: (not point.is_hard, mixed[point.key])))


def legs_of(points: Sequence[Checkpoint], leg_ms: int = LEG_MAX_MS) -> tuple[int, ...]:
    """The number of the leg (from 1) that each point in walking order lies in."""
    legs: list[int] = []
    leg, used_ms = 1, 0
    for point in points:
        takes_ms = point.min_dwell_ms + HANDLING_MS
        if used_ms and used_ms + takes_ms > leg_ms:
            leg, used_ms = leg + 1, 0
        used_ms += takes_ms
        legs.append(leg)
    return tuple(legs)


@dataclass(frozen=True)
class PlanMistake:
    """Something in a plan that cannot be walked.

    Attributes:
        kind: `no_slots`, `slot_number`, `slot_empty`, `slot_overlap`, `no_points`,
            `unknown_camera`, `retired_camera`, `point_twice`, `dwell`, `unknown_slot`,
            `period_dates`, `period_overlap`, `leg` or `minute`.
        about: The slot's number, the checkpoint's key or the period's name it is about.
        other: The second one, where two do not go together.
    """

    kind: str
    about: str = ""
    other: str = ""


def mistakes_of(plan: Plan, cameras: Mapping[str, bool]) -> tuple[PlanMistake, ...]:
    """Everything in `plan` that cannot be walked.

    Args:
        plan: The plan.
        cameras: The catalogue: code to whether the camera is in use.
    """
    found = [*_slot_mistakes(plan.slots)]
    if not 60_000 <= plan.leg_ms <= LEG_MAX_MS:
        found.append(PlanMistake("leg"))
    if not plan.checkpoints and not any(cameras.values()):
        found.append(PlanMistake("no_points"))
    found += _point_mistakes(plan.checkpoints, cameras, {slot.no for slot in plan.slots})
    for period in plan.periods:
        found += _period_mistakes(plan, period, cameras)
    found += _empty_rounds(plan)
    return tuple(found)


def _slot_mistakes(slots: Sequence[Slot]) -> Iterable[PlanMistake]:
    if not slots:
        yield PlanMistake("no_slots")
    seen: set[int] = set()
    for slot in slots:
        if slot.no < 1 or slot.no in seen:
            yield PlanMistake("slot_number", str(slot.no))
        seen.add(slot.no)
        if not (0 <= slot.from_minute < DAY_MINUTES and 0 <= slot.to_minute <= DAY_MINUTES):
            yield PlanMistake("minute", str(slot.no))
        elif slot.length_minutes == 0:
            yield PlanMistake("slot_empty", str(slot.no))
    for index, one in enumerate(slots):
        for other in slots[index + 1 :]:
            if _overlap(one, other):
                yield PlanMistake("slot_overlap", str(one.no), str(other.no))


def _overlap(one: Slot, other: Slot) -> bool:
    """Whether two windows of every day share a minute, on the circle of 24 hours."""
    to_other = (other.from_minute - one.from_minute) % DAY_MINUTES
    to_one = (one.from_minute - other.from_minute) % DAY_MINUTES
    return to_other < one.length_minutes or to_one < other.length_minutes


def _point_mistakes(
    points: Sequence[Checkpoint], cameras: Mapping[str, bool], slots: set[int]
) -> Iterable[PlanMistake]:
    seen: set[str] = set()
    for point in points:
        if point.camera not in cameras:
            yield PlanMistake("unknown_camera", point.key)
        elif not cameras[point.camera]:
            yield PlanMistake("retired_camera", point.key)
        if point.key in seen:
            yield PlanMistake("point_twice", point.key)
        seen.add(point.key)
        if not 0 <= point.min_dwell_ms <= MAX_DWELL_MS:
            yield PlanMistake("dwell", point.key)
        for no in point.slots:
            if no not in slots:
                yield PlanMistake("unknown_slot", point.key, str(no))


def _period_mistakes(
    plan: Plan, period: SpecialPeriod, cameras: Mapping[str, bool]
) -> Iterable[PlanMistake]:
    if not period.from_on or period.from_on > period.to_on:
        yield PlanMistake("period_dates", period.name)
    together = (*plan.slots, *period.slots)
    ours = [mistake for mistake in _slot_mistakes(together) if mistake.kind != "no_slots"]
    known = set(_slot_mistakes(plan.slots))
    yield from (mistake for mistake in ours if mistake not in known)
    numbers = {slot.no for slot in together}
    yield from _point_mistakes(period.checkpoints, cameras, numbers)


def _empty_rounds(plan: Plan) -> Iterable[PlanMistake]:
    if not plan.checkpoints:
        return
    for slot in plan.slots:
        if not any(not point.slots or slot.no in point.slots for point in plan.checkpoints):
            yield PlanMistake("no_points", str(slot.no))


def of_every_camera(plan: Plan, codes: Sequence[str]) -> Plan:
    """`plan` with every camera of the catalogue, in its order, when it names no points itself."""
    if plan.checkpoints:
        return plan
    points = (Checkpoint(camera=code, order=order) for order, code in enumerate(codes, start=1))
    return replace(plan, checkpoints=tuple(points))
