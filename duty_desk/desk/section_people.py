"""Whoever was on duty over a period: presence, punches, handovers, and how often they were called.

What nobody recorded is unknown: before the first shift nothing is said of gaps or presence.
"""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING

from duty_desk.desk.section_parts import count, share, span_of, wish
from duty_desk.domain.attendance import PunchFact, PunchState, thresholds
from duty_desk.domain.attendance import count as count_punches
from duty_desk.domain.figure import Figure, FigureTable, Section, TableRow
from duty_desk.domain.handover import HandoverState
from duty_desk.domain.presence import JUDGED, REFLEX_MS, Stage
from duty_desk.language import tr
from duty_desk.store import attendance as punch_rows
from duty_desk.store import tallies

if TYPE_CHECKING:
    from duty_desk.desk.section_parts import SectionSide, Source
    from duty_desk.domain.attendance import PunchCount
    from duty_desk.domain.figure import LedgerWish, Level
    from duty_desk.domain.period import Period
    from duty_desk.store.shift_tables import HandoverTable, ShiftTable
    from duty_desk.store.tallies import PresenceTally
    from duty_desk.store.transaction import Session

HOUR_MS = 3_600_000
_MOST_AN_HOUR, _CEILING = 60, 120  # tenths: EEMUA 191 asks 6 alarms an hour, 12 can be managed


def presence(_side: SectionSide) -> Source:
    """Prompts and their answers, unconfirmed ones, announced absences."""

    def source(session: Session, period: Period) -> Section:
        span = span_of(period)
        checks = tallies.presence(session, span, Stage.CONFIRMED)
        absences = tallies.absences(session, span)
        return Section(
            key="presence",
            title=tr("在岗"),
            figures=(
                *_answers(period, checks),
                count("presence.absences", tr("离席"), len(absences), _absent(period)),
                Figure(
                    key="presence.absent_time",
                    title=tr("离席时长"),
                    value=sum((one.ended_at or span[1]) - one.began_at for one in absences),
                    unit="ms",
                    wish=_absent(period),
                ),
            ),
        )

    return source


def _absent(period: Period) -> LedgerWish:
    return wish("journal", period, kind="absence.began")


def _answers(period: Period, checks: PresenceTally) -> tuple[Figure, ...]:
    answered, by_key = checks.states.get(Stage.CONFIRMED, 0), checks.took
    missed = sum(checks.states.get(state, 0) for state in (Stage.UNCONFIRMED, *JUDGED))
    return (
        share(
            "presence.answered",
            tr("在岗确认"),
            (answered, answered + missed),
            "",
            wish("presence", period, state=Stage.CONFIRMED),
        ),
        count(
            "presence.unconfirmed",
            tr("未确认"),
            missed,
            wish("presence", period, unanswered="1"),
            bad_from=1,
        ),
        count(
            "presence.unjudged",
            tr("待认定"),
            checks.states.get(Stage.UNCONFIRMED, 0),
            wish("presence", period, state=Stage.UNCONFIRMED),
            bad_from=1,
        ),
        count(
            "presence.breaches",
            tr("认定脱岗"),
            checks.states.get(Stage.BREACH, 0),
            wish("presence", period, state=Stage.BREACH),
            bad_from=1,
        ),
        Figure(
            key="presence.median",
            title=tr("应答中位数"),
            value=median_low(by_key) if by_key else None,
            unit="ms",
            note=tr("{n} 次在 3 秒内", n=sum(ms < REFLEX_MS for ms in by_key)) if by_key else "",
            wish=wish("presence", period, state=Stage.CONFIRMED),
        ),
    )


def attendance(side: SectionSide) -> Source:
    """Punches of the shifts of the period, and what they count to under the contract."""

    def source(session: Session, period: Period) -> Section:
        rows = punch_rows.punches(session, period.first.isoformat(), period.last.isoformat())
        rows = tuple(row for row in rows if row.planned_at is not None)
        facts = [
            PunchFact(
                person_id=row.person_id,
                state=PunchState(row.state),
                is_reported=row.reported_at is not None,
                judged=row.judged,
            )
            for row in rows
        ]
        counted = count_punches(facts)
        names = {row.person_id: row.name for row in rows}
        return Section(
            key="attendance",
            title=tr("考勤"),
            figures=(
                *_punches(period, counted.team),
                *_limits(side, period, counted.team),
            ),
            tables=(_people(period, counted.people, names),),
        )

    return source


def _punches(period: Period, team: PunchCount) -> tuple[Figure, ...]:
    told = (
        ("late", tr("迟到"), team.late),
        ("early", tr("早退"), team.early),
        ("missing", tr("缺卡"), team.missing),
    )
    due = team.made + team.missing
    return (
        share(
            "attendance.made",
            tr("打卡"),
            (team.made, due),
            "",
            wish("attendance", period, made="1"),
        ),
        *(
            count(
                f"attendance.{state}",
                title,
                value,
                wish("attendance", period, state=state),
                bad_from=1,
            )
            for state, title, value in told
        ),
        count(
            "attendance.waiting",
            tr("已说明、待认定"),
            team.waiting,
            wish("attendance", period, waiting="1"),
            bad_from=1,
        ),
    )


def _limits(side: SectionSide, period: Period, team: PunchCount) -> tuple[Figure, ...]:
    """What counts under the contract; the number at which it costs stands beside."""
    found = []
    for one in thresholds(side.contract):
        value = team.of(counts_missing=one.counts_missing)
        level: Level = "bad" if one.at and value >= one.at else "warn" if value else "plain"
        name = "missing" if one.counts_missing else "off_time"
        found.append(
            Figure(
                key=f"attendance.counted_{name}",
                title=tr("计入缺卡") if one.counts_missing else tr("计入迟到早退"),
                value=value,
                of=None,
                level=level,
                note=tr("合同每月 {n} 次", n=one.at) if one.at else "",
                wish=wish("attendance", period, counts=name),
            )
        )
    return tuple(found)


def _people(period: Period, people: dict[str, PunchCount], names: dict[str, str]) -> FigureTable:
    titles = (tr("应打卡"), tr("正常"), tr("迟到"), tr("早退"), tr("缺卡"))
    return FigureTable(
        key="attendance.people",
        title=tr("人员考勤"),
        heading=tr("人员"),
        columns=tuple((title, "count") for title in titles),
        rows=tuple(
            TableRow(
                key=key,
                name=names[key],
                values=(
                    one.expected,
                    one.made - one.late - one.early,
                    one.late,
                    one.early,
                    one.missing,
                ),
                wish=wish("attendance", period, person=names[key], planned="1"),
            )
            for key, one in sorted(people.items(), key=lambda item: names[item[0]])
        ),
    )


def handover(_side: SectionSide) -> Source:
    """Handovers, and the time in which nobody held the seat."""

    def source(session: Session, period: Period) -> Section:
        span = span_of(period)
        cuts = tallies.handovers(session, span)
        shifts = tallies.shifts(session, span)
        is_known = bool(shifts) or bool(cuts)
        return Section(
            key="handover",
            title=tr("交接"),
            figures=(*_cuts(period, cuts), *_gaps(period, shifts, is_known=is_known)),
        )

    return source


def _cuts(period: Period, cuts: tuple[HandoverTable, ...]) -> tuple[Figure, ...]:
    def of(*states: HandoverState) -> int:
        return sum(one.state in states for one in cuts)

    accepted = HandoverState.ACCEPTED
    waiting = (HandoverState.FROZEN, HandoverState.SIGNED, HandoverState.NO_RELIEF)
    return (
        share(
            "handover.accepted",
            tr("双方签认"),
            (of(accepted), len(cuts)),
            "",
            wish("handover", period, state=accepted),
        ),
        count(
            "handover.overridden",
            tr("带班领导结束"),
            of(HandoverState.OVERRIDDEN),
            wish("handover", period, state=HandoverState.OVERRIDDEN),
            bad_from=1,
        ),
        count(
            "handover.waiting",
            tr("没有办完"),
            of(*waiting),
            wish("handover", period, waiting="1"),
            bad_from=1,
        ),
    )


def _gaps(period: Period, shifts: tuple[ShiftTable, ...], *, is_known: bool) -> tuple[Figure, ...]:
    begun = [one for one in shifts if one.started_at >= period.from_at]
    gone_ms = sum(one.uncovered_ms for one in begun)
    return (
        Figure(
            key="handover.uncovered",
            title=tr("无人在岗时长"),
            value=gone_ms if is_known else None,
            unit="ms",
            level="unknown" if not is_known else "bad" if gone_ms else "good",
            wish=wish("handover", period, uncovered="1"),
        ),
        count(
            "handover.shifts",
            tr("班次"),
            len(shifts) if is_known else None,
            wish("journal", period, kind="shift.started"),
        ),
    )


def alarms(_side: SectionSide) -> Source:
    """How often somebody on duty was called, an hour: above six is more than attention bears."""

    def source(session: Session, period: Period) -> Section:
        span = span_of(period)
        called = tallies.alarms(session, span)
        on_duty_ms = sum(
            min(one.ended_at or span[1], span[1]) - max(one.started_at, span[0])
            for one in tallies.shifts(session, span)
        )
        total = sum(called.values())
        rate = total * 10 * HOUR_MS // on_duty_ms if on_duty_ms else None
        kinds = (
            ("clock", tr("时限提醒"), "clock.warned,clock.breached"),
            ("suspicion", tr("画面异常"), "suspicion.raised"),
            ("presence", tr("在岗提示"), "presence.sounded"),
        )
        return Section(
            key="alarms",
            title=tr("提醒"),
            figures=(
                Figure(
                    key="alarms.rate",
                    title=tr("每人每小时提醒"),
                    value=rate,
                    unit="tenth",
                    level=_rate_level(rate),
                    note=tr("参考 EEMUA 191：平均不超过 6 次"),
                    wish=wish("journal", period, kind=",".join(kind[2] for kind in kinds)),
                ),
                *(
                    count(f"alarms.{key}", title, called[key], wish("journal", period, kind=kind))
                    for key, title, kind in kinds
                ),
            ),
        )

    return source


def _rate_level(rate: int | None) -> Level:
    if rate is None:
        return "unknown"
    return "plain" if rate <= _MOST_AN_HOUR else "warn" if rate <= _CEILING else "bad"
