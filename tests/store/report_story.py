"""A special report from its draft to its delivery, and a second version of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.report_content import Asked
from duty_desk.domain import period as periods
from duty_desk.domain.report import ReportKind
from duty_desk.domain.workdays import day_of

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk


def tell_reports(desk: Desk) -> None:
    """Prepared, written, approved, frozen, delivered, begun anew, by the administrator."""
    desk.people.act_as("管理员 E").result(10)
    today = day_of(desk.time.now_ms())
    asked = Asked(kind=ReportKind.SPECIAL, period=periods.free(today, today), title="夜间乱倒专项")
    reports = desk.reports
    subject = reports.prepare(asked).result(10)
    reports.write(subject, {"analysis": "桶站满冒偏多"}).result(10)
    reports.approve(subject).result(20)
    reports.freeze(subject).result(20)
    reports.deliver(subject, "街道城管办").result(10)
    reports.reopen(subject, "补到照片").result(10)
