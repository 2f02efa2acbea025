"""Lines of the duty log and instructions of leaders, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from duty_desk.domain.duty_log import LineState
from duty_desk.domain.hashchain import canonical
from duty_desk.store.duty_tables import DutyLogTable, InstructionTable
from duty_desk.store.footage_tables import FootageTable
from duty_desk.store.tables import FaultTable, ProblemTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry


class ForbiddenLogMove(ValueError):
    """A line that was amended or voided already."""


def apply(session: Session, entry: Entry) -> None:
    """Bring a line's row to what `entry` says; an amendment is a line of its own.

    Raises:
        ForbiddenLogMove: the line that is to change was amended or voided before.
    """
    facts = entry.facts
    if entry.kind == "log.voided":
        _end(session, entry, entry.subject, LineState.VOIDED)
        return
    amends = facts.get("amends", "")
    if amends:
        _end(session, entry, amends, LineState.AMENDED)
    session.add(
        DutyLogTable(
            id=entry.subject,
            seat=entry.seat,
            logged_on=facts["logged_on"],
            no=facts["no"],
            kind=facts["kind"],
            text=facts["text"],
            handling=facts["handling"],
            links=canonical(facts["links"]),
            at=entry.event_at,
            recorded_at=entry.recorded_at,
            late_reason="" if amends else entry.reason,
            actor=entry.actor,
            shift=entry.shift,
            state=LineState.SAVED,
            amends=amends,
            **dict.fromkeys(("amended_by", "reason", "ended_by", "second"), ""),
        )
    )


def _end(session: Session, entry: Entry, line_id: str, state: LineState) -> None:
    row = session.get_one(DutyLogTable, line_id)
    if row.state != LineState.SAVED:
        raise ForbiddenLogMove(f"{entry.kind} in {row.state}")
    row.state, row.reason, row.ended_by = state, entry.reason, entry.actor
    row.second = entry.facts.get("second", "")
    if state is LineState.AMENDED:
        row.amended_by = entry.subject


def apply_instruction(session: Session, entry: Entry) -> None:
    """Bring an instruction's row to what `entry` says; the first reading counts."""
    if entry.kind == "instruction.given":
        facts = entry.facts
        row = InstructionTable(
            id=entry.subject,
            seat=entry.seat,
            given_on=facts["given_on"],
            no=facts["no"],
            text=facts["text"],
            leader=facts["leader"],
            given_at=entry.event_at,
            recorded_at=entry.recorded_at,
            actor=entry.actor,
            shift=entry.shift,
            read_at=None,
            read_by="",
        )
        session.add(row)
        return
    row = session.get_one(InstructionTable, entry.subject)
    if row.read_at is None:
        row.read_at, row.read_by = entry.event_at, entry.actor


def next_no(session: Session, seat: str, day: str) -> int:
    """The next number of a line of `seat` on the Beijing date `day`."""
    newest = session.scalar(
        select(func.max(DutyLogTable.no)).where(
            DutyLogTable.seat == seat, DutyLogTable.logged_on == day
        )
    )
    return (newest or 0) + 1


def next_instruction_no(session: Session, seat: str, day: str) -> int:
    """The next number of an instruction of `seat` on the Beijing date `day`."""
    newest = session.scalar(
        select(func.max(InstructionTable.no)).where(
            InstructionTable.seat == seat, InstructionTable.given_on == day
        )
    )
    return (newest or 0) + 1


def lines_within(session: Session, from_at: int, to_at: int) -> tuple[DutyLogTable, ...]:
    """The lines about a stretch of time, newest first."""
    found = session.scalars(
        select(DutyLogTable)
        .where(DutyLogTable.at >= from_at, DutyLogTable.at < to_at)
        .order_by(DutyLogTable.at.desc(), DutyLogTable.no.desc())
    )
    return tuple(found)


def instructions_within(session: Session, from_at: int, to_at: int) -> tuple[InstructionTable, ...]:
    """The instructions given in a stretch of time, newest first."""
    found = session.scalars(
        select(InstructionTable)
        .where(InstructionTable.given_at >= from_at, InstructionTable.given_at < to_at)
        .order_by(InstructionTable.given_at.desc())
    )
    return tuple(found)


def unread(session: Session) -> tuple[InstructionTable, ...]:
    """The instructions nobody but their writer has read, oldest first."""
    found = session.scalars(
        select(InstructionTable)
        .where(InstructionTable.read_at.is_(None))
        .order_by(InstructionTable.given_at)
    )
    return tuple(found)


def numbered(session: Session, noun: str, day: str, no: int) -> str | None:
    """The id of the problem or fault that bears a number, of whatever seat."""
    table = FaultTable if noun == "fault" else ProblemTable
    wanted = select(table.id).where(table.found_on == day, table.no == no)
    return session.scalar(wanted.limit(1))


def footage_numbered(session: Session, year: int, no: int) -> str | None:
    """The id of the footage request that bears a number."""
    wanted = select(FootageTable.id).where(FootageTable.year == year, FootageTable.no == no)
    return session.scalar(wanted)


def naming(session: Session, record_id: str, since_at: int) -> tuple[str, ...]:
    """The ids of lines from `since_at` on that name a record and still stand, oldest first."""
    wanted = select(DutyLogTable.id).where(
        DutyLogTable.at >= since_at,
        DutyLogTable.links.contains(record_id, autoescape=True),
        DutyLogTable.state == LineState.SAVED,
    )
    return tuple(session.scalars(wanted.order_by(DutyLogTable.at)))
