"""Which rounds a day has and which checkpoints each: plan, catalogue and calendar put together."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from duty_desk.domain.hashchain import canonical, digest
from duty_desk.domain.patrol import RoundKind
from duty_desk.domain.patrol_count import quota_rule
from duty_desk.domain.patrol_plan import (
    Checkpoint,
    Plan,
    legs_of,
    of_every_camera,
    plan_from_facts,
    plan_of_rule,
    walking_order,
)
from duty_desk.domain.plain import facts_of, record_from
from duty_desk.domain.workdays import instant
from duty_desk.store import patrol as rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duty_desk.domain.contract import Contract
    from duty_desk.domain.patrol_plan import Slot
    from duty_desk.store.transaction import Session

COMPLETED = "round.completed"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RoutePoint:
    """A checkpoint whose camera is in the catalogue. `leg` counts from 1 in walking order."""

    camera_id: str
    point: Checkpoint
    leg: int = 1

    def as_facts(self) -> dict[str, Any]:
        """The form that stands in the journal."""
        return {"id": self.camera_id, **facts_of(self.point)}


@dataclass(frozen=True)
class Route:
    """The checkpoints of one round in walking order, before shuffling, named by their hash."""

    points: tuple[RoutePoint, ...]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The list as it stands in the journal."""
        return [point.as_facts() for point in self.points]

    @property
    def hash(self) -> str:
        """SHA-256 (hex) of the list."""
        return digest(canonical(self.facts))


@dataclass(frozen=True, kw_only=True)
class DueRound:
    """A round that a day's plan asks for, whether it was walked or not."""

    day: str
    slot: Slot
    kind: RoundKind
    window_from_at: int
    window_to_at: int

    @property
    def key(self) -> tuple[str, int]:
        """Day and number: one round each."""
        return self.day, self.slot.no

    def holds(self, now: int) -> bool:
        """Whether the window is open; its last millisecond included (以内)."""
        return self.window_from_at <= now <= self.window_to_at


def plan_in_force(session: Session, day: str, contract: Contract | None) -> tuple[Plan, bool]:
    """The plan that holds on a day, and whether it follows from the contract alone."""
    row = rows.plan_on(session, day)
    if row is None:
        return plan_of_rule(quota_rule(contract, COMPLETED)), True
    return plan_from_facts(json.loads(row.body)), False


def due_rounds(plan: Plan, day: str) -> tuple[DueRound, ...]:
    """The rounds that `plan` asks for on a day, in order of their windows."""
    on = date.fromisoformat(day)
    own = {slot.no for slot in plan.slots}
    found = []
    for slot in plan.slots_on(on):
        from_at = instant(on, slot.from_minute)
        kind = RoundKind.PLANNED if slot.no in own else RoundKind.ADDED
        to_at = from_at + slot.length_minutes * 60_000
        found.append(
            DueRound(day=day, slot=slot, kind=kind, window_from_at=from_at, window_to_at=to_at)
        )
    return tuple(found)


def route_for(plan: Plan, due: DueRound, cameras: Mapping[str, str]) -> Route:
    """The checkpoints of a round as they would be walked if it began now.

    Args:
        plan: The plan.
        due: The round.
        cameras: The cameras in use in their order: code to id. Others are left out.
    """
    whole = of_every_camera(plan, list(cameras))
    points = whole.checkpoints_on(date.fromisoformat(due.day), due.slot.no)
    order = walking_order(point for point in points if point.camera in cameras)
    return Route(tuple(RoutePoint(cameras[point.camera], point) for point in order))


def walked(facts: Sequence[dict[str, Any]], seed: int | None, leg_ms: int) -> list[RoutePoint]:
    """The checkpoints of a recorded route in the order of one walk, with their legs."""
    ids = {}
    points = []
    for one in facts:
        about = dict(one)
        camera_id = about.pop("id")
        point = record_from(Checkpoint, about)
        ids[point.key] = camera_id
        points.append(point)
    order = walking_order(points, seed)
    legs = legs_of(order, leg_ms)
    return [RoutePoint(ids[point.key], point, leg) for point, leg in zip(order, legs, strict=True)]


def day_before(day: str) -> str:
    """The ISO date before `day`."""
    return (date.fromisoformat(day) - _ONE_DAY).isoformat()


def days_between(from_on: str, to_on: str) -> list[str]:
    """The ISO dates from one to the other, both included."""
    first, last = date.fromisoformat(from_on), date.fromisoformat(to_on)
    return [(first + _ONE_DAY * index).isoformat() for index in range((last - first).days + 1)]
