"""A thousand reconnections in a row: does anything of the wall stay behind?

    python -m tests.bench.bench_reconnects [--times N] [--cameras N] [--json]

Cameras whose connection is torn down every second, beside two that work; the pauses of the ladder
are shortened, the rest is as it runs at the desk. A line every hundred: memory (PSS), threads and
open handles of the desk's process and its workers. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.video import ladder
from duty_desk.video.engine import StreamSpec, VideoEngine
from tests.bench.bare_wall import BareWall, pss_mb
from tests.bench.wall_clips import street_clip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.sharedctypes import Synchronized

TILE_PX = (320, 180)
GOOD = 2
PACKETS = 45
PAUSES_S = (0.2,)
EVERY = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=1_000)
    parser.add_argument("--cameras", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    lines = measured(wish.times, wish.cameras)
    for line in lines:
        print(json.dumps(line) if wish.json else "  ".join(f"{k} {v}" for k, v in line.items()))
    return 0


def measured(times: int, cameras: int) -> list[dict[str, Any]]:
    """What is held after every hundred reconnections, up to `times`."""
    app = QApplication(["reconnects"])
    ladder.STEPS_S = PAUSES_S
    lines: list[dict[str, Any]] = []
    with torn_cameras(cameras) as (urls, count):
        engine = VideoEngine(SystemTimeSource())
        names = [f"C{number:03d}" for number in range(len(urls))]
        wall = BareWall(engine, names, TILE_PX)
        engine.start()
        for name, url in zip(names, urls, strict=True):
            engine.watch(StreamSpec(name, url), *TILE_PX)
        wall.show()
        wall.begin()

        def look() -> None:
            if count.value >= EVERY * (len(lines) + 1):
                lines.append({"reconnections": count.value, **held(engine, wall)})
            if count.value >= times:
                app.quit()

        timer = QTimer(interval=200)
        timer.timeout.connect(look)
        timer.start()
        app.exec()
        wall.close()
        engine.stop()
    return lines


def held(engine: VideoEngine, wall: BareWall) -> dict[str, Any]:
    """What the desk's process and its workers hold, and that the good cameras went on."""
    pids = [os.getpid(), *engine.worker_pids()]
    return {
        "pss_mb": round(pss_mb(pids), 1),
        "threads": sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in pids),
        "handles": sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        "good_pictures": min(list(wall.counts.values())[:GOOD]),
        "least_pictures": min(wall.counts.values()),
    }


@contextlib.contextmanager
def torn_cameras(number: int) -> Iterator[tuple[list[str], Synchronized[int]]]:
    """Addresses of good cameras, then of `number` that are torn down; how often that happened."""
    context = multiprocessing.get_context("spawn")
    count = context.Value("i", 0)
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, number, count), daemon=True)
    process.start()
    try:
        yield ours.recv(), count
    finally:
        ours.close()
        process.join(10)
        process.kill()


def _serve(line: Connection[list[str], None], number: int, count: Synchronized[int]) -> None:
    from duty_desk.video.rtsp_server import RtspServer, ServedClip
    from tests.video import bad_camera

    def tearing() -> bad_camera.Spoil:
        left = PACKETS

        def spoil(packet: bytes) -> Iterator[bytes]:
            nonlocal left
            left -= 1
            if left <= 0:
                left = PACKETS
                with count.get_lock():
                    count.value += 1
                raise ConnectionResetError
            yield packet

        return spoil

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        clip = street_clip(folder, (640, 360), 15)
        names = [f"c{one}" for one in range(GOOD + number)]
        server = stack.enter_context(RtspServer([ServedClip(name, clip, 15) for name in names]))
        doors = [
            stack.enter_context(bad_camera.proxy(server.port, tearing())) for _ in range(number)
        ]
        torn = zip(doors, names[GOOD:], strict=True)
        line.send(
            [
                *(server.url(name) for name in names[:GOOD]),
                *(f"rtsp://127.0.0.1:{port}/{name}" for port, name in torn),
            ]
        )
        line.poll(None)


if __name__ == "__main__":
    raise SystemExit(main())
