"""The usual shift systems and rotations, until a hall makes its own (domain.md 5.1)."""

from __future__ import annotations

from dataclasses import dataclass

from duty_desk.domain.roster import Rotation, ShiftTemplate, TemplateSet
from duty_desk.language import mark

_OFFICE = ShiftTemplate(id="office", name=mark("常白班"), starts=540, ends=1050, is_office=True)
_DAY = ShiftTemplate(id="day", name=mark("白班"), starts=510, ends=1200)
_NIGHT = ShiftTemplate(id="night", name=mark("夜班"), starts=1200, ends=510)
_EARLY = ShiftTemplate(id="early", name=mark("早班"), starts=480, ends=960)
_MIDDLE = ShiftTemplate(id="middle", name=mark("中班"), starts=960, ends=0)
_LATE = ShiftTemplate(id="late", name=mark("夜班"), starts=0, ends=480)
_WHOLE = ShiftTemplate(id="whole", name=mark("24 小时班"), starts=510, ends=510)


@dataclass(frozen=True)
class ShiftSystem:
    """A way to divide the day.

    Attributes:
        id: `two`.
        name: What people say.
        templates: Its shifts, the office's with them.
    """

    id: str
    name: str
    templates: TemplateSet


SYSTEMS = (
    ShiftSystem("two", mark("两班（12 小时）"), TemplateSet(templates=(_DAY, _NIGHT, _OFFICE))),
    ShiftSystem(
        "three", mark("三班（8 小时）"), TemplateSet(templates=(_LATE, _EARLY, _MIDDLE, _OFFICE))
    ),
    ShiftSystem("whole", mark("24 小时班"), TemplateSet(templates=(_WHOLE, _OFFICE))),
)
BUILT_IN = SYSTEMS[0].templates

ROTATIONS = (
    Rotation(id="four_two", name=mark("四班两运转"), steps=("day", "night", "", ""), crews=4),
    Rotation(
        id="four_two_long",
        name=mark("四班两运转（两白两夜四休）"),
        steps=("day", "day", "night", "night", "", "", "", ""),
        crews=4,
    ),
    Rotation(
        id="four_three",
        name=mark("四班三运转"),
        steps=("early", "early", "middle", "middle", "late", "late", "", ""),
        crews=4,
    ),
    Rotation(id="whole_three", name=mark("上 24 休 48"), steps=("whole", "", ""), crews=3),
    Rotation(id="whole_four", name=mark("上 24 休 72"), steps=("whole", "", "", ""), crews=4),
    Rotation(id="two_two", name=mark("两班两人对倒"), steps=("day", "night"), crews=2),
    Rotation(id="office", name=mark("常白班"), steps=("office",), crews=1, is_workdays_only=True),
)
