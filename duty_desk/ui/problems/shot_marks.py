"""The marks drawn on the shots of one problem: added, moved, taken back, per shot; no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.vision.marks import Mark

MOST_MARKS = 60


class ShotMarks:
    """The marks of each shot, in the order they were drawn, and which shots differ from the store.

    A shot is named by its number, from 1.
    """

    def __init__(self) -> None:
        self._marks: dict[int, tuple[Mark, ...]] = {}
        self._saved: dict[int, tuple[Mark, ...]] = {}

    def stored(self, shot_no: int, marks: tuple[Mark, ...]) -> None:
        """The store holds `marks` for a shot; marks drawn meanwhile are kept."""
        is_untouched = self.of(shot_no) == self._saved.get(shot_no, ())
        self._saved[shot_no] = marks
        if is_untouched:
            self._marks[shot_no] = marks

    def of(self, shot_no: int) -> tuple[Mark, ...]:
        """The marks of a shot, oldest first."""
        return self._marks.get(shot_no, ())

    def all(self) -> Mapping[int, tuple[Mark, ...]]:
        """The marks of every shot."""
        return dict(self._marks)

    def unsaved(self) -> dict[int, tuple[Mark, ...]]:
        """The shots whose marks the store does not hold yet."""
        return {no: marks for no, marks in self._marks.items() if marks != self._saved.get(no, ())}

    def sent(self, shot_no: int) -> None:
        """The marks of a shot are on their way to the store."""
        self._saved[shot_no] = self.of(shot_no)

    def not_stored(self) -> None:
        """The store refused marks: take none of those drawn here as stored."""
        self._saved = {}

    def add(self, shot_no: int, drawn: Mark) -> bool:
        """Add a mark; False when the shot carries as many as a reader can bear."""
        if len(self.of(shot_no)) >= MOST_MARKS:
            return False
        self._marks[shot_no] = (*self.of(shot_no), drawn)
        return True

    def undo(self, shot_no: int) -> bool:
        """Take the newest mark of a shot back; False when there is none."""
        if not self.of(shot_no):
            return False
        self._marks[shot_no] = self.of(shot_no)[:-1]
        return True
