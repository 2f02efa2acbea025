# ruff: noqa: INP001 - a script beside its data, no package
"""What moves or stands in the drawn street: cars, people, trees, on a canvas of linear light."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHIFT = 4
TAIL_BGR = np.array([0.03, 0.03, 0.9], np.float32)
HEAD_BGR = np.array([0.95, 1.0, 1.0], np.float32)
SHIRTS_BGR = (
    (0.05, 0.05, 0.06), (0.13, 0.10, 0.08), (0.05, 0.05, 0.13), (0.20, 0.20, 0.20),
    (0.07, 0.09, 0.07), (0.27, 0.26, 0.25), (0.06, 0.09, 0.12), (0.09, 0.06, 0.06),
    (0.12, 0.13, 0.14), (0.07, 0.06, 0.09),
)  # fmt: skip


@dataclass(frozen=True)
class Car:
    """A car on the line x that is at `z` at the moment `from_s` and drives at `speed` m/s."""

    x: float
    z: float
    speed: float
    from_s: float
    paint: float = 0.2

    def z_at(self, moment_s: float) -> float:
        """Where along the road it is."""
        return self.z + self.speed * (moment_s - self.from_s)


@dataclass(frozen=True)
class Person:
    """Somebody who walks along the road, or across it, at so many m/s; `look` picks the coat."""

    x: float
    z: float
    speed: float
    look: int
    across: float = 0.0

    def at(self, moment_s: float) -> tuple[float, float]:
        """Where (x, z) the feet are."""
        return self.x + self.across * moment_s, self.z + self.speed * moment_s


class Sketch:
    """A pinhole camera and the few strokes with which things are drawn through it."""

    def __init__(
        self,
        place: tuple[float, float],
        turn: tuple[float, float],
        focal_px: float,
        size: tuple[int, int],
    ) -> None:
        self.origin = np.array([place[0], place[1], 0.0])
        right, down = turn
        yaw = np.array(
            [[math.cos(right), 0, math.sin(right)], [0, 1, 0],
             [-math.sin(right), 0, math.cos(right)]]
        )  # fmt: skip
        pitch = np.array(
            [[1, 0, 0], [0, math.cos(down), -math.sin(down)], [0, math.sin(down), math.cos(down)]]
        )
        self._to_world = yaw @ pitch
        self._focal = focal_px
        self._centre = np.array([size[0] / 2, size[1] / 2])
        rows, columns = np.indices((size[1], size[0]), dtype=np.float64)
        seen = np.stack(
            [columns - self._centre[0], self._centre[1] - rows, np.full_like(rows, focal_px)], -1
        )
        seen /= np.linalg.norm(seen, axis=-1, keepdims=True)
        self.rays = seen @ self._to_world.T

    def project(self, points: Sequence[tuple[float, float, float]]) -> np.ndarray:
        """Picture coordinates (n, 2) of world points, which must lie before the camera."""
        local = (np.array(points, float) - self.origin) @ self._to_world
        flat = local[:, :2] / np.maximum(local[:, 2:], 0.5) * self._focal
        return self._centre + flat * np.array([1, -1])

    def px(self, length_m: float, point: tuple[float, float, float]) -> float:
        """How long a length looks at a point, in px."""
        local = (np.array(point) - self.origin) @ self._to_world
        return float(length_m * self._focal / max(local[2], 0.5))

    def area(
        self, canvas: np.ndarray, points: Sequence[tuple[float, float, float]], colour: np.ndarray
    ) -> None:
        """Fill a flat convex shape."""
        at = _fixed(cv2.convexHull(self.project(points).astype(np.float32))[:, 0])
        _blend(canvas, at, colour, lambda mask, spot: cv2.fillConvexPoly(
            mask, spot, 1.0, cv2.LINE_8, SHIFT))  # fmt: skip

    def line(
        self,
        canvas: np.ndarray,
        points: Sequence[tuple[float, float, float]],
        width_m: float,
        colour: np.ndarray,
    ) -> None:
        """Draw a stroke as wide as it would look there."""
        width = max(1, round(self.px(width_m, points[0])))
        at = _fixed(self.project(points))
        _blend(canvas, at, colour, lambda mask, spot: cv2.polylines(
            mask, [spot], False, 1.0, width, cv2.LINE_8, SHIFT), width)  # fmt: skip

    def disc(
        self,
        canvas: np.ndarray,
        point: tuple[float, float, float],
        radii_m: tuple[float, float],
        colour: np.ndarray,
    ) -> None:
        """Fill an upright ellipse."""
        axes = [max(0.6, self.px(radius, point)) for radius in radii_m]
        turns = np.linspace(0, 2 * math.pi, 20, endpoint=False)
        ring = self.project([point])[0] + np.stack([np.cos(turns) * axes[0],
                                                    np.sin(turns) * axes[1]], -1)  # fmt: skip
        _blend(canvas, _fixed(ring), colour, lambda mask, spot: cv2.fillConvexPoly(
            mask, spot, 1.0, cv2.LINE_8, SHIFT))  # fmt: skip

    def glow(
        self,
        canvas: np.ndarray,
        point: tuple[float, float, float],
        radius_m: float,
        colour: np.ndarray,
    ) -> None:
        """Add a soft light source."""
        radius = max(1.2, self.px(radius_m, point))
        x, y = self.project([point])[0]
        reach = int(radius * 3) + 1
        top, left = max(0, int(y) - reach), max(0, int(x) - reach)
        part = canvas[top : max(0, int(y) + reach), left : max(0, int(x) + reach)]
        if part.size == 0:
            return
        rows, columns = np.indices(part.shape[:2])
        away = (rows + top - y) ** 2 + (columns + left - x) ** 2
        part += np.exp(-away / radius**2)[..., None].astype("f4") * colour.astype("f4")


def _fixed(points: np.ndarray) -> np.ndarray:
    return np.round(points * (1 << SHIFT)).astype(np.int32)


def _blend(
    canvas: np.ndarray,
    points: np.ndarray,
    colour: np.ndarray,
    stroke: Callable[[np.ndarray, np.ndarray], object],
    margin: int = 1,
) -> None:
    """Mix a stroke into the canvas, its edges softened, within its own bounds only."""
    low = (points.min(axis=0) >> SHIFT) - margin - 2
    high = (points.max(axis=0) >> SHIFT) + margin + 3
    left, top = np.maximum(low, 0)
    right, bottom = np.minimum(high, (canvas.shape[1], canvas.shape[0]))
    if right <= left or bottom <= top:
        return
    mask = np.zeros((bottom - top, right - left), np.float32)
    stroke(mask, points - (np.array([left, top], np.int32) << SHIFT))
    mask = cv2.GaussianBlur(mask, (3, 3), 0.6)[..., None]
    part = canvas[top:bottom, left:right]
    part += mask * (np.asarray(colour, np.float32) - part)


Span = tuple[float, float]


def _box(x: Span, y: Span, z: Span) -> list[tuple[float, float, float]]:
    return [(a, b, c) for a in x for b in y for c in z]


def draw_car(sketch: Sketch, canvas: np.ndarray, car: Car, z: float, light: np.ndarray) -> None:
    """A small saloon, about 4.4 m long, with its lights on when it drives."""
    x, half = car.x, 0.88
    near, far = z - 2.2, z + 2.2
    paint = light * np.array([1, 0.97, 0.95]) * car.paint
    sketch.area(canvas, _box((x - 1.0, x + 1.0), (0, 0), (near - 0.2, far + 0.2)), paint * 0.12)
    for wheel_x in (x - half, x + half):
        for wheel_z in (z - 1.35, z + 1.35):
            sketch.disc(canvas, (wheel_x, 0.32, wheel_z), (0.2, 0.33), light * 0.012)
    sketch.area(canvas, _box((x - half, x + half), (0.3, 0.85), (near, far)), paint * 0.75)
    sketch.area(canvas, _box((x - half, x + half), (0.86, 0.88), (near, far)), paint * 1.25)
    cabin = _box((x - 0.72, x + 0.72), (1.4, 1.42), (z - 1.0, z + 1.1))
    foot = _box((x - half, x + half), (0.88, 0.88), (z - 1.5, z + 1.6))
    sketch.area(canvas, cabin + foot, paint * 0.16 + light * 0.012)
    sketch.area(canvas, cabin, paint * 1.3)
    sketch.area(canvas, _box((x - half, x + half), (0.35, 0.8), (near, near)), paint * 0.55)
    _draw_lights(sketch, canvas, car, near)


def _draw_lights(sketch: Sketch, canvas: np.ndarray, car: Car, near: float) -> None:
    comes = car.speed < 0
    for side in (-0.62, 0.62):
        spot = (car.x + side, 0.66, near)
        if car.speed == 0:
            sketch.disc(canvas, spot, (0.14, 0.07), TAIL_BGR * 0.08)
        elif comes:
            sketch.glow(canvas, spot, 0.24, HEAD_BGR * 7)
        else:
            sketch.glow(canvas, spot, 0.14, TAIL_BGR * 1.6)


def draw_person(
    sketch: Sketch,
    canvas: np.ndarray,
    person: Person,
    where: tuple[float, float, float],
    light: np.ndarray,
) -> None:
    """Somebody 1.7 m tall in mid-step; `where` is x, z and the step as a running number."""
    x, z, step = where
    coat = light * np.array(SHIRTS_BGR[person.look % len(SHIRTS_BGR)])
    trousers = light * (0.03 + 0.01 * (person.look % 4))
    swing = math.sin(step * math.pi)
    along = (0.0, 0.36 * swing) if person.across == 0 else (0.36 * swing, 0.0)
    sketch.disc(canvas, (x + 0.15, 0.02, z), (0.42, 0.1), light * 0.03)
    for sign in (-1, 1):
        side = sign * 0.09
        foot = (x + side + sign * along[0] + 0.10 * sign * swing, 0.05, z + sign * along[1])
        knee = (x + side + sign * along[0] * 0.6, 0.48, z + sign * along[1] * 0.6)
        sketch.line(canvas, [(x + side * 0.8, 0.86, z), knee, foot], 0.17, trousers)
    for sign in (-1, 1):
        hand = (x + sign * 0.27 - sign * along[0] * 0.5, 0.78, z - sign * along[1] * 0.6)
        sketch.line(canvas, [(x + sign * 0.2, 1.36, z), hand], 0.12, coat * 0.85)
    torso = [(x - 0.2, 1.42, z), (x + 0.2, 1.42, z), (x + 0.24, 1.3, z), (x + 0.19, 0.8, z),
             (x - 0.19, 0.8, z), (x - 0.24, 1.3, z)]  # fmt: skip
    sketch.area(canvas, torso, coat)
    sketch.disc(canvas, (x, 1.6, z), (0.11, 0.14), light * np.array([0.1, 0.13, 0.17]))
    sketch.disc(canvas, (x, 1.67, z), (0.115, 0.09), light * 0.025)


def draw_tree(
    sketch: Sketch,
    canvas: np.ndarray,
    where: tuple[float, float],
    leaves: np.ndarray,
    light: np.ndarray,
) -> None:
    """A street tree: a trunk and tufts of leaves, lighter towards the lamp above."""
    x, z = where
    sketch.line(canvas, [(x, 0, z), (x, 3.2, z)], 0.22, light * 0.05)
    green = np.array([0.045, 0.085, 0.07])
    for across, up, along in leaves:
        height = 4.3 + 0.7 * up
        shade = 0.3 + 0.2 * (height - 3.4) + 0.25 * abs(along)
        spot = (x + 0.72 * across, height, z + 0.5 * along)
        sketch.disc(canvas, spot, (0.23, 0.16), light * green * max(shade, 0.12))
