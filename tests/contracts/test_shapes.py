"""The format carries the shapes of rules that the other four contracts need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duty_desk.contracts.file import check, load
from duty_desk.domain import clock as clocks
from duty_desk.domain.consequence import Act, Base, Party
from duty_desk.domain.contract import Contract, contract_from_facts
from duty_desk.domain.limit import due_at, read

DATA = Path(__file__).parent / "data"
NAMES = ("qinghe", "gaomidian", "renhe", "haidian")


def contract(name: str) -> Contract:
    """The test file `name`."""
    return load(DATA / f"{name}.toml")


@pytest.mark.parametrize("name", NAMES)
def test_each_contract_loads_and_survives_the_journal(name: str) -> None:
    """No mistake, and the facts read back as the same contract."""
    assert check(DATA / f"{name}.toml") == ()

    facts = json.loads(json.dumps(contract(name).as_facts(), ensure_ascii=False))

    assert contract_from_facts(facts) == contract(name)


def test_each_further_two_hours_cost_a_tenth_of_a_point() -> None:
    """Five hours late are three begun steps or two full ones, as decided."""
    begun = contract("qinghe")
    full = begun.decided("receive.rounding", "full", by="主管 C", at=1)
    late_ms = 5 * 3_600_000

    assert begun.rule("case.receive.score").counts[0].occurrences(late_ms) == 3
    assert full.rule("case.receive.score").counts[0].occurrences(late_ms) == 2
    assert begun.rule("case.receive.score").counts[0].penalties_at(1)[0].tenths == 1


def test_below_sixty_points_the_service_ends() -> None:
    """60.0 passes, 59.9 does not."""
    sheet = contract("qinghe").rule("score.total").sheet

    assert sheet is not None
    passed, failed = sheet.grade_of(600), sheet.grade_of(599)
    assert passed is not None
    assert failed is not None
    assert (passed.name, failed.acts) == ("达标", (Act.TERMINATE, Act.NO_RENEWAL))


def test_a_case_of_the_day_is_closed_the_same_day_unless_the_contract_excuses() -> None:
    """日产日清 is due at the end of the day; two reasons are excused by name."""
    rule = contract("qinghe").rule("case.sameday")

    assert rule.limit == read("same day")
    assert rule.exempt == ("系统故障", "领导指示")


def test_points_may_be_a_range_that_a_person_sets() -> None:
    """−2 to −5 is never computed."""
    (penalty,) = contract("qinghe").rule("emergency").counts[0].penalties_at(1)

    assert (penalty.tenths, penalty.tenths_to, penalty.is_judged) == (20, 50, True)


def test_staff_keep_a_post_at_least_half_a_year() -> None:
    """A limit may be a shortest time instead of a longest."""
    assert contract("qinghe").rule("staff.stay").is_minimum


def test_the_fifth_failure_costs_and_stops_the_payment() -> None:
    """1000 yuan each, and at five the payment is held."""
    count = contract("gaomidian").rule("handling").counts[0]

    assert [one.fen for one in count.penalties_at(4)] == [100_000]
    assert [(one.fen, one.acts) for one in count.penalties_at(5)] == [
        (100_000, ()),
        (None, (Act.HOLD_PAYMENT, Act.RECTIFY)),
    ]


def test_each_day_late_costs_a_share_and_after_three_days_the_contract_may_end() -> None:
    """5 % of the whole for each day; the fourth day allows termination."""
    count = contract("gaomidian").rule("duty.late").counts[0]
    three_days_ms = 3 * 86_400_000

    assert count.occurrences(three_days_ms) == 3
    assert count.occurrences(three_days_ms + 1) == 4
    assert count.penalties_at(3)[0].share_ppm == 50_000
    assert [one.acts for one in count.penalties_at(4)] == [(), (Act.TERMINATE,)]


def test_two_months_running_and_a_fifth_of_the_fee_are_told_apart() -> None:
    """A row of months and a share of the month's fee are counted each in its own way."""
    talk, row, share = contract("gaomidian").rule("rating.month").counts

    assert talk.penalties_at(1)[0].acts == (Act.TALK, Act.RECTIFY)
    assert row.is_in_a_row
    assert (share.measure, share.above_ppm) == ("deductions_of_month_fee", 200_000)


def test_a_quota_may_take_its_number_from_outside_or_be_a_share() -> None:
    """The district's figure, and 100 % of the calls."""
    gaomidian = contract("gaomidian")

    assert gaomidian.rule("case.yearly").targets[0].fact == "district_target"
    assert gaomidian.rule("call.response").targets[0].share_ppm == 1_000_000


def test_after_two_free_warnings_each_costs_one_percent_of_the_sum() -> None:
    """33 399.88 yuan each from the third on, to the fen."""
    renhe = contract("renhe")
    count = renhe.rule("warnings").counts[0]
    (cost,) = count.penalties_at(3)

    assert [one.acts for one in count.penalties_at(2)] == [(Act.WARN,)]
    assert cost.share_ppm == 10_000
    assert (renhe.sum_fen(Base.CONTRACT_SUM) or 0) * cost.share_ppm == 3_339_988 * 1_000_000


@pytest.mark.parametrize(
    ("tenths", "name"),
    [(1000, "优秀"), (850, "优秀"), (849, "良好"), (750, "良好"), (749, "合格"), (599, "不合格")],
)
def test_grade_bands_begin_at_their_lower_end(tenths: int, name: str) -> None:
    """85, 75 and 60 belong to the better band."""
    sheet = contract("renhe").rule("score.month").sheet

    assert sheet is not None
    grade = sheet.grade_of(tenths)
    assert grade is not None
    assert grade.name == name


def test_four_breaches_at_once_set_the_month_to_nought() -> None:
    """More than three at once; one by one they cost a point each."""
    single, at_once = contract("renhe").rule("conduct").counts

    assert single.penalties_at(4)[0].tenths == 10
    assert at_once.is_at_once
    assert at_once.penalties_at(4)[0].acts == (Act.ZERO_MONTH,)
    assert at_once.penalties_at(3) == ()


def test_reports_fall_due_by_the_calendar() -> None:
    """November 2026 ends on a Monday: reports on Monday 7 and Tuesday 1 December, 10:00, and on
    5 December at midnight.
    """
    month_ended_at = 1_796_054_399_999
    renhe = contract("renhe")

    def due(rule_id: str) -> int:
        limit = renhe.rule(rule_id).limit
        assert limit is not None
        return due_at(limit, month_ended_at)

    assert due("report.weekly") == month_ended_at + 1 + (6 * 24 + 10) * 3_600_000
    assert due("report.monthly") == month_ended_at + 1 + 10 * 3_600_000
    assert due("report.period") == month_ended_at + 5 * 86_400_000


def test_the_weekly_report_alone_stops_the_weekly_clock() -> None:
    """Moments of one kind are told apart by their facts."""
    rule = contract("renhe").rule("report.weekly")

    assert rule.is_stopped_by("report.delivered", {"kind": "weekly"})
    assert not rule.is_stopped_by("report.delivered", {"kind": "monthly"})


def test_a_penalty_may_fall_on_the_client_at_a_rate_from_outside() -> None:
    """Late payment follows the bank's rate, and the client bears it."""
    (penalty,) = contract("renhe").rule("contract.late").counts[0].penalties_at(1)

    assert (penalty.fact, penalty.party) == ("lpr_per_day", Party.CLIENT)


def test_three_delays_bring_a_talk_and_no_money() -> None:
    """A consequence without a number is carried too."""
    (penalty,) = contract("haidian").rule("delays").counts[0].penalties_at(3)

    assert (penalty.acts, penalty.fen, penalty.share_ppm) == ((Act.TALK,), None, None)


def test_a_share_for_each_day_may_have_a_ceiling() -> None:
    """0.3 % a day, at most the whole sum."""
    (penalty,) = contract("haidian").rule("delivery.late").counts[0].penalties_at(1)

    assert (penalty.share_ppm, penalty.cap_ppm) == (3_000, 1_000_000)


def test_working_days_leave_out_the_weekend() -> None:
    """Seven working days from Saturday 21 November 2026 end with Tuesday 1 December."""
    rule = contract("haidian").rule("force_majeure")

    clock = clocks.start(
        rule, clock_id="k", subject="s", at=1_795_219_200_000, mono_ms=0, boot_id="b",
        facts={}, rules_hash="h",
    )  # fmt: skip

    assert clock.due_at == 1_795_219_200_000 + 10 * 86_400_000 + 16 * 3_600_000 - 1
