"""Reports: what may follow what, what differs between versions, and when each falls due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duty_desk.contracts.file import load
from duty_desk.domain import clock as clocks
from duty_desk.domain.report import (
    ForbiddenReportMove,
    ReportKind,
    ReportState,
    differences,
    freeze_number,
    next_state,
    report_id,
)
from duty_desk.domain.workdays import instant

ROOT = Path(__file__).parents[2]
ZHONGGUANCUN = load(ROOT / "resources" / "contracts" / "zhongguancun-2026.toml")
RENHE = load(ROOT / "tests" / "contracts" / "data" / "renhe.toml")
MONTH_END = instant(date(2026, 12, 1))


def started(contract, period: str, kind: str, at: int) -> dict[str, int]:
    """The clocks that the end of a period starts for one report: when each is due."""
    facts = {"period": period, "kind": kind}
    found = {}
    for rule in contract.clock_rules_started_by("period.ended", facts):
        clock = clocks.start(
            rule, clock_id="k", subject="s", at=at, mono_ms=0, boot_id="b", facts=facts,
            rules_hash="h",
        )  # fmt: skip
        found[rule.id] = clock.due_at
    return found


def test_each_report_falls_due_at_its_own_hour_and_starts_no_other_clock():
    """Tuesday 1 December: the month at ten; a Monday: the week at ten; any day: nine."""
    monday = instant(date(2026, 11, 30))
    assert started(ZHONGGUANCUN, "month", "monthly", MONTH_END) == {
        "report.monthly": instant(date(2026, 12, 1), 600)
    }
    assert started(ZHONGGUANCUN, "week", "weekly", monday) == {
        "report.weekly": instant(date(2026, 11, 30), 600)
    }
    assert started(ZHONGGUANCUN, "day", "daily", monday) == {
        "report.daily": instant(date(2026, 11, 30), 540)
    }


def test_two_reports_over_the_same_month_have_a_clock_each():
    """Another contract asks for a work report within five days beside the monthly one."""
    last = instant(date(2026, 12, 6)) - 1
    assert started(RENHE, "month", "monthly", MONTH_END) == {
        "report.monthly": instant(date(2026, 12, 1), 600)
    }
    assert started(RENHE, "month", "work", MONTH_END) == {"report.period": last}
    assert {rule.id for rule in RENHE.dues()} == {
        "report.weekly", "report.monthly", "report.period",
    }  # fmt: skip


def test_what_comes_round_without_a_report_starts_no_clock():
    """Analyses and meetings are called to mind elsewhere; nothing could stop their clocks."""
    assert {rule.id for rule in ZHONGGUANCUN.dues()} == {
        "report.daily", "report.weekly", "report.monthly",
    }  # fmt: skip


def test_a_frozen_report_takes_no_text_and_is_delivered_once():
    """Only a new version opens it again."""
    frozen, delivered = ReportState.FROZEN, ReportState.DELIVERED
    for kind in ("report.written", "report.approved", "report.frozen"):
        with pytest.raises(ForbiddenReportMove):
            next_state(frozen, kind)
    assert next_state(frozen, "report.delivered") is delivered
    with pytest.raises(ForbiddenReportMove):
        next_state(delivered, "report.delivered")
    assert next_state(delivered, "report.reopened") is ReportState.DRAFT
    assert next_state(ReportState.APPROVED, "report.written") is ReportState.DRAFT
    with pytest.raises(ForbiddenReportMove):
        next_state(ReportState.DRAFT, "report.frozen")


def test_ids_and_numbers_follow_from_kind_and_period():
    """The same report is the same record on every seat; its versions count by letters."""
    first = instant(date(2026, 11, 1))
    assert report_id(ReportKind.MONTHLY, first) == "monthly/2026-11-01"
    assert freeze_number(ReportKind.MONTHLY, first, 1) == "M2026-11-a"
    assert freeze_number(ReportKind.WEEKLY, first, 2) == "W2026-11-01-b"
    assert freeze_number(ReportKind.SPECIAL, first, 28) == "S2026-11-01-bb"
    assert freeze_number(ReportKind.SPECIAL, first, 1, 2) == "S2026-11-01.2-a"


def test_differences_name_what_changed_came_and_went():
    """What stands the same is left out."""
    before = [
        {"key": "a", "title": "甲", "said": "1"},
        {"key": "b", "title": "乙", "said": "2"},
        {"key": "c", "title": "丙", "said": "3"},
    ]
    after = [
        {"key": "a", "title": "甲", "said": "1"},
        {"key": "b", "title": "乙", "said": "5"},
        {"key": "d", "title": "丁", "said": "4"},
    ]
    found = [(one.key, one.before, one.after) for one in differences(before, after)]
    assert found == [("b", "2", "5"), ("c", "3", ""), ("d", "", "4")]
