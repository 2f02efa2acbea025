"""The tables of roster and attendance: shifts, templates, holidays, leave, swaps, punches."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from duty_desk.store.tables import Table


class PlannedShiftTable(Table):
    """A shift of the roster; see `domain.roster.PlannedShift`."""

    __tablename__ = "planned_shift"
    id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(index=True)
    template: Mapped[str]
    seat: Mapped[str]
    starts_at: Mapped[int] = mapped_column(index=True)
    ends_at: Mapped[int]
    person_ids: Mapped[str]  # canonical JSON list
    leader: Mapped[str]
    phone: Mapped[str]
    note: Mapped[str]
    laid_at: Mapped[int]  # when these people were put into it


class RosterDayTable(Table):
    """A day and seat that somebody has planned, also when no shift is left on it."""

    __tablename__ = "roster_day"
    day: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str] = mapped_column(primary_key=True)


class TemplateSetTable(Table):
    """Shift templates that hold from a date on."""

    __tablename__ = "template_set"
    id: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[str] = mapped_column(index=True)
    body: Mapped[str]  # canonical JSON of domain.roster.TemplateSet
    adopted_by: Mapped[str]
    seat: Mapped[str]
    seq: Mapped[int]  # of two sets of one date the later entry holds


class HolidayTable(Table):
    """A day of the imported holiday tables: free, or worked although a weekend (调休)."""

    __tablename__ = "holiday"
    day: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_worked: Mapped[bool]


class LeaveTable(Table):
    """A leave form (请假单)."""

    __tablename__ = "leave"
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    from_at: Mapped[int] = mapped_column(index=True)
    to_at: Mapped[int]
    reason: Mapped[str]
    substitute_id: Mapped[str]
    state: Mapped[str]  # filed | approved | refused | cancelled
    filed_at: Mapped[int]
    filed_by: Mapped[str]
    is_late: Mapped[bool]  # filed when the leave had begun
    decided_at: Mapped[int | None]
    decided_by: Mapped[str]
    is_decided_late: Mapped[bool]  # approved when the leave had begun
    words: Mapped[str]


class SwapTable(Table):
    """A wish to swap shifts, or to have one taken over."""

    __tablename__ = "swap"
    id: Mapped[str] = mapped_column(primary_key=True)
    shift_id: Mapped[str]
    person_id: Mapped[str]
    other_id: Mapped[str]
    other_shift_id: Mapped[str]  # empty: the other takes over and gives nothing back
    starts_at: Mapped[int] = mapped_column(index=True)  # of the earlier shift
    reason: Mapped[str]
    state: Mapped[str]  # asked | agreed | approved | refused | withdrawn
    asked_at: Mapped[int]
    asked_by: Mapped[str]
    agreed_at: Mapped[int | None]
    agreed_by: Mapped[str]
    decided_at: Mapped[int | None]
    decided_by: Mapped[str]
    words: Mapped[str]


class PunchTable(Table):
    """A punch that is expected, made or missing; see `domain.attendance`."""

    __tablename__ = "punch"
    __table_args__ = (Index(None, "person_id", "day"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]  # on | off
    day: Mapped[str] = mapped_column(index=True)  # of the shift it belongs to
    shift_id: Mapped[str]  # empty for one outside the roster
    template: Mapped[str]
    is_office: Mapped[bool]
    planned_at: Mapped[int | None]
    made_at: Mapped[int | None]
    recorded_at: Mapped[int | None]  # when the made punch was written
    how: Mapped[str]  # handover | key | import | correction
    clock_state: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)  # expected | made | late | early | missing
    deviation_ms: Mapped[int]  # how late or early
    reported_at: Mapped[int | None]
    explanation: Mapped[str]
    judged: Mapped[str]  # "" | excused | unexcused
    judged_by: Mapped[str]
    judged_words: Mapped[str]
    judged_at: Mapped[int | None]


class CorrectionTable(Table):
    """A request to correct a punch; only a supervisor decides."""

    __tablename__ = "punch_correction"
    id: Mapped[str] = mapped_column(primary_key=True)
    punch_id: Mapped[str] = mapped_column(index=True)
    claimed_at: Mapped[int]  # the time the person says it was
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)  # asked | granted | refused
    asked_at: Mapped[int]
    asked_by: Mapped[str]
    decided_at: Mapped[int | None]
    decided_by: Mapped[str]
    words: Mapped[str]


class ClientPunchTable(Table):
    """A punch of the client's own machine, as imported."""

    __tablename__ = "client_punch"
    person_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    imported_at: Mapped[int]
    file: Mapped[str]
