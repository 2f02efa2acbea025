"""Faults over a period and how available the cameras were."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from duty_desk.desk.fault_figures import rates as fault_rates
from duty_desk.desk.fault_rows import REPORT_RULE, kind_name
from duty_desk.desk.section_clocks import KeptTitles, kept, kept_figures
from duty_desk.desk.section_parts import count, span_of, wish
from duty_desk.domain.fault import FaultState, Span
from duty_desk.domain.figure import WHOLE_PPM, Figure, FigureTable, LedgerWish, Section, TableRow
from duty_desk.language import tr
from duty_desk.store import tallies

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.fault_views import Rates
    from duty_desk.desk.section_parts import SectionSide, Source
    from duty_desk.domain.figure import Level
    from duty_desk.domain.period import Period
    from duty_desk.store.tables import FaultTable
    from duty_desk.store.transaction import Session

LONG_MS = 72 * 3_600_000  # told to a maintainer so long ago, a fault wants a call
_GOOD_FROM_PPM = 980_000


def faults(side: SectionSide) -> Source:
    """Faults found, reported, repaired; by maintainer and kind."""

    def source(session: Session, period: Period) -> Section:
        rows = tallies.faults_found(session, span_of(period))
        found = [row for row in rows if row.state != FaultState.DISMISSED]
        report = kept(session, side, REPORT_RULE, period)
        minutes = (report.limit_ms or 0) // 60_000
        in_time = tr("{n} 分钟报修", n=minutes) if minutes else tr("按时报修")
        titles = KeptTitles("faults", "fault", in_time, tr("报修超时"))
        return Section(
            key="faults",
            title=tr("故障"),
            figures=(
                *kept_figures(report, titles, period),
                *_became(session, period, found),
                *_standing(session, period),
            ),
            tables=_fault_tables(side, period, found),
        )

    return source


def _became(session: Session, period: Period, found: list[FaultTable]) -> tuple[Figure, ...]:
    repaired = tallies.faults_repaired(session, span_of(period))
    untimed = sum(row.reported_at is not None and row.repaired_at is None for row in found)
    real = wish("fault", period, real="1")
    return (
        count("faults.found", tr("新增故障"), len(found), real),
        count("faults.repaired", tr("修复"), repaired, wish("fault", period, repaired="1")),
        Figure(
            key="faults.repair_time",
            title=tr("平均修复用时"),
            value=_mean_repair(found),
            unit="ms",
            wish=real,
        ),
        count(
            "faults.no_repair_time",
            tr("已联系、没有修复时间"),
            untimed,
            wish("fault", period, no_repair="1"),
            bad_from=1,
        ),
    )


def _fault_tables(
    side: SectionSide, period: Period, found: list[FaultTable]
) -> tuple[FigureTable, ...]:
    return (
        _by(
            ("faults.by_maintainer", tr("维护单位"), tr("单位")),
            found,
            lambda row: row.maintainer,
            lambda key: key or tr("未联系"),
            lambda key: wish("fault", period, maintainer=key, real="1"),
        ),
        _by(
            ("faults.by_kind", tr("故障类型"), tr("类型")),
            found,
            lambda row: row.kind,
            lambda key: kind_name(side.kinds, key),
            lambda key: wish("fault", period, kind=key, real="1"),
        ),
    )


def _standing(session: Session, period: Period) -> tuple[Figure, ...]:
    """What was open when the period ended."""
    open_rows, long_rows = tallies.faults_open_at(session, period.to_at, LONG_MS)
    return (
        count("faults.open", tr("期末在修"), open_rows, wish("fault", period, open_at_end="1")),
        count(
            "faults.long",
            tr("联系后超过 72 小时未修复"),
            long_rows,
            wish("fault", period, long_at_end="1"),
            bad_from=1,
        ),
    )


def _mean_repair(found: list[FaultTable]) -> int | None:
    took = [
        row.repaired_at - row.reported_at
        for row in found
        if row.repaired_at is not None and row.reported_at is not None
    ]
    return sum(took) // len(took) if took else None


def _by(
    titles: tuple[str, str, str],
    found: list[FaultTable],
    key: Callable[[FaultTable], str],
    name: Callable[[str], str],
    wished: Callable[[str], LedgerWish],
) -> FigureTable:
    counted = Counter(key(row) for row in found)
    open_ = Counter(key(row) for row in found if row.repaired_at is None and row.closed_at is None)
    order = sorted(counted, key=lambda one: (-counted[one], one))
    return FigureTable(
        key=titles[0],
        title=titles[1],
        heading=titles[2],
        columns=((tr("故障数"), "count"), (tr("未修复"), "count")),
        rows=tuple(
            TableRow(key=one, name=name(one), values=(counted[one], open_[one]), wish=wished(one))
            for one in order
        ),
    )


def cameras(side: SectionSide) -> Source:
    """Online rate and good-condition rate; by community, and the worst cameras."""

    def source(session: Session, period: Period) -> Section:
        now = side.time.now_ms()
        found = fault_rates(session, Span(*span_of(period)), now)
        whole = found.whole
        is_known = whole.cameras > 0 and period.to_at > period.from_at
        rates = (
            ("cameras.online", tr("在线率"), whole.online_ppm),
            ("cameras.good", tr("完好率"), whole.good_ppm),
        )
        came = LedgerWish("journal", 0, period.to_at, (("kind", "camera.added,camera.retired"),))
        in_use = count("cameras.in_use", tr("在用摄像头"), whole.cameras, came)
        shares = (
            Figure(
                key=key,
                title=title,
                value=ppm if is_known else None,
                unit="ppm",
                level=_rate_level(ppm) if is_known else "unknown",
                wish=wish("fault", period, stood="1"),
            )
            for key, title, ppm in rates
        )
        return Section(
            key="cameras",
            title=tr("摄像头"),
            figures=(in_use, *shares),
            tables=_rate_tables(period, found.by_community, found.by_camera) if is_known else (),
        )

    return source


def _rate_level(ppm: int) -> Level:
    return "good" if ppm >= _GOOD_FROM_PPM else "warn"


def _rate_tables(
    period: Period, communities: tuple[Rates, ...], by_camera: tuple[Rates, ...]
) -> tuple[FigureTable, ...]:
    worst = [one for one in by_camera if min(one.online_ppm, one.good_ppm) < WHOLE_PPM]
    return (
        _rate_table(
            ("cameras.by_community", tr("社区在线率"), tr("社区")),
            communities,
            lambda one: wish("fault", period, community=one.name, stood="1"),
        ),
        _rate_table(
            ("cameras.worst", tr("离线和故障最久的摄像头"), tr("点位")),
            tuple(worst),
            lambda one: wish("fault", period, camera=one.name.split(" ")[0], stood="1"),
        ),
    )


def _rate_table(
    titles: tuple[str, str, str], rates: tuple[Rates, ...], wished: Callable[[Rates], LedgerWish]
) -> FigureTable:
    order = sorted(rates, key=lambda one: (one.good_ppm, one.online_ppm, one.name))
    return FigureTable(
        key=titles[0],
        title=titles[1],
        heading=titles[2],
        columns=((tr("在线率"), "ppm"), (tr("完好率"), "ppm"), (tr("停用时长"), "ms")),
        rows=tuple(
            TableRow(
                key=one.name,
                name=one.name or tr("未填"),
                values=(one.online_ppm, one.good_ppm, one.down_ms),
                wish=wished(one),
            )
            for one in order
        ),
    )
