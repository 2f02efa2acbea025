"""Finding a fault: F9 and what stands on the disk before its form opens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.consequences import record
from duty_desk.desk.evidence import keep_shot
from duty_desk.desk.fault_rows import fault_detail
from duty_desk.desk.fault_rules import down_from, known_as, refuse_unknown_kind
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_of
from duty_desk.language import tr
from duty_desk.store import fault as rows
from duty_desk.store.tables import CameraTable, FaultTable
from duty_desk.store.trouble import DiskFull, StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.evidence import KeptShot, Picked
    from duty_desk.desk.fault_rules import FoundFault
    from duty_desk.desk.fault_views import FaultDetail
    from duty_desk.store.store import Unit


class FaultFinding:
    """How faults get on record; used on the desk thread alone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, found: FoundFault, fault_id: str) -> FaultDetail:
        """Keep it; on a full disk with the room that is kept for that."""
        try:
            return self._find(found, fault_id)
        except DiskFull:
            if not self._desk.give_up_reserve():
                raise
        return self._find(found, fault_id)

    def _find(self, found: FoundFault, fault_id: str) -> FaultDetail:
        refuse_unknown_kind(self._desk.fault_kinds, found.kind)
        known = self._known_as(found)
        if known:
            self._name(known, found)
            return self._read_detail(known)
        shot = kept_shot(self._desk, found.picked)
        moment = self._found_moment(found, fault_id, shot)
        try:
            self._desk.write(lambda unit: record(unit, self._numbered(unit, moment)))
        except DiskFull:
            discard(shot, self._desk)
            raise
        except StoreTrouble:
            self._keep_aside(moment)
        return self._read_detail(fault_id)

    def _known_as(self, found: FoundFault) -> str:
        try:
            return self._desk.read(lambda session: known_as(session, found))
        except StoreTrouble:
            return ""  # F9 must work while the store is out of reach

    def _name(self, fault_id: str, found: FoundFault) -> None:
        """Give the kind to an open fault that nobody has named yet."""

        def write(unit: Unit) -> None:
            fault = unit.session.get_one(FaultTable, fault_id)
            if found.kind and not fault.kind:
                moment = Moment(
                    kind="fault.described",
                    subject=fault_id,
                    facts={"kind": found.kind},
                    source=found.source,
                    actor=self._desk.actor,
                )
                record(unit, moment)

        self._desk.write(write)

    def _found_moment(self, found: FoundFault, fault_id: str, shot: KeptShot | None) -> Moment:
        facts = {
            "camera": found.camera_id,
            "found_on": day_of(found.found_at),
            "kind": found.kind,
            "note": found.note.strip(),
            "origin": found.origin,
            "evidence": dict(found.evidence),
            "down_from_at": found.down_from_at,
            **(shot.as_facts(1, "found") if shot else {}),
        }
        return Moment(
            kind="fault.found",
            subject=fault_id,
            facts=facts,
            event_at=found.found_at,
            source=found.source,
            actor="" if found.source is Source.SYSTEM else self._desk.actor,
            reason=found.reason,
        )

    def _numbered(self, unit: Unit, moment: Moment) -> Moment:
        facts = dict(moment.facts)
        facts["no"] = rows.next_no(unit.session, self._desk.store.seat, facts["found_on"])
        if facts["down_from_at"] is None:
            camera = unit.session.get_one(CameraTable, facts["camera"])
            found_at = moment.event_at or self._desk.time.now_ms()
            facts["down_from_at"] = down_from(camera, facts["kind"], found_at)
        return replace(moment, facts=facts)

    def _keep_aside(self, moment: Moment) -> None:
        try:
            self._desk.store.spool.keep_pending([moment])
        except OSError as error:
            raise StoreTrouble(
                tr("记录库和备用文件都写不进去，这个故障没有保存。请先电话报修，并检查磁盘。")
            ) from error
        raise StoreTrouble(
            tr(
                "记录库暂时写不进去。故障和发现时间已存进备用文件，恢复后自动补入；"
                "10 分钟照常计时，请先电话报修。"
            )
        ) from None

    def replay(self, unit: Unit, moments: Sequence[Moment]) -> None:
        """Write findings that waited in the spool, each once."""
        for moment in moments:
            is_fault = moment.kind == "fault.found"
            if is_fault and unit.session.get(FaultTable, moment.subject) is None:
                record(unit, self._numbered(unit, moment))

    def _read_detail(self, fault_id: str) -> FaultDetail:
        return self._desk.read(lambda session: fault_detail(session, fault_id, self._desk))


def kept_shot(desk: Desk, picked: Picked | None) -> KeptShot | None:
    """The picture on the disk, not named by any row yet; None when there is none to keep."""
    if picked is None:
        return None
    for camera in desk.snapshot.cameras:
        if camera.id == picked.camera_id:
            return keep_shot(desk, picked, camera)
    row = desk.read(lambda session: session.get_one(CameraTable, picked.camera_id))
    return keep_shot(desk, picked, row)


def discard(shot: KeptShot | None, desk: Desk) -> None:
    """Take a kept picture away again, because no row will name it."""
    if shot is not None:
        shot.discard(desk)
