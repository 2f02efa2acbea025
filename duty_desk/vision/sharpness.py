"""How sharp and how noisy a plate is, measured where the reference has edges or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from duty_desk.vision.edges import Edges, Flags
    from duty_desk.vision.plate import Bytes, Floats

# Immerkær, Fast Noise Variance Estimation, 1996: blind to edges and slopes; gains noise sixfold.
_NOISE_KERNEL = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
_NOISE_GAIN = 6 * 0.6745  # of a median


def fine_power(grey: Bytes, shape: tuple[int, ...]) -> Floats:
    """The mean squared finest gradient of `grey` per block of `shape` (rows, columns)."""
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    size = (shape[1], shape[0])
    power = cv2.resize(across * across + down * down, size, interpolation=cv2.INTER_AREA)
    return power.astype(np.float32, copy=False)


def crispness(grey: Bytes, edges: Edges) -> Floats:
    """Finest by coarser gradients per block: falls with defocus, stays when contrast changes.

    Haze, dusk and exposure scale both alike; only what widens edges changes their ratio.
    """
    fine = fine_power(grey, edges.power.shape)
    ratio = fine / np.maximum(edges.power, np.float32(0.05))
    return ratio.astype(np.float32, copy=False)


def noise_of(grey: Bytes, flat: Flags) -> float:
    """The spread of noise in levels, in the blocks that are `flat` in the reference.

    A median over pixels: rain, snow and insects are strong but sparse, noise is everywhere.
    """
    response = cv2.convertScaleAbs(cv2.filter2D(grey, cv2.CV_16S, _NOISE_KERNEL))
    size = (grey.shape[1], grey.shape[0])
    where = cv2.resize(flat.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    hist = cv2.calcHist([response], [0], where.astype(np.uint8), [256], [0, 256])
    counts = hist.ravel().astype(np.float32)
    total = float(counts.sum())
    return _median(counts / total) / _NOISE_GAIN if total else 0.0


def _median(shares: Floats) -> float:
    """The median of a histogram, interpolated within its bin: noise is often below one level."""
    below = np.cumsum(shares)
    level = int(np.searchsorted(below, 0.5))
    before = float(below[level - 1]) if level else 0.0
    return level + (0.5 - before) / max(float(shares[level]), 1e-6) - 0.5
