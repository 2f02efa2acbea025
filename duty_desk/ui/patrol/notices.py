"""What is told of rounds while nobody looks at their page: one is about to end, or has ended.

Rounds that wait to be begun are told by `calls.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import tr
from duty_desk.ui import times

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import PatrolDay, RoundRow

_ENDED = ("incomplete", "missed")


class RoundNotices:
    """Compares one snapshot's rounds with those of the one before; each edge is told once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, str], RoundRow] | None = None

    def of(self, day: PatrolDay) -> list[tuple[str, str]]:
        """Sentences and their levels for what changed; nothing for the first snapshot."""
        now = {(row.day, row.slot, row.kind): row for row in day.rounds}
        known, self._known = self._known, now
        if known is None:
            return []
        pairs = ((known[key], row) for key, row in now.items() if key in known)
        return [told for before, row in pairs if (told := _told(before, row)) is not None]


def _told(before: RoundRow, row: RoundRow) -> tuple[str, str] | None:
    until = times.hour_and_minute(row.window_to_at)
    is_pressing = row.level == "urgent" and before.level != "urgent"
    if row.state == "running" and is_pressing:
        left = row.expected - row.visited
        said = tr(
            "{name} {until} 结束，还有 {n} 个点位没巡。按 F5 继续。",
            name=row.name,
            until=until,
            n=left,
        )
        return said, "attention"
    if row.state in _ENDED and before.state not in _ENDED:
        left = row.expected - row.visited
        said = tr(
            "{name}的时段已结束，{n} 个点位没巡。可以在巡查页补巡或说明原因。",
            name=row.name,
            n=left,
        )
        return said, "urgent"
    return None
