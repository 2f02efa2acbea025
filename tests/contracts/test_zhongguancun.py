"""The first contract: nothing of it is missing, and its numbers hold to the millisecond."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duty_desk.contracts.file import load
from duty_desk.domain import clock as clocks
from duty_desk.domain.clock import Clock, Verdict
from duty_desk.domain.contract import Contract, Rule, RuleKind, contract_from_facts
from duty_desk.domain.demand import Anchor, Level

ROOT = Path(__file__).parents[2]
ROWS = json.loads(
    (Path(__file__).parent / "data" / "zhongguancun-rows.json").read_text(encoding="utf-8")
)
CONTRACT = load(ROOT / "resources" / "contracts" / "zhongguancun-2026.toml")
STARTED_AT = 1_795_219_200_000
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

NUMBERS = {
    "problem.push": (5 * MINUTE, [3 * MINUTE, 4 * MINUTE]),
    "emergency.report": (5 * MINUTE, [2 * MINUTE, 4 * MINUTE]),
    "fault.report": (10 * MINUTE, [6 * MINUTE, 8 * MINUTE]),
    "case.dispatch": (30 * MINUTE, [20 * MINUTE, 25 * MINUTE]),
    "case.dispatch.hard": (6 * HOUR, [5 * HOUR]),
    "case.review.hard": (6 * HOUR, [4 * HOUR, 5 * HOUR]),
    "support.simple": (30 * MINUTE, [20 * MINUTE]),
    "support.complex": (DAY, [20 * HOUR]),
    "case.urge.call": (30 * MINUTE, [0, 25 * MINUTE]),
}
"""Limits and warnings, written down from the contract a second time."""

CLOCK_RULES = [rule for rule in CONTRACT.rules if rule.kind is RuleKind.CLOCK]
FIXED = [rule for rule in CLOCK_RULES if rule.limit_ms is not None]


def started(rule: Rule, due_at: int = STARTED_AT + 5 * DAY) -> Clock:
    """A clock of `rule` whose start carries a deadline in five days."""
    return clocks.start(
        rule, clock_id="k", subject="s", at=STARTED_AT, mono_ms=0, boot_id="b",
        facts={"due_at": due_at}, rules_hash="h",
    )  # fmt: skip


def verdict(rule: Rule, at: int) -> Verdict:
    """The verdict on a clock of `rule` stopped at `at`."""
    return clocks.stop(started(rule), rule, at=at, mono_ms=0, boot_id="b").verdict


@pytest.mark.parametrize("row", ROWS["rows"], ids=lambda row: row["id"])
def test_every_row_of_the_requirements_is_carried_with_its_words(row: dict[str, str]) -> None:
    """Each demand is found by its row, with the contract's own words."""
    quotes = [
        rule.quotes.get(row["id"], rule.quote)
        for rule in CONTRACT.rules
        if row["id"] in rule.sources
    ]

    assert row["quote"] in quotes


def test_no_rule_names_a_row_that_does_not_exist() -> None:
    """A slip in a source would hide a demand."""
    known = {row["id"] for row in ROWS["rows"]}

    assert {source for rule in CONTRACT.rules for source in rule.sources} <= known


def test_every_open_question_is_a_choice() -> None:
    """What the contract leaves open is asked, with a default until somebody decides."""
    asked = {source for choice in CONTRACT.choices for source in choice.sources}

    assert {str(number) for number in ROWS["open_questions"]} <= asked
    assert all(choice.option.value == choice.default for choice in CONTRACT.choices)


@pytest.mark.parametrize("rule", CONTRACT.rules, ids=lambda rule: rule.id)
def test_every_rule_is_named_in_both_languages_and_rests_on_a_clause(rule: Rule) -> None:
    """A supervisor can see where a rule comes from, in Chinese and in English."""
    assert rule.clause
    assert rule.name
    assert rule.name_en.isascii()
    assert rule.sources


@pytest.mark.parametrize("rule_id", NUMBERS)
def test_limits_and_warnings_are_the_contracts(rule_id: str) -> None:
    """The numbers of the file are those written down here by hand."""
    rule = CONTRACT.rule(rule_id)
    limit_ms, warn_ms = NUMBERS[rule_id]

    assert rule.limit_ms == limit_ms
    assert [one.ms for one in rule.warnings] == warn_ms
    assert all(one.anchor is Anchor.START for one in rule.warnings)


def test_no_clock_with_a_number_is_left_out_of_this_test() -> None:
    """A rule added to the file must be added to the numbers above."""
    assert {rule.id for rule in FIXED} == set(NUMBERS)


@pytest.mark.parametrize("rule", CLOCK_RULES, ids=lambda rule: rule.id)
def test_each_clock_is_met_at_its_due_instant_and_breached_one_millisecond_later(
    rule: Rule,
) -> None:
    """±1 ms around due, for every clock of the file, calendar and platform deadlines included."""
    due_at = started(rule).due_at

    assert verdict(rule, due_at - 1) is Verdict.MET
    assert verdict(rule, due_at) is Verdict.MET
    assert verdict(rule, due_at + 1) is Verdict.BREACHED
    assert verdict(rule, STARTED_AT - 1) is Verdict.INDETERMINATE


@pytest.mark.parametrize("rule", CLOCK_RULES, ids=lambda rule: rule.id)
def test_each_stage_of_each_clock_passes_at_its_millisecond(rule: Rule) -> None:
    """One millisecond before a stage it has not passed, at the stage it has."""
    clock = started(rule)

    for stage in clocks.stages(clock, rule):
        assert stage in clocks.passed(clock, rule, stage.at)
        assert stage not in clocks.passed(clock, rule, stage.at - 1)


def test_a_problem_found_starts_the_push_clock_alone() -> None:
    """One clock for a problem: five minutes to the push."""
    assert [one.id for one in CONTRACT.clock_rules_started_by("problem.found", {})] == [
        "problem.push"
    ]


def test_a_case_starts_duty_penalty_and_deadline_together() -> None:
    """Thirty minutes, six hours and the platform's deadline run side by side."""
    started_rules = CONTRACT.clock_rules_started_by("case.received", {"due_at": STARTED_AT + DAY})

    assert [one.id for one in started_rules] == [
        "case.dispatch",
        "case.dispatch.hard",
        "case.deadline",
    ]


def test_one_dispatch_after_an_hour_breaches_the_duty_and_meets_the_penalty_line() -> None:
    """Two rules on one pair of moments are judged each by its own limit."""
    at = STARTED_AT + HOUR

    assert verdict(CONTRACT.rule("case.dispatch"), at) is Verdict.BREACHED
    assert verdict(CONTRACT.rule("case.dispatch.hard"), at) is Verdict.MET


def test_a_case_is_near_due_under_two_days_and_final_under_twelve_hours() -> None:
    """The deadline clock tells when the daily urging and the call begin."""
    rule = CONTRACT.rule("case.deadline")
    stages = clocks.stages(started(rule), rule)
    due_at = STARTED_AT + 5 * DAY

    assert [(one.moment, due_at - one.at, one.level) for one in stages[:2]] == [
        ("case.near_due", 2 * DAY - 1, Level.ATTENTION),
        ("case.final_hours", 12 * HOUR - 1, Level.URGENT),
    ]


def test_the_four_kinds_of_strikes_fall_into_one_pool() -> None:
    """A late dispatch, a late review and a late answer are three strikes: 2000 yuan."""
    pool = CONTRACT.rule("deduct.d2")

    for rule_id in ("case.dispatch.hard", "case.review.hard", "support.simple", "support.complex"):
        assert CONTRACT.counting(rule_id) == (pool,)
    assert [one.fen for one in pool.counts[0].penalties_at(3)] == [200_000]


@pytest.mark.parametrize(
    ("rule_id", "fen"),
    [
        ("deduct.d1", 500_000),
        ("deduct.d3", 100_000),
        ("deduct.d4", 300_000),
        ("deduct.d5", 300_000),
    ],
)
def test_each_occurrence_costs_what_the_contract_says_once_confirmed(
    rule_id: str, fen: int
) -> None:
    """5000, 1000, 3000 and 3000 yuan each; money only when a supervisor confirms."""
    (count,) = CONTRACT.rule(rule_id).counts

    for occurrence in (1, 2, 7):
        assert [(one.fen, one.is_judged) for one in count.penalties_at(occurrence)] == [(fen, True)]


def test_three_missed_or_five_late_punches_cost_once_a_month() -> None:
    """Neither two nor four cost, and the month pays once unless somebody decides otherwise."""
    rule = CONTRACT.rule("deduct.d7")
    missed, late = rule.counts

    assert [bool(missed.penalties_at(n)) for n in (2, 3, 4, 6)] == [False, True, False, False]
    assert [bool(late.penalties_at(n)) for n in (4, 5, 6, 10)] == [False, True, False, False]
    assert rule.is_once_a_period


def test_the_payments_add_up_to_the_contract_sum() -> None:
    """527080 + 395310 + 395310 = 1317700."""
    term = CONTRACT.rule("contract.payments").term

    assert term is not None
    assert sum(one.fen or 0 for one in term.payments) == CONTRACT.sums_fen["contract_sum"]
    assert sum(one.share_ppm or 0 for one in term.payments) == 1_000_000


@pytest.mark.parametrize(
    ("choice", "option"),
    [(choice.id, option.value) for choice in CONTRACT.choices for option in choice.options],
)
def test_every_answer_gives_a_contract_that_the_journal_can_keep(choice: str, option: str) -> None:
    """Whatever is decided, facts of the contract read back as the same contract."""
    decided = CONTRACT.decided(choice, option, by="主管 C", at=STARTED_AT)
    written = json.dumps(decided.as_facts(), ensure_ascii=False, sort_keys=True)

    assert contract_from_facts(json.loads(written)) == decided
    assert not any(isinstance(one, float) for one in _leaves(decided.as_facts()))


def test_a_complex_question_may_be_counted_in_working_days() -> None:
    """Asked on Friday, decided as working day: due when Monday ends."""
    friday_at = STARTED_AT - DAY
    decided: Contract = CONTRACT.decided("support.day", "working", by="主管 C", at=STARTED_AT)
    rule = decided.rule("support.complex")

    clock = clocks.start(
        rule, clock_id="k", subject="s", at=friday_at, mono_ms=0, boot_id="b",
        facts={"difficulty": "complex"}, rules_hash="h",
    )  # fmt: skip

    assert clock.due_at == friday_at + 3 * DAY + 16 * HOUR - 1


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value]
