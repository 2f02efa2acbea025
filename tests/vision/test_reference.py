"""Reference views: learned from healthy pictures, kept, and what must not adapt does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from duty_desk.language import Refusal
from duty_desk.vision.cv import cv2
from duty_desk.vision.diagnosis import Health, Watched, diagnosed
from duty_desk.vision.hour_habits import HourHabits, adapted
from duty_desk.vision.plate import Light, plate_of
from duty_desk.vision.reference import learn, packed, unpacked
from tests.vision.street import Street

STREET = Street(2)
REFERENCE = STREET.reference()


def test_a_kept_reference_judges_as_before() -> None:
    """What comes back from the store is the view that went in."""
    back = unpacked(packed(REFERENCE))

    assert back.is_confirmed
    assert back.light is Light.COLOUR
    assert np.array_equal(back.grey, REFERENCE.grey)
    assert np.array_equal(back.marks.trusted, REFERENCE.marks.trusted)
    assert back.habits == REFERENCE.habits
    now = diagnosed(Watched({back.light: back}), plate_of(STREET.picture(50)), 0)
    assert now.health is Health.HEALTHY


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_blank_picture_is_no_reference(shade) -> None:
    """Black, grey or white pictures hold nothing to recognise and are refused."""
    blank = plate_of(np.full((270, 480, 3), shade, np.uint8))

    with pytest.raises(Refusal, match="不能作基准画面"):
        learn([blank] * 10)


def test_too_few_pictures_are_no_reference() -> None:
    """Four pictures are refused with the number needed."""
    plates = [plate_of(STREET.picture(at)) for at in range(4)]

    with pytest.raises(Refusal, match="5"):
        learn(plates)


def test_an_unconfirmed_reference_only_asks() -> None:
    """A finding against a view that nobody confirmed is a question."""
    now = Watched({REFERENCE.light: replace(REFERENCE, is_confirmed=False)})
    for at_s in range(15):
        picture = cv2.GaussianBlur(STREET.picture(at_s), (0, 0), 4)
        now = diagnosed(now, plate_of(picture), at_s * 1000)

    assert now.raised is not None
    assert now.raised.finding.is_question
    assert "没有人确认" in now.raised.finding.reason()


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((1, 1), np.uint8),
        np.zeros((20, 400, 3), np.uint8),
        np.zeros((100, 100), np.float32),
        np.zeros((100, 100, 2), np.uint8),
        np.zeros(500, np.uint8),
    ],
)
def test_what_is_no_picture_is_not_checked(picture) -> None:
    """A picture too small or of an unknown kind is never called healthy."""
    now = diagnosed(Watched({REFERENCE.light: REFERENCE}), plate_of(picture), 0)

    assert plate_of(picture) is None
    assert now.health is Health.NOT_CHECKED


def test_no_reference_is_not_checked() -> None:
    """Without a reference view nothing is called healthy."""
    now = diagnosed(Watched(), plate_of(STREET.picture(0)), 0)

    assert now.health is Health.NOT_CHECKED


@pytest.mark.parametrize("make", ["large", "small", "sixteen", "alpha", "grey"])
def test_other_sizes_and_depths_are_the_same_view(make) -> None:
    """8K, a smaller stream, 16 bits, an alpha channel and grey all find the view in place."""
    picture = STREET.picture(30)
    shown = {
        "large": lambda: cv2.resize(picture, (7680, 4352), interpolation=cv2.INTER_LINEAR),
        "small": lambda: cv2.resize(picture, (360, 204), interpolation=cv2.INTER_AREA),
        "sixteen": lambda: cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.uint16) * 257,
        "alpha": lambda: cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA),
        "grey": lambda: cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY),
    }[make]()

    now = diagnosed(Watched({REFERENCE.light: REFERENCE}), plate_of(shown), 0)

    assert now.seen is not None
    assert now.seen.view.agreement > 0.8
    assert now.health is Health.HEALTHY


def test_other_proportions_are_not_checked() -> None:
    """A camera that changed from 16:9 to 4:3 needs a new reference; it is not called turned."""
    square = cv2.resize(STREET.picture(30), (480, 360))

    now = diagnosed(Watched({REFERENCE.light: REFERENCE}), plate_of(square), 0)

    assert now.health is Health.NOT_CHECKED


def test_habits_follow_the_hour_but_not_far() -> None:
    """Noise of a dark hour becomes normal for that hour, at most twice what was learned."""
    now = diagnosed(Watched({REFERENCE.light: REFERENCE}), plate_of(STREET.picture(0)), 0)
    now = diagnosed(now, plate_of(STREET.picture(1)), 1000)
    assert now.seen is not None
    noisy = replace(now.seen, noise=50 * REFERENCE.habits.noise)
    habits = HourHabits(REFERENCE.habits)
    for _ in range(400):
        habits = adapted(habits, 3, noisy)

    assert habits.at(3).noise == pytest.approx(2 * REFERENCE.habits.noise)
    assert habits.at(4) == REFERENCE.habits
