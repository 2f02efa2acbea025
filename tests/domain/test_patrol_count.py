"""Counting by the contract: day, month, year, projection, made-up rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duty_desk.contracts.file import load
from duty_desk.domain.demand import Span, Target
from duty_desk.domain.patrol_count import (
    Quota,
    contract_year,
    counted,
    projection,
    quota_of,
    quota_rule,
)
from tests.fakes.desk import CONTRACT


@pytest.fixture(scope="module")
def contract():
    """The first contract."""
    return load(CONTRACT)


def test_the_contract_asks_six_a_day_and_2190_a_year(contract) -> None:
    """第五条3 and 附件 第六条, and the on-site inspections of 第五条2.1 beside them."""
    rounds = quota_of(contract, quota_rule(contract, "round.completed"))
    assert (rounds.per_day, rounds.per_year, rounds.may_make_up) == (6, 2190, True)

    on_site = quota_of(contract, quota_rule(contract, "site_visit.done"))
    assert (on_site.per_day, on_site.run_days, on_site.run_target) == (6, 5, 30)


def test_one_round_a_day_is_as_good_as_six(contract) -> None:
    """Another profile: one a day, no number for the year; the year asks its days."""
    rule = quota_rule(contract, "round.completed")
    one = replace(rule, targets=(Target(per=Span.DAY, at_least=1),))

    quota = quota_of(contract, one)
    assert (quota.per_day, quota.of_year(date(2025, 10, 28), date(2026, 10, 27))) == (1, 365)
    assert quota.of_month(date(2026, 2, 10)) == 28


def test_a_decision_can_forbid_making_up(contract) -> None:
    """Then a day counts at most its own number, and made-up rounds nothing."""
    decided = contract.decided("rounds.year", "no_make_up", by="科室", at=0)
    quota = quota_of(decided, quota_rule(decided, "round.completed"))

    assert not quota.may_make_up
    assert (counted(7, 1, quota), counted(4, 2, quota)) == (6, 4)
    assert counted(4, 2, Quota(per_day=6)) == 6


def test_the_contract_year_begins_on_its_own_day(contract) -> None:
    """1 June to 31 May; a renewed year after it; a leap day begins on 1 March."""
    assert contract_year(contract, date(2026, 6, 1)) == (date(2026, 6, 1), date(2027, 5, 31))
    assert contract_year(contract, date(2027, 5, 31)) == (date(2026, 6, 1), date(2027, 5, 31))
    assert contract_year(contract, date(2027, 6, 1))[0] == date(2027, 6, 1)
    leap = replace(contract, from_on="2024-02-29")
    assert contract_year(leap, date(2025, 3, 1))[0] == date(2025, 3, 1)
    assert contract_year(None, date(2026, 6, 1)) == (date(2026, 1, 1), date(2026, 12, 31))


def test_the_year_is_projected_at_the_pace_of_thirty_days() -> None:
    """Older days do not weigh; without a whole day yet, today's forecast leads on."""
    assert projection([], 6, 364, 0) == 6 + 6 * 364
    assert projection([0] * 100 + [6] * 30, 5, 10, 180) == 180 + 5 + 60
    assert projection([6, 5], 6, 10, 11) == 11 + 6 + 55
