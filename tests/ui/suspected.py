"""What the diagnosis brings to a test's desk: pictures, reference views and suspicions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duty_desk.desk.references import LearnedView
from duty_desk.desk.suspicions import Suspected
from duty_desk.vision.jpeg import encode
from tests.ui.problem_desk import WAIT_S

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

_NUMBERS = {"covered": {"share": 48}, "black": {"brightest": 9}}


def street(shade: int = 0) -> bytes:
    """A picture with edges enough to be recognised; `shade` covers its right half."""
    drawn = (np.indices((360, 640)).sum(0) // 24 % 2 * 140 + 40).astype(np.uint8)
    if shade:
        drawn[:, 320:] = shade
    return encode(np.repeat(drawn[:, :, None], 3, axis=2))


def suspect(desk: Desk, number: int, family: str = "view_lost", kind: str = "covered") -> str:
    """Let the program suspect a camera now."""
    now, camera_id = desk.time.now_ms(), desk.snapshot.cameras[number].id
    view = desk.references.of(camera_id).result(WAIT_S)
    found = Suspected(
        camera_id=camera_id,
        kind=kind,
        family=family,
        numbers=_NUMBERS[kind],
        light="colour",
        since_at=now - 8_000,
        raised_at=now,
        reference_id=view.id if view else "",
        now_jpeg=street(30),
        good_jpeg=street(),
        good_at=now - 9_000,
    )
    return desk.ask(lambda: desk.suspicions.suspect(found)).result(WAIT_S)


def learned(desk: Desk, number: int, reason: str = "") -> LearnedView:
    """A view of a camera that was learned just now."""
    now = desk.time.now_ms()
    return LearnedView(
        camera_id=desk.snapshot.cameras[number].id,
        preset="",
        light="colour",
        packed=f"packed {number} {now}".encode(),
        jpeg=street(),
        width_px=640,
        height_px=360,
        learned_from_at=now - 20_000,
        learned_to_at=now,
        reason=reason,
    )
