"""How rounds count against a contract: today, the month, the contract year, and where it leads.

The numbers come from the contract's quota of rounds; one round a day is as good as six.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.domain.contract import RuleKind
from duty_desk.domain.demand import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.domain.contract import Contract, Rule

PACE_DAYS = 30
MAKE_UP_CHOICE = "rounds.year"


@dataclass(frozen=True, kw_only=True)
class Quota:
    """What a contract asks of a counted moment; 0 where it asks nothing.

    Attributes:
        may_make_up: Whether those made up later count for the year.
        run_days: A stretch of days with a target of its own, 0 for none.
        run_target: What it asks.
    """

    per_day: int = 0
    per_month: int = 0
    per_year: int = 0
    may_make_up: bool = True
    run_days: int = 0
    run_target: int = 0

    def of_days(self, days: int) -> int:
        """What `days` whole days ask."""
        return self.per_day * days

    def of_year(self, from_on: date, to_on: date) -> int:
        """What the contract year asks: its own number, else that of its days."""
        return self.per_year or self.of_days((to_on - from_on).days + 1)

    def of_month(self, day: date) -> int:
        """What the calendar month of `day` asks."""
        return self.per_month or self.of_days(monthrange(day.year, day.month)[1])


def quota_rule(contract: Contract | None, stopped_by: str) -> Rule | None:
    """The contract's quota of the moment `stopped_by` (`round.completed`), if it has one."""
    rules = contract.rules if contract else ()
    return next(
        (rule for rule in rules if rule.kind is RuleKind.QUOTA and stopped_by in rule.stop), None
    )


def quota_of(contract: Contract | None, rule: Rule | None) -> Quota:
    """The numbers of a quota, under the choices the contract stands by."""
    targets = rule.targets if rule else ()
    per = {target.per: target.at_least or 0 for target in targets if target.per}
    run = next((target for target in targets if target.days), None)
    choices = contract.choices if contract else ()
    choice = next((one for one in choices if one.id == MAKE_UP_CHOICE), None)
    return Quota(
        per_day=per.get(Span.DAY, 0),
        per_month=per.get(Span.MONTH, 0),
        per_year=per.get(Span.YEAR, 0) or per.get(Span.CONTRACT, 0),
        may_make_up=choice is None or choice.option.value != "no_make_up",
        run_days=(run.days or 0) if run else 0,
        run_target=(run.at_least or 0) if run else 0,
    )


def counted(complete: int, made_up: int, quota: Quota) -> int:
    """How many of a day's complete rounds count.

    Args:
        complete: Rounds complete in their own window.
        made_up: Rounds made up later for this day.
        quota: What the contract asks. Where it lets none be made up, a day counts at most its own
            number.
    """
    if quota.may_make_up:
        return complete + made_up
    return min(complete, quota.per_day) if quota.per_day else complete


def contract_year(contract: Contract | None, day: date) -> tuple[date, date]:
    """The contract year that `day` lies in: first and last day; a calendar year without one."""
    if contract is None:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first = date.fromisoformat(contract.from_on)
    years = day.year - first.year - ((day.month, day.day) < (first.month, first.day))
    begin = _same_day(first, first.year + years)
    return begin, _same_day(first, first.year + years + 1) - timedelta(days=1)


def year_back(day: date) -> date:
    """The same day a year before."""
    return _same_day(day, day.year - 1)


def _same_day(day: date, year: int) -> date:
    # A contract from 29 February begins its other years on 1 March.
    is_leap_day = (day.month, day.day) == (2, 29) and monthrange(year, 2)[1] == 28
    return date(year, 3, 1) if is_leap_day else day.replace(year=year)


def projection(past: Sequence[int], today_forecast: int, left_days: int, so_far: int) -> int:
    """Where the year ends at the pace of the last 30 days.

    Args:
        past: What each whole day so far counted, oldest first.
        today_forecast: What today will have counted at its end.
        left_days: Whole days after today.
        so_far: What the year counted before today.
    """
    recent = past[-PACE_DAYS:] or [today_forecast]
    return so_far + today_forecast + sum(recent) * left_days // len(recent)
