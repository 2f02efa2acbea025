"""Marks: where they lie, how they are made, how they are taken back."""

from __future__ import annotations

import pytest

from duty_desk.ui.problems.drawing import Stroke, mark_of
from duty_desk.ui.problems.picture_map import PictureMap
from duty_desk.ui.problems.shot_marks import MOST_MARKS, ShotMarks
from duty_desk.vision.marks import Arrow, Box, Mosaic, Text

PLACES = [
    PictureMap(792, 546, 1920, 1080),
    PictureMap(320, 900, 1920, 1080),
    PictureMap(1000, 400, 360, 640),
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("steps", [0, 1, 4, 9])
def test_a_mark_lies_on_the_same_spot_at_any_size_and_zoom(place, steps):
    """Per-mille to view and back is the same point, however far the picture is zoomed in."""
    for _ in range(steps):
        place = place.zoomed(1.3, 200, 150)
    place = place.shifted(13, -7)

    for point in ((0, 0), (1000, 1000), (137, 862), (500, 500)):
        assert place.to_picture(*place.to_view(*point)) == point


def test_zooming_keeps_what_is_under_the_pointer():
    """The spot under the pointer does not run away."""
    place = PictureMap(800, 450, 1920, 1080)
    before = place.to_picture(300, 200)

    assert place.zoomed(2.0, 300, 200).to_picture(300, 200) == before


def test_zooming_out_ends_with_the_whole_picture():
    """Below fit there is nothing; the picture is centred again."""
    place = PictureMap(800, 450, 1920, 1080).zoomed(3.0, 10, 10)

    for _ in range(12):
        place = place.zoomed(0.8, 700, 400)

    assert (place.zoom, place.left, place.top) == (1.0, 0.0, 0.0)


def test_a_stroke_outside_the_picture_is_held_at_its_edge():
    """A box drawn past the edge ends at the edge: 0 to 1000 are the only coordinates."""
    place = PictureMap(800, 800, 1920, 1080)

    assert place.to_picture(-50, -50) == (0, 0)
    assert place.to_picture(5000, 5000) == (1000, 1000)


@pytest.mark.parametrize(
    ("tool", "mark"),
    [
        ("box", Box(100, 200, 400, 300)),
        ("mosaic", Mosaic(100, 200, 400, 300)),
        ("arrow", Arrow(400, 200, 100, 300)),
    ],
)
def test_a_stroke_in_any_direction_makes_an_upright_mark(tool, mark):
    """Boxes are put in order, an arrow keeps its direction."""
    assert mark_of(tool, Stroke(400, 200, 100, 300)) == mark


@pytest.mark.parametrize("tool", ["box", "mosaic", "arrow"])
def test_a_click_is_no_drawing(tool):
    """A stroke of a few per-mille is a slip of the hand."""
    assert mark_of(tool, Stroke(400, 400, 403, 402)) is None


def test_words_are_one_line_and_bounded():
    """Line breaks become spaces, sixty characters are kept, nothing is no mark."""
    assert mark_of("text", Stroke(10, 20, 10, 20), "  满冒\n6 袋 ") == Text(10, 20, "满冒 6 袋")
    assert mark_of("text", Stroke(10, 20, 10, 20), "   ") is None
    long = mark_of("text", Stroke(0, 0, 0, 0), "长" * 200)
    assert isinstance(long, Text)
    assert len(long.text) == 60


def test_a_stroke_moved_by_keys_stays_inside():
    """Arrow keys move it as a whole; at the edge it stops and keeps its size."""
    moved = Stroke(900, 50, 980, 150).moved(200, -200)

    assert moved == Stroke(920, 0, 1000, 100)
    assert Stroke(0, 0, 990, 990).stretched(50, 50) == Stroke(0, 0, 1000, 1000)


def test_undo_takes_the_newest_mark_of_that_shot_only():
    """Each shot has its own pile."""
    marks = ShotMarks()
    first, second, other = Box(1, 1, 90, 90), Mosaic(2, 2, 80, 80), Arrow(0, 0, 500, 500)
    for shot_no, drawn in ((1, first), (1, second), (2, other)):
        marks.add(shot_no, drawn)

    assert marks.undo(1)
    assert marks.of(1) == (first,)
    assert marks.of(2) == (other,)
    assert marks.undo(1)
    assert not marks.undo(1)


def test_marks_drawn_while_the_store_answers_are_not_lost():
    """An answer about older marks does not overwrite newer ones."""
    marks = ShotMarks()
    first, second = Box(1, 1, 90, 90), Box(5, 5, 70, 70)
    marks.add(1, first)
    marks.sent(1)
    marks.add(1, second)
    marks.stored(1, (first,))

    assert marks.of(1) == (first, second)
    assert marks.unsaved() == {1: (first, second)}


def test_taking_back_a_stored_mark_is_unsaved_until_the_store_knows():
    """Undo after saving must reach the store too."""
    marks = ShotMarks()
    marks.stored(1, (Box(1, 1, 90, 90),))
    marks.undo(1)

    assert marks.unsaved() == {1: ()}


def test_a_picture_carries_only_so_many_marks():
    """Sixty marks hide the picture; the sixty-first is refused."""
    marks = ShotMarks()
    taken = [marks.add(1, Box(n, n, n + 20, n + 20)) for n in range(MOST_MARKS + 1)]

    assert taken == [True] * MOST_MARKS + [False]
