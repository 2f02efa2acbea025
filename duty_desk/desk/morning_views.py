"""What stands on a morning page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duty_desk.domain.figure import LedgerWish, Level


@dataclass(frozen=True, kw_only=True)
class MorningLine:
    """A line with what it rests on: a record, or the records of a wish."""

    words: str
    level: Level = "plain"
    noun: str = ""
    id: str = ""
    wish: LedgerWish | None = None


@dataclass(frozen=True, kw_only=True)
class MorningPart:
    """A question with its answer in one line, and details below."""

    question: str
    answer: str
    level: Level = "plain"
    lines: tuple[MorningLine, ...] = ()
    wish: LedgerWish | None = None


@dataclass(frozen=True, kw_only=True)
class MorningPage:
    """The whole page. `red` are the lines that come first, whatever question they belong to."""

    title: str
    subtitle: str
    red: tuple[MorningLine, ...]
    parts: tuple[MorningPart, ...]
    foot: tuple[str, ...]
