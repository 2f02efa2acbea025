"""Stripes across the whole picture, as mains hum and broken sensors draw them.

Measured on the difference to the reference, so that shelves and fences cancel out, and counted
only where all parts of the picture carry the same wave: no object does that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from duty_desk.vision.plate import Bytes, Floats

_STRIPS = 4
_LEAST_WAVES = 4
_TREND_SHARE = 5


@dataclass(frozen=True)
class Stripes:
    """The strongest wave.

    Attributes:
        way: `across` for horizontal stripes, `along` for vertical ones.
        strength: Its amplitude in levels, in the second weakest quarter of its way: the edge of a
            sheet before the lens makes a wave too, but at one place.
        together: How far three of the four strips carry the same wave, 0.33 (not at all) to 1.
        pure: The share of its energy in one frequency and its harmonics.
    """

    way: str
    strength: float
    together: float
    pure: float


def stripes_of(reference: Bytes, grey: Bytes) -> Stripes:
    """The strongest wave in what differs between two plates of one shape."""
    size = (reference.shape[1] // 2, reference.shape[0] // 2)
    before = cv2.resize(reference, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    now = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    difference = _relit(before, now)
    ways = (("across", difference), ("along", np.ascontiguousarray(difference.T)))
    return max((_wave(way, rows) for way, rows in ways), key=lambda wave: wave.strength)


def _relit(before: Floats, now: Floats) -> Floats:
    """`now` less `before` at the same gain and offset; large differences are objects, cut off."""
    spread = float(before.var())
    mean, mean_now = float(before.mean()), float(now.mean())
    shared = float(((before - mean) * (now - mean_now)).mean())
    gain = min(3.0, max(0.2, shared / spread)) if spread > 1 else 1.0
    return np.clip(now - mean_now - gain * (before - mean), -40, 40).astype(np.float32)


def _wave(way: str, rows: Floats) -> Stripes:
    """The wave that runs down `rows`."""
    height = rows.shape[0]
    strips = cv2.resize(rows, (_STRIPS, height), interpolation=cv2.INTER_AREA)
    trend = cv2.blur(strips, (1, 2 * (height // (2 * _TREND_SHARE)) + 1))
    strips = strips - trend
    strips = _undisturbed(strips)
    common = strips.mean(axis=1)
    power = float(common.var())
    each = float(strips.var(axis=0).mean())
    if each < 1e-3:
        return Stripes(way, 0, 0, 0)
    quarters = sorted(float(part.var()) for part in np.array_split(common, 4))
    return Stripes(way, float(np.sqrt(2 * quarters[1])), power / each, _purity(common))


def _undisturbed(strips: Floats) -> Floats:
    """All but the strip that is least like the others: there people may walk."""
    unlike = (strips - np.median(strips, axis=1, keepdims=True)).var(axis=0)
    kept: Floats = np.delete(strips, int(unlike.argmax()), axis=1)
    return kept


def _purity(profile: Floats) -> float:
    energy = np.abs(np.fft.rfft(profile * np.hanning(profile.size))) ** 2
    energy[:2] = 0
    peak = int(energy.argmax())
    total = float(energy.sum())
    if peak < _LEAST_WAVES or total <= 0:
        return 0.0
    near = {at + step for at in (peak, 2 * peak, 3 * peak) for step in (-2, -1, 0, 1, 2)}
    return float(sum(energy[at] for at in near if at < energy.size)) / total
