"""A month of attendance as it is shown and counted."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.desk.attendance_views import (
    AttendanceMonth,
    CorrectionRow,
    PersonMonth,
    PunchRow,
)
from duty_desk.desk.attendance_words import (
    about,
    difference_line,
    how_words,
    kind_words,
    note_of,
    state_words,
    threshold_line,
)
from duty_desk.domain.attendance import (
    PunchCount,
    PunchFact,
    PunchState,
    compare,
    count,
    thresholds,
)
from duty_desk.domain.workdays import day_of, instant
from duty_desk.language import tr
from duty_desk.store import attendance as rows
from duty_desk.store import person as people_rows
from duty_desk.store import roster
from duty_desk.store.roster_tables import PunchTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from duty_desk.domain.attendance import Difference, MonthCount
    from duty_desk.domain.contract import Contract
    from duty_desk.domain.roster import PlannedShift
    from duty_desk.store.roster_tables import ClientPunchTable, CorrectionTable
    from duty_desk.store.transaction import Session

_DAY = timedelta(days=1)


def month_of(session: Session, month: str, contract: Contract | None, now: int) -> AttendanceMonth:
    """A month (`2026-11`) of attendance, as it stands at `now`."""
    first = date.fromisoformat(f"{month}-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    found = rows.punches(session, first.isoformat(), last.isoformat())
    names = {one.id: one.name for one in people_rows.every(session)}
    requests = rows.corrections_of(session, [row.id for row in found])
    counted = count(_fact(row) for row in found if row.planned_at is not None)
    span = (instant(first), instant(last + _DAY))
    shifts = roster.shifts_on(session, first.isoformat(), last.isoformat())
    theirs = rows.client_punches(session, *span)
    return AttendanceMonth(
        month=month,
        punches=tuple(_row(row, requests.get(row.id)) for row in found),
        people=_people(session, (shifts, counted, names), span, now),
        team=counted.team,
        thresholds=tuple(
            threshold_line(
                one,
                counted.team.counted_missing
                if one.counts_missing
                else counted.team.counted_off_time,
            )
            for one in thresholds(contract)
            if one.at
        ),
        corrections=tuple(_request(session, one) for one in rows.corrections(session)),
        differences=tuple(
            difference_line(one, names.get(one.person_id, one.person_id))
            for one in _differences(found, theirs)
        ),
        client_punches=len(theirs),
        names=names,
    )


def _fact(row: PunchTable) -> PunchFact:
    return PunchFact(
        person_id=row.person_id,
        state=PunchState(row.state),
        is_reported=row.reported_at is not None,
        judged=row.judged,
    )


def _row(row: PunchTable, request: CorrectionTable | None) -> PunchRow:
    words, level = state_words(row)
    if row.planned_at is None:
        words, level = tr("不在排班内"), "calm"
    return PunchRow(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        kind=row.kind,
        kind_words=kind_words(row.kind),
        day=row.day,
        template=tr(row.template) if row.template else "",
        planned_at=row.planned_at,
        made_at=row.made_at,
        how=how_words(row.how),
        state=row.state,
        state_words=words,
        level=level,
        note=note_of(row),
        is_reported=row.reported_at is not None,
        judged=row.judged,
        correction_id=request.id if request is not None and request.state == "asked" else "",
    )


def _request(session: Session, row: CorrectionTable) -> CorrectionRow:
    punch = session.get_one(PunchTable, row.punch_id)
    return CorrectionRow(
        id=row.id,
        punch_id=row.punch_id,
        name=punch.name,
        about=about(punch),
        claimed_at=row.claimed_at,
        reason=row.reason,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
    )


def _people(
    session: Session,
    month: tuple[Iterable[PlannedShift], MonthCount, Mapping[str, str]],
    span: tuple[int, int],
    now: int,
) -> tuple[PersonMonth, ...]:
    """Everybody who is planned in the month or punched in it, by name."""
    shifts, counted, names = month
    planned: dict[str, list[PlannedShift]] = {}
    for shift in shifts:
        for person in shift.person_ids:
            planned.setdefault(person, []).append(shift)
    leave = _leave_days(session, span)
    found = [
        PersonMonth(
            person_id=person,
            name=names.get(person, person),
            shifts=len(planned.get(person, ())),
            hours=sum(
                one.ends_at - one.starts_at for one in planned.get(person, ()) if one.ends_at <= now
            )
            // 3_600_000,
            leave_days=leave.get(person, 0),
            count=counted.people.get(person, PunchCount()),
        )
        for person in dict.fromkeys((*planned, *counted.people, *leave))
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def _leave_days(session: Session, span: tuple[int, int]) -> dict[str, int]:
    days: dict[str, set[date]] = {}
    for row in roster.leaves(session, *span):
        if row.state != "approved":
            continue
        day = day_of(max(row.from_at, span[0]))
        while instant(day) < min(row.to_at, span[1]):
            days.setdefault(row.person_id, set()).add(day)
            day += _DAY
    return {person: len(found) for person, found in days.items()}


def _differences(
    found: tuple[PunchTable, ...], theirs: tuple[ClientPunchTable, ...]
) -> tuple[Difference, ...]:
    """Only days that the client's file covers are compared: before and after it nobody knows."""
    if not theirs:
        return ()
    begin, end = day_of(theirs[0].at), day_of(theirs[-1].at)
    ours = [
        (row.person_id, row.made_at)
        for row in found
        if row.made_at is not None and begin <= day_of(row.made_at) <= end
    ]
    return compare(ours, [(row.person_id, row.at) for row in theirs])
