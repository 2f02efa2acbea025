"""The window as a whole: pages, keys, memory, language."""

from __future__ import annotations

import gc
import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QMenu, QPushButton, QWidget

from duty_desk import language
from duty_desk.ui.application import Joined, Parts
from duty_desk.ui.remembered import Remembered
from duty_desk.ui.top_bar import TopBar
from tests.fakes.window_parts import FakeDesk, cameras, clock, line
from tests.ui.conftest import RESOURCES

CJK = re.compile("[\u4e00-\u9fff]")


def parts_of(desk, engine, time, folder, spoken="") -> Parts:
    """What a window on that desk is made of."""
    return Parts(
        desk=desk,
        engine=engine,
        time=time,
        resources=RESOURCES,
        state_folder=folder,
        language=spoken,
    )


@pytest.fixture
def open_window(dressed, engine, time, tmp_path, qtbot):
    """Opens the window on a desk; the data folder is the same each time."""

    def opened(desk: FakeDesk | None = None, spoken: str = ""):
        parts = parts_of(desk or FakeDesk(), engine, time, tmp_path, spoken)
        joined = Joined(dressed, parts)
        qtbot.addWidget(joined.window)
        joined.window.show()
        qtbot.waitExposed(joined.window)
        return joined

    yield opened
    gc.collect()  # another test's desk thread must never be the one that frees these objects


def english_desk(now: int) -> FakeDesk:
    """A desk whose names are in Latin letters, so that only the window's own words show."""
    desk = FakeDesk()
    desk.actor, desk.seat, desk.hall = "Operator A", "Seat 1", "Hall"
    named = tuple(replace(row, name=f"Point {row.order}") for row in cameras(16))
    running = clock(1, now, 50_000, title="Push", headline="C017 Point 0", push_state="queued")
    entry = line(1, now, "Found", "attention", "text", actor="Operator A", late_ms=400_000)
    desk.snapshot = replace(desk.snapshot, cameras=named, clocks=(running,), journal=(entry,))
    return desk


def words(root: QWidget) -> dict[str, str]:
    """Every word on the widgets of a window, by who says it."""
    said = {}
    for widget in (root, *root.findChildren(QWidget)):
        name = f"{type(widget).__name__} {widget.objectName()}"
        said[f"{name} tip {id(widget)}"] = widget.toolTip()
        said[f"{name} name {id(widget)}"] = widget.accessibleName()
        if isinstance(widget, QLabel | QAbstractButton) or hasattr(widget, "text"):
            said[f"{name} {id(widget)}"] = str(widget.text())
    said["title"] = root.windowTitle()
    return said


def test_qts_own_dialog_of_files_is_chinese(open_window, time):
    """What Qt's own catalogue leaves out is said by ours; the buttons have no foreign icons."""
    joined = open_window(english_desk(time.now_ms()))
    dialog = QFileDialog(joined.window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    told = [one.text() for kind in (QLabel, QPushButton) for one in dialog.findChildren(kind)]
    assert [text for text in told if text and not CJK.search(text)] == []
    assert all(one.icon().isNull() for one in dialog.findChildren(QPushButton))
    dialog.close()


def test_the_english_window_has_no_chinese_left(open_window, time, qtbot):
    """Switched while running: every widget says its words anew."""
    joined = open_window(english_desk(time.now_ms()))
    other = joined.window.findChild(TopBar)._language

    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    left = {
        who: text
        for who, text in words(joined.window).items()
        if CJK.search(text) and text != other.text()
    }

    assert language.language() == "en"
    assert left == {}


def test_back_in_chinese_no_english_sentence_is_left(open_window, time, qtbot):
    """English and back: the words are those of a window that never spoke English."""
    joined = open_window(english_desk(time.now_ms()))
    joined.window.showNormal()
    joined.window.resize(1600, 900)
    bar = joined.window.watch_page.toolbar
    qtbot.waitUntil(lambda: bar.width() > 1000)  # a narrow bar says less
    before = set(words(joined.window).values())

    joined.use_language("en")
    joined.use_language("zh_CN")

    assert set(words(joined.window).values()) - before == set()


def test_the_language_is_remembered(open_window):
    """Whoever chose English starts in English."""
    open_window().use_language("en")
    language.use_language("zh_CN")

    open_window()

    assert language.language() == "en"


def test_the_window_lies_where_it_lay(dressed, tmp_path, qtbot):
    """Geometry to the pixel, from one start to the next."""
    first, second = QWidget(), QWidget()
    for window in (first, second):
        qtbot.addWidget(window)
    first.setGeometry(QRect(30, 40, 500, 400))
    first.show()
    Remembered(tmp_path).keep_geometry(first)

    assert Remembered(tmp_path).restore_geometry(second)
    assert second.geometry() == QRect(30, 40, 500, 400)


def test_page_layout_and_screen_come_back_after_a_restart(open_window):
    """Page, layout and screen of the wall are those of yesterday."""
    first = open_window(FakeDesk(40)).window
    first.watch.wall.use_layout(4)
    first.watch.wall.turn(2)
    first.show_page("problems")
    first.close()

    second = open_window(FakeDesk(40)).window

    assert (second.watch.wall.layout(), second.watch.wall.screen()) == (4, 2)
    assert second.page() == "problems"


def test_a_damaged_memory_gives_the_standard_window(open_window, tmp_path):
    """Nonsense in the file never keeps the window from opening."""
    (tmp_path / "window.ini").write_text(
        "[General]\nlanguage=fr\nlook=pink\npage=moon\ntext_percent=x\ngeometry=1\n"
        "[watch]\nlayout=7\nscreen=-3\n",
        encoding="utf-8",
    )

    window = open_window().window

    assert (window.page(), window.watch.wall.layout()) == ("watch", 16)


def test_ctrl_and_the_digit_change_the_page(open_window, qtbot):
    """Ctrl+3 and Ctrl+1, the digits of the final order."""
    window = open_window().window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.page() == "problems"

    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.page() == "watch"


def test_running_clocks_are_seen_on_every_page(open_window, time, qtbot):
    """The panel on the watch page, the strip on all others."""
    desk = FakeDesk()
    desk.snapshot = replace(desk.snapshot, clocks=(clock(1, time.now_ms(), 52_000),))
    window = open_window(desk).window

    assert window.watch_page.clocks.isVisible()
    assert not window.strip.isVisible()

    window.show_page("problems")

    assert window.strip.isVisible()
    assert [pill.figures() for pill in window.strip.pills()] == ["00:52"]
    assert window.strip.pills()[0].text() == "问题推送 C046"


def test_digits_change_the_layout_and_keys_turn_the_screen(open_window, qtbot):
    """1 to 4 are 1, 4, 9, 16 tiles; Page Down turns."""
    window = open_window(FakeDesk(40)).window
    window.activateWindow()
    wall = window.watch_page.wall
    wall.setFocus()
    qtbot.waitUntil(wall.hasFocus)

    qtbot.keyClick(wall, Qt.Key.Key_2)
    qtbot.keyClick(wall, Qt.Key.Key_PageDown)

    assert (window.watch.wall.layout(), window.watch.wall.screen()) == (4, 1)


def test_a_store_in_trouble_is_said_over_every_page(open_window):
    """The desk's own sentence stands under the top bar until the trouble is over."""
    desk = FakeDesk()
    window = open_window(desk).window
    words_of_desk = "记录库打不开，已改存到备用文件，截图不会丢。"

    desk.publish(replace(desk.snapshot, store_state="trouble", store_words=words_of_desk))
    window.show_snapshot(desk.snapshot)

    assert window._trouble.isVisible()
    assert window._trouble.text() == words_of_desk
    assert window.top_bar._store.text() == "记录库异常"


def test_the_window_serves_from_1280_by_720(open_window, qtbot):
    """At the smallest useful size nothing is pushed out of the window."""
    window = open_window().window
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.width() == 1280)

    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 720
    right = window.watch_page.clocks.mapTo(window, window.watch_page.clocks.rect().topRight()).x()
    assert right < 1280


def test_f1_shows_the_keys_of_the_page_and_goes_again(open_window, qtbot):
    """The card names F8 on the watch page."""
    window = open_window().window
    window._show_keys()
    shown = " ".join(label.text() for label in window.keys.findChildren(QLabel))

    assert window.keys.isVisible()
    assert "F8" in shown

    window._show_keys()

    assert not window.keys.isVisible()


def test_another_look_is_worn_at_once_and_remembered(open_window, tmp_path):
    """Night colours now and after a restart."""
    joined = open_window()
    joined.use_look("night")

    assert joined._memory.look() == "night"
    assert joined.window.palette().window().color().name() == "#08090b"


def test_a_message_covers_no_button(open_window):
    """For eight seconds it lies in the top bar, beside what is said there, on every page."""
    window = open_window().window
    for size in ((1920, 1080), (1180, 660)):
        window.resize(*size)
        for words in ("短", "很长的一句话，" * 9):
            window.toast.say(words, "attention")
            lies = window.toast.geometry()
            under = [
                button
                for button in window.findChildren(QAbstractButton)
                if button.isVisible()
                and lies.intersects(
                    QRect(button.mapTo(window, button.rect().topLeft()), button.size())
                )
            ]

            assert under == []
            assert window.rect().contains(lies)


def test_the_keyboard_goes_back_to_the_ptz_panel(open_window, qtbot):
    """After a form or F1 over an open panel, arrows turn the camera and do not leave it."""
    window = open_window().window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("watch")
    qtbot.waitUntil(window.watch_page.wall.hasFocus)
    panel = window.watch_page.ptz
    panel.show()
    panel.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    qtbot.keyClick(window.keys, Qt.Key.Key_Escape)

    assert panel.hasFocus()

    panel.hide()
    window.keys.closed.emit()

    assert window.watch_page.wall.hasFocus()


def test_an_emptied_catalogue_leaves_a_window_that_answers(open_window, qtbot):
    """All cameras are taken out of use while the wall shows them: every key still has an end."""
    window = open_window().window
    window.show_page("watch")
    window.show_snapshot(replace(FakeDesk().snapshot, cameras=()))
    wall = window.watch_page.wall
    keys = "RTPGW0123456789+-"
    for key in (*map(ord, keys), Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Return, Qt.Key.Key_Right):
        qtbot.keyClick(wall, Qt.Key(key))
        wall.grab()
        for menu in window.findChildren(QMenu):
            menu.close()

    assert not window.form.is_open
    assert not window.replay.is_open
    assert window.watch_page.ptz.isHidden()


def test_a_window_that_goes_takes_all_its_widgets_along(dressed, engine, time, tmp_path):
    """What stays alive is polished again at every change of look, and costs memory."""
    before = set(dressed.allWidgets())
    joined = Joined(dressed, parts_of(FakeDesk(), engine, time, tmp_path))
    dressed.sendPostedEvents()
    joined.window.deleteLater()
    joined.deleteLater()
    for _ in range(2):  # the wall's second window goes a turn later
        dressed.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert [type(one).__name__ for one in dressed.allWidgets() if one not in before] == []
