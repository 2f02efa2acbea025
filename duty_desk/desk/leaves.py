"""Leave forms (请假单): filed before the leave, decided by a supervisor, put into the roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.desk.roster_month import month_of, with_person
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import roster as rows
from duty_desk.store.roster_tables import LeaveTable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.roster_views import RosterMonth
    from duty_desk.store.transaction import Session

LONGEST_MS = 90 * 86_400_000


@dataclass(frozen=True, kw_only=True)
class LeaveForm:
    """What a leave form says; instants in UTC ms."""

    person_id: str
    from_at: int
    to_at: int
    reason: str
    substitute_id: str = ""


class Leaves:
    """The use cases of leave."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def file(self, form: LeaveForm) -> Future[RosterMonth]:
        """Hand in a form, one's own or, as a supervisor, somebody else's (S0-12).

        One handed in after the leave began is taken and says so.

        Raises:
            Refusal: a reason or a person is missing, the span makes no sense, or another form
                covers the time already.
        """

        def work() -> RosterMonth:
            self._refuse_strangers(form.person_id)
            name = self._desk.read(lambda session: self._checked(session, form))
            now = self._desk.time.now_ms()
            facts = {
                "person_id": form.person_id,
                "name": name,
                "from_at": form.from_at,
                "to_at": form.to_at,
                "substitute_id": form.substitute_id,
                "is_late": form.from_at <= now,
            }
            filed = self._moment("leave.filed", self._desk.new_id(), facts, form.reason)
            self._desk.record(filed)
            return self._shown(form.from_at)

        return self._desk.ask(work)

    def decide(
        self, leave_id: str, *, is_approved: bool, words: str = "", substitute_id: str = ""
    ) -> Future[RosterMonth]:
        """Approve a form, which puts the substitute into the roster, or refuse it with a reason.

        Raises:
            Refusal: it is decided already, one's own, refused without a reason, or without right.
        """

        def work() -> RosterMonth:
            self._desk.require(Right.ATTEND)
            row = self._row(leave_id)
            if row.state != "filed":
                raise Refusal(tr("这张请假单已经处理过；没有改动。"))
            self._refuse_own(row.person_id)
            if not is_approved and not words.strip():
                raise Refusal(tr("不批准请假要写明理由；没有记录。"))
            substitute = substitute_id or row.substitute_id
            facts = {
                **_about(row),
                "is_late": is_approved and row.from_at <= self._desk.time.now_ms(),
                "substitute_id": substitute,
            }
            kind = "leave.approved" if is_approved else "leave.refused"
            moments = [self._moment(kind, leave_id, facts, words)]
            if is_approved:
                moments += self._desk.read(lambda it: self._replaced(it, row, substitute))
            self._desk.record(*moments)
            return self._shown(row.from_at)

        return self._desk.ask(work)

    def cancel(self, leave_id: str) -> Future[RosterMonth]:
        """Take a form back before its leave is over; the roster is not changed back by itself.

        Raises:
            Refusal: it is over or refused, or somebody else's.
        """

        def work() -> RosterMonth:
            row = self._row(leave_id)
            self._refuse_strangers(row.person_id)
            if row.state not in ("filed", "approved") or row.to_at <= self._desk.time.now_ms():
                raise Refusal(tr("这张请假单不能再撤回；没有改动。"))
            self._desk.record(self._moment("leave.cancelled", leave_id, _about(row), ""))
            return self._shown(row.from_at)

        return self._desk.ask(work)

    # -- inside ----------------------------------------------------------------------------------

    def _replaced(self, session: Session, row: LeaveTable, substitute: str) -> tuple[Moment, ...]:
        """The roster's changes: shifts that begin in the leave or lie under most of it."""
        first = date.fromisoformat(day_of(row.from_at)) - timedelta(days=1)
        shifts = rows.shifts_on(session, first.isoformat(), day_of(row.to_at))
        changed = [
            with_person(one, row.person_id, substitute)
            for one in shifts
            if row.person_id in one.person_ids
            and one.ends_at > self._desk.time.now_ms()
            and _covers(row, one.starts_at, one.ends_at)
        ]
        return self._desk.roster.changed(session, changed, "leave")

    def _checked(self, session: Session, form: LeaveForm) -> str:
        reading = self._desk.roster.reading(session)
        if not reading.is_active(form.person_id):
            raise Refusal(tr("请选择请假人；没有提交。"))
        if form.substitute_id and not reading.is_active(form.substitute_id):
            raise Refusal(tr("替班人不在人员名单里或已停用；没有提交。"))
        if form.substitute_id == form.person_id:
            raise Refusal(tr("替班人不能是本人；没有提交。"))
        if not form.reason.strip():
            raise Refusal(tr("请假要写明事由；没有提交。"))
        if not 0 < form.to_at - form.from_at <= LONGEST_MS:
            raise Refusal(tr("请假的结束时间要在开始时间之后，最长 90 天；没有提交。"))
        for row in rows.leaves(session, form.from_at, form.to_at):
            is_same = row.person_id == form.person_id and row.state in ("filed", "approved")
            if is_same and row.from_at < form.to_at and form.from_at < row.to_at:
                raise Refusal(tr("这段时间已经有一张请假单；没有重复提交。"))
        return reading.name(form.person_id)

    def _refuse_strangers(self, person_id: str) -> None:
        """Everybody files for themselves; for others it takes the right to decide."""
        person = self._desk.people.signed_in
        if person is None or person.id != person_id:
            self._desk.require(Right.ATTEND)

    def _refuse_own(self, person_id: str) -> None:
        person = self._desk.people.signed_in
        if person is not None and person.id == person_id:
            raise Refusal(tr("不能审批自己的请假；请由另一位值班长或管理员处理。"))

    def _row(self, leave_id: str) -> LeaveTable:
        row = self._desk.read(lambda session: session.get(LeaveTable, leave_id))
        if row is None:
            raise Refusal(tr("没有这张请假单。"))
        return row

    def _shown(self, at: int) -> RosterMonth:
        roster = self._desk.roster
        return self._desk.read(lambda it: month_of(roster.reading(it), day_of(at)[:7]))

    def _moment(self, kind: str, subject: str, facts: Mapping[str, object], reason: str) -> Moment:
        return Moment(
            kind=kind,
            subject=subject,
            facts=facts,
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason.strip(),
        )


def _about(row: LeaveTable) -> dict[str, object]:
    return {
        "person_id": row.person_id,
        "name": row.name,
        "from_at": row.from_at,
        "to_at": row.to_at,
    }


def _covers(row: LeaveTable, starts_at: int, ends_at: int) -> bool:
    """Whether a leave takes somebody out of a shift: it begins in it, or half of it is gone."""
    shared = min(row.to_at, ends_at) - max(row.from_at, starts_at)
    return shared > 0 and (
        row.from_at <= starts_at < row.to_at or 2 * shared >= ends_at - starts_at
    )
