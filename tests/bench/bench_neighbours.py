"""How soon a good camera shows its first picture, alone and beside cameras that never answer.

    python -m tests.bench.bench_neighbours [--rounds N] [--silent N] [--json]

Each round opens a fresh engine twice, in turn: with one good camera, and with the same one after
`--silent` others whose hosts accept the connection and then say nothing; each of these is a host
of its own (a port of loopback). The goal is at most 1.2 of the time alone; the ratio alone counts.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.video.engine import StreamSpec, VideoEngine
from duty_desk.video.rtsp_child import RtspServerProcess
from duty_desk.video.rtsp_server import ServedClip
from tests.bench.wall_clips import street_clip
from tests.video.wall import listening

if TYPE_CHECKING:
    from collections.abc import Sequence

TILE_PX = (320, 180)
PATIENCE_S = 15.0
LOOK_EVERY_S = 0.002
AT_MOST = 1.2


def opened_ms(good: str, silent: Sequence[str]) -> float:
    """From the wish to the first picture of the good camera, workers running already."""
    engine = VideoEngine(SystemTimeSource())
    engine.start()
    try:
        for number, url in enumerate(silent):
            engine.watch(StreamSpec(f"S{number:03d}", url), *TILE_PX)
        engine.watch(StreamSpec("warm", good), *TILE_PX)
        _wait_for(engine, "warm")
        began = time.perf_counter()
        engine.watch(StreamSpec("good", good), *TILE_PX)
        _wait_for(engine, "good")
        return (time.perf_counter() - began) * 1000
    finally:
        engine.stop()


def _wait_for(engine: VideoEngine, camera: str) -> None:
    until = time.perf_counter() + PATIENCE_S
    while engine.picture(camera, 0) is None:
        if time.perf_counter() > until:
            raise SystemExit(f"{camera} never showed a picture")
        time.sleep(LOOK_EVERY_S)


def measured(rounds: int, silent: int) -> dict[str, Any]:
    """Medians of both, and their ratio."""
    alone: list[float] = []
    beside: list[float] = []
    with contextlib.ExitStack() as stack:
        clip = street_clip(Path(stack.enter_context(tempfile.TemporaryDirectory())), (640, 360), 15)
        server = stack.enter_context(RtspServerProcess([ServedClip("good", clip, 15)]))
        holes = [f"rtsp://127.0.0.1:{stack.enter_context(listening())}/a" for _ in range(silent)]
        for _ in range(rounds):
            alone.append(opened_ms(server.url("good"), ()))
            beside.append(opened_ms(server.url("good"), holes))
    return {
        "rounds": rounds,
        "silent": silent,
        "alone_ms": round(statistics.median(alone)),
        "beside_ms": round(statistics.median(beside)),
        "ratio": round(statistics.median(beside) / statistics.median(alone), 2),
        "at_most": AT_MOST,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--silent", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    found = measured(wish.rounds, wish.silent)
    print(json.dumps(found) if wish.json else "  ".join(f"{k} {v}" for k, v in found.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
