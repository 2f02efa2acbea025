"""Finding a camera from the wall: the search field, the list of all cameras, looks at them."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox

from duty_desk.desk.diagnosis_views import CameraHealth
from duty_desk.desk.diagnosis_views import Standing as Check
from duty_desk.domain.camera_look import CameraLook
from duty_desk.language import Refusal
from duty_desk.ui.parts import Parts
from duty_desk.ui.watch.camera_standing import checked, standing, when_words
from duty_desk.ui.watch.camera_table import SEEN, STATE
from duty_desk.ui.watch.sweep_control import EVERY_MS, FIRST_AFTER_MS, SweepControl
from duty_desk.ui.watch.tile_look import Now
from duty_desk.video.stream_state import StreamState, StreamStatus
from tests.fakes.window_parts import FakeDesk, camera, cameras
from tests.ui.conftest import RESOURCES
from tests.ui.test_window import open_window  # noqa: F401 - a fixture

MINUTE_MS = 60_000
CLOSED = StreamStatus(StreamState.CLOSED, 0, 0, "none", 0.0, None)


@pytest.fixture
def desk() -> FakeDesk:
    """Three screens of cameras; C046 has a nickname, a road, a kind and a maintainer."""
    found = FakeDesk(40)
    rows = list(found.snapshot.cameras)
    rows[8] = replace(
        rows[8], alias="大槐树", address="皂君庙路 5 号", ptz_type="speed_dome", maintainer="实创"
    )
    found.snapshot = replace(found.snapshot, cameras=tuple(rows))
    return found


@pytest.fixture
def window(open_window, desk, qtbot):  # noqa: F811 - the fixture above
    """The window on that desk, its catalogue ready to be searched."""
    opened = open_window(desk).window
    opened.activateWindow()
    qtbot.waitUntil(lambda: opened.catalogue.finder.hits("") is not None)
    return opened


def typed(qtbot, window, text: str):
    """Ctrl+F and then `text`; the list that comes."""
    qtbot.keyClick(window.watch_page.wall, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.catalogue.field.hasFocus)
    if text.isascii():
        qtbot.keyClicks(window.catalogue.field, text)
    else:  # as an input method does
        written = QInputMethodEvent()
        written.setCommitString(text)
        QApplication.sendEvent(window.catalogue.field, written)
    return window.catalogue.found


def test_enter_goes_to_the_best_camera_on_its_screen(window, qtbot):
    """Pinyin initials, Enter: the camera is selected on the wall, the keyboard is the wall's."""
    window.watch.wall.go_to_screen(2)
    found = typed(qtbot, window, "btatz")
    assert found.isVisible()

    qtbot.keyClick(window.catalogue.field, Qt.Key.Key_Return)

    wall = window.watch.wall
    assert (wall.selected_id(), wall.screen(), wall.is_full()) == ("cam-8", 0, False)
    assert not found.isVisible()
    assert window.catalogue.field.text() == ""
    qtbot.waitUntil(window.watch_page.wall.hasFocus)


def test_shift_enter_opens_the_picture_full(window, qtbot):
    """One key more and the picture fills the wall."""
    typed(qtbot, window, "大槐")
    qtbot.keyClick(window.catalogue.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert (window.watch.wall.selected_id(), window.watch.wall.is_full()) == ("cam-8", True)


def test_down_chooses_the_next_one(window, qtbot):
    """The arrow keys are the list's while the field has the keyboard."""
    typed(qtbot, window, "C0")
    first = window.catalogue.finder.found[0].camera.id
    second = window.catalogue.finder.found[1].camera.id
    assert first != second

    qtbot.keyClick(window.catalogue.field, Qt.Key.Key_Down)
    qtbot.keyClick(window.catalogue.field, Qt.Key.Key_Return)
    assert window.watch.wall.selected_id() == second


def test_digits_and_letters_typed_are_not_the_keys_of_the_wall(window, qtbot):
    """4 would be a layout and P the carousel: in the field they are text."""
    layout = window.watch.wall.layout()
    typed(qtbot, window, "1p4")

    assert window.catalogue.field.text() == "1p4"
    assert window.watch.wall.layout() == layout


def test_escape_gives_the_keyboard_back_and_changes_nothing(window, qtbot):
    """Nothing was chosen: selection and screen stay."""
    before = window.watch.wall.selected_id()
    found = typed(qtbot, window, "白塔")
    qtbot.keyClick(window.catalogue.field, Qt.Key.Key_Escape)

    assert not found.isVisible()
    assert window.watch.wall.selected_id() == before
    qtbot.waitUntil(window.watch_page.wall.hasFocus)


def test_the_list_leaves_the_clocks_free(window, qtbot):
    """It ends where the bar ends, however wide it is."""
    window.resize(1280, 720)
    found = typed(qtbot, window, "C")
    clocks = window.watch_page.clocks
    left = clocks.mapTo(window, clocks.rect().topLeft()).x()

    assert found.geometry().right() < left
    assert found.geometry().top() >= 0


def test_nothing_found_says_so(window, qtbot):
    """No empty box: a sentence with what was typed."""
    found = typed(qtbot, window, "qqq")

    assert "qqq" in found._words.text()


def open_list(qtbot, window, words: str = ""):
    """The list of all cameras."""
    typed(qtbot, window, words)
    window.catalogue.found.all_wanted.emit()
    qtbot.waitUntil(window.catalogue.panel.isVisible)
    return window.catalogue.panel


def listed(panel) -> list[str]:
    """The ids of the rows from top to bottom."""
    return [panel._table.camera(row).id for row in range(panel._table.rowCount())]


def choose(panel, words: str) -> None:
    """Choose an entry of one of the filters."""
    for box in panel.findChildren(QComboBox):
        number = box.findText(words)
        if number >= 0:
            box.setCurrentIndex(number)
            box.activated.emit(number)


def test_all_cameras_are_listed_and_filtered(window, qtbot):
    """Words, kind and maintainer narrow the list; clearing brings all back."""
    panel = open_list(qtbot, window)
    assert len(listed(panel)) == 40
    for words in ("球机", "实创"):
        choose(panel, words)
        assert listed(panel) == ["cam-8"]
    panel._words.setText("qqq")
    qtbot.waitUntil(lambda: listed(panel) == [])
    panel._clear.click()

    assert len(listed(panel)) == 40


def test_states_filter_and_sort(window, desk, engine, qtbot, time):
    """What has no picture can be listed alone; sorted by time, never seen stands last."""
    for row in desk.snapshot.cameras:
        engine.statuses[row.id] = CLOSED
    now = time.now_ms()
    seen, lost = "cam-30", "cam-20"
    desk.looks.known = {
        seen: CameraLook(camera_id=seen, looked_at=now, state="live", seen_at=now),
        lost: CameraLook(camera_id=lost, looked_at=now, state="refused", seen_at=now - 90_000),
    }
    panel = open_list(qtbot, window)
    panel._table.sort(SEEN)
    assert listed(panel)[:2] == [seen, lost]
    choose(panel, "没有画面")
    assert listed(panel) == [lost]
    assert panel._table.index(0, STATE).data() == "拒绝连接"
    assert panel._table.index(0, SEEN).data() == "1 分钟前"


def test_a_row_leads_to_the_wall(window, qtbot):
    """Enter in the list: the panel goes, the camera is selected on its screen."""
    panel = open_list(qtbot, window, "点位 33")
    qtbot.keyClick(panel._words, Qt.Key.Key_Return)

    assert not panel.isVisible()
    assert (window.watch.wall.selected_id(), window.watch.wall.screen()) == ("cam-33", 2)


def test_f8_over_the_list_saves_nothing_unseen(window, desk, qtbot):
    """The operator does not see the picture: a sentence says what to do."""
    panel = open_list(qtbot, window)
    qtbot.keyClick(panel._words, Qt.Key.Key_F8)

    assert "Esc" in window.toast.text()
    assert [call for call in desk.calls if call[0] == "find"] == []
    qtbot.keyClick(panel._words, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_typing_in_the_table_searches(window, qtbot):
    """Digits and letters in the table are words for the field, not keys of the wall."""
    panel = open_list(qtbot, window)
    panel._rows.setFocus()
    qtbot.waitUntil(panel._rows.hasFocus)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier)

    assert panel._words.text() == "3"


def test_an_empty_catalogue_teaches(open_window, qtbot):  # noqa: F811 - the fixture above
    """The empty list names the command that fills it."""
    opened = open_window(FakeDesk(0)).window
    opened.catalogue.open_panel()

    assert "cameras import" in opened.catalogue.panel._nothing.text()


def test_a_camera_is_never_said_to_be_more_than_is_known():
    """The wall before any look, an old look without colour, and no look at all."""
    now = Now(10 * 60 * MINUTE_MS, 500_000)
    live = StreamStatus(StreamState.LIVE, 0, 0, "none", 15.0, now.mono_ms - 100)
    fresh = CameraLook(
        camera_id="a", looked_at=now.at - MINUTE_MS, state="live", seen_at=now.at - MINUTE_MS
    )
    old = replace(fresh, looked_at=now.at - 180 * MINUTE_MS, seen_at=now.at - 180 * MINUTE_MS)
    lost = replace(fresh, state="no_login")

    assert standing(CLOSED, None, now).words == "未看过"
    assert [standing(CLOSED, look, now).dot for look in (fresh, old, lost)] == ["ok", "idle", "bad"]
    assert standing(live, lost, now).words == "实时"
    assert standing(live, lost, now).seen_at == now.at - 100
    assert standing(CLOSED, lost, now).seen_at == fresh.seen_at


def test_a_picture_that_nobody_checked_is_listed_as_such_and_never_green():
    """A live picture by what the diagnosis says of it; no picture keeps its own word."""
    now = Now(10 * 60 * MINUTE_MS, 500_000)
    live = standing(StreamStatus(StreamState.LIVE, 0, 0, "none", 15.0, now.mono_ms), None, now)
    lost = standing(CLOSED, CameraLook(camera_id="a", looked_at=now.at, state="no_login"), now)
    unchecked = checked(live, CameraHealth(Check.NOT_CHECKED, words="还没有基准画面"), now)
    suspect = checked(live, CameraHealth(Check.SUSPECT, title="遮挡或转动"), now)
    faulty = checked(live, CameraHealth(Check.FAULTY, title="遮挡"), now)

    assert (unchecked.words, unchecked.is_checked) == ("实时 · 未检查", False)
    assert (suspect.words, suspect.dot) == ("疑似遮挡或转动", "warn")
    assert (faulty.words, faulty.dot) == ("遮挡", "bad")
    well = checked(live, CameraHealth(Check.HEALTHY, at_mono_ms=now.mono_ms - MINUTE_MS), now)
    glance = CameraHealth(Check.HEALTHY, at_mono_ms=now.mono_ms - 9 * MINUTE_MS, is_glance=True)
    assert (well.is_checked, well.why) == (True, "画面检查正常（1 分钟前）")
    assert "9 分钟前" in checked(live, glance, now).why
    assert [each.is_of("healthy") for each in (well, checked(lost, glance, now))] == [True, False]
    assert checked(lost, CameraHealth(Check.NOT_CHECKED), now).words == lost.words
    assert [each.is_of("not_checked") for each in (unchecked, suspect)] == [True, False]
    by_urgency = sorted((live, unchecked, suspect, faulty, lost), key=lambda each: each.urgency)
    assert by_urgency[:3] == [lost, faulty, suspect]


@pytest.mark.parametrize(
    ("ago_ms", "words"),
    [
        (0, "刚刚"),
        (59_000, "刚刚"),
        (MINUTE_MS, "1 分钟前"),
        (59 * MINUTE_MS, "59 分钟前"),
        (60 * MINUTE_MS, "02:00"),
        (24 * 60 * MINUTE_MS, "11-20 03:00"),
    ],
)
def test_times_are_told_as_a_person_would(ago_ms: int, words: str):
    """Minutes, then the time of day, then the date with it."""
    at_three = 1_795_201_200_000  # 2026-11-21 03:00 in Shanghai
    assert when_words(at_three - ago_ms, at_three) == words
    assert when_words(None, at_three) == "从未"


@pytest.fixture
def control(dressed, time, engine, tmp_path):
    """A control of sweeps over a desk whose addresses never come."""
    waiting = Future()
    desk = SimpleNamespace(
        looks=SimpleNamespace(load=lambda: waiting, known={}),
        cameras=SimpleNamespace(addresses=lambda: waiting),
        snapshot=SimpleNamespace(cameras=()),
        time=time,
    )
    bridge = SimpleNamespace(in_window=lambda call: call())
    parts = Parts(desk=desk, engine=engine, time=time, resources=RESOURCES, state_folder=tmp_path)
    found = SweepControl(parts, bridge)
    yield found
    waiting.set_exception(Refusal("closed"))


def test_the_hourly_sweep_waits_for_calm(control, time):
    """Ten minutes after the start at the earliest, and never while somebody is at work."""
    calm = [False]
    control.repeat(lambda: calm[0])
    control.start_if_due()
    time.advance(FIRST_AFTER_MS)
    control.start_if_due()
    assert not control.is_running

    calm[0] = True
    control.start_if_due()
    assert control.is_running


def test_a_sweep_puts_the_next_hour_off(control, time):
    """One that was asked for counts: the hour begins anew."""
    control.repeat(lambda: True)
    control.start()
    assert control.is_running
    control._sweep = None
    time.advance(EVERY_MS - 1)
    control.start_if_due()
    assert not control.is_running


def test_what_the_wall_sees_is_a_look(window, desk, engine, time):
    """A camera of the wall was seen now, though nobody probed it."""
    assert camera(0).id == cameras(1)[0].id
    engine.watch(SimpleNamespace(camera_id="cam-0"), 64, 36)
    engine.show("cam-0", 1)
    window.catalogue._wall_looks.sample()
    engine.sizes.clear()
    engine.statuses["cam-0"] = CLOSED

    stands = window.catalogue.standing_of(desk.snapshot.cameras[0])
    assert (stands.words, stands.seen_at) == ("有画面", time.now_ms())


def test_ctrl_f_again_carries_the_words_into_all_records(window, qtbot):
    """On the wall it looks for places first; elsewhere it searches everything at once."""
    control = Qt.KeyboardModifier.ControlModifier
    typed(qtbot, window, "C017")
    qtbot.keyClick(window.catalogue.field, Qt.Key.Key_F, control)
    panel = window.search.panel
    qtbot.waitUntil(panel.field.hasFocus)
    assert panel.field.text() == "C017"
    assert not window.catalogue.found.isVisible()
    qtbot.keyClick(panel.field, Qt.Key.Key_Escape)
    assert not panel.isVisible()

    window.show_page("problems")
    qtbot.keyClick(window.problems_page, Qt.Key.Key_F, control)
    qtbot.waitUntil(panel.isVisible)
    panel.opened.emit("camera", "cam-8")
    assert (window.page(), window.watch.wall.selected_id()) == ("watch", "cam-8")
