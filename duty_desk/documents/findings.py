"""What is found in a document that was handed in: mistakes and warnings with their places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.documents import camera_sentences as sentences
from duty_desk.documents.grid import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.documents.headings import Headings


@dataclass(frozen=True)
class Finding:
    """A mistake or a warning, as a finished sentence that names its place.

    `row` is the first row it is about (from 1); `column` its letter, empty when the sheet has no
    such column.
    """

    text: str
    row: int
    column: str
    field: str


@dataclass
class Findings:
    """Mistakes by place; and warnings gathered, each said once with all its rows."""

    sheet: str
    headings: Headings
    _mistakes: list[Finding] = field(default_factory=list)
    _warned: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _wrong: set[tuple[int, str]] = field(default_factory=set)

    def mistake(self, row: int, name: str, words: str, *, rows: Iterable[int] = ()) -> None:
        """Field `name` of `row` is wrong, and with it those of `rows`; all of them stay out."""
        self._mistakes.append(self._finding([row], name, words))
        self._wrong |= {(number, name) for number in (row, *rows)}

    def warning(self, row: int, name: str, words: str) -> None:
        """Somebody should know this of field `name` in `row`."""
        self._warned[name, words].append(row)

    def is_wrong(self, row: int, name: str) -> bool:
        """Whether a mistake in this field has been noted already."""
        return (row, name) in self._wrong

    @property
    def wrong_rows(self) -> set[int]:
        """The rows that stay out."""
        return {row for row, _ in self._wrong}

    @property
    def mistakes(self) -> tuple[Finding, ...]:
        """All mistakes in the order of rows."""
        return _in_order(self._mistakes)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """All warnings in the order of their first rows."""
        return _in_order(
            self._finding(rows, name, words) for (name, words), rows in self._warned.items()
        )

    def _finding(self, rows: list[int], name: str, words: str) -> Finding:
        column = self.headings.columns.get(name)
        letter = column_letter(column.index) if column else ""
        place = sentences.at(self.sheet, rows, letter, column.heading if column else "")
        return Finding(sentences.placed(place, words), rows[0], letter, name)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: (one.row, len(one.column), one.column)))
