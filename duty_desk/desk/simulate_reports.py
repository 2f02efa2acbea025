"""Reports in the told history: each whole month's but the newest, which the clerk still has to do.

On the 1st at 09:15 the clerk writes, the supervisor approves, and it goes out before ten.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from duty_desk.desk.report_clerk import prepared
from duty_desk.desk.report_content import Asked, content_of
from duty_desk.desk.report_freeze import freeze
from duty_desk.desk.report_rows import hall_of
from duty_desk.domain import period as periods
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_starts_at
from duty_desk.domain.report import ReportKind, report_id
from duty_desk.domain.rights import Role
from duty_desk.domain.workdays import day_of
from duty_desk.language import chinese, mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.desk.simulate_desk import Teller
    from duty_desk.domain.period import Period

_MINUTE_MS = 60_000
_WRITTEN_AT = 9 * 60 + 15  # minute of the day
_TEXTS = {
    "problems": mark("桶站满冒集中在早高峰前，个别点位一天内重复出现；夜间摄像头故障修复偏慢。"),
    "causes": mark("清运时间与居民投放高峰错开；夜间维护单位只有一组人员在岗。"),
    "measures": mark("对重复点位增加一次巡查并逐件催办；与维护单位约定夜间到场时间。"),
    "plan": mark("重点看医院东门和夜市周边；对整改后照片不全的问题逐件补齐。"),
}
_RECEIVER = mark("街道城管办")


class ReportStory:
    """Plans the monthly reports into a story that has a clerk and a supervisor."""

    def __init__(self, teller: Teller) -> None:
        self._teller, self._desk = teller, teller.desk
        self._began_at = day_starts_at(teller.now)

    def plan_day(self, starts_at: int) -> None:
        """Lay out the report that falls due on one day."""
        today = day_of(starts_at)
        if today.day != 1 or self._named(Role.CLERK) is None:
            return
        last = today - timedelta(days=1)
        period = periods.month(last.year, last.month)
        follows = periods.month(today.year, today.month)
        if period.from_at < self._began_at or follows.to_at > self._teller.until:
            return
        subject = report_id(ReportKind.MONTHLY, period.from_at)
        for minute, step in (
            (_WRITTEN_AT, self._write),
            (_WRITTEN_AT + 37, self._approve),
            (_WRITTEN_AT + 38, self._freeze),
            (_WRITTEN_AT + 39, self._deliver),
        ):
            self._teller.at(starts_at + minute * _MINUTE_MS, partial(step, subject, period))

    def _named(self, role: Role) -> str | None:
        people = self._desk.people.all()
        return next((one.name for one in people if one.role is role), None)

    def _asked(self, period: Period) -> Asked:
        return Asked(kind=ReportKind.MONTHLY, period=period, hall=hall_of(self._desk))

    def _write(self, subject: str, period: Period) -> None:
        clerk = self._named(Role.CLERK) or ""
        self._desk.record(prepared(subject, self._asked(period), clerk))
        texts = {key: chinese(words) for key, words in _TEXTS.items()}
        self._say("report.written", subject, {"texts": texts}, clerk)

    def _approve(self, subject: str, period: Period) -> None:
        desk, asked = self._desk, self._asked(period)
        content = desk.read(lambda session: content_of(session, desk.sections, asked))
        facts = {"content": content.hash, "figures": dict(content.facts)}
        self._say("report.approved", subject, facts, self._named(Role.SUPERVISOR) or "")

    def _freeze(self, subject: str, _period: Period) -> None:
        freeze(self._desk, subject, self._named(Role.CLERK) or "")

    def _deliver(self, subject: str, _period: Period) -> None:
        detail = self._desk.reports.detail(subject).result()
        facts = {"kind": str(ReportKind.MONTHLY), "version": 1, "receiver": tr(_RECEIVER)}
        facts["docx_sha256"] = detail.versions[-1].docx_sha256
        self._say("report.delivered", subject, facts, self._named(Role.CLERK) or "")

    def _say(self, kind: str, subject: str, facts: Mapping[str, object], actor: str) -> None:
        moment = Moment(
            kind=kind, subject=subject, facts=dict(facts), source=Source.KEY, actor=actor
        )
        self._desk.record(moment)
