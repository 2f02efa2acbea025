"""Which reports fall due when: the ends of periods, drafts at their set times, what comes next.

A period that ended while the program was off is told when it is on again, with its own instant,
so that its clock has run since then. Before the first record nothing was due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from duty_desk.desk.report_views import Upcoming
from duty_desk.desk.report_words import list_title
from duty_desk.domain import period as periods
from duty_desk.domain.limit import due_at
from duty_desk.domain.moment import Moment
from duty_desk.domain.report import ReportKind, report_id
from duty_desk.domain.workdays import day_of, instant
from duty_desk.store import report as rows
from duty_desk.store import tallies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duty_desk.domain.contract import Contract, Rule
    from duty_desk.domain.period import Period
    from duty_desk.store.transaction import Session

_MOST = 31  # periods told at once after a long time off
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """A rule by which a report falls due, and the kind it asks for."""

    rule: Rule
    kind: ReportKind

    def at(self, period: Period) -> int:
        """When the report over `period` must be delivered, UTC ms."""
        assert self.rule.limit is not None
        return due_at(self.rule.limit, period.to_at, includes_limit=self.rule.includes_limit)


def dues_of(contract: Contract | None) -> tuple[Due, ...]:
    """The reports that the contract asks for, as far as the desk knows their kinds."""
    known = {str(kind) for kind in ReportKind}
    rules = contract.dues() if contract else ()
    named = ((rule, rule.stop_when.get("kind", "")) for rule in rules)
    return tuple(
        Due(rule, ReportKind(kind)) for rule, kind in named if kind in known and rule.limit
    )


def period_of(kind: ReportKind, at: int) -> Period:
    """The period of a report of `kind` that the instant `at` (UTC ms) lies in."""
    on = day_of(at)
    if kind is ReportKind.DAILY:
        return periods.day(on)
    if kind is ReportKind.WEEKLY:
        return periods.week(on)
    return periods.month(on.year, on.month)


def last_ended(kind: ReportKind, now: int) -> Period:
    """The newest period of a report of `kind` that is over at `now`."""
    return period_of(kind, period_of(kind, now).from_at - 1)


def ended(session: Session, contract: Contract | None, now: int) -> list[Moment]:
    """The ends of periods that are not on record yet, oldest first."""
    began = tallies.first_at(session)
    if began is None:
        return []
    found = []
    for due in dues_of(contract):
        for period in _untold(session, due, now, began):
            facts = {
                "period": due.rule.when.get("period", ""),
                "kind": str(due.kind),
                "from_at": period.from_at,
                "to_at": period.to_at,
            }
            subject = report_id(due.kind, period.from_at)
            found.append(
                Moment(kind="period.ended", subject=subject, facts=facts, event_at=period.to_at)
            )
    return sorted(found, key=lambda moment: moment.event_at or 0)


def _untold(session: Session, due: Due, now: int, began: int) -> Iterator[Period]:
    latest = last_ended(due.kind, now)
    if latest.to_at <= began:
        return
    told = rows.clocked_until(session, due.rule.id)
    if told is None:
        # The rules were adopted later than the records began: no old report becomes late by that.
        if due.at(latest) > now:
            yield latest
        return
    missing = [latest]
    while missing[0].from_at > told and len(missing) < _MOST:
        missing.insert(0, missing[0].before())
    yield from (period for period in missing if period.to_at > told)


def drafts_wanted(
    session: Session, hours: Mapping[ReportKind, int], now: int
) -> Iterator[tuple[ReportKind, Period]]:
    """The reports over the newest periods whose set time has come and that nobody prepared.

    Args:
        session: A reading session.
        hours: By kind the minute of the day after the period at which a draft is made.
        now: UTC ms.
    """
    began = tallies.first_at(session)
    for kind, minute in hours.items():
        period = last_ended(kind, now)
        if began is None or period.to_at <= began:
            continue
        if now < instant(day_of(period.to_at), minute):
            continue
        row = rows.found(session, report_id(kind, period.from_at))
        if row is None or (row.prepared_at is None and row.state == "due"):
            yield kind, period


def upcoming(contract: Contract | None, now: int) -> tuple[Upcoming, ...]:
    """The reports over the periods that run now, with their due instants; soonest first."""
    found = []
    for due in dues_of(contract):
        period = period_of(due.kind, now)
        title = list_title(due.kind, period.from_at, period.to_at)
        is_rare = due.kind is not ReportKind.DAILY
        found.append(Upcoming(title=title, due_at=due.at(period), is_rare=is_rare))
    return tuple(sorted(found, key=lambda one: one.due_at))
