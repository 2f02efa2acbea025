"""Faults, people, presence and the journal as ledgers need them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from duty_desk.domain.attendance import PunchState
from duty_desk.domain.clock import Verdict
from duty_desk.domain.fault import FaultState
from duty_desk.domain.handover import RUNNING, HandoverState
from duty_desk.domain.presence import JUDGED, Stage
from duty_desk.domain.problem import day_of
from duty_desk.store.checkpoint import code_of
from duty_desk.store.duty_tables import (
    AbsenceTable,
    DutyLogTable,
    EmergencyTable,
    InstructionTable,
    PresenceTable,
)
from duty_desk.store.footage_tables import FootageTable
from duty_desk.store.ledger_source import (
    LedgerSource,
    among,
    flag,
    judged,
    of_camera,
    of_place,
    timed,
)
from duty_desk.store.roster_tables import PunchTable
from duty_desk.store.shift_tables import (
    CheckpointTable,
    HandoverCheckTable,
    HandoverItemTable,
    HandoverTable,
    ShiftTable,
)
from duty_desk.store.tables import CameraTable, FaultShotTable, FaultTable, JournalRow
from duty_desk.store.tallies import FOOTAGE_OVER

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from duty_desk.domain.figure import LedgerWish

REPORT_RULE = "fault.report"
LONG_MS = 72 * 3_600_000  # told to a maintainer so long ago, a fault wants a call

# -- faults ------------------------------------------------------------------------------------

_REAL = FaultTable.state != FaultState.DISMISSED
_REPAIRED_AT, _CLOSED_AT = FaultTable.repaired_at, FaultTable.closed_at


def _repaired(wish: LedgerWish) -> ColumnElement[bool]:
    return and_(wish.from_at <= _REPAIRED_AT, wish.to_at > _REPAIRED_AT, _REAL)


def _open_at_end(wish: LedgerWish) -> ColumnElement[bool]:
    return and_(
        FaultTable.found_at < wish.to_at,
        or_(_REPAIRED_AT.is_(None), wish.to_at <= _REPAIRED_AT),
        or_(_CLOSED_AT.is_(None), wish.to_at <= _CLOSED_AT),
    )


def _long_at_end(wish: LedgerWish) -> ColumnElement[bool]:
    return and_(_open_at_end(wish), FaultTable.reported_at < wish.to_at - LONG_MS)


def _stood(wish: LedgerWish) -> ColumnElement[bool]:
    is_after = or_(_CLOSED_AT.is_(None), wish.from_at < _CLOSED_AT)
    return and_(FaultTable.down_from_at < wish.to_at, is_after, _REAL)


FAULTS = LedgerSource(
    table=FaultTable,
    at=FaultTable.found_at,
    order=(FaultTable.id,),
    conditions={
        "id": among(FaultTable.id),
        "camera": of_camera(FaultTable.camera_id),
        "community": of_place(FaultTable.camera_id, CameraTable.community),
        "maintainer": among(FaultTable.maintainer),
        "kind": among(FaultTable.kind),
        "state": among(FaultTable.state),
        "real": flag(_REAL),
        "no_repair": flag(and_(_REAL, FaultTable.reported_at.is_not(None), _REPAIRED_AT.is_(None))),
        "over_limit": flag(judged(FaultTable.id, REPORT_RULE, Verdict.BREACHED)),
        "in_time": flag(judged(FaultTable.id, REPORT_RULE, Verdict.MET)),
        "timed": flag(timed(FaultTable.id, REPORT_RULE)),
    },
    stretches={
        "repaired": _repaired,
        "open_at_end": _open_at_end,
        "long_at_end": _long_at_end,
        "stood": _stood,
    },
)


def good_pictures(session: Session, ids: list[str]) -> dict[str, int]:
    """How many pictures show each fault repaired."""
    wanted = (
        select(FaultShotTable.fault_id, func.count())
        .where(FaultShotTable.fault_id.in_(ids), FaultShotTable.kind == "good")
        .group_by(FaultShotTable.fault_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


# -- attendance --------------------------------------------------------------------------------

_MISSING = PunchTable.state == PunchState.MISSING
_OFF_TIME = PunchTable.state.in_((PunchState.LATE, PunchState.EARLY))
_MADE = PunchTable.state.in_((PunchState.MADE, PunchState.LATE, PunchState.EARLY))
_IS_PLANNED = PunchTable.planned_at.is_not(None)
_UNJUDGED, _IS_REPORTED = PunchTable.judged == "", PunchTable.reported_at.is_not(None)
# What counts under the contract; see `domain.attendance.PunchFact`.
_COUNTED = {
    "missing": _MISSING & ((PunchTable.judged == "unexcused") | (_UNJUDGED & ~_IS_REPORTED)),
    "off_time": _OFF_TIME & (PunchTable.judged != "excused"),
}


def _counts(value: str) -> ColumnElement[bool]:
    named = [_COUNTED[name] for name in value.split(",") if name in _COUNTED]
    return and_(_IS_PLANNED, or_(*named))


def _days(wish: LedgerWish) -> ColumnElement[bool]:
    last = max(wish.from_at, wish.to_at - 1)
    return PunchTable.day.between(day_of(wish.from_at), day_of(last))


PUNCHES = LedgerSource(
    table=PunchTable,
    at=PunchTable.day,
    order=(PunchTable.planned_at, PunchTable.id),
    within=_days,
    conditions={
        "id": among(PunchTable.id),
        "person": lambda value: among(PunchTable.name)(value) | among(PunchTable.person_id)(value),
        "state": lambda value: among(PunchTable.state)(value) & _IS_PLANNED,
        "planned": flag(_IS_PLANNED),
        "made": flag(_MADE & _IS_PLANNED),
        "waiting": flag(and_(_MISSING, _IS_REPORTED, _UNJUDGED)),
        "unexplained": flag(and_(_MISSING, ~_IS_REPORTED, _UNJUDGED)),
        "counts": _counts,
    },
)

# -- handovers, presence, the journal ----------------------------------------------------------


def _cut_in(wish: LedgerWish) -> ColumnElement[bool]:
    """Reopened ones are told by the one that took their place."""
    at = HandoverTable.cut_at
    is_last = HandoverTable.state != HandoverState.REOPENED
    return and_(at >= wish.from_at, at < wish.to_at, is_last)


HANDOVERS = LedgerSource(
    table=HandoverTable,
    at=HandoverTable.cut_at,
    order=(HandoverTable.id,),
    within=_cut_in,
    conditions={
        "id": among(HandoverTable.id),
        "state": among(HandoverTable.state),
        "waiting": flag(HandoverTable.state.in_(sorted(RUNNING))),
        "uncovered": flag(
            HandoverTable.id.in_(select(ShiftTable.handover_id).where(ShiftTable.uncovered_ms > 0))
        ),
    },
)
PRESENCE = LedgerSource(
    table=PresenceTable,
    at=PresenceTable.prompted_at,
    order=(PresenceTable.id,),
    conditions={
        "id": among(PresenceTable.id),
        "person": among(PresenceTable.person),
        "state": among(PresenceTable.state),
        "unanswered": flag(PresenceTable.state.in_((Stage.UNCONFIRMED, *JUDGED))),
    },
)


def _waiting(wish: LedgerWish) -> ColumnElement[bool]:
    """Neither handed over nor over otherwise at the end of the stretch."""
    handed_at = FootageTable.handed_at
    is_later = or_(handed_at == 0, handed_at >= wish.to_at)
    is_over = FootageTable.state.in_(FOOTAGE_OVER)
    return and_(FootageTable.registered_at < wish.to_at, is_later, ~is_over)


FOOTAGE = LedgerSource(
    table=FootageTable,
    at=FootageTable.registered_at,
    order=(FootageTable.id,),
    conditions={
        "id": among(FootageTable.id),
        "state": among(FootageTable.state),
        "kind": among(FootageTable.kind),
        "unit": among(FootageTable.unit),
        "handed": flag(FootageTable.handed_at > 0),
    },
    stretches={"open_at_end": _waiting},
)
ENTRIES = LedgerSource(
    table=JournalRow,
    at=JournalRow.recorded_at,
    order=(JournalRow.seat, JournalRow.seq),
    conditions={
        "kind": among(JournalRow.kind),
        "subject": among(JournalRow.subject),
        "by": among(JournalRow.actor),
        "seat": among(JournalRow.seat),
        "seq": lambda value: JournalRow.seq == int(value),
    },
)


def carried(session: Session, ids: list[str]) -> dict[str, list[Any]]:
    """The open items of some handovers, by handover."""
    return _lines(session, HandoverItemTable, ids)


def checks(session: Session, ids: list[str]) -> dict[str, list[Any]]:
    """The checks of equipment of some handovers, by handover."""
    return _lines(session, HandoverCheckTable, ids)


def _lines(session: Session, table: Any, ids: list[str]) -> dict[str, list[Any]]:
    wanted = select(*table.__table__.columns).where(table.handover_id.in_(ids)).order_by(table.no)
    found: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(wanted):
        found[row.handover_id].append(row)
    return found


def seals(session: Session, ids: list[str]) -> dict[str, str]:
    """The code of the checkpoint that each handover made."""
    wanted = select(CheckpointTable).where(CheckpointTable.handover_id.in_(ids))
    return {row.handover_id: code_of(row.head, row.seq) for row in session.scalars(wanted)}


def shift_of(session: Session, handover: Any) -> ShiftTable:
    """The shift that a handover ended."""
    return session.get_one(ShiftTable, handover.shift_id)


def log_ends(session: Session) -> tuple[int, int] | None:
    """The first and the last instant that the duty log tells of; None while it is empty."""
    columns = (
        DutyLogTable.at,
        InstructionTable.given_at,
        EmergencyTable.found_at,
        AbsenceTable.began_at,
    )
    found = [session.execute(select(func.min(one), func.max(one))).one() for one in columns]
    known = [(row[0], row[1]) for row in found if row[0] is not None]
    if not known:
        return None
    return min(first for first, _ in known), max(last for _, last in known)
