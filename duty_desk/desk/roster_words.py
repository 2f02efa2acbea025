"""Roster, leave and swaps in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.roster_views import ConflictLine
from duty_desk.domain.problem import beijing, day_of
from duty_desk.domain.roster_check import Wrong
from duty_desk.language import mark, tr
from duty_desk.store import roster as rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duty_desk.domain.moment import Entry
    from duty_desk.domain.roster import PlannedShift
    from duty_desk.domain.roster_check import Conflict
    from duty_desk.store.transaction import Session

ROSTER_NOUNS = frozenset({"roster", "holiday", "leave", "swap"})
_WRONG = {
    Wrong.TWO_AT_ONCE: mark("{who} 同时排了两个班：{first} 和 {second}"),
    Wrong.UNCOVERED: mark("{from_at} 至 {to_at} 没有排班，空 {minutes} 分钟"),
    Wrong.NOBODY: mark("{first} 还没有排人"),
    Wrong.STRANGER: mark("{first} 的 {who} 不在人员名单里，或已停用"),
    Wrong.ON_LEAVE: mark("{first} 的 {who} 已批准请假（{from_at} 至 {to_at}）"),
    Wrong.SHORT_REST: mark("{who} 在 {first} 和 {second} 之间只休息 {hours} 小时，少于 11 小时"),
}
_LEAVE = {
    "filed": mark("待审批"),
    "approved": mark("已批准"),
    "refused": mark("未批准"),
    "cancelled": mark("已撤回"),
}
_SWAP = {
    "asked": mark("等对方同意"),
    "agreed": mark("对方同意，待审批"),
    "approved": mark("已批准"),
    "refused": mark("未批准"),
    "withdrawn": mark("已撤回"),
}
_HOW = {
    "rotation": mark("按轮班规律"),
    "import": mark("从工作簿导入"),
    "hand": mark("手工"),
    "leave": mark("因请假"),
    "swap": mark("因换班"),
}


def leave_state(state: str) -> str:
    """How a leave form stands."""
    return tr(_LEAVE[state])


def swap_state(state: str) -> str:
    """How a wish to swap stands."""
    return tr(_SWAP[state])


def shift_words(shift: PlannedShift) -> str:
    """`11-21 夜班`."""
    return f"{shift.day[5:]} {tr(shift.template)}"


def hours_of(shift: PlannedShift) -> tuple[str, str, bool]:
    """When a shift begins and ends (`20:00`, `08:30`), and whether that is on the next day."""
    begin, end = f"{beijing(shift.starts_at):%H:%M}", f"{beijing(shift.ends_at):%H:%M}"
    return begin, end, day_of(shift.ends_at) != shift.day


def span_words(shift: PlannedShift) -> str:
    """`20:00–次日 08:30`."""
    begin, end, is_next_day = hours_of(shift)
    if is_next_day:
        return tr("{begin}–次日 {end}", begin=begin, end=end)
    return f"{begin}–{end}"


def minute_words(instant: int) -> str:
    """`11-21 08:30`."""
    return f"{beijing(instant):%m-%d %H:%M}"


def conflict_line(
    found: Conflict, shifts: Mapping[str, PlannedShift], name: Callable[[str], str]
) -> ConflictLine:
    """What is wrong, as a sentence."""
    named = [shift_words(shifts[one]) if one in shifts else one for one in found.shifts]
    words = tr(
        _WRONG[found.wrong],
        who=name(found.person_id),
        first=named[0] if named else "",
        second=named[-1] if named else "",
        from_at=minute_words(found.from_at),
        to_at=minute_words(found.to_at),
        minutes=found.minutes,
        hours=f"{found.minutes / 60:.1f}",
    )
    return ConflictLine(
        words=words,
        level="attention" if found.is_warning else "urgent",
        day=day_of(found.from_at),
        shifts=found.shifts,
        person_id=found.person_id,
    )


def roster_values(session: Session, entry: Entry) -> dict[str, str]:
    """What the journal's line of an entry about roster, leave or swaps names."""

    def name(person_id: str) -> str:
        return rows.name_of(session, person_id)

    facts = entry.facts
    if entry.kind == "roster.laid":
        days = facts["days"]
        span = days[0] if len(days) == 1 else f"{days[0]}–{days[-1]}"
        return {"span": span, "how": tr(_HOW[facts["how"]]), "n": str(len(facts["shifts"]))}
    if entry.kind == "roster.changed":
        shift = facts["shift"]
        who = tr("、").join(name(one) for one in shift.get("person_ids", ()))
        about = f"{shift['day'][5:]} {tr(shift['template'])}"
        return {"about": about, "who": who or tr("无人"), "how": tr(_HOW[facts["how"]])}
    if entry.kind == "roster.templates_adopted":
        return {"from_on": facts["set"].get("from_on", "")}
    if entry.kind == "holiday.adopted":
        return {"year": str(facts["year"]), "n": str(len(facts["days"]))}
    if entry.kind.startswith("leave."):
        late = tr("（事后补报）") if facts.get("is_late") else ""
        return {"who": str(facts.get("name", "")), "span": _span(facts), "late": late}
    if entry.kind.startswith("swap."):
        return {"who": str(facts.get("name", "")), "about": str(facts.get("about", ""))}
    return {"span": f"{facts.get('from_on', '')}–{facts.get('to_on', '')}"}


def _span(facts: Mapping[str, int]) -> str:
    if "from_at" not in facts:
        return ""
    return f"{minute_words(facts['from_at'])}–{minute_words(facts['to_at'])}"
