"""Clocks: started by a moment, stopped by another, judged against a limit fixed at the start.

Pure functions on whole milliseconds. `at` and names ending in `_at` are UTC milliseconds of the
wall clock; `mono_ms` is the monotonic clock *at the moment itself*, see `mono_at`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from duty_desk.domain.demand import Anchor, Level
from duty_desk.domain.limit import due_at
from duty_desk.domain.workdays import MONDAY_TO_FRIDAY, Workdays, day_of, instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.domain.contract import Rule
    from duty_desk.domain.demand import Warning_
    from duty_desk.domain.moment import Entry

Urgency = Literal["calm", "near", "urgent", "breached"]


class Verdict(StrEnum):
    """What a clock says."""

    RUNNING = "running"
    MET = "met"
    BREACHED = "breached"
    VOID = "void"
    INDETERMINATE = "indeterminate"


class DueUnknown(ValueError):
    """The starting moment does not say when the rule falls due."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One limit running, or run, for one subject. Nothing in it changes but by the functions here.

    Attributes:
        rules_hash: Which adopted rules it was started under.
        started_mono_ms: The monotonic clock at the start; comparable within one `boot_id`.
        due_at: Fixed at the start.
        stopped_at: The first stop; final. None while nothing stopped it.
        is_jumped: The computer's clock jumped between start and stop.
        reason: Why it is void.
        approver: Who approved that.
    """

    id: str
    rule_id: str
    rules_hash: str
    clause: str
    subject: str
    started_at: int
    started_mono_ms: int
    boot_id: str
    due_at: int
    stopped_at: int | None = None
    verdict: Verdict = Verdict.RUNNING
    is_jumped: bool = False
    reason: str = ""
    approver: str = ""


@dataclass(frozen=True)
class Stage:
    """A point on a clock's way that must be announced once.

    Attributes:
        key: `warn-180000` (after the start), `warn-before-3600000` (before due) or `breach`.
        at: When it passes, UTC ms.
        moment: A moment to record then, beside the warning; empty for none.
    """

    key: str
    at: int
    level: Level
    moment: str = ""


def mono_at(entry: Entry) -> int:
    """The monotonic clock when `entry` happened: at its recording, less the delay of recording."""
    return entry.mono_ms - (entry.recorded_at - entry.event_at)


def start(  # noqa: PLR0913 - the parts of a start, given by name
    rule: Rule,
    *,
    clock_id: str,
    subject: str,
    at: int,
    mono_ms: int,
    boot_id: str,
    facts: Mapping[str, Any],
    rules_hash: str,
    workdays: Workdays = MONDAY_TO_FRIDAY,
) -> Clock:
    """The clock of `rule` for `subject`, started at `at`, its due instant fixed.

    Raises:
        DueUnknown: the rule has no limit and `facts` do not carry the due instant.
    """
    return Clock(
        id=clock_id,
        rule_id=rule.id,
        rules_hash=rules_hash,
        clause=rule.clause,
        subject=subject,
        started_at=at,
        started_mono_ms=mono_ms,
        boot_id=boot_id,
        due_at=_due(rule, at, facts, workdays),
    )


def stop(clock: Clock, rule: Rule, *, at: int, mono_ms: int, boot_id: str) -> Clock:
    """`clock` stopped at `at` and judged; a clock stopped before, or void, stays as it is.

    After a jump of the wall clock the monotonic difference is judged; where there is none (the
    computer was started anew in between), or the stop lies before the start, the verdict is
    indeterminate and a person decides.
    """
    if clock.stopped_at is not None or clock.verdict is Verdict.VOID:
        return clock
    stopped = replace(clock, stopped_at=at)
    if not clock.is_jumped:
        used_ms = at - clock.started_at
    elif boot_id == clock.boot_id:
        used_ms = mono_ms - clock.started_mono_ms
    else:
        return replace(stopped, verdict=Verdict.INDETERMINATE)
    return replace(stopped, verdict=_judge(clock, rule, used_ms))


def breach(clock: Clock) -> Clock:
    """A running `clock` whose limit has gone by; it can still be stopped, late."""
    if clock.verdict is not Verdict.RUNNING:
        return clock
    return replace(clock, verdict=Verdict.BREACHED)


def void(clock: Clock, reason: str, approver: str) -> Clock:
    """`clock` declared void by `approver` for `reason`; it counts for nothing any more."""
    return replace(clock, verdict=Verdict.VOID, reason=reason, approver=approver)


def jumped(clock: Clock) -> Clock:
    """`clock` marked because the computer's clock jumped while it ran; a stopped one stays."""
    return clock if is_over(clock) else replace(clock, is_jumped=True)


def is_over(clock: Clock) -> bool:
    """Whether nothing can stop `clock` any more: it was stopped, or is void."""
    return clock.stopped_at is not None or clock.verdict is Verdict.VOID


def stages(clock: Clock, rule: Rule) -> tuple[Stage, ...]:
    """All stages of `clock` in the order of time; those before its start pass at the start."""
    warnings = [_warning_stage(clock, warning) for warning in rule.warnings]
    warnings += _reminders(clock, rule)
    limit_passes_at = clock.due_at + 1 if rule.includes_limit else clock.due_at
    last = Stage("breach", max(limit_passes_at, clock.started_at), Level.BREACH)
    return (*sorted(warnings, key=lambda stage: stage.at), last)


def passed(clock: Clock, rule: Rule, now: int) -> tuple[Stage, ...]:
    """The stages of `clock` that have passed at `now`, in the order of time."""
    return tuple(stage for stage in stages(clock, rule) if stage.at <= now)


def now_on(clock: Clock, *, now: int, mono_ms: int, boot_id: str) -> int:
    """`now` as `clock` must read it: by monotonic time once the wall clock has jumped in it."""
    if clock.is_jumped and boot_id == clock.boot_id:
        return clock.started_at + (mono_ms - clock.started_mono_ms)
    return now


def left_ms(clock: Clock, now: int) -> int:
    """Milliseconds until `clock` is due, at its stop or else at `now`; negative when overdue."""
    return clock.due_at - (now if clock.stopped_at is None else clock.stopped_at)


def share_used(clock: Clock, now: int) -> int:
    """How much of the limit is used, in thousandths: 0 at the start, 1000 at due and after."""
    whole_ms = clock.due_at - clock.started_at
    if whole_ms <= 0:
        return 1000
    return max(0, min(1000, (whole_ms - left_ms(clock, now)) * 1000 // whole_ms))


def urgency(clock: Clock, rule: Rule, now: int) -> Urgency:
    """How a clock is to be shown: amber from its first warning, red in the last fifth and after."""
    if clock.verdict is not Verdict.RUNNING:
        return "breached" if clock.verdict is Verdict.BREACHED else "calm"
    levels = {stage.level for stage in passed(clock, rule, now)}
    if Level.BREACH in levels:
        return "breached"
    if Level.URGENT in levels or share_used(clock, now) >= 800:
        return "urgent"
    return "near" if levels else "calm"


def _judge(clock: Clock, rule: Rule, used_ms: int) -> Verdict:
    if used_ms < 0:
        return Verdict.INDETERMINATE
    allowed_ms = clock.due_at - clock.started_at
    is_met = used_ms <= allowed_ms if rule.includes_limit else used_ms < allowed_ms
    return Verdict.MET if is_met else Verdict.BREACHED


def _due(rule: Rule, at: int, facts: Mapping[str, Any], workdays: Workdays) -> int:
    told = rule.due_of(facts) if rule.due_fact else None
    if told is not None:
        return told
    if rule.limit is None:
        raise DueUnknown(rule.id)
    return due_at(rule.limit, at, includes_limit=rule.includes_limit, workdays=workdays)


def _reminders(clock: Clock, rule: Rule) -> list[Stage]:
    """What comes round is called to mind at its hours of the day on which it is due."""
    minutes = rule.cadence.remind_minutes if rule.cadence else ()
    day = day_of(clock.due_at)
    found = [(minute, instant(day, minute)) for minute in minutes]
    return [
        Stage(f"remind-{minute}", at, Level.ATTENTION)
        for minute, at in found
        if clock.started_at <= at < clock.due_at
    ]


def _warning_stage(clock: Clock, warning: Warning_) -> Stage:
    if warning.anchor is Anchor.START:
        key, at = f"warn-{warning.ms}", clock.started_at + warning.ms
    else:
        key, at = f"warn-before-{warning.ms}", clock.due_at - warning.ms
    return Stage(key, max(at, clock.started_at), warning.level, warning.moment)
