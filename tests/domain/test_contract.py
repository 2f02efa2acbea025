"""Contracts as rules: which rules a moment starts, what counts, what stands under which answer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from duty_desk.domain.consequence import Act, Base, Count, Grade, Penalty, Rounding, Step
from duty_desk.domain.contract import (
    Choice,
    Contract,
    Option,
    Rule,
    RuleKind,
    UnknownOption,
    contract_from_facts,
)
from duty_desk.domain.demand import Sheet, Span
from duty_desk.domain.limit import read

HALF_HOUR = Rule(
    id="support.simple",
    kind=RuleKind.CLOCK,
    sources=("S0-22",),
    clause="附件 第七条",
    quote="30分钟内解决",
    name="简单问题",
    name_en="Simple question",
    record="support",
    start=("support.asked",),
    stop=("support.answered",),
    void=("case.voided",),
    when={"difficulty": "simple"},
    limit=read("30 min"),
)
DAY = replace(HALF_HOUR, id="support.complex", when={"difficulty": "complex"}, limit=read("1 day"))
WORKING_DAY = replace(DAY, limit=read("1 working day"))
FINE = Step(first=3, every=3, penalty=Penalty(fen=200_000, is_judged=True))
STRIKES = replace(
    HALF_HOUR,
    id="deduct.d2",
    kind=RuleKind.STRIKE,
    start=(),
    stop=(),
    when={},
    limit=None,
    period=Span.YEAR,
    counts=(Count(breaches=("support.simple",), steps=(FINE,)),),
)
CONTRACT = Contract(
    id="demo",
    title="示例",
    title_en="Demo",
    from_on="2026-06-01",
    to_on="2027-05-31",
    sums_fen={"contract_sum": 131_770_000},
    rules=(HALF_HOUR, DAY, STRIKES),
    choices=(
        Choice(
            id="support.day",
            question="自然日还是工作日",
            question_en="Natural or working day",
            default="natural",
            options=(
                Option(value="natural", label="自然日", label_en="Natural", rules=(DAY,)),
                Option(value="working", label="工作日", label_en="Working", rules=(WORKING_DAY,)),
            ),
        ),
    ),
)


def test_a_moment_starts_the_clocks_whose_facts_it_carries() -> None:
    """A simple question starts the half-hour clock alone, a bare one starts none."""
    started = CONTRACT.clock_rules_started_by("support.asked", {"difficulty": "simple"})

    assert started == (HALF_HOUR,)
    assert CONTRACT.clock_rules_started_by("support.asked", {}) == ()
    assert CONTRACT.clock_rules_started_by("support.answered", {"difficulty": "simple"}) == ()


def test_two_rules_on_one_pair_of_moments_start_together() -> None:
    """A duty of 30 minutes and a penalty of 6 hours run side by side."""
    hard = replace(HALF_HOUR, id="support.hard", limit=read("6 h"))
    contract = replace(CONTRACT, rules=(HALF_HOUR, hard))

    started = contract.clock_rules_started_by("support.asked", {"difficulty": "simple"})

    assert started == (HALF_HOUR, hard)


def test_a_rule_whose_due_fact_is_missing_does_not_start() -> None:
    """A case without the platform's deadline starts no deadline clock; a text is no instant."""
    rule = replace(HALF_HOUR, when={}, limit=None, due_fact="due_at")

    assert rule.is_started_by("support.asked", {"due_at": 5})
    assert not rule.is_started_by("support.asked", {})
    assert not rule.is_started_by("support.asked", {"due_at": "5"})
    assert not rule.is_started_by("support.asked", {"due_at": True})


def test_a_rule_is_stopped_and_voided_only_by_its_own_moments() -> None:
    """The weekly report does not stop the daily one."""
    rule = replace(HALF_HOUR, stop_when={"kind": "weekly"})

    assert rule.is_stopped_by("support.answered", {"kind": "weekly"})
    assert not rule.is_stopped_by("support.answered", {"kind": "daily"})
    assert not rule.is_stopped_by("support.asked", {"kind": "weekly"})
    assert rule.is_voided_by("case.voided")
    assert not rule.is_voided_by("support.answered")


def test_a_breach_is_traced_to_the_rules_that_count_it() -> None:
    """The strike pool says which rules feed it."""
    assert CONTRACT.counting("support.simple") == (STRIKES,)
    assert CONTRACT.counting("support.complex") == ()


def test_an_unknown_rule_or_choice_is_a_key_error() -> None:
    """Asking for what the contract does not hold is a mistake of the caller."""
    with pytest.raises(KeyError):
        CONTRACT.rule("nothing")
    with pytest.raises(KeyError):
        CONTRACT.decided("nothing", "x", by="主管 C", at=1)


def test_an_answer_changes_the_rule_and_can_be_taken_back() -> None:
    """The decided contract holds the rule of the option, with who decided and when."""
    working = CONTRACT.decided("support.day", "working", by="主管 C", at=1_795_219_200_000)
    back = working.decided("support.day", "natural", by="主管 C", at=1_795_219_300_000)

    assert working.rule("support.complex").limit == read("1 working day")
    assert working.choice("support.day").decided_by == "主管 C"
    assert working.choice("support.day").decided_at == 1_795_219_200_000
    assert CONTRACT.choice("support.day").option.value == "natural"
    assert back.rules == CONTRACT.rules


def test_an_answer_that_is_no_option_is_refused() -> None:
    """Only the options of the file can be chosen."""
    with pytest.raises(UnknownOption):
        CONTRACT.decided("support.day", "lunar", by="主管 C", at=1)


def test_a_contract_survives_the_journal_unchanged() -> None:
    """Facts of a decided contract, written as JSON and read again, give the same contract."""
    decided = CONTRACT.decided("support.day", "working", by="主管 C", at=1_795_219_200_000)
    written = json.dumps(decided.as_facts(), ensure_ascii=False, sort_keys=True)

    again = contract_from_facts(json.loads(written))

    assert again == decided
    assert json.dumps(again.as_facts(), ensure_ascii=False, sort_keys=True) == written


@pytest.mark.parametrize(("count", "strikes"), [(1, 0), (2, 0), (3, 1), (4, 0), (5, 0), (6, 1)])
def test_every_third_strike_costs(count: int, strikes: int) -> None:
    """Two strikes cost nothing, the third and the sixth do."""
    assert len(STRIKES.counts[0].penalties_at(count)) == strikes


def test_two_warnings_are_free_and_from_the_third_each_costs() -> None:
    """Steps of one count follow each other: warn, warn, 1 %, 1 %."""
    warn = Step(first=1, every=1, last=2, penalty=Penalty(acts=(Act.WARN,)))
    cost = Step(first=3, every=1, penalty=Penalty(share_ppm=10_000, share_of=Base.CONTRACT_SUM))
    count = Count(moments=("warning.given",), steps=(warn, cost))

    assert [len(count.penalties_at(n)) for n in range(6)] == [0, 1, 1, 1, 1, 1]
    assert count.penalties_at(2) == (warn.penalty,)
    assert count.penalties_at(3) == (cost.penalty,)


@pytest.mark.parametrize(
    ("late_ms", "begun", "full"),
    [(1, 1, 0), (7_200_000 - 1, 1, 0), (7_200_000, 1, 1), (7_200_001, 2, 1), (14_400_000, 2, 2)],
)
def test_lateness_counts_by_begun_or_by_full_steps(late_ms: int, begun: int, full: int) -> None:
    """−0.1 for each 2 h late: the choice of rounding decides about a begun step."""
    count = Count(breaches=("case.receive",), each_ms=7_200_000)

    assert count.occurrences(late_ms) == begun
    assert replace(count, rounding=Rounding.FULL).occurrences(late_ms) == full
    assert Count(breaches=("case.receive",)).occurrences(late_ms) == 1


@example(tenths=850)
@example(tenths=750)
@example(tenths=600)
@given(tenths=some.integers(min_value=0, max_value=1000))
def test_grade_bands_hold_every_score_exactly_once(tenths: int) -> None:
    """85 is 优秀 and 84.9 is 良好; no score falls between two bands."""
    bands = (("优秀", 850, None), ("良好", 750, 850), ("合格", 600, 750), ("不合格", 0, 600))
    grades = tuple(
        Grade(name=name, name_en="", from_tenths=low, below_tenths=high)
        for name, low, high in bands
    )

    grade = Sheet(grades=grades).grade_of(tenths)

    assert grade is not None
    assert grade.from_tenths <= tenths
    assert sum(one.holds(tenths) for one in grades) == 1
