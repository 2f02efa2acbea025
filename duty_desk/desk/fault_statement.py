"""The monthly statement of faults: what was reported to each maintainer, and the rates.

Always Chinese: maintainers and the street read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.documents.table_book import TablePage
from duty_desk.domain.problem import beijing
from duty_desk.language import chinese

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.fault_views import FaultFigures, FaultRow, Rates
    from duty_desk.documents.table_book import Cell
    from duty_desk.domain.fault import FaultKind

WAYS = {"phone": chinese("电话"), "group": chinese("工作群"), "ticket": chinese("工单")}
STATES = {
    "found": chinese("待联系"),
    "reopened": chinese("待再次联系"),
    "adjusted": chinese("当场调好"),
    "reported": chinese("已报修"),
    "accepted": chinese("已接报"),
    "on_site": chinese("已到场"),
    "repaired": chinese("已修复待核"),
    "verified": chinese("已核实"),
}
VERDICTS = {"met": chinese("按时"), "breached": chinese("超时"), "running": chinese("计时中")}
_FAULT_HEADS = tuple(
    chinese(
        "报修编号 点位 社区 故障类型 说明 发现时间 发现人 联系时间 用时 时限 联系方式 对方接报岗位 "
        "单号 接报时间 到场时间 修复时间 停用时长 原因和更换部件 核实时间 状态"
    ).split()
)
_RATE_HEADS = tuple(
    chinese("点位数 在线率 完好率 故障数 按时联系 应联系 在修 平均修复 停用合计").split()
)


def statement_pages(
    figures: FaultFigures, kinds: Sequence[FaultKind], maintainer: str = ""
) -> tuple[TablePage, ...]:
    """The statement of all maintainers, or of one: its faults and its rates.

    Args:
        figures: The figures of the month.
        kinds: The kinds of faults, for their names.
        maintainer: Whose alone; "" for all.
    """
    kind_names = {kind.code: kind.zh for kind in kinds}
    names = [rates.name for rates in figures.by_maintainer if rates.name]
    names += [row.maintainer for row in figures.faults if row.maintainer not in names]
    wanted = [name for name in dict.fromkeys(names) if maintainer in ("", name)]
    pages = [_fault_page(figures, name, kind_names) for name in wanted]
    if maintainer:
        return tuple(pages)
    summary = (
        _rate_page(figures, chinese("维护单位"), figures.by_maintainer),
        _rate_page(figures, chinese("社区"), figures.by_community),
        _rate_page(figures, chinese("点位"), figures.by_camera),
    )
    return (summary[0], *pages, *summary[1:])


def _period(figures: FaultFigures) -> str:
    return chinese(
        "统计时段：{from_} 至 {to}",
        from_=f"{beijing(figures.from_at):%Y-%m-%d %H:%M}",
        to=f"{beijing(figures.to_at):%Y-%m-%d %H:%M}",
    )


def _fault_page(figures: FaultFigures, name: str, kind_names: dict[str, str]) -> TablePage:
    whose = name or chinese("未登记维护单位")
    found = tuple(row for row in figures.faults if row.maintainer == name)
    return TablePage(
        name=whose,
        title=chinese("设备故障报修登记表 · {whose}", whose=whose),
        lines=(_period(figures), chinese("误报不列；停用时长从发现或断线起算到修复。")),
        headings=_FAULT_HEADS,
        rows=tuple(_fault_cells(row, figures.to_at, kind_names) for row in found),
    )


def _fault_cells(row: FaultRow, now: int, kind_names: dict[str, str]) -> tuple[Cell, ...]:
    down_to_at = row.down_to_at if row.down_to_at is not None else now
    return (
        row.number,
        row.camera_title,
        row.community,
        kind_names.get(row.kind, chinese("待定")),
        row.note,
        instant_words(row.found_at),
        row.found_by,
        instant_words(row.reported_at),
        "" if row.report_ms is None else minutes_words(row.report_ms),
        VERDICTS.get(row.verdict, ""),
        WAYS.get(row.way, ""),
        row.reached,
        row.ticket,
        instant_words(row.accepted_at),
        instant_words(row.arrived_at),
        instant_words(row.repaired_at),
        hours_words(max(0, down_to_at - row.down_from_at)),
        row.cause,
        instant_words(row.closed_at),
        STATES.get(row.state, row.state),
    )


def _rate_page(figures: FaultFigures, of: str, groups: tuple[Rates, ...]) -> TablePage:
    return TablePage(
        name=chinese("{of}汇总", of=of),
        title=chinese("视频点位在线率和完好率 · 按{of}", of=of),
        lines=(
            _period(figures),
            chinese("在线率按值守台记录到的断线和报修计算；没有看过的点位不知道是否断过线。"),
        ),
        headings=(of, *_RATE_HEADS),
        rows=(
            *(_rate_cells(rates.name or chinese("未登记"), rates) for rates in groups),
            _rate_cells(chinese("合计"), figures.whole),
        ),
    )


def _rate_cells(name: str, rates: Rates) -> tuple[Cell, ...]:
    return (
        name,
        rates.cameras,
        percent(rates.online_ppm),
        percent(rates.good_ppm),
        rates.faults,
        rates.timely,
        rates.judged,
        rates.unrepaired,
        "" if rates.repair_ms is None else hours_words(rates.repair_ms),
        hours_words(rates.down_ms),
    )


def percent(ppm: int) -> str:
    """A share in millionths as `98.4%`, cut and not rounded: 100.0% is whole."""
    tenths = ppm // 1000
    return f"{tenths // 10}.{tenths % 10}%"


def instant_words(at: int | None) -> str:
    """An instant (UTC ms) as Beijing date and time; nothing for none."""
    return "" if at is None else f"{beijing(at):%Y-%m-%d %H:%M:%S}"


def minutes_words(ms: int) -> str:
    """A span as minutes and seconds."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def hours_words(ms: int) -> str:
    """A span in hours and minutes."""
    return chinese("{h} 小时 {m} 分", h=ms // 3_600_000, m=ms // 60_000 % 60)
