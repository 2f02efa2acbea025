"""The keys of a chart: which mark the keyboard is on, and what is in sight; without pyqtgraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt

from duty_desk.language import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    class View(Protocol):
        """What is in sight along a chart."""

        def seen(self) -> tuple[float, float]: ...
        def see(self, low: float, high: float) -> None: ...
        def show_all(self) -> None: ...


KEYS = (
    ("← → Home End", mark("图中：前一个、后一个、第一个、最后一个")),
    ("↑ ↓", mark("图中：上一行、下一行里最近的一个")),
    ("Enter", mark("图中：打开它的记录")),
    ("+ − 0", mark("图中：放大、缩小、复原；Shift+← → 平移")),
)
_MANY = 1_000_000  # steps to the end of a row
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Home: -_MANY,
    Qt.Key.Key_End: _MANY,
}
_TURNS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ZOOMS = {Qt.Key.Key_Plus: 0.5, Qt.Key.Key_Equal: 0.5, Qt.Key.Key_Minus: 2.0}


@dataclass(frozen=True, eq=False)
class Mark:
    """A bar or span: in which row it lies, and from where to where along the chart.

    Two that look alike are two. `key` stays what it is when the chart is drawn anew.
    """

    shape: Any
    row: int
    from_x: float
    to_x: float
    key: object

    @property
    def middle(self) -> float:
        """Where it is looked for from another row."""
        return (self.from_x + self.to_x) / 2


class ChartWalk:
    """Steps from mark to mark: along a row, or to the nearest one of another row."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._rows: tuple[tuple[Mark, ...], ...] = ()
        self.mark: Mark | None = None

    def show(self, marks: Sequence[Mark]) -> None:
        """Walk among these marks, on the one that was chosen, if it is among them."""
        rows: dict[int, list[Mark]] = {}
        for one in marks:
            rows.setdefault(one.row, []).append(one)
        self._rows = tuple(
            tuple(sorted(rows[row], key=lambda one: (one.from_x, one.to_x))) for row in sorted(rows)
        )
        place = (self.mark.row, self.mark.key) if self.mark is not None else None
        self.mark = next((one for one in marks if (one.row, one.key) == place), None)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key says; False when it says nothing here."""
        key, before = Qt.Key(event.key()), self.mark
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in _STEPS:
            self._pan(_STEPS[key])
        elif key in _STEPS:
            self.step(_STEPS[key])
        elif key in _TURNS:
            self.turn(_TURNS[key])
        elif key in _ZOOMS:
            self._zoom(_ZOOMS[key])
        elif key == Qt.Key.Key_0:
            self._view.show_all()
        else:
            return False
        if self.mark is not before:
            self._bring()
        return True

    def _zoom(self, share: float) -> None:
        """Show `share` of what is seen, about the mark when that is in sight."""
        low, high = self._view.seen()
        middle, half = (low + high) / 2, (high - low) * share / 2
        if self.mark is not None and low <= self.mark.middle <= high:
            middle = self.mark.middle
        self._view.see(middle - half, middle + half)

    def _pan(self, by: int) -> None:
        low, high = self._view.seen()
        shift = (high - low) / 4 * max(-4, min(4, by))
        self._view.see(low + shift, high + shift)

    def _bring(self) -> None:
        """Bring the mark into sight."""
        low, high = self._view.seen()
        if self.mark is not None and not (self.mark.to_x >= low and self.mark.from_x <= high):
            half = (high - low) / 2
            self._view.see(self.mark.middle - half, self.mark.middle + half)

    def choose(self, shape: object) -> None:
        """Stand on the mark of `shape`."""
        self.mark = next((m for row in self._rows for m in row if m.shape is shape), self.mark)

    def begin(self) -> None:
        """Stand on the first mark, unless one is chosen."""
        if self.mark is None and self._rows:
            self.mark = self._rows[0][0]

    def step(self, by: int) -> None:
        """So many marks on (or back) along the row, to its end at most."""
        self.begin()
        if self.mark is not None:
            row = self._row()
            self.mark = row[max(0, min(len(row) - 1, row.index(self.mark) + by))]

    def turn(self, by: int) -> None:
        """To the nearest mark of the row below (1) or above (-1) that has any."""
        self.begin()
        if self.mark is not None:
            place = self._rows.index(self._row()) + by
            if 0 <= place < len(self._rows):
                here = self.mark.middle
                self.mark = min(self._rows[place], key=lambda one: abs(one.middle - here))

    def _row(self) -> tuple[Mark, ...]:
        return next(row for row in self._rows if self.mark in row)
