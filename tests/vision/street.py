"""A small invented street as a camera would show it, with all that can befall its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2
from duty_desk.vision.diagnosis import Watched, diagnosed
from duty_desk.vision.plate import plate_of
from duty_desk.vision.reference import Reference, learn

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Change = Callable[[Picture, int], Picture]

SIZE = (480, 272)
EVERY_MS = 1000


class Street:
    """Houses, windows and a kerb, a few people walking, sensor noise, a clock ticking."""

    def __init__(self, seed: int = 1) -> None:
        rng = np.random.default_rng(seed)
        self._rng = rng
        width, height = 2 * SIZE[0], 2 * SIZE[1]
        ground = np.linspace(150, 90, height)[:, None, None] + np.array([6, 0, -6])
        scene = np.broadcast_to(ground, (height, width, 3)).astype(np.uint8).copy()
        for _ in range(90):
            left, top = rng.integers(0, width - 40), rng.integers(0, height - 30)
            size = rng.integers(14, 90, 2)
            colour = [int(value) for value in rng.integers(30, 220, 3)]
            corner = (int(left + size[0]), int(top + size[1]))
            cv2.rectangle(scene, (int(left), int(top)), corner, colour, -1)
        for _ in range(25):
            ends = rng.integers(0, (width, height), (2, 2))
            shade = int(rng.integers(20, 230))
            first, second = ((int(x), int(y)) for x, y in ends)
            cv2.line(scene, first, second, (shade,) * 3, 2, cv2.LINE_AA)
        self._scene = cv2.GaussianBlur(scene, (0, 0), 0.8)

    def picture(self, at_s: int, left: int = SIZE[0] // 2, top: int = SIZE[1] // 2) -> Picture:
        """The street at second `at_s`, seen from a corner of the whole scene; BGR."""
        seen = self._scene[top : top + SIZE[1], left : left + SIZE[0]].copy()
        for walker in range(3):
            x = (37 * walker + 11 * at_s) % (SIZE[0] - 20)
            cv2.rectangle(seen, (x, 150 + 25 * walker), (x + 9, 175 + 25 * walker), (40,) * 3, -1)
        noisy = seen + self._rng.normal(0, 1.2, seen.shape)
        return ticked(np.clip(noisy, 0, 255).astype(np.uint8), at_s)

    def reference(self) -> Reference:
        """Its view, learned in a dozen seconds and confirmed."""
        plates = [plate_of(self.picture(at_s)) for at_s in range(12)]
        return learn([plate for plate in plates if plate is not None]).confirmed()


def ticked(picture: Picture, at_s: int) -> Picture:
    """`picture` with a clock in its corner."""
    cv2.rectangle(picture, (6, 4), (150, 22), (0, 0, 0), -1)
    text = f"2026-11-21 08:{at_s // 60 % 60:02d}:{at_s % 60:02d}"
    cv2.putText(picture, text, (8, 18), cv2.FONT_HERSHEY_PLAIN, 0.9, (255,) * 3, 1)
    return picture


def unchanged(picture: Picture, _at_s: int) -> Picture:
    """A camera that is well."""
    return picture


def watched(street: Street, change: Change, seconds: int = 30, calm: int = 5) -> Watched:
    """`street` watched for `calm` healthy seconds and then for `seconds` with `change`."""
    reference = street.reference()
    now = Watched({reference.light: reference})
    for at_s in range(calm + seconds):
        picture = street.picture(12 + at_s)
        if at_s >= calm:
            picture = change(picture, at_s - calm)
        now = diagnosed(now, plate_of(picture), at_s * EVERY_MS)
    return now
