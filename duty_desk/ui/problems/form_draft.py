"""What the operator has entered in the problem form and what the store already holds; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.ui.problems.shot_marks import ShotMarks

if TYPE_CHECKING:
    from duty_desk.desk.views import ProblemRow


@dataclass(frozen=True)
class Entered:
    """Kind, description and unit as they stand in the form."""

    category: str = ""
    description: str = ""
    unit: str = ""


class FormDraft:
    """The entries and marks of one problem, and which of them the store does not hold yet."""

    def __init__(self, row: ProblemRow) -> None:
        self.entered = _entered_of(row)
        self.marks = ShotMarks()
        self._stored = self.entered

    def change(self, **fields: str) -> bool:
        """Enter something; False when nothing changed by it."""
        changed = replace(self.entered, **fields)
        if changed == self.entered:
            return False
        self.entered = changed
        return True

    def sent(self) -> Entered:
        """Take the entries as stored from now on; `not_stored` takes it back."""
        self._stored = self.entered
        return self._stored

    def not_stored(self, row: ProblemRow) -> None:
        """The store refused the entries: it still holds those of `row`."""
        self._stored = _entered_of(row)
        self.marks.not_stored()

    @property
    def is_entered_unsaved(self) -> bool:
        """Whether an entry would be lost if the program ended now."""
        return self.entered != self._stored

    @property
    def is_unsaved(self) -> bool:
        """Whether an entry or a mark would be lost if the program ended now."""
        return self.is_entered_unsaved or bool(self.marks.unsaved())


def _entered_of(row: ProblemRow) -> Entered:
    return Entered(row.category, row.description, row.unit)
