"""Words and levels for the states of faults; every screen takes them from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.desk.diagnosis_words import sentence_of
from duty_desk.desk.fault_rules import state_words
from duty_desk.desk.fault_wording import way_words
from duty_desk.desk.wording import duration_words
from duty_desk.domain.fault import OPEN, FaultState
from duty_desk.language import mark, tr
from duty_desk.ui import times
from duty_desk.ui.problems.history import HistoryLine
from duty_desk.ui.problems.words import Chip, push_chip
from duty_desk.video.stream_state import STATE_OF_REASON, StreamReason
from duty_desk.video.stream_state import state_words as stream_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from duty_desk.desk.fault_views import FaultDetail, FaultRow
    from duty_desk.domain.moment import Entry

_LEVELS = {
    "found": "urgent",
    "reopened": "urgent",
    "reported": "accent",
    "accepted": "accent",
    "on_site": "accent",
    "repaired": "attention",
    "verified": "done",
    "adjusted": "done",
    "dismissed": "",
}
_IN_REPAIR = frozenset({"reported", "accepted", "on_site"})
_URGENT_KINDS = frozenset({"signal", "black", "frozen"})
_TOLD = {
    "fault.found": mark("发现故障，报修时限开始"),
    "fault.parked": mark("先挂起，时限继续"),
    "fault.adjusted": mark("当场调好"),
    "fault.accepted": mark("维护单位已接报"),
    "fault.arrived": mark("维护人员已到场"),
    "fault.repaired": mark("已修复，待核实"),
    "fault.verified": mark("修复核实合格"),
    "fault.reopened": mark("没有修好，重新报修"),
    "fault.dismissed": mark("误报"),
}
_SYSTEM = mark("系统")


def why_words(evidence: Mapping[str, Any]) -> str:
    """What the program saw when it found the fault, in a sentence; "" when a person found it."""
    if "numbers" in evidence:
        sentence = sentence_of(str(evidence["class"]), evidence["numbers"])
        return tr("程序判断：{sentence}。", sentence=sentence)
    reason = str(evidence.get("reason", ""))
    state = STATE_OF_REASON.get(StreamReason(reason)) if reason in set(StreamReason) else None
    return tr("程序判断：收不到画面（{state}）。", state=stream_words(state)) if state else ""


def is_open(row: FaultRow) -> bool:
    """Whether the fault still stands."""
    return FaultState(row.state) in OPEN


def state_chip(row: FaultRow) -> Chip:
    """The state of a fault."""
    return Chip(state_words(row.state), _LEVELS.get(row.state, ""))


def standing_chip(row: FaultRow, now: int) -> Chip:
    """The state in a list; while it is in repair with the time since the report, late in amber."""
    chip = state_chip(row)
    if row.reported_at is None or row.state not in _IN_REPAIR:
        return chip
    since_ms = max(0, now - row.reported_at)
    level = "attention" if since_ms > times.DAY_MS else chip.level
    words = tr("{state} {span}", state=chip.text, span=long_span(since_ms))
    return Chip(words, level)


def kind_chip(row: FaultRow) -> Chip:
    """The kind of a fault; red where nothing can be seen any more."""
    if not is_open(row):
        return Chip(row.kind_name)
    return Chip(row.kind_name, "urgent" if row.kind in _URGENT_KINDS else "attention")


def tile_words(row: FaultRow) -> str:
    """What the camera's tile says, so that nobody reports it twice."""
    if row.state in {"found", "reopened"}:
        return tr("{kind} · 已开始报修时限", kind=row.kind_name)
    if row.state == "repaired":
        return tr("已修复，待核实")
    told_at = times.hour_and_minute(row.reported_at) if row.reported_at else ""
    return tr("已报修 {time} · {maintainer}", time=told_at, maintainer=row.maintainer)


def told_words(row: FaultRow) -> str:
    """The report in one sentence: when, whom, how, and how long it took."""
    if row.reported_at is None or row.report_ms is None:
        return ""
    parts = [
        tr("{time} 已联系 {whom}", time=times.date_and_time(row.reported_at), whom=row.maintainer),
        way_words(row.way),
        row.reached,
        tr("单号 {no}", no=row.ticket) if row.ticket else "",
        tr("用时 {used}", used=duration_words(row.report_ms)),
        _message_words(row.message_state),
    ]
    return " · ".join(part for part in parts if part)


def _message_words(state: str) -> str:
    """What became of the message to the maintainer; a robot's word is not that of a person."""
    if not state:
        return ""
    if state == "accepted":
        return tr("机器人已接收，不等于对方已读")
    return tr("消息{state}", state=push_chip(state, is_short=True).text)


def down_words(row: FaultRow, now: int) -> str:
    """How long the camera is or was of no use."""
    ended_at = now if row.down_to_at is None else row.down_to_at
    return tr("停用 {span}", span=long_span(max(0, ended_at - row.down_from_at)))


def long_span(ms: int) -> str:
    """A span of hours or days as people say it."""
    if ms >= times.DAY_MS:
        days, hours = ms // times.DAY_MS, ms % times.DAY_MS // times.HOUR_MS
        return tr("{days} 天 {hours} 时", days=days, hours=hours)
    return duration_words(ms)


def history_of(detail: FaultDetail, now: int) -> tuple[HistoryLine, ...]:
    """What happened to a fault, newest first, then the camera's earlier faults."""
    lines = [line for entry in detail.entries if (line := _line(entry, detail.row))]
    return (*reversed(lines), *earlier_faults(detail.others, now))


def _line(entry: Entry, row: FaultRow) -> HistoryLine | None:
    actor = tr(entry.actor or _SYSTEM)
    if entry.kind == "fault.reported":
        facts = entry.facts
        whom = " ".join(part for part in (facts["maintainer"], facts["reached"]) if part)
        text = tr("已报修 {whom}（{way}）", whom=whom, way=way_words(facts["way"]))
        return HistoryLine(entry.event_at, text, actor, kind=entry.kind)
    if entry.kind not in _TOLD:
        return None
    text = tr(_TOLD[entry.kind])
    facts = entry.facts
    why = entry.reason or str(facts.get("cause", "")) or str(facts.get("note", ""))
    if entry.kind == "fault.found":
        why = row.kind_name
    text = tr("{what}：{why}", what=text, why=why) if why else text
    return HistoryLine(entry.event_at, text, actor, kind=entry.kind)


def earlier_faults(rows: Iterable[FaultRow], now: int) -> tuple[HistoryLine, ...]:
    """The faults a camera had, one line each."""
    return tuple(_earlier(row, now) for row in rows)


def _earlier(row: FaultRow, now: int) -> HistoryLine:
    parts = [row.kind_name, row.maintainer, row.cause or row.reason, state_words(row.state)]
    if row.state != "dismissed":
        parts.append(down_words(row, now))
    text = tr("另一次故障：{what}", what=" · ".join(part for part in parts if part))
    return HistoryLine(row.found_at, text, kind="other")
