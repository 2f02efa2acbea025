"""What a look at a whole catalogue costs, beside cv2.VideoCapture on the same cameras.

    python -m tests.bench.bench_sweep [--streams FILE] [--cameras N] [--rounds N] [--json]

Without `--streams` (a file with an address a line) cameras are served over RTSP on loopback by a
process of their own; like most street cameras they make whoever connects wait for the next key
picture, every two seconds. Each round looks at them once by the program's own sweep, 64 at a time
in its process, and by `cv2.VideoCapture`, 16 at a time in another: as it comes, and with probing
cut short. The
sweep's few sessions a host are lifted here: all cameras are on one. Only ratios within one run
mean anything on a shared computer; the goal is a twentieth. (With short probing cv2 does not wait
for a key picture, but hands out a broken one.) Needs ffmpeg.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

PARALLEL, CV2_PARALLEL = 64, 16
CV2_OPTIONS = {
    "cv2": "rtsp_transport;tcp",  # as it comes
    "short_cv2": "rtsp_transport;tcp|analyzeduration;0|probesize;32768|allowed_media_types;video",
}


def serve(line: Connection, clip: str, count: int) -> None:
    """The cameras' process: no play begins at a key picture."""
    from duty_desk.video.annexb import Footage
    from duty_desk.video.rtsp_server import RtspServer, ServedClip

    dice = random.Random(5)
    Footage.key_at_or_before = lambda it, _on_air: dice.randrange(len(it.pictures))
    with RtspServer([ServedClip(f"c{n}", Path(clip), 15) for n in range(count)]) as server:
        line.send([server.url(f"c{n}") for n in range(count)])
        line.recv()


@contextmanager
def street(count: int) -> Iterator[list[str]]:
    """The addresses of `count` cameras while they are served."""
    from tests.bench.wall_clips import street_clip

    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        clip = street_clip(Path(folder), (640, 360), 15)
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, str(clip), count))
        process.start()
        try:
            yield ours.recv()
        finally:
            ours.send(None)
            process.join(10)


def swept(urls: Sequence[str]) -> tuple[int, dict[str, float]]:
    """One sweep: how many gave a picture, and its figures."""
    from duty_desk.video.probe import ProbeWish
    from duty_desk.video.source import StreamSpec
    from duty_desk.video.sweep import Sweep

    specs = [StreamSpec(str(number), url) for number, url in enumerate(urls)]
    began, used, first = time.monotonic(), children_cpu_s(), 0.0
    results = []
    for result in Sweep(specs, ProbeWish(PARALLEL, PARALLEL)).run():
        first = first or time.monotonic() - began
        results.append(result)
    wall = time.monotonic() - began
    seen = [result for result in results if result.ok]
    return len(seen), {
        "wall_ms_per_look": wall * 1000 / len(urls),
        "cpu_ms_per_look": (children_cpu_s() - used) * 1000 / len(urls),
        "first_result_ms": first * 1000,
        "wait_ms_median": statistics.median(result.ms for result in seen) if seen else 0.0,
    }


def cv2_looks(line: Connection, urls: Sequence[str], options: str) -> None:
    """The other one's process."""
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = options
    import cv2

    def look(url: str) -> bool:
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 20_000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 20_000]
        capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG, [*limits, cv2.CAP_PROP_N_THREADS, 1])
        is_good, _picture = capture.read()
        capture.release()
        return is_good

    began = time.monotonic()
    with ThreadPoolExecutor(CV2_PARALLEL) as pool:
        seen = sum(pool.map(look, urls))
    line.send((seen, time.monotonic() - began))


def captured(urls: Sequence[str], options: str) -> tuple[int, dict[str, float]]:
    """The same by cv2: how many gave a picture, and its figures; without its start."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    used = children_cpu_s()
    process = context.Process(target=cv2_looks, args=(theirs, list(urls), options))
    process.start()
    seen, wall = ours.recv()
    process.join()
    return seen, {
        "wall_ms_per_look": wall * 1000 / len(urls),
        "cpu_ms_per_look": (children_cpu_s() - used) * 1000 / len(urls),
    }


def children_cpu_s() -> float:
    """Processor time of all children that have ended."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--streams", type=Path, metavar="FILE")
    parser.add_argument("--cameras", type=int, default=640)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    rounds = []
    with ExitStack() as stack:
        if wish.streams:
            urls = wish.streams.read_text(encoding="utf-8").split()
        else:
            urls = stack.enter_context(street(wish.cameras))
        for _ in range(wish.rounds):
            seen, figures = swept(urls)
            figures["seen"] = seen / len(urls)
            # So few are enough: it opens one after the other, more cameras only take longer.
            others = urls[:CV2_PARALLEL]
            for name, options in CV2_OPTIONS.items():
                seen, theirs = captured(others, options)
                figures |= {f"{name}_{key}": value for key, value in theirs.items()}
                figures[f"{name}_seen"] = seen / len(others)
                ratio = figures["wall_ms_per_look"] / theirs["wall_ms_per_look"]
                figures[f"wall_ratio_to_{name}"] = ratio
            rounds.append(figures)
    median = {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}
    if wish.json:
        print(json.dumps({"cameras": len(urls), "rounds": rounds, "median": median}))
    else:
        for key, value in median.items():
            print(f"{key:<24}{value:>12.4g}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
