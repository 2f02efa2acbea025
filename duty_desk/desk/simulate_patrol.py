"""Rounds in the told history: walked, now and then rushed, left incomplete, missed or made up."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from duty_desk.domain.patrol import Look, Outcome
from duty_desk.domain.problem import day_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.patrol_views import CheckpointRow, RoundRow, Walk
    from duty_desk.desk.simulate_desk import Teller
    from duty_desk.desk.simulate_faults import FaultStory
    from duty_desk.desk.simulate_shots import Shots

_SECOND_MS, _MINUTE_MS, _DAY_MS = 1_000, 60_000, 86_400_000
# Visits are told in stretches, each one transaction; under five minutes, so that none is late.
_STRETCH_MS = 4 * _MINUTE_MS
_PACE_MS = (5_500, 8_000)
_BROKEN_DAYS = 2  # then somebody has seen to it, whatever the paper says


class PatrolStory:
    """Plans rounds into a story. `visits` counts what was told."""

    def __init__(
        self, teller: Teller, shots: Shots, faults: FaultStory, find: Callable[[str], str]
    ) -> None:
        self._desk, self._teller, self._shots = teller.desk, teller, shots
        self._faults, self._find = faults, find
        self._dice = random.Random(f"rounds {teller.seed}")
        self.visits = 0

    def plan_day(self, starts_at: int) -> None:
        """Lay out the rounds of one day that end before the story does."""
        now = self._desk.time.now_ms()
        for row in self._desk.patrol.rounds(day_of(starts_at)).result():
            if row.window_from_at > now and row.window_to_at < self._teller.until:
                self._plan_round(row)

    def _plan_round(self, row: RoundRow) -> None:
        luck = self._dice.random()
        if luck > 0.008:
            delay_ms = self._dice.randrange(_MINUTE_MS, 12 * _MINUTE_MS)
            share = 2 if luck > 0.992 else 1
            self._teller.at(row.window_from_at + delay_ms, lambda: self._start(share))
        self._teller.at(row.window_to_at + _SECOND_MS, self._desk.tick)
        if luck <= 0.004:
            self._teller.at(row.window_to_at + 5 * _MINUTE_MS, lambda: self._make_up(row))

    def _start(self, share: int) -> None:
        """Begin the open round; of it one part in `share` is walked."""
        walk = self._desk.patrol.start().result()
        self._walk(walk, max(1, walk.round.expected // share))

    def _make_up(self, row: RoundRow) -> None:
        walk = self._desk.patrol.make_up(row.day, row.slot).result()
        self._walk(walk, walk.round.expected)

    def _walk(self, walk: Walk, count: int) -> None:
        """Lay out the visits of a round at a pace that its window allows."""
        room_ms = (walk.round.window_to_at - self._desk.time.now_ms()) * 9 // 10
        most_ms = room_ms // max(1, walk.round.expected)
        instant = self._desk.time.now_ms()
        stretch: list[tuple[int, CheckpointRow]] = []
        for point in walk.points[:count]:
            instant += min(self._dice.randrange(*_PACE_MS), most_ms)
            if stretch and instant - stretch[0][0] > _STRETCH_MS:
                self._plan(walk, stretch)
                stretch = []
            stretch.append((instant, point))
        self._plan(walk, stretch)

    def _plan(self, walk: Walk, stretch: list[tuple[int, CheckpointRow]]) -> None:
        if stretch:
            self._teller.at(stretch[-1][0], lambda: self._visit(walk.round.id, stretch))

    def _visit(self, round_id: str, stretch: list[tuple[int, CheckpointRow]]) -> None:
        since = self._teller.now - _BROKEN_DAYS * _DAY_MS
        broken = {
            camera_id: fault_id
            for camera_id, (fault_id, found_at) in self._faults.broken.items()
            if found_at >= since
        }
        looks = [self._look(at, point, broken.get(point.camera_id)) for at, point in stretch]
        self._desk.patrol.visits.write(round_id, tuple(looks))
        self.visits += len(looks)

    def _look(self, at: int, point: CheckpointRow, fault: str | None) -> Look:
        dice = self._dice
        luck = dice.random()
        if fault is not None:
            return Look(no=point.no, outcome=Outcome.FAULT, faults=(fault,), at=at)
        if luck < 0.002:
            return Look(no=point.no, outcome=Outcome.SKIPPED, reason="busy", at=at)
        is_quick = luck > 0.99
        fresh_ms = point.min_dwell_ms + dice.randrange(300, 2_000)
        found = (self._find(point.camera_id),) if luck < 0.005 else ()
        return Look(
            no=point.no,
            outcome=Outcome.PROBLEM if found else Outcome.NORMAL,
            fresh_ms=dice.randrange(900, 2_900) if is_quick else fresh_ms,
            is_confirmed=is_quick,
            age_ms=dice.randrange(20, 240),
            offset_ms=dice.randrange(-900, 2_500),
            similarity_ppm=dice.randrange(900_000, 990_000),
            thumbnail=self._shots.small(at, point.camera_id),
            problems=found,
            at=None if found else at,
        )
