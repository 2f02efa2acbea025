"""What supervisors do with presence checks: judge what nobody answered, change how is asked.

Nothing here follows by itself. Only a person's word makes an unanswered prompt a breach.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING

from duty_desk.desk.duty_views import PresenceFigures, PresenceRow
from duty_desk.desk.duty_words import told_words
from duty_desk.domain import presence as rules
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.presence import PresenceRule, Stage
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, mark, tr
from duty_desk.store import presence as rows
from duty_desk.store.duty_tables import PresenceTable

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.fault import Span
    from duty_desk.store.transaction import Session

_FIELDS = {
    "day_least_min": mark("白天最短间隔"),
    "day_most_min": mark("白天最长间隔"),
    "night_least_min": mark("夜间最短间隔"),
    "night_most_min": mark("夜间最长间隔"),
    "night_from": mark("夜间开始"),
    "night_to": mark("夜间结束"),
    "shown_s": mark("画面提示"),
    "sounded_s": mark("声音提示"),
    "escalated_s": mark("通知他人"),
}


@dataclass(frozen=True)
class PresenceMonth:
    """Presence checks and their counts of a stretch of time, newest first."""

    rows: tuple[PresenceRow, ...]
    figures: PresenceFigures


class PresenceJudging:
    """The use cases of supervisors about presence."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def judge(self, check_id: str, verdict: str, reason: str) -> Future[None]:
        """Say whether an unanswered prompt was excused or a breach.

        Raises:
            Refusal: no right, no reason, one's own check, or it is judged already.
        """

        def work() -> None:
            self._desk.require(Right.JUDGE_PRESENCE)
            if not reason.strip():
                raise Refusal(tr("认定要写明依据；没有保存。"))
            row = self._desk.read(lambda session: session.get(PresenceTable, check_id))
            if row is None or row.state != Stage.UNCONFIRMED:
                raise Refusal(tr("这次在岗确认不在待认定之列，可能已有人认定；记录没有改动。"))
            if row.person == self._desk.actor:
                raise Refusal(tr("不能认定自己的在岗情况；请另一位有权限的人员认定。"))
            self._write("presence.judged", check_id, {"verdict": verdict}, reason)

        return self._desk.ask(work)

    def adopt(self, rule: PresenceRule, reason: str) -> Future[None]:
        """Ask in another way from now on.

        Raises:
            Refusal: no right, no reason, or a number out of its bounds.
        """

        def work() -> None:
            self._desk.require(Right.JUDGE_PRESENCE)
            wrong = rules.mistakes(rule)
            if wrong:
                names = tr("、").join(tr(_FIELDS[name]) for name in wrong)
                raise Refusal(
                    tr(
                        "这些设置超出范围：{names}。间隔 5–40 分钟，且最长不短于最短；没有保存。",
                        names=names,
                    )
                )
            if not reason.strip():
                raise Refusal(tr("调整在岗确认要写明原因；没有保存。"))
            seat = self._desk.store.seat
            self._write("presence.adopted", seat, {"rule": rule.as_facts()}, reason)

        return self._desk.ask(work)

    def pause(self, minutes: int, reason: str) -> Future[None]:
        """Ask nobody for so many minutes.

        Raises:
            Refusal: no right, no reason, or longer than a day.
        """

        def work() -> None:
            self._desk.require(Right.JUDGE_PRESENCE)
            if not 0 < minutes * rules.MINUTE_MS <= rules.LONGEST_PAUSE_MS:
                raise Refusal(tr("暂停在岗确认最长 24 小时，到时自动恢复；没有保存。"))
            if not reason.strip():
                raise Refusal(tr("暂停在岗确认要写明原因；没有保存。"))
            until_at = self._desk.time.now_ms() + minutes * rules.MINUTE_MS
            seat = self._desk.store.seat
            self._write("presence.paused", seat, {"until_at": until_at}, reason)

        return self._desk.ask(work)

    def resume(self) -> Future[None]:
        """Ask again before the pause is over.

        Raises:
            Refusal: no right.
        """

        def work() -> None:
            self._desk.require(Right.JUDGE_PRESENCE)
            self._write("presence.resumed", self._desk.store.seat, {}, "")

        return self._desk.ask(work)

    def within(self, span: Span) -> Future[PresenceMonth]:
        """The checks of a stretch of time with their counts."""
        return self._desk.ask(lambda: self._desk.read(lambda session: month(session, span)))

    def _write(self, kind: str, subject: str, facts: dict[str, object], reason: str) -> None:
        moment = Moment(
            kind=kind,
            subject=subject,
            facts=facts,
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason.strip(),
        )
        self._desk.record(moment)


def month(session: Session, span: Span) -> PresenceMonth:
    """The checks of a stretch of time with their counts."""
    found = rows.within(session, span.from_at, span.to_at)
    return PresenceMonth(tuple(_row(row) for row in found), figures(session, span))


def figures(session: Session, span: Span) -> PresenceFigures:
    """The presence checks of a stretch of time, counted."""
    found = rows.within(session, span.from_at, span.to_at)
    absences = rows.absences_within(session, span.from_at, span.to_at)
    answered = [row for row in found if row.state == Stage.CONFIRMED]
    by_key = [row.answer_ms for row in answered if row.way == "key" and row.answer_ms is not None]
    missed = [row for row in found if row.state in (Stage.UNCONFIRMED, *rules.JUDGED)]
    return PresenceFigures(
        asked=len(answered) + len(missed),
        answered=len(answered),
        by_work=len(answered) - len(by_key),
        by_key=len(by_key),
        reflex=sum(ms < rules.REFLEX_MS for ms in by_key),
        slowest_ms=max(by_key, default=None),
        median_ms=median_low(by_key) if by_key else None,
        unconfirmed=len(missed),
        in_round=sum(row.in_round for row in missed),
        unjudged=sum(row.state == Stage.UNCONFIRMED for row in missed),
        absences=len(absences),
        absent_ms=sum((row.ended_at or span.to_at) - row.began_at for row in absences),
    )


def _row(row: PresenceTable) -> PresenceRow:
    return PresenceRow(
        id=row.id,
        seat=row.seat,
        person=row.person,
        state=row.state,
        prompted_at=row.prompted_at,
        escalated_at=row.escalated_at,
        told=row.told,
        told_words=told_words(row.told, row.told_words),
        ended_at=row.ended_at,
        answer_ms=row.answer_ms,
        way=row.way,
        in_round=row.in_round,
        judged_by=row.judged_by,
        reason=row.reason,
    )
