"""Rounds that wait to be begun: told when their window opens, and again while it goes by.

Three stages: the window has opened, half of it is gone, its last half hour. Each sounds once and
is listed until somebody dismisses it or begins the round; the next stage lists it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.language import tr
from duty_desk.ui import times
from duty_desk.ui.patrol.words import day_words

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import PatrolDay, RoundRow

_OPEN, _HALF_GONE, _PRESSING = 1, 2, 3


class RoundCalls(QObject):
    """Which rounds wait, and when that is to be told.

    Signals:
        changed(): another round waits, or none.
        told(str, str): a sentence for the operator, and its level.
        sounded(str): play the sound of this level; once however many rounds wait.
    """

    changed = Signal()
    told = Signal(str, str)
    sounded = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stages: dict[tuple[str, int], int] | None = None
        self._waiting: dict[tuple[str, int], RoundRow] = {}
        self._dismissed: dict[tuple[str, int], int] = {}

    def waiting(self) -> RoundRow | None:
        """The round that has waited longest and was not dismissed."""
        return min(self._waiting.values(), key=lambda row: row.window_to_at, default=None)

    def words(self) -> str:
        """What is said of it; empty when none waits."""
        row = self.waiting()
        return "" if row is None else _words(row, (self._stages or {})[_key(row)])

    def dismiss(self) -> None:
        """The operator knows; the next stage says it again."""
        stages = self._stages or {}
        self._dismissed |= {key: stages[key] for key in self._waiting}
        if self._waiting:
            self._waiting = {}
            self.changed.emit()

    def show_day(self, day: PatrolDay, now: int) -> None:
        """Take the rounds as they stand at `now`; those of the first look make no sound."""
        found = {_key(row): (row, _stage(row, now)) for row in day.rounds if _waits(row)}
        stages = {key: stage for key, (_, stage) in found.items()}
        before, self._stages = self._stages, stages
        waiting = {
            key: row for key, (row, stage) in found.items() if stage > self._dismissed.get(key, 0)
        }
        is_other = waiting != self._waiting or before != stages
        self._waiting = waiting
        fresh = [key for key in waiting if before is not None and stages[key] > before.get(key, 0)]
        for key in fresh:
            self.told.emit(self._sentence(waiting[key], stages[key], day), "attention")
        if fresh:
            self.sounded.emit("attention")
        if is_other:
            self.changed.emit()

    def _sentence(self, row: RoundRow, stage: int, day: PatrolDay) -> str:
        forecast, _ = day_words(day.counts)
        said = _words(row, stage)
        return (
            said
            if stage == _OPEN or not forecast
            else tr("{said}{forecast}。", said=said, forecast=forecast)
        )


def _key(row: RoundRow) -> tuple[str, int]:
    return row.day, row.slot


def _waits(row: RoundRow) -> bool:
    return row.state == "planned" and row.is_open


def _stage(row: RoundRow, now: int) -> int:
    if row.level == "urgent":
        return _PRESSING
    return _HALF_GONE if now >= row.half_gone_at else _OPEN


def _words(row: RoundRow, stage: int) -> str:
    until = times.hour_and_minute(row.window_to_at)
    if stage == _OPEN:
        return tr("{name}的时段开始了，到 {until} 结束。按 F5 开始。", name=row.name, until=until)
    if stage == _HALF_GONE:
        return tr(
            "{name}的时段过了一半还没有开始，到 {until} 结束。按 F5 开始。",
            name=row.name,
            until=until,
        )
    return tr(
        "{name} {until} 结束，{n} 个点位一个没巡。按 F5 开始。",
        name=row.name,
        until=until,
        n=row.expected,
    )
