"""Commands about the duty log: write a line, note an emergency, list and export the month."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from duty_desk.commands.call import DONE, Call, iso, reading, writing_desk
from duty_desk.commands.records import stated_at
from duty_desk.desk.duty_log import Draft
from duty_desk.desk.duty_rows import log_lines
from duty_desk.desk.duty_words import LOG_KINDS, kind_words
from duty_desk.desk.emergencies import FoundEmergency
from duty_desk.domain.fault import Span
from duty_desk.domain.moment import Source
from duty_desk.domain.problem import BEIJING, beijing, month_starts_at
from duty_desk.language import Refusal, tr
from duty_desk.machine.time_source import SystemTimeSource

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.duty_views import LogLine
    from duty_desk.domain.moment import Entry


def record_log(call: Call) -> int:
    """`record log`: a line of the duty log; printed after the commit."""
    words = call.words
    with writing_desk(call) as desk:
        now = desk.time.now_ms()
        draft = Draft(
            kind=_log_kind(words.kind),
            text=words.text,
            handling=words.handling,
            pressed_at=now,
            at=stated_at(words, now),
            reason=words.reason,
            leader=words.leader,
        )
        entry = _written(desk, lambda: desk.duty_log.write(draft).result())
    call.line(tr("已保存：值班日志，日志第 {seq} 条。", seq=entry.seq))
    call.document(_sealed(entry))
    return DONE


def record_emergency(call: Call) -> int:
    """`record emergency`: the moment and what is known of it; its clock runs from then."""
    words = call.words
    with writing_desk(call) as desk:
        now = desk.time.now_ms()
        at = stated_at(words, now)
        found = FoundEmergency(
            found_at=now if at is None else at,
            camera_id=_camera(desk, words.camera),
            kind=_emergency_kind(desk, words.kind),
            place=words.place,
            text=words.text,
            source=Source.KEY if at is None else Source.SELF,
            reason=words.reason,
        )
        entry = _written(desk, lambda: desk.emergency.find(found).result().id)
        # A late entry may have passed its limit already: its clock says so before anyone reads it.
        desk.ask(desk.tick).result()
    call.line(tr("已保存：突发事件，日志第 {seq} 条。请马上电话报告。", seq=entry.seq))
    call.document(_sealed(entry))
    return DONE


def _written(desk: Desk, write: Any) -> Entry:
    """The entry of the record that `write` returns the id of."""
    found: list[Entry] = []
    desk.listen(lambda happened: found.extend(happened.entries))
    subject = write()
    return next(entry for entry in found if entry.subject == subject)


def _sealed(entry: Entry) -> dict[str, Any]:
    return {"id": entry.subject, "seat": entry.seat, "seq": entry.seq, "hash": entry.hash}


def _log_kind(wanted: str) -> str:
    for kind, zh in LOG_KINDS.items():
        if wanted in (str(kind), zh, tr(zh)):
            return str(kind)
    raise Refusal(tr("没有“{name}”这个日志类型，没有保存。", name=wanted))


def _emergency_kind(desk: Desk, wanted: str) -> str:
    for kind in desk.emergency.kinds:
        if wanted in ("", kind.code, kind.zh, kind.en):
            return kind.code if wanted else ""
    raise Refusal(tr("没有“{name}”这个突发事件类型，没有保存。", name=wanted))


def _camera(desk: Desk, code: str) -> str:
    if not code:
        return ""
    camera = next((row for row in desk.snapshot.cameras if row.code == code), None)
    if camera is None:
        raise Refusal(tr("目录里没有点位 {code}，没有保存。", code=code))
    return camera.id


def list_log(call: Call) -> int:
    """`log list [--month]`: the duty log, oldest first."""
    lines = tuple(reversed(_lines(call, _month(call.words.month))))
    for line in lines:
        late = tr(" 补记 迟 {n} 分", n=line.late_min) if line.late_min else ""
        stamp = f"{beijing(line.at):%m-%d %H:%M}{late}"
        parts = (stamp, kind_words(line.kind), line.text, line.handling, line.actor, line.ended)
        call.line("  ".join(part for part in parts if part))
    if not lines:
        call.line(tr("这个月没有值班日志。"))
    call.document([_facts(line) for line in lines])
    return DONE


def _lines(call: Call, span: Span) -> tuple[LogLine, ...]:
    with reading(call) as look:
        return log_lines(look.session, span, look.house.emergencies().kinds)


def _facts(line: LogLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "noun": line.noun,
        "number": line.number,
        "kind": line.kind,
        "at": iso(line.at),
        "text": line.text,
        "handling": line.handling,
        "links": [link.as_facts() for link in line.links],
        "late_min": line.late_min,
        "late_reason": line.late_reason,
        "actor": line.actor,
        "state": line.state,
        "ended": line.ended,
    }


def _month(wanted: str) -> Span:
    at = SystemTimeSource().now_ms()
    if wanted:
        try:
            day = datetime.strptime(wanted, "%Y-%m").replace(tzinfo=BEIJING)
        except ValueError:
            raise Refusal(tr("月份写成 2026-11 这样；没有导出。")) from None
        at = int(day.timestamp()) * 1000
    return Span(month_starts_at(at), month_starts_at(at, 1))
