"""Brightness and colour of a whole picture: black, blown out, one flat card, tinted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from duty_desk.vision.plate import Bytes, Floats

_BLOWN = 250
_CARD_WIDTH = 6
_QUIET = 0.8


@dataclass(frozen=True)
class Levels:
    """Brightness of one plate, in levels 0 to 255 and shares 0 to 1.

    Attributes:
        dark, median, bright, brightest: 5th, 50th, 95th and 99th percentile.
        blown: The share at 250 and above.
        card: The share within 6 levels of the commonest one.
        quiet: The share of blocks of 16 pixels that spread less than 0.8 levels.
    """

    dark: float
    median: float
    bright: float
    brightest: float
    blown: float
    card: float
    quiet: float


def levels_of(grey: Bytes) -> Levels:
    """The levels of `grey`, a plate's (height, width) uint8."""
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel()
    below = np.cumsum(counts) / grey.size
    common = int(counts.argmax())
    near = counts[max(0, common - _CARD_WIDTH) : common + _CARD_WIDTH + 1].sum()
    return Levels(
        dark=float(np.searchsorted(below, 0.05)),
        median=float(np.searchsorted(below, 0.5)),
        bright=float(np.searchsorted(below, 0.95)),
        brightest=float(np.searchsorted(below, 0.99)),
        blown=float(counts[_BLOWN:].sum()) / grey.size,
        card=float(near) / grey.size,
        quiet=_quiet_share(grey),
    )


def _quiet_share(grey: Bytes) -> float:
    size = (max(1, grey.shape[1] // 16), max(1, grey.shape[0] // 16))
    exact = grey.astype(np.float32)
    mean = cv2.resize(exact, size, interpolation=cv2.INTER_AREA)
    square = cv2.resize(exact * exact, size, interpolation=cv2.INTER_AREA)
    return float((square - mean * mean < _QUIET * _QUIET).mean())


@dataclass(frozen=True)
class Tint:
    """By how much colours differ from the reference, in Lab units.

    Attributes:
        a, b: Median shift towards red (plus) or green, yellow (plus) or blue.
        together: The share of the picture that shifts in this direction.
    """

    a: float
    b: float
    together: float

    @property
    def size(self) -> float:
        """How striking the shift is: daylight itself wanders along yellow and blue, so half."""
        return float(np.hypot(self.a, self.b * 0.5))

    @property
    def hue(self) -> str:
        """The colour it leans to: red, green, yellow or blue."""
        if abs(self.a) >= abs(self.b):
            return "red" if self.a > 0 else "green"
        return "yellow" if self.b > 0 else "blue"


def tint_of(reference: Floats | None, colour: Floats | None) -> Tint:
    """The shift from `reference` to `colour`, two small Lab pictures; none without colour."""
    if reference is None or colour is None:
        return Tint(0, 0, 0)
    shift = colour[:, :, 1:] - reference[:, :, 1:]
    # What is black or white in either has no colour to shift.
    lit = (np.minimum(colour[:, :, 0], reference[:, :, 0]) > 12) & (colour[:, :, 0] < 97)
    if lit.mean() < 0.2:
        return Tint(0, 0, 0)
    a, b = (float(value) for value in np.median(shift[lit], axis=0))
    along = shift[lit] @ np.array([a, b], np.float32)
    return Tint(a, b, float((along > 0.25 * (a * a + b * b)).mean()))
