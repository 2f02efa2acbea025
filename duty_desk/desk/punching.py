"""Which punches are due, and the moments that a punch brings, in an open transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.domain.attendance import (
    EXPECTED_BEFORE_MS,
    FUTURE_MS,
    MISSING_AFTER_MS,
    PAST_MS,
    How,
    PunchKind,
    PunchState,
    expected_of,
    hours_of,
    judged,
    nearest,
)
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_of
from duty_desk.language import Refusal, tr
from duty_desk.store import attendance as rows
from duty_desk.store import roster
from duty_desk.store.roster_tables import PunchTable

if TYPE_CHECKING:
    from typing import Any

    from duty_desk.domain.attendance import ExpectedPunch
    from duty_desk.domain.contract import Contract
    from duty_desk.store.transaction import Session

_OFF_DAYS = 40  # so many days back a program that was off looks for punches
_VERDICTS = {PunchState.LATE: "punch.late", PunchState.EARLY: "punch.left_early"}


class Punching:
    """Punches against the roster, at an instant."""

    def __init__(self, session: Session, now: int, contract: Contract | None) -> None:
        self._session = session
        self._now = now
        self._hours = hours_of(contract)

    def moments(self, person_id: str, at: int, kind: PunchKind, how: How) -> tuple[Moment, ...]:
        """What a punch brings: that it was expected, that it was made, late or early.

        Raises:
            Refusal: it lies ahead, or too far back.
        """
        if at > self._now + FUTURE_MS:
            raise Refusal(tr("打卡时间在将来，没有打卡。请检查电脑时钟。"))
        if at < self._now - PAST_MS:
            raise Refusal(tr("过去的时间不能打卡，没有打卡。请提交补卡申请，由值班长审批。"))
        expected = self._nearest(person_id, at, kind, how)
        name = roster.name_of(self._session, person_id)
        if expected is None:
            return (self._unplanned(person_id, at, kind, how),)
        return (*self._expecting((expected,)), *self._made(expected, at, how, name))

    def _nearest(self, person_id: str, at: int, kind: PunchKind, how: How) -> ExpectedPunch | None:
        today = date.fromisoformat(day_of(at))
        first, last = today - timedelta(days=2), today + timedelta(days=1)
        found = nearest(self._planned(first, last), person_id, kind, at)
        if found is None:
            return None
        row = self._session.get(PunchTable, found.id)
        if row is None or row.state in ("expected", "missing") or kind is PunchKind.OFF:
            return found  # of several goings the last one counts
        if how is How.KEY:
            raise Refusal(tr("这个班的上班卡已经打过，没有重复打卡。"))
        return None  # who comes back at a handover punches beside the roster

    def _planned(self, first: date, last: date) -> tuple[ExpectedPunch, ...]:
        shifts = roster.shifts_on(self._session, first.isoformat(), last.isoformat())
        return tuple(one for shift in shifts for one in expected_of(shift))

    def _expecting(self, expected: tuple[ExpectedPunch, ...]) -> list[Moment]:
        return [
            Moment(kind="punch.expected", subject=one.id, facts=self._plan(one))
            for one in expected
            if self._session.get(PunchTable, one.id) is None
        ]

    def _plan(self, one: ExpectedPunch) -> dict[str, Any]:
        return {
            "person_id": one.person_id,
            "name": roster.name_of(self._session, one.person_id),
            "kind": str(one.kind),
            "day": one.shift.day,
            "shift_id": one.shift.id,
            "template": one.shift.template,
            "is_office": one.shift.is_office,
            "planned_at": one.planned_at,
        }

    def _made(self, one: ExpectedPunch, at: int, how: How, actor: str) -> list[Moment]:
        source = Source.SELF if how is How.CORRECTION else Source.KEY
        made = Moment(
            kind="punch.made",
            subject=one.id,
            facts={**self._plan(one), "how": str(how)},
            event_at=at,
            source=source,
            actor=actor,
        )
        verdict = judged(one, at, self._hours)
        if verdict.state not in _VERDICTS or self._is_away(one.person_id, one.planned_at):
            return [made]
        facts = {"person_id": one.person_id, "deviation_ms": verdict.deviation_ms}
        return [made, replace(made, kind=_VERDICTS[verdict.state], facts=facts)]

    def _unplanned(self, person_id: str, at: int, kind: PunchKind, how: How) -> Moment:
        day = day_of(at)
        facts = {
            "person_id": person_id,
            "name": roster.name_of(self._session, person_id),
            "kind": str(kind),
            "day": day,
            "shift_id": "",
            "template": "",
            "is_office": False,
            "planned_at": None,
            "how": str(how),
        }
        return Moment(
            kind="punch.made",
            subject=f"{day}/-/{person_id}/{kind}/{at}",
            facts=facts,
            event_at=at,
            source=Source.KEY,
            actor=roster.name_of(self._session, person_id),
        )

    def corrected(self, row: PunchTable, at: int, actor: str) -> list[Moment]:
        """What a granted request brings: the punch at the time that was claimed."""
        shifts = roster.shifts_on(self._session, row.day, row.day)
        expected = (one for shift in shifts for one in expected_of(shift))
        one = next((one for one in expected if one.id == row.id), None)
        if one is not None:
            return self._made(one, at, How.CORRECTION, actor)
        names = ("person_id", "name", "kind", "day", "shift_id", "template", "is_office")
        facts = {name: getattr(row, name) for name in (*names, "planned_at")}
        facts["how"] = str(How.CORRECTION)
        return [
            Moment(
                kind="punch.made",
                subject=row.id,
                facts=facts,
                event_at=at,
                source=Source.SELF,
                actor=actor,
            )
        ]

    # -- what time brings ------------------------------------------------------------------------

    def due(self, *, is_first: bool) -> tuple[Moment, ...]:
        """Punches to be expected now, and those that are missing for good.

        Args:
            is_first: The program has just started: shifts of its absence are looked at too.
        """
        today = date.fromisoformat(day_of(self._now))
        first = today - timedelta(days=_OFF_DAYS if is_first else 2)
        coming = [
            one
            for one in self._planned(first, today + timedelta(days=1))
            if one.shift.starts_at - EXPECTED_BEFORE_MS <= self._now
        ]
        return (*self._expecting(tuple(coming)), *self._missing())

    def _missing(self) -> list[Moment]:
        found = []
        for row in rows.waiting(self._session, self._now - MISSING_AFTER_MS):
            at = row.planned_at or self._now
            if row.judged:
                continue
            if not self._is_planned(row):
                reason = tr("排班已改，不再需要这次打卡")
                found.append(self._excused(row.id, reason))
                continue
            if self._is_away(row.person_id, at):
                found.append(self._excused(row.id, tr("已批准请假")))
            facts = {"person_id": row.person_id, "planned_at": at}
            found.append(Moment(kind="punch.missing", subject=row.id, facts=facts))
        # Expected and overdue at the same look: the next look, a minute on, finds them.
        return found

    def _excused(self, punch_id: str, reason: str) -> Moment:
        return Moment(
            kind="punch.judged", subject=punch_id, facts={"judged": "excused"}, reason=reason
        )

    def _is_planned(self, row: PunchTable) -> bool:
        shifts = roster.shifts_on(self._session, row.day, row.day)
        return any(one.id == row.shift_id and row.person_id in one.person_ids for one in shifts)

    def _is_away(self, person_id: str, at: int) -> bool:
        found = roster.leaves(self._session, at, at + 1)
        return any(
            row.person_id == person_id and row.state == "approved" and row.from_at <= at < row.to_at
            for row in found
        )
