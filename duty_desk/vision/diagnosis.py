"""The diagnosis of one camera: pictures in one by one, its health out.

A small record goes from picture to picture: `diagnosed(watched, plate, at_ms)` returns the next.
Time is what the caller says, so a file, a wall and a round are judged alike at any rate.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.block_damage import fresh_share
from duty_desk.vision.finding import Finding, Kind
from duty_desk.vision.judging import DARK, is_quiet, measured, suspected, unreferenced
from duty_desk.vision.liveness import LAGS, cells_of, liveness
from duty_desk.vision.persistence import Raised, Suspicion, Trail, followed, is_suspect
from duty_desk.vision.plate import Light, Plate, reshaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.vision.judging import Seen
    from duty_desk.vision.plate import Floats
    from duty_desk.vision.reference import Habits, Reference

SILENT_MS = 3_000
MUTE_MS = 5_000
MUTE_AGAIN_MS = 60_000
_SHAKE_SAMPLES = 8
_ASPECT_SLACK = 0.03
_VAIN_PACE, _MOST_VAIN = 0.05, 0.5


class Health(StrEnum):
    """What may be said of a camera now. `NOT_CHECKED` is never shown as healthy."""

    HEALTHY = "healthy"
    SUSPECT = "suspect"
    FAULTY = "faulty"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class Watched:
    """What is remembered of one camera between two pictures.

    Attributes:
        references: The views of the preset it stands at, by light; none: off preset or unknown.
        habits: What is normal at this hour, by light; the reference's own where missing.
        health, raised: What may be said now.
        seen: The last measurements, for whoever logs them.
        vain: How often of late the decoder called a picture damaged that looked as usual.
    """

    references: Mapping[Light, Reference] = field(default_factory=dict)
    habits: Mapping[Light, Habits] = field(default_factory=dict)
    health: Health = Health.NOT_CHECKED
    trail: Trail = field(default_factory=Trail)
    seen: Seen | None = None
    light: Light | None = None
    muted_until_ms: int = -MUTE_AGAIN_MS
    last_picture_ms: int | None = None
    began_ms: int | None = None
    cells: tuple[Floats, ...] = ()
    shifts: tuple[tuple[float, float], ...] = ()
    vain: float = 0.0

    @property
    def raised(self) -> Raised | None:
        """What has lasted long enough to be said, if anything."""
        return self.trail.raised


def silent(watched: Watched, at_ms: int) -> Watched:
    """No picture has come by `at_ms`: after three seconds the signal is lost."""
    began = at_ms if watched.began_ms is None else watched.began_ms
    since = began if watched.last_picture_ms is None else watched.last_picture_ms
    watched = replace(watched, began_ms=began)
    if at_ms - since < SILENT_MS:
        return watched
    finding = Finding(Kind.SIGNAL, 1.0, {"silent_s": (at_ms - since) // 1000})
    trail = replace(watched.trail, suspicions=(), raised=Raised(finding, since, at_ms))
    if watched.raised is not None and watched.raised.finding.kind is Kind.SIGNAL:
        trail = replace(trail, raised=replace(watched.raised, finding=finding))
    return replace(watched, trail=trail, health=Health.FAULTY, cells=(), shifts=())


def diagnosed(watched: Watched, plate: Plate | None, at_ms: int) -> Watched:
    """`watched` after the picture of `at_ms`; None is one that cannot be diagnosed (too small)."""
    began = at_ms if watched.began_ms is None else watched.began_ms
    watched = replace(watched, began_ms=began, last_picture_ms=at_ms)
    if plate is None:
        return replace(watched, health=Health.NOT_CHECKED, trail=Trail(), seen=None)
    watched = _lit(watched, plate, at_ms)
    reference = _reference_for(watched, plate.light)
    if reference is None or not has_shape(reference, plate):
        return _without_reference(watched, plate, at_ms)
    if at_ms < watched.muted_until_ms:
        return _muted(watched, plate, at_ms)
    return _against(watched, reference, reshaped(plate, reference.grey.shape), at_ms)


def _lit(watched: Watched, plate: Plate, at_ms: int) -> Watched:
    """A camera that changes its light is given time to settle."""
    if watched.light is plate.light:
        return watched
    # Not again within a minute: a picture that is almost grey would be muted for ever.
    is_due = watched.light is not None and at_ms >= watched.muted_until_ms + MUTE_AGAIN_MS
    muted = at_ms + MUTE_MS if is_due else watched.muted_until_ms
    return replace(watched, light=plate.light, muted_until_ms=muted)


def _reference_for(watched: Watched, light: Light) -> Reference | None:
    """The view of this light, else that of the other: a grey sheet before the lens is no dusk."""
    found = watched.references.get(light)
    return found or next(iter(watched.references.values()), None)


def has_shape(reference: Reference, plate: Plate) -> bool:
    """Whether the picture has the reference's proportions; its size does not matter."""
    height, width = reference.grey.shape
    ratio = (plate.grey.shape[1] / plate.grey.shape[0]) / (width / height)
    return bool(abs(ratio - 1) < _ASPECT_SLACK)


def _without_reference(watched: Watched, plate: Plate, at_ms: int) -> Watched:
    suspicion = Suspicion(at_ms, unreferenced(plate))
    trail = followed(watched.trail, suspicion, is_quiet=True)
    health = Health.FAULTY if trail.raised else Health.NOT_CHECKED
    return replace(watched, trail=trail, health=health, seen=None, cells=(), shifts=())


def _muted(watched: Watched, plate: Plate, at_ms: int) -> Watched:
    """While light settles only a card or blackness counts: they have no colour either."""
    watched = replace(watched, cells=(), shifts=())
    finding = unreferenced(plate, DARK)
    if finding is None:
        return watched
    trail = followed(watched.trail, Suspicion(at_ms, finding), is_quiet=True)
    return replace(watched, trail=trail, health=_health(trail))


def _against(watched: Watched, reference: Reference, plate: Plate, at_ms: int) -> Watched:
    cells = cells_of(plate.grey)
    seen = measured(reference, plate, liveness(watched.cells, cells))
    moved = seen.view.moved
    shift = (moved.dx, moved.dy) if moved is not None else (0.0, 0.0)
    shifts = (*watched.shifts, shift)[-_SHAKE_SAMPLES:]
    before = watched.seen.borders if watched.seen is not None else None
    seen = replace(seen, wander=wander_of(shifts), broken=fresh_share(before, seen.borders))
    vain = _vain_after(watched.vain, seen)
    seen = replace(seen, is_spoiled=seen.is_spoiled and vain < _MOST_VAIN)
    habits = watched.habits.get(reference.light, reference.habits)
    finding = suspected(reference, habits, seen)
    if finding is not None and not reference.is_confirmed:
        finding = replace(finding, is_question=True)
    trail = followed(watched.trail, Suspicion(at_ms, finding), is_quiet=is_quiet(habits))
    return replace(
        watched,
        trail=trail,
        health=_health(trail),
        seen=seen,
        cells=(*watched.cells, cells)[-LAGS:],
        shifts=shifts,
        vain=vain,
    )


def _vain_after(vain: float, seen: Seen) -> float:
    """A decoder that complains of good pictures is believed again once it lets some pass."""
    if seen.is_spoiled and not seen.is_as_usual:
        return vain
    return vain + _VAIN_PACE * (seen.is_spoiled - vain)


def wander_of(shifts: tuple[tuple[float, float], ...]) -> float:
    """How far displacements wander from picture to picture, as a share of the picture.

    The median step between neighbours: a camera that was turned once has one large step.
    """
    if len(shifts) < 4:
        return 0.0
    steps = np.diff(np.array(shifts), axis=0)
    return float(np.median(np.hypot(steps[:, 0], steps[:, 1])))


def _health(trail: Trail) -> Health:
    if trail.raised is not None and not trail.raised.finding.is_hint:
        return Health.FAULTY
    return Health.SUSPECT if is_suspect(trail) else Health.HEALTHY
