"""The fault injector of the bench: what befalls a healthy picture, at two severities.

Each injector is made anew for an event, from a random generator of its own, and is then called as
`change(picture, at)`: `at` counts the pictures since onset, two a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Change = Callable[[Picture, int], Picture]


def _clipped(values) -> Picture:
    return np.clip(values, 0, 255).astype(np.uint8)


def card(rng: Generator, is_strong: bool) -> Change:
    colour = (190, 60, 20) if is_strong else (128, 128, 128)

    def change(picture, _at):
        flat = np.full_like(picture, colour)
        cv2.putText(flat, "NO SIGNAL", (60, 90), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255,) * 3, 2)
        return flat

    return change


def black(rng: Generator, is_strong: bool) -> Change:
    gain = rng.uniform(0, 0.03) if is_strong else rng.uniform(0.05, 0.09)
    return lambda picture, at: _clipped(picture * gain + rng.normal(4, 1, picture.shape))


def glare(rng: Generator, is_strong: bool) -> Change:
    gain, lift = (rng.uniform(2, 3), 120) if is_strong else (rng.uniform(1.5, 1.9), 80)
    return lambda picture, _at: _clipped(picture * gain + lift)


def frozen(rng: Generator, is_strong: bool) -> Change:
    kept: list[Picture] = []

    def change(picture, _at):
        kept.append(picture) if not kept else None
        if is_strong:
            return kept[0].copy()
        return _clipped(kept[0] + rng.choice((-1, 0, 0, 0, 0, 0, 0, 1), picture.shape))

    return change


def covered(rng: Generator, is_strong: bool) -> Change:
    share = 1.0 if is_strong else rng.uniform(0.45, 0.7)
    shade, slope = rng.integers(10, 200, 3), rng.uniform(-30, 30)
    side = rng.integers(0, 4)

    def change(picture, _at):
        height, width = picture.shape[:2]
        ramp = np.linspace(0, slope, width)[None, :, None]
        sheet = _clipped(shade + ramp + rng.normal(0, 1.5, picture.shape))
        mask = np.zeros((height, width), np.float32)
        reach = (width if side < 2 else height) * share
        line = np.arange(width)[None, :] if side < 2 else np.arange(height)[:, None]
        line = line if side % 2 else line[::-1] if side >= 2 else line[:, ::-1]
        mask[:] = line < reach
        mask = cv2.GaussianBlur(mask, (0, 0), 6)[:, :, None] if share < 1 else mask[:, :, None]
        return _clipped(sheet * mask + picture * (1 - mask))

    return change


class Turned:
    """A window of six tenths of the picture that moves, and sometimes rotates, at onset.

    It starts at the side that leaves it room.
    """

    def __init__(self, rng: Generator, is_strong: bool) -> None:
        low, high = (0.2, 0.6) if is_strong else (0.05, 0.15)
        size, side = rng.uniform(low, high), rng.choice((-1, 1))
        self._start = 0.0 if side > 0 else 1.0
        self._shift = (size * side, rng.uniform(-0.3, 0.3) * size)
        is_rotated = is_strong and rng.random() < 0.3
        self._turn = rng.uniform(4, 12) * rng.choice((-1, 1)) if is_rotated else 0.0

    def before(self, picture: Picture) -> Picture:
        """The view that is the reference."""
        return self._seen(picture, (0.0, 0.0), 0.0)

    def __call__(self, picture: Picture, _at: int) -> Picture:
        return self._seen(picture, self._shift, self._turn)

    def _seen(self, picture: Picture, shift: tuple[float, float], turn: float) -> Picture:
        height, width = picture.shape[:2]
        wide, high = int(width * 0.6) // 16 * 16, int(height * 0.6) // 16 * 16
        left = np.clip((width - wide) * self._start + shift[0] * wide, 0, width - wide)
        top = np.clip((height - high) / 2 + shift[1] * high, 0, height - high)
        matrix = cv2.getRotationMatrix2D((left + wide / 2, top + high / 2), turn, 1.0)
        matrix[:, 2] -= (left, top)
        return cv2.warpAffine(picture, matrix, (wide, high), borderMode=cv2.BORDER_REFLECT)


def other_view(rng: Generator, is_strong: bool, elsewhere) -> Change:
    offset = int(rng.integers(0, 40))

    def change(picture, at):
        size = (picture.shape[1], picture.shape[0])
        return cv2.resize(elsewhere.picture(offset + at), size, interpolation=cv2.INTER_AREA)

    return change


def blurred(rng: Generator, is_strong: bool) -> Change:
    sigma = rng.uniform(3, 6) if is_strong else rng.uniform(1.2, 2)
    return lambda picture, _at: cv2.GaussianBlur(picture, (0, 0), sigma * picture.shape[1] / 480)


def noisy(rng: Generator, is_strong: bool) -> Change:
    sigma = rng.uniform(18, 35) if is_strong else rng.uniform(8, 13)

    def change(picture, _at):
        grain = rng.normal(0, sigma, (*picture.shape[:2], 1))
        return _clipped(picture + grain)

    return change


def shaking(rng: Generator, is_strong: bool) -> Change:
    reach = rng.uniform(6, 14) if is_strong else rng.uniform(3, 5)

    def change(picture, _at):
        x, y = rng.uniform(-reach, reach, 2)
        matrix = np.array([[1, 0, x], [0, 1, y]])
        size = (picture.shape[1], picture.shape[0])
        return cv2.warpAffine(picture, matrix, size, borderMode=cv2.BORDER_REFLECT)

    return change


def striped(rng: Generator, is_strong: bool) -> Change:
    level = rng.uniform(18, 30) if is_strong else rng.uniform(6, 9)
    waves, drift, is_along = rng.integers(6, 30), rng.uniform(-1, 1), rng.random() < 0.3

    def change(picture, at):
        count = picture.shape[1] if is_along else picture.shape[0]
        wave = level * np.sin(np.arange(count) * 2 * np.pi * waves / count + drift * at)
        return _clipped(picture + (wave[None, :, None] if is_along else wave[:, None, None]))

    return change


def tinted(rng: Generator, is_strong: bool) -> Change:
    strength = rng.uniform(0.3, 0.5) if is_strong else rng.uniform(0.16, 0.24)
    gains = np.ones(3)
    up, down = rng.choice(3, 2, replace=False)
    gains[up] += strength
    gains[down] -= strength
    return lambda picture, _at: _clipped(picture * gains)


def damage_of(rng: Generator, is_strong: bool, onset: int):
    """Lost packets: bytes of a coded picture replaced; strong: most pictures, mild: some."""
    often, spans = (0.9, 4) if is_strong else (0.6, 2)

    def damage(number: int, data: bytes) -> bytes:
        if number < onset or rng.random() > often or len(data) < 200:
            return data
        spoiled = bytearray(data)
        for _ in range(spans):
            at = int(rng.integers(60, len(data) - 40))
            spoiled[at : at + 24] = rng.bytes(24)
        return bytes(spoiled)

    return damage


@dataclass(frozen=True)
class Fault:
    """One row of the table: the injector, the class that is right, how long it is shown."""

    make: Callable | None
    right: frozenset[str]
    lasts_s: int = 30


def _fault(make, *right: str, lasts_s: int = 30) -> Fault:
    return Fault(make, frozenset(right), lasts_s)


FAULTS = {
    "signal": _fault(None, "signal"),
    "card": _fault(card, "card"),
    "black": _fault(black, "black"),
    "glare": _fault(glare, "glare"),
    "frozen": _fault(frozen, "frozen", lasts_s=45),
    "covered": _fault(covered, "covered"),
    "turned": _fault(Turned, "turned", "other_view"),
    "other_view": _fault(other_view, "other_view", "turned"),
    "blur": _fault(blurred, "blur"),
    "noise": _fault(noisy, "noise"),
    "shake": _fault(shaking, "shake"),
    "corrupt": _fault(None, "corrupt"),
    "relayed": _fault(None, "corrupt"),
    "stripes": _fault(striped, "stripes", lasts_s=40),
    "colour": _fault(tinted, "colour", lasts_s=90),
}
