"""What the wall costs, beside FFmpeg decoding the same streams to nowhere.

    python -m tests.bench.bench_wall [--streams URL …] [--seconds S] [--rounds N] [--json]

Without `--streams` sixteen clips of the demo are served over RTSP on loopback by a process of
their own. Each round measures the wall and then FFmpeg (one process a stream, one thread, output
thrown away) on the same streams; the table shows medians. Only ratios within one run mean
anything on a shared computer. Linux only: it reads /proc.

Workers import this module when they start, as they import the program's own: Qt stays out of it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.video.rtsp_server import ServedClip

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"


def served_clips(folder: Path, *, is_sub: bool = False) -> list[ServedClip]:
    """The demo's clips, or sixteen made ones where they are missing."""
    from duty_desk.video.demo_cameras import load_script
    from duty_desk.video.rtsp_server import ServedClip
    from tests.bench.made_clip import made_clip

    script = load_script(DEMO)
    if all((DEMO / camera.clip).is_file() for camera in script.cameras):
        return [one.served(DEMO)[is_sub] for one in script.cameras]
    clip = made_clip(folder / "street.h264", (640, 360), 15)
    return [ServedClip(f"c{number:03d}", clip, 15) for number in range(16)]


def median_of(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--streams", nargs="+", metavar="URL", default=[])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--sub", action="store_true", help="the demo's sub-streams")
    parser.add_argument("--engine", choices=["pyav", "opencv"], default="pyav")
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    from PySide6.QtWidgets import QApplication

    from duty_desk.video.rtsp_child import RtspServerProcess
    from tests.bench.bare_wall import measured_ffmpeg, measured_wall

    _app = QApplication(["bench"])
    with ExitStack() as stack:
        urls = wish.streams
        if not urls:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            clips = served_clips(folder, is_sub=wish.sub)
            server = stack.enter_context(RtspServerProcess(clips))
            urls = [server.url(clip.path) for clip in clips]
        rounds = []
        for _ in range(wish.rounds):
            figures = asdict(measured_wall(urls, wish.seconds, wish.engine))
            figures["ffmpeg_cpu_per_tile_second"] = measured_ffmpeg(urls, wish.seconds)
            ratio = figures["cpu_per_tile_second"] / figures["ffmpeg_cpu_per_tile_second"]
            rounds.append({**figures, "ratio_to_ffmpeg": ratio})
    result = median_of(rounds)
    if wish.json:
        print(json.dumps({"engine": wish.engine, "rounds": rounds, "median": result}))
    else:
        for key, value in result.items():
            print(f"{key:<30}{value:>12.4g}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
