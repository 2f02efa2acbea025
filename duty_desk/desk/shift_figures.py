"""What a shift did, counted from its own entries in the journal: first number to last.

The range of numbers is the shift, so every figure can be counted again from the journal alone,
and a year of records costs nothing: the journal's key is seat and number.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from duty_desk.desk.fault_rows import REPORT_RULE
from duty_desk.desk.handover_views import ShiftFigures
from duty_desk.desk.snapshot import PUSH_RULE
from duty_desk.domain.clock import Verdict
from duty_desk.domain.patrol import RoundState
from duty_desk.store import clock as clock_rows
from duty_desk.store import journal, shift_entries
from duty_desk.store.patrol_tables import RoundTable
from duty_desk.store.records import load_ahead

if TYPE_CHECKING:
    from duty_desk.domain.moment import Entry
    from duty_desk.store.shift_tables import ShiftTable
    from duty_desk.store.transaction import Session

_ROUNDS = ("round.started", "round.completed", "round.closed_incomplete", "round.missed")
# What whoever comes wants to know of the hours before; everything else is a detail.
_TOLD = (
    "shift.started",
    "shift.relieved",
    "round.started",
    "round.completed",
    "round.closed_incomplete",
    "round.missed",
    "problem.pushed",
    "fault.reported",
    "fault.verified",
    "camera.lost",
    "clock.breached",
    "presence.unconfirmed",
    "absence.began",
    "emergency.found",
    "emergency.closed",
    "instruction.given",
    "log.written",
    "handover.cut",
    "handover.reopened",
    "handover.nobody_came",
    "time.jumped",
)
LINES = 60


def figures_of(session: Session, shift: ShiftTable) -> ShiftFigures:
    """The figures of a shift, running or ended."""
    numbers = numbers_of(session, shift)
    by_kind = defaultdict(list, shift_entries.subjects_by_kind(session, numbers))
    pushed, reported = _unique(by_kind["problem.pushed"]), _unique(by_kind["fault.reported"])
    asked = _asked(by_kind, is_over=shift.last_seq is not None)
    answered = [one for one in by_kind["presence.confirmed"] if one in asked]
    push_late, push_worst = _late(session, PUSH_RULE, pushed)
    report_late, report_worst = _late(session, REPORT_RULE, reported)
    return ShiftFigures(
        **_rounds(session, [one for kind in _ROUNDS for one in by_kind[kind]]),
        visits=len(by_kind["visit.done"]),
        found=len(by_kind["problem.found"]),
        pushed=len(pushed),
        pushed_late=push_late,
        push_worst_ms=push_worst,
        faults=len(by_kind["fault.found"]),
        reported=len(reported),
        reported_late=report_late,
        report_worst_ms=report_worst,
        asked=len(asked),
        answered=len(answered),
        slowest_ms=_slowest(session, answered),
        entries=numbers.last - numbers.first + 1,
    )


def _asked(by_kind: dict[str, list[str]], *, is_over: bool) -> set[str]:
    """The prompts of a shift: not those the program let lapse, nor those its end overtook."""
    prompted = set(by_kind["presence.prompted"])
    if is_over:
        prompted &= {*by_kind["presence.confirmed"], *by_kind["presence.unconfirmed"]}
    return prompted - set(by_kind["presence.lapsed"])


def _unique(subjects: list[str]) -> list[str]:
    return list(dict.fromkeys(subjects))


def _late(session: Session, rule: str, subjects: list[str]) -> tuple[int, int]:
    """How many of them broke the rule, and how long the slowest took over its limit or not."""
    clocks = clock_rows.by_subject(session, rule, subjects)
    late = [row for row in clocks.values() if row.verdict == Verdict.BREACHED]
    took = [(row.stopped_at or row.due_at) - row.started_at for row in late]
    return len(late), max(took, default=0)


def _rounds(session: Session, ids: list[str]) -> dict[str, Any]:
    rows = load_ahead(session, RoundTable, ids)
    done = {(row.day, row.slot) for row in rows if row.state == RoundState.COMPLETE}
    walked = [row for row in rows if row.state != RoundState.MISSED]
    return {
        "rounds_done": len(done),
        "rounds_due": len({(row.day, row.slot) for row in rows}),
        "slots": tuple(slot for _, slot in sorted(done)),
        "seen": sum(row.normal + row.problem + row.fault for row in walked),
        "expected": sum(row.expected for row in walked),
    }


def _slowest(session: Session, checks: list[str]) -> int:
    facts = shift_entries.facts_of_kind(session, "presence.confirmed", checks)
    return max((int(one.get("answer_ms", 0)) for one in facts), default=0)


def told_entries(session: Session, shift: ShiftTable) -> tuple[Entry, ...]:
    """The entries of a shift that its time line shows, oldest first; the newest when too many."""
    return shift_entries.newest_of(session, numbers_of(session, shift), _TOLD, LINES)


def numbers_of(session: Session, shift: ShiftTable) -> shift_entries.Numbers:
    """The numbers of a shift's entries; up to now while it runs."""
    last = shift.last_seq or journal.head(session, shift.seat)[0]
    return shift_entries.Numbers(shift.seat, shift.first_seq, last)
