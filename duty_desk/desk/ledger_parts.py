"""What ledgers are made of: the wish, its conditions, and rows that come one by one.

A ledger is a list of records of one kind in a stretch of time, oldest first, with fixed columns.
Screens page through it, figures lead into it, files are written from it: all three read the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import and_, func, or_, select, true

from duty_desk.language import Refusal, language, tr
from duty_desk.store.tables import CameraTable, ChannelTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Select

    from duty_desk.documents.ledger_cells import Cell, Column
    from duty_desk.domain.category import Category
    from duty_desk.domain.emergency import EmergencyKind
    from duty_desk.domain.fault import FaultKind
    from duty_desk.domain.figure import LedgerWish
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.store.clock import AdoptedRules
    from duty_desk.store.evidence import EvidenceFolder
    from duty_desk.store.transaction import Session

    Condition = Callable[[str], ColumnElement[bool]]
    Stretch = Callable[[LedgerWish], ColumnElement[bool]]

_READ_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class LedgerSide:
    """What ledgers know besides the records; of a running desk, or of a command beside it."""

    seat: str
    time: TimeSource
    rules: Callable[[], AdoptedRules]
    categories: Mapping[str, Category]
    kinds: Sequence[FaultKind]
    emergencies: Sequence[EmergencyKind]
    evidence: EvidenceFolder


@dataclass(frozen=True)
class LedgerRow:
    """A record as a line: what it is, its id, and a cell for each column of the ledger."""

    noun: str
    id: str
    cells: tuple[Cell, ...]


@dataclass
class LedgerReader:
    """One reading of one ledger: its session, and names that are asked for again and again."""

    session: Session
    side: LedgerSide
    with_pictures: bool = False
    kept: dict[str, Any] = field(default_factory=dict)  # what a ledger keeps for itself

    @cached_property
    def cameras(self) -> dict[str, CameraTable]:
        """Every camera there ever was, by id."""
        return {row.id: row for row in self.session.scalars(select(CameraTable))}

    @cached_property
    def channels(self) -> dict[str, str]:
        """The name of every push channel there ever was, by id."""
        found = self.session.execute(select(ChannelTable.id, ChannelTable.name))
        return {row[0]: row[1] for row in found}

    def category(self, code: str) -> str:
        """How a category is called; "" for none."""
        known = self.side.categories.get(code)
        return known.name_in(language()) if known else code


@dataclass(frozen=True)
class Slice:
    """Which lines of a ledger: so many from a place on; all of them by default."""

    after: int = 0
    limit: int | None = None


ALL = Slice()


class Ledger:
    """A ledger. Subclasses say which rows there are and how their cells read."""

    name: ClassVar[str]
    title: ClassVar[str]  # marked
    columns: ClassVar[tuple[Column, ...]]
    conditions: ClassVar[Mapping[str, Condition]] = {}

    def count(self, reader: LedgerReader, wish: LedgerWish) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def rows(
        self, reader: LedgerReader, wish: LedgerWish, part: Slice = ALL
    ) -> Iterator[LedgerRow]:
        """The lines, oldest first; never held together."""
        raise NotImplementedError

    def holds(self, wish: LedgerWish) -> ColumnElement[bool]:
        """The conditions of a wish.

        Raises:
            Refusal: the ledger has no such condition.
        """
        found = [self.conditions[key](value) for key, value in wish.where if key in self.conditions]
        for key, _ in wish.where:
            if key not in self.known():
                raise Refusal(
                    tr(
                        "“{ledger}”不能按“{key}”筛选。可用的条件：{known}。",
                        ledger=tr(self.title),
                        key=key,
                        known=" ".join(sorted(self.known())),
                    )
                )
        return and_(true(), *found)

    def known(self) -> frozenset[str]:
        """The conditions that the ledger understands."""
        return frozenset(self.conditions)


class TableLedger(Ledger):
    """A ledger of which each line is a row of one table.

    `noun` is what its records are called, `at` the column that says when, `key` the one that
    orders those of the same time.
    """

    noun: ClassVar[str]
    table: ClassVar[Any]
    at: ClassVar[str]
    key: ClassVar[str]
    # Conditions that mean another stretch than that of `at`: repaired in it, open at its end.
    stretches: ClassVar[Mapping[str, Stretch]] = {}

    def chosen(self, wish: LedgerWish) -> ColumnElement[bool]:
        """Which rows of the table."""
        wanted = [self.stretches[key](wish) for key, _ in wish.where if key in self.stretches]
        return and_(*(wanted or [self.within(wish)]), self.holds(wish))

    def known(self) -> frozenset[str]:
        """The conditions that the ledger understands."""
        return frozenset((*self.conditions, *self.stretches))

    def within(self, wish: LedgerWish) -> ColumnElement[bool]:
        """Which rows lie in the stretch of a wish."""
        at = getattr(self.table, self.at)
        found: ColumnElement[bool] = (at >= wish.from_at) & (at < wish.to_at)
        return found

    def count(self, reader: LedgerReader, wish: LedgerWish) -> int:
        """How many lines there are."""
        wanted = select(func.count()).select_from(self.table).where(self.chosen(wish))
        return reader.session.scalar(wanted) or 0

    def rows(
        self, reader: LedgerReader, wish: LedgerWish, part: Slice = ALL
    ) -> Iterator[LedgerRow]:
        """The lines, oldest first; never held together."""
        wanted = self._select(wish).offset(part.after or None).limit(part.limit)
        streamed = reader.session.execute(wanted.execution_options(yield_per=_READ_AT_ONCE))
        for found in streamed.partitions():
            for row, cells in zip(found, self.cells(reader, found), strict=True):
                yield LedgerRow(self.noun, self.id_of(row), cells)

    def _select(self, wish: LedgerWish) -> Select[Any]:
        # Plain rows: a year of records need not be known to the session one by one.
        columns = self.table.__table__.columns
        return select(*columns).where(self.chosen(wish)).order_by(*self.order())

    def order(self) -> tuple[Any, ...]:
        """By what the lines are ordered."""
        return getattr(self.table, self.at), getattr(self.table, self.key)

    def id_of(self, row: Any) -> str:
        """The id by which the record is opened."""
        found: str = row.id
        return found

    def cells(self, reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some rows, in their order."""
        raise NotImplementedError


# -- conditions --------------------------------------------------------------------------------


def among(column: Any) -> Condition:
    """`column` is one of the values, parted by commas."""
    return lambda value: column.in_(value.split(","))


def having(text: Any) -> Condition:
    """The column holds these words."""
    return lambda value: text.contains(value, autoescape=True)


def flag(is_so: ColumnElement[bool]) -> Condition:
    """`1` for what is so, `0` for what is not."""
    return lambda value: is_so if value != "0" else ~is_so


def of_camera(column: Any) -> Condition:
    """A camera by id or code, several parted by commas."""

    def holds(value: str) -> ColumnElement[bool]:
        names = value.split(",")
        ids = select(CameraTable.id).where(
            or_(CameraTable.id.in_(names), CameraTable.code.in_(names))
        )
        found: ColumnElement[bool] = column.in_(ids)
        return found

    return holds


def of_place(column: Any, field_name: str) -> Condition:
    """A camera by its community, unit or maintainer."""
    attribute = getattr(CameraTable, field_name)

    def holds(value: str) -> ColumnElement[bool]:
        ids = select(CameraTable.id).where(attribute.in_(value.split(",")))
        found: ColumnElement[bool] = column.in_(ids)
        return found

    return holds
