"""How long the review page takes on a store made by `simulate`, and how long the window is still.

python -m tests.bench.bench_review --data DIR [--date YYYY-MM-DD]; DIR is migrated, give a copy.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from duty_desk.bootstrap import build_desk, open_house
from duty_desk.domain import period as periods
from duty_desk.domain.workdays import day_of
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.ui import icons, theme
from duty_desk.ui.application import SWITCH_S
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.garbage import WindowCollector
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.review.page import ReviewPage
from duty_desk.ui.review.queue_card import SHOWN

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
RUNS, TICK_MS = 5, 2


class Stillness:
    """The longest time in which the window's thread did not come round."""

    def __init__(self) -> None:
        self.worst_s = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst_s = max(self.worst_s, now - self._last)
        self._last = now

    def forget(self) -> None:
        """Begin anew."""
        self.worst_s, self._last = 0.0, time.perf_counter()


def main() -> None:
    """Measure a day, a month and a contract year."""
    words = argparse.ArgumentParser()
    words.add_argument("--data", type=Path, required=True)
    words.add_argument("--date", type=date.fromisoformat)
    told = words.parse_args()
    app = QApplication([])
    sys.setswitchinterval(SWITCH_S)
    collector = WindowCollector(app)
    collector.start()
    icons.use_folder(RESOURCES / "icons")
    theme.dress(RESOURCES)
    desk = build_desk(open_house(told.data))
    desk.start(is_sending=False, is_ticking=False)
    desk.require = lambda _right: None  # type: ignore[method-assign]
    clock = SystemTimeSource()
    on = told.date or day_of(clock.now_ms())
    page = ReviewPage(DeskSide(desk, DeskBridge(), clock))
    page.model.may_see = lambda: True  # type: ignore[method-assign]
    page.resize(1800, 950)
    page.show()
    stillness = Stillness()
    wait(app, lambda: page.lanes.chart is not None and page.model.charts is not None)
    print(f"first look: window still for {stillness.worst_s * 1000:.0f} ms at most")
    for period in (
        periods.day(on),
        periods.month(on.year, on.month),
        periods.contract_year(on, desk.store.contract),
    ):
        measure(app, page, period, stillness)
    collector.stop()
    desk.stop()


def measure(
    app: QApplication, page: ReviewPage, period: periods.Period, stillness: Stillness
) -> None:
    """Print the median of some runs."""
    took, seen = [], []
    page.model.queue_changed.connect(lambda: seen.append(1))
    stillness.forget()
    for _ in range(RUNS):
        begun = time.perf_counter()
        page.model.show_period(period, period.kind)
        wait(app, lambda: page.model.charts is not None)
        took.append(time.perf_counter() - begun)
        wait(app, lambda: seen and len(page.queue.rows) >= min(SHOWN, len(page.model.queue)))
        seen.clear()
    took.sort()
    print(
        f"{period.words}: to the last chart {took[len(took) // 2] * 1000:.0f} ms "
        f"(worst {took[-1] * 1000:.0f}); window still for {stillness.worst_s * 1000:.0f} ms"
    )


def wait(app: QApplication, is_ready: object) -> None:
    """Let the window work until `is_ready()`."""
    while not is_ready():  # type: ignore[operator]
        app.processEvents()
        time.sleep(0.001)
    app.processEvents()  # what is shown is drawn


if __name__ == "__main__":
    main()
