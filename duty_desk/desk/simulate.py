"""Believable history for an empty store: days and years told through the desk's own rules.

For demonstrations, benchmarks and tests. The same seed tells the same story. A day is one
transaction, so that a story which is broken off leaves whole days.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.simulate_beside import BesideStory
from duty_desk.desk.simulate_desk import Teller, ToldDesk
from duty_desk.desk.simulate_duty import DutyStory
from duty_desk.desk.simulate_faults import FaultStory
from duty_desk.desk.simulate_footage import FootageStory
from duty_desk.desk.simulate_patrol import PatrolStory
from duty_desk.desk.simulate_places import Places
from duty_desk.desk.simulate_problems import ProblemStory
from duty_desk.desk.simulate_reports import ReportStory
from duty_desk.desk.simulate_review import ReviewStory
from duty_desk.desk.simulate_shifts import ShiftStory, enter, plan_shifts
from duty_desk.desk.simulate_shots import Shots
from duty_desk.domain.camera import CameraRecord
from duty_desk.domain.problem import day_of, day_starts_at
from duty_desk.language import mark, tr
from duty_desk.push.channel import ChannelConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_desk.desk.people_care import PersonGiven

DAY_MS = 86_400_000
_CHANNEL = mark("网格问题群（模拟）")
_COMMUNITY = mark("模拟社区 {n}")
_CAMERA = mark("模拟点位 {n}")
# No robot has this key: what a simulation writes can never reach a group.
_NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Simulation:
    """How much history to tell, and which story.

    Attributes:
        days: Whole days.
        into_day_ms: How much more than that: with it a story that ends now begins at a midnight.
        catalogue: The cameras; invented ones where there are none.
        channel: The group's name; an invented one where it is empty.
        people: Who keeps the seat in shifts and writes reports; without them nobody has a name.
    """

    days: int
    cameras: int
    seed: int
    into_day_ms: int = 0
    catalogue: tuple[CameraRecord, ...] = ()
    channel: str = ""
    people: tuple[PersonGiven, ...] = ()

    @property
    def length_ms(self) -> int:
        """From the story's beginning to its end."""
        return self.days * DAY_MS + self.into_day_ms


@dataclass(frozen=True)
class SimulationCounts:
    """What was told. `days` are fewer than asked for when the story was broken off."""

    days: int
    cameras: int
    visits: int
    problems: int
    moments: int


@dataclass(frozen=True)
class Told:
    """How far a story has come."""

    day: str  # ISO date
    days: int
    of_days: int


class SimulatedTime:
    """A time source that the story sets."""

    def __init__(self, now_ms: int) -> None:
        self._began_at = self._now = now_ms

    def now_ms(self) -> int:
        """The story's instant."""
        return self._now

    def mono_ms(self) -> int:
        """Milliseconds since the story began."""
        return self._now - self._began_at

    def set(self, now_ms: int) -> None:
        """Go on to `now_ms`; never back."""
        self._now = max(self._now, now_ms)


class _Story:
    """The events to come, in order of time."""

    def __init__(self, desk: ToldDesk, plan: Simulation, pictures: Sequence[bytes]) -> None:
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._order = 0
        robot_id = next(row.id for row in desk.snapshot.channels if row.kind == "wecom")
        kinds = [item.code for item in desk.categories if item.key]
        teller = Teller(
            desk=desk,
            at=self.at,
            places=Places(desk.snapshot.cameras, kinds, plan.seed),
            pictures=tuple(pictures),
            seed=plan.seed,
            until=desk.time.now_ms() + plan.length_ms,
        )
        shots = Shots(teller)
        self.problems = ProblemStory(teller, shots, robot_id)
        faults = FaultStory(teller, shots)
        self.rounds = PatrolStory(teller, shots, faults, self.problems.find)
        self._parts = (
            ShiftStory(teller),
            self.problems,
            faults,
            self.rounds,
            BesideStory(teller),
            DutyStory(teller),
            FootageStory(teller),
            ReviewStory(teller),
            ReportStory(teller),
        )

    def at(self, instant: int, event: Callable[[], None]) -> None:
        """Have `event` happen at `instant`."""
        self._order += 1
        heapq.heappush(self._events, (instant, self._order, event))

    def plan_day(self, starts_at: int) -> None:
        """Lay out one day."""
        for part in self._parts:
            part.plan_day(starts_at)

    def tell(self, time: SimulatedTime, until: int) -> None:
        """Let everything happen that happens before `until`."""
        while self._events and self._events[0][0] < until:
            instant, _, event = heapq.heappop(self._events)
            time.set(instant)
            event()


def simulate(
    desk: ToldDesk,
    time: SimulatedTime,
    plan: Simulation,
    pictures: Sequence[bytes],
    progress: Callable[[Told], None] = lambda _told: None,
) -> SimulationCounts:
    """Tell `plan` to a desk that is not started, whose clock is `time`; ends where `time` began.

    `time` must stand at the story's end minus `plan.length_ms`. The desk is stopped
    afterwards. A `KeyboardInterrupt` ends the story after the last whole day.
    """
    desk.start(is_sending=False, is_ticking=False)
    try:
        _furnish(desk, plan)
        story = _Story(desk, plan, pictures)
        days = _tell(desk, time, story, plan, progress)
        moments, visits = desk.ask(desk.store.count).result(), story.rounds.visits
        cameras = len(desk.snapshot.cameras)
    finally:
        desk.stop()
    return SimulationCounts(days, cameras, visits, story.problems.count, moments)


def _furnish(desk: ToldDesk, plan: Simulation) -> None:
    if not desk.snapshot.cameras:
        desk.cameras.add(plan.catalogue or _cameras(plan.cameras)).result()
    if not any(row.kind == "wecom" for row in desk.snapshot.channels):
        channel = ChannelConfig("wecom", plan.channel or tr(_CHANNEL), _NOBODY)
        desk.channels.add(channel).result()
    if plan.people:
        enter(desk, plan.people)
        now = desk.time.now_ms()
        plan_shifts(desk, now, now + plan.length_ms)


def _tell(
    desk: ToldDesk,
    time: SimulatedTime,
    story: _Story,
    plan: Simulation,
    progress: Callable[[Told], None],
) -> int:
    """Tell day by day; returns how many whole days were told."""
    days, until = plan.days, time.now_ms() + plan.length_ms
    starts_at = day_starts_at(time.now_ms())
    told = 0
    try:
        while starts_at < until:
            with desk.telling():
                story.plan_day(starts_at)
                story.tell(time, min(until, starts_at + DAY_MS))
            told = min(told + 1, days)
            progress(Told(day_of(starts_at), told, days))
            starts_at += DAY_MS
    except KeyboardInterrupt:
        return told
    return days


def _cameras(count: int) -> list[CameraRecord]:
    return [
        CameraRecord(
            code=f"S{number:03d}",
            name=tr(_CAMERA, n=number),
            community=tr(_COMMUNITY, n=(number - 1) // 4 + 1),
        )
        for number in range(1, count + 1)
    ]
