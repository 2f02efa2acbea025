"""What befalls a healthy camera and is no fault: light, weather, traffic, codec, lamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from numpy.random import Generator

    from tests.bench.health_faults import Change, Picture

LASTS = 80  # pictures, two a second


def _clipped(values) -> Picture:
    return np.clip(values, 0, 255).astype(np.uint8)


def ramp(rng: Generator) -> Change:
    to = rng.choice((rng.uniform(0.4, 0.6), rng.uniform(1.3, 1.5)))
    return lambda picture, at: _clipped(picture * (1 + (to - 1) * min(1, at / 60)))


def step(rng: Generator) -> Change:
    gain = rng.choice((rng.uniform(0.5, 0.7), rng.uniform(1.25, 1.4)))
    return lambda picture, _at: _clipped(picture * gain)


def _spot(picture: Picture, x: float, y: float, reach: float) -> np.ndarray:
    height, width = picture.shape[:2]
    across = (np.arange(width)[None, :] - x * width) / (reach * width)
    down = (np.arange(height)[:, None] - y * height) / (reach * width)
    return np.exp(-(across * across + down * down))[:, :, None]


def headlights(rng: Generator) -> Change:
    y, pace = rng.uniform(0.4, 0.8), rng.uniform(0.08, 0.2)
    return lambda picture, at: _clipped(
        picture + 200 * _spot(picture, (at * pace) % 2 - 0.2, y, 0.15)
    )


def lightning(rng: Generator) -> Change:
    return lambda picture, at: _clipped(picture * 1.5 + 120) if rng.random() < 0.1 else picture


def infrared(rng: Generator) -> Change:
    x, y = rng.uniform(0.3, 0.7, 2)

    def change(picture, at):
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[:, :, None].astype(np.float32)
        lit = grey * (0.25 + 0.9 * _spot(picture, x, y, 0.5)) + rng.normal(0, 3, grey.shape)
        return np.repeat(_clipped(lit if at > 2 else lit * 0.2), 3, axis=2)

    return change


def rain(rng: Generator) -> Change:
    def change(picture, _at):
        for _ in range(120):
            x, y = rng.integers(0, picture.shape[1]), rng.integers(0, picture.shape[0])
            end = (int(x) + 2, int(y) + int(rng.integers(6, 16)))
            cv2.line(picture, (int(x), int(y)), end, (200,) * 3, 1)
        return picture

    return change


def snow(rng: Generator) -> Change:
    def change(picture, _at):
        for _ in range(90):
            x, y = rng.integers(0, picture.shape[1]), rng.integers(0, picture.shape[0])
            cv2.circle(picture, (int(x), int(y)), int(rng.integers(1, 3)), (235,) * 3, -1)
        return picture

    return change


def lorry(rng: Generator) -> Change:
    shade = [int(value) for value in rng.integers(30, 220, 3)]
    begin = int(rng.integers(4, 30))

    def change(picture, at):
        if begin <= at < begin + 8:
            height, width = picture.shape[:2]
            left = round(width * (at - begin - 3) / 6)
            box = (left, height // 5), (left + width * 6 // 10, height * 9 // 10)
            cv2.rectangle(picture, *box, shade, -1)
        return picture

    return change


def cloud(rng: Generator) -> Change:
    pace = rng.uniform(0.01, 0.03)
    return lambda picture, at: _clipped(
        picture * (1 - 0.45 * _spot(picture, at * pace - 0.2, 0.5, 0.4))
    )


def wind(rng: Generator) -> Change:
    def change(picture, _at):
        x, y = rng.uniform(-1, 1, 2)
        size = (picture.shape[1], picture.shape[0])
        matrix = np.array([[1, 0, x], [0, 1, y]])
        return cv2.warpAffine(picture, matrix, size, borderMode=cv2.BORDER_REFLECT)

    return change


def dusk(rng: Generator) -> Change:
    warm = np.array([0.75, 0.97, 1.12])
    return lambda picture, at: _clipped(picture * (1 + (warm * 0.8 - 1) * min(1, at / 50)))


def unchanged(rng: Generator) -> Change:
    return lambda picture, _at: picture


NEGATIVES = {
    "light ramp": ramp,
    "light step": step,
    "headlights": headlights,
    "lightning": lightning,
    "infrared switch": infrared,
    "rain": rain,
    "snow": snow,
    "passing lorry": lorry,
    "cloud shadow": cloud,
    "low bit rate": unchanged,
    "wind": wind,
    "warm dusk": dusk,
}
