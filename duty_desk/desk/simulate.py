"""Believable history for an empty store: days of problems told through the desk's own use cases.

For demonstrations, benchmarks and tests. The same seed tells the same story.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.evidence import Picked
from duty_desk.desk.simulate_faults import FaultStory
from duty_desk.desk.simulate_patrol import PatrolStory, Teller
from duty_desk.domain.camera import CameraRecord
from duty_desk.domain.moment import Moment
from duty_desk.domain.problem import day_starts_at
from duty_desk.language import mark, tr
from duty_desk.push.channel import ChannelConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_desk.desk.desk import Desk

DAY_MS = 86_400_000
_CHANNEL = mark("网格问题群（模拟）")
_COMMUNITY = mark("模拟社区 {n}")
_CAMERA = mark("模拟点位 {n}")
# No robot has this key: what a simulation writes can never reach a group.
_NOBODY = "00000000-0000-0000-0000-000000000000"
_PROBLEMS_A_DAY = (9, 16)
_WARNED_AFTER_MS = (180_000, 240_000, 300_001)


@dataclass(frozen=True)
class Simulation:
    """How much history to tell, and which story.

    `catalogue` and `channel` are used where they are given, else invented ones.
    """

    days: int
    cameras: int
    seed: int
    catalogue: tuple[CameraRecord, ...] = ()
    channel: str = ""


@dataclass(frozen=True)
class SimulationCounts:
    """What was told."""

    days: int
    cameras: int
    visits: int
    problems: int
    moments: int


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

    def __init__(self, desk: Desk, pictures: Sequence[bytes], seed: int, until: int) -> None:
        self.desk = desk
        self._pictures = pictures
        self._dice = random.Random(seed)
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._order = 0
        self.problems = 0
        self._faults = FaultStory(desk, self.at, pictures, seed)
        teller = Teller(at=self.at, find=self._find_at, until=until)
        self.rounds = PatrolStory(desk, teller, pictures, seed)

    def at(self, instant: int, event: Callable[[], None]) -> None:
        """Have `event` happen at `instant`."""
        self._order += 1
        heapq.heappush(self._events, (instant, self._order, event))

    def tell(self, time: SimulatedTime, until: int) -> None:
        """Let everything happen that happens before `until`."""
        while self._events and self._events[0][0] < until:
            instant, _, event = heapq.heappop(self._events)
            time.set(instant)
            event()

    def plan_day(self, starts_at: int) -> None:
        """Lay out one day: problems through the day, a camera lost now and then."""
        for _ in range(self._dice.randint(*_PROBLEMS_A_DAY)):
            self.at(starts_at + self._dice.randrange(DAY_MS), self._find)
        self._faults.plan_day(starts_at)
        self.rounds.plan_day(starts_at)
        for _ in range(self._dice.randint(0, 2)):
            self.at(starts_at + self._dice.randrange(DAY_MS - 3_600_000), self._lose_camera)

    def _find(self) -> None:
        self._find_at(self._dice.choice(self.desk.snapshot.cameras).id)

    def _find_at(self, camera_id: str) -> str:
        desk, dice = self.desk, self._dice
        now = desk.time.now_ms()
        picture = dice.choice(self._pictures)
        age_ms = dice.randrange(30, 200)
        picked = Picked(
            camera_id=camera_id,
            jpeg=picture,
            width_px=0,
            height_px=0,
            received_at=now - age_ms,
            age_ms=age_ms,
            found_at=now,
        )
        row = desk.problems.find(picked).result().row
        category = dice.choice([item.code for item in desk.categories if item.key])
        desk.problems.describe(row.id, category=category, description="", unit=row.unit).result()
        self.problems += 1
        for after_ms in _WARNED_AFTER_MS:
            self.at(now + after_ms, self._tick)
        is_late = dice.random() < 0.04
        takes_ms = dice.randrange(310_000, 500_000) if is_late else dice.randrange(20_000, 200_000)
        pushed = self._push if dice.random() < 0.6 else self._copy
        self.at(now + takes_ms, lambda: pushed(row.id))
        return row.id

    def _tick(self) -> None:
        self.desk.ask(self.desk.tick).result()

    def _push(self, problem_id: str) -> None:
        desk = self.desk
        channel = next(row for row in desk.snapshot.channels if row.kind == "wecom")
        push = desk.problems.push(problem_id, channel.id).result().pushes[-1]
        told = (
            Moment(kind="push.attempted", subject=push.id, facts={"part": 0, "try": 1}),
            Moment(kind="push.accepted", subject=push.id, facts={"code": "0", "words": ""}),
        )
        desk.ask(lambda: desk.record(*told)).result()
        self._follow_up(problem_id)

    def _copy(self, problem_id: str) -> None:
        self.desk.problems.copy(problem_id).result()
        self.desk.problems.confirm(problem_id).result()
        self._follow_up(problem_id)

    def _follow_up(self, problem_id: str) -> None:
        if self._dice.random() < 0.85:
            after_ms = self._dice.randrange(1_200_000, 4 * 3_600_000)
            self.at(self.desk.time.now_ms() + after_ms, lambda: self._rectify(problem_id))

    def _rectify(self, problem_id: str) -> None:
        photo = self._dice.choice(self._pictures)
        self.desk.problems.rectify(problem_id, photo).result()
        after_ms = self._dice.randrange(120_000, 1_800_000)
        self.at(self.desk.time.now_ms() + after_ms, lambda: self._verify(problem_id))

    def _verify(self, problem_id: str) -> None:
        self.desk.problems.verify(problem_id, is_good=True).result()

    def _lose_camera(self) -> None:
        camera = self._dice.choice(self.desk.snapshot.cameras)
        now = self.desk.time.now_ms()
        self.desk.cameras.lost(camera.id, now).result()
        after_ms = self._dice.randrange(60_000, 3_600_000)
        self.at(now + after_ms, lambda: self.desk.cameras.restored(camera.id).result())


def simulate(
    desk: Desk, time: SimulatedTime, plan: Simulation, pictures: Sequence[bytes]
) -> SimulationCounts:
    """Tell `plan` to a desk that is not started, whose clock is `time`; ends where `time` began.

    `time` must stand at the end of the story's days minus their number. The desk is stopped
    afterwards.
    """
    begins_at = day_starts_at(time.now_ms())
    until = time.now_ms() + plan.days * DAY_MS
    desk.start(is_sending=False, is_ticking=False)
    try:
        if not desk.snapshot.cameras:
            desk.cameras.add(plan.catalogue or _cameras(plan.cameras)).result()
        if not any(row.kind == "wecom" for row in desk.snapshot.channels):
            channel = ChannelConfig("wecom", plan.channel or tr(_CHANNEL), _NOBODY)
            desk.channels.add(channel).result()
        story = _Story(desk, pictures, plan.seed, until)
        for day in range(plan.days + 1):
            story.plan_day(begins_at + day * DAY_MS)
        story.tell(time, until)
        moments, visits = desk.ask(desk.store.count).result(), story.rounds.visits
        cameras = len(desk.snapshot.cameras)
    finally:
        desk.stop()
    return SimulationCounts(plan.days, cameras, visits, story.problems, moments)


def _cameras(count: int) -> list[CameraRecord]:
    return [
        CameraRecord(
            code=f"S{number:03d}",
            name=tr(_CAMERA, n=number),
            community=tr(_COMMUNITY, n=(number - 1) // 4 + 1),
        )
        for number in range(1, count + 1)
    ]
