"""The ledgers of attendance (考勤台账) and of handovers (交接班记录)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.desk.attendance_words import how_words, kind_words, note_of, state_words
from duty_desk.desk.ledger_parts import TableLedger
from duty_desk.desk.shift_figures import figures_of
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.handover import HandoverState
from duty_desk.domain.problem import day_of
from duty_desk.language import mark, tr
from duty_desk.store import ledger_sources as rows_of
from duty_desk.store.ledger_sources import HANDOVERS, PUNCHES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell
    from duty_desk.store.shift_tables import ShiftTable


class AttendanceLedger(TableLedger):
    """Punches by the day of their shift."""

    name, title, noun = "attendance", mark("考勤台账"), "punch"
    source = PUNCHES
    columns = (
        Column("person", mark("人员"), width=12),
        Column("day", mark("日期"), "day", 12),
        Column("template", mark("班次"), width=12),
        Column("kind", mark("打卡"), width=8),
        Column("planned_at", mark("应打卡"), "instant", 20),
        Column("made_at", mark("实打卡"), "instant", 20),
        Column("how", mark("方式"), width=10),
        Column("state", mark("结果"), width=18),
        Column("note", mark("说明"), width=30),
        Column("reported_at", mark("报备"), "instant", 20),
        Column("judged_by", mark("认定人"), width=12),
    )

    def cells(self, _reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some punches."""
        for row in rows:
            words = state_words(row)[0] if row.planned_at is not None else tr("不在排班内")
            yield (
                row.name,
                row.day,
                tr(row.template) if row.template else "",
                kind_words(row.kind),
                row.planned_at,
                row.made_at,
                how_words(row.how),
                words,
                note_of(row),
                row.reported_at,
                row.judged_by,
            )


HANDOVER_STATES = {
    HandoverState.FROZEN: mark("正在交接"),
    HandoverState.SIGNED: mark("交班人已签"),
    HandoverState.NO_RELIEF: mark("无人接班"),
    HandoverState.ACCEPTED: mark("双方签认"),
    HandoverState.OVERRIDDEN: mark("带班领导结束"),
    HandoverState.REOPENED: mark("重新交接"),
}
_CHECKED = {"ok": mark("正常"), "fault": mark("异常"), "": mark("未查")}


class HandoverLedger(TableLedger):
    """Handovers by when they were cut."""

    name, title, noun = "handover", mark("交接班记录"), "handover"
    source = HANDOVERS
    columns = (
        Column("shift", mark("班次"), width=16),
        Column("day", mark("日期"), "day", 12),
        Column("outgoing", mark("交班人"), width=12),
        Column("incoming", mark("接班人"), width=12),
        Column("cut_at", mark("开始交接"), "instant", 20),
        Column("ended_at", mark("交接时间"), "instant", 20),
        Column("figures", mark("本班概况"), width=40),
        Column("items", mark("未完成事项"), width=40),
        Column("checks", mark("设备和物品"), width=30),
        Column("remark", mark("注意事项"), width=30),
        Column("signed_at", mark("交班人签认"), "instant", 20),
        Column("state", mark("状态"), width=14),
        Column("seal", mark("封存码"), width=30),
        Column("reason", mark("备注"), width=24),
    )

    def cells(self, reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some handovers."""
        ids = [row.id for row in rows]
        session = reader.session
        items, checks = rows_of.carried(session, ids), rows_of.checks(session, ids)
        seals = rows_of.seals(session, ids)
        for row in rows:
            shift = rows_of.shift_of(session, row)
            yield (
                tr(shift.title) or shift.name,
                day_of(shift.started_at),
                shift.name,
                row.incoming_name,
                row.cut_at,
                row.ended_at,
                _figure_words(reader, shift),
                "\n".join(f"{one.title} {one.state}" for one in items.get(row.id, ())),
                "\n".join(_check_words(one) for one in checks.get(row.id, ())),
                row.remark,
                row.signed_at,
                tr(HANDOVER_STATES[HandoverState(row.state)]),
                seals.get(row.id, ""),
                row.reason,
            )


def _figure_words(reader: LedgerReader, shift: ShiftTable) -> str:
    found = figures_of(reader.session, shift)
    return tr(
        "查看 {visits} 点次；发现 {found}，推送 {pushed}；故障 {faults}，报修 {reported}",
        visits=found.visits,
        found=found.found,
        pushed=found.pushed,
        faults=found.faults,
        reported=found.reported,
    )


def _check_words(one: Any) -> str:
    return f"{tr(one.name)} {tr(_CHECKED[one.state])} {one.note}".strip()
