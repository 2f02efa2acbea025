"""Small pictures of evidence for the cells of a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import Refusal, tr
from duty_desk.vision.jpeg import decode
from duty_desk.vision.thumbnail import thumbnail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell


def small_pictures(
    reader: LedgerReader, shots: Mapping[str, tuple[list[str], list[str]]]
) -> dict[str, tuple[Cell, Cell]]:
    """The first picture before and the last after, by problem; what is missing says so."""
    return {
        problem: (_small(reader, before[:1]), _small(reader, after[-1:]))
        for problem, (before, after) in shots.items()
    }


def _small(reader: LedgerReader, hashes: list[str]) -> Cell:
    if not hashes:
        return None
    try:
        jpeg = reader.side.evidence.path(hashes[0]).read_bytes()
        return thumbnail(decode(jpeg))
    except (OSError, Refusal):
        return tr("照片文件读不出来")
