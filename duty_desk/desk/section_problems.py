"""Problems over a period: found, put right, where and of which kind; and how fast they went out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from duty_desk.desk.section_clocks import KeptTitles, kept, kept_figures
from duty_desk.desk.section_parts import cameras_by_id, count, share, span_of, wish
from duty_desk.desk.snapshot import PUSH_RULE
from duty_desk.domain.figure import Figure, FigureTable, Section, TableRow
from duty_desk.domain.problem import ProblemState
from duty_desk.language import tr
from duty_desk.store import tallies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from duty_desk.desk.section_parts import SectionSide, Source
    from duty_desk.domain.figure import LedgerWish, Unit
    from duty_desk.domain.period import Period
    from duty_desk.store.tallies import ProblemCount
    from duty_desk.store.transaction import Session

_RIGHTED = (ProblemState.RECTIFIED, ProblemState.VERIFIED)
_BAD_PUSHES = ("refused", "unknown")


def problems(side: SectionSide) -> Source:
    """How many were found and what became of them; by camera, community and category."""

    def source(session: Session, period: Period) -> Section:
        counts = tallies.problems(session, span_of(period))
        standing = [one for one in counts if one.state != ProblemState.VOIDED]
        return Section(
            key="problems",
            title=tr("问题"),
            figures=_figures(session, period, counts),
            tables=_tables(session, side, period, standing),
        )

    return source


def _sum(counts: Iterable[ProblemCount], *states: ProblemState) -> int:
    return sum(one.count for one in counts if not states or one.state in states)


def _figures(
    session: Session, period: Period, counts: tuple[ProblemCount, ...]
) -> tuple[Figure, ...]:
    voided = _sum(counts, ProblemState.VOIDED)
    found = _sum(counts) - voided
    righted = _sum(counts, *_RIGHTED)
    shown = tallies.problems_with_after(session, span_of(period), _RIGHTED)
    rate = share(
        "problems.rectified",
        tr("整改率"),
        (righted, found),
        tr("{done}/{all} 已反馈", done=righted, all=found),
        wish("problem", period, rectified="1"),
    )
    return (
        count("problems.found", tr("发现问题"), found, wish("problem", period, voided="0")),
        rate,
        count(
            "problems.unpushed",
            tr("未推送"),
            _sum(counts, ProblemState.FOUND),
            wish("problem", period, state=ProblemState.FOUND),
            bad_from=1,
        ),
        count(
            "problems.waiting",
            tr("等整改反馈"),
            _sum(counts, ProblemState.PUSHED),
            wish("problem", period, state=ProblemState.PUSHED),
        ),
        count(
            "problems.unverified",
            tr("待核查"),
            _sum(counts, ProblemState.RECTIFIED),
            wish("problem", period, state=ProblemState.RECTIFIED),
        ),
        count(
            "problems.no_after",
            tr("已整改但没有整改后照片"),
            righted - shown,
            wish("problem", period, no_after="1"),
            bad_from=1,
        ),
        count(
            "problems.voided",
            tr("作废"),
            voided,
            wish("problem", period, state=ProblemState.VOIDED),
        ),
    )


def _tables(
    session: Session, side: SectionSide, period: Period, counts: list[ProblemCount]
) -> tuple[FigureTable, ...]:
    cameras = cameras_by_id(session)

    def community(one: ProblemCount) -> str:
        return cameras[one.camera_id].community

    def code(one: ProblemCount) -> str:
        return cameras[one.camera_id].code

    def camera_name(key: str) -> str:
        return names[key]

    names = {row.code: f"{row.code} {row.name}" for row in cameras.values()}
    return (
        _table(
            ("problems.by_camera", tr("问题点位排行"), tr("点位")),
            _counted(counts, code),
            camera_name,
            lambda key: wish("problem", period, camera=key, voided="0"),
        ),
        _table(
            ("problems.by_community", tr("问题社区排行"), tr("社区")),
            _counted(counts, community),
            lambda key: key or tr("未填社区"),
            lambda key: wish("problem", period, community=key, voided="0"),
        ),
        _table(
            ("problems.by_category", tr("问题类别"), tr("类别")),
            _counted(counts, lambda one: one.category),
            side.category_name,
            lambda key: wish("problem", period, category=key, voided="0"),
        ),
    )


def _counted(
    counts: Iterable[ProblemCount], key: Callable[[ProblemCount], str]
) -> dict[str, tuple[int, int]]:
    found, righted = Counter[str](), Counter[str]()
    for one in counts:
        found[key(one)] += one.count
        righted[key(one)] += one.count if one.state in _RIGHTED else 0
    return {name: (found[name], righted[name]) for name in found}


def _table(
    titles: tuple[str, str, str],
    counted: dict[str, tuple[int, int]],
    name: Callable[[str], str],
    wished: Callable[[str], LedgerWish],
) -> FigureTable:
    key, title, heading = titles
    order = sorted(counted, key=lambda one: (-counted[one][0], one))
    rows = (
        TableRow(key=one, name=name(one), values=counted[one], wish=wished(one)) for one in order
    )
    columns: tuple[tuple[str, Unit], ...] = ((tr("问题数"), "count"), (tr("已整改"), "count"))
    return FigureTable(key=key, title=title, heading=heading, columns=columns, rows=tuple(rows))


def pushes(side: SectionSide) -> Source:
    """How fast problems were pushed, by what, and which messages did not arrive."""

    def source(session: Session, period: Period) -> Section:
        found = kept(session, side, PUSH_RULE, period)
        minutes = (found.limit_ms or 0) // 60_000
        in_time = tr("{n} 分钟推送", n=minutes) if minutes else tr("按时推送")
        titles = KeptTitles("pushes", "problem", in_time, tr("推送超时"))
        via = tallies.pushed_via(session, span_of(period))
        by_state = tallies.pushes(session, span_of(period))
        bad = sum(by_state.get(state, 0) for state in _BAD_PUSHES)
        return Section(
            key="pushes",
            title=tr("推送"),
            figures=(
                *kept_figures(found, titles, period),
                count(
                    "pushes.by_robot",
                    tr("机器人推送"),
                    via.get("robot", 0),
                    wish("problem", period, pushed_via="robot"),
                ),
                count(
                    "pushes.by_hand",
                    tr("人工推送"),
                    via.get("operator", 0),
                    wish("problem", period, pushed_via="operator"),
                ),
                count(
                    "pushes.failed",
                    tr("失败或结果不明的消息"),
                    bad,
                    wish("push", period, failed="1"),
                    bad_from=1,
                ),
            ),
        )

    return source
