"""The command `report morning`: one A4 for half past eight, beside whatever runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from duty_desk.bootstrap import FONT
from duty_desk.commands.call import DONE, Call, reading
from duty_desk.desk.morning import MorningSide, page_of, refuse_suffix
from duty_desk.desk.open_sources import SOURCES
from duty_desk.desk.section_parts import SectionSide
from duty_desk.desk.sections import Sections
from duty_desk.documents.file_put import put
from duty_desk.documents.morning_page import morning_pdf
from duty_desk.domain.open_item import in_order
from duty_desk.domain.workdays import day_of
from duty_desk.language import tr
from duty_desk.machine.time_source import SystemTimeSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.commands.call import Reading
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.morning_views import MorningPage
    from duty_desk.desk.snapshot import Viewer
    from duty_desk.domain.fault import FaultKind
    from duty_desk.domain.open_item import OpenItem
    from duty_desk.store.transaction import Session


@dataclass(frozen=True)
class _Beside:
    """What sources of open items ask of a desk, without one."""

    look: Viewer
    fault_kinds: Sequence[FaultKind]

    def viewer(self) -> Viewer:
        """What turns rows into words."""
        return self.look


def write_morning(call: Call) -> int:
    """`report morning [--date D] --out F.pdf`: the page of the morning of a day, today without."""
    file = Path(call.words.out)
    refuse_suffix(file)
    wanted = call.words.date
    on = date.fromisoformat(wanted) if wanted else day_of(SystemTimeSource().now_ms())
    with reading(call) as look:
        page = page_of(look.session, _side(look), on)
        fonts = (look.house.files.resources / FONT).parent
    put(file, morning_pdf(page, fonts))
    call.line(tr("已导出晨报到 {file}", file=file.name))
    call.document({"file": str(file), "day": on.isoformat(), "parts": _facts(page)})
    return DONE


def _facts(page: MorningPage) -> list[dict[str, object]]:
    return [
        {
            "question": part.question,
            "answer": part.answer,
            "level": part.level,
            "lines": [line.words for line in part.lines],
        }
        for part in page.parts
    ]


def _side(look: Reading) -> MorningSide:
    house = look.house
    kinds = house.fault_kinds()
    side = SectionSide(
        seat=house.settings.seat,
        time=SystemTimeSource(),
        rules=lambda: look.rules,
        categories={item.code: item for item in house.categories()},
        kinds=kinds,
    )
    beside = cast("Desk", _Beside(look.viewer, kinds))

    def items(session: Session, now: int) -> tuple[OpenItem, ...]:
        return in_order(item for made in SOURCES.values() for item in made(beside)(session, now))

    seat = tr("{seat} 号席", seat=house.settings.seat)
    place = f"{tr(house.settings.hall)} · {seat}"
    return MorningSide(Sections(side), look.viewer, items, place)
