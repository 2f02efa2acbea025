"""Commands about what is on record: clocks, journal, record, verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.commands.call import DONE, NO, Call, iso, reading, writing_desk
from duty_desk.desk.evidence import Picked
from duty_desk.desk.verifying import verify_all
from duty_desk.desk.wording import duration_words, has_line
from duty_desk.domain import clock as clocks
from duty_desk.domain.moment import LATE_AFTER_MS, REASON_AFTER_MS, Source
from duty_desk.domain.problem import beijing
from duty_desk.language import Refusal, mark, tr
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.store import clock as clock_rows
from duty_desk.store import journal
from duty_desk.store.spool import entry_facts

if TYPE_CHECKING:
    from duty_desk.commands.call import Reading
    from duty_desk.desk.views import ProblemDetail
    from duty_desk.domain.moment import Entry
    from duty_desk.store.tables import ClockTable

_MARKS = {"ok": "✔", "failed": "✘", "unanchored": "○", "skipped": "–"}


def show_clocks(call: Call) -> int:
    """`clocks [--all]`: running clocks, least time left first; or all of them."""
    with reading(call) as look:
        found = (
            clock_rows.every(look.session) if call.words.all else clock_rows.running(look.session)
        )
        now = SystemTimeSource().now_ms()
        listed = [_clock(look, row, now) for row in found]
    for item in listed:
        left_ms = item["left_ms"]
        left = duration_words(abs(left_ms))
        words = tr("剩 {left}", left=left) if left_ms >= 0 else tr("超 {left}", left=left)
        call.line(f"{item['verdict']:<13} {words:<14} {item['rule']:<20} {item['headline']}")
    if not listed:
        call.line(tr("没有进行中的时限。"))
    call.document([{key: item[key] for key in item if key != "headline"} for item in listed])
    return DONE


def _clock(look: Reading, row: ClockTable, now: int) -> dict[str, Any]:
    clock = clock_rows.clock_of(row)
    return {
        "id": clock.id,
        "rule": clock.rule_id,
        "clause": clock.clause,
        "subject": clock.subject,
        "started_at": iso(clock.started_at),
        "due_at": iso(clock.due_at),
        "stopped_at": iso(clock.stopped_at),
        "verdict": str(clock.verdict),
        "left_ms": clocks.left_ms(clock, now),
        "headline": look.viewer.clock_card(look.session, row, None).headline,
    }


def show_journal(call: Call) -> int:
    """`journal`: the entries, oldest first; with --json one object a line."""
    with reading(call) as look:
        entries = journal.entries_since(look.session, 0, call.words.limit)
        for entry in reversed(entries):
            if call.is_json:
                call.document(_entry(entry))
            else:
                call.line(_entry_line(look, entry))
    return DONE


def _entry(entry: Entry) -> dict[str, Any]:
    facts = entry_facts(entry)
    return {**facts, "event_at": iso(entry.event_at), "recorded_at": iso(entry.recorded_at)}


def _entry_line(look: Reading, entry: Entry) -> str:
    stamp = f"{beijing(entry.event_at):%m-%d %H:%M:%S}"
    words = entry.kind
    if has_line(entry):
        words = look.viewer.journal_line(look.session, entry).text
    late = ""
    if entry.late_ms > LATE_AFTER_MS:
        late = tr("  补记 迟 {n} 分", n=entry.late_ms // 60_000)
    actor = tr(entry.actor or mark("系统"))
    return f"{entry.seat}#{entry.seq:<6} {stamp}  {words}  {actor}{late}"


def record_problem(call: Call) -> int:
    """`record problem`: a problem from a picture file; printed only after the commit."""
    words = call.words
    image = photo(Path(words.image))
    with writing_desk(call) as desk:
        camera = next((row for row in desk.snapshot.cameras if row.code == words.camera), None)
        if camera is None:
            raise Refusal(tr("目录里没有点位 {code}，没有保存。", code=words.camera))
        category = _category(desk.categories, words.category)
        seen = picked(camera.id, image, words, desk.time.now_ms())
        detail = desk.problems.find(seen).result()
        if words.category or words.description or words.unit:
            detail = desk.problems.describe(
                detail.row.id,
                category=category,
                description=words.description,
                unit=words.unit or detail.row.unit,
            ).result()
        # A late entry may have passed its limit already: its clock says so before anyone reads it.
        desk.ask(desk.tick).result()
        _print_problem(call, desk.problems.detail(detail.row.id).result())
    return DONE


def _category(categories: tuple[Any, ...], wanted: str) -> str:
    for category in categories:
        if wanted in ("", category.code, category.zh, category.en):
            return category.code if wanted else ""
    raise Refusal(tr("没有“{name}”这个问题类别，没有保存。", name=wanted))


def photo(path: Path) -> bytes:
    """The bytes of a picture file.

    Raises:
        Refusal: it is too large or cannot be read.
    """
    from duty_desk.desk.evidence import PHOTO_MAX_BYTES

    try:
        if path.stat().st_size > PHOTO_MAX_BYTES:
            raise Refusal(tr("照片“{name}”超过 20 MB，没有保存。", name=path.name))
        return path.read_bytes()
    except OSError:
        raise Refusal(tr("照片“{name}”读不出来，没有保存。", name=path.name)) from None


def stated_at(words: Any, now: int) -> int | None:
    """The earlier instant (UTC ms) that the call states, None for now.

    Raises:
        Refusal: it lies ahead, or so far back that a reason is needed.
    """
    if words.found_at is None:
        return None
    found_at = int(words.found_at.timestamp() * 1000)
    if found_at > now:
        raise Refusal(tr("发现时间不能在将来，没有保存。"))
    if now - found_at > REASON_AFTER_MS and not words.reason:
        raise Refusal(tr("补记超过 30 分钟要用 --reason 写明原因，没有保存。"))
    return found_at


def picked(camera_id: str, image: bytes, words: Any, now: int) -> Picked:
    """A picture file as evidence, of the instant that the call states."""
    found_at = stated_at(words, now)
    picked_now = Picked.from_photo(camera_id, image, now)
    if found_at is None:
        return picked_now
    return Picked(
        camera_id=camera_id,
        jpeg=image,
        width_px=picked_now.width_px,
        height_px=picked_now.height_px,
        received_at=found_at,
        age_ms=0,
        found_at=found_at,
        source=Source.SELF,
        reason=words.reason,
    )


def _print_problem(call: Call, detail: ProblemDetail) -> None:
    found = next(entry for entry in detail.entries if entry.kind == "problem.found")
    call.line(
        tr("已保存：问题 {number}，日志第 {seq} 条。", number=detail.row.number, seq=found.seq)
    )
    call.document(
        {
            "id": detail.row.id,
            "number": detail.row.number,
            "seat": found.seat,
            "seq": found.seq,
            "hash": found.hash,
            "verdict": detail.row.verdict,
        }
    )


def verify_store(call: Call) -> int:
    """`verify`: one verdict per test; exit 1 when one of them failed."""
    with reading(call) as look:
        verdicts = verify_all(look.session, look.house.place, heads=call.words.head)
    is_ok = all(verdict.state != "failed" for verdict in verdicts)
    for verdict in verdicts:
        where = f"  [{verdict.where}]" if verdict.where else ""
        call.line(f"{_MARKS[verdict.state]} {verdict.name:<13} {verdict.detail}{where}")
    call.line(tr("核对通过。") if is_ok else tr("核对没有通过：见 ✘ 的一行。"))
    call.document({"ok": is_ok, "verdicts": [vars(verdict) for verdict in verdicts]})
    return DONE if is_ok else NO
