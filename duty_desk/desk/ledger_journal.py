"""The ledger of the journal (操作日志): every entry, in words, with its place in the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.desk.ledger_parts import TableLedger
from duty_desk.desk.snapshot import Viewer
from duty_desk.desk.wording import has_line
from duty_desk.documents.ledger_cells import Column
from duty_desk.language import mark, tr
from duty_desk.store.journal import entry_of
from duty_desk.store.ledger_sources import ENTRIES
from duty_desk.store.search_rows import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell


class JournalLedger(TableLedger):
    """Entries by when they were recorded. Names of cameras and people are those of today."""

    name, title, noun = "journal", mark("操作日志"), "entry"
    source = ENTRIES
    columns = (
        Column("seq", mark("序号"), "number", 10),
        Column("recorded_at", mark("记录时间"), "instant", 20),
        Column("event_at", mark("发生时间"), "instant", 20),
        Column("seat", mark("席位"), width=7),
        Column("kind", mark("类型"), width=24),
        Column("words", mark("内容"), width=60),
        Column("actor", mark("人员"), width=12),
        Column("subject", mark("记录编号"), width=38),
        Column("hash", mark("哈希"), width=66),
    )

    def record_of(self, row: Any) -> tuple[str, str]:
        """The record that an entry is about; without one, seat and number in its chain."""
        noun = row.kind.partition(".")[0]
        if noun in ("camera", "person") or (noun in SOURCES and noun != "visit"):
            return noun, row.subject
        return self.noun, f"{row.seat}/{row.seq}"

    def cells(self, reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some entries."""
        viewer = reader.kept.get("viewer")
        if viewer is None:
            side = reader.side
            viewer = Viewer(side.categories, side.rules(), kinds=tuple(side.kinds))
            reader.kept["viewer"] = viewer
        for row in rows:
            entry = entry_of(row)
            is_told = has_line(entry)
            yield (
                row.seq,
                row.recorded_at,
                row.event_at,
                row.seat,
                row.kind,
                viewer.journal_line(reader.session, entry).text if is_told else "",
                tr(row.actor) if row.actor else tr("系统"),
                row.subject,
                row.hash,
            )
