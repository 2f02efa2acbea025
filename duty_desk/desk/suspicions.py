"""Suspicions: what the program finds in pictures, until a person decides or it passes.

Nothing here starts a clock or tells a maintainer. The operator's word makes a fault, whose clock
begins at that key; when it was first suspected stays on record as a fact.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.desk.diagnosis_rows import suspicion_detail, suspicion_rows
from duty_desk.desk.diagnosis_views import ClassRecord
from duty_desk.desk.diagnosis_words import FAMILIES, fault_kind_of, title_of
from duty_desk.desk.evidence import Picked
from duty_desk.desk.fault_rules import FoundFault
from duty_desk.desk.suspicion_rules import group_at, is_known_fault, is_quiet, is_shadow
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.rights import Right
from duty_desk.domain.suspicion import (
    VERDICTS,
    ForbiddenSuspicionMove,
    Mode,
    SuspicionState,
)
from duty_desk.language import Refusal, tr
from duty_desk.store import suspicion as rows
from duty_desk.store.diagnosis_tables import SuspicionTable
from duty_desk.store.trouble import StoreTrouble, explain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.diagnosis_views import SuspicionDetail, SuspicionRow
    from duty_desk.desk.fault_views import FaultDetail
    from duty_desk.domain.fault import Span
    from duty_desk.store.evidence import EvidenceFile
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session


@dataclass(frozen=True, kw_only=True)
class Suspected:
    """Something that was seen for long enough to be said. Instants are UTC ms.

    Attributes:
        kind, family: Of `vision.finding`, or `clock`.
        numbers: What its sentence says; JSON-ready, without floats.
        occasion: watching | round | sweep.
        reference_id: The view it was judged by; "" without one.
        now_jpeg, good_jpeg: The picture judged, and the last one that looked well.
    """

    camera_id: str
    kind: str
    family: str
    numbers: Mapping[str, Any] = field(default_factory=dict)
    is_hint: bool = False
    is_question: bool = False
    preset: str = ""
    light: str = ""
    occasion: str = "watching"
    since_at: int
    raised_at: int
    reference_id: str = ""
    now_jpeg: bytes = field(default=b"", repr=False)
    good_jpeg: bytes = field(default=b"", repr=False)
    good_at: int | None = None


class Suspicions:
    """The use cases of suspicions. `suspect` and `end` are for the desk thread alone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # -- what the program finds ----------------------------------------------------------------

    def suspect(self, found: Suspected) -> str:
        """Put it on record unless it is known, quiet or a fault already; its id, "" when not."""
        if self._desk.read(lambda session: self._is_needless(session, found)):
            return ""
        suspicion_id = self._desk.new_id()
        files = self._kept(found)
        try:
            self._desk.write(lambda unit: self._raise(unit, suspicion_id, found, files))
        except StoreTrouble:
            self._desk.store.evidence.discard([kept for kept in files.values() if kept])
            raise
        return suspicion_id

    def end(self, camera_id: str, families: Collection[str]) -> None:
        """End what is open at a camera of these families: it is not seen any more."""
        found = self._desk.read(lambda session: rows.open_ones(session, camera_id))
        over = [row for row in found if row.family in families]
        moments = [
            Moment(
                kind="suspicion.ended",
                subject=row.id,
                facts={"is_shadow": row.is_shadow} if row.is_shadow else {},
            )
            for row in over
        ]
        if moments:
            self._desk.record(*moments)

    # -- what people say -----------------------------------------------------------------------

    def detail(self, suspicion_id: str) -> Future[SuspicionDetail]:
        """Everything about a suspicion.

        Raises:
            Refusal: there is none with this id.
        """

        def read(session: Session) -> SuspicionDetail:
            return suspicion_detail(session, _row_of(session, suspicion_id), self._desk)

        return self._desk.ask(lambda: self._desk.read(read))

    def confirm(
        self, suspicion_ids: Sequence[str], *, kind: str = "", picked: Picked | None = None
    ) -> Future[tuple[FaultDetail, ...]]:
        """The operator says: these are faults. Their clocks begin now, at his key.

        Args:
            suspicion_ids: One, or all of an event.
            kind: Code of the fault kind where it is not the one suspected.
            picked: The picture of now, for one alone; else the one that was judged is kept.

        Raises:
            Refusal: one was decided before or is over; the earlier ones of the list stand.
        """
        pressed_at = self._desk.time.now_ms()

        def work() -> tuple[FaultDetail, ...]:
            found = self._desk.read(
                lambda session: [
                    self._open_one(session, one) for one in dict.fromkeys(suspicion_ids)
                ]
            )
            return tuple(self._made_fault(row, pressed_at, kind, picked) for row in found)

        return self._desk.ask(work)

    def dismiss(self, suspicion_ids: Sequence[str], reason: str) -> Future[None]:
        """The operator says: no fault. The same is not suspected again for the set time.

        Raises:
            Refusal: no reason was given, or one was decided before; nothing was changed.
        """

        def work() -> None:
            if not reason.strip():
                raise Refusal(tr("误报要写明原因；记录没有改动。"))

            def write(unit: Unit) -> None:
                for one in dict.fromkeys(suspicion_ids):
                    row = self._open_one(unit.session, one)
                    facts = {"is_shadow": True} if row.is_shadow else {}
                    self._happen(unit, "suspicion.dismissed", one, facts, reason.strip())

            self._desk.write(write)

        return self._desk.ask(work)

    def judge(self, suspicion_id: str, verdict: str) -> Future[None]:
        """Say afterwards whether a finding was `right` or `wrong`; a later word takes its place.

        Raises:
            Refusal: there is no such suspicion or verdict.
        """

        def work() -> None:
            if verdict not in VERDICTS:
                raise Refusal(tr("只能判断为“对”或“错”；没有记录。"))

            def write(unit: Unit) -> None:
                row = _row_of(unit.session, suspicion_id)
                facts = {"verdict": verdict, "is_shadow": row.is_shadow}
                self._happen(unit, "suspicion.judged", suspicion_id, facts)

            self._desk.write(write)

        return self._desk.ask(work)

    def within(self, span: Span) -> Future[tuple[SuspicionRow, ...]]:
        """What was raised within a stretch of time, newest first; shadowed ones too."""

        def read(session: Session) -> tuple[SuspicionRow, ...]:
            return suspicion_rows(session, rows.within(session, span))

        return self._desk.ask(lambda: self._desk.read(read))

    # -- which classes may ring ----------------------------------------------------------------

    def classes(self, span: Span) -> Future[tuple[ClassRecord, ...]]:
        """How often each class was right within a stretch of time, and whether it may ring."""
        return self._desk.ask(lambda: self._desk.read(lambda it: _class_records(it, span)))

    def set_mode(self, family: str, mode: Mode, reason: str) -> Future[None]:
        """Let a class ring, or only be noted, or go by the age of each camera.

        Raises:
            Refusal: who sits here may not, gave no reason, or named no class.
        """

        def work() -> None:
            self._desk.require(Right.DIAGNOSIS)
            if family not in FAMILIES or family == "signal":
                raise Refusal(tr("信号中断总是提醒，不能切换；其余请从列表中选一类。"))
            if not reason.strip():
                raise Refusal(tr("切换提醒方式要写明原因；没有改动。"))
            moment = Moment(
                kind="diagnosis.mode_set",
                subject=family,
                facts={"mode": str(Mode(mode))},
                source=Source.KEY,
                actor=self._desk.actor,
                reason=reason.strip(),
            )
            self._desk.record(moment)

        return self._desk.ask(work)

    # -- inside --------------------------------------------------------------------------------

    def _is_needless(self, session: Session, found: Suspected) -> bool:
        standing = rows.open_ones(session, found.camera_id)
        return (
            any(row.family == found.family for row in standing)
            or is_known_fault(session, found.camera_id, fault_kind_of(found.kind, found.numbers))
            or is_quiet(session, self._desk, found)
        )

    def _kept(self, found: Suspected) -> dict[str, EvidenceFile | None]:
        store = self._desk.store.evidence
        try:
            return {
                "now_sha256": store.put(found.now_jpeg) if found.now_jpeg else None,
                "good_sha256": store.put(found.good_jpeg) if found.good_jpeg else None,
            }
        except OSError as error:
            raise explain(error) or StoreTrouble(str(error)) from None

    def _raise(
        self,
        unit: Unit,
        suspicion_id: str,
        found: Suspected,
        files: Mapping[str, EvidenceFile | None],
    ) -> None:
        names = ("kind", "family", "preset", "light", "occasion", "is_hint", "is_question")
        facts: dict[str, Any] = {name: getattr(found, name) for name in names}
        facts |= {name: kept.sha256 if kept else None for name, kept in files.items()}
        facts |= {
            "camera": found.camera_id,
            "numbers": dict(found.numbers),
            "raised_at": found.raised_at,
            "reference_id": found.reference_id,
            "good_at": found.good_at if found.good_jpeg else None,
            "is_shadow": is_shadow(unit.session, self._desk, found),
            "group_id": group_at(unit.session, self._desk, found),
            "files": [kept.as_facts() for kept in files.values() if kept],
        }
        event_at = min(found.since_at, found.raised_at)
        record(
            unit,
            Moment(kind="suspicion.raised", subject=suspicion_id, facts=facts, event_at=event_at),
        )

    def _open_one(self, session: Session, suspicion_id: str) -> SuspicionTable:
        row = _row_of(session, suspicion_id)
        if row.state != SuspicionState.OPEN:
            raise Refusal(tr("这条疑似已经处理过或已自行恢复；没有重复登记。"))
        return row

    def _made_fault(
        self, row: SuspicionTable, pressed_at: int, kind: str, picked: Picked | None
    ) -> FaultDetail:
        numbers = json.loads(row.facts)
        found = FoundFault(
            camera_id=row.camera_id,
            found_at=pressed_at,
            kind=kind or fault_kind_of(row.kind, numbers),
            picked=picked or self._judged_picture(row, pressed_at),
            down_from_at=min(row.since_at, pressed_at),
            origin="system",
            evidence={
                "suspicion": row.id,
                "class": row.kind,
                "numbers": numbers,
                "since_at": row.since_at,
                "raised_at": row.raised_at,
                "reference": row.reference_id,
            },
        )
        fault = self._desk.faults.finding.find(found, self._desk.new_id())
        self._close_known(row.id, fault.row.id)
        return fault

    def _close_known(self, suspicion_id: str, fault_id: str) -> None:
        """Where the fault stood already nothing was found anew: the suspicion belongs to it."""
        row = self._desk.read(lambda session: _row_of(session, suspicion_id))
        if row.state == SuspicionState.OPEN:
            facts = {"fault": fault_id}
            self._desk.write(
                lambda unit: self._happen(unit, "suspicion.confirmed", suspicion_id, facts)
            )

    def _judged_picture(self, row: SuspicionTable, pressed_at: int) -> Picked | None:
        if row.now_sha256 is None:
            return None
        try:
            photo = self._desk.store.evidence.path(row.now_sha256).read_bytes()
            picked = Picked.from_photo(row.camera_id, photo, row.raised_at)
        except (OSError, Refusal):
            return None
        return Picked(
            camera_id=row.camera_id,
            jpeg=photo,
            width_px=picked.width_px,
            height_px=picked.height_px,
            received_at=row.raised_at,
            age_ms=max(0, pressed_at - row.raised_at),
            found_at=pressed_at,
            is_exact=False,
        )

    def _happen(
        self, unit: Unit, kind: str, subject: str, facts: Mapping[str, Any], reason: str = ""
    ) -> None:
        moment = Moment(
            kind=kind,
            subject=subject,
            facts=facts,
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason,
        )
        try:
            record(unit, moment)
        except ForbiddenSuspicionMove:
            raise Refusal(tr("这条疑似已经处理过或已自行恢复；没有重复登记。")) from None


def _row_of(session: Session, suspicion_id: str) -> SuspicionTable:
    row = session.get(SuspicionTable, suspicion_id)
    if row is None:
        raise Refusal(tr("没有这条疑似的记录。"))
    return row


def _class_records(session: Session, span: Span) -> tuple[ClassRecord, ...]:
    found, modes = rows.within(session, span), rows.modes(session)
    records = []
    for family in FAMILIES:
        own = [row for row in found if row.family == family]
        said = modes.get(family)
        records.append(
            ClassRecord(
                family=family,
                title=title_of(family),
                mode=Mode.LIVE if family == "signal" else Mode(said.mode) if said else Mode.AUTO,
                raised=len(own),
                shadowed=sum(row.is_shadow for row in own),
                right=sum(_was_right(row) is True for row in own),
                wrong=sum(_was_right(row) is False for row in own),
                changed_at=said.changed_at if said else None,
                changed_by=said.changed_by if said else "",
            )
        )
    return tuple(records)


def _was_right(row: SuspicionTable) -> bool | None:
    """What a person said of it: the verdict, else what was done with it."""
    if row.verdict:
        return row.verdict == "right"
    decided = {SuspicionState.CONFIRMED: True, SuspicionState.DISMISSED: False}
    return decided.get(SuspicionState(row.state))
