"""What examining costs a wall: pictures a second and processor time with and without it.

    python -m tests.bench.bench_exam [--tiles N] [--seconds S]

The demo's loopback cameras, each open on several tiles, at the size of an N-tile wall. Their views
are learned from the clips, as in the demo, so every look is a whole diagnosis. Both halves are
measured in turn, twice, on the same open streams; the load of the computer stands beside them.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.video.clip_lesson import view_of_clip
from duty_desk.video.demo_cameras import SUB_FPS, DemoStreet
from duty_desk.video.engine import StreamSpec, VideoEngine
from duty_desk.video.exam import Exam, ExamView

if TYPE_CHECKING:
    from duty_desk.video.exam import ExamReport

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "demo"
_PAINT_S = 0.03
_TICKS = os.sysconf("SC_CLK_TCK")
_NEVER = threading.Event()


def views(street: DemoStreet, folder: Path) -> dict[str, tuple[ExamView, ...]]:
    """The view of each demo camera, learned from its clip."""
    found = {}
    for one in street.script.cameras:
        learned = view_of_clip(one.served(FOLDER)[1].file, min(one.fps, SUB_FPS))
        file = folder / f"{one.record.code}.npz"
        file.write_bytes(learned.packed)
        size = (learned.width_px, learned.height_px)
        view = ExamView(one.record.code, file, learned.light, is_confirmed=True, size=size)
        found[one.record.code] = (view,)
    return found


def cpu_s(engine: VideoEngine) -> float:
    """Processor time that the workers have taken."""
    total = 0
    for pid in engine.worker_pids():
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def measure(engine: VideoEngine, tiles: list[str], seconds: float) -> tuple[float, float]:
    """Pictures a second a tile, and per cent of one core."""
    clock = SystemTimeSource()
    began, cpu, counts = clock.mono_ms(), cpu_s(engine), dict.fromkeys(tiles, 0)
    seen = dict.fromkeys(tiles, 0)
    while clock.mono_ms() - began < seconds * 1000:
        for tile in tiles:
            picture = engine.picture(tile, seen[tile])
            if picture is not None:
                seen[tile] = picture.seq
                counts[tile] += 1
        _NEVER.wait(_PAINT_S)
    took = (clock.mono_ms() - began) / 1000
    return sum(counts.values()) / len(tiles) / took, (cpu_s(engine) - cpu) * 100 / took


def run(tiles: int, seconds: float) -> None:
    """Print the four measurements."""
    clock = SystemTimeSource()
    reports: list[ExamReport] = []
    with DemoStreet(FOLDER, clock) as street, tempfile.TemporaryDirectory() as folder:
        known = views(street, Path(folder))
        codes = list(known)
        engine = VideoEngine(clock)
        engine.on_examined(reports.append)
        engine.start()
        names = {f"{codes[n % len(codes)]} {n}": codes[n % len(codes)] for n in range(tiles)}
        side = 480 if tiles <= 16 else 320
        for name, code in names.items():
            spec = StreamSpec(name, street.url(code), sub_address=street.sub_url(code))
            engine.watch(spec, side, side * 9 // 16)
        measure(engine, list(names), 8)
        for is_on in (False, True, False, True):
            for name, code in names.items():
                engine.examine(Exam(name, views=known[code], is_paused=not is_on))
            measure(engine, list(names), 2)
            reports.clear()
            fps, cpu = measure(engine, list(names), seconds)
            word = "examined" if is_on else "plain   "
            load = os.getloadavg()[0]
            print(
                f"{word} {tiles} tiles: {fps:5.2f} pictures/s a tile, {cpu:4.0f} % of a core,"
                f" {len(reports)} reports, load {load:.1f}"
            )
        engine.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiles", type=int, default=36)
    parser.add_argument("--seconds", type=float, default=15)
    given = parser.parse_args()
    run(given.tiles, given.seconds)
