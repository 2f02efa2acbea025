"""Figures of reviews and reports: a number, what it is held to, and the records it counts.

A figure that is not known is None, never 0. Every figure carries the wish that finds its records
again, so that whoever doubts it opens them. Titles and notes are finished sentences in the
language in use; what must be the same in every language is in `key`, `value`, `of`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["count", "ppm", "ms", "tenth"]  # tenth: a count with one decimal, times ten
Level = Literal["good", "warn", "bad", "plain", "unknown"]
WHOLE_PPM = 1_000_000


@dataclass(frozen=True)
class LedgerWish:
    """Which records a figure counts: a ledger, a stretch of time and conditions on it.

    Attributes:
        ledger: A name of `desk.ledgers.names()`.
        from_at: First instant (UTC ms).
        to_at: The instant after the last (UTC ms).
        where: Pairs of a condition of the ledger and its value, all of which must hold.
    """

    ledger: str
    from_at: int
    to_at: int
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of a section.

    Attributes:
        key: Its name in every language (`pushes.in_time`).
        value: The number; None when it is not known.
        of: What it is a part of, None when it stands alone.
        unit: What `value` (and `of`) counts.
        level: How it stands against what the contract asks.
        note: What belongs beside it.
        wish: The records it counts; None when there are none to show.
    """

    key: str
    title: str
    value: int | None
    of: int | None = None
    unit: Unit = "count"
    level: Level = "plain"
    note: str = ""
    wish: LedgerWish | None = None

    @property
    def share_ppm(self) -> int | None:
        """The part of the whole in millionths; None when there is no whole."""
        if self.value is None or not self.of:
            return None
        return self.value * WHOLE_PPM // self.of


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A line of a section's table.

    Attributes:
        key: What the line is about: an id, a category, a name.
        name: How it is called.
        values: One number per column of the table; None where it is not known.
        wish: The records the line counts.
    """

    key: str
    name: str
    values: tuple[int | None, ...]
    wish: LedgerWish | None = None


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    """Numbers side by side: a ranking, or counts by kind; the greatest or worst first.

    Attributes:
        heading: What the lines are (点位, 社区, 类别).
        columns: What each number is, with its unit.
    """

    key: str
    title: str
    heading: str
    columns: tuple[tuple[str, Unit], ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """What is told of one matter over a period."""

    key: str
    title: str
    figures: tuple[Figure, ...]
    tables: tuple[FigureTable, ...] = ()

    def figure(self, key: str) -> Figure:
        """The figure `key`.

        Raises:
            KeyError: the section has no such figure.
        """
        for one in self.figures:
            if one.key == key:
                return one
        raise KeyError(key)

    def table(self, key: str) -> FigureTable:
        """The table `key`.

        Raises:
            KeyError: the section has no such table.
        """
        for one in self.tables:
            if one.key == key:
                return one
        raise KeyError(key)


def percentile(ordered: tuple[int, ...] | list[int], percent: int) -> int | None:
    """The smallest of `ordered` that `percent` of them do not exceed; None of none.

    Nearest rank, so that it is always the time of a real record.
    """
    if not ordered:
        return None
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(rank, 1) - 1]
