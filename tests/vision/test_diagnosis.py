"""The diagnosis finds each class of fault on an invented street and stays quiet otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from duty_desk.vision.cv import cv2
from duty_desk.vision.diagnosis import Health, Watched, diagnosed, silent
from duty_desk.vision.finding import Finding, Kind
from duty_desk.vision.persistence import Suspicion, Trail, followed, visited
from duty_desk.vision.plate import plate_of
from duty_desk.vision.stripes import stripes_of
from tests.vision.street import SIZE, Street, ticked, unchanged, watched

STREET = Street()
KEPT = STREET.picture(99)


def black(picture, _at_s):
    return (picture * 0.05).astype(np.uint8)


def card(picture, at_s):
    return ticked(np.full_like(picture, (190, 60, 20)), at_s)


def glare(picture, _at_s):
    return np.clip(picture * 1.6 + 130, 0, 255).astype(np.uint8)


def frozen(_picture, at_s):
    dither = np.random.default_rng(at_s).choice((-1, 0, 0, 0, 0, 0, 0, 1), KEPT.shape)
    return ticked(np.clip(KEPT + dither, 0, 255).astype(np.uint8), at_s)


def covered(picture, at_s):
    sheet = np.full_like(picture, 60)
    sheet = sheet + np.linspace(0, 30, SIZE[0])[None, :, None]
    noise = np.random.default_rng(at_s).normal(0, 1.2, picture.shape)
    return ticked(np.clip(sheet + noise, 0, 255).astype(np.uint8), at_s)


def half_covered(picture, _at_s):
    picture[:, : SIZE[0] * 6 // 10] = 70
    return picture


def turned(_picture, at_s):
    return STREET.picture(at_s, left=SIZE[0] // 2 + 48)


def elsewhere(_picture, at_s):
    return Street(7).picture(at_s)


def blurred(picture, at_s):
    return ticked(cv2.GaussianBlur(picture, (0, 0), 3), at_s)


def noisy(picture, at_s):
    noise = np.random.default_rng(at_s).normal(0, 14, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def shaking(_picture, at_s):
    x, y = np.random.default_rng(at_s).integers(-9, 10, 2)
    return STREET.picture(at_s, left=SIZE[0] // 2 + int(x), top=SIZE[1] // 2 + int(y))


def corrupted(picture, at_s):
    rng = np.random.default_rng(at_s)
    for _ in range(60):
        row, column = (int(v) for v in rng.integers(0, (SIZE[1] // 16, SIZE[0] // 16)))
        picture[16 * row : 16 * row + 16, 16 * column : 16 * column + 16] = rng.integers(0, 255, 3)
    return picture


def striped(picture, at_s):
    wave = 14 * np.sin(np.arange(SIZE[1]) * 2 * np.pi * 12 / SIZE[1] + at_s)
    return np.clip(picture + wave[:, None, None], 0, 255).astype(np.uint8)


def tinted(picture, _at_s):
    return np.clip(picture * np.array([0.9, 1.25, 0.9]), 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (black, Kind.BLACK),
        (card, Kind.CARD),
        (glare, Kind.GLARE),
        (frozen, Kind.FROZEN),
        (covered, Kind.COVERED),
        (half_covered, Kind.COVERED),
        (turned, Kind.TURNED),
        (elsewhere, Kind.OTHER_VIEW),
        (blurred, Kind.BLUR),
        (noisy, Kind.NOISE),
        (shaking, Kind.SHAKE),
        (corrupted, Kind.CORRUPT),
        (striped, Kind.STRIPES),
    ],
)
def test_each_fault_is_found_by_its_name(change, kind) -> None:
    """A fault that lasts is raised as what it is, and the camera is healthy no more."""
    now = watched(STREET, change, seconds=40 if change is frozen else 24)

    assert now.raised is not None
    assert now.raised.finding.kind is kind
    assert now.raised.finding.is_hint or now.health is Health.FAULTY
    assert now.raised.finding.reason()


def test_a_cast_takes_a_minute_and_is_a_hint() -> None:
    """A picture that turned green is said after a minute, and only as a hint."""
    now = watched(STREET, tinted, seconds=75)

    assert now.raised is not None
    assert now.raised.finding.kind is Kind.COLOUR
    assert now.raised.finding.facts["hue"] == "green"
    assert now.health is Health.HEALTHY


@pytest.mark.parametrize("corner", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_a_clock_in_any_corner_neither_keeps_alive_nor_worries(corner) -> None:
    """With the clock elsewhere a healthy camera is quiet and a frozen one is found all the same."""

    def clock(picture, at_s):
        shown = ticked(np.zeros_like(picture), at_s)[4:23, 6:151]
        top = (SIZE[1] - 24) * corner[0] + 2
        left = (SIZE[0] - 150) * corner[1] + 2
        picture[top : top + 19, left : left + 145] = shown
        return picture

    assert watched(STREET, clock).raised is None
    found = watched(STREET, lambda _, at_s: clock(KEPT.copy(), at_s), seconds=40).raised
    assert found is not None
    assert found.finding.kind is Kind.FROZEN


def test_a_dark_view_that_is_washed_out_is_glare_though_little_is_white() -> None:
    """A night yard lifted by a lamp in the lens: even its dark parts have become bright."""
    night = Street()
    night._scene = (night._scene * 0.45).astype(np.uint8)

    def lifted(picture, _at_s):
        return np.clip(picture * 2.1 + 90, 0, 255).astype(np.uint8)

    found = watched(night, lifted).raised
    assert found is not None
    assert found.finding.kind is Kind.GLARE
    assert "最暗处也有" in found.finding.reason()


def test_the_edge_of_a_sheet_is_no_stripe() -> None:
    """A dark sheet over the lower part is a covered lens, however much its edge is like a wave."""

    def sheet(picture, _at_s):
        picture[SIZE[1] * 45 // 100 :] = 12
        return picture

    found = watched(STREET, sheet).raised
    assert found is not None
    assert found.finding.kind is Kind.COVERED


def test_people_in_one_part_do_not_hide_stripes() -> None:
    """Upright stripes go through the whole picture; at its foot a crowd stands before them."""
    rng = np.random.default_rng(8)
    ground = np.full((SIZE[1], SIZE[0]), 120.0)
    striped = ground + 7 * np.sin(np.arange(SIZE[0]) * 2 * np.pi * 15 / SIZE[0])
    striped[-68:] += 30 * rng.choice((-1, 1), (1, SIZE[0] // 8)).repeat(8, axis=1)
    wave = stripes_of(ground.astype(np.uint8), striped.astype(np.uint8))

    assert (wave.way, round(wave.strength)) == ("along", 7)
    assert wave.together > 0.75


def test_a_still_picture_says_what_it_sees() -> None:
    """Nothing moving at all is not said as nought per cent."""
    assert "几乎没有变化" in Finding(Kind.FROZEN, 1.0, {"share": 0}).reason()
    assert "2 %" in Finding(Kind.FROZEN, 1.0, {"share": 2}).reason()


def test_a_turned_camera_says_by_how_much() -> None:
    """Ten per cent of the width to the right is said as such."""
    raised = watched(STREET, turned).raised

    assert raised is not None
    assert raised.finding.facts["side"] == "right"
    assert abs(int(raised.finding.facts["dx"]) - 10) <= 1
    assert int(raised.finding.facts["dy"]) == 0


def dimmed(picture, at_s):
    return np.clip(picture * (1 - 0.02 * at_s), 0, 255).astype(np.uint8)


def lightning(picture, at_s):
    return np.full_like(picture, 255) if at_s % 7 == 0 else picture


def lorry(picture, at_s):
    if 4 <= at_s < 8:
        picture[40:240, 60:400] = (120, 90, 60)
    return picture


def infrared(picture, _at_s):
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    lamp = np.hypot(*np.meshgrid(np.linspace(-1, 1, SIZE[0]), np.linspace(-1, 1, SIZE[1])))
    return cv2.cvtColor((grey * np.clip(1.2 - lamp, 0.2, 1)).astype(np.uint8), cv2.COLOR_GRAY2BGR)


def swaying(_picture, at_s):
    x, y = np.random.default_rng(at_s).integers(-1, 2, 2)
    return STREET.picture(at_s, left=SIZE[0] // 2 + int(x), top=SIZE[1] // 2 + int(y))


@pytest.mark.parametrize("change", [unchanged, dimmed, lightning, lorry, infrared, swaying])
def test_what_is_no_fault_is_quiet(change) -> None:
    """Dusk, lightning, a passing lorry, lamps at night and wind raise nothing."""
    assert watched(STREET, change).raised is None


def test_silence_is_a_lost_signal_and_ends_with_pictures() -> None:
    """Three seconds without a picture are a lost signal; when pictures return it is cleared."""
    reference = STREET.reference()
    now = Watched({reference.light: reference})
    now = diagnosed(now, plate_of(STREET.picture(0)), 0)

    assert silent(now, 2_900).raised is None
    lost = silent(now, 3_000)
    assert lost.raised is not None
    assert lost.raised.finding.kind is Kind.SIGNAL
    for at_s in range(4, 12):
        lost = diagnosed(lost, plate_of(STREET.picture(at_s)), at_s * 1000)
    assert lost.raised is None
    assert lost.health is Health.HEALTHY


def test_a_sheet_that_looks_like_a_card_in_between_is_one_lost_view():
    """Neither word has four of five pictures; together they have all, and stay one event."""
    card, gone = Finding(Kind.CARD, 0.9, {"share": 90}), Finding(Kind.COVERED, 0.9, {"share": 97})
    trail = Trail()
    raised = []
    for second in range(40):
        finding = gone if second % 3 == 0 else card
        trail = followed(trail, Suspicion(second * 1000, finding), is_quiet=False)
        raised.append(trail.raised.finding.family if trail.raised else "")
    assert raised[9] == "view_lost"
    assert set(raised[9:]) == {"view_lost"}
    assert visited(trail.suspicions[-10:]) is not None
