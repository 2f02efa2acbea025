"""Groups, named walls and places as a person arranged them, from one start to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duty_desk.language import Refusal
from duty_desk.ui.watch.own_walls import OwnWalls
from duty_desk.ui.watch.scope import COMMUNITY, GROUP, WALL, Scope
from duty_desk.ui.watch.wall_model import WallModel
from tests.fakes.window_parts import cameras

EAST, WEST = "东社区", "西社区"


def street(count: int = 12):
    """Cameras of two communities in turn."""
    return tuple(replace(one, community=EAST if one.order % 2 else WEST) for one in cameras(count))


@pytest.fixture
def file(tmp_path):
    """Where the arrangements lie."""
    return tmp_path / "walls.json"


def started(file, rows=None) -> WallModel:
    """A wall as it stands after a start of the program."""
    wall = WallModel(walls=OwnWalls(file))
    wall.show_cameras(rows or street())
    wall.use_layout(4)
    wall.go_to_screen(0)
    return wall


def shown(wall: WallModel) -> list[str]:
    """The ids on screen, place by place, "-" for an empty place."""
    return [camera.id if camera else "-" for camera in wall.visible()]


def test_a_community_is_a_wall_of_its_own(file):
    """Only its cameras, in the catalogue's order, with screens of their own."""
    wall = started(file)
    wall.use_scope(Scope(COMMUNITY, EAST))

    assert shown(wall) == ["cam-1", "cam-3", "cam-5", "cam-7"]
    assert wall.screens() == 2


def test_a_dragged_tile_changes_places_with_the_other_for_good(file):
    """Nobody else moves, and the next start shows it so."""
    wall = started(file)
    wall.put("cam-0", 3)

    assert shown(wall) == ["cam-3", "cam-1", "cam-2", "cam-0"]
    assert shown(started(file)) == shown(wall)


def test_a_tile_can_be_put_where_nobody_is(file):
    """Its old place stays empty; nobody moves up."""
    wall = started(file, street(6))
    wall.put("cam-1", 7)

    assert shown(wall) == ["cam-4", "cam-5", "-", "cam-1"]
    wall.go_to_screen(0)
    assert shown(wall) == ["cam-0", "-", "cam-2", "cam-3"]


def test_shift_and_arrow_move_the_camera_itself(file):
    """The keyboard arranges too; the selection stays with its camera."""
    wall = started(file)
    wall.shift(1, 0)
    wall.shift(0, 1)

    assert shown(wall) == ["cam-1", "cam-3", "cam-2", "cam-0"]
    assert wall.selected_id() == "cam-0"


def test_a_move_by_accident_is_put_back(file):
    """A slip of the mouse: both stand where they stood; once more moves them again."""
    wall = started(file)
    wall.put("cam-0", 3)
    wall.put_back()

    assert shown(wall) == ["cam-0", "cam-1", "cam-2", "cam-3"]

    wall.put_back()

    assert shown(wall) == ["cam-3", "cam-1", "cam-2", "cam-0"]


def test_a_camera_taken_out_of_use_while_the_program_was_off_leaves_its_hole(file):
    """The hole has the name, and the others are where they were."""
    started(file)
    wall = started(file, tuple(one for one in street() if one.id != "cam-2"))

    assert shown(wall) == ["cam-0", "cam-1", "-", "cam-3"]
    assert wall.hole_words(2) == ("C022 科育社区-垃圾站", "已停用")


def test_a_camera_that_moved_to_another_community_leaves_a_hole_in_its_old_one(file):
    """The tile says that it is no longer in this group."""
    wall = started(file)
    wall.use_scope(Scope(COMMUNITY, EAST))
    wall.show_cameras(
        tuple(replace(one, community=WEST) if one.id == "cam-1" else one for one in street())
    )

    assert shown(wall) == ["-", "cam-3", "cam-5", "cam-7"]
    assert wall.hole_words(0) == ("C018 成府路-地铁口A", "已不在这一组")


def test_the_order_of_the_catalogue_can_be_had_back(file):
    """Drags and holes are gone."""
    wall = started(file)
    wall.put("cam-0", 3)
    wall.show_cameras(tuple(one for one in street() if one.id != "cam-2"))
    wall.places.restore_order()
    wall.rearrange()

    assert shown(wall) == ["cam-0", "cam-1", "cam-3", "cam-4"]


def test_another_catalogue_starts_with_its_own_order(file):
    """None of the cameras remembered is known: nothing is shown as a hole."""
    started(file)
    others = tuple(replace(one, id=f"other-{one.order}") for one in street(4))

    assert shown(started(file, others)) == [one.id for one in others]


def test_a_named_wall_keeps_places_holes_and_layout(file):
    """Saved in nine tiles, it comes back in nine tiles."""
    wall = started(file)
    wall.put("cam-0", 2)
    wall.use_layout(9)
    wall.use_scope(wall.places.save_as("夜班重点", wall.layout()))
    wall.use_scope(Scope())
    wall.use_layout(4)

    again = started(file)
    again.use_scope(Scope(WALL, "夜班重点"))

    assert again.layout() == 9
    assert shown(again)[:3] == ["cam-2", "cam-1", "cam-0"]


def test_an_own_group_takes_cameras_one_by_one(file):
    """Behind its last; one that is taken out leaves its place empty."""
    wall = started(file)
    group = wall.places.add_group("学校", "cam-5")
    wall.places.put_into(group, "cam-2")
    wall.places.put_into(group, "cam-2")
    wall.use_scope(group)

    assert shown(wall) == ["cam-5", "cam-2", "-", "-"]

    wall.places.take_from(group, "cam-5")
    wall.rearrange()

    assert shown(wall) == ["-", "cam-2", "-", "-"]


def test_an_own_wall_is_renamed_and_forgotten(file):
    """Forgetting shows the whole street; the cameras stay."""
    wall = started(file)
    wall.use_scope(wall.places.save_as("甲", 4))
    wall.places.rename("乙")

    assert wall.scope() == Scope(WALL, "乙")
    assert OwnWalls(file).named(WALL) == (Scope(WALL, "乙"),)

    wall.places.forget()
    wall.rearrange()

    assert wall.scope() == Scope()
    assert OwnWalls(file).named(WALL) == ()


@pytest.mark.parametrize("name", ["", "   ", "名" * 21, "学校"])
def test_a_name_that_cannot_be_used_is_refused_in_a_sentence(file, name):
    """Empty, too long, taken: nothing is changed."""
    wall = started(file)
    wall.places.add_group("学校", "cam-1")

    with pytest.raises(Refusal):
        wall.places.save_as(name, 4)

    assert OwnWalls(file).named(WALL) == ()
    assert OwnWalls(file).named(GROUP) == (Scope(GROUP, "学校"),)


@pytest.mark.expected_log("the arrangements of the wall cannot be read")
@pytest.mark.parametrize("text", ["", "{", "[]", '{"walls": [{"scope": 1}], "labels": {}}'])
def test_a_damaged_file_is_set_aside(file, text):
    """The wall starts with the catalogue's order; what was there is not thrown away."""
    file.write_text(text, encoding="utf-8")

    assert shown(started(file)) == ["cam-0", "cam-1", "cam-2", "cam-3"]
    assert file.with_suffix(".damaged").read_text(encoding="utf-8") == text
