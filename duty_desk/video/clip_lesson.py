"""A reference view learned from a clip file, as a worker learns it from a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duty_desk.video.exam import Learned
from duty_desk.vision.cv import cv2
from duty_desk.vision.jpeg import encode
from duty_desk.vision.plate import plate_of
from duty_desk.vision.reference import MOST_PLATES, learn, packed

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.vision.plate import Plate


def view_of_clip(clip: Path, fps: float) -> Learned:
    """The view of a clip that shows a healthy camera; a picture a second is looked at.

    Raises:
        Refusal: it holds too few pictures, or nothing that could be recognised again.
    """
    reader = cv2.VideoCapture(str(clip), cv2.CAP_FFMPEG)
    plates: list[Plate] = []
    picture = None
    try:
        number = 0
        while len(plates) < MOST_PLATES and reader.grab():
            if number % max(1, round(fps)) == 0:
                _, found = reader.retrieve()
                picture = found.astype(np.uint8, copy=False)
                plate = plate_of(picture)
                plates += [plate] if plate else []
            number += 1
    finally:
        reader.release()
    reference = learn(plates)
    return Learned(
        camera_id="",
        preset="",
        light=str(reference.light),
        packed=packed(reference),
        jpeg=encode(picture) if picture is not None else b"",
        width_px=0 if picture is None else picture.shape[1],
        height_px=0 if picture is None else picture.shape[0],
    )
