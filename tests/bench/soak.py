"""A wall that runs for hours while many of its cameras fail: does anything grow?

    python -m tests.bench.soak [--minutes N] [--good N] [--bad N] [--json]

Once a minute: memory, threads and open handles of the desk's process and its workers. Memory is
PSS, and what of it is our own (anonymous and shared tiles): PSS grows when other Python processes
end, because code pages are then shared by fewer. The last line compares the end with the tenth
minute. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.video.engine import StreamSpec, VideoEngine
from tests.bench.bare_wall import BareWall, cpu_s, pss_mb
from tests.bench.fault_farm import fault_farm

TILE_PX = (320, 180)
SETTLED_MIN = 10


def sample(engine: VideoEngine, wall: BareWall, good: int, minute: int) -> dict[str, Any]:
    """One line of the table."""
    pids = [os.getpid(), *engine.worker_pids()]
    late = sorted(wall.late_ms) or [0.0]
    counts = list(wall.counts.values())[:good]
    figures = {
        "minute": minute,
        "pss_mb": round(pss_mb(pids), 1),
        "own_mb": round(pss_mb(pids, "Pss_Anon:") + pss_mb(pids, "Pss_Shmem:"), 1),
        "threads": sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in pids),
        "handles": sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        "workers": pids[1:],
        "cpu_s": round(cpu_s(pids)),
        "late_p99_ms": round(late[len(late) * 99 // 100], 1),
        "good_pictures_least": min(counts),
    }
    wall.late_ms.clear()
    wall.counts.update(dict.fromkeys(wall.counts, 0))
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=int, default=120)
    parser.add_argument("--good", type=int, default=8)
    parser.add_argument("--bad", type=int, default=12)
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    app = QApplication(["soak"])
    lines: list[dict[str, Any]] = []
    with fault_farm(wish.good, wish.bad) as (good, bad):
        engine = VideoEngine(SystemTimeSource())
        cameras = [f"C{number:03d}" for number in range(len(good) + len(bad))]
        wall = BareWall(engine, cameras, TILE_PX)
        engine.start()
        for camera, url in zip(cameras, [*good, *bad], strict=True):
            engine.watch(StreamSpec(camera, url), *TILE_PX)
        wall.show()
        wall.begin()

        def look() -> None:
            lines.append(sample(engine, wall, len(good), len(lines) + 1))
            print(json.dumps(lines[-1]), flush=True)
            if len(lines) >= wish.minutes:
                app.quit()

        timer = QTimer(interval=60_000)
        timer.timeout.connect(look)
        timer.start()
        app.exec()
        wall.close()
        engine.stop()
    first, last = lines[min(SETTLED_MIN, len(lines)) - 1], lines[-1]
    keys = ("pss_mb", "own_mb", "threads", "handles")
    print(json.dumps({key: [first[key], last[key]] for key in keys}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
