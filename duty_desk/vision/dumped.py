"""New things that lie still on a patch of ground: pictures in one by one, what lies there out.

A long background that never learns what may be an object, a short one that tells what moves, and a
timer a pixel. Who walks or stands before a thing stops the timer; when the thing then looks as it
did, it lay there all the time, and when something else still lies there, that begins anew. Good for
a few pictures a second or one.
What was there and has gone looks new too, but its outline is in the background: that is learned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from duty_desk.vision.plate import Bytes, Floats

    Flags = NDArray[np.bool_]

GROUND_PX = (320, 180)  # width, height
LEARN_MS = 10_000
SETTLED_MS = 10_000
"""Still for so long something is a candidate: its first appearance is worth keeping."""
_LEVELS = 14.0  # this far from the background is something else
_MOVES = 9.0  # this far from the last seconds moves
_SHORT_MS = 2_500
_BELIEVED_MS = 3_000  # so long the short background takes to believe that what came is still
_DRIFT_A_SECOND = 0.7  # levels the long background follows the light
_DRIFT_UNDER = 0.02  # ... and under what may be an object
_ROOM_LIT = 0.4  # so much of the picture is another light, not an object
_LEAST_SHARE = 0.0005
_LESSON_MS = 800  # so far apart are the pictures of which the background is the median
_GONE = 2.2  # an outline so much clearer in the background than now is of something gone
_LARGEST_SHARE = 0.2
_SHADOW = 0.85  # correlation with the ground below: a shadow or a lamp
_FLICKER = 0.12  # changes of mind a second, as leaves and lamps have them
_FORGET_MS = 20_000
_SAME, _OTHER = 9.0, 25.0  # levels from how a thing looked when it was seen last
_FOLLOWS = 0.3  # of a change of its light, with each picture
_HIDDEN_MS = 15_000  # hidden for longer, nobody knows what happened there


@dataclass(frozen=True)
class Thing:
    """Something new that lies still.

    Attributes:
        box: left, top, right, bottom in thousandths of the picture.
        zone: The number of the zone it lies in.
        since_ms: When it was first seen there, in the caller's time.
        still_ms: How long it has lain still, without the time it could not be seen.
    """

    box: tuple[int, int, int, int]
    zone: int
    since_ms: int
    still_ms: int


@dataclass(frozen=True)
class Ground:
    """What is remembered of one camera's ground between two pictures.

    Attributes:
        zones: (height, width) int8: the zone's number, -1 outside.
        things: What lies there now and has settled.
        look, look_ms: Of each pixel, how what lies there looked when it was seen last, and when.
    """

    zones: NDArray[np.int8]
    things: tuple[Thing, ...] = ()
    long: Floats | None = None
    short: Floats | None = None
    still_ms: Floats | None = None
    look: Floats | None = None
    look_ms: NDArray[np.int64] | None = None
    since_ms: NDArray[np.int64] | None = None
    was_new: Flags | None = None
    flicker: Floats | None = None
    lesson: tuple[Floats, ...] = ()
    began_ms: int = 0
    at_ms: int = 0


def ground_of(polygons: Sequence[Sequence[tuple[int, int]]]) -> Ground:
    """A ground nobody has seen yet.

    Args:
        polygons: Corners (x, y) of each zone in thousandths of the picture.
    """
    width, height = GROUND_PX
    zones = np.full((height, width), -1, np.int16)
    for number, corners in enumerate(polygons):
        points = np.array([(x * width / 1000, y * height / 1000) for x, y in corners], np.int32)
        cv2.fillPoly(zones, [points.reshape(-1, 1, 2)], number)
    return Ground(zones.astype(np.int8))


def seen(ground: Ground, grey: Bytes, at_ms: int) -> Ground:
    """`ground` after the picture of `at_ms`.

    Args:
        ground: What is known.
        grey: uint8 (height, width) brightness of any size.
        at_ms: Milliseconds of any clock that only goes on.
    """
    now = _small(grey)
    if ground.long is None or ground.short is None or at_ms - ground.at_ms > _FORGET_MS:
        return _fresh(ground, now, at_ms)
    step_ms = max(1, at_ms - ground.at_ms)
    weight = min(1.0, step_ms / _SHORT_MS)
    short = ground.short + np.float32(weight) * (now - ground.short)
    if at_ms - ground.began_ms < LEARN_MS:
        is_due = at_ms - ground.began_ms >= len(ground.lesson) * _LESSON_MS
        lesson = (*ground.lesson, now) if is_due else ground.lesson
        return replace(ground, lesson=lesson, short=short, at_ms=at_ms)
    if ground.lesson:
        # The median: who walks by while it is learned must not become part of it.
        long = np.median(np.stack(ground.lesson), axis=0).astype(np.float32)
        return replace(ground, long=long, lesson=(), short=short, at_ms=at_ms)
    is_new = np.abs(now - ground.long) > _LEVELS
    if float(is_new.mean()) > _ROOM_LIT:
        return _fresh(ground, now, at_ms)
    moves = np.abs(now - ground.short) > _MOVES
    return _followed(replace(ground, short=short), now, (is_new, moves), at_ms)


def forgiven(ground: Ground, grey: Bytes, box: tuple[int, int, int, int]) -> Ground:
    """`ground` where what lies in `box` (thousandths) belongs to it from now on: it was told."""
    if ground.long is None or ground.still_ms is None:
        return ground
    width, height = GROUND_PX
    left, top, right, bottom = box
    part = (
        slice(max(0, top * height // 1000 - 2), bottom * height // 1000 + 3),
        slice(max(0, left * width // 1000 - 2), right * width // 1000 + 3),
    )
    long, still = ground.long.copy(), ground.still_ms.copy()
    long[part] = _small(grey)[part]
    still[part] = 0
    return replace(ground, long=long, still_ms=still, things=())


def grey_of(bgra: Bytes) -> Bytes:
    """The brightness (height, width) of a tile's picture (height, width, 4), BGRA."""
    return cv2.cvtColor(bgra, cv2.COLOR_BGRA2GRAY).astype(np.uint8, copy=False)


def bgr_of(bgra: Bytes) -> Bytes:
    """A tile's picture without its alpha: uint8 (height, width, 3), BGR, contiguous."""
    return np.ascontiguousarray(bgra[:, :, :3])


def _small(grey: Bytes) -> Floats:
    small = cv2.resize(grey, GROUND_PX, interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(small, (3, 3), 0).astype(np.float32, copy=False)


def _fresh(ground: Ground, now: Floats, at_ms: int) -> Ground:
    """Begin anew: the first picture, a long gap, or another light over everything."""
    zero = np.zeros_like(now)
    return Ground(
        ground.zones,
        long=now,
        short=now,
        still_ms=zero,
        look=now,
        look_ms=np.full(now.shape, at_ms, np.int64),
        since_ms=np.full(now.shape, at_ms, np.int64),
        was_new=np.zeros(now.shape, np.bool_),
        flicker=zero,
        began_ms=at_ms,
        at_ms=at_ms,
    )


def _followed(ground: Ground, now: Floats, found: tuple[Flags, Flags], at_ms: int) -> Ground:
    """Let timers run, the background drift, and see what has settled."""
    long, flicker, was_new, since = ground.long, ground.flicker, ground.was_new, ground.since_ms
    if long is None or flicker is None or was_new is None or since is None:
        return ground
    is_new, _moves = found
    step_ms = at_ms - ground.at_ms
    seconds = step_ms / 1000
    turned = (is_new != was_new).astype(np.float32) / np.float32(max(seconds, 1e-3))
    flicker = flicker + np.float32(min(1.0, seconds / 30)) * (turned - flicker)
    ground, still = _timed(ground, now, found, at_ms)
    since = np.where(still > step_ms, since, at_ms)
    drift = np.where(is_new, _DRIFT_UNDER, _DRIFT_A_SECOND) * seconds
    long = long + np.clip(now - long, -drift, drift).astype(np.float32)
    ground = replace(
        ground, long=long, still_ms=still, since_ms=since, was_new=is_new, flicker=flicker
    )
    things, gone = _things(ground, now)
    if gone.any():
        long, still = np.where(gone, now, long), np.where(gone, 0, still)
        ground = replace(ground, long=long.astype(np.float32), still_ms=still.astype(np.float32))
    return replace(ground, things=things, at_ms=at_ms)


def _timed(
    ground: Ground, now: Floats, found: tuple[Flags, Flags], at_ms: int
) -> tuple[Ground, Floats]:
    """How what lies there looks now, and how long it has lain; hidden for a moment it lies on."""
    still, look, look_ms = ground.still_ms, ground.look, ground.look_ms
    if still is None or look is None or look_ms is None:
        return ground, np.zeros_like(now)
    is_new, moves = found
    step_ms, away_ms = at_ms - ground.at_ms, at_ms - look_ms
    unlike = np.abs(now - look)
    is_same = is_new & (still > 0) & (unlike < _SAME)
    is_back, is_other = away_ms <= _HIDDEN_MS, (still > 0) & (unlike > _OTHER)
    lies = is_new & ~moves & ~(is_other & is_back)
    longer = still + np.where(is_same & is_back, away_ms, step_ms)
    grown = np.where(lies, np.where(is_other, step_ms, longer), still)
    # What is ground again lets the timer run back.
    still = np.where(is_new, grown, np.maximum(0, still - 2 * step_ms)).astype(np.float32)
    looked = np.where(is_same, look + np.float32(_FOLLOWS) * (now - look), now)
    look = np.where(lies, looked, look).astype(np.float32)
    return replace(ground, look=look, look_ms=np.where(lies, at_ms, look_ms)), still


def _things(ground: Ground, now: Floats) -> tuple[tuple[Thing, ...], Flags]:
    """What has settled, and where something that was there has gone."""
    still, flicker, long = ground.still_ms, ground.flicker, ground.long
    gone = np.zeros(now.shape, np.bool_)
    if still is None or flicker is None or long is None:
        return (), gone
    settled = (still >= SETTLED_MS) & (ground.zones >= 0) & (flicker < _FLICKER)
    joined = cv2.dilate(settled.astype(np.uint8), np.ones((7, 7), np.uint8))
    count, labels = cv2.connectedComponents(joined.astype(np.uint8))
    things: list[Thing] = []
    for label in range(1, count):
        mask = (labels == label) & settled
        if _LEAST_SHARE <= float(mask.mean()) <= _LARGEST_SHARE:
            if _is_gone(long, now, mask):
                gone |= mask
                continue
            thing = _thing(ground, now, mask)
            if thing is not None:
                things.append(thing)
    return tuple(things), gone


def _is_gone(before: Floats, after: Floats, mask: Flags) -> bool:
    """Whether the outline of `mask` was there before rather than now."""
    body, kernel = mask.astype(np.uint8), np.ones((3, 3), np.uint8)
    outline = cv2.dilate(body, kernel, iterations=2) - cv2.erode(body, kernel, iterations=2) > 0
    return _edge(before, outline) > _GONE * _edge(after, outline)


def _edge(picture: Floats, outline: Flags) -> float:
    across = cv2.Sobel(picture, cv2.CV_32F, 1, 0, ksize=3)[outline]
    down = cv2.Sobel(picture, cv2.CV_32F, 0, 1, ksize=3)[outline]
    return float(np.hypot(across, down).mean()) if across.size else 0.0


def _thing(ground: Ground, now: Floats, mask: Flags) -> Thing | None:
    """The thing of a mask; None when it is the ground itself in another light."""
    if ground.long is None or ground.still_ms is None or ground.since_ms is None:
        return None
    rows, columns = np.nonzero(mask)
    if not rows.size:
        return None
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    part = (slice(top, bottom), slice(left, right))
    if _likeness(ground.long[part], now[part]) > _SHADOW:
        return None
    width, height = GROUND_PX
    zone = int(np.bincount(ground.zones[mask]).argmax())
    return Thing(
        box=(
            int(left) * 1000 // width,
            int(top) * 1000 // height,
            int(right) * 1000 // width,
            int(bottom) * 1000 // height,
        ),
        zone=zone,
        since_ms=int(np.quantile(ground.since_ms[mask], 0.25)),
        still_ms=int(np.median(ground.still_ms[mask])) + _BELIEVED_MS,
    )


def _likeness(before: Floats, after: Floats) -> float:
    """Correlation of two patches; 0 where one of them has nothing on it."""
    one, other = before - before.mean(), after - after.mean()
    norm = float(np.linalg.norm(one) * np.linalg.norm(other))
    if norm < 4.0 * one.size:
        return 0.0
    return float((one * other).sum() / norm)
