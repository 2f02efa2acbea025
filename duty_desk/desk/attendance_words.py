"""Punches in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.attendance_views import DifferenceLine, ThresholdLine
from duty_desk.desk.roster_words import minute_words
from duty_desk.domain.attendance import PunchKind, PunchState
from duty_desk.domain.problem import day_of
from duty_desk.language import language, mark, tr
from duty_desk.store.roster_tables import CorrectionTable, PunchTable

if TYPE_CHECKING:
    from duty_desk.domain.attendance import Difference, Threshold
    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session

_KINDS = {PunchKind.ON: mark("上班"), PunchKind.OFF: mark("下班")}
_STATES = {
    PunchState.EXPECTED: mark("未打卡"),
    PunchState.MADE: mark("正常"),
    PunchState.LATE: mark("迟到 {span}"),
    PunchState.EARLY: mark("早退 {span}"),
    PunchState.MISSING: mark("缺卡"),
}
_LEVELS = {
    PunchState.EXPECTED: "calm",
    PunchState.MADE: "done",
    PunchState.LATE: "attention",
    PunchState.EARLY: "attention",
    PunchState.MISSING: "urgent",
}
_JUDGED = {"excused": mark("已谅解"), "unexcused": mark("无故")}
_HOW = {
    "handover": mark("交接班"),
    "key": mark("按键"),
    "correction": mark("补卡"),
}


def kind_words(kind: str) -> str:
    """Coming or going."""
    return tr(_KINDS[PunchKind(kind)])


def how_words(how: str) -> str:
    """By what a punch was made."""
    return tr(_HOW[how]) if how else ""


def span_words(ms: int) -> str:
    """`12 分钟`, the begun minute counted."""
    return tr("{n} 分钟", n=-(-ms // 60_000))


def state_words(row: PunchTable) -> tuple[str, str]:
    """What became of a punch, and how loud that is."""
    state = PunchState(row.state)
    words, level = tr(_STATES[state], span=span_words(row.deviation_ms)), _LEVELS[state]
    if row.judged:
        words = tr("{words}（{verdict}）", words=words, verdict=tr(_JUDGED[row.judged]))
        level = "calm" if row.judged == "excused" else level
    elif state is PunchState.MISSING and row.reported_at is not None:
        words, level = tr("缺卡（已报备，待认定）"), "attention"
    return words, level


def about(row: PunchTable) -> str:
    """`11-21 夜班 上班`."""
    return " ".join(part for part in (row.day[5:], tr(row.template), kind_words(row.kind)) if part)


def note_of(row: PunchTable) -> str:
    """What was said about a punch, and what is to be known of its time."""
    parts = [row.explanation, row.judged_words]
    if row.clock_state in ("jumped", "back"):
        parts.append(tr("打卡时电脑时钟有跳变"))
    return tr("；").join(part for part in parts if part)


def threshold_line(one: Threshold, count: int) -> ThresholdLine:
    """How far the month is from what costs money: warned one before (S0-P7)."""
    name = one.name_en if language() == "en" else one.name
    words = tr(
        "{name} {n} / {at} 人次（{clause}）", name=name, n=count, at=one.at, clause=one.clause
    )
    level = "calm"
    if count >= one.at:
        words, level = tr("{words}：已达到扣款条件，由主管认定", words=words), "urgent"
    elif count == one.at - 1:
        words, level = tr("{words}：再有 1 次就达到扣款条件", words=words), "attention"
    return ThresholdLine(words=words, level=level, count=count, at=one.at)


def difference_line(found: Difference, name: str) -> DifferenceLine:
    """Where the client's punches and ours do not agree."""
    at = found.ours_at if found.ours_at is not None else found.theirs_at or 0
    if found.theirs_at is None:
        words = tr("{who}：本程序 {ours} 打卡，街道记录没有", who=name, ours=minute_words(at))
    elif found.ours_at is None:
        words = tr("{who}：街道记录 {theirs} 打卡，本程序没有", who=name, theirs=minute_words(at))
    else:
        words = tr(
            "{who}：本程序 {ours}，街道记录 {theirs}，相差 {span}",
            who=name,
            ours=minute_words(found.ours_at),
            theirs=minute_words(found.theirs_at),
            span=span_words(abs(found.ours_at - found.theirs_at)),
        )
    return DifferenceLine(words=words, day=day_of(at), person_id=found.person_id)


def punch_values(session: Session, entry: Entry) -> dict[str, str]:
    """What the journal's line of an entry about punches names."""
    facts = entry.facts
    if entry.kind == "punch.imported":
        return {"n": str(len(facts["punches"]))}
    punch_id = entry.subject
    if entry.kind.startswith("punch.correction_"):
        request = session.get(CorrectionTable, entry.subject)
        punch_id = request.punch_id if request else ""
    row = session.get(PunchTable, punch_id)
    if row is None:
        return dict.fromkeys(("who", "what", "day", "span", "late", "state", "verdict"), "")
    late = tr("（补卡）") if row.how == "correction" else ""
    return {
        "who": row.name,
        "what": kind_words(row.kind),
        "day": row.day[5:],
        "span": span_words(facts.get("deviation_ms", 0)),
        "late": late,
        "state": tr(_STATES[PunchState(row.state)], span=span_words(row.deviation_ms)),
        "verdict": tr(_JUDGED[facts["judged"]]) if "judged" in facts else "",
    }
