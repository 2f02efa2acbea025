"""Commands about camera faults: record one, list them, maintainers' numbers, the statement."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.commands.call import DONE, Call, iso, reading, writing_desk
from duty_desk.commands.records import photo, picked, stated_at
from duty_desk.desk.fault_figures import figures
from duty_desk.desk.fault_letter import TEMPLATE, letter_values
from duty_desk.desk.fault_rows import fault_rows
from duty_desk.desk.fault_rules import FoundFault, state_words
from duty_desk.desk.fault_statement import statement_pages
from duty_desk.desk.fault_views import Maintainer
from duty_desk.documents.table_book import write_tables
from duty_desk.documents.word_page import write_filled
from duty_desk.domain.fault import Span
from duty_desk.domain.moment import Source
from duty_desk.domain.problem import BEIJING, beijing, month_starts_at
from duty_desk.language import Refusal, tr
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.store import fault as rows

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.fault_views import FaultDetail, FaultRow
    from duty_desk.domain.fault import FaultKind


def record_fault(call: Call) -> int:
    """`record fault`: a fault of a camera, with a picture or none; printed after the commit."""
    words = call.words
    image = photo(Path(words.image)) if words.image else b""
    with writing_desk(call) as desk:
        camera = next((row for row in desk.snapshot.cameras if row.code == words.camera), None)
        if camera is None:
            raise Refusal(tr("目录里没有点位 {code}，没有保存。", code=words.camera))
        now = desk.time.now_ms()
        at = stated_at(words, now)
        found = FoundFault(
            camera_id=camera.id,
            found_at=now if at is None else at,
            kind=_kind(desk, words.kind),
            note=words.note,
            picked=picked(camera.id, image, words, now) if image else None,
            source=Source.KEY if at is None else Source.SELF,
            reason=words.reason,
        )
        detail = desk.faults.find(found).result()
    _print_fault(call, detail)
    return DONE


def _kind(desk: Desk, wanted: str) -> str:
    for kind in desk.fault_kinds:
        if wanted in ("", kind.code, kind.zh, kind.en):
            return kind.code if wanted else ""
    raise Refusal(tr("没有“{name}”这个故障类型，没有保存。", name=wanted))


def _print_fault(call: Call, detail: FaultDetail) -> None:
    found = next(entry for entry in detail.entries if entry.kind == "fault.found")
    number = detail.row.number
    call.line(tr("已保存：故障 {number}，日志第 {seq} 条。", number=number, seq=found.seq))
    call.document(
        {
            "id": detail.row.id,
            "number": number,
            "seat": found.seat,
            "seq": found.seq,
            "hash": found.hash,
        }
    )


def list_faults(call: Call) -> int:
    """`faults list [--all]`: the open faults; or all of them, oldest first."""
    with reading(call) as look:
        kinds = look.house.fault_kinds()
        now = SystemTimeSource().now_ms()
        found = rows.within(look.session, Span(0, now + 1))
        listed = [
            row
            for row in fault_rows(look.session, found, kinds)
            if call.words.all or rows.is_open(row.state)
        ]
    for row in listed:
        call.line(_line(row))
    if not listed:
        call.line(tr("没有故障。"))
    call.document([_facts(row, kinds) for row in listed])
    return DONE


def _line(row: FaultRow) -> str:
    found = f"{beijing(row.found_at):%m-%d %H:%M:%S}"
    parts = (row.number, found, row.camera_title, row.kind_name, state_words(row.state))
    return "  ".join((*parts, row.maintainer, row.note)).rstrip()


def _facts(row: FaultRow, kinds: tuple[FaultKind, ...]) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "camera": row.camera_code,
        "kind": row.kind,
        "kind_name": next((kind.zh for kind in kinds if kind.code == row.kind), ""),
        "state": row.state,
        "note": row.note,
        "maintainer": row.maintainer,
        "found_at": iso(row.found_at),
        "reported_at": iso(row.reported_at),
        "repaired_at": iso(row.repaired_at),
        "closed_at": iso(row.closed_at),
        "down_from_at": iso(row.down_from_at),
        "down_to_at": iso(row.down_to_at),
        "verdict": row.verdict,
    }


def set_maintainer(call: Call) -> int:
    """`faults maintainer NAME`: how a maintainer is reached; without options only shown."""
    words = call.words
    with writing_desk(call) as desk:
        known = {one.name: one for one in desk.faults.maintainers().result()}
        old = known.get(words.name, Maintainer(name=words.name))
        phone = old.phone if words.phone is None else words.phone
        group = old.group if words.group is None else words.group
        new = Maintainer(name=words.name, phone=phone, group=group)
        if new != old:
            desk.faults.set_maintainer(new).result()
    call.line(tr("{name}：电话 {phone}，群 {group}", name=new.name, phone=phone, group=group))
    call.document({"name": new.name, "phone": phone, "group": group})
    return DONE


def write_statement(call: Call) -> int:
    """`faults statement --month --out [--maintainer]`: the month as tables or letter."""
    words = call.words
    path = Path(words.out)
    if path.suffix.lower() not in {".xlsx", ".docx"}:
        raise Refusal(tr("对账单只能存成 .xlsx 或 .docx 文件；没有导出。"))
    now = SystemTimeSource().now_ms()
    span = _month(words.month, now)
    with reading(call) as look:
        kinds = look.house.fault_kinds()
        found = figures(look.session, kinds, span, now)
    pages = statement_pages(found, kinds, words.maintainer)
    if not pages:
        raise Refusal(tr("这个月没有“{name}”的点位或故障；没有导出。", name=words.maintainer))
    if path.suffix.lower() == ".docx":
        template = look.house.files.resources / "templates" / TEMPLATE
        write_filled(path, template, letter_values(found, kinds, words.maintainer))
    else:
        write_tables(path, pages)
    whole = found.whole
    call.line(tr("对账单已保存：{file}", file=path.name))
    call.document(
        {
            "file": str(path),
            "from_at": iso(found.from_at),
            "to_at": iso(found.to_at),
            "faults": whole.faults,
            "timely": whole.timely,
            "judged": whole.judged,
            "online_ppm": whole.online_ppm,
            "good_ppm": whole.good_ppm,
        }
    )
    return DONE


def _month(wanted: str, now: int) -> Span:
    at = now
    if wanted:
        try:
            day = datetime.strptime(wanted, "%Y-%m").replace(tzinfo=BEIJING)
        except ValueError:
            raise Refusal(tr("月份写成 2026-11 这样；没有导出。")) from None
        at = int(day.timestamp()) * 1000
    if at > now:
        raise Refusal(tr("这个月还没有开始；没有导出。"))
    return Span(month_starts_at(at), month_starts_at(at, 1))
