"""The ledger of rounds (巡查轮次台账): each round of the plan, walked, unfinished or missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.desk.ledger_parts import TableLedger
from duty_desk.desk.patrol_words import reason_words, round_name, state_words
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.patrol import Outcome, RoundKind, RoundState
from duty_desk.domain.problem import beijing
from duty_desk.language import mark, tr
from duty_desk.store.ledger_rounds import ROUNDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell

_COUNTS = (
    Outcome.NORMAL,
    Outcome.PROBLEM,
    Outcome.FAULT,
    Outcome.NOT_VIEWABLE,
    Outcome.SKIPPED,
)


def window_words(row: Any) -> str:
    """`20:00–21:30`."""
    return f"{beijing(row.window_from_at):%H:%M}–{beijing(row.window_to_at):%H:%M}"


class PatrolLedger(TableLedger):
    """Rounds by when their window begins."""

    name, title, noun = "patrol", mark("巡查轮次台账"), "round"
    source = ROUNDS
    columns = (
        Column("round", mark("轮次"), width=16),
        Column("day", mark("日期"), "day", 12),
        Column("window", mark("计划时段"), width=14),
        Column("state", mark("状态"), width=10),
        Column("started_at", mark("开始时间"), "instant", 20),
        Column("ended_at", mark("结束时间"), "instant", 20),
        Column("expected", mark("应查"), "number", 8),
        Column("normal", mark("正常"), "number", 8),
        Column("problem", mark("问题"), "number", 8),
        Column("fault", mark("故障"), "number", 8),
        Column("not_viewable", mark("无画面"), "number", 8),
        Column("skipped", mark("跳过"), "number", 8),
        Column("expired", mark("未查"), "number", 8),
        Column("rushed", mark("过快"), width=8),
        Column("by", mark("值班员"), width=12),
        Column("reason", mark("原因"), width=30),
    )

    def cells(self, _reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some rounds."""
        for row in rows:
            counts = [getattr(row, outcome) for outcome in _COUNTS]
            is_over = row.state != RoundState.RUNNING
            yield (
                round_name(row.slot, row.name, RoundKind(row.kind)),
                row.day,
                window_words(row),
                state_words(row.state),
                row.started_at,
                row.ended_at,
                row.expected,
                *counts,
                row.expected - sum(counts) if is_over else None,
                tr("过快") if row.is_rushed else "",
                tr(row.started_by) if row.started_at is not None else "",
                reason_words(row.reason),
            )
