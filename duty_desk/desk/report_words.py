"""Reports in words: what they are called, how they stand, numbers as they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.figure_words import share_words, words_of
from duty_desk.domain.problem import beijing
from duty_desk.domain.report import ReportKind, ReportState
from duty_desk.language import mark, tr
from duty_desk.store.report_tables import ReportTable

if TYPE_CHECKING:
    from duty_desk.domain.figure import Figure
    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session

REPORT_NOUNS = frozenset({"report", "period"})
KINDS = {
    ReportKind.DAILY: mark("日报"),
    ReportKind.WEEKLY: mark("周报"),
    ReportKind.MONTHLY: mark("月报"),
    ReportKind.WORK: mark("工作报告"),
    ReportKind.SPECIAL: mark("专项报告"),
}
TITLES = {
    ReportKind.DAILY: mark("视频监控值守工作日报"),
    ReportKind.WEEKLY: mark("视频监控值守工作周报"),
    ReportKind.MONTHLY: mark("视频监控值守工作月报"),
    ReportKind.WORK: mark("视频监控值守工作报告"),
    ReportKind.SPECIAL: mark("视频监控值守专项报告"),
}
STATES = {
    ReportState.DUE: mark("待准备"),
    ReportState.DRAFT: mark("草稿"),
    ReportState.APPROVED: mark("已批准"),
    ReportState.FROZEN: mark("已冻结"),
    ReportState.DELIVERED: mark("已送达"),
}
TEXTS = {
    "remark": mark("注意事项"),
    "grid": mark("网格案件总体情况"),
    "system": mark("关芯智巡系统工作进度"),
    "problems": mark("存在问题"),
    "causes": mark("原因分析"),
    "measures": mark("改进措施"),
    "plan": mark("下月计划"),
    "analysis": mark("分析"),
    "advice": mark("建议"),
}
_BEFORE = {
    ReportKind.DAILY: mark("前一日"),
    ReportKind.WEEKLY: mark("上周"),
    ReportKind.MONTHLY: mark("上月"),
    ReportKind.WORK: mark("上月"),
    ReportKind.SPECIAL: mark("前一时段"),
}
_NOW = {
    ReportKind.DAILY: mark("当日"),
    ReportKind.WEEKLY: mark("本周"),
    ReportKind.MONTHLY: mark("本月"),
    ReportKind.WORK: mark("本月"),
    ReportKind.SPECIAL: mark("本时段"),
}


def kind_words(kind: ReportKind) -> str:
    """What a kind of report is called."""
    return tr(KINDS[kind])


def state_words(state: ReportState) -> str:
    """How a report stands."""
    return tr(STATES[state])


def before_words(kind: ReportKind) -> str:
    """What the period before is called."""
    return tr(_BEFORE[kind])


def now_words(kind: ReportKind) -> str:
    """What the period itself is called."""
    return tr(_NOW[kind])


def period_words(kind: ReportKind, from_at: int, to_at: int) -> str:
    """The period as it stands under a report's title."""
    first, last = beijing(from_at), beijing(to_at - 1)
    if kind in (ReportKind.MONTHLY, ReportKind.WORK):
        return tr("{y} 年 {m} 月", y=first.year, m=first.month)
    if kind is ReportKind.DAILY:
        return tr("{y} 年 {m} 月 {d} 日", y=first.year, m=first.month, d=first.day)
    return tr("{first} 至 {last}", first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}")


def list_title(kind: ReportKind, from_at: int, to_at: int, title: str = "") -> str:
    """What a report is called in a list: `11 月月报`, `第 47 周周报`, `11-20 日报`."""
    first, last = beijing(from_at), beijing(to_at - 1)
    if kind is ReportKind.SPECIAL:
        span = f"{first:%m-%d}–{last:%m-%d}"
        return tr("{title}（{span}）", title=title or kind_words(kind), span=span)
    if kind is ReportKind.DAILY:
        return tr("{day} 日报", day=f"{first:%m-%d}")
    if kind is ReportKind.WEEKLY:
        return tr("第 {week} 周周报", week=first.isocalendar().week)
    month = tr("{m} 月", m=first.month)
    return tr("{month}{kind}", month=month, kind=kind_words(kind))


def said(figure: Figure) -> str:
    """A figure as it is printed: so many of so many with the share; "—" when it is not known."""
    words = words_of(figure)
    if not figure.of or figure.value is None:
        return words
    return tr("{words}（{share}）", words=words, share=share_words(figure))


def title_of(row: ReportTable) -> str:
    """What a report's row is called in a list."""
    return list_title(ReportKind(row.kind), row.from_at, row.to_at, row.title)


def report_about(session: Session, subject: str) -> str:
    """What a clock or line about a report names; "" when it is none."""
    row = session.get(ReportTable, subject)
    return title_of(row) if row is not None else ""


def report_values(session: Session, entry: Entry) -> dict[str, str]:
    """What the line of an entry names."""
    facts = entry.facts
    return {
        "about": report_about(session, entry.subject),
        "receiver": str(facts.get("receiver", "")),
        "number": str(facts.get("number", "")),
        "words": str(facts.get("words", "")),
    }
