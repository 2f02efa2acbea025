"""How the time left of a clock is written and how loud it is; no Qt, no clock read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.ui import times

if TYPE_CHECKING:
    from duty_desk.desk.views import ClockCard


@dataclass(frozen=True)
class TimeLeft:
    """What a clock says at one instant.

    `level` is calm, near (past its first warning), urgent (within the last fifth) or breached.
    """

    text: str
    level: str
    share_used: float  # 0 … 1, for the bar


def time_left(clock: ClockCard, now: int) -> TimeLeft:
    """What `clock` says at `now`. The last millisecond of the limit still belongs to it."""
    left_ms = clock.due_at - now
    used = (now - clock.started_at) / clock.limit_ms if clock.limit_ms > 0 else 1.0
    return TimeLeft(times.left(left_ms), _level(clock, now), min(1.0, max(0.0, used)))


def _level(clock: ClockCard, now: int) -> str:
    left_ms = clock.due_at - now
    if clock.is_breached or left_ms < 0:
        return "breached"
    if left_ms * 5 <= clock.limit_ms:
        return "urgent"
    return "near" if any(at <= now for at, _ in clock.stages) else "calm"
