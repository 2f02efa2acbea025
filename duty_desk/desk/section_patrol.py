"""Rounds over a period: complete, missed, what was seen of the checkpoints, and the year so far."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from duty_desk.desk.patrol_counts import counted_of
from duty_desk.desk.patrol_route import COMPLETED
from duty_desk.desk.patrol_words import outcome_words
from duty_desk.desk.section_parts import count, level_of, share, wish
from duty_desk.domain import period as periods
from duty_desk.domain.figure import Figure, FigureTable, Section, TableRow
from duty_desk.domain.patrol import SEEN, Outcome, RoundKind, RoundState, largest_gap_ms
from duty_desk.domain.patrol_count import quota_of, quota_rule
from duty_desk.domain.workdays import day_of
from duty_desk.language import tr
from duty_desk.store import patrol as rows
from duty_desk.store import tallies

if TYPE_CHECKING:
    from duty_desk.desk.section_parts import SectionSide, Source
    from duty_desk.domain.figure import Level
    from duty_desk.domain.patrol_count import Quota
    from duty_desk.domain.period import Period
    from duty_desk.store.patrol import RoundCount
    from duty_desk.store.transaction import Session


def patrol(side: SectionSide) -> Source:
    """Rounds and checkpoints of a period."""

    def source(session: Session, period: Period) -> Section:
        if period.from_at >= period.to_at:
            found: tuple[RoundCount, ...] = ()
        else:
            first, last = period.first.isoformat(), period.last.isoformat()
            found = rows.counts_between(session, first, last)
        return Section(
            key="patrol",
            title=tr("巡查"),
            figures=(
                _rounds(session, side, period, found),
                _year(session, side, period),
                *_checkpoints(period, found),
                *_others(period, found),
            ),
            tables=(_outcomes(period, found),),
        )

    return source


def _quota(side: SectionSide) -> Quota:
    return quota_of(side.contract, quota_rule(side.contract, COMPLETED))


def _counted(found: tuple[RoundCount, ...], quota: Quota) -> int:
    days = groupby(found, key=lambda one: one.day)
    return sum(counted_of(list(group), quota) for _, group in days)


def _rounds(
    session: Session, side: SectionSide, period: Period, found: tuple[RoundCount, ...]
) -> Figure:
    quota = _quota(side)
    done = _counted(found, quota)
    of = _asked(session, period, quota, found)
    lost = sum(one.state in (RoundState.MISSED, RoundState.INCOMPLETE) for one in found)
    # The period is cut where it stands now: it is over when its last day is.
    is_judged = lost or done >= of or side.time.now_ms() >= periods.day(period.last).to_at
    level: Level = level_of(done, of) if of and is_judged else "plain"
    return Figure(
        key="patrol.rounds",
        title=tr("巡查轮次"),
        value=done,
        of=of or None,
        level=level,
        note=tr("补巡 {n} 轮", n=made_up) if (made_up := sum(one.made_up for one in found)) else "",
        wish=wish("patrol", period, counted="1"),
    )


def _asked(session: Session, period: Period, quota: Quota, found: tuple[RoundCount, ...]) -> int:
    """What the contract asks of the period since records are kept.

    The day on which they began is no whole day: of it the rounds on record are asked, no more.
    """
    due = [one for one in found if one.kind != RoundKind.MADE_UP]
    began = tallies.first_at(session)
    if not quota.per_day or began is None:
        return len(due)
    whole_from = max(period.first, day_of(began - 1) + timedelta(days=1))
    early = sum(one.day < whole_from.isoformat() for one in due)
    days = max(0, (period.last - whole_from).days + 1)
    return quota.of_days(days) + min(early, quota.per_day)


def _year(session: Session, side: SectionSide, period: Period) -> Figure:
    quota, last = _quota(side), period.last
    year = periods.contract_year(last, side.contract)
    from_on, to_on = year.first, year.last
    found = rows.counts_between(session, from_on.isoformat(), last.isoformat())
    return Figure(
        key="patrol.year",
        title=tr("合同年累计"),
        value=_counted(found, quota),
        of=quota.of_year(from_on, to_on) or None,
        note=year.words,
        wish=wish("patrol", year.until(period.to_at), counted="1"),
    )


def _checkpoints(period: Period, found: tuple[RoundCount, ...]) -> tuple[Figure, ...]:
    over = [one for one in found if one.state != RoundState.RUNNING]
    expected = sum(one.expected for one in over)
    seen = sum(one.normal + one.problem + one.fault for one in over)
    coverage = share(
        "patrol.coverage",
        tr("点位覆盖"),
        (seen, expected),
        tr("{n} 点次没有看到", n=expected - seen) if expected > seen else "",
        wish("visit", period, seen="1", over="1"),
    )
    unseen = count(
        "patrol.unseen",
        tr("没有看到的点次"),
        expected - seen if expected else None,
        wish("patrol", period, unseen="1"),
        bad_from=1,
    )
    return coverage, unseen


def _others(period: Period, found: tuple[RoundCount, ...]) -> tuple[Figure, ...]:
    states = Counter(one.state for one in found)
    return (
        *(
            count(
                f"patrol.{state}",
                title,
                states[state],
                wish("patrol", period, state=state),
                bad_from=1,
            )
            for state, title in (
                (RoundState.INCOMPLETE, tr("未完成轮次")),
                (RoundState.MISSED, tr("漏巡轮次")),
            )
        ),
        count(
            "patrol.rushed",
            tr("过快轮次"),
            sum(one.is_rushed for one in found),
            wish("patrol", period, rushed="1"),
            bad_from=1,
        ),
        Figure(
            key="patrol.gap",
            title=tr("最长巡查间隔"),
            value=_gap(found, period),
            unit="ms",
            wish=wish("patrol", period),
        ),
    )


def _gap(found: tuple[RoundCount, ...], period: Period) -> int | None:
    walks = [
        (one.started_at, one.ended_at or period.to_at)
        for one in found
        if one.started_at is not None
    ]
    if not walks:
        return None
    begun = min(begin for begin, _ in walks)
    return largest_gap_ms(walks, since=begun, until=max(end for _, end in walks))


def _outcomes(period: Period, found: tuple[RoundCount, ...]) -> FigureTable:
    visits = Counter[str]()
    for one in found:
        visits.update(one.visits)
    told = [outcome for outcome in Outcome if visits[outcome] or outcome in SEEN]
    return FigureTable(
        key="patrol.outcomes",
        title=tr("查看结果"),
        heading=tr("结果"),
        columns=((tr("点次"), "count"),),
        rows=tuple(
            TableRow(
                key=outcome,
                name=outcome_words(outcome),
                values=(visits[outcome],),
                wish=None if outcome is Outcome.EXPIRED else wish("visit", period, outcome=outcome),
            )
            for outcome in told
        ),
    )
