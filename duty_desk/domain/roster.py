"""The roster: shift templates, planned shifts, and rotation patterns laid over days.

A shift belongs to the Beijing date on which it starts, also when it ends on the next. Minutes are
counted from midnight in Beijing; instants are UTC milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from duty_desk.domain.plain import facts_of, record_from
from duty_desk.domain.workdays import MONDAY_TO_FRIDAY, Workdays, instant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DAY_MINUTES = 1440
OFFICE = "office"  # the seat of people who come in office hours


@dataclass(frozen=True, kw_only=True)
class ShiftTemplate:
    """A kind of shift.

    Attributes:
        id: A short name without blanks, unique in its set (`night`); days are planned by it.
        name: What people say (夜班).
        starts: Minute of the day.
        ends: Minute of the day; not later than `starts` means on the next day.
        is_office: Kept by people in office hours, on workdays, and not by the 24-hour seat.
    """

    id: str
    name: str
    starts: int
    ends: int
    is_office: bool = False

    @property
    def crosses_midnight(self) -> bool:
        """Whether it ends on the day after the one it belongs to."""
        return self.ends <= self.starts

    @property
    def length_minutes(self) -> int:
        """How long it is; 24 hours where it ends at the minute it starts."""
        return (self.ends - self.starts) % DAY_MINUTES or DAY_MINUTES

    def as_facts(self) -> dict[str, Any]:
        """The template as plain facts."""
        return facts_of(self)


@dataclass(frozen=True, kw_only=True)
class TemplateSet:
    """The templates that hold from a date on.

    Attributes:
        from_on: The first day, ISO date; empty for those that hold before anybody chose.
        templates: In the order of the day.
    """

    templates: tuple[ShiftTemplate, ...]
    from_on: str = ""

    @property
    def of_seat(self) -> tuple[ShiftTemplate, ...]:
        """Those of the 24-hour seat."""
        return tuple(one for one in self.templates if not one.is_office)

    def called(self, name: str) -> ShiftTemplate | None:
        """The template of this id or name."""
        return next((one for one in self.templates if name in (one.id, one.name)), None)

    def as_facts(self) -> dict[str, Any]:
        """The set as plain facts."""
        return facts_of(self)


def template_set_from(facts: Mapping[str, Any]) -> TemplateSet:
    """The set whose `as_facts` are `facts`."""
    templates = tuple(record_from(ShiftTemplate, one) for one in facts.get("templates", ()))
    return TemplateSet(templates=templates, from_on=facts.get("from_on", ""))


@dataclass(frozen=True, kw_only=True)
class PlannedShift:
    """One shift of the roster.

    Attributes:
        id: `2026-11-21/1/night`: day, seat, template.
        day: The Beijing date on which it starts, ISO.
        template: The template's name.
        seat: The seat it keeps, `OFFICE` for office hours.
        starts_at: UTC ms.
        ends_at: UTC ms; the next shift's first instant, not its own last.
        person_ids: Who is on duty, the first signs; empty while nobody is planned.
        leader: The duty leader of that day (带班领导), a name.
        phone: Where the leader is reached.
        note: A remark of whoever planned.
        laid_at: When these people were put into it, UTC ms; 0 before that.
    """

    id: str
    day: str
    template: str
    seat: str
    starts_at: int
    ends_at: int
    person_ids: tuple[str, ...] = ()
    leader: str = ""
    phone: str = ""
    note: str = ""
    laid_at: int = field(default=0, compare=False)

    @property
    def template_id(self) -> str:
        """The id of its template."""
        return self.id.rpartition("/")[2]

    @property
    def is_office(self) -> bool:
        """Whether it is kept in office hours."""
        return self.seat == OFFICE

    def holds(self, at: int) -> bool:
        """Whether `at` lies in it."""
        return self.starts_at <= at < self.ends_at


def planned(template: ShiftTemplate, day: date, seat: str, **more: Any) -> PlannedShift:
    """The shift of a template on a day; an office template sits at no seat of the hall."""
    place = OFFICE if template.is_office else seat
    return PlannedShift(
        id=f"{day.isoformat()}/{place}/{template.id}",
        day=day.isoformat(),
        template=template.name,
        seat=place,
        starts_at=instant(day, template.starts),
        ends_at=instant(day, template.starts + template.length_minutes),
        **more,
    )


def days_from(first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


@dataclass(frozen=True, kw_only=True)
class Rotation:
    """A pattern that a crew walks day by day (四班两运转: day, night, rest, rest).

    Attributes:
        id: `four_crews_two_shifts`.
        name: What people say.
        steps: A template's id for each day, empty for rest; crews are spread over it evenly.
        crews: How many crews take turns.
        is_workdays_only: Holidays and weekends are free and do not move the pattern on.
    """

    id: str
    name: str
    steps: tuple[str, ...]
    crews: int
    is_workdays_only: bool = False

    def step(self, number: int, crew: int) -> str:
        """The template's id for `crew` (from 0) on the day `number` after the start."""
        spread = len(self.steps) // max(1, self.crews)
        return self.steps[(number + crew * spread) % len(self.steps)]


@dataclass(frozen=True, kw_only=True)
class Laying:
    """How a rotation is laid over days.

    Attributes:
        rotation: The pattern.
        crews: The people of each crew, by id; a crew without people leaves its shifts open.
        starts_on: The day on which the first crew takes the first step.
        from_on: The first day to be planned.
        to_on: The last one, included.
        seat: The seat of the hall.
        leaders: Duty leaders by ISO date; one under "" stands for all other days.
        workdays: Holidays, for patterns of workdays.
    """

    rotation: Rotation
    crews: tuple[tuple[str, ...], ...]
    starts_on: date
    from_on: date
    to_on: date
    seat: str
    leaders: Mapping[str, str] = field(default_factory=dict)
    workdays: Workdays = MONDAY_TO_FRIDAY


def lay(laying: Laying, templates: Sequence[ShiftTemplate]) -> tuple[PlannedShift, ...]:
    """The planned shifts of a rotation, in time order."""
    by_id = {one.id: one for one in templates}
    found = []
    for day in days_from(laying.from_on, laying.to_on):
        if laying.rotation.is_workdays_only and not laying.workdays.is_worked(day):
            continue
        number = (day - laying.starts_on).days
        leader = laying.leaders.get(day.isoformat(), laying.leaders.get("", ""))
        for name in dict.fromkeys(laying.rotation.steps):
            if name in by_id:
                people = _on(laying, number, name)
                one = planned(by_id[name], day, laying.seat, person_ids=people, leader=leader)
                found.append(one)
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.seat)))


def _on(laying: Laying, number: int, template_id: str) -> tuple[str, ...]:
    return tuple(
        person
        for crew, people in enumerate(laying.crews)
        if laying.rotation.step(number, crew) == template_id
        for person in people
    )
