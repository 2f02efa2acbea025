"""The demo's plan of rounds: hints what to look for, and a round that can be walked at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.domain.patrol_plan import DAY_MINUTES, Slot, SpecialPeriod, of_every_camera
from duty_desk.domain.problem import beijing, day_of
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.patrol_views import RoundRow
    from duty_desk.domain.patrol_plan import Checkpoint, Plan

_NAME = mark("演示加巡")
_LOOK_FOR = {
    "C022": mark("垃圾桶满冒、暴露垃圾"),
    "C046": mark("垃圾桶满冒、大件垃圾"),
    "C060": mark("垃圾桶满冒"),
    "C052": mark("夜市、烧烤、占道经营"),
    "C037": mark("店外经营、共享单车淤积"),
}
_HARD, _NIGHT = ("C046", "C060"), ("C052", "C060")
_PRESETS = {"C017": 2, "C041": 1}
_SHORTEST_MINUTES = 5


def open_round(desk: Desk) -> None:
    """Have a round that can be walked now; nothing is changed when there is one."""
    if any(row.can in ("start", "continue") for row in _rounds(desk)):
        return
    now = beijing(desk.time.now_ms())
    minute = now.hour * 60 + now.minute
    plan = desk.patrol_plans.on().result().plan
    slots = plan.slots_on(now.date())
    until = min((slot.from_minute for slot in slots if slot.from_minute > minute), default=0)
    if (until - minute) % DAY_MINUTES < _SHORTEST_MINUTES:
        return
    number = max(slot.no for slot in slots) + 1
    added = Slot(no=number, from_minute=minute, to_minute=until)
    today = day_of(desk.time.now_ms())
    period = SpecialPeriod(name=tr(_NAME), from_on=today, to_on=today, slots=(added,))
    wanted = replace(_hinted(plan, desk), from_on=today, periods=(*plan.periods, period))
    desk.patrol_plans.adopt(wanted).result()


def _rounds(desk: Desk) -> tuple[RoundRow, ...]:
    return desk.patrol.rounds(day_of(desk.time.now_ms())).result()


def _hinted(plan: Plan, desk: Desk) -> Plan:
    whole = of_every_camera(plan, [camera.code for camera in desk.snapshot.cameras])
    return replace(whole, checkpoints=tuple(_hint(point) for point in whole.checkpoints))


def _hint(point: Checkpoint) -> Checkpoint:
    return replace(
        point,
        look_for=tr(_LOOK_FOR[point.camera]) if point.camera in _LOOK_FOR else "",
        is_hard=point.camera in _HARD,
        is_night=point.camera in _NIGHT,
        preset=_PRESETS.get(point.camera, 0),
    )
