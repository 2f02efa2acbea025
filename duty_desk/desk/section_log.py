"""What was written down over a period: the duty log, instructions, emergencies."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.duty_words import LOG_KINDS
from duty_desk.desk.section_clocks import KeptTitles, kept, kept_figures
from duty_desk.desk.section_parts import count, span_of, wish
from duty_desk.domain.duty_log import LineState
from duty_desk.domain.figure import Figure, FigureTable, LedgerWish, Section, TableRow
from duty_desk.domain.moment import LATE_AFTER_MS
from duty_desk.language import tr
from duty_desk.store import tallies, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.desk.section_parts import SectionSide, Source
    from duty_desk.domain.period import Period
    from duty_desk.store.transaction import Session

EMERGENCY_RULE = "emergency.report"


def duty_log(_side: SectionSide) -> Source:
    """Lines of the log by kind, late, amended and void ones, instructions nobody has read."""

    def source(session: Session, period: Period) -> Section:
        span = span_of(period)
        states, kinds = Counter[str](), Counter[str]()
        for one in tallies.log_lines(session, span):
            states[one.state] += one.count
            kinds[one.kind] += one.count if one.state == LineState.SAVED else 0
        late = tallies.late_lines(session, span, LATE_AFTER_MS)
        return Section(
            key="duty_log",
            title=tr("值班日志"),
            figures=(*_lines(period, states, late), *_instructions(session, period)),
            tables=(_by_kind(period, kinds),),
        )

    return source


def _lines(period: Period, states: Counter[str], late: int) -> tuple[Figure, ...]:
    corrected = states[LineState.AMENDED] + states[LineState.VOIDED]
    saved = LineState.SAVED
    return (
        count(
            "duty_log.lines",
            tr("日志条数"),
            states[saved],
            wish("duty_log", period, state=saved),
        ),
        count("duty_log.late", tr("补记"), late, wish("duty_log", period, late="1"), bad_from=1),
        count(
            "duty_log.corrected",
            tr("更正和作废"),
            corrected,
            wish("duty_log", period, corrected="1"),
            bad_from=1,
        ),
    )


def _instructions(session: Session, period: Period) -> tuple[Figure, ...]:
    given = tallies.instructions(session, span_of(period))
    told = wish("duty_log", period, noun="instruction")
    waiting = wish("duty_log", period, noun="instruction", state="unread")
    unread = sum(one.read_at is None for one in given)
    return (
        count("duty_log.instructions", tr("领导交办"), len(given), told),
        count("duty_log.unread", tr("交办未阅"), unread, waiting, bad_from=1),
    )


def _by_kind(period: Period, kinds: Counter[str]) -> FigureTable:
    return FigureTable(
        key="duty_log.by_kind",
        title=tr("日志类别"),
        heading=tr("类别"),
        columns=((tr("条数"), "count"),),
        rows=tuple(
            TableRow(
                key=kind,
                name=tr(words),
                values=(kinds[kind],),
                wish=wish("duty_log", period, kind=kind, state=LineState.SAVED),
            )
            for kind, words in LOG_KINDS.items()
            if kinds[kind]
        ),
    )


def emergency(side: SectionSide) -> Source:
    """Emergencies, and how fast the client was told."""

    def source(session: Session, period: Period) -> Section:
        found = tallies.emergencies(session, span_of(period))
        late = timeline.late_subjects(session, EMERGENCY_RULE, span_of(period))
        report = kept(session, side, EMERGENCY_RULE, period)
        titles = KeptTitles("emergency", "journal", tr("突发按时报告"), tr("突发报告超时"))
        return Section(
            key="emergency",
            title=tr("突发"),
            figures=(
                count("emergency.found", tr("突发事件"), len(found), _wish(period)),
                count(
                    "emergency.open",
                    tr("未办结"),
                    sum(one.closed_at is None for one in found),
                    _wish(period, (one.id for one in found if one.closed_at is None)),
                    bad_from=1,
                ),
                *(
                    replace(one, wish=_of_time(one.key, period, [row.id for row in found], late))
                    for one in kept_figures(report, titles, period)
                ),
            ),
        )

    return source


def _wish(period: Period, ids: Iterable[str] | None = None) -> LedgerWish:
    """The entries of emergencies; of some of them with `ids`."""
    if ids is None:
        return wish("journal", period, kind="emergency.found")
    return wish("journal", period, kind="emergency.found", subject=",".join(ids) or "-")


def _of_time(key: str, period: Period, ids: list[str], late: set[str]) -> LedgerWish:
    if key == "emergency.late":
        return _wish(period, late)
    if key == "emergency.in_time":
        return _wish(period, (one for one in ids if one not in late))
    return _wish(period)
