"""The carousel: when it turns, what a tile shows meanwhile, who stops it."""

from __future__ import annotations

import pytest

from duty_desk.ui.watch.carousel import HELD_MS, NO_PICTURE_MS, Carousel
from duty_desk.ui.watch.wall_model import WallModel
from tests.fakes.window_parts import cameras


@pytest.fixture
def wall() -> WallModel:
    """Twelve cameras, four a screen."""
    model = WallModel()
    model.show_cameras(cameras(12))
    model.use_layout(4)
    return model


@pytest.fixture
def fresh() -> set[str]:
    """The cameras that have a fresh picture."""
    return {f"cam-{n}" for n in range(12)}


@pytest.fixture
def carousel(wall, fresh, time) -> Carousel:
    """A carousel that runs with ten seconds a screen."""
    made = Carousel(wall, fresh.__contains__, time)
    made.use_dwell(10)
    made.toggle()
    return made


def shown(wall: WallModel) -> list[str]:
    """The ids on screen, place by place."""
    return [camera.id if camera else "-" for camera in wall.visible()]


def run(carousel: Carousel, time, ms: int) -> None:
    """Let time pass, with a look every 100 ms."""
    for _ in range(ms // 100):
        time.advance(100)
        carousel.tick()


def test_a_screen_stays_for_its_dwell_from_the_first_fresh_picture(carousel, wall, fresh, time):
    """Nothing fresh for four seconds: the ten seconds begin only then."""
    fresh.clear()
    run(carousel, time, 4_000)
    fresh.add("cam-1")
    run(carousel, time, 10_000)

    assert (wall.screen(), carousel.left_s()) == (0, 1)

    run(carousel, time, 200)

    assert wall.screen() == 1


def test_each_tile_changes_when_its_own_camera_has_come(carousel, wall, fresh, time):
    """Until then the camera before stands there under its own name."""
    fresh -= {"cam-4", "cam-6"}
    run(carousel, time, 10_300)

    assert shown(wall) == ["cam-0", "cam-5", "cam-2", "cam-7"]

    fresh.add("cam-6")
    run(carousel, time, 100)

    assert shown(wall) == ["cam-0", "cam-5", "cam-6", "cam-7"]


def test_a_camera_without_picture_holds_its_tile_for_three_seconds_only(
    carousel, wall, fresh, time
):
    """Then its own tile says what is wrong with it."""
    fresh.discard("cam-4")
    run(carousel, time, 10_300 + HELD_MS)

    assert shown(wall)[0] == "cam-4"


def test_a_screen_without_any_picture_is_left_soon(carousel, wall, fresh, time):
    """A dead street of four cameras does not stop the round through the others."""
    fresh -= {f"cam-{n}" for n in range(4, 8)}
    run(carousel, time, 10_200 + NO_PICTURE_MS + 200)

    assert wall.screen() == 2


def test_the_selection_goes_with_its_place(carousel, wall, fresh, time):
    """F8 means the camera that is seen: the selection changes when the tile does."""
    wall.select("cam-0")
    fresh.discard("cam-4")
    run(carousel, time, 10_300)

    assert wall.selected_id() == "cam-0"

    fresh.add("cam-4")
    run(carousel, time, 100)

    assert wall.selected_id() == "cam-4"


def test_a_paused_carousel_still_finishes_the_turn(carousel, wall, fresh, time):
    """A key pauses in the middle of a turn: the tiles that wait are let in as they come."""
    fresh -= {"cam-4"}
    run(carousel, time, 10_300)

    assert carousel.pause()
    assert not carousel.pause()

    fresh.add("cam-4")
    run(carousel, time, 60_000)

    assert shown(wall) == ["cam-4", "cam-5", "cam-6", "cam-7"]


def test_a_hand_on_an_arrow_finishes_the_turn_at_once(carousel, wall, fresh, time):
    """The operator moves on the screen that is coming, not on the one that goes."""
    fresh -= {f"cam-{n}" for n in range(4, 8)}
    run(carousel, time, 10_200)
    wall.move(1, 0)

    assert shown(wall) == ["cam-4", "cam-5", "cam-6", "cam-7"]
    assert wall.selected_id() == "cam-5"


def test_the_seconds_left_are_told_once_each(carousel, time, qtbot):
    """The toolbar writes a number a second, not twenty-five."""
    told = []
    carousel.changed.connect(lambda: told.append(carousel.left_s()))
    run(carousel, time, 3_100)

    assert told == [10, 9, 8, 7]


def test_one_screen_is_never_turned(wall, fresh, time):
    """Four cameras on four tiles: there is nothing to go round."""
    wall.show_cameras(cameras(4))
    wall.places.restore_order()
    carousel = Carousel(wall, fresh.__contains__, time)
    carousel.toggle()
    run(carousel, time, 20_000)

    assert (wall.screens(), wall.screen()) == (1, 0)


@pytest.mark.parametrize(("asked", "used"), [(1, 5), (30, 30), (500, 120)])
def test_the_dwell_has_limits(carousel, asked, used):
    """5 to 120 seconds."""
    carousel.use_dwell(asked)

    assert carousel.dwell_s() == used


def test_a_screen_that_was_shown_is_told_with_its_fresh_cameras(carousel, fresh, time):
    """Watching outside rounds: who was fresh on the screen, and for how long."""
    told: list[tuple] = []
    carousel.page_shown.connect(lambda ids, ms: told.append((ids, ms)))
    fresh.discard("cam-2")

    run(carousel, time, 10_200)

    ((ids, shown_ms),) = told
    assert ids == ("cam-0", "cam-1", "cam-3")
    assert 9_900 <= shown_ms <= 10_200
