"""What is wrong with a roster: two shifts at once, minutes nobody covers, too little rest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from duty_desk.domain.roster import PlannedShift

LEAST_REST_MS = 11 * 3_600_000


class Wrong(StrEnum):
    """What can be wrong."""

    TWO_AT_ONCE = "two_at_once"  # one person in two shifts at the same time
    UNCOVERED = "uncovered"  # minutes of the seat without a shift
    NOBODY = "nobody"  # a shift without people
    STRANGER = "stranger"  # a person nobody knows, or no longer active
    ON_LEAVE = "on_leave"  # a person whose leave covers part of the shift
    SHORT_REST = "short_rest"  # under 11 hours between two shifts: a warning


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Something wrong in a roster.

    Attributes:
        wrong: What.
        from_at: Where it begins, UTC ms.
        to_at: Where it ends.
        person_id: Whom it concerns, empty for a seat.
        shifts: Ids of the shifts it lies in or between.
    """

    wrong: Wrong
    from_at: int
    to_at: int
    person_id: str = ""
    shifts: tuple[str, ...] = ()

    @property
    def is_warning(self) -> bool:
        """Whether the roster can be kept all the same."""
        return self.wrong is Wrong.SHORT_REST

    @property
    def minutes(self) -> int:
        """How long it is, in minutes."""
        return (self.to_at - self.from_at) // 60_000


@dataclass(frozen=True)
class Away:
    """A stretch in which a person is on leave, UTC ms."""

    person_id: str
    from_at: int
    to_at: int


def conflicts(
    shifts: Iterable[PlannedShift],
    active: Collection[str],
    away: Iterable[Away] = (),
    seats: Mapping[str, tuple[int, int]] | None = None,
) -> tuple[Conflict, ...]:
    """Everything wrong in `shifts`, in time order.

    Args:
        shifts: The planned shifts.
        active: Ids of the people who may be planned.
        away: Approved leave.
        seats: For each seat that must be kept every minute, from when to when.
    """
    rows = sorted(shifts, key=lambda one: (one.starts_at, one.ends_at))
    found = [*_of_people(rows), *_of_shifts(rows, active, tuple(away))]
    for seat, span in (seats or {}).items():
        found += _gaps([one for one in rows if one.seat == seat], span)
    return tuple(sorted(found, key=lambda one: (one.from_at, one.wrong)))


def _of_people(rows: list[PlannedShift]) -> list[Conflict]:
    found = []
    last: dict[str, PlannedShift] = {}
    for shift in rows:
        for person in shift.person_ids:
            before = last.get(person)
            if before is not None and shift.starts_at - before.ends_at < LEAST_REST_MS:
                found.append(_between(person, before, shift))
            if before is None or shift.ends_at > before.ends_at:
                last[person] = shift
    return found


def _between(person: str, before: PlannedShift, shift: PlannedShift) -> Conflict:
    is_double = shift.starts_at < before.ends_at
    return Conflict(
        wrong=Wrong.TWO_AT_ONCE if is_double else Wrong.SHORT_REST,
        from_at=shift.starts_at if is_double else before.ends_at,
        to_at=min(before.ends_at, shift.ends_at) if is_double else shift.starts_at,
        person_id=person,
        shifts=(before.id, shift.id),
    )


def _of_shifts(
    rows: list[PlannedShift], active: Collection[str], away: tuple[Away, ...]
) -> list[Conflict]:
    leave = defaultdict(list)
    for one in away:
        leave[one.person_id].append(one)
    found = []
    for shift in rows:
        if not shift.person_ids:
            found.append(_whole(Wrong.NOBODY, shift))
        for person in shift.person_ids:
            if person not in active:
                found.append(_whole(Wrong.STRANGER, shift, person))
            found += [
                Conflict(
                    wrong=Wrong.ON_LEAVE,
                    from_at=max(shift.starts_at, one.from_at),
                    to_at=min(shift.ends_at, one.to_at),
                    person_id=person,
                    shifts=(shift.id,),
                )
                for one in leave[person]
                if one.from_at < shift.ends_at and shift.starts_at < one.to_at
            ]
    return found


def _whole(wrong: Wrong, shift: PlannedShift, person: str = "") -> Conflict:
    return Conflict(
        wrong=wrong,
        from_at=shift.starts_at,
        to_at=shift.ends_at,
        person_id=person,
        shifts=(shift.id,),
    )


def _gaps(rows: list[PlannedShift], span: tuple[int, int]) -> list[Conflict]:
    found, until = [], span[0]
    for shift in rows:
        if shift.starts_at > until:
            end = min(shift.starts_at, span[1])
            found.append(Conflict(wrong=Wrong.UNCOVERED, from_at=until, to_at=end))
        until = max(until, shift.ends_at)
        if until >= span[1]:
            return found
    if until < span[1]:
        found.append(Conflict(wrong=Wrong.UNCOVERED, from_at=until, to_at=span[1]))
    return found
