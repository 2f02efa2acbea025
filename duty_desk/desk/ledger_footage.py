"""The ledger of requests for recordings (调取台账): who asked is masked, whoever exports it.

The register with names and a reason for showing them is `footage_register`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from duty_desk.desk.footage_rows import places
from duty_desk.desk.footage_words import kind_words, number_of, state_words
from duty_desk.desk.ledger_parts import TableLedger
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.footage import masked
from duty_desk.domain.problem import beijing
from duty_desk.language import mark, tr
from duty_desk.store import footage as rows_of
from duty_desk.store.ledger_sources import FOOTAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell


class FootageLedger(TableLedger):
    """Requests by when they were registered."""

    name, title, noun = "footage", mark("调取台账"), "footage"
    source = FOOTAGE
    columns = (
        Column("number", mark("编号"), width=12),
        Column("registered_at", mark("登记时间"), "instant", 20),
        Column("unit", mark("调取单位"), width=24),
        Column("people", mark("调取人及证件号"), width=16),
        Column("kind", mark("方式"), width=8),
        Column("paper", mark("法律文书"), width=24),
        Column("case_no", mark("案件编号"), width=18),
        Column("reason", mark("事由"), width=24),
        Column("spans", mark("点位和时段"), width=50),
        Column("state", mark("状态"), width=10),
        Column("approved_by", mark("批准人"), width=12),
        Column("approved_at", mark("批准时间"), "instant", 20),
        Column("files", mark("文件"), "number", 7),
        Column("seal", mark("封存码"), width=30),
        Column("medium", mark("介质"), width=18),
        Column("handed_by", mark("移交人"), width=12),
        Column("handed_at", mark("移交时间"), "instant", 20),
        Column("registered_by", mark("登记人"), width=12),
    )

    def cells(self, reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some requests."""
        asked = {row.id: rows_of.request_of(row) for row in rows}
        cameras = {span.camera_id for one in asked.values() for span in one.spans}
        names = places(reader.session, cameras).names
        files = rows_of.files(reader.session, [row.id for row in rows])
        for row in rows:
            one = asked[row.id]
            spans = (
                f"{span.code} {names.get(span.camera_id, '')} {_span(span)}" for span in one.spans
            )
            yield (
                number_of(row),
                row.registered_at,
                one.unit,
                tr("{n} 人（已遮盖）", n=len(json.loads(row.officers))),
                kind_words(row.kind),
                f"{one.paper_kind} {one.paper_no}".strip(),
                masked(one.case_no),
                one.reason,
                "\n".join(spans),
                state_words(row.state),
                row.approved_by,
                row.approved_at or None,
                len(files[row.id]),
                json.loads(row.package).get("seal", ""),
                f"{one.medium} {one.medium_no}".strip(),
                row.handed_by,
                row.handed_at or None,
                row.registered_by,
            )


def _span(span: Any) -> str:
    begin, end = beijing(span.from_at), beijing(span.to_at)
    return f"{begin:%Y-%m-%d %H:%M:%S} – {end:%Y-%m-%d %H:%M:%S}"
