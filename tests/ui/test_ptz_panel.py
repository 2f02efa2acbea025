"""T: the panel over the wall turns the selected camera, on a real desk and a real device's side."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from duty_desk.ui.alarm import Alarms
from duty_desk.ui.watch.model import WatchModel
from duty_desk.ui.watch.page import WatchPage
from duty_desk.ui.watch.ptz_model import Phase
from duty_desk.video.onvif_stand_in import Lens, OnvifStandIn, Quirk
from duty_desk.video.rtsp_login import Login
from tests.fakes.desk import camera
from tests.ui.problem_desk import WAIT_S, joined, make_joined

__all__ = ["joined", "make_joined"]
LENSES = [Lens("/c046", {"北路口": (0.5, 0.2, 0.3), "桶站": (-0.2, 0.0, 0.0)})]


@pytest.fixture
def device(time):
    """The service of camera C046."""
    with OnvifStandIn(LENSES, Login("viewer", "secret"), time) as running:
        yield running


@pytest.fixture
def page(dressed, joined, device, engine, qtbot):
    """The watch page with two cameras: C046 can be turned, C017 cannot."""
    known = [
        camera(ptz_type="speed_dome", onvif_port=device.port),
        camera("C017", ptz_type="fixed"),
    ]
    joined.desk.cameras.add(known).result(WAIT_S)
    model = WatchModel(joined.side, engine)
    made = WatchPage(model, Alarms())
    model.show_snapshot(joined.desk.snapshot)
    made.model = model
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.wall.hasFocus)
    yield made
    made.stop()
    gc.collect()


@pytest.fixture
def panel(page, qtbot):
    """The panel, opened by T on C046 and ready."""
    qtbot.keyClick(page.wall, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: page.model.ptz.phase is Phase.READY)
    page.ptz.setFocus()
    return page.ptz


def said(panel) -> str:
    """All words the panel shows now."""
    shown = [*panel.findChildren(QLabel), *panel.findChildren(QPushButton)]
    return " | ".join(one.text() for one in shown if one.isVisible() and one.text())


def entries(joined, kind: str) -> list[str]:
    """Today's lines of a kind."""
    return [line.text for line in joined.desk.snapshot.journal if line.kind == kind]


def hold(panel, key, kind=QEvent.Type.KeyPress, *, repeats=False) -> None:
    """Press or release a key, as the keyboard or its auto-repeat does."""
    event = QKeyEvent(kind, key.value, Qt.KeyboardModifier.NoModifier, "", repeats)
    QApplication.sendEvent(panel, event)


def test_t_opens_the_panel_with_the_presets(panel):
    """Name, presets with their digits, where it looks, and that it is at home."""
    words = said(panel)

    assert "C046 白塔庵-桶站" in words
    assert "北路口" in words
    assert "桶站" in words
    assert "在看守位" in words
    assert "水平 0" in words


def test_a_held_key_moves_until_it_is_released(panel, device, time, qtbot):
    """Auto-repeat is no second press and no release; the head turns in between."""
    hold(panel, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: device.head().is_moving)
    for _ in range(5):
        hold(panel, Qt.Key.Key_Right, QEvent.Type.KeyRelease, repeats=True)
        hold(panel, Qt.Key.Key_Right, repeats=True)
    time.advance(1000)
    moving_at = device.head().at[0]
    hold(panel, Qt.Key.Key_Right, QEvent.Type.KeyRelease)
    qtbot.waitUntil(lambda: not device.head().is_moving)

    assert moving_at == pytest.approx(0.125)
    assert "Stop" in device.calls


def test_two_keys_go_aslant(panel, device, qtbot):
    """Up and right together; letting go of one leaves the other."""
    hold(panel, Qt.Key.Key_Right)
    hold(panel, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: device._heads[0]._speed == (0.5, 0.5, 0.0))
    hold(panel, Qt.Key.Key_Right, QEvent.Type.KeyRelease)

    qtbot.waitUntil(lambda: device._heads[0]._speed == (0.0, 0.5, 0.0))


def test_camera_stops_when_the_keyboard_goes_elsewhere(panel, page, device, qtbot):
    """Nobody would see the key come up: losing the keyboard stops the camera."""
    hold(panel, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: device.head().is_moving)
    page.wall.setFocus()

    qtbot.waitUntil(lambda: not device.head().is_moving)


def test_digits_are_presets_while_the_panel_has_the_keyboard(panel, page, device, joined, qtbot):
    """2 goes to the second view and leaves the wall's layout alone; it is on record by name."""
    layout = page.model.wall.layout()
    qtbot.keyClick(panel, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: entries(joined, "camera.recalled") != [])

    assert page.model.wall.layout() == layout
    assert "桶站" in entries(joined, "camera.recalled")[0]


def test_a_held_digit_recalls_once(panel, device, joined, qtbot):
    """The keyboard repeats, the camera is sent once."""
    hold(panel, Qt.Key.Key_1)
    for _ in range(5):
        hold(panel, Qt.Key.Key_1, repeats=True)
    qtbot.waitUntil(lambda: entries(joined, "camera.recalled") != [])
    hold(panel, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: "GotoHomePosition" in device.calls)

    assert device.calls.count("GotoPreset") == 1


def test_countdown_is_seen_and_can_be_stopped(panel, page, device, time, joined, qtbot):
    """After a move the seconds to home are shown; K keeps the camera where it is."""
    qtbot.keyClick(panel, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: "30 秒后返回看守位" in said(panel))
    time.advance(10_000)
    qtbot.waitUntil(lambda: "20 秒后返回看守位" in said(panel))
    qtbot.keyClick(panel, Qt.Key.Key_K)

    qtbot.waitUntil(lambda: "不自动返回" in said(panel))
    qtbot.waitUntil(lambda: entries(joined, "camera.kept") != [])


def test_selecting_another_camera_leaves_the_first(panel, page, device, joined, qtbot):
    """The panel goes, the camera that was moved goes home."""
    qtbot.keyClick(panel, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: entries(joined, "camera.recalled") != [])
    page.model.wall.move(1, 0)

    assert panel.isHidden()
    qtbot.waitUntil(lambda: entries(joined, "camera.homed") != [])
    assert device.calls[-1] == "GotoHomePosition"


def test_escape_closes_the_panel_and_gives_the_keyboard_back(panel, page, qtbot):
    """One Esc closes the panel; the arrows move the selection again."""
    qtbot.keyClick(panel, Qt.Key.Key_Escape)

    assert panel.isHidden()
    assert page.wall.hasFocus()


def test_fixed_camera_offers_the_report(page, device, qtbot):
    """A fixed camera is not asked; 方位不准 can be reported where somebody takes the report."""
    wanted = []
    page.model.wall.move(1, 0)
    qtbot.keyClick(page.wall, Qt.Key.Key_T)
    assert "固定摄像头" in said(page.ptz)
    assert "按方位不准报修" not in said(page.ptz)
    page.ptz.offer_report(is_offered=True)
    page.model.ptz.fault_wanted.connect(wanted.append)
    button = next(
        one for one in page.ptz.findChildren(QPushButton) if one.text() == "按方位不准报修"
    )
    button.click()

    assert wanted == ["aim"]
    assert page.ptz.isHidden()
    assert device.calls == []


def test_trouble_is_said_and_can_be_tried_again(page, device, qtbot):
    """The device is busy: its sentence, and one button that tries once more."""
    device.misbehave(Quirk.BUSY)
    qtbot.keyClick(page.wall, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: page.model.ptz.phase is Phase.FAILED)
    assert "正忙" in said(page.ptz)
    device.misbehave(None)
    next(one for one in page.ptz.findChildren(QPushButton) if one.text() == "再试一次").click()

    qtbot.waitUntil(lambda: page.model.ptz.phase is Phase.READY)


def test_refused_move_is_said_in_the_panel(panel, device, qtbot):
    """A move that was not done: why stands in the panel until something works again."""
    device.misbehave(Quirk.BUSY, "GotoPreset")
    qtbot.keyClick(panel, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: "正忙" in said(panel))
    device.misbehave(None, "GotoPreset")
    qtbot.keyClick(panel, Qt.Key.Key_1)

    qtbot.waitUntil(lambda: "正忙" not in said(panel))


def test_panel_lies_beside_the_selected_tile(panel, page):
    """C046 is on the left: the panel is on the right, inside the wall, so no clock is covered."""
    assert panel.geometry().left() > page.wall.width() // 2
    assert page.wall.rect().contains(panel.geometry())
