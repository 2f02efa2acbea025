"""What the footage page says: states with levels, steps, how long a span is still held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.footage_words import state_words
from duty_desk.domain.footage import FootageState, Holding
from duty_desk.language import mark, tr
from duty_desk.ui import times

if TYPE_CHECKING:
    from duty_desk.desk.footage_views import FootageDetail

_State = FootageState
_LEVELS: dict[FootageState, str] = {
    _State.REGISTERED: "accent",
    _State.CHECKED: "attention",
    _State.APPROVED: "attention",
    _State.LOCATED: "attention",
    _State.EXPORTED: "attention",
    _State.VERIFIED: "accent",
    _State.HANDED_OVER: "done",
    _State.VIEW_ONLY: "done",
    _State.NOT_HELD: "",
    _State.REFUSED: "urgent",
    _State.CLOSED: "",
}
# The steps of the bar and the states in which each of them is behind.
_STEPS = (
    mark("登记"),
    mark("核验手续"),
    mark("领导批准"),
    mark("找到录像"),
    mark("导出"),
    mark("封存"),
    mark("签收"),
)
_DONE = {
    _State.REGISTERED: 1,
    _State.CHECKED: 2,
    _State.APPROVED: 3,
    _State.LOCATED: 4,
    _State.EXPORTED: 5,
    _State.VERIFIED: 6,
    _State.HANDED_OVER: 7,
}
_ENDS = {
    "footage.refused": _State.REFUSED,
    "footage.viewed": _State.VIEW_ONLY,
    "footage.not_held": _State.NOT_HELD,
    "footage.handed_over": _State.HANDED_OVER,
}
_LEVEL_OF = {
    Holding.HELD: "",
    Holding.ENDING: "attention",
    Holding.LAST_DAY: "urgent",
    Holding.PARTLY: "urgent",
    Holding.GONE: "urgent",
}


@dataclass(frozen=True)
class Step:
    """One step of the bar; level is done, attention (the next one) or "" (later)."""

    text: str
    level: str


def ended_by(detail: FootageDetail) -> str:
    """The moment by which a request was answered, "" while it is open."""
    kinds = (line.kind for line in reversed(detail.custody))
    return next((kind for kind in kinds if kind in _ENDS), "")


def state_chip(state: str, *, is_lacking: bool = False) -> tuple[str, str]:
    """The word and level of a request's state."""
    if is_lacking and FootageState(state) is _State.REGISTERED:
        return tr("手续不全"), "urgent"
    return state_words(state), _LEVELS[FootageState(state)]


def steps_of(state: str, exported: int, spans: int, ended: str = "") -> tuple[Step, ...]:
    """The steps of a request; none are left over for one that ended another way.

    `ended` is the moment by which it was answered, as `footage.refused`; what is closed tells
    by its state no more whether anything was handed over.
    """
    now = _ENDS.get(ended, FootageState(state))
    if now not in _DONE:
        return Step(tr("登记") + " ✓", "done"), Step(state_words(now), _LEVELS[now] or "done")
    done = _DONE[now]
    steps = []
    for number, name in enumerate(_STEPS):
        words = tr(name)
        if number == done == 4:
            words = tr("导出 {n}/{m}", n=exported, m=spans)
        is_done = number < done
        level = "done" if is_done else "attention" if number == done else ""
        steps.append(Step(f"{words} ✓" if is_done else words, level))
    return tuple(steps)


def held_words(holding: Holding, left_ms: int) -> tuple[str, str]:
    """How long a span is still held, and the level of that."""
    level = _LEVEL_OF[holding]
    if holding is Holding.GONE:
        return tr("已覆盖"), level
    if holding is Holding.PARTLY:
        return tr("开头已覆盖"), level
    return left_words(left_ms), level


def left_words(left_ms: int) -> str:
    """`2 天 4 时`, below a day `4 时 12 分`."""
    if left_ms >= times.DAY_MS:
        days, hours = left_ms // times.DAY_MS, left_ms % times.DAY_MS // times.HOUR_MS
        return tr("{days} 天 {hours} 时", days=days, hours=hours)
    hours, minutes = left_ms // times.HOUR_MS, left_ms % times.HOUR_MS // times.MINUTE_MS
    return tr("{hours} 时 {minutes} 分", hours=hours, minutes=minutes)


def stretch(from_at: int, to_at: int) -> str:
    """`11-19 21:00–23:30`; seconds and the second day where they matter."""
    first, last = times.local(from_at), times.local(to_at)
    clock = "%H:%M:%S" if first.second or last.second else "%H:%M"
    is_same_day = first.date() == last.date()
    until = f"{last:{clock}}" if is_same_day else f"{last:%m-%d {clock}}"
    return f"{first:%m-%d {clock}}–{until}"


def short_time(at: int) -> str:
    """`11-20 22:15`."""
    return f"{times.local(at):%m-%d %H:%M}"
