"""Collecting garbage in the window's thread only.

Python collects cycles in whatever thread happens to allocate. A cycle that holds a widget would
then be destroyed by the desk thread or the push sender, and Qt aborts the program for that.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 1_000
# More young objects than this are records that another thread is reading: they go by themselves
# when it has done, and looking through them held the window for 90 ms. Nobody reads for so long:
MANY, MOST_WAITS = 30_000, 60


class WindowCollector(QObject):
    """While it runs, cycles are collected by its timer and nowhere else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waited = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Take over; what lives already is set aside, so that looking stays short."""
        gc.collect()
        gc.freeze()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def look(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] > MANY and self._waited < MOST_WAITS:
            self._waited += 1
            return
        self._waited = 0
        due = [age for age in range(3) if counts[age] > limits[age]]
        if due:
            gc.collect(max(due))
