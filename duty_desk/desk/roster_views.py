"""What screens and commands get of the roster."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.domain.roster import PlannedShift, TemplateSet


@dataclass(frozen=True, kw_only=True)
class RosterDay:
    """A day of the month."""

    day: str  # ISO
    is_worked: bool
    name: str  # of the holiday, or of the one it makes up for; "" on ordinary days
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class PersonCell:
    """A person who may be planned, or stands in the month's roster."""

    id: str
    name: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class ConflictLine:
    """Something wrong in the roster, as a finished sentence."""

    words: str
    level: str  # urgent | attention
    day: str  # the day it begins on
    shifts: tuple[str, ...]
    person_id: str


@dataclass(frozen=True, kw_only=True)
class LeaveRow:
    """A leave form."""

    id: str
    person_id: str
    name: str
    from_at: int
    to_at: int
    reason: str
    substitute: str  # a name
    state: str  # filed | approved | refused | cancelled
    state_words: str
    filed_at: int
    filed_by: str
    is_late: bool  # filed, or approved, when the leave had begun
    decided_by: str
    words: str


@dataclass(frozen=True, kw_only=True)
class SwapRow:
    """A wish to swap shifts or to be relieved of one."""

    id: str
    words: str  # who wants what, a finished phrase
    reason: str
    person_id: str
    other_id: str
    state: str  # asked | agreed | approved | refused | withdrawn
    state_words: str
    asked_at: int
    answer: str  # the decider and his words


@dataclass(frozen=True, kw_only=True)
class RosterMonth:
    """A month of the roster.

    Attributes:
        month: `2026-11`.
        days: All its days.
        shifts: The shifts that start in it, in time order; those nobody planned yet without people.
        people: Everybody who stands in it or may be planned.
        templates: The templates that hold at its end.
        conflicts: What is wrong in it.
        leaves: Leave that touches it, and all that waits.
        swaps: Wishes that concern it, and all that wait.
        is_planned: Whether anybody planned any of its days.
        is_year_known: Whether the holidays of its year are known.
    """

    month: str
    days: tuple[RosterDay, ...]
    shifts: tuple[PlannedShift, ...]
    people: tuple[PersonCell, ...]
    templates: TemplateSet
    conflicts: tuple[ConflictLine, ...] = ()
    leaves: tuple[LeaveRow, ...] = ()
    swaps: tuple[SwapRow, ...] = ()
    is_planned: bool = False
    is_year_known: bool = True
    names: Mapping[str, str] = field(default_factory=dict)  # people's names by id

    def name(self, person_id: str) -> str:
        """A person's name; what was written where nobody is known by it."""
        return self.names.get(person_id, person_id)


@dataclass(frozen=True, kw_only=True)
class RosterProposal:
    """Shifts that were laid out or read, before anybody adopted them.

    Attributes:
        days: The ISO days they plan anew.
        seats: The seats they plan.
        shifts: The shifts, those that are kept because they have begun included.
        mistakes: Why they cannot be adopted, finished sentences.
        warnings: What should be known, finished sentences.
        kept: How many shifts stay as they are because they have begun.
    """

    days: tuple[str, ...]
    seats: tuple[str, ...]
    shifts: tuple[PlannedShift, ...]
    mistakes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    kept: int = 0
    how: str = "hand"  # rotation | import | hand
    conflicts: tuple[ConflictLine, ...] = ()
