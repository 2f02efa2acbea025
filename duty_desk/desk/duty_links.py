"""What a line of the duty log names: cameras by code; problems, faults, requests by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.duty_log import Link, named_in
from duty_desk.domain.problem import beijing
from duty_desk.language import mark
from duty_desk.store import duty_log as rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.desk.views import CameraRow
    from duty_desk.store.transaction import Session

_FAULT_WORDS = (mark("故障"), mark("报修"), "fault")
_MOST = 8  # links of one line


def links_in(
    session: Session, text: str, cameras: Iterable[CameraRow], now: int
) -> tuple[Link, ...]:
    """The records that `text` names, in the order of the text.

    Of a problem and a fault of one number it is the problem, unless a fault is spoken of.
    """
    named = named_in(text)
    found = [_numbered(session, number, before, now) for number, before in named.numbers]
    by_code = {camera.code.upper(): camera for camera in cameras} if named.codes else {}
    for code in named.codes:
        camera = by_code.get(code)
        if camera is not None:
            found.append(Link("camera", camera.id, f"{camera.code} {camera.name}"))
    return tuple(link for link in found if link is not None)[:_MOST]


def _numbered(session: Session, number: str, before: str, now: int) -> Link | None:
    if number.startswith("20"):  # no month: the year of a footage request
        request_id = rows.footage_numbered(session, int(number[:4]), int(number[5:]))
        return None if request_id is None else Link("footage", request_id, number)
    nouns = ["problem", "fault"]
    if any(word in before.lower() for word in _FAULT_WORDS):
        nouns.reverse()
    year = beijing(now).year
    days = [f"{one}-{number[:2]}-{number[2:4]}" for one in (year, year - 1)]
    for noun in nouns:
        for day in days:
            row_id = rows.numbered(session, noun, day, int(number[5:]))
            if row_id is not None:
                return Link(noun, row_id, number)
    return None
