"""Faults of cameras as views: rows, the whole of one fault, the words that are told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.fault_rules import likeness_words, message_words
from duty_desk.desk.fault_views import FaultDetail, FaultRow, Maintainer
from duty_desk.desk.shots import shot_of
from duty_desk.domain.fault import CHANNEL_WAY, FaultState
from duty_desk.domain.problem import shown_number
from duty_desk.domain.suspicion import OWN_NETWORK
from duty_desk.language import Refusal, language, tr
from duty_desk.push.fault_text import FaultWords, fault_text
from duty_desk.store import clock as clock_rows
from duty_desk.store import fault as rows
from duty_desk.store import push as pushes
from duty_desk.store.journal import entries_of
from duty_desk.store.tables import CameraTable, FaultTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.fault import FaultKind
    from duty_desk.store.tables import ClockTable
    from duty_desk.store.transaction import Session

REPORT_RULE = "fault.report"
HISTORY = 6


def kind_name(kinds: Iterable[FaultKind], code: str) -> str:
    """A kind of fault in the language in use; "待定故障" while undecided."""
    for kind in kinds:
        if kind.code == code:
            return kind.name_in(language())
    return code or tr("待定故障")


def headline(session: Session, fault: FaultTable, kinds: Iterable[FaultKind]) -> str:
    """`C063 海淀南路-南 · 信号中断`."""
    camera = session.get_one(CameraTable, fault.camera_id)
    return f"{camera.code} {camera.name} · {kind_name(kinds, fault.kind)}"


def fault_rows(
    session: Session, found: Sequence[FaultTable], kinds: Sequence[FaultKind]
) -> tuple[FaultRow, ...]:
    """Faults as list rows, in the order given."""
    clocks = clock_rows.by_subject(session, REPORT_RULE, [row.id for row in found])
    by_robot = [row.call_id for row in found if row.way == CHANNEL_WAY]
    states = {call: push.state for call, push in pushes.of_calls(session, by_robot).items()}
    return tuple(
        replace(
            _row(session, row, kinds, clocks.get(row.id)),
            message_state=states.get(row.call_id, ""),
            message_words=message_words(states.get(row.call_id, "")),
        )
        for row in found
    )


def _row(
    session: Session, row: FaultTable, kinds: Sequence[FaultKind], clock: ClockTable | None
) -> FaultRow:
    camera = session.get_one(CameraTable, row.camera_id)
    evidence = json.loads(row.evidence)
    return FaultRow(
        id=row.id,
        number=shown_number(row.found_on, row.no),
        camera_id=row.camera_id,
        camera_code=camera.code,
        camera_name=camera.name,
        community=camera.community,
        kind=row.kind,
        kind_name=kind_name(kinds, row.kind),
        note=row.note,
        origin=row.origin,
        state=row.state,
        found_at=row.found_at,
        found_by=row.found_by,
        down_from_at=row.down_from_at,
        down_to_at=row.down_from_at if _is_dismissed(row) else row.repaired_at or row.closed_at,
        maintainer=row.maintainer or camera.maintainer,
        way=row.way,
        reached=row.reached,
        ticket=row.ticket,
        call_id=row.call_id,
        reported_at=row.reported_at,
        report_ms=None if row.reported_at is None else row.reported_at - row.found_at,
        accepted_at=row.accepted_at,
        arrived_at=row.arrived_at,
        repaired_at=row.repaired_at,
        cause=row.cause,
        closed_at=row.closed_at,
        reason=row.reason,
        verdict=clock.verdict if clock else "",
        group=str(evidence.get("group", "")),
        is_own_network=evidence.get("cause") == OWN_NETWORK,
    )


def _is_dismissed(row: FaultTable) -> bool:
    return row.state == FaultState.DISMISSED


def fault_detail(session: Session, fault_id: str, desk: Desk) -> FaultDetail:
    """Read a fault whole.

    Raises:
        Refusal: there is none with this id.
    """
    fault = session.get(FaultTable, fault_id)
    if fault is None:
        raise Refusal(tr("没有这个故障的记录。"))
    clock = clock_rows.by_subject(session, REPORT_RULE, [fault_id]).get(fault_id)
    is_running = clock is not None and clock.stopped_at is None and clock.verdict != "void"
    others = [
        row for row in rows.of_camera(session, fault.camera_id, HISTORY) if row.id != fault_id
    ]
    whom = _whom(session, fault)
    likeness = desk.diagnosing.likeness(fault.camera_id)
    return FaultDetail(
        row=fault_rows(session, (fault,), desk.fault_kinds)[0],
        shots=tuple(shot_of(desk, session, row) for row in rows.shots(session, fault_id)),
        clock=desk.viewer().clock_card(session, clock, None) if clock and is_running else None,
        entries=entries_of(session, fault_id),
        others=fault_rows(session, others, desk.fault_kinds),
        maintainer=next(
            (known for known in maintainers(session, desk) if known.name == whom),
            Maintainer(name=whom),
        ),
        reached=rows.last_reached(session, whom),
        text=told_text(session, (fault,), desk),
        evidence=json.loads(fault.evidence),
        likeness_permille=likeness[0] if likeness else None,
        likeness_words=likeness_words(likeness[0]) if likeness else "",
    )


def _whom(session: Session, fault: FaultTable) -> str:
    camera = session.get_one(CameraTable, fault.camera_id)
    return fault.maintainer or camera.maintainer or rows.last_maintainer(session, fault.camera_id)


def told_text(session: Session, faults: Sequence[FaultTable], desk: Desk) -> str:
    """What is told of the faults in one call."""
    return fault_text([_words(session, row, desk) for row in faults])


def _words(session: Session, row: FaultTable, desk: Desk) -> FaultWords:
    camera = session.get_one(CameraTable, row.camera_id)
    return FaultWords(
        camera_code=camera.code,
        camera_name=camera.name,
        community=camera.community,
        kind=next((kind.zh for kind in desk.fault_kinds if kind.code == row.kind), ""),
        since_at=row.down_from_at,
        number=shown_number(row.found_on, row.no),
        note=row.note,
    )


def maintainers(session: Session, desk: Desk) -> tuple[Maintainer, ...]:
    """The companies of the contract and of the catalogue, with the numbers the desk entered."""
    contract = desk.store.contract
    names = dict.fromkeys(contract.maintainers if contract else ())
    known = {row.name: row for row in rows.maintainers(session)}
    names |= dict.fromkeys(camera.maintainer for camera in desk.snapshot.cameras)
    names |= dict.fromkeys(known)
    return tuple(
        Maintainer(
            name=name,
            phone=known[name].phone if name in known else "",
            group=known[name].group_name if name in known else "",
        )
        for name in names
        if name
    )
