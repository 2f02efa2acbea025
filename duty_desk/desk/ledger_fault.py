"""The ledger of faults (设备故障报修登记表), with the columns of domain.md 5.3."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from duty_desk.desk.fault_rows import fault_rows
from duty_desk.desk.ledger_parts import TableLedger
from duty_desk.desk.ledger_problem import VERDICTS
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.clock import Verdict
from duty_desk.domain.fault import FaultState
from duty_desk.language import mark, tr
from duty_desk.store.ledger_sources import FAULTS, good_pictures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duty_desk.desk.fault_views import FaultRow
    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell

_WAYS = {
    "phone": mark("电话"),
    "group": mark("工作群"),
    "ticket": mark("工单"),
    "channel": mark("群机器人"),
}
STATES = {
    FaultState.FOUND: mark("待联系"),
    FaultState.REOPENED: mark("待再次联系"),
    FaultState.ADJUSTED: mark("当场调好"),
    FaultState.REPORTED: mark("已报修"),
    FaultState.ACCEPTED: mark("已接报"),
    FaultState.ON_SITE: mark("已到场"),
    FaultState.REPAIRED: mark("已修复待核"),
    FaultState.VERIFIED: mark("已核实"),
    FaultState.DISMISSED: mark("误报"),
}
_ORIGINS = {"system": mark("系统"), "operator": ""}


class FaultLedger(TableLedger):
    """Faults by when they were found; also those repaired in, open at the end of a stretch."""

    name, title, noun = "fault", mark("设备故障报修登记表"), "fault"
    source = FAULTS
    columns = (
        Column("number", mark("报修编号"), width=12),
        Column("camera", mark("点位编号"), width=12),
        Column("camera_name", mark("点位名称"), width=24),
        Column("community", mark("社区"), width=16),
        Column("gb_id", mark("国标编码"), width=23),
        Column("kind", mark("故障类型"), width=12),
        Column("found_at", mark("发现时间"), "instant", 20),
        Column("found_by", mark("发现人"), width=12),
        Column("maintainer", mark("维护单位"), width=14),
        Column("reported_at", mark("联系时间"), "instant", 20),
        Column("took", mark("用时(分:秒)"), "span", 11),
        Column("verdict", mark("是否按时"), width=9),
        Column("way", mark("联系方式"), width=10),
        Column("reached", mark("对方接报人(岗位)"), width=16),
        Column("ticket", mark("单号"), width=14),
        Column("arrived_at", mark("到场时间"), "instant", 20),
        Column("repaired_at", mark("修复时间"), "instant", 20),
        Column("down_hours", mark("停用时长(小时)"), "number", 13),
        Column("cause", mark("原因"), width=24),
        Column("parts", mark("更换部件"), width=12),
        Column("weather", mark("天气"), width=8),
        Column("checked_by", mark("复核人"), width=12),
        Column("check_picture", mark("复核画面"), width=10),
        Column("state", mark("状态"), width=12),
        Column("note", mark("备注"), width=24),
    )

    def cells(self, reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some faults."""
        assert reader.cameras  # held, so that the rows below read none
        views = fault_rows(reader.session, rows, reader.side.kinds)
        checks = good_pictures(reader.session, [row.id for row in rows])
        for row, view in zip(rows, views, strict=True):
            yield _cells(reader, row, view, checks.get(row.id, 0))


def _cells(reader: LedgerReader, row: Any, view: FaultRow, checks: int) -> tuple[Cell, ...]:
    down_ms = (view.down_to_at or reader.side.time.now_ms()) - view.down_from_at
    is_checked = row.state == FaultState.VERIFIED
    verdict = view.verdict
    return (
        view.number,
        view.camera_code,
        view.camera_name,
        view.community,
        str(json.loads(reader.cameras[row.camera_id].details).get("gb_id", "")),
        view.kind_name,
        view.found_at,
        tr(_ORIGINS.get(view.origin, "") or view.found_by),
        view.maintainer,
        view.reported_at,
        view.report_ms,
        tr(VERDICTS[Verdict(verdict)]) if verdict in VERDICTS else "",
        tr(_WAYS[view.way]) if view.way else "",
        view.reached,
        view.ticket,
        view.arrived_at,
        view.repaired_at,
        round(max(0, down_ms) / 3_600_000, 1),
        view.cause,
        "",  # parts stand in the cause, the weather nowhere: for the office to fill in
        "",
        row.closed_by if is_checked else "",
        tr("{n} 张", n=checks) if is_checked and checks else "",
        tr(STATES[FaultState(view.state)]),
        " ".join(part for part in (view.note, view.reason) if part),
    )
