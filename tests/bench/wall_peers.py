"""Other ways to show the same streams, each measured from outside by its processes.

None of them is ours; a row is left out where the program it needs is not installed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.bare_wall import cpu_s, pss_mb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WARM_UP_S = 5.0
HERE = Path(__file__).resolve().parent
Size = tuple[int, int]
Commands = list[list[str]]


@dataclass(frozen=True)
class Cost:
    """What a way of showing the streams takes."""

    cpu_per_tile_second: float
    pss_mb: float
    shown_fps: float | None = None  # of a tile, where the peer tells


def measured(commands: Commands, tiles: int, seconds: float) -> Cost:
    """Run `commands` and read what they use over `seconds`, after warming up."""
    with running(commands) as processes:
        pids = [process.pid for process in processes]
        time.sleep(WARM_UP_S)
        before, began = cpu_s(pids), time.monotonic()
        time.sleep(seconds)
        used, passed = cpu_s(pids) - before, time.monotonic() - began
        memory = pss_mb(pids)
    told = [int(line) for line in (processes[0].stdout or ()) if line.strip().isdigit()]
    frames = told[-1] - told[-1 - round(seconds)] if len(told) > seconds else None
    fps = None if frames is None else frames / tiles / round(seconds)
    return Cost(used / (tiles * passed), memory, fps)


@contextmanager
def running(commands: Commands) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes of `commands`, which end with the block."""
    processes = [
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for command in commands
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def ffmpeg(urls: Sequence[str], _tile: Size) -> Commands:
    """FFmpeg decoding to nowhere, one process and one thread a stream: the limit."""
    head = ["ffmpeg", "-v", "quiet", "-nostdin", "-threads", "1", "-rtsp_transport", "tcp"]
    return [[*head, "-i", url, "-an", "-f", "null", "-"] for url in urls]


def mpv(urls: Sequence[str], tile: Size) -> Commands:
    """mpv, one window a tile, drawn by X11, as cheap as it can be told to be."""
    across = 1920 // tile[0]
    head = [
        *("mpv", "--no-config", "--really-quiet", "--no-audio", "--no-osc", "--no-border"),
        *("--vo=x11", "--sws-fast=yes", "--sws-scaler=fast-bilinear", "--vd-lavc-threads=1"),
        *("--rtsp-transport=tcp", "--profile=low-latency", "--untimed=no"),
    ]
    places = [(n % across * tile[0], n // across * tile[1]) for n in range(len(urls))]
    return [
        [*head, f"--geometry={tile[0]}x{tile[1]}+{left}+{top}", url]
        for (left, top), url in zip(places, urls, strict=True)
    ]


def compositor(urls: Sequence[str], tile: Size) -> Commands:
    """GStreamer's compositor into one X11 window."""
    across = 1920 // tile[0]
    pads = [
        f"sink_{n}::xpos={n % across * tile[0]} sink_{n}::ypos={n // across * tile[1]}"
        for n in range(len(urls))
    ]
    sources = [
        f"rtspsrc location={url} protocols=tcp latency=0 ! rtph264depay ! h264parse"
        " ! avdec_h264 max-threads=1 ! videoscale"
        f" ! video/x-raw,width={tile[0]},height={tile[1]} ! mix.sink_{n}"
        for n, url in enumerate(urls)
    ]
    line = f"compositor name=mix {' '.join(pads)} ! videoconvert ! ximagesink sync=false "
    return [["gst-launch-1.0", "-q", *(line + " ".join(sources)).split()]]


def media_player(urls: Sequence[str], tile: Size) -> Commands:
    """Qt's own QMediaPlayer and QVideoWidget, by whichever Python here has them."""
    script = str(HERE / "peer_media_player.py")
    return [[_python_with_multimedia() or "", script, f"{tile[0]}x{tile[1]}", *urls]]


def _python_with_multimedia() -> str | None:
    for python in ("/usr/bin/python3", sys.executable):
        command = [python, "-c", "import PyQt6.QtMultimediaWidgets"]
        if (
            shutil.which(python)
            and not subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode
        ):
            return python
    return None


PEERS: dict[str, tuple[Callable[[], object], Callable[[Sequence[str], Size], Commands]]] = {
    "mpv": (lambda: shutil.which("mpv"), mpv),
    "gstreamer": (lambda: shutil.which("gst-launch-1.0"), compositor),
    "qmediaplayer": (_python_with_multimedia, media_player),
}
"""Each peer: what tells that it is installed, and its commands."""


def naive(urls: Sequence[str], seconds: float) -> dict[str, float]:
    """The wall of the tutorials in a process of its own: how late its window's timer comes."""
    command = [sys.executable, "-m", "tests.bench.naive_wall", str(seconds), *urls]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    lines = done.stdout.strip().splitlines()
    return dict(json.loads(lines[-1])) if lines else {}
