"""What the wall costs beside other ways to show the same streams, and how late and old it is.

    python -m tests.bench.wall [--rounds N] [--seconds S] [--workloads 0 1 …] [--json]
    python -m tests.bench.wall --urls FILE [--layout N] [--seconds S] [--json]

The first form serves street pictures over RTSP on loopback by a process of its own and measures
ours, our second engine, FFmpeg's own decoding, mpv, GStreamer and QMediaPlayer (those installed)
one after the other in every round; it prints medians, and ratios against their limits. The second
measures our wall alone on streams that anyone serves, one address a line. Only ratios within one
run mean anything on a shared computer. Linux only: it reads /proc. Give it a screen
(`xvfb-run -s "-screen 0 1920x1080x24"`), or the peers that need one are left out.

Workers import this module when they start, as they import the program's own: Qt stays out of it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.wall_clips import WORKLOADS, Workload, numbered_clip, street_clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """A figure of one workload, what it may be at most, and what it is made of."""

    what: str
    workload: str
    top: str
    bottom: str
    at_most: float

    def value(self, medians: dict[str, Row]) -> float | None:
        """The ratio, None where one of the two was not measured."""
        row = medians.get(self.workload, {})
        if row.get(self.top) is None or not row.get(self.bottom):
            return None
        return float(row[self.top]) / float(row[self.bottom])


GOALS = (
    Goal("wall / ffmpeg decode only", "36 x 360p15", "ours", "ffmpeg", 1.25),
    Goal("wall / ffmpeg decode only", "4 x 720p25", "ours", "ffmpeg", 1.25),
    Goal("wall / mpv, one a tile", "16 x 360p15", "ours", "mpv", 0.65),
    Goal("wall / QMediaPlayer + QVideoWidget", "16 x 360p15", "ours", "qmediaplayer", 0.55),
    Goal("wall / GStreamer compositor", "16 x 360p15", "ours", "gstreamer", 0.55),
    Goal("wall / our cv2.VideoCapture engine", "16 x 360p15", "ours", "opencv", 0.75),
    Goal("GUI p99 ms", "36 x 360p15", "late_p99_ms", "one", 20),
    Goal("GUI p99 / naive wall's", "36 x 360p15", "late_p99_ms", "naive_late_p99_ms", 0.02),
    Goal("PSS MB", "36 x 360p15", "pss_mb", "one", 300),
)


def one_round(work: Workload, urls: Sequence[str], seconds: float) -> Row:
    """Every contestant once, in turn; CPU seconds per tile-second under its name."""
    from tests.bench import wall_peers
    from tests.bench.bare_wall import measured_wall

    ours = measured_wall(urls, seconds, "pyav", work.tile_px)
    row: Row = {"ours": ours.cpu_per_tile_second, "one": 1.0}
    row |= {key: value for key, value in asdict(ours).items() if key != "cpu_per_tile_second"}
    limit = wall_peers.measured(wall_peers.ffmpeg(urls, work.tile_px), work.tiles, seconds)
    row |= {"ffmpeg": limit.cpu_per_tile_second, "ffmpeg_pss_mb": limit.pss_mb}
    second = measured_wall(urls, seconds, "opencv", work.tile_px)
    row |= {"opencv": second.cpu_per_tile_second, "opencv_fps": second.shown_fps}
    if not os.environ.get("DISPLAY"):
        return row
    for name, (is_installed, commands) in wall_peers.PEERS.items():
        if is_installed():
            cost = wall_peers.measured(commands(urls, work.tile_px), work.tiles, seconds)
            row |= {name: cost.cpu_per_tile_second, f"{name}_pss_mb": cost.pss_mb}
            row[f"{name}_fps"] = cost.shown_fps
    if work == WORKLOADS[1]:
        row |= {f"naive_{key}": each for key, each in wall_peers.naive(urls, seconds).items()}
    return row


def medians_of(rounds: Iterable[Row]) -> Row:
    """Of every figure that was measured."""
    values: dict[str, list[float]] = {}
    for row in rounds:
        for key, value in row.items():
            if value is not None:
                values.setdefault(key, []).append(value)
    return {key: statistics.median(each) for key, each in values.items()}


def compared(wish: argparse.Namespace) -> dict[str, Any]:
    """The whole comparison."""
    from duty_desk.video.rtsp_child import RtspServerProcess
    from duty_desk.video.rtsp_server import ServedClip
    from tests.bench.picture_age import picture_ages_ms

    rounds: dict[str, list[Row]] = {}
    chosen = [WORKLOADS[number] for number in wish.workloads]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clips = {(w.size, w.fps): street_clip(folder, w.size, w.fps) for w in chosen}
        for number in range(wish.rounds):
            for work in chosen:
                print(f"round {number + 1}: {work.name}", file=sys.stderr, flush=True)
                file = clips[work.size, work.fps]
                served = [ServedClip(f"c{n:03d}", file, work.fps) for n in range(work.tiles)]
                with RtspServerProcess(served) as server:
                    urls = [server.url(clip.path) for clip in served]
                    rounds.setdefault(work.name, []).append(one_round(work, urls, wish.seconds))
        ages = picture_ages_ms(numbered_clip(folder, 15), 15, wish.seconds)
    medians = {name: medians_of(rows) for name, rows in rounds.items()}
    goals = [{**asdict(goal), "measured": goal.value(medians)} for goal in GOALS]
    return {"medians": medians, "rounds": rounds, "picture_age": ages, "goals": goals}


def print_comparison(found: dict[str, Any]) -> None:
    """The tables, for people."""
    for name, row in found["medians"].items():
        print(f"\n{name}")
        for key, value in row.items():
            ratio = f"{value / row['ffmpeg']:>8.2f} x ffmpeg" if key in _CONTESTANTS else ""
            print(f"  {key:<26}{value:>12.4g}{ratio}")
    print(
        "\npicture age (ms) " + "  ".join(f"{k} {v:.4g}" for k, v in found["picture_age"].items())
    )
    print()
    for goal in found["goals"]:
        measured = goal["measured"]
        told = "not measured" if measured is None else f"{measured:.3g}"
        met = "" if measured is None else ("met" if measured <= goal["at_most"] else "MISSED")
        print(f"{goal['workload']:<14}{goal['what']:<38}{told:>13}  <= {goal['at_most']:<6} {met}")


_CONTESTANTS = ("ours", "ffmpeg", "opencv", "mpv", "gstreamer", "qmediaplayer")


def alone(wish: argparse.Namespace) -> dict[str, Any]:
    """Our wall alone, on streams from outside."""
    from tests.bench.bare_wall import measured_wall

    lines = Path(wish.urls).read_text(encoding="utf-8").split()
    urls = lines[: wish.layout] if wish.layout else lines
    work = Workload(len(urls), (0, 0), 0)
    return asdict(measured_wall(urls, wish.seconds, "pyav", work.tile_px))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--urls", metavar="FILE")
    parser.add_argument("--layout", type=int)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workloads", nargs="+", type=int, default=[0, 1, 2, 3])
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    from PySide6.QtWidgets import QApplication

    _app = QApplication(["bench"])
    found = alone(wish) if wish.urls else compared(wish)
    if wish.json:
        print(json.dumps(found))
    elif wish.urls:
        for key, value in found.items():
            print(f"{key:<30}{value:>12.4g}")
    else:
        print_comparison(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
