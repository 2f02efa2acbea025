"""Faults in the told history: found, told in time or late, repaired, verified; one left open."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from duty_desk.desk.evidence import Picked
from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.domain.fault import SIGNAL_LOST
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_desk.desk.desk import Desk

_A_DAY = (2, 4)
_MINUTE_MS, _DAY_MS = 60_000, 86_400_000
_WARNED_AFTER_MS = (360_000, 480_000, 600_001)
_CAUSES = {
    SIGNAL_LOST: mark("更换光模块"),
    "aim": mark("重新校准方位"),
    "blur": mark("清洁镜头"),
    "covered": mark("清理遮挡的树枝"),
    "black": mark("恢复供电"),
}


class FaultStory:
    """Plans faults into a story; `at` has something happen at an instant (UTC ms)."""

    def __init__(
        self,
        desk: Desk,
        at: Callable[[int, Callable[[], None]], None],
        pictures: Sequence[bytes],
        seed: int,
    ) -> None:
        self._desk, self._at, self._pictures = desk, at, pictures
        # Dice of its own: the rest of a story stays as it is when faults change.
        self._dice = random.Random(f"faults {seed}")

    def plan_day(self, starts_at: int) -> None:
        """Lay out the faults of one day."""
        for _ in range(self._dice.randint(*_A_DAY)):
            found_at = starts_at + self._dice.randrange(_DAY_MS)
            if found_at >= self._desk.time.now_ms():
                self._at(found_at, self._find)

    def _find(self) -> None:
        kind = self._dice.choice(tuple(_CAUSES))
        faulty = {row.camera_id for row in self._desk.snapshot.faults}
        healthy = [row for row in self._desk.snapshot.cameras if row.id not in faulty]
        if not healthy:
            return
        camera = self._dice.choice(healthy)
        now = self._desk.time.now_ms()
        found = FoundFault(
            camera_id=camera.id,
            found_at=now,
            kind=kind,
            picked=None if kind == SIGNAL_LOST else self._picked(camera.id),
        )
        row = self._desk.faults.find(found).result().row
        for after_ms in _WARNED_AFTER_MS:
            self._at(now + after_ms, self._tick)
        is_late = self._dice.random() < 0.05
        takes_ms = self._between(11, 16) if is_late else self._between(1, 6)
        maintainer = camera.maintainer or self._whom()
        self._at(now + takes_ms, lambda: self._report(row.id, maintainer))

    def _whom(self) -> str:
        return self._desk.faults.maintainers().result()[0].name

    def _tick(self) -> None:
        self._desk.ask(self._desk.tick).result()

    def _report(self, fault_id: str, maintainer: str) -> None:
        told = Told(maintainer=maintainer, reached=tr("值班席"))
        self._desk.faults.report([fault_id], told).result()
        self._later(5, 60, lambda: self._accept(fault_id))

    def _accept(self, fault_id: str) -> None:
        self._desk.faults.accept(fault_id).result()
        if self._dice.random() < 0.7:
            self._later(30, 240, lambda: self._arrive(fault_id))

    def _arrive(self, fault_id: str) -> None:
        self._desk.faults.arrive(fault_id).result()
        self._later(20, 180, lambda: self._repair(fault_id))

    def _repair(self, fault_id: str) -> None:
        kind = self._desk.faults.detail(fault_id).result().row.kind
        self._desk.faults.repair(fault_id, tr(_CAUSES[kind])).result()
        if self._dice.random() < 0.9:
            self._later(3, 40, lambda: self._verify(fault_id))

    def _verify(self, fault_id: str) -> None:
        camera_id = self._desk.faults.detail(fault_id).result().row.camera_id
        self._desk.faults.verify(fault_id, self._picked(camera_id)).result()

    def _later(self, from_min: int, to_min: int, event: Callable[[], None]) -> None:
        self._at(self._desk.time.now_ms() + self._between(from_min, to_min), event)

    def _between(self, from_min: int, to_min: int) -> int:
        return self._dice.randrange(from_min * _MINUTE_MS, to_min * _MINUTE_MS)

    def _picked(self, camera_id: str) -> Picked:
        now = self._desk.time.now_ms()
        return Picked(
            camera_id=camera_id,
            jpeg=self._dice.choice(self._pictures),
            width_px=0,
            height_px=0,
            received_at=now - 100,
            age_ms=100,
            found_at=now,
        )
