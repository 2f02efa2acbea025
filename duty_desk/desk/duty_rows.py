"""Rows of duty log and emergencies turned into views."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duty_desk.desk.duty_views import CallRow, EmergencyRow, InstructionRow, LogLine
from duty_desk.domain.duty_log import LogKind, late_minutes, link_from
from duty_desk.domain.open_item import OpenItem
from duty_desk.domain.problem import beijing, shown_number
from duty_desk.language import language, tr
from duty_desk.store import duty_log as logs
from duty_desk.store import emergency as emergencies
from duty_desk.store import presence
from duty_desk.store.tables import CameraTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duty_desk.domain.emergency import EmergencyKind
    from duty_desk.domain.fault import Span
    from duty_desk.store.duty_tables import (
        AbsenceTable,
        DutyLogTable,
        EmergencyTable,
        InstructionTable,
    )
    from duty_desk.store.transaction import Session


def log_lines(session: Session, span: Span, kinds: Sequence[EmergencyKind]) -> tuple[LogLine, ...]:
    """Everything the duty log says of a stretch of time, newest first."""
    cut = span.from_at, span.to_at
    lines = [log_line(row) for row in logs.lines_within(session, *cut)]
    lines += [_instruction_line(row) for row in logs.instructions_within(session, *cut)]
    for row in emergencies.within(session, *cut):
        lines += _emergency_lines(emergency_row(session, row, kinds), row.shift)
    for absent in presence.absences_within(session, *cut):
        lines += _absence_lines(absent)
    return tuple(sorted(lines, key=lambda line: (line.at, line.number), reverse=True))


def log_line(row: DutyLogTable) -> LogLine:
    """A line written by hand."""
    return LogLine(
        id=row.id,
        noun="log",
        number=shown_number(row.logged_on, row.no),
        kind=row.kind,
        text=row.text,
        handling=row.handling,
        links=tuple(link_from(link) for link in json.loads(row.links)),
        at=row.at,
        late_min=0 if row.amends else late_minutes(row.at, row.recorded_at),
        late_reason=row.late_reason,
        actor=row.actor,
        shift=row.shift,
        state=row.state,
        ended=_ended(row),
    )


def _ended(row: DutyLogTable) -> str:
    if not row.ended_by:
        return ""
    second = tr("，{name} 在场", name=row.second) if row.second else ""
    said = tr("{who} 更正", who=row.ended_by)
    if row.state == "voided":
        said = tr("{who} 作废", who=row.ended_by)
    return said + second + tr("：{reason}", reason=row.reason)


def _instruction_line(row: InstructionTable) -> LogLine:
    read = tr("{name} {at} 已阅", name=row.read_by, at=_clock(row.read_at)) if row.read_at else ""
    return LogLine(
        id=row.id,
        noun="instruction",
        number=tr("交 {no}", no=shown_number(row.given_on, row.no)),
        kind=LogKind.INSTRUCTION,
        text=tr("{leader}交办：{text}", leader=row.leader, text=row.text),
        handling=read or tr("接班人未阅"),
        links=(),
        at=row.given_at,
        late_min=late_minutes(row.given_at, row.recorded_at),
        late_reason="",
        actor=row.actor,
        shift=row.shift,
        state="read" if row.read_at else "unread",
    )


def _emergency_lines(row: EmergencyRow, shift: str) -> list[LogLine]:
    about = row.headline or tr("（待填写）")
    told = [
        tr("{role} {at} {result}", role=call.role, at=_clock(call.at), result=call_words(call))
        for call in row.calls
    ]
    ending = tr("{at} 结束：{closing}", at=_clock(row.closed_at), closing=row.closing)
    if row.state == "voided":
        ending = tr("{at} 撤销：{closing}", at=_clock(row.closed_at), closing=row.closing)
    handling = tr("；").join([*told, *([ending] if row.closed_at else [])])
    found = LogLine(
        id=row.id,
        noun="emergency",
        number=row.number,
        kind=LogKind.INCIDENT,
        text=" ".join(part for part in (tr("突发事件 {about}", about=about), row.text) if part),
        handling=handling or tr("尚未报告"),
        links=(),
        at=row.found_at,
        late_min=0,
        late_reason="",
        actor=row.found_by or tr("（未登录）"),
        shift=shift,
        state="voided" if row.state == "voided" else "saved",
    )
    return [found]


def call_words(call: CallRow) -> str:
    """What became of a call, in a word."""
    words = tr("已告知") if call.is_reached else tr("未接通")
    return tr("{words}（{note}）", words=words, note=call.note) if call.note else words


def _absence_lines(row: AbsenceTable) -> list[LogLine]:
    back = tr("{at} 回岗", at=_clock(row.ended_at)) if row.ended_at else tr("尚未回岗")
    return [
        LogLine(
            id=row.id,
            noun="absence",
            number="",
            kind=LogKind.OTHER,
            text=tr("临时离岗（{why}），{name} 顶岗", why=row.why, name=row.reliever),
            handling=back,
            links=(),
            at=row.began_at,
            late_min=0,
            late_reason="",
            actor=row.person,
            shift=row.shift,
        )
    ]


def _clock(instant: int | None) -> str:
    return f"{beijing(instant):%H:%M}" if instant else "—"


def instruction_row(row: InstructionTable) -> InstructionRow:
    """An instruction as shown."""
    return InstructionRow(
        id=row.id,
        number=tr("交 {no}", no=shown_number(row.given_on, row.no)),
        text=row.text,
        leader=row.leader,
        given_at=row.given_at,
        actor=row.actor,
    )


def emergency_row(
    session: Session, row: EmergencyTable, kinds: Iterable[EmergencyKind]
) -> EmergencyRow:
    """An emergency as shown, with the calls about it."""
    camera = session.get(CameraTable, row.camera_id) if row.camera_id else None
    name = next((one.name_in(language()) for one in kinds if one.code == row.kind), row.kind)
    return EmergencyRow(
        id=row.id,
        number=tr("突 {no}", no=shown_number(row.found_on, row.no)),
        kind=row.kind,
        kind_name=name,
        camera_id=row.camera_id,
        camera_title=f"{camera.code} {camera.name}" if camera else "",
        place=row.place,
        text=row.text,
        state=row.state,
        found_at=row.found_at,
        found_by=row.found_by,
        told_at=row.told_at,
        closed_at=row.closed_at,
        closing=row.closing,
        calls=tuple(
            CallRow(
                no=call.no,
                role=call.role,
                number=call.number,
                at=call.at,
                is_reached=call.is_reached,
                note=call.note,
                actor=call.actor,
            )
            for call in emergencies.calls(session, row.id)
        ),
    )


def open_item(row: EmergencyRow) -> OpenItem:
    """An emergency that is not over, as the handover lists it."""
    told = tr("{at} 已报告甲方，等处置结果", at=_clock(row.told_at))
    return OpenItem(
        noun="emergency",
        subject=row.id,
        title=row.headline or tr("突发事件（待填写）"),
        state=told if row.told_at else tr("{at} 发现，还没有报告甲方", at=_clock(row.found_at)),
        is_urgent=True,
        owner=row.found_by,
    )


def open_instructions(session: Session, _now: int) -> tuple[OpenItem, ...]:
    """The instructions nobody but their writer has read, for the handover."""
    return tuple(
        OpenItem(
            noun="instruction",
            subject=row.id,
            title=tr("{leader}交办：{text}", leader=row.leader, text=row.text),
            state=tr("{at} 交办，接班人未阅", at=f"{beijing(row.given_at):%m-%d %H:%M}"),
            is_urgent=True,
            owner=row.leader,
        )
        for row in logs.unread(session)
    )
