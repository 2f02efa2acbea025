"""How soon a screen of the wall shows pictures: opening 36 tiles, turning the page, 200 turns.

    python -m tests.bench.bench_turns [ADDRESS …] [--turns N] [--json]

Without addresses the demo's loopback cameras are shown, each over RTSP as in the street and under
as many names as there are tiles. A tile counts from the turn until the wall has painted a picture
of its camera that is fresh; with `ready` the screen had been made ready while the one before was
shown. Needs a screen: `xvfb-run -s "-screen 0 1920x1080x24"` where there is none.
"""

from __future__ import annotations

import argparse
import json
import os
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from duty_desk.language import load_english
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.ui import icons, theme
from duty_desk.ui.alarm import Alarms
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.garbage import WindowCollector
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.watch.model import WatchModel
from duty_desk.ui.watch.page import WatchPage
from duty_desk.video.demo_cameras import DemoStreet
from duty_desk.video.engine import VideoEngine
from duty_desk.video.stream_state import Freshness
from tests.bench.bench_window import RESOURCES, wait
from tests.fakes.window_parts import FakeDesk, done

if TYPE_CHECKING:
    from collections.abc import Iterator

SCREEN = (1692, 994)  # the page's room in a window of 1920x1080
PATIENCE_S = 20
DWELL_S = 3
WORKERS_UP_S = 4  # worker processes start with the program, before the window is there


class Bench:
    """A watch page on real streams, with a look at what it has painted."""

    def __init__(self, pairs: list[tuple[str, str]], cameras: int, layout: int) -> None:
        time = SystemTimeSource()
        desk = FakeDesk(cameras)
        rows = desk.snapshot.cameras
        wanted = {row.id: pairs[row.order % len(pairs)] for row in rows}
        desk.cameras.address_of = lambda camera_id: done(wanted[camera_id])
        self.engine = VideoEngine(time)
        self.engine.start()
        self.model = WatchModel(DeskSide(desk, DeskBridge(), time), self.engine)
        self.model.show_snapshot(desk.snapshot)
        self.model.wall.use_layout(layout)
        self.page = WatchPage(self.model, Alarms())
        self.page.resize(*SCREEN)

    def show(self) -> None:
        """Open the window."""
        self.page.show()
        self.page.start()

    def close(self) -> None:
        """Stop everything."""
        self.page.stop()
        self.page.close()
        self.engine.stop()

    def fresh(self) -> int:
        """How many tiles on screen show a fresh picture."""
        now = self.model.now()
        return sum(
            self.model.look_of(camera.id, now).is_live
            for camera in self.model.wall.visible()
            if camera is not None
        )

    def moving(self) -> int:
        """How many cameras on screen have sent more than one fresh picture."""
        now = self.model.now().mono_ms
        shown = [camera for camera in self.model.wall.visible() if camera is not None]
        pictures = [self.engine.picture(camera.id) for camera in shown]
        states = [self.engine.status(camera.id).freshness(now) for camera in shown]
        return sum(
            picture is not None and picture.seq > 1 and state is Freshness.LIVE
            for picture, state in zip(pictures, states, strict=True)
        )


@contextmanager
def bench(pairs: list[tuple[str, str]], cameras: int, layout: int) -> Iterator[Bench]:
    """A page that is closed afterwards."""
    made = Bench(pairs, cameras, layout)
    try:
        yield made
    finally:
        made.close()
        wait(0.2)


def until(is_done: Any, patience_s: float = PATIENCE_S) -> float:
    """Seconds until `is_done()`, at most `patience_s`."""
    began = perf_counter()
    while not is_done() and perf_counter() - began < patience_s:
        wait(0.01)
    return perf_counter() - began


def opened(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Seconds until all 36 tiles of a wall move."""
    with bench(pairs, 36, 36) as wall:
        wait(WORKERS_UP_S)
        began = perf_counter()
        wall.show()
        first_s = until(lambda: wall.moving() > 0)
        until(lambda: wall.moving() == 36)
        return {
            "what": "36 tiles opened",
            "first_moves_s": round(first_s, 2),
            "all_move_s": round(perf_counter() - began, 2),
            "moving": wall.moving(),
        }


def turned(pairs: list[tuple[str, str]], turns: int, *, is_ready: bool) -> dict[str, Any]:
    """Seconds from a page turn to the first and to all fresh pictures, sixteen tiles a screen."""
    first_s, all_s = [], []
    with bench(pairs, 64, 16) as wall:
        wall.show()
        until(lambda: wall.fresh() == 16)
        if not is_ready:
            wall.model.carousel.wants_next = lambda: False
        wall.model.wall.turn(1)
        for _ in range(turns):
            wait(DWELL_S)
            wall.model.wall.turn(1)
            began = perf_counter()
            first_s.append(until(lambda: wall.fresh() > 0))
            until(lambda: wall.fresh() == 16)
            all_s.append(perf_counter() - began)
    return {
        "what": "page turn, made ready" if is_ready else "page turn, from nothing",
        "turns": turns,
        **_spread("first", first_s),
        **_spread("all", all_s),
    }


def _spread(name: str, seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        f"{name}_p50_s": round(ordered[len(ordered) // 2], 3),
        f"{name}_p95_s": round(ordered[len(ordered) * 95 // 100], 3),
    }


def pss_mb() -> float:
    """Memory of this process that it shares with nobody, and its part of the rest."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return round(int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024, 1)


def grown(pairs: list[tuple[str, str]], turns: int) -> dict[str, Any]:
    """Memory of the window's process after 20 and after `turns` quick turns."""
    collector = WindowCollector()
    with bench(pairs, 64, 16) as wall:
        wall.show()
        collector.start()
        until(lambda: wall.fresh() == 16)
        early_mb = 0.0
        for turn in range(turns):
            wall.model.wall.turn(1)
            wait(0.3)
            if turn == 20:
                early_mb = pss_mb()
        wait(3)
        line = {"what": f"{turns} turns", "pss_at_20_mb": early_mb, "pss_at_end_mb": pss_mb()}
    collector.stop()
    return line


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("addresses", nargs="*")
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--quick-turns", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    load_english(RESOURCES / "translations" / "en")
    app = QApplication.instance() or QApplication([])
    icons.use_folder(RESOURCES / "icons")
    theme.dress(RESOURCES)
    with ExitStack() as stack:
        pairs = [(address, "") for address in asked.addresses]
        if not pairs:
            street = DemoStreet(RESOURCES / "demo", SystemTimeSource())
            street.script = replace(street.script, faults=())
            stack.enter_context(street)
            pairs = [(record.url_main, record.url_sub) for record in street.records()]
        lines = [
            opened(pairs),
            turned(pairs, asked.turns, is_ready=True),
            turned(pairs, asked.turns, is_ready=False),
            grown(pairs, asked.quick_turns),
        ]
    del app
    if asked.json:
        print(json.dumps({"cores": os.cpu_count(), "lines": lines}, ensure_ascii=False))
        return
    for line in lines:
        print("  ".join(f"{name} {value}" for name, value in line.items()))


if __name__ == "__main__":
    main()
