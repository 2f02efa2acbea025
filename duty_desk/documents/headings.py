"""Where the headings of a catalogue stand in a sheet, and which column is which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.documents.camera_columns import CameraColumns
    from duty_desk.documents.grid import Sheet

LAST_HEADING_ROW = 10


@dataclass(frozen=True, order=True)
class Column:
    """A column of the sheet: its index from 0 and the heading over it."""

    index: int
    heading: str


@dataclass(frozen=True)
class Headings:
    """The heading row of a sheet.

    Attributes:
        row: Its number, from 1.
        columns: The columns that were recognised, by field.
        doubled: Pairs of columns under the same heading, by field: which is meant, nobody knows.
        ignored: Headings of columns that are not read, in order.
    """

    row: int
    columns: Mapping[str, Column]
    doubled: Mapping[str, tuple[Column, Column]]
    ignored: tuple[str, ...]


def find_headings(sheet: Sheet, columns: CameraColumns) -> Headings | None:
    """The row among the first ten of `sheet` that looks most like headings of `columns`.

    Titles may stand above it. Headings may stand in two rows, the upper one merged.
    """
    texts = _upper_texts(sheet)
    found = [_headings(number, texts, columns) for number in sorted(texts)]
    good = [one for one in found if len(one.columns) > 1 and {"code", "name"} & one.columns.keys()]
    return max(good, key=lambda one: (len(one.columns), one.row), default=None)


def _upper_texts(sheet: Sheet) -> dict[int, dict[int, str]]:
    """Texts of the rows that may hold headings, by row from 1 and column from 0, merges filled."""
    texts = {
        row.number: {index: cell.text for index, cell in enumerate(row.cells) if cell.text}
        for row in sheet.rows
        if row.number <= LAST_HEADING_ROW
    }
    for span in sheet.spans:
        text = texts.get(span.first_row, {}).get(span.first_column - 1)
        if text is None:
            continue
        for number in range(span.first_row, min(span.last_row, LAST_HEADING_ROW) + 1):
            row = texts.setdefault(number, {})
            row.update(dict.fromkeys(range(span.first_column - 1, span.last_column), text))
    return texts


def _headings(
    number: int, texts: Mapping[int, Mapping[int, str]], columns: CameraColumns
) -> Headings:
    above = texts.get(number - 1, {})
    known: dict[str, list[tuple[int, Column]]] = {}
    ignored = {}
    for index, text in texts[number].items():
        key_and_rank = _key_of(text, above.get(index, ""), columns)
        if key_and_rank is not None:
            key, rank = key_and_rank
            known.setdefault(key, []).append((rank, Column(index, text)))
        elif not columns.is_passed_over(text):
            ignored[index] = text
    taken = {key: sorted(found) for key, found in known.items()}
    doubled = {key: (found[0], found[1]) for key, found in taken.items() if len(found) > 1}
    ignored |= {column.index: column.heading for f in taken.values() for _, column in f[1:]}
    return Headings(
        row=number,
        columns={key: found[0][1] for key, found in taken.items()},
        doubled={
            key: (first[1], second[1])
            for key, (first, second) in doubled.items()
            if first[0] == second[0]
        },
        ignored=tuple(ignored[index] for index in sorted(ignored)),
    )


def _key_of(text: str, above: str, columns: CameraColumns) -> tuple[str, int] | None:
    if above and above != text:
        joined = columns.key_of(f"{above}({text})") if columns.key_of(above) else None
        if joined is not None and joined != columns.key_of(above):
            return joined
    return columns.key_of(text)
