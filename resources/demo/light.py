# ruff: noqa: INP001 - a script beside its data, no package
"""Day, dusk, lamps, night and infrared as they fall on a demo picture (BGR, uint8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    Light = Callable[[np.ndarray], np.ndarray]


def _curve(gamma: float, low: int, high: int) -> np.ndarray:
    steps = np.linspace(0, 1, 256) ** gamma
    return np.clip(low + steps * (high - low), 0, 255).astype(np.uint8)


def _falloff(size: tuple[int, int], centre: tuple[float, float], spread: float) -> np.ndarray:
    """1 at `centre` (parts of width and height), less with the distance; (height, width, 1)."""
    width, height = size
    rows, columns = np.indices((height, width), dtype=np.float32)
    away = np.hypot(columns / width - centre[0], (rows / height - centre[1]) * height / width)
    return np.exp(-((away / spread) ** 2))[..., None]


def _grain(size: tuple[int, int], strength: float) -> np.ndarray:
    """Sensor grain, the same in every picture: it looks like a dark night and costs few bits."""
    noise = np.random.default_rng(7).normal(0, strength, (size[1], size[0], 1))
    return cv2.GaussianBlur(noise, (3, 3), 0.7)[..., None].astype(np.float32)


def _saturation(picture: np.ndarray, share: float) -> np.ndarray:
    gray = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return cv2.addWeighted(picture, share, gray, 1 - share, 0)


def _lit(picture: np.ndarray, light: np.ndarray, extra: np.ndarray) -> np.ndarray:
    return np.clip(picture * light + extra, 0, 255).astype(np.uint8)


def _day(_size: tuple[int, int]) -> Light:
    table = _curve(0.95, 4, 250)
    return lambda picture: cv2.LUT(_saturation(picture, 0.92), table)


def _overcast(_size: tuple[int, int]) -> Light:
    table = _curve(1.1, 18, 222)
    tint = np.array([1.04, 1.0, 0.96], np.float32)
    return lambda picture: _lit(cv2.LUT(_saturation(picture, 0.55), table), tint, np.zeros(1))


def _dusk(size: tuple[int, int]) -> Light:
    table = _curve(1.25, 6, 190)
    tint = np.array([1.0, 0.86, 0.82], np.float32) * (0.75 + 0.3 * _falloff(size, (0.5, 0.3), 0.6))
    grain = _grain(size, 2.5)
    return lambda picture: _lit(cv2.LUT(_saturation(picture, 0.6), table), tint, grain)


def _night(size: tuple[int, int]) -> Light:
    table = _curve(1.25, 6, 165)
    glow = 0.66 + 0.5 * _falloff(size, (0.62, 0.25), 0.45)
    tint = np.array([1.0, 0.95, 0.88], np.float32) * glow
    grain = _grain(size, 3)
    return lambda picture: _lit(cv2.LUT(_saturation(picture, 0.42), table), tint, grain)


def _lamp(size: tuple[int, int]) -> Light:
    table = _curve(1.2, 2, 185)
    warm = np.array([0.55, 0.85, 1.1], np.float32) * _falloff(size, (0.45, 0.35), 0.36)
    tint = np.array([0.34, 0.3, 0.28], np.float32) + 0.95 * warm
    grain = _grain(size, 3)
    return lambda picture: _lit(cv2.LUT(_saturation(picture, 0.5), table), tint, grain)


def _infrared(size: tuple[int, int]) -> Light:
    table = _curve(0.85, 10, 235)
    spot = 0.32 + 0.62 * _falloff(size, (0.5, 0.55), 0.42)
    grain = _grain(size, 3)
    return lambda picture: _lit(cv2.LUT(_saturation(picture, 0), table), spot, grain)


def _covered(size: tuple[int, int]) -> Light:
    """A bag over the lens: a dark blur with creases, and a strip of the lamp-lit view beside it."""
    width, height = size
    lamp = _lamp(size)
    rows, columns = np.indices((height, width), dtype=np.float32)
    edge = columns / width + 0.12 * np.sin(rows / height * 4 + 0.6)
    share = (1 / (1 + np.exp((edge - 0.83) * 28)))[..., None]
    creases = np.random.default_rng(3).normal(0, 1, (height, width)).astype(np.float32)
    creases = cv2.GaussianBlur(creases, (0, 0), width / 14)[..., None]
    creases *= 9 / np.abs(creases).max()
    bag = np.array([34, 40, 46], np.float32) * _falloff(size, (0.6, 0.4), 0.8) + creases + 8

    def cover(picture: np.ndarray) -> np.ndarray:
        seen = cv2.GaussianBlur(lamp(picture), (0, 0), width / 150)
        return np.clip(seen * (1 - share) + bag * share, 0, 255).astype(np.uint8)

    return cover


def _street(size: tuple[int, int]) -> Light:
    grain = _grain(size, 3)
    return lambda picture: _lit(picture, np.ones(1, np.float32), grain)


LIGHTS: dict[str, Callable[[tuple[int, int]], Light]] = {
    "day": _day,
    "overcast": _overcast,
    "dusk": _dusk,
    "night": _night,
    "lamp": _lamp,
    "infrared": _infrared,
    "covered": _covered,
    "street": _street,
}


def stamp_clock(picture: np.ndarray, begin: str, seconds: int) -> None:
    """Write the camera's own clock (hh:mm:ss, `seconds` after `begin`) into the lower left."""
    hours, minutes, rest = (int(part) for part in begin.split(":"))
    total = hours * 3600 + minutes * 60 + rest + seconds
    text = f"2026-11-21 {total // 3600:02}:{total // 60 % 60:02}:{total % 60:02}"
    scale = picture.shape[1] / 1100
    place = (int(24 * scale), picture.shape[0] - int(26 * scale))
    for colour, width in (((20, 20, 20), 4), ((235, 235, 235), 1)):
        thick = max(1, round(width * scale * 1.4))
        cv2.putText(
            picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, thick, cv2.LINE_AA
        )
