"""A wall of tiles and nothing else, and what it costs; measured by `wall`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, QRect, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.video.engine import Picture, StreamSpec, VideoEngine

if TYPE_CHECKING:
    from collections.abc import Sequence

PAINT_EVERY_MS = 80
TICK_MS = 10
Size = tuple[int, int]
WARM_UP_MS = 4_000
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class WallFigures:
    """One round of the wall."""

    tiles: int
    cpu_per_tile_second: float
    gui_cpu_per_tile_second: float
    shown_fps: float
    shed_frames: int
    late_p50_ms: float
    late_p99_ms: float
    first_moving_ms: int
    all_moving_ms: int
    pss_mb: float


def cpu_s(pids: Sequence[int]) -> float:
    """CPU seconds that these processes have used so far."""
    used = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / TICKS_PER_S


def pss_mb(pids: Sequence[int], line: str = "Pss:") -> float:
    """Memory of these processes, shared pages counted once; `line` of smaps_rollup."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(text.split(line)[1].split()[0]) for text in rollups) / 1024


class BareWall(QWidget):
    """Tiles and nothing else: pulls on one timer, paints what changed, keeps lateness."""

    def __init__(self, engine: VideoEngine, cameras: Sequence[str], tile_px: Size) -> None:
        super().__init__()
        self._engine = engine
        self._tile_px = tile_px
        self._clock = SystemTimeSource()
        self.shown: dict[str, Picture] = {}
        self.counts = dict.fromkeys(cameras, 0)
        self.moving_mono_ms: dict[str, int] = {}
        self.late_ms: list[float] = []
        across = max(1, round(len(cameras) ** 0.5 + 0.49))
        self._places = {
            name: (n % across * tile_px[0], n // across * tile_px[1])
            for n, name in enumerate(cameras)
        }
        self.resize(across * tile_px[0], across * tile_px[1])
        self._ticking = QElapsedTimer()
        self._paint_timer = self._timer(PAINT_EVERY_MS, self._pull)
        self._tick_timer = self._timer(TICK_MS, self._tick)

    def begin(self) -> None:
        self._paint_timer.start()
        self._ticking.start()
        self._tick_timer.start()

    def _timer(self, every_ms: int, slot) -> QTimer:
        timer = QTimer(self, interval=every_ms, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(slot)
        return timer

    def _tick(self) -> None:
        self.late_ms.append(max(0.0, self._ticking.nsecsElapsed() / 1e6 - TICK_MS))
        self._ticking.restart()

    def _pull(self) -> None:
        for name, (left, top) in self._places.items():
            last = self.shown.get(name)
            picture = self._engine.picture(name, last.seq if last else 0)
            if picture is None:
                continue
            self.shown[name] = picture
            self.counts[name] += 1
            if last is not None:
                self.moving_mono_ms.setdefault(name, self._clock.mono_ms())
            self.update(left, top, *self._tile_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for name, (left, top) in self._places.items():
            picture = self.shown.get(name)
            if picture is not None and event.region().intersects(QRect(left, top, *self._tile_px)):
                height, width = picture.bgra.shape[:2]
                image = QImage(
                    picture.bgra.data, width, height, width * 4, QImage.Format.Format_RGB32
                )
                painter.drawImage(left, top, image)
        painter.end()


def run_for(ms: int) -> None:
    """Let the window's events run."""
    QTimer.singleShot(ms, QApplication.instance().quit)
    QApplication.instance().exec()


def measured_wall(
    urls: Sequence[str], seconds: float, engine_name: str, tile_px: Size
) -> WallFigures:
    """One round of `urls` on a wall of tiles of `tile_px`, by the engine of that name."""
    clock = SystemTimeSource()
    cameras = [f"C{number:03d}" for number in range(len(urls))]
    engine = VideoEngine(clock)
    wall = BareWall(engine, cameras, tile_px)
    began = clock.mono_ms()
    engine.start()
    for camera, url in zip(cameras, urls, strict=True):
        engine.watch(StreamSpec(camera, url, engine=engine_name), *tile_px)
    wall.show()
    wall.begin()
    run_for(WARM_UP_MS)
    pids = [*engine.worker_pids(), os.getpid()]
    before, gui_before, shown_before = cpu_s(pids), cpu_s(pids[-1:]), sum(wall.counts.values())
    started = clock.mono_ms()
    wall.late_ms.clear()
    run_for(round(seconds * 1000))
    tile_seconds = len(urls) * (clock.mono_ms() - started) / 1000
    used, gui_used = cpu_s(pids) - before, cpu_s(pids[-1:]) - gui_before
    shown = sum(wall.counts.values()) - shown_before
    memory = pss_mb(pids)
    late = sorted(wall.late_ms)
    moving = sorted(wall.moving_mono_ms.values())
    figures = WallFigures(
        tiles=len(urls),
        cpu_per_tile_second=used / tile_seconds,
        gui_cpu_per_tile_second=gui_used / tile_seconds,
        shown_fps=shown / tile_seconds,
        shed_frames=sum(engine.status(camera).shed_frames for camera in cameras),
        late_p50_ms=late[len(late) // 2],
        late_p99_ms=late[len(late) * 99 // 100],
        first_moving_ms=moving[0] - began if moving else -1,
        all_moving_ms=moving[-1] - began if len(moving) == len(urls) else -1,
        pss_mb=memory,
    )
    wall.close()
    engine.stop()
    return figures
