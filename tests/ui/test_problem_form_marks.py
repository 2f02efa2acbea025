"""Marks drawn in the problem form: by mouse, by keys, as they will be burned."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit

from duty_desk.ui.problems.mark_painter import pixelated, region_of
from duty_desk.ui.problems.pictures import read_picture
from duty_desk.vision.marks import Box, Mosaic, burn
from tests.ui import opened_form, problem_desk
from tests.ui.opened_form import CTRL, SHIFT, draw, press, until

make_joined, joined, sending = (
    problem_desk.make_joined,
    problem_desk.joined,
    problem_desk.sending,
)
open_form = opened_form.open_form


def test_a_box_drawn_with_the_mouse_is_kept_in_per_mille(joined, open_form, qtbot):
    """Within half a per cent of where the pointer was, and stored with the shot."""
    form = open_form(joined)
    draw(qtbot, form, (540, 460), (730, 680))
    until(qtbot, lambda: joined.detail(form.model.problem_id).shots[0].marks != ())

    (drawn,) = form.model.draft.marks.of(1)
    assert isinstance(drawn, Box)
    for found, meant in zip(
        (drawn.left, drawn.top, drawn.right, drawn.bottom), (540, 460, 730, 680), strict=True
    ):
        assert abs(found - meant) <= 5


def test_a_box_can_be_drawn_by_keys_alone(joined, open_form, qtbot):
    """Enter begins in the middle, arrows move, Shift+arrows size, Enter keeps."""
    form = open_form(joined)
    for key, modifiers in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, SHIFT),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    ):
        press(qtbot, key, modifiers)

    assert form.model.draft.marks.of(1) == (Box(410, 400, 610, 610),)
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert form.model.draft.marks.of(1) == ()


def test_escape_drops_a_mark_being_drawn_before_it_parks(joined, open_form, qtbot):
    """The first Esc is for the stroke, the second for the form."""
    form = open_form(joined)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Escape)
    assert form.is_open

    press(qtbot, Qt.Key.Key_Escape)

    assert not form.is_open


def test_words_on_the_picture_are_typed_in_place(joined, open_form, qtbot):
    """T, a click, the words, Enter; Esc in the field drops only the words."""
    form = open_form(joined)
    press(qtbot, Qt.Key.Key_T)
    draw(qtbot, form, (100, 200), (100, 200))
    qtbot.keyClicks(QApplication.focusWidget(), "6 bags")
    press(qtbot, Qt.Key.Key_Return)
    (drawn,) = form.model.draft.marks.of(1)
    assert drawn.text == "6 bags"

    draw(qtbot, form, (300, 300), (300, 300))
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    press(qtbot, Qt.Key.Key_Escape)

    assert form.is_open
    assert len(form.model.draft.marks.of(1)) == 1


def test_the_mosaic_on_screen_is_the_mosaic_that_will_be_burned(joined, open_form):
    """Same region, same number of blocks, same averages: what is unreadable here stays so there."""
    form = open_form(joined)
    path, mosaic = form.model.shot.captioned, Mosaic(300, 300, 750, 700)
    picture = read_picture(path)
    region = region_of(picture, mosaic)
    burned = QImage.fromData(burn(path.read_bytes(), [mosaic], joined.desk.font))

    few = pixelated(picture, region)

    assert (few.width(), few.height()) == (12, 6)
    for x in range(few.width()):
        for y in range(few.height()):
            spot = QPoint(
                region.x() + (2 * x + 1) * region.width() // (2 * few.width()),
                region.y() + (2 * y + 1) * region.height() // (2 * few.height()),
            )
            apart = few.pixelColor(x, y).lightness() - burned.pixelColor(spot).lightness()
            assert abs(apart) <= 16
