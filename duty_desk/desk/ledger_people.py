"""The ledgers of attendance (考勤台账) and of handovers (交接班记录)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from duty_desk.desk.attendance_words import how_words, kind_words, note_of, state_words
from duty_desk.desk.ledger_parts import TableLedger, among, flag
from duty_desk.desk.shift_figures import figures_of
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.attendance import PunchState
from duty_desk.domain.handover import RUNNING, HandoverState
from duty_desk.domain.problem import day_of
from duty_desk.language import mark, tr
from duty_desk.store.checkpoint import code_of
from duty_desk.store.roster_tables import PunchTable
from duty_desk.store.shift_tables import (
    CheckpointTable,
    HandoverCheckTable,
    HandoverItemTable,
    HandoverTable,
    ShiftTable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement

    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell
    from duty_desk.domain.figure import LedgerWish

_MISSING = PunchTable.state == PunchState.MISSING
_OFF_TIME = PunchTable.state.in_((PunchState.LATE, PunchState.EARLY))
_IS_PLANNED = PunchTable.planned_at.is_not(None)
# What counts under the contract; see `domain.attendance.PunchFact`.
_COUNTED = {
    "missing": and_(
        _MISSING,
        or_(
            PunchTable.judged == "unexcused",
            and_(PunchTable.judged == "", PunchTable.reported_at.is_(None)),
        ),
    ),
    "off_time": and_(_OFF_TIME, PunchTable.judged != "excused"),
}


def _counts(value: str) -> ColumnElement[bool]:
    return or_(*(_COUNTED[name] for name in value.split(",") if name in _COUNTED)) & _IS_PLANNED


class AttendanceLedger(TableLedger):
    """Punches by the day of their shift."""

    name, title, noun = "attendance", mark("考勤台账"), "punch"
    table, at, key = PunchTable, "day", "id"
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
    conditions = {  # noqa: RUF012 - never changed
        "id": among(PunchTable.id),
        "person": lambda value: (
            PunchTable.name.in_(value.split(",")) | PunchTable.person_id.in_(value.split(","))
        ),
        "state": lambda value: PunchTable.state.in_(value.split(",")) & _IS_PLANNED,
        "made": flag(
            PunchTable.state.in_((PunchState.MADE, PunchState.LATE, PunchState.EARLY)) & _IS_PLANNED
        ),
        "waiting": flag(_MISSING & PunchTable.reported_at.is_not(None) & (PunchTable.judged == "")),
        "unexplained": flag(
            _MISSING & PunchTable.reported_at.is_(None) & (PunchTable.judged == "")
        ),
        "counts": _counts,
    }

    def within(self, wish: LedgerWish) -> ColumnElement[bool]:
        """Punches of the days of the stretch."""
        last = max(wish.from_at, wish.to_at - 1)
        return PunchTable.day.between(day_of(wish.from_at), day_of(last))

    def cells(
        self, _reader: LedgerReader, rows: Sequence[PunchTable]
    ) -> Iterator[tuple[Cell, ...]]:
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


_HANDOVER_STATES = {
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
    table, at, key = HandoverTable, "cut_at", "id"
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
    conditions = {  # noqa: RUF012 - never changed
        "id": among(HandoverTable.id),
        "state": among(HandoverTable.state),
        "waiting": flag(HandoverTable.state.in_(sorted(RUNNING))),
        "uncovered": flag(
            HandoverTable.id.in_(select(ShiftTable.handover_id).where(ShiftTable.uncovered_ms > 0))
        ),
    }

    def within(self, wish: LedgerWish) -> ColumnElement[bool]:
        """Reopened ones are told by the one that took their place."""
        return super().within(wish) & (HandoverTable.state != HandoverState.REOPENED)

    def cells(
        self, reader: LedgerReader, rows: Sequence[HandoverTable]
    ) -> Iterator[tuple[Cell, ...]]:
        """The cells of some handovers."""
        ids = [row.id for row in rows]
        items, checks = _items(reader, ids), _checks(reader, ids)
        seals = _seals(reader, ids)
        for row in rows:
            shift = reader.session.get_one(ShiftTable, row.shift_id)
            yield (
                tr(shift.title) or shift.name,
                day_of(shift.started_at),
                shift.name,
                row.incoming_name,
                row.cut_at,
                row.ended_at,
                _figure_words(reader, shift),
                items.get(row.id, ""),
                checks.get(row.id, ""),
                row.remark,
                row.signed_at,
                tr(_HANDOVER_STATES[HandoverState(row.state)]),
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


def _joined(found: Any, words: Any) -> dict[str, str]:
    lines: dict[str, list[str]] = defaultdict(list)
    for row in found:
        lines[row.handover_id].append(words(row))
    return {key: "\n".join(some) for key, some in lines.items()}


def _items(reader: LedgerReader, ids: list[str]) -> dict[str, str]:
    table = HandoverItemTable
    wanted = select(table.handover_id, table.title, table.state).where(table.handover_id.in_(ids))
    found = reader.session.execute(wanted.order_by(table.handover_id, table.no))
    return _joined(found, lambda row: f"{row.title} {row.state}")


def _checks(reader: LedgerReader, ids: list[str]) -> dict[str, str]:
    table = HandoverCheckTable
    wanted = select(table.handover_id, table.name, table.state, table.note).where(
        table.handover_id.in_(ids)
    )
    found = reader.session.execute(wanted.order_by(table.handover_id, table.no))
    return _joined(
        found, lambda row: f"{tr(row.name)} {tr(_CHECKED[row.state])} {row.note}".strip()
    )


def _seals(reader: LedgerReader, ids: list[str]) -> dict[str, str]:
    wanted = select(CheckpointTable).where(CheckpointTable.handover_id.in_(ids))
    return {row.handover_id: code_of(row.head, row.seq) for row in reader.session.scalars(wanted)}
