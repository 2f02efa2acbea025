"""Faults in the told history: found, told in time or late, repaired, verified; one left open."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.domain.fault import SIGNAL_LOST
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.simulate_desk import Teller
    from duty_desk.desk.simulate_shots import Shots

_A_DAY, _LOST_A_DAY = (2, 4), (0, 2)
_WAITS, _WAITS_DAYS = 0.015, (32, 45)  # for a part: its month ends without a repair
_MINUTE_MS, _DAY_MS = 60_000, 86_400_000
_STAGES_AFTER_MS = (360_000, 480_000, 600_001)
_CAUSES = {
    SIGNAL_LOST: mark("更换光模块"),
    "aim": mark("重新校准方位"),
    "blur": mark("清洁镜头"),
    "covered": mark("清理遮挡的树枝"),
    "black": mark("恢复供电"),
}


class FaultStory:
    """Plans faults into a story. `broken` are those found lately and not repaired: by camera."""

    def __init__(self, teller: Teller, shots: Shots) -> None:
        self._desk, self._teller, self._shots = teller.desk, teller, shots
        self._dice = random.Random(f"faults {teller.seed}")
        self._open: dict[str, str] = {}  # camera to fault
        self.broken: dict[str, tuple[str, int]] = {}  # camera to fault and when it was found

    def plan_day(self, starts_at: int) -> None:
        """Lay out the faults of one day, and cameras lost for a while that need no repair."""
        for _ in range(self._dice.randint(*_A_DAY)):
            self._plan(starts_at + self._dice.randrange(_DAY_MS), self._find)
        for _ in range(self._dice.randint(*_LOST_A_DAY)):
            self._plan(starts_at + self._dice.randrange(_DAY_MS - 60 * _MINUTE_MS), self._lose)

    def _plan(self, at: int, event: Callable[[], None]) -> None:
        if at > self._teller.now:
            self._teller.at(at, event)

    def _lose(self) -> None:
        camera = self._teller.places.weak_camera(self._dice)
        if camera.id in self._open:
            return
        self._desk.cameras.lost(camera.id, self._teller.now).result()
        self._later(1, 60, lambda: self._restore(camera.id))

    def _restore(self, camera_id: str) -> None:
        self._desk.cameras.restored(camera_id).result()

    def _find(self) -> None:
        camera = self._teller.places.weak_camera(self._dice)
        if camera.id in self._open:
            return
        kind = self._dice.choice(tuple(_CAUSES))
        now = self._teller.now
        found = FoundFault(
            camera_id=camera.id,
            found_at=now,
            kind=kind,
            picked=None if kind == SIGNAL_LOST else self._shots.picked(camera.id, 100),
        )
        fault_id = self._desk.faults.find(found).result().row.id
        self._open[camera.id], self.broken[camera.id] = fault_id, (fault_id, now)
        is_late = self._dice.random() < 0.05
        takes_ms = self._between(11, 16) if is_late else self._between(1, 6)
        for after_ms in _STAGES_AFTER_MS:
            if after_ms < takes_ms:
                self._teller.at(now + after_ms, self._desk.tick)
        maintainer = camera.maintainer or self._whom()
        self._teller.at(now + takes_ms, lambda: self._report(fault_id, maintainer))

    def _whom(self) -> str:
        return self._desk.faults.maintainers().result()[0].name

    def _report(self, fault_id: str, maintainer: str) -> None:
        told = Told(maintainer=maintainer, reached=tr("值班席"))
        self._desk.faults.report([fault_id], told).result()
        self._later(5, 60, lambda: self._accept(fault_id))

    def _accept(self, fault_id: str) -> None:
        self._desk.faults.accept(fault_id).result()
        luck = self._dice.random()
        days = 0 if luck < 0.75 else self._dice.randint(1, 4)
        if luck > 1 - _WAITS:
            days = self._dice.randint(*_WAITS_DAYS)
        wait_min = days * 1440
        self._later(wait_min + 30, wait_min + 240, lambda: self._arrive(fault_id))

    def _arrive(self, fault_id: str) -> None:
        self._desk.faults.arrive(fault_id).result()
        self._later(20, 180, lambda: self._repair(fault_id))

    def _repair(self, fault_id: str) -> None:
        row = self._desk.faults.detail(fault_id).result().row
        self._desk.faults.repair(fault_id, tr(_CAUSES[row.kind])).result()
        self.broken.pop(row.camera_id, None)
        self._later(3, 40, lambda: self._verify(fault_id, row.camera_id))

    def _verify(self, fault_id: str, camera_id: str) -> None:
        self._desk.faults.verify(fault_id, self._shots.picked(camera_id, 100)).result()
        self._open.pop(camera_id, None)

    def _later(self, from_min: int, to_min: int, event: Callable[[], None]) -> None:
        self._teller.at(self._teller.now + self._between(from_min, to_min), event)

    def _between(self, from_min: int, to_min: int) -> int:
        return self._dice.randrange(from_min * _MINUTE_MS, to_min * _MINUTE_MS)
