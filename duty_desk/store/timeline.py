"""Records as they lie in time: what the lanes and bars of a review are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, or_, select

from duty_desk.domain.clock import Verdict
from duty_desk.store import review_note
from duty_desk.store.footage_tables import FootageTable
from duty_desk.store.patrol_tables import RoundTable
from duty_desk.store.tables import ClockTable, FaultTable, ProblemTable
from duty_desk.store.tallies import within

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


class Timed(NamedTuple):  # a year has tens of thousands
    """A problem or fault with the clock that ran on it; no verdict where none ran."""

    id: str
    found_on: str
    no: int
    camera_id: str
    kind: str  # a problem's category, a fault's kind
    found_at: int
    verdict: str | None
    started_at: int | None
    stopped_at: int | None
    due_at: int | None

    @property
    def took_ms(self) -> int | None:
        """From start to stop; None while nothing stopped it."""
        if self.stopped_at is None or self.started_at is None:
            return None
        return self.stopped_at - self.started_at


_CLOCK: tuple[Any, ...] = (
    ClockTable.verdict,
    ClockTable.started_at,
    ClockTable.stopped_at,
    ClockTable.due_at,
)


def problems(session: Session, span: tuple[int, int], rule_id: str) -> tuple[Timed, ...]:
    """The problems found in `span`, void ones left out, each with its clock of `rule_id`.

    Asked twice in one reading (lanes and bars of a year are 17,000 rows) they are read once.
    """
    key = ("timeline.problems", span, rule_id)
    if key not in session.info:
        session.info[key] = _problems(session, span, rule_id)
    known: tuple[Timed, ...] = session.info[key]
    return known


def _problems(session: Session, span: tuple[int, int], rule_id: str) -> tuple[Timed, ...]:
    stands = within(ProblemTable.found_at, span) & (ProblemTable.state != "voided")
    return _timed(session, (ProblemTable, ProblemTable.category), rule_id, stands)


def faults(session: Session, span: tuple[int, int], rule_id: str) -> tuple[Timed, ...]:
    """The faults found in `span`, dismissed ones left out, each with its clock of `rule_id`."""
    stands = within(FaultTable.found_at, span) & (FaultTable.state != "dismissed")
    return _timed(session, (FaultTable, FaultTable.kind), rule_id, stands)


def _timed(
    session: Session, kept: tuple[Any, Any], rule_id: str, stands: ColumnElement[bool]
) -> tuple[Timed, ...]:
    """The rows of a table (and which column tells their kind) with their clocks, oldest first."""
    table, kind = kept
    clock = and_(ClockTable.subject == table.id, ClockTable.rule_id == rule_id)
    columns = (table.id, table.found_on, table.no, table.camera_id, kind, table.found_at, *_CLOCK)
    found = session.execute(
        select(*columns).outerjoin(ClockTable, clock).where(stands).order_by(table.found_at)
    )
    return tuple(Timed(*row) for row in found)


@dataclass(frozen=True)
class Walked:
    """A round that was walked, or missed."""

    id: str
    slot: int
    kind: str
    name: str
    state: str
    started_at: int | None
    ended_at: int | None
    window_from_at: int
    window_to_at: int
    expected: int
    seen: int


def rounds(session: Session, span: tuple[int, int]) -> tuple[Walked, ...]:
    """The rounds that ran at some time in `span`, and those whose missed window lies in it."""
    begun = and_(
        RoundTable.started_at < span[1],
        or_(RoundTable.ended_at.is_(None), RoundTable.ended_at > span[0]),
    )
    missed = and_(RoundTable.started_at.is_(None), within(RoundTable.window_from_at, span))
    found = session.execute(
        select(
            RoundTable.id,
            RoundTable.slot,
            RoundTable.kind,
            RoundTable.name,
            RoundTable.state,
            RoundTable.started_at,
            RoundTable.ended_at,
            RoundTable.window_from_at,
            RoundTable.window_to_at,
            RoundTable.expected,
            RoundTable.normal + RoundTable.problem + RoundTable.fault,
        )
        .where(or_(begun, missed))
        .order_by(RoundTable.window_from_at, RoundTable.take)
    )
    return tuple(Walked(*row) for row in found)


def footage(session: Session, span: tuple[int, int]) -> tuple[FootageTable, ...]:
    """The requests for recordings that were registered in `span`, oldest first."""
    found = session.scalars(
        select(FootageTable)
        .where(within(FootageTable.registered_at, span))
        .order_by(FootageTable.registered_at)
    )
    return tuple(found)


@dataclass(frozen=True)
class Breach:
    """A clock that broke its rule, and what about."""

    clock_id: str
    rule_id: str
    subject: str
    clause: str
    started_at: int
    due_at: int
    stopped_at: int | None


def late_subjects(session: Session, rule_id: str, span: tuple[int, int]) -> set[str]:
    """What the clocks of a rule are about that began in `span` and were broken."""
    found = session.scalars(
        select(ClockTable.subject).where(
            ClockTable.rule_id == rule_id,
            within(ClockTable.started_at, span),
            ClockTable.verdict == Verdict.BREACHED,
        )
    )
    return set(found)


def breaches(session: Session, span: tuple[int, int], limit: int) -> tuple[Breach, ...]:
    """The clocks of `span` that broke their rule and wait for a word; the newest `limit`."""
    found = session.execute(
        select(
            ClockTable.id,
            ClockTable.rule_id,
            ClockTable.subject,
            ClockTable.clause,
            ClockTable.started_at,
            ClockTable.due_at,
            ClockTable.stopped_at,
        )
        .where(
            within(ClockTable.started_at, span),
            ClockTable.verdict == Verdict.BREACHED,
            review_note.is_missing(ClockTable.id),
        )
        .order_by(ClockTable.started_at.desc())
        .limit(limit)
    )
    return tuple(Breach(*row) for row in found)
