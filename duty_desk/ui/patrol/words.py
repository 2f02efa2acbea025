"""Words and colours of rounds and visits; every patrol screen takes them from here.

Levels are those of `ui.chip`: attention is amber, urgent red, done green, accent blue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import mark, tr
from duty_desk.ui import times

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import CheckpointRow, PatrolCounts, RoundRow

_OUTCOMES = {
    "normal": (mark("正常"), "done"),
    "problem": (mark("问题"), "attention"),
    "fault": (mark("故障"), "urgent"),
    "not_viewable": (mark("无画面"), "urgent"),
    "skipped": (mark("跳过"), ""),
    "expired": (mark("未查"), "urgent"),
}
_STATES = {
    "planned": (mark("未开始"), ""),
    "running": (mark("进行中"), "accent"),
    "complete": (mark("完成"), "done"),
    "incomplete": (mark("未完成"), "attention"),
    "missed": (mark("漏巡"), "urgent"),
}


def outcome_chip(point: CheckpointRow) -> tuple[str, str]:
    """What was seen at a checkpoint and when, with its level; empty while it is to come."""
    if not point.outcome:
        return "", ""
    word, level = _OUTCOMES[point.outcome]
    when = f" {times.hour_and_minute(point.done_at)}" if point.done_at is not None else ""
    return tr(word) + when, level


def outcome_word(outcome: str) -> str:
    """What was seen, in one word."""
    return tr(_OUTCOMES[outcome][0])


def state_chip(row: RoundRow) -> tuple[str, str]:
    """How a round stands, with its level."""
    if row.is_paused:
        return tr("已暂停"), "attention"
    word, level = _STATES[row.state]
    if row.state == "planned" and row.is_open:
        return tr("时段已开始"), "accent" if row.level != "urgent" else "urgent"
    if row.is_rushed:
        return tr("完成，过快"), "attention"
    return tr(word), level


def window_words(row: RoundRow) -> str:
    """`00:00–04:00`."""
    begin, end = times.hour_and_minute(row.window_from_at), times.hour_and_minute(row.window_to_at)
    return f"{begin}–{'24:00' if end == '00:00' else end}"


def count_words(row: RoundRow) -> str:
    """`正常 74 · 问题 3 · 故障 2 · 跳过 0`; rare outcomes only where they happened."""
    counts = (
        ("normal", row.normal),
        ("problem", row.problem),
        ("fault", row.fault),
        ("not_viewable", row.not_viewable),
        ("skipped", row.skipped),
        ("expired", row.expired),
    )
    rare = ("not_viewable", "expired")
    told = (f"{outcome_word(name)} {n}" for name, n in counts if n or name not in rare)
    return " · ".join(told)


def about(point: CheckpointRow) -> str:
    """`双榆树-东里口 · 双榆树社区 · 预置位 2`."""
    preset = tr("预置位 {n}", n=point.preset) if point.preset else ""
    return " · ".join(word for word in (point.camera_name, point.community, preset) if word)


def seconds(ms: int) -> str:
    """`6.4`, cut, never rounded up: what is shown as reached is reached."""
    return f"{ms // 100 / 10:.1f}"


def year_words(counts: PatrolCounts) -> str:
    """`全年 1046 / 2190 · 进度正常`; without a target only the count."""
    if not counts.year_target:
        return tr("全年 {n} 轮", n=counts.year)
    told = tr("全年 {n} / {target}", n=counts.year, target=counts.year_target)
    is_on_course = counts.year_projection >= counts.year_target
    course = tr("进度正常") if is_on_course else tr("预计 {n}", n=counts.year_projection)
    return f"{told} · {course}"


def day_words(counts: PatrolCounts) -> tuple[str, str]:
    """`按现在的进度，今天能完成 5 / 6 轮`, with its level; empty when all is in order."""
    if not counts.today_target or counts.today_forecast >= counts.today_target:
        return "", ""
    said = tr(
        "按现在的进度，今天能完成 {n} / {target} 轮",
        n=counts.today_forecast,
        target=counts.today_target,
    )
    return said, "attention"


def ended_words(row: RoundRow) -> tuple[str, str]:
    """What is told of a round that has ended, and its level."""
    values = {"name": row.name, "seen": row.visited, "expected": row.expected}
    if row.state == "complete" and row.is_rushed:
        told = tr(
            "{name}完成：{seen} / {expected} 个点位都有结果；看得过快，已如实标记。", **values
        )
        return told, "attention"
    if row.state == "complete":
        return tr("{name}完成：{seen} / {expected} 个点位都有结果。", **values), "done"
    told = tr(
        "{name}已结束，没有完成：{seen} / {expected} 个点位有结果，未查 {n} 个。",
        n=row.expired,
        **values,
    )
    return told, "attention"
