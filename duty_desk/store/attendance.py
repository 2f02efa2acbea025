"""Punches, requests to correct them, and the client's own punches, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.store.roster_tables import ClientPunchTable, CorrectionTable, PunchTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

_PLAN = ("person_id", "name", "kind", "day", "shift_id", "template", "is_office", "planned_at")
_STATES = {"punch.late": "late", "punch.left_early": "early", "punch.missing": "missing"}


def apply(session: Session, entry: Entry) -> None:
    """Bring punches and requests to what `entry` says."""
    if entry.kind.startswith("punch.correction_"):
        _correct(session, entry)
        return
    if entry.kind == "punch.imported":
        _import(session, entry)
        return
    row = session.get(PunchTable, entry.subject)
    if row is None:
        row = _expected(entry)
        session.add(row)
    if entry.kind == "punch.made":
        row.state, row.deviation_ms = "made", 0
        row.made_at, row.recorded_at = entry.event_at, entry.recorded_at
        row.how, row.clock_state = entry.facts["how"], entry.clock_state
    elif entry.kind in _STATES:
        row.state = _STATES[entry.kind]
        row.deviation_ms = entry.facts.get("deviation_ms", 0)
    elif entry.kind == "punch.reported":
        row.reported_at, row.explanation = entry.recorded_at, entry.reason
    elif entry.kind == "punch.judged":
        row.judged, row.judged_words = entry.facts["judged"], entry.reason
        row.judged_by, row.judged_at = entry.actor, entry.recorded_at


def _expected(entry: Entry) -> PunchTable:
    return PunchTable(
        id=entry.subject,
        **{name: entry.facts[name] for name in _PLAN},
        state="expected",
        deviation_ms=0,
        **dict.fromkeys(
            ("how", "clock_state", "explanation", "judged", "judged_by", "judged_words"), ""
        ),
    )


def _correct(session: Session, entry: Entry) -> None:
    if entry.kind == "punch.correction_asked":
        session.add(
            CorrectionTable(
                id=entry.subject,
                punch_id=entry.facts["punch"],
                claimed_at=entry.facts["claimed_at"],
                reason=entry.reason,
                state="asked",
                asked_at=entry.recorded_at,
                asked_by=entry.actor,
                decided_by="",
                words="",
            )
        )
        return
    row = session.get_one(CorrectionTable, entry.subject)
    row.state = entry.kind.removeprefix("punch.correction_")
    row.decided_at, row.decided_by, row.words = entry.recorded_at, entry.actor, entry.reason


def _import(session: Session, entry: Entry) -> None:
    for person_id, name, at in entry.facts["punches"]:
        session.merge(
            ClientPunchTable(
                person_id=person_id,
                at=at,
                name=name,
                imported_at=entry.recorded_at,
                file=entry.facts["file"],
            )
        )


def punches(session: Session, from_day: str, to_day: str) -> tuple[PunchTable, ...]:
    """The punches of shifts that start on these days, in order of their plan."""
    found = session.scalars(
        select(PunchTable)
        .where(PunchTable.day >= from_day, PunchTable.day <= to_day)
        .order_by(PunchTable.day, PunchTable.planned_at, PunchTable.id)
    )
    return tuple(found)


def waiting(session: Session, before: int) -> tuple[PunchTable, ...]:
    """Expected punches whose planned time lies before an instant, not made yet."""
    found = session.scalars(
        select(PunchTable)
        .where(PunchTable.state == "expected", PunchTable.planned_at < before)
        .order_by(PunchTable.planned_at, PunchTable.id)
    )
    return tuple(found)


def unexplained(session: Session) -> tuple[PunchTable, ...]:
    """Missing punches that nobody reported and nobody judged, oldest first."""
    found = session.scalars(
        select(PunchTable)
        .where(
            PunchTable.state == "missing",
            PunchTable.reported_at.is_(None),
            PunchTable.judged == "",
        )
        .order_by(PunchTable.planned_at, PunchTable.id)
    )
    return tuple(found)


def of_person(session: Session, person_id: str, from_day: str) -> tuple[PunchTable, ...]:
    """A person's punches of shifts from a day on, in order."""
    found = session.scalars(
        select(PunchTable)
        .where(PunchTable.person_id == person_id, PunchTable.day >= from_day)
        .order_by(PunchTable.planned_at, PunchTable.id)
    )
    return tuple(found)


def corrections(session: Session) -> tuple[CorrectionTable, ...]:
    """The requests nobody has decided yet, oldest first."""
    found = session.scalars(
        select(CorrectionTable)
        .where(CorrectionTable.state == "asked")
        .order_by(CorrectionTable.asked_at)
    )
    return tuple(found)


def corrections_of(session: Session, punch_ids: list[str]) -> dict[str, CorrectionTable]:
    """The newest request about each of these punches."""
    found = session.scalars(
        select(CorrectionTable)
        .where(CorrectionTable.punch_id.in_(punch_ids))
        .order_by(CorrectionTable.asked_at)
    )
    return {row.punch_id: row for row in found}


def client_punches(session: Session, from_at: int, to_at: int) -> tuple[ClientPunchTable, ...]:
    """The client's punches within a span, in time order."""
    found = session.scalars(
        select(ClientPunchTable)
        .where(ClientPunchTable.at >= from_at, ClientPunchTable.at < to_at)
        .order_by(ClientPunchTable.at, ClientPunchTable.person_id)
    )
    return tuple(found)
