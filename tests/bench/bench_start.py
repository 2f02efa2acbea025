"""How long the desk takes from its start to moving pictures.

    python -m tests.bench.bench_start [--starts N] [--json]

The demo is started in a process of its own, first on an empty folder (where it also tells a day of
history), then again on the same one. `window` is the first time the window is shown, `picture` the
first camera's first picture painted, `moving` the first camera's second one, `most moving` the same
for fourteen of the sixteen cameras; `closed` is how long the program takes to end after that.
Milliseconds since the process was asked for. Needs no screen.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

MOST = 14
GIVE_UP_S = 120


class Watcher:
    """Notes when the window first shows what, and ends the program when it has seen enough."""

    def __init__(self, began_s: float) -> None:
        self._began_s = began_s
        self.noted: dict[str, float] = {}
        self._pictures: Counter[str] = Counter()

    def note(self, what: str) -> None:
        """Remember the first time of `what`."""
        self.noted.setdefault(what, round((time.monotonic() - self._began_s) * 1000))

    def painted(self, camera_id: str) -> None:
        """A new picture of a camera was painted."""
        from PySide6.QtWidgets import QApplication

        self._pictures[camera_id] += 1
        moving = sum(count > 1 for count in self._pictures.values())
        self.note("picture_ms")
        if moving:
            self.note("moving_ms")
        if moving >= MOST:
            self.note("most_moving_ms")
            QApplication.quit()


def watch(watcher: Watcher) -> None:
    """Let `watcher` see the window at work."""
    from duty_desk.ui.main_window import MainWindow
    from duty_desk.ui.watch.model import WatchModel

    show, paint = MainWindow.showEvent, WatchModel.painted
    last: dict[str, int] = {}

    def shown(window, event):
        show(window, event)
        watcher.note("window_ms")

    def painted(model, camera_id, picture):
        paint(model, camera_id, picture)
        if last.get(camera_id) != picture.seq:
            last[camera_id] = picture.seq
            watcher.painted(camera_id)

    MainWindow.showEvent, WatchModel.painted = shown, painted


def run_demo(began_s: float, data: Path) -> None:
    """The child's whole life: the program itself, watched."""
    from duty_desk.cli import main as run

    watcher = Watcher(began_s)
    watcher.note("python_ms")
    watch(watcher)
    watcher.note("imported_ms")
    code = run(["demo", "--data", str(data)])
    watcher.note("ended_ms")
    closed = watcher.noted.pop("ended_ms") - watcher.noted.get("most_moving_ms", 0)
    print(json.dumps({**watcher.noted, "closed_ms": closed, "code": code}))


def started(data: Path) -> dict[str, float]:
    """Start the demo once."""
    began_s = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_start", "--child", str(began_s), str(data)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        check=True,
        timeout=GIVE_UP_S,
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--starts", type=int, default=3, help="starts after the first")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.child:
        run_demo(float(words.child[0]), Path(words.child[1]))
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        first = started(Path(folder) / "data")
        later = [started(Path(folder) / "data") for _ in range(words.starts)]
    medians = {key: median(one[key] for one in later) for key in later[0]} if later else {}
    if words.json:
        print(json.dumps({"first": first, "later": later, "median": medians}))
        return
    print(f"{'ms since the start':<20}{'empty folder':>14}{'later, median':>15}")
    for key, value in first.items():
        print(f"{key:<20}{value:>14.0f}{medians.get(key, 0):>15.0f}")


if __name__ == "__main__":
    main()
