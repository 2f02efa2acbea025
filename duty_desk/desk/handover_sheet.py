"""The words of a handover sheet, from the records; always in Chinese, whoever prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.handover_rows import packet_of
from duty_desk.desk.handover_words import span_words
from duty_desk.desk.open_items import noun_words
from duty_desk.desk.shift_figures import figures_of
from duty_desk.desk.wording import duration_words
from duty_desk.documents.file_put import put
from duty_desk.documents.handover_sheet import Line, Sheet, sheet_pdf, sheet_word
from duty_desk.domain.handover import HandoverState
from duty_desk.domain.problem import beijing, day_of
from duty_desk.language import Refusal, chinese, speaking, tr
from duty_desk.store import checkpoint, journal, shift_entries
from duty_desk.store.checkpoint import SHOWN, code_of
from duty_desk.store.shift_tables import HandoverTable, ShiftTable

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.handover_views import Packet, PacketItem, ShiftFigures
    from duty_desk.domain.moment import Entry
    from duty_desk.store.shift_tables import CheckpointTable
    from duty_desk.store.transaction import Session

SUFFIXES = (".pdf", ".docx")


class HandoverSheets:
    """Makes sheets of handovers that have ended."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def words(self, handover_id: str) -> Future[Sheet]:
        """What stands on the sheet.

        Raises:
            Refusal: the handover has not ended, so there is nothing to seal.
        """

        def read(session: Session) -> Sheet:
            with speaking("zh_CN"):
                return _sheet(self._desk, session, handover_id)

        return self._desk.ask(lambda: self._desk.read(read))

    def write(self, handover_id: str, file: Path) -> Path:
        """Write the sheet as a .pdf or .docx; on any thread but the desk's.

        Raises:
            Refusal: the handover has not ended, or the file cannot be written.
        """
        if file.suffix.lower() not in SUFFIXES:
            raise Refusal(tr("交接单可以存成 .pdf 或 .docx；没有保存。"))
        sheet = self.words(handover_id).result()
        is_pdf = file.suffix.lower() == ".pdf"
        put(file, sheet_pdf(sheet, self._desk.font.parent) if is_pdf else sheet_word(sheet))
        return file


def _sheet(desk: Desk, session: Session, handover_id: str) -> Sheet:
    row = session.get(HandoverTable, handover_id)
    made = checkpoint.of_handover(session, handover_id)
    if row is None or made is None:
        raise Refusal(tr("这次交接还没有完成，没有交接单。"))
    packet = packet_of(session, row)
    shift = session.get_one(ShiftTable, row.shift_id)
    where = f"{desk.hall} · {desk.seat}    {span_words(packet.shift)}"
    return Sheet(
        title=chinese("值班交接单"),
        subtitle=where,
        facts=_facts(session, packet),
        figures=_figures(figures_of(session, shift)),
        lines=tuple(_line(line, packet) for line in packet.items),
        since=tuple(
            chinese(
                "交接期间新发生，由交班人负责处理：{title}（{state}）",
                title=one.title,
                state=one.state,
            )
            for one in packet.since_cut
        ),
        notes=_notes(packet),
        signers=(chinese("交班人签字："), chinese("接班人签字：")),
        seal=_seal(session, made),
        code=_code(made),
    )


def _facts(session: Session, packet: Packet) -> tuple[tuple[str, ...], ...]:
    ended = packet.ended_at or packet.cut_at
    change = _change(session, packet)
    facts = change.facts if change is not None else {}
    uncovered, overlap = int(facts.get("uncovered_ms", 0)), int(facts.get("overlap_ms", 0))
    unknown = "—" if change is None else ""
    incoming = packet.incoming_name if packet.state is HandoverState.ACCEPTED else "—"
    return (
        (
            chinese("交班人"),
            packet.shift.name,
            chinese("接班人"),
            incoming,
            chinese("带班领导"),
            packet.shift.leader or "—",
        ),
        (
            chinese("交接时刻"),
            f"{beijing(ended):%m-%d %H:%M:%S}",
            chinese("在岗空档"),
            unknown or chinese("{n} 分", n=uncovered // 60_000),
            chinese("重叠"),
            unknown or chinese("{n} 分", n=overlap // 60_000),
        ),
    )


def _change(session: Session, packet: Packet) -> Entry | None:
    found = journal.entries_of(session, packet.shift.id)
    return next((one for one in found if one.kind == "shift.handover_accepted"), None)


def _figures(one: ShiftFigures) -> tuple[tuple[str, str], ...]:
    return (
        (chinese("巡查轮次"), f"{one.rounds_done} / {one.rounds_due}"),
        (chinese("点位查看"), f"{one.seen} / {one.expected}"),
        (chinese("问题推送"), _timely(one.pushed, one.pushed_late, one.push_worst_ms)),
        (chinese("故障报修"), _timely(one.reported, one.reported_late, one.report_worst_ms)),
        (chinese("在岗确认"), f"{one.answered} / {one.asked}" if one.asked else "—"),
    )


def _timely(count: int, late: int, worst_ms: int) -> str:
    if not count:
        return "0"
    if not late:
        return chinese("{n}（均按时）", n=count)
    worst = duration_words(worst_ms)
    return chinese(
        "{n}（{k} 按时，{m} 超时，最长 {worst}）", n=count, k=count - late, m=late, worst=worst
    )


def _line(line: PacketItem, packet: Packet) -> Line:
    item = line.item
    confirmed = "—"
    if line.confirmed_at is not None:
        at = f"{beijing(line.confirmed_at):%H:%M}"
        confirmed = chinese("✓ 复述 {at}", at=at) if item.is_urgent else f"✓ {at}"
    due = "—"
    if item.due_at is not None:
        is_today = day_of(item.due_at) == day_of(packet.cut_at)
        hour = f"{beijing(item.due_at):%H:%M}"
        due = (
            chinese("今日 {hour}", hour=hour) if is_today else f"{beijing(item.due_at):%m-%d %H:%M}"
        )
    return Line(
        no=str(line.no),
        kind=noun_words(item.noun),
        title=item.title,
        state=item.state or "—",
        due=due,
        confirmed=confirmed,
        is_urgent=item.is_urgent,
    )


def _notes(packet: Packet) -> tuple[tuple[str, str], ...]:
    checks = [
        f"{check.name} ✓"
        if check.state == "ok"
        else chinese("{name}：{note}", name=check.name, note=check.note)
        for check in packet.checks
        if check.state
    ]
    notes = [
        (chinese("设备检查"), chinese("　").join(checks) or chinese("未检查")),
        (chinese("说明"), packet.remark or chinese("无")),
    ]
    if packet.state is HandoverState.OVERRIDDEN:
        words = chinese("{leader}：{reason}", leader=packet.ended_by, reason=packet.reason)
        notes.append((chinese("带班人员终止"), words))
    return tuple(notes)


def _seal(session: Session, made: CheckpointTable) -> tuple[str, ...]:
    head, number = made.head, f"{made.no:04d}"
    clock = shift_entries.clock_state_at(session, made.seat, made.seq)
    numbers = shift_entries.Numbers(made.seat, made.first_seq, made.seq)
    jumps = shift_entries.subjects_by_kind(session, numbers).get("time.jumped", ())
    words = chinese("时钟可信") if clock == "trusted" else chinese("时钟未经校对")
    if jumps:
        words = chinese("本班电脑时钟跳变 {n} 次，已记录", n=len(jumps))
    return (
        chinese(
            "记录链封存 {number}  席位 {seat}  序号 {first:,}—{last:,}（{count:,} 条）",
            number=number,
            seat=made.seat,
            first=made.first_seq,
            last=made.seq,
            count=made.count,
        ),
        chinese(
            "封存码  {begins} … {ends}", begins=_spaced(head[:SHOWN]), ends=_spaced(head[-SHOWN:])
        ),
        chinese("核验：duty-desk verify --head {code}", code=code_of(head, made.seq)),
        chinese(
            "生成 {at:%Y-%m-%d %H:%M:%S} +08:00  Asia/Shanghai  {clock}",
            at=beijing(made.made_at),
            clock=words,
        ),
    )


def _spaced(digits: str) -> str:
    return f"{digits[:4]} {digits[4:]}"


def _code(made: CheckpointTable) -> str:
    """What the QR picture says: enough to compare by machine, and readable."""
    return (
        f"duty-desk verify --head {made.head}@{made.seq}"
        f" seat={made.seat} no={made.no} first={made.first_seq} at={made.made_at}"
    )
