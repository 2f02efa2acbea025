"""Planned shifts, templates, holidays, leave and swaps, as rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from duty_desk.domain.hashchain import canonical
from duty_desk.domain.plain import record_from
from duty_desk.domain.roster import PlannedShift, template_set_from
from duty_desk.store.roster_tables import (
    HolidayTable,
    LeaveTable,
    PlannedShiftTable,
    RosterDayTable,
    SwapTable,
    TemplateSetTable,
)
from duty_desk.store.tables import PersonTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry
    from duty_desk.domain.roster import TemplateSet

_COLUMNS = ("id", "day", "template", "seat", "starts_at", "ends_at", "leader", "phone", "note")


def apply(session: Session, entry: Entry) -> None:
    """Bring the roster to what `entry` says; a roster handed in changes none."""
    if entry.kind == "roster.laid":
        _lay(session, entry)
    elif entry.kind == "roster.changed":
        shift = record_from(PlannedShift, entry.facts["shift"])
        session.merge(_row(shift, _laid_at(session, shift, entry)))
    elif entry.kind == "roster.templates_adopted":
        body = entry.facts["set"]
        session.add(
            TemplateSetTable(
                id=entry.subject,
                from_on=body.get("from_on", ""),
                body=canonical(body),
                adopted_by=entry.actor,
                seat=entry.seat,
                seq=entry.seq,
            )
        )


def _lay(session: Session, entry: Entry) -> None:
    """Days of some seats are planned anew; what stood there before goes."""
    facts = entry.facts
    shifts = [record_from(PlannedShift, one) for one in facts["shifts"]]
    laid = [_row(one, _laid_at(session, one, entry)) for one in shifts]
    session.execute(
        delete(PlannedShiftTable).where(
            PlannedShiftTable.day.in_(facts["days"]), PlannedShiftTable.seat.in_(facts["seats"])
        )
    )
    for day in facts["days"]:
        for seat in facts["seats"]:
            session.merge(RosterDayTable(day=day, seat=seat))
    session.flush()
    session.expire_all()
    session.add_all(laid)


def _laid_at(session: Session, shift: PlannedShift, entry: Entry) -> int:
    """Since when a shift has its people: unchanged where the same ones stay."""
    before = session.get(PlannedShiftTable, shift.id)
    is_same = before is not None and before.person_ids == canonical(list(shift.person_ids))
    return before.laid_at if before is not None and is_same else entry.recorded_at


def _row(shift: PlannedShift, laid_at: int) -> PlannedShiftTable:
    fields = {name: getattr(shift, name) for name in _COLUMNS}
    people = canonical(list(shift.person_ids))
    return PlannedShiftTable(**fields, person_ids=people, laid_at=laid_at)


def shift_of(row: PlannedShiftTable) -> PlannedShift:
    """The shift a row holds."""
    fields = {name: getattr(row, name) for name in _COLUMNS}
    people = tuple(json.loads(row.person_ids))
    return PlannedShift(**fields, person_ids=people, laid_at=row.laid_at)


def shifts_on(session: Session, from_day: str, to_day: str) -> tuple[PlannedShift, ...]:
    """The planned shifts that start on these days, in time order."""
    found = session.scalars(
        select(PlannedShiftTable)
        .where(PlannedShiftTable.day >= from_day, PlannedShiftTable.day <= to_day)
        .order_by(PlannedShiftTable.starts_at, PlannedShiftTable.id)
    )
    return tuple(shift_of(row) for row in found)


def planned_days(session: Session, from_day: str, to_day: str) -> set[tuple[str, str]]:
    """Which of these days somebody has planned, for which seat."""
    found = session.execute(
        select(RosterDayTable.day, RosterDayTable.seat).where(
            RosterDayTable.day >= from_day, RosterDayTable.day <= to_day
        )
    )
    return {(row[0], row[1]) for row in found}


def template_sets(session: Session) -> tuple[TemplateSet, ...]:
    """The template sets by the date from which they hold, the later entry of one date last."""
    found = session.scalars(
        select(TemplateSetTable).order_by(
            TemplateSetTable.from_on, TemplateSetTable.seat, TemplateSetTable.seq
        )
    )
    return tuple(template_set_from(json.loads(row.body)) for row in found)


def name_of(session: Session, person_id: str) -> str:
    """A person's name; what was written where nobody is known by it."""
    row = session.get(PersonTable, person_id)
    return row.name if row else person_id


# -- holidays ----------------------------------------------------------------------------------


def apply_holiday(session: Session, entry: Entry) -> None:
    """The table of a year takes the place of what was known of it."""
    year = entry.facts["year"]
    session.execute(delete(HolidayTable).where(HolidayTable.day.like(f"{year}-%")))
    session.add_all(
        HolidayTable(day=day, name=name, is_worked=is_worked)
        for day, name, is_worked in entry.facts["days"]
    )


def holidays(session: Session) -> tuple[HolidayTable, ...]:
    """All imported days, in order."""
    return tuple(session.scalars(select(HolidayTable).order_by(HolidayTable.day)))


# -- leave -------------------------------------------------------------------------------------


def apply_leave(session: Session, entry: Entry) -> None:
    """Bring a leave form to what `entry` says."""
    if entry.kind == "leave.wanted":
        return
    if entry.kind == "leave.filed":
        facts = entry.facts
        session.add(
            LeaveTable(
                id=entry.subject,
                **{name: facts[name] for name in ("person_id", "name", "from_at", "to_at")},
                reason=entry.reason,
                substitute_id=facts.get("substitute_id", ""),
                state="filed",
                filed_at=entry.recorded_at,
                filed_by=entry.actor,
                is_late=facts.get("is_late", False),
                decided_by="",
                is_decided_late=False,
                words="",
            )
        )
        return
    row = session.get_one(LeaveTable, entry.subject)
    row.state = entry.kind.partition(".")[2]
    row.decided_at, row.decided_by = entry.recorded_at, entry.actor
    row.is_decided_late = entry.facts.get("is_late", False)
    row.substitute_id = entry.facts.get("substitute_id", row.substitute_id)
    row.words = entry.reason


def leaves(session: Session, from_at: int, to_at: int) -> tuple[LeaveTable, ...]:
    """Leave forms that touch a span or still wait for a decision, earliest leave first."""
    found = session.scalars(
        select(LeaveTable)
        .where(
            or_(
                (LeaveTable.from_at < to_at) & (LeaveTable.to_at > from_at),
                LeaveTable.state == "filed",
            )
        )
        .order_by(LeaveTable.from_at, LeaveTable.id)
    )
    return tuple(found)


# -- swaps -------------------------------------------------------------------------------------


def apply_swap(session: Session, entry: Entry) -> None:
    """Bring a wish to swap to what `entry` says."""
    facts = entry.facts
    if entry.kind == "swap.asked":
        names = ("shift_id", "person_id", "other_id", "other_shift_id", "starts_at")
        session.add(
            SwapTable(
                id=entry.subject,
                **{name: facts[name] for name in names},
                reason=entry.reason,
                state="asked",
                asked_at=entry.recorded_at,
                asked_by=entry.actor,
                agreed_by="",
                decided_by="",
                words="",
            )
        )
        return
    row = session.get_one(SwapTable, entry.subject)
    row.state = entry.kind.partition(".")[2]
    if entry.kind == "swap.agreed":
        row.agreed_at, row.agreed_by = entry.recorded_at, entry.actor
        return
    row.decided_at, row.decided_by, row.words = entry.recorded_at, entry.actor, entry.reason


def swaps(session: Session, from_at: int) -> tuple[SwapTable, ...]:
    """Wishes about shifts from an instant on, and those that wait, newest first."""
    found = session.scalars(
        select(SwapTable)
        .where(or_(SwapTable.starts_at >= from_at, SwapTable.state.in_(("asked", "agreed"))))
        .order_by(SwapTable.asked_at.desc())
    )
    return tuple(found)
