"""New things on the ground, by arrays alone: people before them, leaves, odd pictures."""

from __future__ import annotations

import numpy as np
import pytest

from duty_desk.vision.difference import difference
from duty_desk.vision.dumped import forgiven, ground_of, seen

ZONE = ((0, 300), (1000, 300), (1000, 1000), (0, 1000))
GROUND = (np.indices((180, 320)).sum(0) // 20 % 2 * 30 + 50).astype(np.int16)


def street(
    rng, *, thing: bool = False, walker: int | None = None, leaves: bool = False, shade: int = 150
):
    """A picture of the ground, perhaps with a bag, somebody before it, and leaves."""
    grey = GROUND + rng.normal(0, 2, GROUND.shape)
    if thing:
        grey[120:134, 150:168] = shade + rng.normal(0, 8, (14, 18))
    if walker is not None:
        grey[80:150, walker : walker + 20] = 15
    if leaves:
        grey[70:100, 20:80] += rng.choice((-40, 40)) * rng.random((30, 60))
    return np.clip(grey, 0, 255).astype(np.uint8)


def watched(pictures) -> list:
    """What lies there after each picture, one a second."""
    ground, told = ground_of([ZONE]), []
    for second, picture in enumerate(pictures, 1):
        ground = seen(ground, picture, second * 1000)
        told.append(ground.things)
    return told


def test_thing_that_looks_as_before_lay_there_while_it_was_hidden():
    """Six seconds behind somebody count: the bag that was left at 20 s has lain for 79 s."""
    rng = np.random.default_rng(2)
    told = watched(
        street(rng, thing=at > 20, walker=145 if 50 <= at < 56 else None) for at in range(100)
    )
    (bag,) = told[-1]

    assert 75_000 <= bag.still_ms <= 80_000
    assert bag.since_ms <= 30_000


def test_another_thing_in_its_place_begins_anew():
    """A bag is taken away and a darker one put there: it has not lain for a minute."""
    rng = np.random.default_rng(2)
    told = watched(street(rng, thing=at > 20, shade=150 if at < 60 else 15) for at in range(100))

    assert told[-1]
    assert all(thing.still_ms < 45_000 and thing.since_ms > 55_000 for thing in told[-1])


def test_leaves_are_no_thing():
    """What changes its mind all the time never settles."""
    rng = np.random.default_rng(3)

    assert not any(watched(street(rng, leaves=at > 20) for at in range(100)))


def test_what_was_told_belongs_to_the_ground():
    """After it was told it is told no more."""
    rng = np.random.default_rng(4)
    ground = ground_of([ZONE])
    for at in range(90):
        picture = street(rng, thing=at > 20)
        ground = seen(ground, picture, at * 1000)
    ground = forgiven(ground, picture, ground.things[0].box)
    for at in range(90, 180):
        ground = seen(ground, street(rng, thing=True), at * 1000)

    assert ground.things == ()


def test_what_was_there_and_goes_is_no_thing():
    """A car that stood there when the ground was learned leaves no hint behind."""
    rng = np.random.default_rng(5)

    assert not any(watched(street(rng, thing=at < 20) for at in range(100)))


def test_who_walks_by_while_the_ground_is_learned_leaves_no_ghost():
    """Somebody passes in the first ten seconds; his place is not taken for new afterwards."""
    rng = np.random.default_rng(6)

    assert not any(watched(street(rng, walker=30 * at if at < 10 else None) for at in range(90)))


@pytest.mark.parametrize("shape", [(1, 1), (4320, 7680), (180, 320), (720, 400)])
def test_pictures_of_any_size_are_taken(shape):
    """One pixel, 8K, upright: no failure, and nothing new where nothing is."""
    ground = ground_of([ZONE])
    for at in range(14):
        ground = seen(ground, np.full(shape, 90, np.uint8), at * 1000)

    assert ground.things == ()


def test_a_gap_begins_anew():
    """After a reconnection the ground is learned again; nothing is told of the time between."""
    rng = np.random.default_rng(5)
    ground = ground_of([ZONE])
    for at in range(30):
        ground = seen(ground, street(rng), at * 1000)
    ground = seen(ground, street(rng, thing=True), 300_000)
    for at in range(90):
        ground = seen(ground, street(rng, thing=True), 301_000 + at * 1000)

    assert ground.things == ()


def test_no_zone_sees_nothing():
    """Ground that nobody drew is not watched."""
    rng = np.random.default_rng(6)
    ground = ground_of([])
    for at in range(90):
        ground = seen(ground, street(rng, thing=at > 20), at * 1000)

    assert ground.things == ()


def test_the_difference_shows_what_is_missing_and_not_another_light():
    """Amber on the covered half; a darker picture of the same is no difference."""
    before = np.repeat(np.kron(GROUND, np.ones((2, 2)))[:, :, None], 3, axis=2).astype(np.uint8)
    covered = before.copy()
    covered[:, 320:] = 30
    shown, dusk = difference(before, covered), difference(before, before // 2)

    assert shown is not None
    assert dusk is not None
    blue, red = shown[:, :, 0].astype(int), shown[:, :, 2].astype(int)
    assert (red - blue)[:, 260:].mean() > 30
    assert (red - blue)[:, :200].mean() < 3
    assert (dusk[:, :, 2].astype(int) - dusk[:, :, 0]).mean() < 3
    assert difference(np.zeros((1, 1, 3), np.uint8), before) is None
