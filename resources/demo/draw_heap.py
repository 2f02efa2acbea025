# ruff: noqa: INP001 - a script beside its data, no package
"""Rubbish that somebody left on a pavement: dark bags and a carton, on a picture (BGR, uint8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

if TYPE_CHECKING:
    import numpy as np

_FINER = 4
_BAGS = ((0.24, 0.62, 0.22, 0.34), (0.55, 0.66, 0.20, 0.30), (0.42, 0.42, 0.20, 0.28))
_SHADES = (34, 44, 26)
_CARTON = (0.70, 0.36, 0.28, 0.50)


def draw_heap(picture: np.ndarray, place: tuple[float, float, float]) -> None:
    """Draw it: middle of its foot (x, y) and width, in parts of the picture."""
    width = round(place[2] * picture.shape[1])
    high = round(width * 0.6)
    left = round(place[0] * picture.shape[1] - width / 2)
    top = round(place[1] * picture.shape[0]) - high
    ground = picture[top : top + high, left : left + width]
    size = (width * _FINER, high * _FINER)
    fine = cv2.resize(ground, size, interpolation=cv2.INTER_LINEAR)
    _shadow(fine)
    _carton(fine)
    for bag, shade in zip(_BAGS, _SHADES, strict=True):
        _bag(fine, bag, shade)
    ground[:] = cv2.resize(fine, (width, high), interpolation=cv2.INTER_AREA)


def _scaled(fine: np.ndarray, *parts: float) -> tuple[int, ...]:
    height, width = fine.shape[:2]
    return tuple(round(part * (width, height)[number % 2]) for number, part in enumerate(parts))


def _shadow(fine: np.ndarray) -> None:
    x, y, across, down = _scaled(fine, 0.5, 0.88, 0.46, 0.11)
    dark = fine.copy()
    cv2.ellipse(dark, (x, y), (across, down), 0, 0, 360, (14, 14, 14), -1)
    fine[:] = cv2.addWeighted(fine, 0.4, dark, 0.6, 0)


def _carton(fine: np.ndarray) -> None:
    left, top, width, high = _scaled(fine, *_CARTON)
    cv2.rectangle(fine, (left, top), (left + width, top + high), (96, 140, 170), -1)
    cv2.rectangle(fine, (left, top), (left + width, top + high // 6), (110, 160, 190), -1)
    cv2.line(fine, (left + width // 2, top), (left + width // 2, top + high), (70, 100, 120), 5)


def _bag(fine: np.ndarray, bag: tuple[float, float, float, float], shade: int) -> None:
    x, y, across, down = _scaled(fine, *bag)
    cv2.ellipse(fine, (x, y), (across, down), 0, 0, 360, (shade,) * 3, -1)
    knot = (x, y - down)
    cv2.circle(fine, knot, max(3, across // 7), (shade + 12,) * 3, -1)
    shine = (x - across // 3, y - down // 3)
    cv2.ellipse(fine, shine, (across // 6, down // 3), 25, 0, 360, (shade + 60,) * 3, -1)
