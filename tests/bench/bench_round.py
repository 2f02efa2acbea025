"""How soon the next checkpoint's picture is there: a round by the space bar in the real window.

    python -m tests.bench.bench_round [--points N] [--dwell SECONDS] [--size 1|4] [--json]

The demo's sixteen loopback cameras stand under as many codes as there are points. `waited_ms` is
from the key to the instant the first fresh picture of the next checkpoint is painted, small
picture and all between included; the first checkpoint, for which nothing could be made ready, is
left out and told as `first_ms`. The street's script of faults stands still. Needs a screen:
`xvfb-run -s "-screen 0 1920x1080x24"`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from duty_desk.bootstrap import build_desk, open_house, stop_together
from duty_desk.domain.patrol_plan import Checkpoint, Plan, Slot
from duty_desk.domain.problem import day_of
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.ui.application import Joined, Parts
from duty_desk.video.demo_cameras import DemoStreet
from duty_desk.video.engine import VideoEngine
from tests.bench.bench_record import percentiles
from tests.fakes.time_source import FakeTimeSource

PATIENCE_S = 20.0
LOST_S = 8.0  # a camera that shows nothing for so long is called not viewable
SLOW_MS = 300


def wait_for(is_so: Any, patience_s: float = PATIENCE_S) -> bool:
    """Let the window live until `is_so()`."""
    until = perf_counter() + patience_s
    while not is_so():
        if perf_counter() > until:
            return False
        QApplication.processEvents()
        QTest.qWait(1)
    return True


def furnish(desk: Any, street: DemoStreet, points: int, dwell_ms: int) -> None:
    """As many cameras as points, all on the street's addresses, and a plan over them."""
    own = street.records()
    records = [replace(own[n % len(own)], code=f"B{n:03}") for n in range(points)]
    desk.cameras.add(records).result(60)
    checkpoints = tuple(
        Checkpoint(camera=record.code, order=order, min_dwell_ms=dwell_ms)
        for order, record in enumerate(records)
    )
    slot = Slot(no=1, from_minute=0, to_minute=24 * 60 - 1)
    day = day_of(desk.time.now_ms())
    plan = Plan(slots=(slot,), from_on=day, checkpoints=checkpoints)
    desk.patrol_plans.adopt(plan).result(60)


class Round:
    """The window in a round; the space bar, and when pictures came."""

    def __init__(self, joined: Joined, dwell_ms: int) -> None:
        self._window = joined.window
        self._model = joined.window.patrol.model
        self._dwell_ms = dwell_ms
        self.waited: list[float] = []
        self.never = self.lost = 0
        self._before: tuple[int, ...] = ()
        self._pressed = 0.0
        self._shown: set[int] = set()
        joined.window.patrol.stage.shown.connect(self._on_shown)

    def _on_shown(self, no: int, _ms: int) -> None:
        if no not in self._shown:
            self._shown.add(no)
            if self._pressed and len(self._shown) > self._model.page_size:
                self.waited.append((perf_counter() - self._pressed) * 1000)

    def press(self, key: Qt.Key) -> None:
        """Press a key in the window."""
        self._pressed = perf_counter()
        QTest.keyClick(self._window.windowHandle(), key)

    def start(self) -> float:
        """F5, and how long the first picture took."""
        self.press(Qt.Key.Key_F5)
        wait_for(lambda: self._model.is_walking and self._model.dwell_ms(self._model.nos[0]) > 0)
        return (perf_counter() - self._pressed) * 1000

    def walk(self) -> None:
        """Look for the least dwell, press the space bar, until the round is done."""
        while self._model.nos:
            wait_for(self._is_looked_at, LOST_S)
            self._before = self._model.nos
            self.press(Qt.Key.Key_Space)
            if not wait_for(self._has_gone_on, 1.0):
                self.lost += 1
                self._model.not_viewable("bench")
                wait_for(self._has_gone_on, 5.0)
            if not wait_for(self._is_shown, LOST_S):
                self.never += 1

    def _is_looked_at(self) -> bool:
        return all(self._model.dwell_ms(no) >= self._dwell_ms for no in self._model.nos)

    def _has_gone_on(self) -> bool:
        return self._model.nos != self._before

    def _is_shown(self) -> bool:
        return self._shown.issuperset(self._model.nos)


def measure(points: int, dwell_ms: int, size: int) -> dict[str, Any]:
    """Walk one round."""
    time = SystemTimeSource()
    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        house = open_house(Path(folder))
        desk, engine = build_desk(house), VideoEngine(time)
        with DemoStreet(house.files.resources / "demo", FakeTimeSource()) as street:
            try:
                desk.start(is_sending=False)
                furnish(desk, street, points, dwell_ms)
                engine.start()
                resources = house.files.resources
                parts = Parts(
                    desk=desk,
                    engine=engine,
                    time=time,
                    resources=resources,
                    state_folder=house.data,
                )
                joined = Joined(app, parts)  # type: ignore[arg-type]
                joined.window.resize(1920, 1080)
                joined.window.show()
                joined.window.activateWindow()  # where no window manager does: keys need it
                if not wait_for(joined.window.isActiveWindow):
                    raise SystemExit("the window never became active")
                QTest.qWait(4000)
                joined.window.patrol.model.use_page_size(size)
                walk = Round(joined, dwell_ms)
                first_ms = walk.start()
                walk.walk()
                joined.window.close()
            finally:
                stop_together([engine.stop, desk.stop])
    return {
        "points": points,
        "dwell_ms": dwell_ms,
        "side_by_side": size,
        "first_ms": round(first_ms),
        "waited_ms": percentiles(walk.waited),
        "over_300_ms": sum(ms > SLOW_MS for ms in walk.waited),
        "never_came": walk.never,
        "not_viewable": walk.lost,
    }


def main() -> None:
    """Read the call, walk, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=128)
    parser.add_argument("--dwell", type=float, default=3.0)
    parser.add_argument("--size", type=int, choices=(1, 4), default=1)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    found = measure(words.points, round(words.dwell * 1000), words.size)
    if words.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:>14}  {value}")


if __name__ == "__main__":
    main()
