"""Words and colours for the states of problems and pushes; every screen takes them from here.

Levels are those of `ui.chip`: attention is amber, urgent red, done green, accent blue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.language import mark, tr
from duty_desk.ui import times

if TYPE_CHECKING:
    from duty_desk.desk.views import ProblemRow


@dataclass(frozen=True)
class Chip:
    """A word with its level."""

    text: str
    level: str = ""


ASIDE = "aside"  # kept beside the store, which is out of reach
ASIDE_COPIED = "aside_copied"  # and its text and card went to the clipboard
_PUSH = {
    "": (mark("待推送"), "attention"),
    ASIDE: (mark("库不可用，已另存"), "urgent"),
    ASIDE_COPIED: (mark("库不可用，已另存，已复制待确认"), "urgent"),
    "queued": (mark("已排队"), "accent"),
    "sending": (mark("已发出，等待答复"), "accent"),
    "delayed": (mark("稍后自动重试"), "attention"),
    "accepted": (mark("群机器人已接收（不等于已读）"), "done"),
    "refused": (mark("群机器人拒收"), "urgent"),
    "unknown": (mark("结果未知"), "urgent"),
    "copied": (mark("已复制，待确认"), "attention"),
    "confirmed": (mark("值班员确认已发群"), "done"),
    "withdrawn": (mark("已撤回"), ""),
}
_SHORT_PUSH = {
    "accepted": mark("机器人已接收"),
    "confirmed": mark("人工确认"),
    "sending": mark("等待答复"),
    "delayed": mark("待重试"),
    "refused": mark("被拒收"),
}
_STATE = {
    "found": (mark("待推送"), "attention"),
    "pushed": (mark("待整改"), "accent"),
    "rectified": (mark("待核查"), "accent"),
    "verified": (mark("已核查"), "done"),
    "voided": (mark("已作废"), ""),
}
_VERDICT = {
    "running": (mark("计时中"), ""),
    "met": (mark("按时"), "done"),
    "breached": (mark("超时"), "urgent"),
    "void": (mark("作废"), ""),
    "indeterminate": (mark("无法判定"), "attention"),
}
IN_FLIGHT = frozenset({"queued", "sending", "delayed"})
STOPPED = frozenset({"accepted", "confirmed"})


def push_chip(state: str, *, is_short: bool = False) -> Chip:
    """The state of a push: a whole phrase, or a short one for lists."""
    text, level = _PUSH.get(state, (state, ""))
    if is_short:
        text = _SHORT_PUSH.get(state, text)
    return Chip(tr(text), level)


def state_chip(row: ProblemRow) -> Chip:
    """The state of a problem; a parked one says so."""
    if row.state == "found" and row.is_parked:
        return Chip(tr("已挂起，待推送"), "attention")
    text, level = _STATE.get(row.state, (row.state, ""))
    return Chip(tr(text), level)


def verdict_chip(verdict: str) -> Chip:
    """What the push clock came to."""
    text, level = _VERDICT.get(verdict, (verdict, ""))
    return Chip(tr(text), level)


def moment_time(instant: int, now: int) -> str:
    """An instant as lists show it: the time today, the date with it otherwise."""
    if times.date(instant) == times.date(now):
        return times.time_of_day(instant)
    return f"{times.local(instant):%m-%d %H:%M}"


def camera_title(row: ProblemRow) -> str:
    """Code and name of the camera a problem was seen on."""
    return f"{row.camera_code} {row.camera_name}".strip()
