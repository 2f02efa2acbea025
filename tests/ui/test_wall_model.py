"""Layouts, screens, selection: the places of the wall."""

from __future__ import annotations

import pytest

from duty_desk.ui.watch.wall_model import WallModel
from tests.fakes.window_parts import camera, cameras


@pytest.fixture
def wall() -> WallModel:
    """A wall of forty cameras, sixteen a screen."""
    model = WallModel()
    model.show_cameras(cameras(40))
    return model


def shown(wall: WallModel) -> list[str]:
    """The ids on screen, place by place, "-" for an empty place."""
    return [camera.id if camera else "-" for camera in wall.visible()]


def test_a_camera_has_the_same_place_whenever_its_screen_is_shown(wall):
    """Turning the screens round brings every camera back to where it was."""
    before = shown(wall)
    for _ in range(wall.screens()):
        wall.turn(1)

    assert shown(wall) == before


def test_the_last_screen_keeps_empty_places(wall):
    """Eight cameras on a screen of sixteen: eight places stay empty, none is refilled."""
    wall.turn(-1)

    assert shown(wall)[:8] == [f"cam-{n}" for n in range(32, 40)]
    assert shown(wall)[8:] == ["-"] * 8


def test_another_layout_shows_the_screen_of_the_selected_camera(wall):
    """Whoever looks at camera 21 still looks at it in four tiles."""
    wall.turn(1)
    wall.select("cam-21")

    wall.use_layout(4)

    assert "cam-21" in shown(wall)
    assert (wall.screen(), wall.screens()) == (5, 10)


def test_full_picture_and_back_moves_nobody(wall):
    """Enter and Esc: every tile is where it was."""
    wall.select("cam-6")
    before = shown(wall)
    wall.open_full()

    assert shown(wall) == ["cam-6"]

    wall.close_full()

    assert shown(wall) == before
    assert wall.selected_id() == "cam-6"


def test_arrows_move_by_tiles_and_rows(wall):
    """Right one, down one row of four."""
    wall.move(1, 0)
    wall.move(0, 1)

    assert wall.selected_id() == "cam-5"


def test_an_arrow_past_the_last_tile_goes_on_to_the_next_screen(wall):
    """From the last tile of a screen, right leads to the first of the next."""
    wall.select("cam-15")

    wall.move(1, 0)

    assert (wall.selected_id(), wall.screen()) == ("cam-16", 1)


def test_an_arrow_past_the_first_camera_stays(wall):
    """There is nothing before the first camera."""
    wall.move(-1, 0)
    wall.move(0, -1)

    assert wall.selected_id() == "cam-0"


def test_turning_the_screen_keeps_the_place_of_the_selection(wall):
    """The third tile is selected before and after."""
    wall.select("cam-2")

    wall.turn(1)

    assert wall.selected_id() == "cam-18"


def test_cameras_taken_out_of_use_leave_holes_with_their_names(wall):
    """Half the catalogue is retired while its screen is shown: nobody moves, nobody is hidden."""
    before = shown(wall)

    wall.show_cameras(tuple(one for one in cameras(40) if one.order not in (3, 5)))

    assert [one for one in shown(wall) if one != "-"] == [
        one for one in before if one not in ("cam-3", "cam-5")
    ]
    assert shown(wall)[6] == before[6]
    assert wall.hole_words(3) == ("C025 科馨社区-南门", "已停用")
    assert wall.hole_words(0) is None


def test_a_new_camera_comes_behind_the_last(wall):
    """The hole of a retired camera is not given to another one."""
    wall.show_cameras(cameras(40)[1:])
    wall.show_cameras((*cameras(40)[1:], camera(40)))
    wall.turn(-1)

    assert shown(wall)[8] == "cam-40"
    wall.go_to_screen(0)
    assert shown(wall)[0] == "-"


def test_a_wall_without_cameras_has_one_empty_screen():
    """Nothing to show, nothing selected, and no key does harm."""
    wall = WallModel()
    wall.turn(1)
    wall.move(1, 0)
    wall.open_full()

    assert (wall.screens(), wall.selected_id(), wall.is_full()) == (1, "", False)
