"""Dumped things on screen: ground drawn by keyboard, hints decided by one key."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QPoint, Qt

from duty_desk.desk.dumped import FoundThing
from duty_desk.ui.faults.dumped_view import GROUND, DumpedView
from duty_desk.ui.problems.pictures import PictureShelf
from duty_desk.ui.watch.model import WatchModel
from tests.ui.problem_desk import WAIT_MS, WAIT_S, joined, make_joined  # noqa: F401
from tests.ui.suspected import street

Key = Qt.Key


@pytest.fixture
def view(dressed, joined, engine, qtbot):  # noqa: F811
    """The view, shown, following the desk."""
    shelf = PictureShelf(joined.side.bridge)
    made = DumpedView(joined.side, shelf, WatchModel(joined.side, engine), engine)
    joined.side.bridge.happened.connect(lambda happened: made.show_snapshot(happened.snapshot))
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show_snapshot(joined.desk.snapshot)
    made.show()
    yield made
    made.hide()
    shelf.close()
    gc.collect()


def hint(joined, number: int = 0) -> str:  # noqa: F811
    """Something new lies on a camera's ground."""
    desk = joined.desk
    now = desk.time.now_ms()
    found = FoundThing(
        camera_id=desk.snapshot.cameras[number].id,
        zone=0,
        box=(600, 500, 700, 600),
        seen_at=now - 95_000,
        before=street(),
        after=street(200),
    )
    return desk.dumped.hint(found).result(WAIT_S)


def test_one_key_makes_a_hint_a_problem(view, joined, qtbot):  # noqa: F811
    """Before and after are shown; Enter starts the clock and asks for the problem's form."""
    made = []
    view.problem_made.connect(made.append)
    hint(joined)
    qtbot.waitUntil(lambda: view.lines.count() == 1, timeout=WAIT_MS)
    qtbot.waitUntil(view.before.has_picture, timeout=WAIT_MS)
    assert joined.desk.snapshot.clocks == ()

    qtbot.keyClick(view.lines, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(made), timeout=WAIT_MS)

    assert [clock.subject for clock in joined.desk.snapshot.clocks] == [made[0].row.id]
    qtbot.waitUntil(lambda: not view.confirm.isVisible(), timeout=WAIT_MS)


def test_one_key_dismisses_a_hint(view, joined, qtbot):  # noqa: F811
    """N: it is nothing; it stays listed with that word and nothing more happens to it."""
    hint_id = hint(joined)
    qtbot.waitUntil(lambda: view.lines.count() == 1, timeout=WAIT_MS)
    qtbot.keyClick(view.lines, Key.Key_N)
    qtbot.waitUntil(lambda: view.model.row(hint_id).state == "dismissed", timeout=WAIT_MS)

    qtbot.keyClick(view.lines, Key.Key_Return)
    assert joined.desk.snapshot.problems == ()
    assert "不是" in view.lines.item(0).text()


def test_ground_is_drawn_and_kept_by_keyboard(view, joined, qtbot):  # noqa: F811
    """Arrows and Space set corners, Enter closes the area, Ctrl+S keeps it with its hours."""
    qtbot.keyClick(view.lines, Key.Key_Z)
    assert view.stack.currentIndex() == GROUND
    canvas = view.editor.canvas
    for key in (Key.Key_Left, Key.Key_Down, Key.Key_Right):
        qtbot.keyClick(canvas, Key.Key_Space)
        for _ in range(3):
            qtbot.keyClick(canvas, key, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Key.Key_Return)
    assert canvas.zones == (((500, 700), (350, 700), (350, 850)),)
    view.editor.is_on.setChecked(True)
    qtbot.keyClick(canvas, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    camera_id = view.editor.camera_id
    qtbot.waitUntil(lambda: camera_id in view.model.plans, timeout=WAIT_MS)

    plan = joined.desk.dumped.plans().result(WAIT_S)[camera_id]
    assert (plan.zones, plan.is_on, plan.from_minute) == (canvas.zones, True, 22 * 60)


def test_ground_is_drawn_by_mouse(view, qtbot):
    """A click on the first corner closes the area; the right button takes the last one back."""
    view.use_side(GROUND)
    canvas = view.editor.canvas
    room = canvas._room()
    corners = [(0.2, 0.5), (0.8, 0.5), (0.8, 0.9), (0.9, 0.9)]
    points = [
        QPoint(int(room.left() + room.width() * x), int(room.top() + room.height() * y))
        for x, y in corners
    ]
    for point in points:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=point)
    qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=points[0])
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=points[0])

    (zone,) = canvas.zones
    assert len(zone) == 3
    assert all(abs(x - 1000 * want) < 8 for (x, _), (want, _) in zip(zone, corners, strict=False))
