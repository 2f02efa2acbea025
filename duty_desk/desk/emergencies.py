"""Emergencies: the moment is on the disk before anybody is asked anything.

The key works for whoever presses it, also while the screen is locked or nobody is signed in: it
is then recorded without a name. Whom to tell, and in which order, is the desk's plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.desk.duty_rows import emergency_row, open_item
from duty_desk.domain.emergency import ForbiddenEmergencyMove
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_of, shown_number
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, mark, tr
from duty_desk.store import emergency as rows
from duty_desk.store.duty_tables import EmergencyTable
from duty_desk.store.emergency import CLIENT
from duty_desk.store.trouble import DiskFull, StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.duty_views import EmergencyRow
    from duty_desk.domain.emergency import EmergencyBook, PlanStep
    from duty_desk.domain.open_item import OpenItem
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session

_STATES = {"open": mark("处置中"), "closed": mark("已结束"), "voided": mark("已撤销")}


@dataclass(frozen=True, kw_only=True)
class FoundEmergency:
    """What is known when the key is pressed.

    Attributes:
        found_at: The press of the key, UTC ms; the clock starts here.
        camera_id: The camera that was selected then; only a proposal, "" for none.
    """

    found_at: int
    camera_id: str = ""
    kind: str = ""
    place: str = ""
    text: str = ""
    source: Source = Source.KEY
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Called:
    """Somebody who was told, or tried in vain; the contract's clock waits for the client."""

    role: str
    number: str = ""
    is_reached: bool = True
    note: str = ""
    is_client: bool = False


class Emergencies:
    """The use cases of emergencies."""

    def __init__(self, desk: Desk, book: EmergencyBook) -> None:
        self._desk = desk
        self.kinds, self.book = book.kinds, book
        desk.open_items.register("emergency", self._open)

    def find(self, found: FoundEmergency) -> Future[EmergencyRow]:
        """Keep that there is an emergency; its clock starts at the key.

        Raises:
            StoreTrouble: the store would not take it; the sentence says what was kept.
        """

        def work() -> EmergencyRow:
            moment = self._found(found)
            try:
                return self._keep(moment)
            except DiskFull:
                if not self._desk.give_up_reserve():
                    raise
            return self._keep(moment)

        return self._desk.ask(work)

    def _found(self, found: FoundEmergency) -> Moment:
        facts = {"found_on": day_of(found.found_at)}
        for name in ("camera_id", "kind", "place", "text"):
            facts[name] = getattr(found, name).strip()
        return Moment(
            kind="emergency.found",
            subject=self._desk.new_id(),
            facts=facts,
            event_at=found.found_at,
            source=found.source,
            actor=self._who(),
            reason=found.reason,
        )

    def _who(self) -> str:
        try:
            return self._desk.actor
        except Refusal:  # nobody is signed in, or the screen is locked: it is kept all the same
            return ""

    def _keep(self, moment: Moment) -> EmergencyRow:
        try:
            self._desk.write(lambda unit: record(unit, self._numbered(unit, moment)))
        except DiskFull:
            raise
        except StoreTrouble:
            self._keep_aside(moment)
        return self._row(moment.subject)

    def _numbered(self, unit: Unit, moment: Moment) -> Moment:
        no = rows.next_no(unit.session, self._desk.store.seat, moment.facts["found_on"])
        return replace(moment, facts={**moment.facts, "no": no})

    def _keep_aside(self, moment: Moment) -> None:
        try:
            self._desk.store.spool.keep_pending([moment])
        except OSError as error:
            raise StoreTrouble(
                tr("记录库和备用文件都写不进去，突发事件没有保存。请马上电话报告，再检查磁盘。")
            ) from error
        raise StoreTrouble(
            tr("记录库暂时写不进去。突发事件和时间已存进备用文件，恢复后自动补入；请马上电话报告。")
        ) from None

    def replay(self, unit: Unit, moments: Sequence[Moment]) -> None:
        """Write emergencies that waited in the spool, each once."""
        for moment in moments:
            is_one = moment.kind == "emergency.found"
            if is_one and unit.session.get(EmergencyTable, moment.subject) is None:
                record(unit, self._numbered(unit, moment))

    # -- the form ------------------------------------------------------------------------------

    def describe(self, emergency_id: str, **said: str) -> Future[EmergencyRow]:
        """Say kind, camera_id, place or text; what is not named stays.

        Raises:
            Refusal: the kind is not on the list, or the emergency is over.
        """
        kinds = [kind.code for kind in self.kinds]
        wanted = {name: text.strip() for name, text in said.items()}

        def work() -> EmergencyRow:
            if wanted.get("kind") and wanted["kind"] not in kinds:
                raise Refusal(tr("没有这个突发事件类型，没有保存。"))
            row = self._desk.read(lambda it: it.get_one(EmergencyTable, emergency_id))
            changed = {name: new for name, new in wanted.items() if getattr(row, name) != new}
            if changed:
                self._happen("emergency.described", emergency_id, changed)
            return self._row(emergency_id)

        return self._desk.ask(work)

    def tell(self, emergency_id: str, called: Called) -> Future[EmergencyRow]:
        """Somebody was told now, or could not be reached.

        Raises:
            Refusal: nobody is named, or the emergency is over.
        """

        def work() -> EmergencyRow:
            if not called.role.strip():
                raise Refusal(tr("请写明告知了谁（写职务）；没有保存。"))
            facts = {"role": called.role.strip(), "number": called.number.strip()}
            facts |= {"note": called.note.strip(), "to": CLIENT if called.is_client else "other"}
            kind = "emergency.told" if called.is_reached else "emergency.tried"
            self._happen(kind, emergency_id, facts)
            return self._row(emergency_id)

        return self._desk.ask(work)

    def close(self, emergency_id: str, closing: str) -> Future[EmergencyRow]:
        """End it with a sentence that says how.

        Raises:
            Refusal: no sentence, no kind, or the client was not told.
        """

        def work() -> EmergencyRow:
            row = self._desk.read(lambda it: it.get_one(EmergencyTable, emergency_id))
            if not closing.strip():
                raise Refusal(tr("结束突发事件要写一句处置结果；没有保存。"))
            if not row.kind:
                raise Refusal(tr("先选突发事件的类型再结束；没有保存。"))
            if row.told_at is None:
                raise Refusal(tr("还没有报告甲方，不能结束；请先报告，或撤销这条记录。"))
            self._happen("emergency.closed", emergency_id, {"closing": closing.strip()})
            return self._row(emergency_id)

        return self._desk.ask(work)

    def void(self, emergency_id: str, reason: str) -> Future[EmergencyRow]:
        """It was none. The record stays and says why; its clock is void.

        Raises:
            Refusal: no reason was given, or it is over.
        """

        def work() -> EmergencyRow:
            if not reason.strip():
                raise Refusal(tr("撤销要写明原因；记录没有改动。"))
            self._happen("emergency.voided", emergency_id, {}, reason)
            return self._row(emergency_id)

        return self._desk.ask(work)

    def detail(self, emergency_id: str) -> Future[EmergencyRow]:
        """An emergency with the calls about it."""
        return self._desk.ask(lambda: self._row(emergency_id))

    def _open(self, session: Session, _now: int) -> tuple[OpenItem, ...]:
        """The emergencies that are not over, for the handover."""
        return tuple(
            open_item(emergency_row(session, row, self.kinds)) for row in rows.still_open(session)
        )

    # -- the plan ------------------------------------------------------------------------------

    def plan(self) -> Future[tuple[PlanStep, ...]]:
        """Whom to tell, in order: the desk's own list, or the one that the program brings."""

        def work() -> tuple[PlanStep, ...]:
            return self._desk.read(rows.plan) or self.book.plan

        return self._desk.ask(work)

    def adopt_plan(self, steps: Sequence[PlanStep]) -> Future[None]:
        """Use another list from now on.

        Raises:
            Refusal: no right, the list is empty, or a line names nobody.
        """

        def work() -> None:
            self._desk.require(Right.EMERGENCY_PLAN)
            if not steps:
                raise Refusal(tr("报告名单不能是空的；没有保存。"))
            if any(not step.role.strip() for step in steps):
                raise Refusal(tr("名单里有一行没有写职务；没有保存。"))
            self._desk.record(
                Moment(
                    kind="emergency_plan.adopted",
                    subject=self._desk.store.seat,
                    facts={"steps": [step.as_facts() for step in steps]},
                    source=Source.KEY,
                    actor=self._desk.actor,
                )
            )

        return self._desk.ask(work)

    # -- inside --------------------------------------------------------------------------------

    def _row(self, emergency_id: str) -> EmergencyRow:
        kinds = self.kinds
        return self._desk.read(
            lambda it: emergency_row(it, it.get_one(EmergencyTable, emergency_id), kinds)
        )

    def _happen(
        self, kind: str, emergency_id: str, facts: Mapping[str, Any], reason: str = ""
    ) -> None:
        moment = Moment(
            kind=kind,
            subject=emergency_id,
            facts=facts,
            event_at=self._desk.time.now_ms(),
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason.strip(),
        )
        try:
            self._desk.record(moment)
        except ForbiddenEmergencyMove as error:
            row = self._desk.read(lambda it: it.get_one(EmergencyTable, emergency_id))
            raise Refusal(
                tr(
                    "突发事件 {no} {state}，这一步不能再做；记录没有改动。",
                    no=shown_number(row.found_on, row.no),
                    state=tr(_STATES[row.state]),
                )
            ) from error
