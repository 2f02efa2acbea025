"""A report's content as it is laid on paper: its first paragraph, its charts, its foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.desk.figure_words import UNKNOWN, percent, value_words
from duty_desk.desk.report_attachments import named
from duty_desk.desk.report_words import TEXTS, now_words
from duty_desk.documents.chart_picture import Bars, lying_bars, standing_bars
from duty_desk.documents.report_paper import (
    Chart,
    PaperFigure,
    PaperSection,
    PaperTable,
    ReportPaper,
)
from duty_desk.domain import report as reports
from duty_desk.domain.figure import WHOLE_PPM
from duty_desk.domain.problem import beijing
from duty_desk.domain.report import ReportKind
from duty_desk.language import chinese, speaking, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from duty_desk.desk.report_content import Content

_STANDING = 8  # more names than that lie
# The first paragraph, figure by figure; what is not known is left out.
_PHRASES = (
    ("patrol.rounds", chinese("完成视频巡查 {value} 轮（应完成 {of} 轮）")),
    ("patrol.year", chinese("合同年累计 {value} 轮（全年 {of} 轮）")),
    ("problems.found", chinese("发现问题 {value} 件")),
    ("pushes.in_time", chinese("按时推送 {value} 件（应推送 {of} 件，{share}）")),
    ("pushes.p95", chinese("95% 的推送用时不超过 {value}")),
    ("problems.rectified", chinese("整改反馈 {value} 件（{share}）")),
    ("faults.found", chinese("新增故障 {value} 项")),
    ("faults.in_time", chinese("按时联系维护单位 {value} 项（应联系 {of} 项，{share}）")),
    ("cameras.online", chinese("摄像头在线率 {value}")),
    ("emergency.found", chinese("突发事件 {value} 起")),
)
# Which tables are drawn, in this order; only in reports over more than a day.
_DRAWN = (
    ("problems.by_category", True),
    ("problems.by_community", False),
    ("problems.by_camera", False),
)


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What stands at the foot of a frozen report."""

    number: str
    words: tuple[str, ...]


def paper_of(
    content: Content, texts: Mapping[str, str], font: Path, seal: Seal | None = None
) -> ReportPaper:
    """The report as texts and pictures; a draft without a seal.

    Args:
        content: Its figures.
        texts: What people wrote, by key.
        font: The program's font, for the charts.
        seal: Of a frozen one.
    """
    facts = content.facts
    kind = ReportKind(facts["kind"])
    figures = {one["key"]: one for section in facts["sections"] for one in section["figures"]}
    with speaking("zh_CN"):
        return ReportPaper(
            title=facts["title"],
            subtitle=facts["period"],
            hall=facts["hall"],
            summary=_summary(figures, kind, facts["filter"]),
            sections=tuple(_section(one) for one in facts["sections"]),
            texts=tuple((key, tr(TEXTS[key]), texts.get(key, "")) for key in reports.TEXTS[kind]),
            charts=tuple(_charts(facts, kind, font)),
            before_words=facts["before"],
            attachments=named(kind),
            foot=seal.words if seal else (chinese("草稿：数据没有冻结，不作为提交的报告。"),),
            is_draft=seal is None,
        )


def seal_of(number: str, checkpoint_no: int, code: str, at: int) -> Seal:
    """The foot: number of the freeze, where the chain stood, when it was made."""
    return Seal(
        number=number,
        words=(
            chinese(
                "数据冻结 {number}    记录链封存 {no:04d}    封存码 {code}",
                number=number,
                no=checkpoint_no,
                code=code,
            ),
            chinese(
                "生成 {at:%Y-%m-%d %H:%M:%S} +08:00  Asia/Shanghai    "
                "核验：duty-desk verify --head {code}",
                at=beijing(at),
                code=code,
            ),
        ),
    )


def _summary(figures: Mapping[str, Any], kind: ReportKind, filter_words: str) -> str:
    parts = []
    for key, phrase in _PHRASES:
        one = figures.get(key)
        if one is None or one["value"] is None or ("{of}" in phrase and not one["of"]):
            continue
        share = percent(one["value"] * WHOLE_PPM // one["of"]) if one["of"] else UNKNOWN
        if "{share}" in phrase and share == UNKNOWN:
            continue
        value = value_words(one["value"], one["unit"])
        parts.append(phrase.format(value=value, of=value_words(one["of"]), share=share))
    if not parts:
        return ""
    lead = now_words(kind)
    body = chinese("{lead}{said}。", lead=lead, said=chinese("，").join(parts))
    head = chinese("（只统计 {words}）", words=filter_words) if filter_words else ""
    return head + body


def _section(facts: Mapping[str, Any]) -> PaperSection:
    figures = tuple(
        PaperFigure(
            key=one["key"],
            title=one["title"],
            now=one["said"],
            before=one["before"],
            note=one["note"],
        )
        for one in facts["figures"]
    )
    line = chinese("；").join(f"{one.title} {one.now}" for one in figures if one.now != UNKNOWN)
    return PaperSection(
        key=facts["key"],
        title=facts["title"],
        line=line,
        figures=figures,
        tables=tuple(_table(one) for one in facts["tables"]),
    )


def _table(facts: Mapping[str, Any]) -> PaperTable:
    def three(cells: list[str]) -> tuple[str, str, str]:
        name, first, second = [*cells, "", ""][:3]
        return name, first, second

    return PaperTable(
        key=facts["key"],
        title=facts["title"],
        headings=three(facts["headings"]),
        rows=tuple(three([row["name"], *row["said"]]) for row in facts["rows"]),
    )


def _charts(facts: Mapping[str, Any], kind: ReportKind, font: Path) -> Iterator[Chart]:
    if kind is ReportKind.DAILY:
        return
    tables = {one["key"]: one for section in facts["sections"] for one in section["tables"]}
    for key, may_stand in _DRAWN:
        table = tables.get(key)
        if table is None:
            continue
        bars = _bars(table, kind, facts["before"])
        stands = may_stand and len(bars.names) <= _STANDING
        draw = standing_bars if stands else lying_bars
        yield Chart(key=key, title=table["title"], png=draw(bars, font))


def _bars(table: Mapping[str, Any], kind: ReportKind, before: str) -> Bars:
    rows = table["rows"]
    earlier = [(row["before"] or [0])[0] or 0 for row in rows] if table["has_before"] else ()
    return Bars(
        names=[row["name"] for row in rows],
        now=[row["values"][0] or 0 for row in rows],
        before=earlier,
        now_words=now_words(kind),
        before_words=before,
    )
