"""The records that search finds: by id, by day, and which of them the journal has changed since.

A visit is found when its round pauses or ends. Left out as noise, although on record: visits that
found everything normal, presence checks that were answered before the sound, hours of watching,
warnings of clocks, and what a suspicion of the diagnosis became nothing of (what a person confirmed
is a fault or a problem, and is found).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, true

from duty_desk.domain.problem import day_of, day_starts_at
from duty_desk.domain.workdays import instant
from duty_desk.store import journal
from duty_desk.store.duty_tables import (
    AbsenceTable,
    DutyLogTable,
    EmergencyCallTable,
    EmergencyTable,
    InstructionTable,
    PresenceTable,
)
from duty_desk.store.footage_tables import FootageTable
from duty_desk.store.patrol_tables import (
    RoundTable,
    SamplePickTable,
    SampleTable,
    SiteVisitTable,
    VisitTable,
)
from duty_desk.store.report_tables import ReportTable, ReportVersionTable
from duty_desk.store.review_note import ReviewNoteTable
from duty_desk.store.roster_tables import CorrectionTable, LeaveTable, PunchTable, SwapTable
from duty_desk.store.shift_tables import HandoverCheckTable, HandoverTable, ShiftTable
from duty_desk.store.tables import (
    FaultTable,
    JournalRow,
    ProblemTable,
    PushTable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Source:
    """Where the records of a kind lie.

    Attributes:
        table: Their table.
        when: The column by which the past is read: an instant or a Beijing day.
        only: Which of them are worth finding.
        key: The column that names one where it is not `id`; for visits their round.
    """

    table: Any
    when: Any
    only: ColumnElement[bool] = true()  # noqa: RUF009 - a constant of SQL
    key: Any = None

    @property
    def name(self) -> Any:
        """The column that names a record."""
        return self.table.id if self.key is None else self.key


# Cameras, people and maintainers are found without any words kept here. The order is that of the
# rows in the search file: new kinds come last.
SOURCES: dict[str, Source] = {
    "problem": Source(ProblemTable, ProblemTable.found_at),
    "fault": Source(FaultTable, FaultTable.found_at),
    "log": Source(DutyLogTable, DutyLogTable.at),
    "instruction": Source(InstructionTable, InstructionTable.given_at),
    "emergency": Source(EmergencyTable, EmergencyTable.found_at),
    "round": Source(RoundTable, RoundTable.day),
    "handover": Source(HandoverTable, HandoverTable.cut_at),
    "footage": Source(FootageTable, FootageTable.registered_at),
    "push": Source(PushTable, PushTable.queued_at),
    "visit": Source(
        VisitTable,
        RoundTable.day,
        or_(VisitTable.outcome != "normal", VisitTable.reason != ""),
        key=VisitTable.round_id,
    ),
    "site_visit": Source(SiteVisitTable, SiteVisitTable.visited_on),
    "sample": Source(SampleTable, SampleTable.drawn_at),
    "shift": Source(ShiftTable, ShiftTable.started_at),
    "punch": Source(PunchTable, PunchTable.day, PunchTable.state != "expected"),
    "leave": Source(LeaveTable, LeaveTable.from_at),
    "swap": Source(SwapTable, SwapTable.starts_at),
    "presence": Source(
        PresenceTable, PresenceTable.sounded_at, PresenceTable.sounded_at.is_not(None)
    ),
    "absence": Source(AbsenceTable, AbsenceTable.began_at),
    "report": Source(ReportTable, ReportTable.from_at),
    "review": Source(ReviewNoteTable, ReviewNoteTable.noted_at),
}
# Other tables that tell of a kind's records: by which column, in which ones (no telephones).
_BESIDE: dict[str, tuple[Any, Any, tuple[str, ...]]] = {
    "punch": (CorrectionTable, CorrectionTable.punch_id, ("reason", "words", "decided_by")),
    "sample": (SamplePickTable, SamplePickTable.sample_id, ("note", "judged_by")),
    "report": (ReportVersionTable, ReportVersionTable.report_id, ("number", "reason", "receiver")),
    "emergency": (EmergencyCallTable, EmergencyCallTable.emergency_id, ("role", "note")),
    "handover": (HandoverCheckTable, HandoverCheckTable.handover_id, ("note",)),
}
# Most of a journal, and about nothing that is found by itself.
_NEVER_FOUND = (
    "visit.done",
    "watching.logged",
    "clock.warned",
    "push.attempted",
    "presence.prompted",
    "presence.confirmed",
)
_CORRECTION = "punch.correction_"


@dataclass(frozen=True)
class Changed:
    """What some entries of a seat are about: ids by noun (of visits the rounds); the last one."""

    ids: dict[str, set[str]]
    seq: int
    hash: str


def id_of(noun: str, row: Any) -> str:
    """How a record is named: a visit by its round and its number in it."""
    if noun == "visit":
        return f"{row.round_id}/{row.no}"
    found: str = row.id
    return found


# -- what the journal changed ------------------------------------------------------------------


def is_known(session: Session, seat: str, reached: tuple[int, str]) -> bool:
    """Whether the seat's journal has this entry."""
    row = session.get(JournalRow, (seat, reached[0]))
    return row is not None and row.hash == reached[1]


def changed(session: Session, seat: str, after: int, limit: int) -> Changed | None:
    """What the next entries of a seat are about; None when there are none."""
    wanted = (
        select(JournalRow.seq, JournalRow.hash, JournalRow.kind, JournalRow.subject)
        .where(
            JournalRow.seat == seat, JournalRow.seq > after, JournalRow.kind.not_in(_NEVER_FOUND)
        )
        .order_by(JournalRow.seq)
        .limit(limit)
    )
    rows = session.execute(wanted).all()
    if not rows:
        return None
    ids: dict[str, set[str]] = {}
    for row in rows:
        noun = row.kind.partition(".")[0]
        if noun in SOURCES:
            ids.setdefault(noun, set()).add(row.subject)
    if "round" in ids:
        ids["visit"] = set(ids["round"])
    asked = {row.subject for row in rows if row.kind.startswith(_CORRECTION)}
    if asked:
        about = select(CorrectionTable.punch_id).where(CorrectionTable.id.in_(sorted(asked)))
        ids["punch"] |= set(session.scalars(about))
    return Changed(ids, rows[-1].seq, rows[-1].hash)


# -- the past, newest first --------------------------------------------------------------------


def newest_before(session: Session, until: int) -> int | None:
    """Where the newest day before one begins on which there is a record; None when there is none.

    `until` is the beginning of a day, UTC ms.
    """
    found = [_newest(session, one, until) for one in SOURCES.values()]
    return max((at for at in found if at is not None), default=None)


def _newest(session: Session, source: Source, until: int) -> int | None:
    column = source.when
    newest = session.scalar(select(func.max(column)).where(column < _bound(column, until)))
    if newest is None:
        return None
    return instant(date.fromisoformat(newest)) if isinstance(newest, str) else day_starts_at(newest)


def within(session: Session, noun: str, from_at: int, to_at: int) -> list[Any]:
    """The records of a kind between two beginnings of days (UTC ms)."""
    source = SOURCES[noun]
    wanted = select(source.table).where(
        source.when >= _bound(source.when, from_at),
        source.when < _bound(source.when, to_at),
        source.only,
    )
    if noun == "visit":
        wanted = wanted.join(RoundTable, RoundTable.id == VisitTable.round_id)
    return list(session.scalars(wanted))


def _bound(column: Any, at: int) -> int | str:
    return day_of(at) if column.type.python_type is str else at


# -- by id -------------------------------------------------------------------------------------


def by_ids(session: Session, noun: str, ids: Iterable[str]) -> list[Any]:
    """The records of a kind with these ids, worth finding or not."""
    source, wanted = SOURCES[noun], set(ids)
    names = {one.rpartition("/")[0] for one in wanted} if noun == "visit" else wanted
    found = session.scalars(select(source.table).where(source.name.in_(sorted(names))))
    return [row for row in found if id_of(noun, row) in wanted]


def worth(session: Session, noun: str, ids: Iterable[str]) -> list[Any]:
    """The records of a kind with these ids that are worth finding; of a visit its round's id."""
    source = SOURCES[noun]
    wanted = select(source.table).where(source.name.in_(sorted(ids)), source.only)
    return list(session.scalars(wanted))


def beside(session: Session, noun: str, ids: Iterable[str]) -> dict[str, list[str]]:
    """What was written about records in other tables: corrections, texts, judgements, calls."""
    if noun not in _BESIDE:
        return {}
    table, key, names = _BESIDE[noun]
    found: dict[str, list[str]] = {}
    for row in session.scalars(select(table).where(key.in_(sorted(ids)))):
        said = [str(getattr(row, name) or "") for name in names]
        if noun == "report":
            said += map(str, json.loads(row.texts or "{}").values())
        found.setdefault(getattr(row, key.key), []).extend(said)
    return found


def shifts(session: Session, ids: Iterable[str]) -> dict[str, ShiftTable]:
    """Some shifts by id."""
    found = session.scalars(select(ShiftTable).where(ShiftTable.id.in_(sorted(ids))))
    return {row.id: row for row in found}


# -- entries of the journal itself -------------------------------------------------------------


def entries(session: Session, number: int | None, hash_begin: str, limit: int) -> list[JournalRow]:
    """The entries of this number, of every seat, and those whose hash begins so."""
    found: list[JournalRow] = []
    if number is not None:
        for seat in journal.seats(session):
            row = session.get(JournalRow, (seat, number))
            found += [row] if row is not None else []
    if hash_begin:
        begins = JournalRow.hash.between(hash_begin, hash_begin + "g")
        found += session.scalars(select(JournalRow).where(begins).limit(limit))
    return found[:limit]
