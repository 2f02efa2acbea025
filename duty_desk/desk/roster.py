"""The roster: who is planned when; making it by pattern, by hand or from a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk import roster_lookup as lookup
from duty_desk.desk.roster_month import RosterReading, month_of
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.plain import facts_of
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Right
from duty_desk.domain.roster import OFFICE, days_from, lay
from duty_desk.language import Refusal, tr
from duty_desk.store import roster as rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future
    from datetime import date

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.roster_lookup import Holidays
    from duty_desk.desk.roster_views import RosterMonth, RosterProposal
    from duty_desk.domain.roster import Laying, PlannedShift, TemplateSet
    from duty_desk.store.transaction import Session

LONGEST_DAYS = 400


class Roster:
    """The use cases of the roster.

    `shift_at`, `next_after` and `for_person` are for the desk thread; inside a unit of work they
    need its session.
    """

    def __init__(self, desk: Desk, built_in: Mapping[str, tuple[str, bool]]) -> None:
        self._desk = desk
        self._built_in = built_in

    # -- looking ---------------------------------------------------------------------------------

    def shift_at(self, at: int, seat: str, session: Session | None = None) -> PlannedShift | None:
        """The planned shift of a seat at an instant; from its template where nobody planned."""
        if session is not None:
            return lookup.shift_at(session, at, seat)
        return self._desk.read(lambda opened: lookup.shift_at(opened, at, seat))

    def next_after(self, at: int, seat: str, session: Session | None = None) -> PlannedShift | None:
        """The first planned shift of a seat that starts after an instant."""
        if session is not None:
            return lookup.next_after(session, at, seat)
        return self._desk.read(lambda opened: lookup.next_after(opened, at, seat))

    def for_person(
        self, person_id: str, at: int, session: Session | None = None
    ) -> PlannedShift | None:
        """The shift a person is in at an instant, else the next one; None when none is planned."""
        if session is not None:
            return lookup.for_person(session, person_id, at)
        return self._desk.read(lambda opened: lookup.for_person(opened, person_id, at))

    def holidays(self, session: Session) -> Holidays:
        """The free days that are known."""
        return lookup.holidays(session, self._built_in)

    def reading(self, session: Session) -> RosterReading:
        """The roster in an open transaction, with what is needed to show it."""
        return RosterReading(
            session, self._desk.store.seat, self._desk.time.now_ms(), self.holidays(session)
        )

    def month(self, month: str = "") -> Future[RosterMonth]:
        """A month (`2026-11`, this one when empty): shifts, conflicts, leave, swaps."""
        wanted = month or self._today()[:7]
        return self._desk.ask(
            lambda: self._desk.read(lambda session: month_of(self.reading(session), wanted))
        )

    # -- planning --------------------------------------------------------------------------------

    def adopt_templates(self, chosen: TemplateSet) -> Future[TemplateSet]:
        """Let shift templates hold from a date on; what is planned already stays.

        Raises:
            Refusal: none is left for the seat, two overlap or are called alike, the date lies in
                the past, or whoever sits here may not.
        """

        def work() -> TemplateSet:
            self._desk.require(Right.ROSTER)
            self._refuse_templates(chosen)
            self._record("roster.templates_adopted", self._desk.new_id(), {"set": facts_of(chosen)})
            return chosen

        return self._desk.ask(work)

    def _refuse_templates(self, chosen: TemplateSet) -> None:
        if not chosen.of_seat:
            raise Refusal(tr("至少要有一个值班席的班次；没有启用。"))
        names = [one.name.strip() for one in chosen.templates]
        if not all(names) or len(set(names)) != len(names):
            raise Refusal(tr("班次名称不能空，也不能重复；没有启用。"))
        if sum(one.length_minutes for one in chosen.of_seat) > 24 * 60:
            raise Refusal(tr("值班席的班次加起来超过 24 小时，会重叠；没有启用。"))
        if chosen.from_on < self._today():
            raise Refusal(tr("班次只能从今天或以后执行；没有启用。"))

    def propose(self, laying: Laying) -> Future[RosterProposal]:
        """Lay a rotation over days and say what would be wrong with it. Writes nothing.

        Raises:
            Refusal: the span makes no sense, or the rotation's shifts are not in the templates.
        """

        def read(session: Session) -> RosterProposal:
            self._refuse_span(laying.from_on, laying.to_on)
            templates = lookup.templates_on(session, laying.from_on.isoformat())
            missing = {one for one in laying.rotation.steps if one} - {
                one.id for one in templates.templates
            }
            if missing:
                raise Refusal(
                    tr(
                        "“{rotation}”用的班次和现在的班次不一致，没有排班。请先在“班次”里选对应的班制。",
                        rotation=tr(laying.rotation.name),
                    )
                )
            used = {one for one in laying.rotation.steps if one}
            is_office = all(one.is_office for one in templates.templates if one.id in used)
            reading = self.reading(session)
            whole = replace(laying, workdays=reading.holidays.workdays)
            days = [one.isoformat() for one in days_from(laying.from_on, laying.to_on)]
            seats = (OFFICE,) if is_office else (laying.seat,)
            shifts = lay(whole, templates.templates)
            return reading.proposal(days, seats, shifts, "rotation")

        return self._desk.ask(lambda: self._desk.read(read))

    def check(
        self, days: Sequence[str], seats: Sequence[str], shifts: Sequence[PlannedShift]
    ) -> Future[RosterProposal]:
        """What would be wrong with shifts that a person laid out. Writes nothing."""

        def read(session: Session) -> RosterProposal:
            return self.reading(session).proposal(days, tuple(seats), shifts, "hand")

        return self._desk.ask(lambda: self._desk.read(read))

    def adopt(self, proposal: RosterProposal) -> Future[RosterMonth]:
        """Let the proposed shifts be the roster of their days; all of it or nothing.

        Conflicts are told and do not hinder; mistakes do. Shifts that have begun stay.

        Raises:
            Refusal: it has mistakes, plans no day to come, or whoever sits here may not.
        """

        def work() -> RosterMonth:
            self._desk.require(Right.ROSTER)
            if proposal.mistakes:
                raise Refusal(
                    tr(
                        "排班有 {count} 处错误，没有启用。第一处：{first}",
                        count=len(proposal.mistakes),
                        first=proposal.mistakes[0],
                    )
                )
            checked = self._desk.read(
                lambda session: self.reading(session).proposal(
                    proposal.days, proposal.seats, proposal.shifts, proposal.how
                )
            )
            if not checked.days:
                raise Refusal(tr("这些日子都已经过去，排班不能再改；没有启用。"))
            facts = {
                "days": list(checked.days),
                "seats": list(checked.seats),
                "shifts": [facts_of(one) for one in checked.shifts],
                "how": checked.how,
            }
            self._record("roster.laid", self._desk.new_id(), facts)
            return self._desk.read(
                lambda session: month_of(self.reading(session), checked.days[0][:7])
            )

        return self._desk.ask(work)

    def change(
        self,
        shift_id: str,
        person_ids: Sequence[str],
        leader: str | None = None,
        note: str | None = None,
        phone: str | None = None,
    ) -> Future[RosterMonth]:
        """Put other people, another duty leader or another remark into one shift.

        The duty leader and their phone are those of the day: its other shifts get them too.

        Raises:
            Refusal: there is no such shift, it is over, a person is unknown or no longer active,
                or whoever sits here may not.
        """

        def work() -> RosterMonth:
            self._desk.require(Right.ROSTER)
            shift = self._desk.read(lambda session: self._shift(session, shift_id))
            changed = replace(
                shift,
                person_ids=tuple(dict.fromkeys(person_ids)),
                leader=shift.leader if leader is None else leader.strip(),
                note=shift.note if note is None else note.strip(),
                phone=shift.phone if phone is None else phone.strip(),
            )
            moments = self._desk.read(
                lambda it: self.changed(it, [changed, *self._led_too(it, shift, changed)], "hand")
            )
            self._desk.record(*moments)
            return self._desk.read(lambda it: month_of(self.reading(it), shift.day[:7]))

        return self._desk.ask(work)

    def _led_too(
        self, session: Session, before: PlannedShift, changed: PlannedShift
    ) -> list[PlannedShift]:
        """The day's other shifts that are not over, where its duty leader has changed."""
        if (before.leader, before.phone) == (changed.leader, changed.phone):
            return []
        now = self._desk.time.now_ms()
        day = lookup.shifts_on(session, before.day, before.day, before.seat)
        return [
            replace(one, leader=changed.leader, phone=changed.phone)
            for one in day
            if one.id != before.id and one.seat == before.seat and one.ends_at > now
        ]

    def _shift(self, session: Session, shift_id: str) -> PlannedShift:
        day, seat = shift_id[:10], shift_id.split("/")[1]
        found = {one.id: one for one in lookup.shifts_on(session, day, day, seat)}
        if shift_id not in found:
            raise Refusal(tr("排班表里没有这个班次；没有改动。"))
        return found[shift_id]

    def changed(
        self, session: Session, shifts: Sequence[PlannedShift], how: str
    ) -> tuple[Moment, ...]:
        """The moments that put changed shifts into the roster.

        A day that followed from the templates alone is written out whole first.

        Raises:
            Refusal: a shift is over, or a person is unknown or no longer active.
        """
        reading = self.reading(session)
        moments: list[Moment] = []
        written: set[tuple[str, str]] = set()
        for shift in shifts:
            self._refuse_people(session, reading, shift)
            place = (shift.day, shift.seat)
            if place not in written | rows.planned_days(session, shift.day, shift.day):
                moments.append(self._written_out(session, shift))
                written.add(place)
            moments.append(
                self._moment("roster.changed", shift.id, {"shift": facts_of(shift), "how": how})
            )
        return tuple(moments)

    def _refuse_people(self, session: Session, reading: RosterReading, shift: PlannedShift) -> None:
        if shift.ends_at <= reading.now:
            raise Refusal(tr("这个班已经结束，排班不能再改；请用补卡或说明。"))
        before = {
            one
            for known in rows.shifts_on(session, shift.day, shift.day)
            if known.id == shift.id
            for one in known.person_ids
        }
        for person in shift.person_ids:
            if person not in before and not reading.is_active(person):
                raise Refusal(
                    tr("{who} 不在人员名单里或已停用；没有改动。", who=reading.name(person))
                )

    def _written_out(self, session: Session, shift: PlannedShift) -> Moment:
        found = lookup.shifts_on(session, shift.day, shift.day, shift.seat)
        day = [one for one in found if one.seat == shift.seat]
        facts = {
            "days": [shift.day],
            "seats": [shift.seat],
            "shifts": [facts_of(one) for one in day],
            "how": "hand",
        }
        return self._moment("roster.laid", self._desk.new_id(), facts)

    # -- inside ----------------------------------------------------------------------------------

    def _refuse_span(self, first: date, last: date) -> None:
        if last < first:
            raise Refusal(tr("结束日期在开始日期之前；没有排班。"))
        if (last - first).days >= LONGEST_DAYS:
            raise Refusal(tr("一次最多排 {most} 天；没有排班。", most=LONGEST_DAYS))

    def _today(self) -> str:
        return day_of(self._desk.time.now_ms())

    def _moment(self, kind: str, subject: str, facts: Mapping[str, object]) -> Moment:
        return Moment(
            kind=kind, subject=subject, facts=facts, source=Source.KEY, actor=self._desk.actor
        )

    def _record(self, kind: str, subject: str, facts: Mapping[str, object]) -> None:
        self._desk.record(self._moment(kind, subject, facts))
