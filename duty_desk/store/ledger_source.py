"""Which records a ledger holds: a table, the column that says when, and the conditions it knows.

Rows come as plain rows, batch by batch: a year of records need not be known to the session.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, true

from duty_desk.domain.clock import Verdict
from duty_desk.store.tables import CameraTable, ChannelTable, ClockTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from duty_desk.domain.figure import LedgerWish

    Condition = Callable[[str], ColumnElement[bool]]
    Stretch = Callable[[LedgerWish], ColumnElement[bool]]

_READ_AT_ONCE = 500


class UnknownCondition(LookupError):
    """A wish asks for what the ledger does not know; the argument is the condition's key."""


@dataclass(frozen=True)
class Slice:
    """Which lines of a ledger: so many from a place on; all of them by default."""

    after: int = 0
    limit: int | None = None


ALL = Slice()


def where(conditions: Mapping[str, Condition], wish: LedgerWish) -> ColumnElement[bool]:
    """All the conditions of a wish.

    Raises:
        UnknownCondition: one of them is none of `conditions`.
    """
    for key, _ in wish.where:
        if key not in conditions:
            raise UnknownCondition(key)
    return and_(true(), *(conditions[key](value) for key, value in wish.where))


@dataclass(frozen=True, kw_only=True)
class LedgerSource:
    """The rows of one table as a ledger.

    Attributes:
        table: The table.
        at: Its column that says when (UTC ms).
        order: Columns that order rows of the same time.
        conditions: What a wish may ask for.
        stretches: Conditions that mean another stretch than that of `at`: repaired in it, open at
            its end; their value does not matter.
        within: Takes the place of "`at` lies in the stretch".
    """

    table: Any
    at: Any
    order: tuple[Any, ...]
    conditions: Mapping[str, Condition]
    stretches: Mapping[str, Stretch] = field(default_factory=dict)
    within: Stretch | None = None

    def known(self) -> tuple[str, ...]:
        """The conditions it knows."""
        return tuple(sorted((*self.conditions, *self.stretches)))

    def chosen(self, wish: LedgerWish) -> ColumnElement[bool]:
        """Which rows a wish means.

        Raises:
            UnknownCondition: it asks for what is not known here.
        """
        cuts = [self.stretches[key](wish) for key, _ in wish.where if key in self.stretches]
        if not cuts and self.within is not None:
            cuts = [self.within(wish)]
        if not cuts:
            cuts = [(self.at >= wish.from_at) & (self.at < wish.to_at)]
        both = {**self.conditions, **dict.fromkeys(self.stretches, lambda _value: true())}
        return and_(*cuts, where(both, wish))

    def count(self, session: Session, wish: LedgerWish) -> int:
        """How many rows a wish means."""
        wanted = select(func.count()).select_from(self.table).where(self.chosen(wish))
        return session.scalar(wanted) or 0

    def batches(
        self, session: Session, wish: LedgerWish, part: Slice = ALL
    ) -> Iterator[Sequence[Any]]:
        """The rows a wish means, oldest first, some hundred at a time."""
        wanted = (
            select(*self.table.__table__.columns)
            .where(self.chosen(wish))
            .order_by(self.at, *self.order)
            .offset(part.after or None)
            .limit(part.limit)
        )
        streamed = session.execute(wanted.execution_options(yield_per=_READ_AT_ONCE))
        yield from streamed.partitions()


# -- conditions --------------------------------------------------------------------------------


def among(column: Any) -> Condition:
    """`column` is one of the values, parted by commas."""
    return lambda value: column.in_(value.split(","))


def having(text: Any) -> Condition:
    """The column holds these words."""
    return lambda value: text.contains(value, autoescape=True)


def flag(is_so: Any) -> Condition:
    """`1` for what is so, `0` for what is not."""
    return lambda value: is_so if value != "0" else ~is_so


def of_camera(column: Any) -> Condition:
    """A camera by id or code, several parted by commas."""

    def holds(value: str) -> ColumnElement[bool]:
        names = value.split(",")
        is_meant = or_(CameraTable.id.in_(names), CameraTable.code.in_(names))
        found: ColumnElement[bool] = column.in_(select(CameraTable.id).where(is_meant))
        return found

    return holds


def of_place(column: Any, attribute: Any) -> Condition:
    """A camera by its community or the like, several parted by commas."""

    def holds(value: str) -> ColumnElement[bool]:
        ids = select(CameraTable.id).where(attribute.in_(value.split(",")))
        found: ColumnElement[bool] = column.in_(ids)
        return found

    return holds


def judged(column: Any, rule_id: str, verdict: str) -> ColumnElement[bool]:
    """The clock of a rule about the record with this id says `verdict`."""
    subjects = select(ClockTable.subject).where(
        ClockTable.subject == column,
        ClockTable.rule_id == rule_id,
        ClockTable.verdict == verdict,
    )
    return subjects.exists()


def timed(column: Any, rule_id: str) -> ColumnElement[bool]:
    """The clock of a rule about the record with this id has stopped and is not void."""
    subjects = select(ClockTable.subject).where(
        ClockTable.subject == column,
        ClockTable.rule_id == rule_id,
        ClockTable.verdict != Verdict.VOID,
        ClockTable.stopped_at.is_not(None),
    )
    return subjects.exists()


# -- names that many rows share ----------------------------------------------------------------


def cameras(session: Session) -> dict[str, CameraTable]:
    """Every camera there ever was, by id."""
    return {row.id: row for row in session.scalars(select(CameraTable))}


def channels(session: Session) -> dict[str, str]:
    """The name of every push channel there ever was, by id."""
    found = session.execute(select(ChannelTable.id, ChannelTable.name))
    return {row.id: row.name for row in found}


def verdicts(session: Session, rule_id: str, ids: Iterable[str]) -> dict[str, str]:
    """What the clocks of a rule say of some records, by id."""
    columns = ClockTable.subject, ClockTable.verdict, ClockTable.rule_id
    wanted = select(*columns).where(ClockTable.subject.in_(list(ids)))
    # The rule is looked at here: SQLite would take its index, which leads through all its clocks.
    return {row[0]: row[1] for row in session.execute(wanted) if row[2] == rule_id}
