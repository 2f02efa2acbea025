# ruff: noqa: INP001 - a script beside its data, no package
"""A street at night, drawn ray by ray: road, houses, lamps; cars and people move through it.

Lengths in metres: x to the right, y up, z along the road, the camera above (0, 0, 0). Light is
linear and BGR (float32) until the last step, so lamps and headlights add up as they really do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from draw_traffic import Car, Person, Sketch, draw_car, draw_person, draw_tree

if TYPE_CHECKING:
    from collections.abc import Callable

KERB_M = 5.2
HOUSES_M = 10.0
LAMP_HEIGHT_M = 7.5
SHOPS_BGR = ((0.5, 0.9, 1.0), (1.0, 0.8, 0.5), (0.55, 0.6, 1.0), (0.85, 1.0, 0.9))


@dataclass(frozen=True)
class Scene:
    """Where the camera hangs and what goes on below it."""

    place: tuple[float, float]  # x, height
    turn: tuple[float, float]  # to the right, down; radians
    focal: float  # in picture widths
    lamp_bgr: tuple[float, float, float]
    cars: tuple[Car, ...]
    people: tuple[Person, ...]
    parked: tuple[tuple[float, float], ...] = ()
    trees: tuple[tuple[float, float], ...] = ()


SCENES = {
    3: Scene(
        (-3.5, 6.5), (0.12, 0.27), 0.82, (0.42, 0.74, 1.0),
        cars=(Car(2.4, 95, -9.5, 0), Car(-2.4, -6, 8, 3.5, 0.3), Car(2.4, 120, -10.5, 3)),
        people=(Person(6.6, 14, 1.2, 1), Person(7.4, 30, -1.1, 2), Person(-7.2, 26, 1.3, 5),
                Person(7.9, 30.5, -1.1, 4), Person(-6.4, 15, -0.9, 6)),
        parked=((4.2, 22), (4.2, 28), (-4.2, 34), (4.2, 40)),
        trees=((-5.9, 30), (5.9, 34), (-5.9, 46), (5.9, 52)),
    ),
    8: Scene(
        (4.5, 5.2), (-0.2, 0.3), 0.86, (0.95, 0.97, 0.9),
        cars=(Car(-2.2, 70, -7, 2, 0.25),),
        people=(Person(6.4, 10, 1.0, 3), Person(6.9, 24, -1.2, 7), Person(-6.8, 20, 1.1, 2),
                Person(-7.3, 20.4, 1.1, 9), Person(2.5, 17, 0, 4, across=-0.9)),
        parked=((-4.3, 16), (-4.3, 22), (-4.3, 28), (4.3, 33)),
        trees=((5.9, 19), (-5.9, 25), (5.9, 40), (-5.9, 44)),
    ),
    14: Scene(
        (0.5, 8.0), (-0.03, 0.3), 0.9, (0.6, 0.86, 1.0),
        cars=(Car(1.8, 110, -12, 0), Car(-1.8, -8, 10, 1), Car(1.8, 120, -11, 2.5, 0.35),
              Car(-3.9, -8, 8, 6, 0.1), Car(1.8, 110, -10, 4.5, 0.15)),
        people=(Person(7.2, 20, 1.2, 4), Person(-7, 32, -1.3, 8), Person(-6.5, 18, 1.0, 3),
                Person(7.6, 36, -1.1, 1), Person(-4.6, 19.5, 0, 6, across=1.3)),
        parked=(), trees=((-5.9, 24), (5.9, 28), (-5.9, 38), (5.9, 42), (-5.9, 52), (5.9, 56)),
    ),
}  # fmt: skip


def street(seed: int, size: tuple[int, int], _seconds: float) -> Callable[[float], np.ndarray]:
    """A function from a moment in seconds to the picture of the scene at that moment."""
    return Street(SCENES[seed], size, np.random.default_rng(seed)).at


class Street:
    """A scene with everything that stands still already drawn."""

    def __init__(self, scene: Scene, size: tuple[int, int], chance: np.random.Generator) -> None:
        self._scene = scene
        self._chance = chance
        self._sketch = Sketch(scene.place, scene.turn, scene.focal * size[0], size)
        self._lamps = [(side * 6.2, z) for z in range(12, 130, 24) for side in (-1, 1)]
        self._lamps = [(x, z + (12 if x > 0 else 0)) for x, z in self._lamps]
        self._colour = np.array(scene.lamp_bgr, np.float32)
        self._trace()
        self._leaves = [chance.normal(0, 1, (150, 3)) for _ in scene.trees]

    def _trace(self) -> None:
        """Find what each pixel sees, and paint and light it."""
        rays = self._sketch.rays
        origin = self._sketch.origin
        with np.errstate(divide="ignore", invalid="ignore"):
            to_ground = np.where(rays[..., 1] < -1e-4, -origin[1] / rays[..., 1], np.inf)
            side = np.sign(rays[..., 0])
            to_house = (side * HOUSES_M - origin[0]) / rays[..., 0]
        on_ground = to_ground < to_house
        away = np.minimum(np.where(on_ground, to_ground, to_house), 400)
        point = origin + rays * away[..., None]
        height = self._house_height(point[..., 2], side)
        is_house = ~on_ground & (point[..., 1] < height) & (point[..., 2] < 150)
        self._ground = on_ground & (away < 200)
        self._point = point.astype(np.float32)
        albedo = np.full(rays.shape, 0.012, np.float32)
        albedo[self._ground] = self._ground_colour(point[self._ground])
        light = self._lamp_light(point) * np.where(is_house, 0.6, 1.0)[..., None] + 0.05
        glow = np.zeros_like(albedo)
        colour, shine = self._house_colour(point[is_house], side[is_house])
        albedo[is_house], glow[is_house] = colour, shine
        haze = np.exp(-away / 90)[..., None].astype(np.float32)
        self._albedo = albedo * haze
        self._still = self._albedo * light + glow * haze + (1 - haze) * 0.010

    def _house_height(self, z: np.ndarray, side: np.ndarray) -> np.ndarray:
        heights = np.random.default_rng(41).uniform(9, 24, 64)
        return heights[(np.floor(z / 21).astype(int) * 2 + (side > 0)) % 64]

    def _ground_colour(self, point: np.ndarray) -> np.ndarray:
        x, z = point[:, 0], point[:, 2]
        coarse = self._chance.uniform(0.8, 1.2, (256, 256)).astype(np.float32)
        coarse = cv2.GaussianBlur(coarse, (0, 0), 1.2)
        grain = coarse[(z * 3).astype(int) % 256, (x * 3).astype(int) % 256]
        worn = 1 + 0.18 * np.cos(x * 2 * np.pi / 3.4)
        colour = 0.16 * grain * worn
        on_path = np.abs(x) > KERB_M
        joints = ((x % 0.9) < 0.06) | ((z % 0.9) < 0.06)
        colour = np.where(on_path, (0.27 - 0.07 * joints) * grain, colour)
        colour[np.abs(np.abs(x) - KERB_M) < 0.12] = 0.4
        middle = (np.abs(x) < 0.09) & ((z % 7) < 3.5)
        edge = np.abs(np.abs(x) - KERB_M + 1.9) < 0.07
        zebra = (np.abs(z - 19.5) < 1.7) & (np.abs(x) < KERB_M - 0.5) & ((x % 1.1) < 0.55)
        colour[middle | edge | zebra] = 0.55
        return colour[:, None] * np.array([1.0, 1.0, 0.98])

    def _house_colour(self, point: np.ndarray, side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        y, z = point[:, 1], point[:, 2]
        block = np.floor(z / 21).astype(int) * 2 + (side > 0)
        wall = np.random.default_rng(5).uniform(0.1, 0.3, (64, 1)) * np.array([0.9, 0.96, 1.0])
        colour = wall[block % 64]
        floor, window = np.floor(y / 3.0).astype(int), np.floor(z / 3.3).astype(int)
        in_window = ((y % 3.0) > 1.0) & ((y % 3.0) < 2.4) & ((z % 3.3) > 0.9) & ((z % 3.3) < 2.5)
        luck = np.random.default_rng(9).uniform(0, 1, (4096,))
        chance = luck[(floor * 131 + window * 17 + block * 7) % 4096]
        glow = np.zeros_like(colour)
        upper = in_window & (floor > 0)
        colour[upper] = 0.03
        warm = np.array([0.35, 0.62, 0.85])
        curtain = 0.6 + 0.4 * ((z % 3.3) > 1.7)
        glow[upper & (chance > 0.8)] = warm * 0.3
        glow[upper & (chance > 0.93)] = np.array([0.8, 0.8, 0.75]) * 0.35
        glow *= curtain[:, None]
        unit = np.floor(z / 6.6).astype(int) + block * 5
        is_shop = (floor == 0) & (y > 0.25) & (y < 2.4) & ((z % 6.6) > 0.5)
        is_open = luck[(unit * 13) % 4096] > 0.6
        colour[is_shop] = (0.13 + 0.05 * ((y % 0.24) > 0.12))[is_shop, None]
        front = is_shop & is_open & ((z % 1.52) > 0.12) & (y > 0.5)
        goods = 0.35 + 0.65 * luck[(np.floor(z * 3) * 7 + np.floor(y * 3) * 29).astype(int) % 4096]
        tints = np.array(SHOPS_BGR)[unit % 4]
        glow[front] = (goods[:, None] * (0.3 * tints + 0.12 * warm))[front]
        sign = (floor == 0) & is_open & (y > 2.5) & (y < 2.95) & ((z % 6.6) > 0.7)
        glow[sign] = 0.75 * tints[sign]
        return colour, glow

    def _lamp_light(self, point: np.ndarray) -> np.ndarray:
        total = np.zeros(point.shape[:2], np.float32)
        for x, z in self._lamps:
            head = np.array([x * 0.75, LAMP_HEIGHT_M, z])
            gap = ((point - head) ** 2).sum(axis=-1) + 1
            total += (95 * (LAMP_HEIGHT_M - np.minimum(point[..., 1], 7)) / gap**1.5).astype("f4")
        return total[..., None] * self._colour

    def _light_at(self, x: float, z: float) -> np.ndarray:
        """Lamp light on something that stands at (x, z), as one BGR factor."""
        spot = np.array([[[x, 0.8, z]]])
        return self._lamp_light(spot)[0, 0] + 0.05

    def at(self, moment_s: float) -> np.ndarray:
        """The finished picture, BGR uint8."""
        cars = [(car, car.z_at(moment_s)) for car in self._scene.cars]
        cars = [(car, z) for car, z in cars if 3 < z < 140]
        canvas = self._still + self._albedo * self._beams(cars)
        self._draw_things(canvas, cars, moment_s)
        self._shine_lamps(canvas)
        return _developed(canvas)

    def _beams(self, cars: list[tuple[Car, float]]) -> np.ndarray:
        """Light of the headlights on the road, (height, width, 1)."""
        total = np.zeros(self._albedo.shape[:2], np.float32)
        x, z = self._point[..., 0], self._point[..., 2]
        for car, car_z in cars:
            ahead = (z - car_z) * np.sign(car.speed) - 2
            wide = 1.1 + 0.16 * np.maximum(ahead, 0)
            beam = np.exp(-(((x - car.x) / wide) ** 2)) / (1 + (ahead / 9) ** 2)
            total += np.where(self._ground & (ahead > 0), beam, 0).astype("f4") * 2.2
        return total[..., None]

    def _draw_things(
        self, canvas: np.ndarray, cars: list[tuple[Car, float]], moment_s: float
    ) -> None:
        """Draw all that stands or moves, the farthest first."""
        sketch, scene = self._sketch, self._scene
        things: list[tuple[float, Callable[[], None]]] = []
        for car, z in cars:
            lit = self._light_at(car.x, z)
            things.append((z, lambda c=car, z=z, lit=lit: draw_car(sketch, canvas, c, z, lit)))
        for x, z in scene.parked:
            still = Car(x, z, 0, 0, 0.12 + 0.05 * (z % 3))
            lit = self._light_at(x, z)
            things.append((z, lambda c=still, z=z, lit=lit: draw_car(sketch, canvas, c, z, lit)))
        for person in scene.people:
            x, z = person.at(moment_s)
            lit = self._light_at(x, z)
            step = moment_s * 1.9 + person.look
            things.append(
                (z, lambda p=person, x=x, z=z, lit=lit, step=step:
                    draw_person(sketch, canvas, p, (x, z, step), lit))
            )  # fmt: skip
        for (x, z), leaves in zip(scene.trees, self._leaves, strict=True):
            lit = self._light_at(x, z)
            things.append(
                (z, lambda x=x, z=z, leaves=leaves, lit=lit:
                    draw_tree(sketch, canvas, (x, z), leaves, lit))
            )  # fmt: skip
        things += [(z, lambda x=x, z=z: self._draw_post(canvas, x, z)) for x, z in self._lamps]
        for _, draw in sorted(things, key=lambda thing: -thing[0]):
            draw()

    def _draw_post(self, canvas: np.ndarray, x: float, z: float) -> None:
        grey = self._colour * 0.035
        self._sketch.line(canvas, [(x, 0, z), (x, LAMP_HEIGHT_M, z)], 0.14, grey)
        self._sketch.line(
            canvas, [(x, LAMP_HEIGHT_M, z), (x * 0.75, LAMP_HEIGHT_M + 0.2, z)], 0.1, grey
        )

    def _shine_lamps(self, canvas: np.ndarray) -> None:
        for x, z in self._lamps:
            self._sketch.glow(canvas, (x * 0.75, LAMP_HEIGHT_M, z), 0.3, self._colour * 3.5)


def _developed(canvas: np.ndarray) -> np.ndarray:
    """From light to a camera's picture: bloom of what is bright, exposure, gamma, a soft lens."""
    height, width = canvas.shape[:2]
    small = cv2.resize(
        np.minimum(canvas, 6), (width // 4, height // 4), interpolation=cv2.INTER_AREA
    )
    bright = np.maximum(small - 0.45, 0)
    bloom = cv2.GaussianBlur(bright, (0, 0), width / 300) * 0.3
    bloom += cv2.GaussianBlur(bright, (0, 0), width / 80) * 0.12
    canvas = canvas + cv2.resize(bloom, (width, height), interpolation=cv2.INTER_LINEAR)
    exposed = (1 - np.exp(-1.45 * np.maximum(canvas, 0))) ** 0.78
    picture = np.clip(exposed * 250 + 5, 0, 255).astype(np.uint8)
    return cv2.GaussianBlur(picture, (0, 0), max(0.5, width / 1100))
