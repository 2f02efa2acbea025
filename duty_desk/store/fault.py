"""Faults of cameras, their pictures and the maintainers' phone numbers, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from duty_desk.domain.fault import OPEN, FaultState, Span, next_state
from duty_desk.domain.hashchain import canonical
from duty_desk.domain.problem import day_of, day_starts_at
from duty_desk.store.numbering import next_in
from duty_desk.store.shots import shot_columns
from duty_desk.store.tables import FaultShotTable, FaultTable, JournalRow, MaintainerTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

REMINDED = "fault.reminded"
_TOLD = ("maintainer", "way", "reached", "ticket", "call_id")
_CLOSING = (FaultState.ADJUSTED, FaultState.VERIFIED, FaultState.DISMISSED)


def apply(session: Session, entry: Entry) -> None:
    """Bring the fault's row to what `entry` says.

    Raises:
        ForbiddenFaultMove: the moment cannot happen to the fault in its state.
    """
    if entry.kind == REMINDED:
        return
    if entry.kind == "fault.found":
        session.add(_found(entry))
        session.flush()
    else:
        row = session.get_one(FaultTable, entry.subject)
        row.state = next_state(FaultState(row.state), entry.kind)
        _change(row, entry)
    if "shot" in entry.facts:
        session.add(FaultShotTable(fault_id=entry.subject, **shot_columns(entry.facts["shot"])))


def _found(entry: Entry) -> FaultTable:
    facts = entry.facts
    return FaultTable(
        id=entry.subject,
        seat=entry.seat,
        found_on=facts["found_on"],
        no=facts["no"],
        camera_id=facts["camera"],
        kind=facts.get("kind", ""),
        note=facts.get("note", ""),
        origin=facts.get("origin", "operator"),
        evidence=canonical(facts.get("evidence", {})),
        state=FaultState.FOUND,
        found_at=entry.event_at,
        found_by=entry.actor,
        down_from_at=facts.get("down_from_at") or entry.event_at,
        **dict.fromkeys((*_TOLD, "reported_by", "cause", "closed_by", "reason"), ""),
    )


def _change(row: FaultTable, entry: Entry) -> None:
    facts = entry.facts
    row.closed_at = entry.event_at if row.state in _CLOSING else None
    row.closed_by = entry.actor if row.state in _CLOSING else ""
    if entry.kind == "fault.described":
        row.kind, row.note = facts.get("kind", row.kind), facts.get("note", row.note)
        row.down_from_at = facts.get("down_from_at", row.down_from_at)
    elif entry.kind == "fault.reported":
        for field in _TOLD:
            setattr(row, field, facts.get(field, ""))
        row.reported_at, row.reported_by = entry.event_at, entry.actor
    elif entry.kind == "fault.accepted":
        row.accepted_at = entry.event_at
        row.ticket = facts.get("ticket") or row.ticket
    elif entry.kind == "fault.arrived":
        row.arrived_at = entry.event_at
    elif entry.kind == "fault.repaired":
        row.repaired_at, row.cause = entry.event_at, facts.get("cause", "")
    elif entry.kind in ("fault.reopened", "fault.dismissed"):
        row.reason = entry.reason
    if entry.kind == "fault.reopened":
        row.accepted_at = row.arrived_at = row.repaired_at = None


def apply_maintainer(session: Session, entry: Entry) -> None:
    """Bring a maintainer's row to what `entry` says."""
    row = session.get(MaintainerTable, entry.subject)
    if row is None:
        row = MaintainerTable(name=entry.subject)
        session.add(row)
    row.phone, row.group_name = entry.facts["phone"], entry.facts["group"]


def next_no(session: Session, seat: str, day: str) -> int:
    """The next number of a fault found at `seat` on the Beijing date `day`."""
    return next_in(session, FaultTable.no, FaultTable.seat == seat, FaultTable.found_on == day)


def next_shot_no(session: Session, fault_id: str) -> int:
    """The next number of a picture of the fault."""
    return next_in(session, FaultShotTable.no, FaultShotTable.fault_id == fault_id)


def shots(session: Session, fault_id: str) -> tuple[FaultShotTable, ...]:
    """The fault's pictures, oldest first."""
    found = session.scalars(
        select(FaultShotTable)
        .where(FaultShotTable.fault_id == fault_id)
        .order_by(FaultShotTable.no)
    )
    return tuple(found)


def open_of(session: Session, camera_id: str) -> tuple[FaultTable, ...]:
    """The camera's open faults, newest first."""
    found = session.scalars(
        select(FaultTable)
        .where(FaultTable.camera_id == camera_id, FaultTable.state.in_(OPEN))
        .order_by(FaultTable.found_at.desc(), FaultTable.no.desc())
    )
    return tuple(found)


def of_call(session: Session, call_id: str) -> tuple[FaultTable, ...]:
    """The faults that were told in one call, in their order."""
    found = session.scalars(
        select(FaultTable).where(FaultTable.call_id == call_id).order_by(FaultTable.no)
    )
    return tuple(found)


def is_open(state: str) -> bool:
    """Whether a fault of this state still stands."""
    return FaultState(state) in OPEN


def of_camera(session: Session, camera_id: str, limit: int) -> tuple[FaultTable, ...]:
    """The camera's newest faults of every state."""
    found = session.scalars(
        select(FaultTable)
        .where(FaultTable.camera_id == camera_id)
        .order_by(FaultTable.found_at.desc(), FaultTable.no.desc())
        .limit(limit)
    )
    return tuple(found)


def listed(session: Session, now: int) -> tuple[FaultTable, ...]:
    """The open faults and those found or closed on the Beijing day of `now`, newest first."""
    found = session.scalars(
        select(FaultTable)
        .where(
            or_(
                FaultTable.state.in_(OPEN),
                FaultTable.found_on == day_of(now),
                FaultTable.closed_at >= day_starts_at(now),
            )
        )
        .order_by(FaultTable.found_at.desc(), FaultTable.no.desc())
    )
    return tuple(found)


def within(session: Session, span: Span) -> tuple[FaultTable, ...]:
    """The faults that stood at some time within `span`, oldest first; dismissed ones too."""
    found = session.scalars(
        select(FaultTable)
        .where(
            FaultTable.down_from_at < span.to_at,
            or_(FaultTable.closed_at.is_(None), FaultTable.closed_at > span.from_at),
        )
        .order_by(FaultTable.found_at, FaultTable.no)
    )
    return tuple(found)


def down_span(row: FaultTable, now: int) -> Span:
    """How long the camera was of no use through this fault; a dismissed one took no time."""
    if row.state == FaultState.DISMISSED:
        return Span(row.down_from_at, row.down_from_at)
    ended_at = row.repaired_at or row.closed_at or now
    return Span(row.down_from_at, max(row.down_from_at, ended_at))


def lost_spans(session: Session, now: int) -> dict[str, tuple[Span, ...]]:
    """When each camera gave no picture, from the journal; one still lost ends at `now`."""
    found = session.execute(
        select(JournalRow.subject, JournalRow.kind, JournalRow.event_at)
        .where(JournalRow.kind.in_(("camera.lost", "camera.restored")))
        .order_by(JournalRow.recorded_at, JournalRow.seq)
    )
    lost: dict[str, int] = {}
    spans: dict[str, list[Span]] = {}
    for subject, kind, at in found:
        if kind == "camera.lost":
            lost.setdefault(subject, at)
        elif subject in lost:
            since = lost.pop(subject)
            spans.setdefault(subject, []).append(Span(since, max(since, at)))
    for subject, since in lost.items():
        spans.setdefault(subject, []).append(Span(since, max(since, now)))
    return {subject: tuple(parts) for subject, parts in spans.items()}


def added_at(session: Session) -> dict[str, int]:
    """When each camera came into the catalogue, from the journal."""
    found = session.execute(
        select(JournalRow.subject, func.min(JournalRow.event_at))
        .where(JournalRow.kind == "camera.added")
        .group_by(JournalRow.subject)
    )
    return {row[0]: row[1] for row in found}


def last_maintainer(session: Session, camera_id: str) -> str:
    """Whom the camera's faults were told last; "" when nobody was."""
    statement = (
        select(FaultTable.maintainer)
        .where(FaultTable.camera_id == camera_id, FaultTable.maintainer != "")
        .order_by(FaultTable.reported_at.desc())
        .limit(1)
    )
    return session.scalar(statement) or ""


def last_reached(session: Session, maintainer: str) -> str:
    """The role of the person reached last at a maintainer; "" when nobody was."""
    statement = (
        select(FaultTable.reached)
        .where(FaultTable.maintainer == maintainer, FaultTable.reached != "")
        .order_by(FaultTable.reported_at.desc())
        .limit(1)
    )
    return session.scalar(statement) or ""


def maintainers(session: Session) -> tuple[MaintainerTable, ...]:
    """The maintainers whose number the desk has entered."""
    return tuple(session.scalars(select(MaintainerTable).order_by(MaintainerTable.name)))


def unrepaired(session: Session, before: int) -> tuple[FaultTable, ...]:
    """The faults that were told to a maintainer before an instant and are not repaired."""
    waiting = (FaultState.REPORTED, FaultState.ACCEPTED, FaultState.ON_SITE, FaultState.REOPENED)
    found = session.scalars(
        select(FaultTable)
        .where(FaultTable.state.in_(waiting), FaultTable.reported_at < before)
        .order_by(FaultTable.reported_at)
    )
    return tuple(found)


def reminded_since(session: Session, seat: str, at: int) -> bool:
    """Whether the seat was reminded of unrepaired faults since an instant."""
    statement = select(func.count()).where(
        JournalRow.kind == REMINDED, JournalRow.seat == seat, JournalRow.recorded_at >= at
    )
    return bool(session.scalar(statement))
