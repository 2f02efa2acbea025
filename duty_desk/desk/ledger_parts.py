"""What ledgers are made of: names that lines share, and lines that come one by one.

A ledger is a list of records of one kind in a stretch of time, oldest first, with fixed columns.
Screens page through it, figures lead into it, files are written from it: all three read the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from duty_desk.language import Refusal, language, tr
from duty_desk.store import ledger_source as source
from duty_desk.store.ledger_source import ALL, Slice, UnknownCondition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from duty_desk.documents.ledger_cells import Cell, Column
    from duty_desk.domain.category import Category
    from duty_desk.domain.emergency import EmergencyKind
    from duty_desk.domain.fault import FaultKind
    from duty_desk.domain.figure import LedgerWish
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.store.clock import AdoptedRules
    from duty_desk.store.evidence import EvidenceFolder
    from duty_desk.store.ledger_source import LedgerSource
    from duty_desk.store.tables import CameraTable
    from duty_desk.store.transaction import Session


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
        return source.cameras(self.session)

    @cached_property
    def channels(self) -> dict[str, str]:
        """The name of every push channel there ever was, by id."""
        return source.channels(self.session)

    def category(self, code: str) -> str:
        """How a category is called; "" for none."""
        known = self.side.categories.get(code)
        return known.name_in(language()) if known else code


class Ledger:
    """A ledger. Subclasses say which lines there are and how their cells read."""

    name: ClassVar[str]
    title: ClassVar[str]  # marked
    columns: ClassVar[tuple[Column, ...]]

    def known(self) -> tuple[str, ...]:
        """The conditions that it understands."""
        raise NotImplementedError

    def count(self, reader: LedgerReader, wish: LedgerWish) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def rows(
        self, reader: LedgerReader, wish: LedgerWish, part: Slice = ALL
    ) -> Iterator[LedgerRow]:
        """The lines, oldest first; never held together."""
        raise NotImplementedError

    def refusal(self, unknown: UnknownCondition) -> Refusal:
        """What is said to a wish for a condition that the ledger does not know."""
        return Refusal(
            tr(
                "“{ledger}”不能按“{key}”筛选。可用的条件：{known}。",
                ledger=tr(self.title),
                key=unknown.args[0],
                known=" ".join(self.known()),
            )
        )


class TableLedger(Ledger):
    """A ledger of which each line is a row of one table; `noun` is what its records are called."""

    noun: ClassVar[str]
    source: ClassVar[LedgerSource]

    def known(self) -> tuple[str, ...]:
        """The conditions that it understands."""
        return self.source.known()

    def count(self, reader: LedgerReader, wish: LedgerWish) -> int:
        """How many lines there are."""
        return self.source.count(reader.session, wish)

    def rows(
        self, reader: LedgerReader, wish: LedgerWish, part: Slice = ALL
    ) -> Iterator[LedgerRow]:
        """The lines, oldest first; never held together."""
        for found in self.source.batches(reader.session, wish, part):
            for row, cells in zip(found, self.cells(reader, found), strict=True):
                yield LedgerRow(*self.record_of(row), cells)

    def record_of(self, row: Any) -> tuple[str, str]:
        """Noun and id by which the record is opened."""
        return self.noun, row.id

    def cells(self, reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some rows, in their order."""
        raise NotImplementedError
