"""How long review, ledger and report take on a store of `simulate`; how long the window is still.

python -m tests.bench.bench_review --data DIR [--date YYYY-MM-DD]; DIR is migrated, give a copy.
Beside the longest pass stands the most processor time of one, which a busy machine hardly changes.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from duty_desk.bootstrap import build_desk, open_house
from duty_desk.desk.report_content import Asked
from duty_desk.domain import period as periods
from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.report import ReportKind
from duty_desk.domain.workdays import day_of
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.ui import icons, theme
from duty_desk.ui.application import SWITCH_S
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.garbage import WindowCollector
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.review.morning_card import MorningCard
from duty_desk.ui.review.page import ReviewPage
from duty_desk.ui.review.queue_card import SHOWN

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
RUNS, TICK_MS = 5, 2
TURNED, TURN_S = 12, 0.15


class Stillness:
    """The longest time in which the window's thread did not come round, and the most work."""

    def __init__(self) -> None:
        self.worst_s = self.work_s = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.worst_s = max(self.worst_s, now - self._last)
        self.work_s = max(self.work_s, worked - self._worked)
        self._last, self._worked = now, worked

    @property
    def words(self) -> str:
        """Both in words."""
        longest, work = self.worst_s * 1000, self.work_s * 1000
        return f"window still for {longest:.0f} ms at most, {work:.0f} ms of work in one pass"

    def forget(self) -> None:
        """Begin anew."""
        self.worst_s = self.work_s = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()


def main() -> None:
    """Measure a day, a month and a contract year."""
    words = argparse.ArgumentParser()
    words.add_argument("--data", type=Path, required=True)
    words.add_argument("--date", type=date.fromisoformat)
    told = words.parse_args()
    import_module("duty_desk.ui.main_window")  # as in the window: numpy is loaded by then
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
    print(f"first look: {stillness.words}")
    for period in (
        periods.day(on),
        periods.month(on.year, on.month),
        periods.contract_year(on, desk.store.contract),
    ):
        measure(app, page, period, stillness)
    turn(app, page, stillness)
    show_morning(app, page, (on, desk), stillness)
    wait(app, lambda: page.model.chain is not None)  # the page asks nothing more
    with TemporaryDirectory() as folder:
        write_ledger(app, desk, Path(folder), stillness)
        write_report(app, desk, Path(folder), stillness)
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
        f"(worst {took[-1] * 1000:.0f}); {stillness.words}"
    )


def turn(app: QApplication, page: ReviewPage, stillness: Stillness) -> None:
    """Turn back through months, faster than they can be read."""
    stillness.forget()
    page.model.show_period(periods.month(2026, 11), periods.PeriodKind.MONTH)
    for _ in range(TURNED):
        again_at = time.perf_counter() + TURN_S
        wait(app, lambda at=again_at: time.perf_counter() >= at)
        page.model.step(-1)
    wait(app, lambda: page.model.charts is not None)
    print(f"{TURNED} months turned, one each {TURN_S} s: {stillness.words}")


def show_morning(
    app: QApplication, page: ReviewPage, at: tuple[date, Desk], stillness: Stillness
) -> None:
    """Open the morning page."""
    on, desk = at
    card = MorningCard(DeskSide(desk, DeskBridge(), SystemTimeSource()), page)
    stillness.forget()
    begun = time.perf_counter()
    card.show_day(on)
    wait(app, lambda: card.list.count() > 0)
    took = time.perf_counter() - begun
    print(f"morning page of {on}: {took * 1000:.0f} ms; {stillness.words}")


def write_ledger(app: QApplication, desk: Desk, folder: Path, stillness: Stillness) -> None:
    """Write the problems of the contract year beside the open page."""
    year = periods.contract_year(day_of(desk.time.now_ms()), desk.store.contract)
    stillness.forget()
    begun = time.perf_counter()
    written = desk.ledgers.write(
        LedgerWish("problem", year.from_at, year.to_at), folder / "problem.xlsx"
    )
    wait(app, written.done)
    took = time.perf_counter() - begun
    rows = written.result().rows
    print(f"{rows} problems to .xlsx: {rows / took:.0f} rows/s; {stillness.words}")


def write_report(app: QApplication, desk: Desk, folder: Path, stillness: Stillness) -> None:
    """Prepare a monthly report and write it as .docx beside the open page."""
    asked = Asked(kind=ReportKind.MONTHLY, period=periods.month(2026, 10))
    stillness.forget()
    begun = time.perf_counter()
    with ThreadPoolExecutor(1) as pool:
        saved = pool.submit(
            lambda: desk.reports.save(desk.reports.prepare(asked).result(), folder / "month.docx")
        )
        wait(app, saved.done)
    saved.result()
    print(f"monthly .docx: {time.perf_counter() - begun:.1f} s; {stillness.words}")


def wait(app: QApplication, is_ready: object) -> None:
    """Let the window work until `is_ready()`."""
    while not is_ready():  # type: ignore[operator]
        app.processEvents()
        time.sleep(0.001)
    app.processEvents()  # what is shown is drawn


if __name__ == "__main__":
    main()
