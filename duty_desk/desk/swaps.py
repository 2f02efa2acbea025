"""Swaps: one asks, the other agrees, a supervisor approves; only then the roster changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.desk.roster_month import month_of, swap_words, with_person
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.rights import Right
from duty_desk.domain.roster_check import Wrong, conflicts
from duty_desk.language import Refusal, tr
from duty_desk.store import roster as rows
from duty_desk.store.roster_tables import SwapTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.roster_month import RosterReading
    from duty_desk.desk.roster_views import RosterMonth
    from duty_desk.domain.roster import PlannedShift
    from duty_desk.store.transaction import Session

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class SwapWish:
    """Whose shift is to be kept by whom; with `other_shift_id` for one of theirs in return."""

    shift_id: str
    person_id: str
    other_id: str
    other_shift_id: str = ""
    reason: str = ""


class Swaps:
    """The use cases of swaps (换班) and substitutes (替班)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, wish: SwapWish) -> Future[RosterMonth]:
        """Ask for a swap before the shift begins, one's own or, as a supervisor, anybody's.

        Raises:
            Refusal: the shifts do not fit the people, have begun, or no reason is given.
        """

        def work() -> RosterMonth:
            self._refuse_others(wish.person_id)
            if not wish.reason.strip():
                raise Refusal(tr("换班要写明事由；没有提交。"))
            shifts = self._desk.read(lambda session: self._fitting(session, wish))
            facts = {
                "shift_id": wish.shift_id,
                "person_id": wish.person_id,
                "other_id": wish.other_id,
                "other_shift_id": wish.other_shift_id,
                "starts_at": min(one.starts_at for one in shifts),
            }
            row = SwapTable(**facts)
            roster = self._desk.roster
            facts["about"] = self._desk.read(lambda it: swap_words(roster.reading(it), row))
            moment = self._moment("swap.asked", self._desk.new_id(), facts, wish.reason)
            self._desk.record(moment)
            return self._shown(shifts[0].day)

        return self._desk.ask(work)

    def agree(self, swap_id: str) -> Future[RosterMonth]:
        """The other person agrees; a supervisor may note it for them.

        Raises:
            Refusal: it is not waiting for that, or somebody else asks.
        """
        return self._desk.ask(lambda: self._agree(swap_id))

    def _agree(self, swap_id: str) -> RosterMonth:
        row = self._row(swap_id, ("asked",))
        self._refuse_others(row.other_id)
        self._record("swap.agreed", row, "")
        return self._shown(row.shift_id[:10])

    def decide(self, swap_id: str, *, is_approved: bool, words: str = "") -> Future[RosterMonth]:
        """Approve a swap that both want, which changes the roster, or refuse it with a reason.

        Raises:
            Refusal: the other has not agreed, it concerns oneself, a shift has begun meanwhile,
                somebody would be in two shifts at once, or without right.
        """

        def work() -> RosterMonth:
            self._desk.require(Right.ATTEND)
            row = self._row(swap_id, ("asked", "agreed"))
            person = self._desk.people.signed_in
            if person is not None and person.id in (row.person_id, row.other_id):
                raise Refusal(tr("不能审批自己的换班；请由另一位值班长或管理员处理。"))
            if is_approved and row.state != "agreed":
                raise Refusal(tr("对方还没有同意换班；没有批准。"))
            if not is_approved and not words.strip():
                raise Refusal(tr("不批准换班要写明理由；没有记录。"))
            word = "approved" if is_approved else "refused"
            moments = [self._said(f"swap.{word}", row, words)]
            if is_approved:
                moments += self._desk.read(lambda session: self._swapped(session, row))
            self._desk.record(*moments)
            return self._shown(row.shift_id[:10])

        return self._desk.ask(work)

    def withdraw(self, swap_id: str) -> Future[RosterMonth]:
        """Take a wish back before it is decided.

        Raises:
            Refusal: it is decided, or somebody else's.
        """

        def work() -> RosterMonth:
            row = self._row(swap_id, ("asked", "agreed"))
            self._refuse_others(row.person_id)
            self._record("swap.withdrawn", row, "")
            return self._shown(row.shift_id[:10])

        return self._desk.ask(work)

    # -- inside ----------------------------------------------------------------------------------

    def _fitting(self, session: Session, wish: SwapWish) -> list[PlannedShift]:
        reading = self._desk.roster.reading(session)
        if not reading.is_active(wish.other_id) or wish.other_id == wish.person_id:
            raise Refusal(tr("请选择和谁换班；没有提交。"))
        pairs = [(wish.shift_id, wish.person_id, wish.other_id)]
        if wish.other_shift_id:
            pairs.append((wish.other_shift_id, wish.other_id, wish.person_id))
        return [self._one(session, reading, *pair) for pair in pairs]

    def _one(
        self, session: Session, reading: RosterReading, shift_id: str, leaves: str, comes: str
    ) -> PlannedShift:
        found = rows.shifts_on(session, shift_id[:10], shift_id[:10])
        shift = next((one for one in found if one.id == shift_id), None)
        if shift is None or leaves not in shift.person_ids:
            raise Refusal(tr("排班表里 {who} 没有这个班；没有提交。", who=reading.name(leaves)))
        if comes in shift.person_ids:
            raise Refusal(tr("{who} 已经在这个班里；没有提交。", who=reading.name(comes)))
        if shift.starts_at <= reading.now:
            raise Refusal(tr("这个班已经开始，不能再换；没有提交。"))
        return shift

    def _swapped(self, session: Session, row: SwapTable) -> tuple[Moment, ...]:
        wish = SwapWish(
            shift_id=row.shift_id,
            person_id=row.person_id,
            other_id=row.other_id,
            other_shift_id=row.other_shift_id,
        )
        shifts = self._fitting(session, wish)
        changed = [with_person(shifts[0], row.person_id, row.other_id)]
        if row.other_shift_id:
            changed.append(with_person(shifts[1], row.other_id, row.person_id))
        self._refuse_two_at_once(session, changed, (row.person_id, row.other_id))
        return self._desk.roster.changed(session, changed, "swap")

    def _refuse_two_at_once(
        self, session: Session, changed: Sequence[PlannedShift], people: tuple[str, str]
    ) -> None:
        ids = {one.id for one in changed}
        reading = self._desk.roster.reading(session)
        for shift in changed:
            day = date.fromisoformat(shift.day)
            near = rows.shifts_on(session, (day - _DAY).isoformat(), (day + _DAY).isoformat())
            found = conflicts([*(one for one in near if one.id not in ids), *changed], people)
            for one in found:
                if one.wrong is Wrong.TWO_AT_ONCE and one.person_id in people:
                    who = reading.name(one.person_id)
                    raise Refusal(tr("换班后 {who} 会同时有两个班；没有批准。", who=who))

    def _row(self, swap_id: str, states: tuple[str, ...]) -> SwapTable:
        row = self._desk.read(lambda session: session.get(SwapTable, swap_id))
        if row is None or row.state not in states:
            raise Refusal(tr("这个换班申请已经处理过；没有改动。"))
        return row

    def _refuse_others(self, person_id: str) -> None:
        person = self._desk.people.signed_in
        if person is None or person.id != person_id:
            self._desk.require(Right.ATTEND)

    def _shown(self, day: str) -> RosterMonth:
        roster = self._desk.roster
        return self._desk.read(lambda it: month_of(roster.reading(it), day[:7]))

    def _said(self, kind: str, row: SwapTable, words: str) -> Moment:
        roster = self._desk.roster
        about = self._desk.read(lambda it: swap_words(roster.reading(it), row))
        return self._moment(kind, row.id, {"about": about}, words)

    def _record(self, kind: str, row: SwapTable, words: str) -> None:
        self._desk.record(self._said(kind, row, words))

    def _moment(self, kind: str, subject: str, facts: dict[str, object], reason: str) -> Moment:
        return Moment(
            kind=kind,
            subject=subject,
            facts=facts,
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason.strip(),
        )
