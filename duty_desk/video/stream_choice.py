"""Which stream of a camera a tile is worth, and how much of it is decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.video.source import Pace
from duty_desk.video.stream_state import StreamReason
from duty_desk.video.tier import Shed, Tier

if TYPE_CHECKING:
    from duty_desk.video.orders import Watch

# A picture may be drawn this much larger than it is before the main stream is fetched for it.
_MOST_ENLARGED = 1.25
PERMANENT = frozenset(
    {
        StreamReason.PATH_UNKNOWN,
        StreamReason.NO_PICTURE_INSIDE,
        StreamReason.CANNOT_DECODE,
        StreamReason.CANNOT_PARSE,
    }
)


def wants_sub(order: Watch, sub_size: tuple[int, int] | None) -> bool:
    """Whether the sub-stream is enough.

    The main one is for the picture that is looked at closely, and for a tile that the sub-stream,
    `sub_size` (width, height) as far as known, would only fill blown up.
    """
    if not order.spec.sub_address:
        return False
    if order.tier is Tier.FOCUSED:
        return False
    if sub_size is None or order.tier is Tier.NEXT or order.shed >= Shed.MAIN_STREAM:
        return True
    enlarged = min(order.box[0] / sub_size[0], order.box[1] / sub_size[1])
    return enlarged / order.part.width <= _MOST_ENLARGED


def pace_for(order: Watch) -> Pace:
    """What is decoded: key frames for the next page, and less than that when time is short."""
    if order.tier is Tier.NEXT:
        return Pace.NOTHING if order.shed else Pace.KEY_FRAMES
    return Pace.KEY_FRAMES if order.shed >= Shed.FRAMES else Pace.ALL
