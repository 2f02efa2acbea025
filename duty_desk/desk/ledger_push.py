"""The ledger of pushes (推送台账): every message, through which group, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.desk.ledger_parts import TableLedger
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.problem import shown_number
from duty_desk.language import mark, tr
from duty_desk.store.ledger_problems import PUSHES, told_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell

PUSH_STATES = {
    "queued": mark("等待发送"),
    "sending": mark("正在发送"),
    "delayed": mark("暂未送出"),
    "copied": mark("已复制，待确认"),
    "accepted": mark("群机器人已接收"),
    "confirmed": mark("操作员确认已发"),
    "refused": mark("被拒收"),
    "unknown": mark("结果未知"),
    "withdrawn": mark("已撤回"),
}


class PushLedger(TableLedger):
    """Messages by when they were handed to the sender."""

    name, title, noun = "push", mark("推送台账"), "push"
    source = PUSHES
    columns = (
        Column("number", mark("问题编号"), width=12),
        Column("queued_at", mark("交付时间"), "instant", 20),
        Column("ended_at", mark("结束时间"), "instant", 20),
        Column("took", mark("用时(分:秒)"), "span", 11),
        Column("camera", mark("点位编号"), width=12),
        Column("camera_name", mark("点位名称"), width=24),
        Column("channel", mark("推送群"), width=18),
        Column("state", mark("状态"), width=16),
        Column("tries", mark("次数"), "number", 7),
        Column("text", mark("内容"), width=60),
        Column("words", mark("结果说明"), width=30),
        Column("receipt", mark("回执"), width=20),
    )

    def record_of(self, row: Any) -> tuple[str, str]:
        """The problem that was told; a message to a maintainer stands by itself."""
        return ("problem", row.problem_id) if row.problem_id else (self.noun, row.id)

    def cells(self, reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some messages."""
        about = told_of(reader.session, [row.problem_id for row in rows if row.problem_id])
        for row in rows:
            found = about.get(row.problem_id or "")
            yield (
                shown_number(found.found_on, found.no) if found else tr("报修消息"),
                row.queued_at,
                row.ended_at,
                None if row.ended_at is None else max(0, row.ended_at - row.queued_at),
                found.code if found else "",
                found.name if found else "",
                reader.channels.get(row.channel_id, ""),
                tr(PUSH_STATES.get(row.state, row.state)),
                row.tries,
                row.text,
                row.words,
                row.receipt,
            )
