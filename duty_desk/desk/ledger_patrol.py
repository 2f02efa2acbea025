"""The ledger of rounds (巡查轮次台账): each round of the plan, walked, unfinished or missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.ledger_parts import TableLedger, among, flag
from duty_desk.desk.patrol_words import reason_words, round_name, state_words
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.patrol import Outcome, RoundKind, RoundState
from duty_desk.domain.problem import beijing, day_of
from duty_desk.language import mark, tr
from duty_desk.store.patrol_tables import RoundTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement

    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell
    from duty_desk.domain.figure import LedgerWish

_COUNTS = (
    Outcome.NORMAL,
    Outcome.PROBLEM,
    Outcome.FAULT,
    Outcome.NOT_VIEWABLE,
    Outcome.SKIPPED,
)
_IS_OVER = RoundTable.state != RoundState.RUNNING
_SEEN = RoundTable.normal + RoundTable.problem + RoundTable.fault


def on_days(wish: LedgerWish) -> ColumnElement[bool]:
    """Rounds whose window begins in the stretch; the days let the index find them."""
    days = RoundTable.day.between(day_of(wish.from_at), day_of(max(wish.from_at, wish.to_at - 1)))
    return (
        days
        & (RoundTable.window_from_at >= wish.from_at)
        & (RoundTable.window_from_at < wish.to_at)
    )


def window_words(row: RoundTable) -> str:
    """`20:00–21:30`."""
    return f"{beijing(row.window_from_at):%H:%M}–{beijing(row.window_to_at):%H:%M}"


class PatrolLedger(TableLedger):
    """Rounds by when their window begins."""

    name, title, noun = "patrol", mark("巡查轮次台账"), "round"
    table, at, key = RoundTable, "window_from_at", "take"
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
    conditions = {  # noqa: RUF012 - never changed
        "id": among(RoundTable.id),
        "day": among(RoundTable.day),
        "state": among(RoundTable.state),
        "kind": among(RoundTable.kind),
        "by": among(RoundTable.started_by),
        "counted": flag(RoundTable.state == RoundState.COMPLETE),
        "unseen": flag(_IS_OVER & (RoundTable.expected > _SEEN)),
        "rushed": flag(RoundTable.is_rushed.is_(True)),
        "unexplained": flag(
            RoundTable.state.in_((RoundState.MISSED, RoundState.INCOMPLETE))
            & (RoundTable.reason == "")
        ),
    }

    def within(self, wish: LedgerWish) -> ColumnElement[bool]:
        """Rounds whose window begins in the stretch."""
        return on_days(wish)

    def cells(
        self, _reader: LedgerReader, rows: Sequence[RoundTable]
    ) -> Iterator[tuple[Cell, ...]]:
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
