"""Rounds, reasons and mistakes of plans in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.domain.patrol import Outcome, RoundKind, RoundState, SkipReason
from duty_desk.language import mark, tr
from duty_desk.store.patrol_tables import RoundTable
from duty_desk.store.tables import CameraTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.domain.moment import Entry
    from duty_desk.domain.patrol_plan import PlanMistake
    from duty_desk.store.transaction import Session

PATROL_NOUNS = frozenset(
    {"patrol_plan", "round", "visit", "watching", "thumbnail", "site_plan", "site_visit", "sample"}
)
WINDOW_ENDED = "window_end"  # why a round was closed: its window ended
PROGRAM_OFF = "program_off"  # why it was missed: the program was off all the while

_REASONS = {
    SkipReason.BUSY: mark("正在处理其他事项"),
    SkipReason.SITE_CLOSED: mark("现场施工或封闭"),
    SkipReason.DUPLICATE: mark("同一位置已由其他点位看到"),
    SkipReason.ORDERED: mark("按主管科室通知"),
    SkipReason.OTHER: mark("其他"),
    WINDOW_ENDED: mark("时段结束"),
    PROGRAM_OFF: mark("时段内程序没有运行"),
}
_OUTCOMES = {
    Outcome.NORMAL: mark("正常"),
    Outcome.PROBLEM: mark("问题"),
    Outcome.FAULT: mark("故障"),
    Outcome.NOT_VIEWABLE: mark("无画面"),
    Outcome.SKIPPED: mark("跳过"),
    Outcome.EXPIRED: mark("未查"),
}
_STATES = {
    RoundState.PLANNED: mark("未开始"),
    RoundState.RUNNING: mark("进行中"),
    RoundState.COMPLETE: mark("完成"),
    RoundState.INCOMPLETE: mark("未完成"),
    RoundState.MISSED: mark("漏巡"),
}
_MISTAKES = {
    "no_slots": mark("没有任何轮次。请至少写一轮。"),
    "slot_number": mark("轮次号 {about} 重复或小于 1。每一轮用一个不同的号。"),
    "slot_empty": mark("第 {about} 轮的开始和结束是同一时刻。"),
    "minute": mark("第 {about} 轮的时刻不在 00:00 到 24:00 之间。"),
    "slot_overlap": mark("第 {about} 轮和第 {other} 轮的时段重叠。请错开。"),
    "no_points": mark("没有任何点位可巡查。请先录入点位，或写明巡查哪些点位。"),
    "round_without_points": mark("第 {about} 轮没有任何点位。"),
    "unknown_camera": mark("点位 {about} 不在点位目录里。"),
    "retired_camera": mark("点位 {about} 已停用。"),
    "point_twice": mark("点位 {about} 写了两次。"),
    "dwell": mark("点位 {about} 的最少停留应在 0 到 600 秒之间。"),
    "unknown_slot": mark("点位 {about} 指定的第 {other} 轮不存在。"),
    "period_dates": mark("特殊时期“{about}”的起止日期不对。"),
    "leg": mark("每段最长时间应在 1 到 20 分钟之间。"),
}


def round_name(no: int, name: str, kind: RoundKind) -> str:
    """What a round is called: `第 1 轮`, `第 1 轮（补巡）`, or the plan's own name for it."""
    called = name or tr("第 {n} 轮", n=no)
    if kind is RoundKind.MADE_UP:
        return tr("{name}（补巡）", name=called)
    if kind is RoundKind.ADDED:
        return tr("{name}（加巡）", name=called)
    return called


def reason_words(reason: str) -> str:
    """A usual reason in the language in use; a person's own words as they are."""
    return tr(_REASONS[reason]) if reason in _REASONS else reason


def outcome_words(outcome: str) -> str:
    """What a visit found, in one word."""
    return tr(_OUTCOMES[Outcome(outcome)])


def state_words(state: str) -> str:
    """A round's state in words."""
    return tr(_STATES[RoundState(state)])


def patrol_values(session: Session, entry: Entry) -> dict[str, str]:
    """What the journal's line of a patrol moment names."""
    facts = entry.facts
    plain = {key: str(value) for key, value in facts.items() if isinstance(value, str | int)}
    values = plain | {"why": "", "counts": "", "reason": reason_words(entry.reason)}
    if entry.reason:
        values["why"] = tr("（{why}）", why=values["reason"])
    if entry.kind == "patrol_plan.adopted":
        values["from_on"] = str(facts["plan"]["from_on"])
    elif entry.kind == "visit.done":
        camera = session.get(CameraTable, facts["camera"])
        values["about"] = f"{camera.code} {camera.name}" if camera else ""
        values["outcome"] = outcome_words(facts["outcome"]) + values["why"]
    elif entry.kind.startswith("round."):
        row = session.get(RoundTable, entry.subject)
        values["about"] = round_name(row.slot, row.name, RoundKind(row.kind)) if row else ""
        values["counts"] = _counts(facts)
    elif entry.kind == "site_plan.adopted":
        values["count"] = str(len(facts["communities"]))
    elif entry.kind == "sample.drawn":
        values["count"] = str(len(facts["picks"]))
    elif entry.kind == "sample.judged":
        values["verdict"] = tr("同意") if facts["agrees"] else tr("不同意{why}", why=values["why"])
    return values


def _counts(facts: Mapping[str, Any]) -> str:
    told = [
        f"{outcome_words(outcome)} {facts[outcome]}"
        for outcome in Outcome
        if outcome != Outcome.EXPIRED and facts.get(outcome)
    ]
    rushed = [tr("过快")] if facts.get("is_rushed") else []
    return tr("、").join([*told, *rushed])


def skip_reasons() -> tuple[tuple[str, str], ...]:
    """The usual reasons for skipping: key and words, in the order of a list."""
    return tuple((str(reason), reason_words(reason)) for reason in SkipReason)


def mistake_words(mistake: PlanMistake) -> str:
    """A mistake of a plan as a finished sentence."""
    kind = mistake.kind
    if kind == "no_points" and mistake.about:
        kind = "round_without_points"
    return tr(_MISTAKES[kind], about=mistake.about, other=mistake.other)
