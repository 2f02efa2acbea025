"""Damage is told from weather: broken borders of blocks that meet, in bursts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from duty_desk.vision.block_damage import broken_borders, fresh_share
from duty_desk.vision.diagnosis import Watched, diagnosed
from duty_desk.vision.finding import Finding, Kind
from duty_desk.vision.persistence import Suspicion, Trail, followed, visited
from duty_desk.vision.plate import plate_of
from tests.vision.street import SIZE, Street

GREY = np.full((272, 480), 120, np.uint8)
DAMAGE = Finding(Kind.CORRUPT, 0.5, {"share": 3})


def shifted(blocks) -> np.ndarray:
    """A flat picture in which some blocks of 16 pixels are darker."""
    picture = GREY.copy()
    for row, column in blocks:
        picture[16 * row : 16 * row + 16, 16 * column : 16 * column + 16] = 60
    return picture


def share(blocks) -> float:
    """How much of a picture broke anew and meets, after a good one."""
    before, now = (broken_borders(GREY, one) for one in (GREY, shifted(blocks)))
    return fresh_share(before, now)


def test_borders_that_meet_count_and_stay_broken_only_once() -> None:
    """A slice that went wrong counts; in the next picture, unchanged, it is nothing new."""
    blocks = [(5, column) for column in range(4, 12, 2)]
    now = broken_borders(GREY, shifted(blocks))

    assert share(blocks) > 0.01
    assert fresh_share(now, now) == 0.0


def test_single_borders_here_and_there_do_not_count() -> None:
    """A drop of rain breaks one border at a time; none of them meets another."""
    before = broken_borders(GREY, GREY)
    now = before.copy()
    now[0, 2::3, 2::3] = True

    assert now.mean() > 0.04
    assert fresh_share(before, now) == 0.0


def test_other_sizes_and_tiny_pictures_have_no_damage() -> None:
    """A stream that changes its size, or has hardly a block, is not called corrupted."""
    small = broken_borders(GREY, GREY[:40, :40])

    assert small.shape == (2, 0, 0)
    assert fresh_share(small, broken_borders(GREY, GREY)) == fresh_share(small, small) == 0.0


def trail_of(hits) -> Trail:
    """Twelve pictures, a second apart, of which those in `hits` are broken anew."""
    trail = Trail()
    for at_s in range(13):
        finding = DAMAGE if at_s in hits else None
        trail = followed(trail, Suspicion(1_000 * at_s, finding), is_quiet=False)
    return trail


def test_bursts_are_raised_and_a_lorry_is_not() -> None:
    """Three broken pictures some seconds apart are damage, four within four seconds are not."""
    assert trail_of((2, 7, 12)).raised is not None
    assert trail_of((3, 4, 5, 6)).raised is None


def test_a_short_look_sees_damage_in_three_of_ten_pictures() -> None:
    """A round's look of ten pictures: three are enough for a second look, two are not."""
    pictures = [Suspicion(500 * at, DAMAGE if at in (1, 4, 8) else None) for at in range(10)]

    found = visited(pictures)
    assert found is not None
    assert found.kind is Kind.CORRUPT
    assert visited([*pictures[:8], *(Suspicion(4_000 + at, None) for at in (0, 1))]) is None


STREET = Street(4)
REFERENCE = STREET.reference()


def smeared(picture: np.ndarray) -> np.ndarray:
    """A third of the view hidden as a decoder does it: softly, on no border of blocks."""
    left = SIZE[0] // 5 + 5
    picture[60:190, left : left + 170] = picture[60:190, left + 170 : left + 171]
    return picture


def watched(change, *, spoiled: range, seconds: int = 20) -> Watched:
    """The street after healthy seconds and some of which the decoder says that they are damaged."""
    now = Watched({REFERENCE.light: REFERENCE})
    for at_s in range(5 + seconds):
        picture = STREET.picture(at_s)
        plate = plate_of(change(picture) if at_s >= 5 else picture)
        now = diagnosed(now, replace(plate, is_spoiled=at_s in spoiled), at_s * 1000)
    return now


def test_what_the_decoder_hid_and_told_is_damage() -> None:
    """No border breaks, a third of the view is smeared, and the decoder met errors."""
    found = watched(smeared, spoiled=range(5, 25), seconds=7).raised

    assert found is not None
    assert found.finding.kind is Kind.CORRUPT


def test_errors_that_nobody_can_see_are_no_damage() -> None:
    """The decoder complains all the time and the street is as ever."""
    assert watched(lambda picture: picture, spoiled=range(25)).raised is None


def test_decoder_that_cried_wolf_is_not_believed() -> None:
    """It complained for twenty pictures without a sign; then something large stands there."""
    now = Watched({REFERENCE.light: REFERENCE})
    for at_s in range(30):
        picture = STREET.picture(at_s)
        plate = plate_of(smeared(picture) if at_s >= 20 else picture)
        now = diagnosed(now, replace(plate, is_spoiled=True), at_s * 1000)
        assert now.raised is None
    assert now.vain > 0.5
