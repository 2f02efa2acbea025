"""The month-end assistant: what a report lacks, before anybody counts on its numbers.

It names records and opens them. It fills nothing: what stays missing is printed as missing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.report_filter import fitting
from duty_desk.desk.report_views import Gap
from duty_desk.domain import report as reports
from duty_desk.language import tr
from duty_desk.store import checkpoint
from duty_desk.store import report_gaps as rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.desk.report_content import Asked
    from duty_desk.desk.report_filter import Filter
    from duty_desk.domain.report import ReportKind
    from duty_desk.store.transaction import Session

_NAMED = 3


def gaps_of(session: Session, seat: str, asked: Asked, texts: Mapping[str, str]) -> tuple[Gap, ...]:
    """Everything to look at before the report is approved, what can still be filled first."""
    span = (asked.period.from_at, asked.period.to_at)
    found = [*_problems(session, span, asked.filter)]
    if not asked.filter.where:  # else it is about these problems alone
        found += _others(session, span)
    found += [_texts(asked.kind, texts), _chain(session, seat)]
    order = {"fill": 0, "note": 1, "ok": 2}
    return tuple(sorted(found, key=lambda gap: order[gap.level]))


def _problems(session: Session, span: rows.Span, asked: Filter) -> tuple[Gap, ...]:
    pushed, shown = rows.unpushed(session, span), rows.without_after_picture(session, span)
    if asked.where:
        pushed, shown = fitting(session, pushed, asked), fitting(session, shown, asked)
    return (
        _listed(
            Gap(key="unpushed", level="ok", words=tr("问题都已推送"), noun="problem"),
            pushed,
            tr("{n} 件问题没有推送", n=len(pushed)),
        ),
        _listed(
            Gap(key="after", level="ok", words=tr("整改后照片齐全"), noun="problem"),
            shown,
            tr("{n} 件问题缺整改后照片", n=len(shown)),
        ),
    )


def _others(session: Session, span: rows.Span) -> tuple[Gap, ...]:
    repaired = rows.without_repair(session, span)
    return (
        _rounds(rows.broken_rounds(session, span)),
        _listed(
            Gap(key="repair", level="ok", words=tr("故障修复时间齐全"), noun="fault"),
            repaired,
            tr("{n} 项故障缺修复时间", n=len(repaired)),
        ),
        *_punches(rows.missed_punches(session, span)),
        *_crossing(rows.crossing_clocks(session, span)),
    )


def _rounds(broken: tuple[tuple[str, str, str], ...]) -> Gap:
    if not broken:
        return Gap(key="rounds", level="ok", words=tr("没有漏巡或未完成的轮次"))
    silent = [one for one in broken if not one[2]]
    shown = silent or broken
    named = tr("、").join(words for _, words, _ in shown[:_NAMED])
    more = tr(" 等") if len(shown) > _NAMED else ""
    words = tr("{n} 轮未完成，都有说明（{named}{more}）", n=len(broken), named=named, more=more)
    if silent:
        words = tr("{n} 轮未完成没有说明（{named}{more}）", n=len(silent), named=named, more=more)
    return Gap(
        key="rounds",
        level="fill" if silent else "note",
        words=words,
        noun="round",
        subjects=tuple(one for one, _, _ in shown),
    )


def _listed(whole: Gap, ids: tuple[str, ...], lacking: str) -> Gap:
    """`whole` where no record lacks it; else `lacking`, and which records do."""
    return replace(whole, level="fill", words=lacking, subjects=ids) if ids else whole


def _punches(missed: tuple[tuple[str, bool], ...]) -> tuple[Gap, ...]:
    silent = tuple(one for one, is_told in missed if not is_told)
    if silent:
        words = tr("{n} 次缺卡没有说明", n=len(silent))
        return (Gap(key="punches", level="fill", words=words, noun="punch", subjects=silent),)
    if missed:
        return (Gap(key="punches", level="note", words=tr("{n} 次缺卡，都已说明", n=len(missed))),)
    return (Gap(key="punches", level="ok", words=tr("考勤没有缺卡")),)


def _crossing(count: int) -> tuple[Gap, ...]:
    if not count:
        return ()
    words = tr("{n} 个时限跨出时段，计入开始所在的时段", n=count)
    return (Gap(key="crossing", level="note", words=words),)


def _texts(kind: ReportKind, texts: Mapping[str, str]) -> Gap:
    missing = [key for key in reports.TEXTS[kind] if not texts.get(key, "").strip()]
    if not missing:
        return Gap(key="texts", level="ok", words=tr("文字都已填写"))
    return Gap(key="texts", level="fill", words=tr("{n} 段文字没有填写", n=len(missing)))


def _chain(session: Session, seat: str) -> Gap:
    wrong, newest = checkpoint.first_wrong(session), checkpoint.newest(session, seat)
    if wrong is not None:
        words = tr("封存和记录链不一致（{name}），请先运行核验", name=wrong)
        return Gap(key="chain", level="fill", words=words)
    if newest is None:
        return Gap(key="chain", level="note", words=tr("记录链还没有封存过，冻结时封存"))
    return Gap(
        key="chain", level="ok", words=tr("历次封存与记录链一致，最近 {no:04d}", no=newest.no)
    )
