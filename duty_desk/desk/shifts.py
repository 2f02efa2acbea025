"""Shifts as kept: who is responsible for the seat now, and what is counted of a shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.consequences import record
from duty_desk.desk.handover_rows import page_of
from duty_desk.desk.shift_begin import begun, planned_for
from duty_desk.domain.moment import Moment
from duty_desk.domain.problem import day_of, day_starts_at
from duty_desk.language import Refusal, tr
from duty_desk.store import checkpoint
from duty_desk.store import shift as rows

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.handover_views import HandoverPage
    from duty_desk.domain.shift import Shift
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session


class Shifts:
    """The use cases of shifts; handing over is in `desk.handovers`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.current: Shift | None = None
        self._sealed_on = ""  # the day whose midnight was looked at

    def look(self, session: Session) -> Shift | None:
        """Read who holds the seat; on the desk thread, after each commit."""
        row = rows.running(session, self._desk.store.seat)
        self.current = rows.shift_of(row) if row is not None else None
        return self.current

    def page(self) -> Future[HandoverPage]:
        """Everything the handover page shows now."""
        desk = self._desk
        return desk.ask(lambda: desk.read(lambda session: page_of(desk, session)))

    def begin(self) -> Future[Shift]:
        """Punch in at an empty seat, for whoever is signed in.

        Raises:
            Refusal: nobody is signed in, the desk is locked, or somebody holds the seat.
        """

        def work() -> Shift:
            desk, person = self._desk, self._desk.people.signed_in
            if person is None or desk.people.is_locked:
                raise Refusal(tr("请先登录并解锁，再打卡接班；没有执行。"))
            desk.people.must_be_active(person.id)
            if self.current is not None:
                raise Refusal(
                    tr("本班由“{name}”负责，请办理交接；没有打卡。", name=self.current.name)
                )
            now = desk.time.now_ms()

            def write(unit: Unit) -> None:
                planned = planned_for(unit.session, desk.store.seat, now, person.id)
                record(unit, begun(unit, planned, person.id, person.name, now))

            desk.write(write)
            return desk.read(lambda session: rows.shift_of(rows.held(session, desk.store.seat)))

        return self._desk.ask(work)

    def tick(self) -> None:
        """Seal the record once a day, at midnight or when the program is next on."""
        desk = self._desk
        now = desk.time.now_ms()
        if self._sealed_on == day_of(now):
            return
        self._sealed_on = day_of(now)
        seat, midnight = desk.store.seat, day_starts_at(now)

        def write(unit: Unit) -> None:
            before = checkpoint.newest(unit.session, seat)
            known = (
                before.made_at if before is not None else checkpoint.began_at(unit.session, seat)
            )
            if known is not None and known < midnight:
                facts = checkpoint.facts_now(unit.session, seat, occasion="midnight")
                record(unit, Moment(kind="store.checkpoint", subject=seat, facts=facts))

        desk.write(write)
