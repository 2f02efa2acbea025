"""Reference views: what a camera saw when it was well, against which everything is judged.

One belongs to a camera, a preset and a light. Geometry and sharpness are learned once and never
adapt by themselves; what drifts with the hour (noise, liveness, block steps, tint) is kept apart
in `hour_habits`. Who confirmed a view, and when, is on record elsewhere.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.language import Refusal, tr
from duty_desk.vision.block_damage import broken_borders, fresh_share
from duty_desk.vision.displacement import Landmarks, spectrum_of
from duty_desk.vision.edges import Edges, agreement, edges_of
from duty_desk.vision.light_levels import Levels, levels_of
from duty_desk.vision.liveness import cells_of, liveness
from duty_desk.vision.plate import Light, Plate, reshaped
from duty_desk.vision.sharpness import crispness, noise_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.vision.edges import Flags
    from duty_desk.vision.plate import Bytes, Floats

LEAST_PLATES = 5
MOST_PLATES = 21
COARSE_BLUR_PX = 4.0
_TEXTURED = 0.12
_STEADY = 0.4
LEAST_BLOCKS = 8


@dataclass(frozen=True)
class Habits:
    """What is normal for a camera at an hour; these may adapt.

    Attributes:
        noise: Levels.
        moving, murmur: The calm quarter of `Liveness`.
        broken: Share of block borders that newly look broken although nothing is.
    """

    noise: float
    moving: float
    murmur: float
    broken: float


@dataclass(frozen=True)
class Reference:
    """A reference view and what was measured on it.

    Attributes:
        grey: The median picture, (height, width) uint8.
        colour: The median small Lab picture (36, 64, 3) float32, or None.
        light: By which light it was taken.
        marks: Its edges and trusted blocks; 16 plate pixels a block.
        steady: Per block, how well the healthy pictures agreed with their median, 0.4 to 1.
        crisp: Per block, `crispness`; only where `marks.trusted`.
        is_confirmed: Whether a person said that view and sharpness are right.
    """

    grey: Bytes
    colour: Floats | None
    light: Light
    marks: Landmarks
    coarse: Edges
    steady: Floats
    crisp: Floats
    flat: Flags
    levels: Levels
    habits: Habits
    is_confirmed: bool = False

    def confirmed(self) -> Reference:
        """This view, confirmed."""
        return replace(self, is_confirmed=True)


def learn(plates: Sequence[Plate]) -> Reference:
    """A reference view from a healthy stretch; of more than 21 plates evenly spread ones are used.

    Raises:
        Refusal: too few pictures, or nothing on them that could be recognised again.
    """
    chosen = _chosen(plates)
    if len(chosen) < LEAST_PLATES:
        raise Refusal(
            tr(
                "基准画面需要至少 {count} 幅可用的画面，现在不够；请换一段重新学习。",
                count=LEAST_PLATES,
            )
        )
    grey = np.median(np.stack([plate.grey for plate in chosen]), axis=0).astype(np.uint8)
    colours = [plate.colour for plate in chosen if plate.colour is not None]
    colour = np.median(np.stack(colours), axis=0).astype(np.float32) if colours else None
    return _measured(grey, colour, chosen, plates)


def _chosen(plates: Sequence[Plate]) -> list[Plate]:
    """Plates of one light and shape, the commonest, evenly spread."""
    if not plates:
        return []
    lights = [plate.light for plate in plates]
    light = max(set(lights), key=lights.count)
    alike = [plate for plate in plates if plate.light is light]
    step = max(1, -(-len(alike) // MOST_PLATES))
    shape = alike[len(alike) // 2].grey.shape
    return [reshaped(plate, shape) for plate in alike[::step]]


def _measured(
    grey: Bytes, colour: Floats | None, chosen: Sequence[Plate], plates: Sequence[Plate]
) -> Reference:
    edges = edges_of(grey)
    each = np.stack([agreement(edges, edges_of(plate.grey).field) for plate in chosen])
    steady = np.quantile(each, 0.3, axis=0).astype(np.float32)
    trusted = (edges.strength > _TEXTURED) & (steady > _STEADY)
    if int(trusted.sum()) < LEAST_BLOCKS:
        raise Refusal(tr("画面里几乎没有可辨认的景物（太暗、太亮或一片空白），不能作基准画面。"))
    flat = edges.power <= np.quantile(edges.power, 0.3)
    crisp = np.median(
        np.stack([crispness(plate.grey, edges_of(plate.grey)) for plate in chosen]), axis=0
    )
    return Reference(
        grey=grey,
        colour=colour,
        light=chosen[0].light,
        marks=Landmarks(grey, edges, trusted, spectrum_of(edges.field)),
        coarse=edges_of(grey, COARSE_BLUR_PX),
        steady=np.clip(steady, _STEADY, 1).astype(np.float32),
        crisp=crisp.astype(np.float32),
        flat=flat,
        levels=levels_of(grey),
        habits=habits_of(grey, chosen, plates, flat),
    )


def habits_of(grey: Bytes, chosen: Sequence[Plate], plates: Sequence[Plate], flat: Flags) -> Habits:
    """The habits of a healthy stretch: its median, plates of one shape, all in their rhythm."""
    cells = [cells_of(plate.grey) for plate in plates]
    lives = [liveness(cells[max(0, at - 4) : at], cells[at]) for at in range(1, len(cells))]
    seen = [life for life in lives if life is not None]
    return Habits(
        noise=float(np.median([noise_of(plate.grey, flat) for plate in chosen])),
        moving=float(np.quantile([life.moving for life in seen], 0.25)),
        murmur=float(np.quantile([life.murmur for life in seen], 0.25)),
        broken=_usually_broken(grey, plates),
    )


def _usually_broken(grey: Bytes, plates: Sequence[Plate]) -> float:
    borders = [broken_borders(grey, plate.native) for plate in plates]
    return max((fresh_share(*pair) for pair in pairwise(borders)), default=0.0)


def packed(reference: Reference) -> bytes:
    """`reference` for the store: what cannot be measured anew from its picture."""
    held = io.BytesIO()
    habits = reference.habits
    np.savez_compressed(
        held,
        grey=reference.grey,
        colour=reference.colour if reference.colour is not None else np.empty(0, np.float32),
        light=np.array(str(reference.light)),
        trusted=reference.marks.trusted,
        steady=reference.steady,
        crisp=reference.crisp,
        flat=reference.flat,
        habits=np.array([habits.noise, habits.moving, habits.murmur, habits.broken]),
        is_confirmed=np.array(reference.is_confirmed),
    )
    return held.getvalue()


def unpacked(kept: bytes) -> Reference:
    """The reference that `packed` made these bytes of."""
    with np.load(io.BytesIO(kept), allow_pickle=False) as held:
        grey, colour = held["grey"], held["colour"]
        edges = edges_of(grey)
        return Reference(
            grey=grey,
            colour=colour if colour.size else None,
            light=Light(str(held["light"])),
            marks=Landmarks(grey, edges, held["trusted"], spectrum_of(edges.field)),
            coarse=edges_of(grey, COARSE_BLUR_PX),
            steady=held["steady"],
            crisp=held["crisp"],
            flat=held["flat"],
            levels=levels_of(grey),
            habits=Habits(*(float(value) for value in held["habits"])),
            is_confirmed=bool(held["is_confirmed"]),
        )
