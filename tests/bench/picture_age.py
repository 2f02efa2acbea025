"""How old a picture is when the window paints it, by the number that stands in the picture.

The server runs in this process and notes when it sends which number; the clock is the same.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.video.engine import StreamSpec, VideoEngine
from duty_desk.video.rtsp_server import RtspServer, ServedClip
from duty_desk.video.rtsp_stream import Playback
from tests.bench.bare_wall import PAINT_EVERY_MS, WARM_UP_MS, run_for
from tests.bench.wall_clips import number_in

if TYPE_CHECKING:
    from pathlib import Path

TILE_PX = (480, 270)


def picture_ages_ms(clip: Path, fps: int, seconds: float) -> dict[str, float]:
    """Median and 99th percentile of the age when pulled, and what is beyond frame and paint."""
    clock = SystemTimeSource()
    sent = _noted_numbers(clock)
    ages: list[int] = []
    with RtspServer([ServedClip("numbered", clip, fps)]) as server:
        engine = VideoEngine(clock, workers=1)
        engine.start()
        engine.watch(StreamSpec("C001", server.url("numbered")), *TILE_PX)
        run_for(WARM_UP_MS)
        newest = 0

        def pull() -> None:
            nonlocal newest
            picture = engine.picture("C001", newest)
            if picture is not None:
                newest = picture.seq
                ages.append(clock.mono_ms() - sent[number_in(picture.bgra)])

        timer = QTimer(interval=PAINT_EVERY_MS)
        timer.timeout.connect(pull)
        timer.start()
        run_for(round(seconds * 1000))
        timer.stop()
        engine.stop()
    ages.sort()
    middle = statistics.median(ages)
    # A picture waits for the next one (the parser sees its end then) and half a paint period.
    beyond = middle - 1000 / fps - PAINT_EVERY_MS / 2
    return {"p50": middle, "p99": ages[len(ages) * 99 // 100], "p50_beyond": beyond}


def _noted_numbers(clock: SystemTimeSource) -> dict[int, int]:
    sent: dict[int, int] = {}
    take = Playback._next_payloads

    def noted(playback: Playback) -> tuple[bytes, ...]:
        parts = take(playback)
        shown = (playback._position - 1) % len(playback._loop_shown)
        sent[shown] = clock.mono_ms()
        return parts

    Playback._next_payloads = noted
    return sent
