"""Where and when things happen in a told history."""

from __future__ import annotations

import random
from collections import Counter

from duty_desk.desk.simulate_places import Places
from duty_desk.desk.views import CameraRow
from duty_desk.domain.problem import beijing, day_starts_at

DAY_AT = day_starts_at(1_795_219_200_000)
KINDS = ("A", "B", "C", "D", "E")


def cameras(count: int) -> list[CameraRow]:
    """Cameras four to a community."""
    return [
        CameraRow(
            id=f"id{number}",
            code=f"C{number:03d}",
            name="",
            alias="",
            community=f"社区 {number // 4}",
            unit="",
            maintainer="",
            masked_address="",
            order=number,
        )
        for number in range(count)
    ]


def test_the_same_seed_draws_the_same() -> None:
    """A story can be told again; another seed tells another."""

    def drawn(seed: int) -> list[str]:
        places, dice = Places(cameras(16), KINDS, seed), random.Random(seed)
        return [places.busy_camera(dice).id for _ in range(50)]

    assert drawn(1) == drawn(1) != drawn(2)


def test_some_corners_are_busier_than_others() -> None:
    """A ranking of cameras and of communities has a top and a bottom."""
    places, dice = Places(cameras(64), KINDS, 1), random.Random(1)
    found = [places.busy_camera(dice) for _ in range(6_400)]

    by_camera = Counter(camera.id for camera in found).most_common()
    by_town = Counter(camera.community for camera in found).most_common()
    assert by_camera[0][1] > 5 * by_camera[-1][1]
    assert by_town[0][1] > 2 * by_town[-1][1]


def test_evenings_are_busier_than_the_hours_before_dawn() -> None:
    """The hours are those of Beijing, and every instant lies in its day."""
    places, dice = Places(cameras(4), KINDS, 1), random.Random(1)
    instants = [places.instant(DAY_AT, dice) for _ in range(2_000)]

    hours = Counter(beijing(at).hour for at in instants)
    assert sum(hours[hour] for hour in (17, 18, 19)) > 4 * sum(hours[hour] for hour in (2, 3, 4))
    assert {beijing(at).date() for at in instants} == {beijing(DAY_AT).date()}
