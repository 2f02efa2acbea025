"""The wall as the tutorials build it: `python -m tests.bench.naive_wall SECONDS URL …`.

A thread a camera reads with `cv2.VideoCapture`, every picture is a queued signal, the window
scales a pixmap for a label. Prints how late a timer of 10 ms comes in that window.
"""

from __future__ import annotations

import json
import os
import sys
import threading

import cv2
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

TICK_MS = 10
SETTLE_S = 20


class Reader(QObject):
    """One camera's thread."""

    came = Signal(QImage)

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self.count = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        capture = cv2.VideoCapture(self._url)
        while True:
            is_good, frame = capture.read()
            if not is_good:
                return
            rgb = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
            height, width = rgb.shape[:2]
            self.count += 1
            self.came.emit(QImage(rgb.data, width, height, width * 3, QImage.Format.Format_RGB888))


class Tile(QLabel):
    """One tile; as a method of a widget its slot runs in the window's thread."""

    def show_image(self, image: QImage) -> None:
        """Scale and show."""
        pixmap = QPixmap.fromImage(image)
        aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode
        self.setPixmap(pixmap.scaled(self.size(), aspect, smooth.SmoothTransformation))


def main() -> None:
    app = QApplication(sys.argv[:1])
    seconds, urls = float(sys.argv[1]), sys.argv[2:]
    window, readers, late, clock = QWidget(), [], [], QElapsedTimer()
    grid = QGridLayout(window)
    across = max(1, round(len(urls) ** 0.5 + 0.49))
    for number, url in enumerate(urls):
        label, reader = Tile(), Reader(url)
        label.setMinimumSize(1, 1)
        grid.addWidget(label, number // across, number % across)
        reader.came.connect(label.show_image)
        readers.append(reader)
    window.resize(1920, 1080)
    window.show()

    def tick() -> None:
        late.append(max(0.0, clock.nsecsElapsed() / 1e6 - TICK_MS))
        clock.restart()

    timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    clock.start()
    timer.start()
    # Threads of their own time it: the window's events may come late or never. The cameras open
    # one after the other: only what comes after is measured.
    frames: list[int] = []

    def settle() -> None:
        late.clear()
        frames.append(sum(reader.count for reader in readers))

    def report() -> None:
        ordered = sorted([*late, clock.nsecsElapsed() / 1e6])
        came = sum(reader.count for reader in readers) - frames[0]
        figures = {
            "late_p99_ms": ordered[len(ordered) * 99 // 100],
            "read_fps": came / len(urls) / seconds,
        }
        print(json.dumps(figures), flush=True)
        os._exit(0)

    threading.Timer(SETTLE_S, settle).start()
    threading.Timer(SETTLE_S + seconds, report).start()
    app.exec()


if __name__ == "__main__":
    main()
