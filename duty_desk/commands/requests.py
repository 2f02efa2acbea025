"""Commands about footage requests: list, show, register from a script, export the register."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.commands.call import DONE, Call, iso, reading, writing_desk
from duty_desk.desk.footage_rows import register_rows
from duty_desk.desk.footage_views import FootageWish
from duty_desk.desk.footage_words import kind_words, number_of, state_words
from duty_desk.desk.wording import has_line
from duty_desk.domain.footage import FootageKind, FootageRequest, FootageState, Officer, Span
from duty_desk.domain.problem import BEIJING, beijing, month_starts_at
from duty_desk.language import Refusal, tr
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.store import footage as rows
from duty_desk.store import journal

if TYPE_CHECKING:
    from duty_desk.commands.call import Reading
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_views import FootageRow
    from duty_desk.store.footage_tables import FootageTable


def list_requests(call: Call) -> int:
    """`footage list [--month] [--all]`: the register, newest first; it names nobody who asked."""
    from_at, to_at = _span(call)
    with reading(call) as look:
        found = rows.within(look.session, from_at, to_at, ())
        if not call.words.all and not call.words.month:
            found = tuple(row for row in found if row.state != FootageState.CLOSED)
        listed = register_rows(look.session, found, SystemTimeSource().now_ms())
    for row in listed:
        call.line(_line(row))
    if not listed:
        call.line(tr("没有录像调取登记。"))
    call.document([_facts(row) for row in listed])
    return DONE


def _span(call: Call) -> tuple[int, int]:
    if not call.words.month:
        return 0, 0
    begin = _instant(f"{call.words.month}-01")
    return begin, month_starts_at(begin, 1)


def _line(row: FootageRow) -> str:
    parts = [row.number, f"{beijing(row.registered_at):%m-%d %H:%M}", state_words(row.state)]
    parts += [row.unit, kind_words(row.kind), tr("{n} 个点位", n=row.cameras)]
    if row.soonest_overwritten_at:
        due = f"{beijing(row.soonest_overwritten_at):%m-%d %H:%M}"
        parts.append(tr("录像 {due} 起会被覆盖", due=due))
    return "  ".join(parts)


def _facts(row: FootageRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "kind": str(row.kind),
        "state": str(row.state),
        "unit": row.unit,
        "cameras": row.cameras,
        "files": row.files,
        "registered_at": iso(row.registered_at),
        "overwritten_at": iso(row.soonest_overwritten_at),
        "holding": str(row.holding),
        "lacking": list(row.lacking),
        "version": row.version,
    }


def show_request(call: Call) -> int:
    """`footage show NUMBER`: what was asked, its recordings, and the chain of custody."""
    with reading(call) as look:
        row = _by_number(look, call.words.number)
        asked = rows.request_of(row)
        files = rows.files(look.session, [row.id])[row.id]
        view = register_rows(look.session, (row,), SystemTimeSource().now_ms())[0]
        entries = [one for one in journal.entries_of(look.session, row.id) if has_line(one)]
        lines = [look.viewer.journal_line(look.session, one) for one in entries]
    call.line(_line(view))
    for span in asked.spans:
        call.line(f"  {span.code}  {_time(span.from_at)} – {_time(span.to_at)}")
    for file in files:
        call.line(f"  {file.name}  {file.size_bytes} B  {file.sha256}")
    for line in lines:
        call.line(f"  #{line.seq}  {_time(line.event_at)}  {line.actor}  {line.text}")
    files_told = [{"name": one.name, "sha256": one.sha256} for one in files]
    custody = [{"seq": one.seq, "kind": one.kind, "at": iso(one.event_at)} for one in lines]
    package = json.loads(row.package)
    told = {"seal": package.get("seal", ""), "files": files_told, "custody": custody}
    call.document(_facts(view) | told)
    return DONE


def _by_number(look: Reading, number: str) -> FootageTable:
    found = next((row for row in rows.every(look.session) if number_of(row) == number), None)
    if found is None:
        raise Refusal(tr("没有编号为“{number}”的录像调取登记。", number=number))
    return found


def _time(at: int) -> str:
    return f"{beijing(at):%Y-%m-%d %H:%M:%S}"


def record_request(call: Call) -> int:
    """`record footage`: a request; who asks is read from standard input, one person a line."""
    words = call.words
    officers = _officers()
    with writing_desk(call) as desk:
        asked = FootageRequest(
            kind=FootageKind(words.kind),
            unit=words.unit,
            reason=words.reason,
            content=words.content,
            spans=tuple(_asked(desk, one) for one in words.span),
            is_police=not words.not_police,
            paper_kind=words.paper_kind,
            paper_no=words.paper_no,
        )
        scan = Path(words.scan) if words.scan else None
        row = desk.footage.register(asked, officers, scan=scan).result()
    call.line(
        tr("已登记：调取 {number}，{state}。", number=row.number, state=state_words(row.state))
    )
    call.document(_facts(row))
    return DONE


def _officers() -> tuple[Officer, ...]:
    """Lines `NAME NUMBER [PHONE]`; not in the call, where other users could read them."""
    found = []
    for line in sys.stdin:
        name, _, rest = line.strip().partition(" ")
        number, _, phone = rest.strip().partition(" ")
        if name:
            found.append(Officer(name=name, number=number, phone=phone.strip()))
    return tuple(found)


def _asked(desk: Desk, words: list[str]) -> Span:
    code, begin, end = words
    camera = next((row for row in desk.snapshot.cameras if row.code == code), None)
    if camera is None:
        raise Refusal(tr("目录里没有点位 {code}，没有保存。", code=code))
    return Span(camera_id=camera.id, code=code, from_at=_instant(begin), to_at=_instant(end))


def _instant(text: str) -> int:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(tr("时间写成 2026-11-21T08:30 这样，可带时区")) from None
    return int((found if found.tzinfo else found.replace(tzinfo=BEIJING)).timestamp()) * 1000


def export_requests(call: Call) -> int:
    """`footage export FILE [--month] [--reason]`: the register as a workbook, on record."""
    path, (from_at, to_at) = Path(call.words.file), _span(call)
    if path.suffix.lower() != ".xlsx":
        raise Refusal(tr("调取登记簿只能存成 .xlsx 文件；没有导出。"))
    with writing_desk(call) as desk:
        wish = FootageWish(from_at=from_at, to_at=to_at)
        count = desk.footage.export_register(path, wish, call.words.reason).result()
    call.line(tr("已导出 {n} 条到 {file}", n=count, file=path.name))
    call.document({"file": str(path), "requests": count})
    return DONE
