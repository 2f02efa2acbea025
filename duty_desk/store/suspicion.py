"""Suspicions of the program and the modes of their classes, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.domain.hashchain import canonical
from duty_desk.domain.suspicion import MOVES, Mode, SuspicionState, next_state
from duty_desk.store.diagnosis_tables import DiagnosisModeTable, HourHabitTable, SuspicionTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from duty_desk.domain.fault import Span
    from duty_desk.domain.moment import Entry

_FACTS = (
    "kind",
    "family",
    "preset",
    "light",
    "occasion",
    "is_shadow",
    "is_hint",
    "is_question",
    "group_id",
    "reference_id",
    "now_sha256",
    "good_sha256",
    "good_at",
)


def apply(session: Session, entry: Entry) -> None:
    """Bring the suspicion's row to what `entry` says.

    Raises:
        ForbiddenSuspicionMove: the moment cannot happen to the suspicion in its state.
    """
    if entry.kind == "suspicion.raised":
        session.add(_raised(entry))
        return
    row = session.get_one(SuspicionTable, entry.subject)
    if entry.kind == "suspicion.judged":
        row.verdict, row.verdict_by = entry.facts["verdict"], entry.actor
    elif entry.kind in MOVES:
        row.state = next_state(SuspicionState(row.state), entry.kind)
        row.ended_at, row.ended_by, row.reason = entry.event_at, entry.actor, entry.reason
        row.fault_id = entry.facts.get("fault", "")


def _raised(entry: Entry) -> SuspicionTable:
    return SuspicionTable(
        id=entry.subject,
        seat=entry.seat,
        camera_id=entry.facts["camera"],
        **{name: entry.facts[name] for name in _FACTS},
        facts=canonical(entry.facts["numbers"]),
        state=SuspicionState.OPEN,
        since_at=entry.event_at,
        raised_at=entry.facts["raised_at"],
        ended_at=None,
        **dict.fromkeys(("ended_by", "reason", "fault_id", "verdict", "verdict_by"), ""),
    )


def apply_mode(session: Session, entry: Entry) -> None:
    """Bring the mode of a class to what `entry` says."""
    row = session.get(DiagnosisModeTable, entry.subject)
    if row is None:
        row = DiagnosisModeTable(family=entry.subject)
        session.add(row)
    row.mode, row.reason = entry.facts["mode"], entry.reason
    row.changed_at, row.changed_by = entry.event_at, entry.actor


def modes(session: Session) -> dict[str, DiagnosisModeTable]:
    """What supervisors said, by class."""
    return {row.family: row for row in session.scalars(select(DiagnosisModeTable))}


def mode_of(session: Session, family: str) -> Mode:
    """The mode of a class; by its age where nobody said anything."""
    row = session.get(DiagnosisModeTable, family)
    return Mode(row.mode) if row else Mode.AUTO


def open_ones(session: Session, camera_id: str = "") -> tuple[SuspicionTable, ...]:
    """The open suspicions, of one camera or of all, newest first; shadowed ones too."""
    statement = select(SuspicionTable).where(SuspicionTable.state == SuspicionState.OPEN)
    if camera_id:
        statement = statement.where(SuspicionTable.camera_id == camera_id)
    found = session.scalars(
        statement.order_by(SuspicionTable.raised_at.desc(), SuspicionTable.id.desc())
    )
    return tuple(found)


def raised_since(session: Session, at: int) -> tuple[SuspicionTable, ...]:
    """What was raised since an instant, newest first, whatever became of it."""
    found = session.scalars(
        select(SuspicionTable)
        .where(SuspicionTable.raised_at >= at)
        .order_by(SuspicionTable.raised_at.desc(), SuspicionTable.id.desc())
    )
    return tuple(found)


def within(session: Session, span: Span) -> tuple[SuspicionTable, ...]:
    """What was raised within a stretch of time, newest first."""
    found = session.scalars(
        select(SuspicionTable)
        .where(SuspicionTable.raised_at >= span.from_at, SuspicionTable.raised_at < span.to_at)
        .order_by(SuspicionTable.raised_at.desc(), SuspicionTable.id.desc())
    )
    return tuple(found)


def of_group(session: Session, group_id: str) -> tuple[SuspicionTable, ...]:
    """Everything that belongs to the event that `group_id` began, that one first."""
    first = session.get(SuspicionTable, group_id)
    rest = session.scalars(
        select(SuspicionTable)
        .where(SuspicionTable.group_id == group_id)
        .order_by(SuspicionTable.raised_at, SuspicionTable.id)
    )
    return (*((first,) if first else ()), *(row for row in rest if row.id != group_id))


def dismissed_since(
    session: Session, camera_id: str, family: str, light: str, at: int
) -> SuspicionTable | None:
    """The newest finding of the same class, camera and light that a person called no fault."""
    return session.scalar(
        select(SuspicionTable)
        .where(
            SuspicionTable.camera_id == camera_id,
            SuspicionTable.family == family,
            SuspicionTable.light == light,
            SuspicionTable.state == SuspicionState.DISMISSED,
            SuspicionTable.ended_at >= at,
        )
        .order_by(SuspicionTable.ended_at.desc())
        .limit(1)
    )


def habits(session: Session, reference_ids: Iterable[str]) -> tuple[HourHabitTable, ...]:
    """The habits of the hours that are kept of these views."""
    found = session.scalars(
        select(HourHabitTable).where(HourHabitTable.reference_id.in_(tuple(reference_ids)))
    )
    return tuple(found)


def keep_habit(session: Session, habit: HourHabitTable) -> None:
    """Put the habits of an hour in the place of the earlier ones."""
    session.merge(habit)
