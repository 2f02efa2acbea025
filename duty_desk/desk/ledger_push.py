"""The ledger of pushes (推送台账): every message, through which group, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.desk.ledger_parts import TableLedger, among, flag, having
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.problem import shown_number
from duty_desk.language import mark, tr
from duty_desk.store.tables import CameraTable, ProblemTable, PushTable

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
BAD_STATES = ("refused", "unknown")


class PushLedger(TableLedger):
    """Messages by when they were handed to the sender."""

    name, title, noun = "push", mark("推送台账"), "push"
    table, at, key = PushTable, "queued_at", "id"
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
    conditions = {  # noqa: RUF012 - never changed
        "id": among(PushTable.id),
        "state": among(PushTable.state),
        "channel": among(PushTable.channel_id),
        "problem": among(PushTable.problem_id),
        "text": having(PushTable.text),
        "failed": flag(PushTable.state.in_(BAD_STATES)),
    }

    def cells(self, reader: LedgerReader, rows: Sequence[PushTable]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some messages."""
        about = _about(reader, [row.problem_id for row in rows if row.problem_id is not None])
        for row in rows:
            number, code, name = about.get(row.problem_id or "", ("", "", ""))
            yield (
                number or (tr("报修消息") if row.call_id else ""),
                row.queued_at,
                row.ended_at,
                None if row.ended_at is None else max(0, row.ended_at - row.queued_at),
                code,
                name,
                reader.channels.get(row.channel_id, ""),
                tr(PUSH_STATES.get(row.state, row.state)),
                row.tries,
                row.text,
                row.words,
                row.receipt,
            )


def _about(reader: LedgerReader, ids: list[str]) -> dict[str, tuple[str, str, str]]:
    """Number and place of the problems that were told."""
    wanted = (
        select(
            ProblemTable.id,
            ProblemTable.found_on,
            ProblemTable.no,
            CameraTable.code,
            CameraTable.name,
        )
        .join(CameraTable, CameraTable.id == ProblemTable.camera_id)
        .where(ProblemTable.id.in_(ids))
    )
    return {
        row.id: (shown_number(row.found_on, row.no), row.code, row.name)
        for row in reader.session.execute(wanted)
    }
