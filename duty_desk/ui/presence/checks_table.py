"""Presence checks as a table: when, who, how it was answered, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from duty_desk.desk.duty_words import VERDICTS
from duty_desk.language import mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.record_table import Index, RecordTable

if TYPE_CHECKING:
    from duty_desk.desk.duty_views import PresenceRow

AT, WHO, ANSWER, WAY, STATE, TOLD = range(6)
_STATES = {
    "shown": mark("等待应答"),
    "sounded": mark("等待应答"),
    "escalated": mark("等待应答"),
    "confirmed": mark("已确认"),
    "unconfirmed": mark("未确认，待认定"),
    "lapsed": mark("程序停止，作废"),
}
_INKS = {"unconfirmed": "warn_text", "breach": "bad_text", "confirmed": "ok_text"}


class ChecksTable(RecordTable["PresenceRow"]):
    """Presence checks, newest first."""

    heads = (
        mark("提示时间"),
        mark("值班员"),
        mark("应答"),
        mark("方式"),
        mark("结果"),
        mark("说明"),
    )

    def words(self, record: PresenceRow, column: int) -> str:
        return _cell(record, column)

    def tip(self, record: PresenceRow, column: int) -> str:
        return _cell(record, column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self.row_at(index.row())
        if role != Qt.ItemDataRole.ForegroundRole or record is None:
            return super().data(index, role)
        is_state = index.column() == STATE
        return theme.colour(_INKS.get(record.state, "text2") if is_state else "text1")


def _cell(row: PresenceRow, column: int) -> str:
    if column == AT:
        return times.date_and_time(row.prompted_at)
    if column == ANSWER:
        return "—" if row.answer_ms is None else tr("{s} 秒", s=f"{row.answer_ms / 1000:.1f}")
    if column == WAY:
        return {"key": "F12", "work": tr("有操作")}.get(row.way, "—")
    if column == STATE:
        return tr(VERDICTS[row.state]) if row.state in VERDICTS else tr(_STATES[row.state])
    if column == WHO:
        return row.person
    in_round = tr("当时正在巡查") if row.in_round and row.state != "confirmed" else ""
    judged = tr("{name}：{reason}", name=row.judged_by, reason=row.reason) if row.judged_by else ""
    told = row.told_words if row.state != "confirmed" or row.escalated_at else ""
    return tr("；").join(part for part in (judged, in_round, told) if part)
