"""How late the window's own timer comes while the wall moves: what the operator feels as jerks.

    python -m tests.bench.bench_window [ADDRESS …] [--tiles N] [--seconds N] [--json]

Without addresses the demo's loopback cameras are shown, each over RTSP as in the street. A timer
of 10 ms runs in the window's thread; its lateness is measured twice in the same run: before any
window exists (what this computer does to a timer) and with the wall at work. Needs a screen:
`xvfb-run -s "-screen 0 1920x1080x24"` where there is none.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from duty_desk.language import load_english
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.ui.application import Joined, Parts
from duty_desk.ui.garbage import WindowCollector
from duty_desk.ui.watch.wall_grid import LAYOUTS
from duty_desk.video.demo_cameras import DemoStreet
from duty_desk.video.engine import VideoEngine
from tests.fakes.window_parts import FakeDesk, done

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
PROBE_MS = 10
SETTLE_S = 6


class Probe:
    """A precise timer that notes how late it comes, in milliseconds."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._due = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)

    def run(self, seconds: float) -> dict[str, float]:
        """Measure for `seconds`; median, 99th percentile and worst."""
        self.late_ms.clear()
        self._arm()
        wait(seconds)
        self._timer.stop()
        late = sorted(self.late_ms)
        return {
            "late_p50_ms": round(late[len(late) // 2], 2),
            "late_p99_ms": round(late[len(late) * 99 // 100], 2),
            "late_worst_ms": round(late[-1], 2),
        }

    def _arm(self) -> None:
        self._due = perf_counter() + PROBE_MS / 1000
        self._timer.start(PROBE_MS)

    def _on_time(self) -> None:
        self.late_ms.append(max(0.0, (perf_counter() - self._due) * 1000))
        self._arm()


def wait(seconds: float) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def cpu_s() -> float:
    """Processor seconds of this process alone: drawing, not decoding."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def shown(joined: Joined, addresses: list[str], engine: VideoEngine) -> float | None:
    """Show the window; seconds to the first moving tile, None when none came in 20 s."""
    began = perf_counter()
    joined.window.showMaximized()
    ids = [camera.id for camera in joined.window.watch.wall.cameras()][: len(addresses)]
    while perf_counter() - began < 20:
        wait(0.02)
        if any((p := engine.picture(name, 0)) and p.seq > 1 for name in ids):
            return round(perf_counter() - began, 2)
    return None


def measured(addresses: list[str], tiles: int, seconds: float) -> list[dict[str, Any]]:
    """The lines of the table."""
    app = QApplication.instance() or QApplication([])
    probe = Probe()
    idle = {"what": "event loop alone", **probe.run(min(seconds, 5))}
    time = SystemTimeSource()
    desk = FakeDesk(tiles)
    wanted = {
        row.id: address for row, address in zip(desk.snapshot.cameras, addresses, strict=False)
    }
    desk.cameras.address_of = lambda camera_id: done((wanted[camera_id], ""))
    with ExitStack() as stack:
        engine = VideoEngine(time)
        stack.callback(engine.stop)
        engine.start()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        parts = Parts(desk=desk, engine=engine, time=time, resources=RESOURCES, state_folder=folder)
        joined = Joined(app, parts)
        joined.window.watch.wall.use_layout(tiles if tiles in LAYOUTS else 16)
        first_s = shown(joined, addresses, engine)
        collector = WindowCollector()
        collector.start()
        wait(SETTLE_S)
        seqs = {name: engine.picture(name, 0).seq for name in wanted if engine.picture(name, 0)}
        cpu, began = cpu_s(), perf_counter()
        line = {"what": f"wall of {tiles}", **probe.run(seconds)}
        passed = perf_counter() - began
        moved = sum(engine.picture(name, 0).seq - seq for name, seq in seqs.items())
        line |= {
            "live_tiles": len(seqs),
            "pictures_per_s": round(moved / passed, 1),
            "gui_cpu_percent": round((cpu_s() - cpu) / passed * 100, 1),
            "first_tile_s": first_s,
        }
        joined.window.close()
        collector.stop()
    return [idle, line]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("addresses", nargs="*")
    parser.add_argument("--tiles", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    load_english(RESOURCES / "translations" / "en")
    with ExitStack() as stack:
        addresses = asked.addresses
        if not addresses:
            street = stack.enter_context(DemoStreet(RESOURCES / "demo", SystemTimeSource()))
            addresses = [street.url(record.code) for record in street.records()]
        repeated = [addresses[n % len(addresses)] for n in range(asked.tiles)]
        lines = measured(repeated, asked.tiles, asked.seconds)
    if asked.json:
        print(json.dumps({"cores": os.cpu_count(), "lines": lines}, ensure_ascii=False))
        return
    for line in lines:
        print("  ".join(f"{name} {value}" for name, value in line.items()))


if __name__ == "__main__":
    main()
