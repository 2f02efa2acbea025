"""How long a press of F8 takes until picture, record and clock are on the disk.

    python -m tests.bench.bench_record [--presses N] [--tiles N] [--json]

With `--tiles` live demo cameras on the wall. `still` is the worker's full-resolution picture,
`record` evidence, journal, clock, spool and snapshot, `total` both. `limit` is what the disk alone
takes in the same run: one fsynced file of the same size and one committed row with sqlite3's own
insert, at the same safety. `ratio` is the medians' total against it.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from duty_desk.demo import Demo
from duty_desk.desk.evidence import Picked
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.video.engine import StreamSpec, StreamState, VideoEngine
from tests.fakes.desk import RESOURCES, Seat, build_desk
from tests.flow.desk_window import wait_for

READY_WITHIN_S = 30.0


def percentiles(times_ms: list[float]) -> dict[str, float]:
    """Median, 99th percentile and worst, in milliseconds."""
    cuts = quantiles(times_ms, n=100, method="inclusive")
    return {
        "p50": round(median(times_ms), 1),
        "p99": round(cuts[98], 1),
        "max": round(max(times_ms), 1),
    }


def wall(engine: VideoEngine, addresses: dict[str, str], tiles: int) -> list[str]:
    """Put cameras on the wall and wait until most of them are live; their ids."""
    shown = list(addresses)[:tiles]
    for camera_id in shown:
        engine.watch(StreamSpec(camera_id, addresses[camera_id]), 480, 270)

    def live() -> list[str]:
        return [it for it in shown if engine.status(it).state is StreamState.LIVE]

    wait_for(lambda: len(live()) >= min(len(shown), 14), READY_WITHIN_S, every_s=0.1)
    return live()


def disk_alone(folder: Path, size_bytes: int, rounds: int) -> list[float]:
    """One fsynced file and one committed row, `rounds` times, in milliseconds."""
    content = os.urandom(size_bytes)
    connection = sqlite3.connect(folder / "limit.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, body TEXT)")
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        with (folder / f"{number}.bin").open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        connection.execute("INSERT INTO entry (body) VALUES (?)", ("x" * 900,))
        times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return times


def press(desk, engine: VideoEngine, camera_id: str) -> tuple[float, float, int]:
    """Press F8 once: milliseconds for the still and for the record, and the picture's bytes."""
    picture = engine.picture(camera_id)
    start = time.perf_counter()
    found_at = desk.time.now_ms()
    still = engine.still(camera_id, picture.seq if picture else None).result(5)
    between = time.perf_counter()
    picked = Picked(
        camera_id=camera_id,
        jpeg=still.jpeg,
        width_px=still.width,
        height_px=still.height,
        received_at=engine.received_at(still.received_mono_ms),
        age_ms=max(0, desk.time.mono_ms() - still.received_mono_ms),
        found_at=found_at,
        is_exact=still.exact,
    )
    desk.problems.find(picked).result(10)
    end = time.perf_counter()
    return (between - start) * 1000, (end - between) * 1000, len(still.jpeg)


def measure(presses: int, tiles: int) -> dict[str, object]:
    """Run everything once."""
    clock = SystemTimeSource()
    demo, engine = Demo(RESOURCES, clock), VideoEngine(clock)
    with tempfile.TemporaryDirectory() as folder:
        desk = build_desk(Seat(Path(folder), clock))
        try:
            demo.start()
            desk.start(is_sending=False)
            demo.join(desk)
            engine.start()
            live = wall(engine, desk.cameras.addresses().result(10), tiles)
            taken = [press(desk, engine, live[n % len(live)]) for n in range(presses)]
            limit = disk_alone(Path(folder), int(median(size for *_, size in taken)), presses)
        finally:
            engine.stop()
            desk.stop()
            demo.stop()
    totals = [still + record for still, record, _ in taken]
    return {
        "presses": presses,
        "live_tiles": len(live),
        "picture_bytes": int(median(size for *_, size in taken)),
        "still_ms": percentiles([still for still, *_ in taken]),
        "record_ms": percentiles([record for _, record, _ in taken]),
        "total_ms": percentiles(totals),
        "limit_ms": percentiles(limit),
        "ratio": round(median(totals) / median(limit), 1),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--presses", type=int, default=100)
    parser.add_argument("--tiles", type=int, default=16)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    found = measure(words.presses, words.tiles)
    if words.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<14} {value}")


if __name__ == "__main__":
    main()
