"""Clocks: boundaries, late and early stops, jumps of the computer's clock, stages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from duty_desk.domain import clock as clocks
from duty_desk.domain.clock import Clock, DueUnknown, Verdict
from duty_desk.domain.contract import Rule, RuleKind
from duty_desk.domain.demand import Anchor, Level, Warning_
from duty_desk.domain.limit import read
from duty_desk.domain.moment import Entry, Source

NOON = 1_795_233_600_000
MINUTE = 60_000
PUSH = Rule(
    id="problem.push",
    kind=RuleKind.CLOCK,
    sources=("S0-03",),
    clause="附件 第六条",
    quote="5分钟内",
    name="推送",
    name_en="Push",
    record="problem",
    start=("problem.found",),
    stop=("problem.pushed",),
    limit=read("5 min"),
    warnings=(
        Warning_(anchor=Anchor.START, ms=3 * MINUTE, level=Level.ATTENTION),
        Warning_(anchor=Anchor.START, ms=4 * MINUTE, level=Level.URGENT),
    ),
)
DEADLINE = replace(
    PUSH,
    id="case.deadline",
    limit=None,
    due_fact="due_at",
    warnings=(
        Warning_(anchor=Anchor.DUE, ms=43_200_000 - 1, level=Level.URGENT, moment="case.near_due"),
    ),
)


def started(rule: Rule = PUSH, at: int = NOON, **facts: int) -> Clock:
    """A clock of `rule`, started at noon when the monotonic clock stood at 1 000 000."""
    return clocks.start(
        rule,
        clock_id="k1",
        subject="p1",
        at=at,
        mono_ms=1_000_000,
        boot_id="boot-a",
        facts=facts,
        rules_hash="h",
    )


def stopped(clock: Clock, rule: Rule, after_ms: int, *, mono_ms: int = 0, boot: str = "boot-a"):
    """`clock` stopped `after_ms` after its start by the wall clock."""
    return clocks.stop(clock, rule, at=clock.started_at + after_ms, mono_ms=mono_ms, boot_id=boot)


@pytest.mark.parametrize(
    ("after_ms", "verdict"),
    [
        (0, Verdict.MET),
        (5 * MINUTE - 1, Verdict.MET),
        (5 * MINUTE, Verdict.MET),
        (5 * MINUTE + 1, Verdict.BREACHED),
        (-1, Verdict.INDETERMINATE),
    ],
)
def test_five_minutes_exactly_are_met_and_one_millisecond_more_is_not(
    after_ms: int, verdict: Verdict
) -> None:
    """以内 includes the limit; a stop before the start is nobody's success."""
    assert stopped(started(), PUSH, after_ms).verdict is verdict


def test_a_limit_that_is_not_included_is_breached_at_the_limit_itself() -> None:
    """不足 and 超过 leave the limit out, in the verdict and in the stage."""
    rule = replace(PUSH, includes_limit=False)
    clock = started(rule)

    assert stopped(clock, rule, 5 * MINUTE - 1).verdict is Verdict.MET
    assert stopped(clock, rule, 5 * MINUTE).verdict is Verdict.BREACHED
    assert clocks.stages(clock, rule)[-1].at == clock.due_at


def test_the_first_stop_is_final() -> None:
    """A second stop changes nothing."""
    first = stopped(started(), PUSH, MINUTE)

    assert stopped(first, PUSH, 9 * MINUTE) == first


def test_a_void_clock_cannot_be_stopped_and_keeps_its_reason_and_approver() -> None:
    """Void is said once, with who and why."""
    void = clocks.void(started(), "误报", "值班长 B")

    assert stopped(void, PUSH, MINUTE) == void
    assert (void.verdict, void.reason, void.approver) == (Verdict.VOID, "误报", "值班长 B")


def test_a_breached_clock_can_still_be_stopped_late() -> None:
    """The breach is on record first, the late stop is added to it."""
    late = stopped(clocks.breach(started()), PUSH, 7 * MINUTE)

    assert late.verdict is Verdict.BREACHED
    assert late.stopped_at == NOON + 7 * MINUTE


def test_only_a_running_clock_can_be_breached() -> None:
    """A clock that was met stays met when its limit goes by."""
    met = stopped(started(), PUSH, MINUTE)

    assert clocks.breach(met) == met


def test_after_a_jump_the_monotonic_clock_judges() -> None:
    """The wall says an hour, the monotonic clock four minutes: met; and the other way round."""
    clock = clocks.jumped(started())

    met = stopped(clock, PUSH, 60 * MINUTE, mono_ms=1_000_000 + 5 * MINUTE)
    breached = stopped(clock, PUSH, MINUTE, mono_ms=1_000_000 + 5 * MINUTE + 1)

    assert met.verdict is Verdict.MET
    assert breached.verdict is Verdict.BREACHED


def test_after_a_jump_and_a_new_start_of_the_computer_nobody_can_tell() -> None:
    """Monotonic times of two boots cannot be compared, so a person decides."""
    clock = clocks.jumped(started())

    verdict = stopped(clock, PUSH, MINUTE, mono_ms=1_060_000, boot="boot-b").verdict

    assert verdict is Verdict.INDETERMINATE


def test_a_new_start_of_the_computer_without_a_jump_changes_nothing() -> None:
    """Without a jump the wall clock is good across boots."""
    assert stopped(started(), PUSH, 5 * MINUTE, boot="boot-b").verdict is Verdict.MET


def test_a_jump_after_the_stop_does_not_touch_the_clock() -> None:
    """Only a jump between start and stop counts."""
    met = stopped(started(), PUSH, MINUTE)

    assert clocks.jumped(met) == met


def test_a_jumped_clock_reads_now_by_monotonic_time() -> None:
    """A wall clock set forward must not ring the alarm of a clock that has run one minute."""
    clock = clocks.jumped(started())

    now = clocks.now_on(clock, now=NOON + 60 * MINUTE, mono_ms=1_000_000 + MINUTE, boot_id="boot-a")

    assert now == NOON + MINUTE
    assert clocks.now_on(started(), now=NOON, mono_ms=0, boot_id="boot-a") == NOON


def test_the_monotonic_time_of_an_event_is_that_of_its_recording_less_the_delay() -> None:
    """An event entered 40 s late happened 40 s earlier on the monotonic clock too."""
    entry = Entry(
        seat="desk-1", seq=1, kind="problem.found", subject="p1", facts={}, source=Source.SELF,
        reason="", event_at=NOON, recorded_at=NOON + 40_000, mono_ms=1_000_000, boot_id="b",
        clock_state="trusted", actor="值班员 A", shift="", app_version="0", zone="", prev_hash="",
    )  # fmt: skip

    assert clocks.mono_at(entry) == 960_000


def test_stages_stand_in_order_with_keys_that_never_repeat() -> None:
    """Three minutes, four minutes, and one millisecond after five."""
    found = [(one.key, one.at - NOON, one.level) for one in clocks.stages(started(), PUSH)]

    assert found == [
        ("warn-180000", 180_000, "attention"),
        ("warn-240000", 240_000, "urgent"),
        ("breach", 300_001, "breach"),
    ]


@pytest.mark.parametrize(
    ("after_ms", "count", "urgency"),
    [
        (0, 0, "calm"),
        (180_000 - 1, 0, "calm"),
        (180_000, 1, "near"),
        (240_000 - 1, 1, "near"),
        (240_000, 2, "urgent"),
        (300_000, 2, "urgent"),
        (300_001, 3, "breached"),
    ],
)
def test_each_stage_passes_at_its_own_millisecond(after_ms: int, count: int, urgency: str) -> None:
    """Warnings and breach pass exactly when due, and the colour follows."""
    clock = started()

    assert len(clocks.passed(clock, PUSH, NOON + after_ms)) == count
    assert clocks.urgency(clock, PUSH, NOON + after_ms) == urgency


def test_the_last_fifth_is_urgent_even_without_a_warning_there() -> None:
    """Red begins with the last fifth of the limit."""
    rule = replace(PUSH, warnings=())

    assert clocks.urgency(started(rule), rule, NOON + 239_999) == "calm"
    assert clocks.urgency(started(rule), rule, NOON + 240_000) == "urgent"


def test_a_due_instant_from_the_facts_is_taken_as_it_is() -> None:
    """The platform's deadline is the case's own; left time and stages follow from it."""
    clock = started(DEADLINE, due_at=NOON + 86_400_000)

    assert clock.due_at == NOON + 86_400_000
    assert clocks.left_ms(clock, NOON) == 86_400_000


def test_less_than_twelve_hours_begins_one_millisecond_after_twelve() -> None:
    """不足 12 小时 begins at 11:59:59.999."""
    clock = started(DEADLINE, due_at=NOON + 86_400_000)
    half = NOON + 43_200_000

    assert clocks.passed(clock, DEADLINE, half) == ()
    assert [one.moment for one in clocks.passed(clock, DEADLINE, half + 1)] == ["case.near_due"]


def test_a_warning_that_lies_before_the_start_passes_at_the_start() -> None:
    """A case that arrives with ten hours left is in its final hours at once."""
    clock = started(DEADLINE, due_at=NOON + 36_000_000)

    assert [one.at for one in clocks.passed(clock, DEADLINE, NOON)] == [NOON]


def test_a_case_that_arrives_overdue_is_breached_at_once() -> None:
    """The breach stage passes at the start, and left time is negative."""
    clock = started(DEADLINE, due_at=NOON - 1)

    assert clocks.passed(clock, DEADLINE, NOON)[-1].key == "breach"
    assert clocks.left_ms(clock, NOON) == -1
    assert clocks.share_used(clock, NOON) == 1000


def test_without_limit_and_fact_a_clock_does_not_start() -> None:
    """Nothing is guessed when nobody says when it is due."""
    with pytest.raises(DueUnknown):
        started(DEADLINE)


@given(
    limit_ms=some.integers(min_value=1, max_value=10**10),
    used_ms=some.integers(min_value=-(10**10), max_value=2 * 10**10),
    is_included=some.booleans(),
)
def test_a_verdict_is_met_exactly_within_the_limit(
    limit_ms: int, used_ms: int, is_included: bool
) -> None:
    """For every limit and every stop the verdict follows from the sign of what is left."""
    rule = replace(
        PUSH, limit=replace(read("1 s"), count=limit_ms), includes_limit=is_included, warnings=()
    )
    left_ms = limit_ms - used_ms

    verdict = stopped(started(rule), rule, used_ms).verdict

    if used_ms < 0:
        assert verdict is Verdict.INDETERMINATE
    elif left_ms > 0 or (left_ms == 0 and is_included):
        assert verdict is Verdict.MET
    else:
        assert verdict is Verdict.BREACHED


@given(used_ms=some.integers(min_value=0, max_value=10**7), skew=some.integers(-(10**9), 10**9))
def test_the_breach_stage_has_passed_exactly_when_a_stop_would_be_late(
    used_ms: int, skew: int
) -> None:
    """Alarm and verdict never contradict each other, jump or no jump."""
    clock = started()
    skewed = clocks.jumped(clock)
    mono_ms = 1_000_000 + used_ms

    now = clocks.now_on(skewed, now=NOON + used_ms + skew, mono_ms=mono_ms, boot_id="boot-a")

    for one, at in ((clock, NOON + used_ms), (skewed, now)):
        has_rung = any(stage.key == "breach" for stage in clocks.passed(one, PUSH, at))
        judged = clocks.stop(one, PUSH, at=NOON + used_ms, mono_ms=mono_ms, boot_id="boot-a")
        assert has_rung == (judged.verdict is Verdict.BREACHED)


@given(now=some.integers(min_value=NOON - 10**7, max_value=NOON + 10**7))
def test_the_share_used_stays_between_nothing_and_all(now: int) -> None:
    """The bar of a clock neither runs backwards nor over its end."""
    clock = started()

    assert 0 <= clocks.share_used(clock, now) <= 1000
    assert clocks.share_used(clock, now) <= clocks.share_used(clock, now + 1)
