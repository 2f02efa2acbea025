"""Limits kept and missed: what pushes, fault reports and emergencies have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.section_parts import share, span_of, wish
from duty_desk.domain.figure import Figure, percentile
from duty_desk.language import tr
from duty_desk.store import tallies

if TYPE_CHECKING:
    from duty_desk.desk.section_parts import SectionSide
    from duty_desk.domain.figure import Level
    from duty_desk.domain.period import Period
    from duty_desk.store.tallies import ClockTally
    from duty_desk.store.transaction import Session

MEDIAN, TAIL = 50, 95


@dataclass(frozen=True)
class Kept:
    """How a rule was kept over a period.

    Attributes:
        tally: Its clocks that began in the period, void ones left out.
        limit_ms: The rule's limit; None when the contract in force has no such rule.
    """

    tally: ClockTally
    limit_ms: int | None
    clause: str

    @property
    def judged(self) -> int:
        """How many have a verdict; those that still run and those nobody can judge have none."""
        return self.tally.met + self.tally.breached


def kept(session: Session, side: SectionSide, rule_id: str, period: Period) -> Kept:
    """How the rule `rule_id` was kept by what began in `period`."""
    rule = side.rule(rule_id)
    return Kept(
        tallies.clocks(session, rule_id, span_of(period)),
        rule.limit_ms if rule else None,
        rule.clause if rule else "",
    )


@dataclass(frozen=True)
class KeptTitles:
    """How the figures of a rule are called: `name` begins their keys, `ledger` tells them."""

    name: str
    ledger: str
    in_time: str
    late: str


def kept_figures(found: Kept, titles: KeptTitles, period: Period) -> tuple[Figure, ...]:
    """In time, late, median, 95th percentile, slowest."""
    limit = found.limit_ms
    late = wish(titles.ledger, period, over_limit="1")
    timed = wish(titles.ledger, period, timed="1")
    clause = tr("合同依据：{clause}", clause=found.clause) if found.clause else ""
    part = (found.tally.met, found.judged)
    in_time = wish(titles.ledger, period, in_time="1")
    lateness = Figure(
        key=f"{titles.name}.late",
        title=titles.late,
        value=found.tally.breached,
        level="bad" if found.tally.breached else "plain",
        wish=late,
    )
    return (
        share(f"{titles.name}.in_time", titles.in_time, part, clause, in_time),
        lateness,
        *(
            Figure(
                key=f"{titles.name}.{key}",
                title=title,
                value=value,
                unit="ms",
                level=_level(value, limit),
                wish=timed,
            )
            for key, title, value in (
                ("p50", tr("用时中位数"), percentile(found.tally.took, MEDIAN)),
                ("p95", tr("95% 用时不超过"), percentile(found.tally.took, TAIL)),
                ("slowest", tr("最慢"), max(found.tally.took, default=None)),
            )
        ),
    )


def _level(value: int | None, limit_ms: int | None) -> Level:
    if value is None:
        return "unknown"
    return "bad" if limit_ms is not None and value > limit_ms else "plain"
