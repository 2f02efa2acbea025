"""What sections are built from: figures with their level, wishes, and the cameras' names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.domain.figure import Figure, LedgerWish
from duty_desk.language import language, tr
from duty_desk.store import camera as camera_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from duty_desk.domain.category import Category
    from duty_desk.domain.contract import Contract, Rule
    from duty_desk.domain.fault import FaultKind
    from duty_desk.domain.figure import Level, Section
    from duty_desk.domain.period import Period
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.store.clock import AdoptedRules
    from duty_desk.store.tables import CameraTable
    from duty_desk.store.transaction import Session

    Source = Callable[[Session, Period], Section]

_WARNED_FROM = 0.95  # a share below this is bad, one above it wants a look


@dataclass(frozen=True)
class SectionSide:
    """What sources know besides the records; of a running desk, or of a command beside it."""

    seat: str
    time: TimeSource
    rules: Callable[[], AdoptedRules]
    categories: Mapping[str, Category]
    kinds: Sequence[FaultKind]

    @property
    def contract(self) -> Contract | None:
        """The contract in force."""
        return self.rules().contract

    def rule(self, rule_id: str) -> Rule | None:
        """A rule of the contract in force, or None when it has none of that id."""
        found = self.contract.rules if self.contract else ()
        return next((rule for rule in found if rule.id == rule_id), None)

    def category_name(self, code: str) -> str:
        """How a category is called; its code when the list has lost it."""
        known = self.categories.get(code)
        return known.name_in(language()) if known else code or tr("未分类")


def span_of(period: Period) -> tuple[int, int]:
    """The period as a half-open stretch of UTC ms."""
    return period.from_at, period.to_at


def wish(ledger: str, period: Period, **where: str) -> LedgerWish:
    """The records of a ledger in `period` of which `where` holds."""
    return LedgerWish(ledger, period.from_at, period.to_at, tuple(sorted(where.items())))


def share(
    key: str, title: str, part: tuple[int | None, int | None], note: str, wished: LedgerWish
) -> Figure:
    """So many of so many; unknown where there is nothing to be part of."""
    value, of = part
    if value is None or not of:
        return Figure(key=key, title=title, value=None, level="unknown", note=note, wish=wished)
    return Figure(
        key=key, title=title, value=value, of=of, level=level_of(value, of), note=note, wish=wished
    )


def level_of(value: int, of: int) -> Level:
    """How so many of so many stand, where the contract asks for all of them."""
    if value >= of:
        return "good"
    return "warn" if value >= of * _WARNED_FROM else "bad"


def count(
    key: str, title: str, value: int | None, wished: LedgerWish | None, *, bad_from: int = 0
) -> Figure:
    """A plain number; at `bad_from` and above it wants a look."""
    level: Level = "plain"
    if value is None:
        level = "unknown"
    elif bad_from and value >= bad_from:
        level = "warn"
    return Figure(key=key, title=title, value=value, level=level, wish=wished)


def cameras_by_id(session: Session) -> dict[str, CameraTable]:
    """Every camera there ever was, by id."""
    return {row.id: row for row in camera_rows.every(session)}
