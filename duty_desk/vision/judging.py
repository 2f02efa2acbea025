"""One picture against one reference: what it would be suspected of, first class first.

Limits are ratios to the camera's own reference and habits. Nothing here remembers; what lasts long
enough to be said is decided in `persistence`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.vision.block_damage import broken_borders
from duty_desk.vision.finding import Finding, Kind
from duty_desk.vision.light_levels import Levels, Tint, levels_of, tint_of
from duty_desk.vision.plate import Light
from duty_desk.vision.sharpness import noise_of
from duty_desk.vision.stripes import Stripes, stripes_of
from duty_desk.vision.view import View, view_of

if TYPE_CHECKING:
    from duty_desk.vision.displacement import Displacement
    from duty_desk.vision.edges import Flags
    from duty_desk.vision.liveness import Liveness
    from duty_desk.vision.plate import Plate
    from duty_desk.vision.reference import Habits, Reference

QUIET_MOVING = 0.03
DARK, _NIGHT = 40, 24  # a street without lamps may be nearly as dark as a dead camera
_LEAST_TURN = 0.02
_SHAKE_SPREAD = 0.003
_BROKEN, _BROKEN_AMONG_LOST = 0.006, 0.003
_FEWEST_BORDERS = 2.5  # in a small picture two make a share already, and a shadow breaks two
_UNDAMAGED, _ALL_GONE = 0.93, 0.9


@dataclass(frozen=True)
class Seen:
    """Everything measured on one plate.

    `is_relit`: the plate was taken by another light than the reference. `wander` is the step
    between the last displacements, `broken` the share of newly broken block borders. `is_spoiled`:
    the decoder said that the picture is damaged, and may be believed.
    """

    levels: Levels
    view: View
    noise: float
    borders: Flags
    stripes: Stripes
    tint: Tint
    life: Liveness | None
    is_relit: bool = False
    wander: float = 0.0
    broken: float = 0.0
    is_spoiled: bool = False

    @property
    def is_as_usual(self) -> bool:
        """Whether no damage could be seen, whatever the decoder said."""
        return self.view.agreement > _UNDAMAGED


def measured(reference: Reference, plate: Plate, life: Liveness | None) -> Seen:
    """`plate`, of the reference's shape, measured against it."""
    is_coloured = reference.light is Light.COLOUR and plate.light is Light.COLOUR
    return Seen(
        levels=levels_of(plate.grey),
        view=view_of(reference, plate.grey),
        noise=noise_of(plate.grey, reference.flat),
        borders=broken_borders(reference.grey, plate.native),
        stripes=stripes_of(reference.grey, plate.grey),
        tint=tint_of(reference.colour, plate.colour) if is_coloured else Tint(0, 0, 0),
        life=life,
        is_relit=plate.light is not reference.light,
        is_spoiled=plate.is_spoiled,
    )


def suspected(reference: Reference, habits: Habits, seen: Seen) -> Finding | None:
    """The first class that `seen` looks like; None when it looks well.

    By another light than the reference's, noise, sharpness and hints say nothing, and a view that
    is still recognised is in place.
    """
    if seen.is_relit:
        view = None if _is_recognised(seen.view) else _by_view(seen)
        return (
            _by_light(reference, seen) or _by_damage(habits, seen) or view or _by_life(habits, seen)
        )
    return (
        _by_light(reference, seen)
        or _by_damage(habits, seen)
        or _by_stripes(seen, strength=8, together=0.85)
        or _by_noise(habits, seen)
        or _by_view(seen)
        or _by_sharpness(seen)
        or _by_life(habits, seen)
        or _by_hints(seen)
    )


def _is_recognised(view: View) -> bool:
    """Whether the view is in place by another light.

    Lamps weaken edges everywhere; a coloured sheet before an infrared camera cuts a piece out and
    leaves the rest as it was.
    """
    is_cut = view.clump > 0.9 and view.texture < 0.3 and view.agreement > 0.75 * (1 - view.gone)
    return (view.agreement > 0.35 or view.coarse > 0.3) and not (is_cut and view.gone > 0.25)


def unreferenced(plate: Plate, darkest: int = _NIGHT) -> Finding | None:
    """What can be said without a reference: a card, or blackness below the level `darkest`."""
    levels = levels_of(plate.grey)
    is_black = _is_dark(levels) and levels.brightest < darkest
    return _card(levels) or (_black(levels) if is_black else None)


def _by_light(reference: Reference, seen: Seen) -> Finding | None:
    levels, view = seen.levels, seen.view
    if _is_lost(view) and (card := _card(levels)):
        return card
    if _is_dark(levels) and view.agreement < 0.4:
        return _black(levels)
    usual = reference.levels
    more = levels.blown - usual.blown
    is_washed = more > 0.2 and levels.median > usual.median + 50 and view.agreement < 0.8
    if more > 0.35 or is_washed:
        facts = {"share": _percent(levels.blown), "usual": _percent(usual.blown)}
        return Finding(Kind.GLARE, min(1.0, 0.5 + more), facts)
    if _is_lifted(levels, usual):
        facts = {"darkest": round(levels.dark), "usual": round(usual.dark)}
        return Finding(Kind.GLARE, min(1.0, levels.dark / 200), facts)
    return None


def _is_lifted(levels: Levels, usual: Levels) -> bool:
    """Whether even what is dark has become bright: a night view too dark to blow out.

    By day shadows stay dark, in fog nothing comes near white.
    """
    is_everywhere = min(levels.dark - usual.dark, levels.median - usual.median) > 60
    return is_everywhere and levels.dark > 80 and levels.bright > 220


def _is_dark(levels: Levels) -> bool:
    return levels.brightest < DARK and levels.bright < 28


def _card(levels: Levels) -> Finding | None:
    """A flat picture; a dark one, whose brightest spot may be a clock, is black and no card."""
    if (levels.card > 0.85 and levels.quiet > 0.8) or levels.quiet > 0.97:
        if _is_dark(levels):
            return _black(levels)
        return Finding(Kind.CARD, levels.quiet, {"share": _percent(max(levels.card, 0.5))})
    return None


def _black(levels: Levels) -> Finding:
    return Finding(Kind.BLACK, 1 - levels.brightest / 80, {"brightest": round(levels.brightest)})


def _by_damage(habits: Habits, seen: Seen) -> Finding | None:
    if seen.view.moved is not None:
        return None  # what was turned lies elsewhere on the grid
    # Where all is gone, another camera's view moves on the grid of blocks.
    least = _BROKEN_AMONG_LOST if 0.2 < seen.view.gone < 0.7 else _BROKEN
    least = max(least, _FEWEST_BORDERS / max(1, seen.borders.size))
    # A decoder hides damage so that no border breaks; but it says so.
    is_told = seen.is_spoiled and not seen.is_as_usual and seen.view.gone < _ALL_GONE
    if is_told or seen.broken > max(least, 2 * habits.broken):
        facts = {"share": max(1, _percent(seen.view.gone))}
        return Finding(Kind.CORRUPT, min(1.0, 0.4 + 20 * seen.broken), facts)
    return None


def _by_life(habits: Habits, seen: Seen) -> Finding | None:
    """After the view: a sheet before the lens stands still too."""
    life = seen.life
    if life is not None and is_still(habits, life):
        return Finding(Kind.FROZEN, 1 - life.moving, {"share": _percent(life.moving)})
    return None


def is_still(habits: Habits, life: Liveness) -> bool:
    """Whether nothing lives in a picture but a clock's size of it."""
    if not is_quiet(habits):
        # Where something always moves, that nothing does tells more than a codec's dither hides.
        return life.moving <= min(0.03, 0.35 * habits.moving) and life.murmur <= 0.8
    calm = min(0.3, max(0.02, 0.4 * habits.murmur))
    return life.moving <= max(0.008, 0.5 * habits.moving) and life.murmur <= calm


def is_quiet(habits: Habits) -> bool:
    """Whether this camera is often still by itself, so that stillness must last longer."""
    return habits.moving <= QUIET_MOVING


def _by_noise(habits: Habits, seen: Seen) -> Finding | None:
    usual = max(habits.noise, 0.3)
    if seen.noise > 2.5 * usual and seen.noise > usual + 1.5:
        times = round(seen.noise / usual)
        return Finding(Kind.NOISE, min(1.0, seen.noise / (8 * usual)), {"times": times})
    return None


def _is_lost(view: View) -> bool:
    return view.agreement < 0.5 or view.gone > 0.5


def _by_view(seen: Seen) -> Finding | None:
    view = seen.view
    is_there = view.moved is not None or view.agreement > 0.5
    if seen.wander > _SHAKE_SPREAD and is_there:
        facts: dict[str, int | str] = {"share": max(1, _percent(2 * seen.wander))}
        return Finding(Kind.SHAKE, min(1.0, 0.5 + 20 * seen.wander), facts)
    if view.moved is not None:
        return _displaced(view.moved)
    is_soft = view.coarse > 0.6 and view.crisp < 0.6
    if is_soft or view.gone < 0.25:
        return None
    facts = {"share": _percent(view.gone)}
    if view.gone > 0.75:
        kind = Kind.COVERED if view.texture < 0.6 else Kind.OTHER_VIEW
        return Finding(kind, view.gone, facts)
    if view.clump > 0.6:
        kind = Kind.OTHER_VIEW if _is_nothing_in_place(view) else Kind.COVERED
        return Finding(kind, 0.4 + view.gone / 2, facts)
    return None


def _is_nothing_in_place(view: View) -> bool:
    """Whether what still agrees agrees by chance, and new edges stand where the others were.

    Beside a sheet, what is not hidden is as it was.
    """
    return view.texture > 0.7 and view.agreement < 0.75 * (1 - view.gone)


def _displaced(moved: Displacement) -> Finding | None:
    if moved.size < _LEAST_TURN and abs(moved.turn) < 2 and 0.95 < moved.zoom < 1.05:
        return None
    return Finding(Kind.TURNED, min(1.0, 0.6 + moved.size), _turn_facts(moved))


def _turn_facts(moved: Displacement) -> dict[str, int | str]:
    """A scene that moved left shows a camera that was turned right."""
    return {
        "side": "right" if moved.dx < 0 else "left",
        "tilt": "down" if moved.dy < 0 else "up",
        "dx": abs(_percent(moved.dx)),
        "dy": abs(_percent(moved.dy)),
        "turn": round(moved.turn) if abs(moved.turn) >= 2 else 0,
        "zoom": _percent(moved.zoom) if abs(moved.zoom - 1) > 0.05 else 100,
    }


def _by_sharpness(seen: Seen) -> Finding | None:
    view = seen.view
    if view.crisp < 0.65 and view.coarse > 0.5:
        return Finding(Kind.BLUR, min(1.0, 1.3 - view.crisp), {"share": _percent(view.crisp)})
    return None


def _by_stripes(seen: Seen, strength: float, together: float) -> Finding | None:
    """Before the view when they are strong: they hide every edge of it."""
    wave, purity = seen.stripes, 0.5 if strength > 5 else 0.6
    is_clear = wave.strength > 5 and wave.together > 0.85 and wave.pure > 0.9
    is_strong = wave.strength > strength and wave.together > together and wave.pure > purity
    if is_clear or is_strong:
        facts: dict[str, int | str] = {"way": wave.way, "strength": round(wave.strength)}
        return Finding(Kind.STRIPES, min(1.0, wave.strength / 20), facts)
    return None


def _by_hints(seen: Seen) -> Finding | None:
    if seen.view.agreement < 0.4:
        return None
    tint = seen.tint
    if tint.size > 7 and tint.together > 0.7:
        facts: dict[str, int | str] = {"hue": tint.hue, "shift": round(tint.size)}
        return Finding(Kind.COLOUR, min(1.0, tint.size / 30), facts)
    return _by_stripes(seen, strength=2, together=0.75)


def _percent(share: float) -> int:
    return round(100 * share)
