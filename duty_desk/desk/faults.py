"""Faults of cameras: from the key press to the verified repair.

Nothing here tells a maintainer anything: a person does, and says so in `report`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.desk.fault_figures import figures
from duty_desk.desk.fault_finding import FaultFinding, discard, kept_shot
from duty_desk.desk.fault_letter import TEMPLATE, Letter, letter_values
from duty_desk.desk.fault_reminder import Reminder
from duty_desk.desk.fault_rows import HISTORY, fault_detail, fault_rows, maintainers, told_text
from duty_desk.desk.fault_rules import (
    down_from,
    fault_of,
    refuse_double,
    refuse_other_maintainers,
    refuse_undecided,
    refuse_unknown_kind,
    state_words,
    told_facts,
)
from duty_desk.desk.fault_statement import statement_pages
from duty_desk.domain.fault import CHANNEL_WAY, ForbiddenFaultMove
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import shown_number
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import fault as rows
from duty_desk.store.tables import CameraTable, FaultTable
from duty_desk.store.trouble import DiskFull, StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.fault_rules import FoundFault, Told
    from duty_desk.desk.fault_views import FaultDetail, FaultFigures, FaultRow, Maintainer
    from duty_desk.documents.table_book import TablePage
    from duty_desk.domain.fault import Span
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session


class Faults:
    """The use cases of camera faults."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.reminder = Reminder(desk)
        self.finding = FaultFinding(desk)

    # -- finding -------------------------------------------------------------------------------

    def find(self, found: FoundFault, *, fault_id: str = "") -> Future[FaultDetail]:
        """Keep that a camera is faulty: picture on the disk, record written, clock started.

        A camera has one open fault of a kind: a second finding returns the one that is open,
        and writes nothing.

        Raises:
            StoreTrouble: the store would not take it; the sentence says what was kept.
        """

        def work() -> FaultDetail:
            return self.finding.find(found, fault_id or self._desk.new_id())

        return self._desk.ask(work)

    def replay(self, unit: Unit, moments: Sequence[Moment]) -> None:
        """Write findings that waited in the spool, each once."""
        self.finding.replay(unit, moments)

    # -- describing ----------------------------------------------------------------------------

    def describe(self, fault_id: str, *, kind: str, note: str) -> Future[FaultDetail]:
        """Say what kind of fault it is and what is seen.

        Raises:
            Refusal: another fault of this kind is open at the camera.
        """

        def work() -> FaultDetail:
            refuse_unknown_kind(self._desk.fault_kinds, kind)

            def write(unit: Unit) -> None:
                fault = fault_of(unit.session, fault_id)
                wanted: dict[str, Any] = {"kind": kind, "note": note.strip()}
                changed = {key: new for key, new in wanted.items() if getattr(fault, key) != new}
                if "kind" in changed:
                    refuse_double(unit.session, fault, kind)
                    camera = unit.session.get_one(CameraTable, fault.camera_id)
                    changed["down_from_at"] = down_from(camera, kind, fault.found_at)
                if changed:
                    self._happen(unit, "fault.described", fault_id, changed)

            self._desk.write(write)
            return self._read_detail(fault_id)

        return self._desk.ask(work)

    def park(self, fault_id: str) -> Future[FaultDetail]:
        """Lay the form aside; the clock runs on."""
        return self._do("fault.parked", fault_id)

    # -- telling the maintainer ----------------------------------------------------------------

    def text(self, fault_ids: Sequence[str]) -> Future[str]:
        """What is told of these faults in one call. Writes nothing."""

        def read(session: Session) -> str:
            found = [fault_of(session, fault_id) for fault_id in fault_ids]
            return told_text(session, found, self._desk)

        return self._desk.ask(lambda: self._desk.read(read))

    def report(self, fault_ids: Sequence[str], told: Told) -> Future[tuple[FaultDetail, ...]]:
        """The operator says: the maintainer was told of these faults, in one call.

        One moment each with the same call id; each stops its fault's clock. All or none.

        Raises:
            Refusal: a kind, the maintainer or the way is missing, or one was told already.
        """

        def work() -> tuple[FaultDetail, ...]:
            facts = told_facts(told, self._desk.new_id())

            def write(unit: Unit) -> None:
                found = [fault_of(unit.session, fault_id) for fault_id in dict.fromkeys(fault_ids)]
                refuse_other_maintainers(unit.session, found, told.maintainer)
                facts["text"] = told_text(unit.session, found, self._desk)
                for fault in found:
                    refuse_undecided(fault)
                    self._happen(unit, "fault.reported", fault.id, facts)
                if told.way == CHANNEL_WAY:
                    self._desk.outbox.message(unit, told.channel_id, facts)

            self._desk.write(write)
            self._desk.outbox.wake()
            return tuple(self._read_detail(fault_id) for fault_id in dict.fromkeys(fault_ids))

        return self._desk.ask(work)

    def maintainers(self) -> Future[tuple[Maintainer, ...]]:
        """The companies that repair cameras, with the numbers the desk entered."""
        return self._desk.ask(
            lambda: self._desk.read(lambda session: maintainers(session, self._desk))
        )

    def set_maintainer(self, maintainer: Maintainer) -> Future[None]:
        """Keep how a maintainer is reached.

        Raises:
            Refusal: it has no name.
        """

        def work() -> None:
            if not maintainer.name.strip():
                raise Refusal(tr("维护单位要有名称；没有保存。"))
            known = self._desk.read(lambda session: maintainers(session, self._desk))
            if maintainer in known:
                return
            moment = Moment(
                kind="maintainer.changed",
                subject=maintainer.name.strip(),
                facts={"phone": maintainer.phone.strip(), "group": maintainer.group.strip()},
                source=Source.KEY,
                actor=self._desk.actor,
            )
            self._desk.record(moment)

        return self._desk.ask(work)

    def remind(self, occasion: str) -> Future[int]:
        """Note which reported faults are not repaired, as at a handover; returns how many."""
        return self._desk.ask(lambda: self.reminder.remind(occasion))

    # -- the way on ----------------------------------------------------------------------------

    def adjust(
        self, fault_id: str, note: str = "", picked: Picked | None = None
    ) -> Future[FaultDetail]:
        """The operator has put it right at the desk (a preset, the focus): no report needed."""
        return self._do("fault.adjusted", fault_id, {"note": note.strip()}, picked=picked)

    def accept(self, fault_id: str, ticket: str = "") -> Future[FaultDetail]:
        """The maintainer has accepted the report."""
        return self._do("fault.accepted", fault_id, {"ticket": ticket.strip()})

    def arrive(self, fault_id: str) -> Future[FaultDetail]:
        """The maintainer is on site."""
        return self._do("fault.arrived", fault_id)

    def repair(self, fault_id: str, cause: str = "") -> Future[FaultDetail]:
        """The maintainer says it is repaired; it is to be looked at."""
        return self._do("fault.repaired", fault_id, {"cause": cause.strip()})

    def verify(
        self, fault_id: str, picked: Picked | None = None, note: str = ""
    ) -> Future[FaultDetail]:
        """The repair holds: the picture of now beside that of the fault, or words how it was seen.

        How much of its confirmed view the camera shows now goes on record with it, where known.

        Raises:
            Refusal: there is neither picture nor words.
        """
        if picked is None and not note.strip():
            return self._refuse(
                tr("核实要有现在的画面；没有画面时请写明是怎样核实的。记录没有改动。")
            )
        facts = {"note": note.strip(), **self._likeness(fault_id)}
        return self._do("fault.verified", fault_id, facts, picked=picked)

    def reopen(self, fault_id: str, reason: str) -> Future[FaultDetail]:
        """The repair does not hold: it is to be told again.

        Raises:
            Refusal: no reason was given, or another fault of the kind is open at the camera.
        """
        if not reason.strip():
            return self._refuse(tr("重新报修要写明原因；记录没有改动。"))
        return self._do("fault.reopened", fault_id, reason=reason)

    def dismiss(self, fault_id: str, reason: str) -> Future[FaultDetail]:
        """It is no fault. The record stays and says why; its clock is void.

        Raises:
            Refusal: no reason was given.
        """
        if not reason.strip():
            return self._refuse(tr("误报要写明原因；记录没有改动。"))
        return self._do("fault.dismissed", fault_id, reason=reason)

    def of_camera(self, camera_id: str) -> Future[tuple[FaultRow, ...]]:
        """The camera's newest faults of every state, newest first."""

        def read(session: Session) -> tuple[FaultRow, ...]:
            found = rows.of_camera(session, camera_id, HISTORY)
            return fault_rows(session, found, self._desk.fault_kinds)

        return self._desk.ask(lambda: self._desk.read(read))

    def figures(self, span: Span) -> Future[FaultFigures]:
        """Online and good-condition rates, calls in time and repairs within a stretch of time."""
        return self._desk.ask(lambda: self._figures(span))

    def _figures(self, span: Span) -> FaultFigures:
        kinds, now = self._desk.fault_kinds, self._desk.time.now_ms()
        return self._desk.read(lambda session: figures(session, kinds, span, now))

    def statement(self, span: Span, maintainer: str = "") -> Future[tuple[TablePage, ...]]:
        """The tables of the statement to maintainers over `span`; of one, when it is named.

        Raises:
            Refusal: no right.
        """

        def work() -> tuple[TablePage, ...]:
            self._desk.require(Right.EXPORT)
            return statement_pages(self._figures(span), self._desk.fault_kinds, maintainer)

        return self._desk.ask(work)

    def letter(self, span: Span, maintainer: str = "") -> Future[Letter]:
        """The statement to maintainers over `span` as a letter to sign, not written yet.

        Raises:
            Refusal: no right.
        """
        kinds, template = self._desk.fault_kinds, self._desk.templates / TEMPLATE

        def work() -> Letter:
            self._desk.require(Right.EXPORT)
            values = letter_values(self._figures(span), kinds, maintainer)
            return Letter(template=template, values=values)

        return self._desk.ask(work)

    def detail(self, fault_id: str) -> Future[FaultDetail]:
        """Everything about a fault."""
        return self._desk.ask(lambda: self._read_detail(fault_id))

    # -- inside --------------------------------------------------------------------------------

    def _likeness(self, fault_id: str) -> dict[str, Any]:
        """How like its confirmed view the fault's camera looks now; a fact, the person decides."""
        rows_of = (row for row in self._desk.snapshot.faults if row.id == fault_id)
        row = next(rows_of, None)
        found = self._desk.diagnosing.likeness(row.camera_id) if row else None
        return {"likeness_permille": found[0], "reference": found[1]} if found else {}

    def _refuse(self, sentence: str) -> Future[FaultDetail]:
        def work() -> FaultDetail:
            raise Refusal(sentence)

        return self._desk.ask(work)

    def _read_detail(self, fault_id: str) -> FaultDetail:
        return self._desk.read(lambda session: fault_detail(session, fault_id, self._desk))

    def _do(
        self,
        kind: str,
        fault_id: str,
        facts: Mapping[str, Any] | None = None,
        *,
        reason: str = "",
        picked: Picked | None = None,
    ) -> Future[FaultDetail]:
        def work() -> FaultDetail:
            shot = kept_shot(self._desk, picked)

            def write(unit: Unit) -> None:
                fault = fault_of(unit.session, fault_id)
                if kind == "fault.reopened":
                    refuse_double(unit.session, fault, fault.kind)
                told = {key: value for key, value in (facts or {}).items() if value}
                if shot is not None:
                    told |= shot.as_facts(rows.next_shot_no(unit.session, fault_id), "good")
                self._happen(unit, kind, fault_id, told, reason.strip())

            try:
                self._desk.write(write)
            except Refusal as refusal:
                # A lost server may have committed all the same: then the files must stay.
                if isinstance(refusal, DiskFull) or not isinstance(refusal, StoreTrouble):
                    discard(shot, self._desk)
                raise
            return self._read_detail(fault_id)

        return self._desk.ask(work)

    def _happen(
        self, unit: Unit, kind: str, fault_id: str, facts: Mapping[str, Any], reason: str = ""
    ) -> None:
        moment = Moment(
            kind=kind,
            subject=fault_id,
            facts=facts,
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason,
        )
        try:
            record(unit, moment)
        except ForbiddenFaultMove as error:
            row = unit.session.get_one(FaultTable, fault_id)
            raise Refusal(
                tr(
                    "故障 {no} 已是“{state}”，这一步不能再做；记录没有改动。",
                    no=shown_number(row.found_on, row.no),
                    state=state_words(row.state),
                )
            ) from error
