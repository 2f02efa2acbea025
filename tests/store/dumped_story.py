"""Ground that is watched and a hint of a dumped thing: something in both tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.dumped import FoundThing
from duty_desk.domain.ground import GroundPlan
from duty_desk.video.replay_orders import Clip
from tests.fakes.desk import picture

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

_ZONE = ((100, 500), (900, 500), (900, 990))


def tell_dumped(desk: Desk) -> None:
    """Ground is drawn, something lies on it, and the operator makes it a problem or not.

    Every column that may be empty has something in it.
    """
    camera_id, now = desk.snapshot.cameras[0].id, desk.time.now_ms()
    desk.dumped.draw(camera_id, GroundPlan(zones=(_ZONE,), is_on=True)).result(10)
    found = FoundThing(
        camera_id=camera_id,
        zone=0,
        box=(400, 600, 480, 700),
        seen_at=now - 95_000,
        before=picture(61),
        after=picture(62),
        clip=Clip(b"what the camera sent", now - 100_000, now - 90_000, 1280, 720, 250),
    )
    hint_id = desk.dumped.hint(found).result(10)
    desk.dumped.dismiss(hint_id, "一辆三轮车").result(10)
