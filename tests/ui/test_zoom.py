"""Looking closer on the wall: wheel, keys, mouse, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.watch.still_copy import StillCopy
from duty_desk.ui.watch.wall import Wall
from duty_desk.ui.watch.zooms import Zooms
from duty_desk.video.part import WHOLE, Part
from tests.fakes.desk import RESOURCES, picture
from tests.fakes.window_parts import FakeStill, done

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def wall(dressed, watch, qtbot) -> Iterator[Wall]:
    """Sixteen tiles on screen, the first one selected."""
    wall = Wall(watch)
    qtbot.addWidget(wall)
    wall.resize(1280, 720)
    wall.show()
    watch.wall.select("cam-0")
    yield wall
    wall.stop()


def turn(wall: Wall, at: QPoint, notches: int) -> None:
    """Turn the wheel over a point."""
    event = QWheelEvent(
        QPointF(at),
        QPointF(wall.mapToGlobal(at)),
        QPoint(),
        QPoint(0, notches * 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(wall, event)


def test_place_under_the_mouse_stays_under_it():
    """Closer and closer at a point: the same point of the street lies there."""
    drawn: dict[str, Part] = {}
    zooms = Zooms(drawn.__setitem__)
    for _ in range(4):
        zooms.step("cam-0", 1, (0.8, 0.25))
        part = drawn["cam-0"]
        assert part.left + 0.8 * part.width == pytest.approx(0.8)
        assert part.top + 0.25 * part.height == pytest.approx(0.25)

    assert zooms.words("cam-0") == "放大 2.4×"


def test_nothing_outside_the_picture_is_ever_shown():
    """Panned against every edge, and back to the whole: the part stays inside."""
    drawn: dict[str, Part] = {}
    zooms = Zooms(drawn.__setitem__)
    zooms.step("cam-0", 50)
    for way in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        for _ in range(80):
            zooms.pan_step("cam-0", *way)
        part = drawn["cam-0"]
        assert 0 <= part.left <= part.left + part.width <= 1.000_001
        assert 0 <= part.top <= part.top + part.height <= 1.000_001
    zooms.step("cam-0", -50)

    assert drawn["cam-0"] == WHOLE
    assert zooms.words("cam-0") == ""


def test_keys_look_closer_move_and_come_back(wall, watch, engine, qtbot):
    """Plus, Shift with an arrow, minus, 0; Shift moves the tile itself when all of it is seen."""
    order = [camera and camera.id for camera in watch.wall.visible()]
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Plus):
        qtbot.keyClick(wall, key)
    before = engine.parts["cam-0"]
    qtbot.keyClick(wall, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    moved = engine.parts["cam-0"]
    qtbot.keyClick(wall, Qt.Key.Key_Minus)
    qtbot.keyClick(wall, Qt.Key.Key_0)

    assert moved.left > before.left
    assert engine.parts["cam-0"] == WHOLE
    assert [camera and camera.id for camera in watch.wall.visible()] == order


def test_wheel_works_on_the_selected_tile_alone(wall, engine):
    """A hand on the wheel over another tile changes nothing."""
    turn(wall, wall.area_of(1).center(), 2)
    assert engine.parts == {}
    turn(wall, wall.area_of(0).center(), 2)

    assert engine.parts["cam-0"].width == pytest.approx(1 / 1.25**2)


def test_closer_look_is_dragged_and_its_tile_is_not(wall, watch, engine, qtbot):
    """With the mouse held the picture follows; the camera keeps its place on the wall."""
    turn(wall, wall.area_of(0).center(), 4)
    before = engine.parts["cam-0"]
    start = wall.area_of(0).center()
    qtbot.mousePress(wall, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(wall, start - QPoint(40, 0))
    qtbot.mouseRelease(wall, Qt.MouseButton.LeftButton, pos=start - QPoint(40, 0))

    assert engine.parts["cam-0"].left > before.left
    assert watch.wall.visible()[0].id == "cam-0"


def test_tile_says_that_it_shows_a_part(wall, watch, engine, qtbot):
    """The chip below the head is painted over the picture."""
    engine.show("cam-0", 1, shade=250)
    qtbot.waitUntil(lambda: watch.newer_picture("cam-0") is not None)
    wall.start()
    corner = wall.area_of(0).topRight() + QPoint(-14, 40)
    qtbot.waitUntil(lambda: wall.grab().toImage().pixelColor(corner).red() > 200)
    qtbot.keyClick(wall, Qt.Key.Key_Plus)

    assert wall.grab().toImage().pixelColor(corner).red() < 200


def test_camera_that_leaves_the_wall_is_whole_again(wall, watch, engine, qtbot):
    """Another page shows its pictures whole; so does the wall on coming back."""
    qtbot.keyClick(wall, Qt.Key.Key_Plus)
    wall.rest(is_resting=True)

    assert engine.parts["cam-0"] == WHOLE
    assert not watch.zooms.is_closer("cam-0")


def test_picture_is_copied_in_full_with_its_caption(wall, watch, desk, engine, time, qtbot):
    """Full resolution on the clipboard, where a plain still would have no dark strip."""
    desk.font = RESOURCES / "fonts" / "NotoSansSC-Regular.ttf"
    side = DeskSide(desk, DeskBridge(), time)
    parent = QWidget()
    qtbot.addWidget(parent)
    copy = StillCopy(side, watch, engine, parent)
    engine.show("cam-0", 5)
    watch.painted("cam-0", watch.newer_picture("cam-0"))
    plain = picture(200)
    engine.still_answer = done(FakeStill(plain, 320, 180, time.mono_ms(), 5, exact=True))
    with qtbot.waitSignal(copy.said) as said:
        copy.copy_selected()
    copied = QGuiApplication.clipboard().image()
    copy.close()

    assert "C017" in said.args[0]
    assert (copied.width(), copied.height()) == (320, 180)
    assert copied.pixelColor(12, 170).red() < 120
    assert engine.asked_stills == [("cam-0", 5)]


def test_nothing_to_copy_is_said(watch, desk, engine, time, qtbot):
    """No picture yet: a sentence, and the clipboard stays as it is."""
    copy = StillCopy(DeskSide(desk, DeskBridge(), time), watch, engine)
    with qtbot.waitSignal(copy.said) as said:
        copy.copy_selected()
    copy.close()

    assert "没有复制" in said.args[0]
