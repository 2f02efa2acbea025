"""What has become of the reference's view in a picture: there, turned, covered, elsewhere, soft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2
from duty_desk.vision.displacement import Displacement, displacement, rotation
from duty_desk.vision.edges import agreement, edges_of
from duty_desk.vision.reference import COARSE_BLUR_PX
from duty_desk.vision.sharpness import crispness

if TYPE_CHECKING:
    from duty_desk.vision.edges import Edges, Flags
    from duty_desk.vision.plate import Bytes, Floats
    from duty_desk.vision.reference import Reference

GONE = 0.35  # of a block's usual agreement
_UNDISTURBED = 0.85
_FOUND = 0.5  # agreement once a displacement is undone, of the usual
_BETTER = 0.12
_MOSTLY_GONE = 0.7


@dataclass(frozen=True)
class View:
    """The reference's view in one picture.

    Attributes:
        agreement: Mean over trusted blocks, 1 as usual, 0 unrelated.
        gone: The share of trusted blocks that are not there.
        clump: The share of the missing blocks that lie in one piece.
        texture: Strength of edges where blocks are missing, of the reference's.
        crisp: Sharpness of the strongest edges, 1 as the reference.
        coarse: As `agreement`, of the coarsest edges only, when it was looked at; else 1.
        moved: The displacement that brings the view back, if there is one.
    """

    agreement: float
    gone: float
    clump: float
    texture: float
    crisp: float
    coarse: float
    moved: Displacement | None


def view_of(reference: Reference, grey: Bytes) -> View:
    """What has become of the reference's view in `grey`, a plate of its shape."""
    edges = edges_of(grey)
    trusted = reference.marks.trusted
    there = agreement(reference.marks.edges, edges.field) / reference.steady
    missing = trusted & (there < GONE)
    gone = float(missing.sum() / trusted.sum())
    mean = float(np.clip(there[trusted], -1, 1).mean())
    crisp = _crispness(reference, grey, edges)
    return View(
        agreement=mean,
        gone=gone,
        clump=_clump(missing, trusted),
        texture=_texture(reference, edges, missing),
        crisp=crisp,
        coarse=_coarse(reference, grey) if mean < _UNDISTURBED or crisp < 0.8 else 1.0,
        moved=_moved(reference, grey, edges, mean) if mean < _UNDISTURBED else None,
    )


def _crispness(reference: Reference, grey: Bytes, edges: Edges) -> float:
    """By the stronger half of the blocks: fine texture is what a low bit rate takes away first."""
    power = reference.marks.edges.power
    trusted = reference.marks.trusted
    strong = trusted & (power >= np.median(power[trusted]))
    ratio = crispness(grey, edges)[strong] / np.maximum(reference.crisp[strong], 1e-3)
    return float(np.median(ratio))


def _clump(missing: Flags, trusted: Flags) -> float:
    """How much of what is missing hangs together, across blocks that have no say."""
    count = int(missing.sum())
    if not count:
        return 0.0
    joined = cv2.morphologyEx(missing.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    # What is flat in the reference may join two parts, a block that is there may not.
    joined[trusted & ~missing] = 0
    _, labels = cv2.connectedComponents(joined.astype(np.uint8), connectivity=8)
    return float(np.bincount(labels[missing]).max() / count)


def _texture(reference: Reference, edges: Edges, missing: Flags) -> float:
    if not missing.any():
        return 1.0
    return float(edges.strength[missing].mean() / reference.marks.edges.strength[missing].mean())


def _coarse(reference: Reference, grey: Bytes) -> float:
    coarse: Floats = agreement(reference.coarse, edges_of(grey, COARSE_BLUR_PX).field)
    return float(np.clip(coarse[reference.marks.trusted], -1, 1).mean())


def _moved(reference: Reference, grey: Bytes, edges: Edges, mean: float) -> Displacement | None:
    usual = float(reference.steady[reference.marks.trusted].mean())
    shift = displacement(reference.marks, grey, edges)
    if _is_found(shift, mean, usual):
        return shift
    if mean > 1 - _MOSTLY_GONE:
        return None
    turned = rotation(reference.marks, grey)
    return turned if _is_found(turned, mean, usual) else None


def _is_found(found: Displacement | None, mean: float, usual: float) -> bool:
    if found is None:
        return False
    relative = found.agreement / usual
    return relative > _FOUND and relative > mean + _BETTER
