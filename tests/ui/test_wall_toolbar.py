"""The bar under the wall: menus of groups and walls, the carousel's button, room."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from duty_desk import language
from duty_desk.ui.watch.name_box import NameBox
from duty_desk.ui.watch.scope import COMMUNITY, GROUP, WALL, Scope
from duty_desk.ui.watch.scope_menu import ScopeMenu
from duty_desk.ui.watch.toolbar import WallToolbar
from tests.fakes.window_parts import cameras


@pytest.fixture
def page(dressed, watch, qtbot):
    """Something to lie over; twenty cameras of two communities on the wall."""
    rows = tuple(replace(one, community="甲" if one.order % 2 else "乙") for one in cameras(20))
    watch.wall.show_cameras(rows)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1400, 700)
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.show()
    return widget


@pytest.fixture
def box(page):
    """The box that asks for names."""
    return NameBox(page)


@pytest.fixture
def menu(page, watch, box):
    """The menu of what is on the wall, opened."""
    made = ScopeMenu(watch.wall, box, page)
    made.fill()
    return made


@pytest.fixture
def bar(page, watch, box):
    """The bar, 1400 px wide."""
    made = WallToolbar(watch.wall, watch.carousel, box, page)
    made.resize(1400, 40)
    made.show()
    return made


def lines(menu) -> dict:
    """Every line of a menu and of those below it, by its words."""
    found = {}
    for action in menu.actions():
        if action.menu() is not None:
            found |= lines(action.menu())
        found[action.text()] = action
    return found


def test_the_menu_offers_what_the_catalogue_knows(menu, watch):
    """Communities with how many cameras each has; nothing for what nobody has filled in."""
    words = lines(menu)

    assert {"全街道（20）", "甲（10）", "乙（10）"} <= set(words)
    assert "按维护单位" not in words

    words["甲（10）"].trigger()

    assert watch.wall.scope() == Scope(COMMUNITY, "甲")


def test_a_wall_is_saved_under_a_name_asked_for(menu, watch, box, qtbot):
    """Enter saves; the wall shown is the named one from then on."""
    watch.wall.select("cam-3")
    watch.wall.turn(1)
    lines(menu)["把现在的排列存为命名墙…"].trigger()
    box.findChild(QLineEdit).setText("夜班")
    qtbot.keyClick(box.findChild(QLineEdit), Qt.Key.Key_Return)

    assert watch.wall.scope() == Scope(WALL, "夜班")
    assert watch.wall.screen() == 1
    assert box.isHidden()


def test_a_name_that_is_taken_is_refused_in_the_box(menu, watch, box, qtbot):
    """The box stays open and says why."""
    watch.wall.places.add_group("夜班", "cam-1")
    lines(menu)["把现在的排列存为命名墙…"].trigger()
    box.findChild(QLineEdit).setText("夜班")
    qtbot.keyClick(box.findChild(QLineEdit), Qt.Key.Key_Return)

    assert box.isVisible()
    assert box._trouble.text() == "“夜班”已经有了，请换一个名字。"

    qtbot.keyClick(box.findChild(QLineEdit), Qt.Key.Key_Escape)

    assert box.isHidden()


def test_the_selected_camera_goes_into_a_new_group_and_out_again(menu, watch, box, qtbot):
    """The group is made with it; shown, it offers to take it out, to rename and to delete it."""
    watch.wall.select("cam-2")
    menu.fill()
    lines(menu)["新建分组…"].trigger()
    box.findChild(QLineEdit).setText("学校")
    qtbot.keyClick(box.findChild(QLineEdit), Qt.Key.Key_Return)
    menu.fill()
    lines(menu)["学校（1）"].trigger()

    assert watch.wall.scope() == Scope(GROUP, "学校")

    menu.fill()
    lines(menu)["把 C022 从“学校”移出"].trigger()

    assert watch.wall.visible()[0] is None

    lines(menu)["删除“学校”…"].trigger()
    qtbot.keyClick(box._ok, Qt.Key.Key_Return)

    assert watch.wall.scope() == Scope()
    assert watch.wall.places.walls.named(GROUP) == ()


def test_the_carousel_button_counts_down(bar, watch, engine, time):
    """Running it is pressed in and says the seconds left."""
    engine.show("cam-0", 1)
    bar._run.click()
    watch.carousel.tick()
    time.advance(4_000)
    watch.carousel.tick()

    assert bar._run.isChecked()
    assert bar._run.text() == "轮巡 11 s"


def test_a_narrow_bar_says_less_and_cuts_nothing(bar, watch):
    """Layouts fold first, then tools lose their words; what is left fits."""
    tool = bar.add_tool("tool", "报故障", "F9")

    assert tool.text() == "报故障"

    bar.resize(600, 40)

    assert tool.text() == ""
    assert tool.toolTip() == "报故障"
    assert bar._row.minimumSize().width() <= 600

    bar.resize(1400, 40)

    assert tool.text() == "报故障"


def test_the_bar_of_a_small_screen_cuts_no_english_word(bar, request):
    """With all its tools and the search field the key that matters most keeps its word whole."""
    request.addfinalizer(lambda: language.use_language("zh_CN"))
    language.use_language("en")
    for key in ("R", "T", "F9"):
        bar.add_tool("tool", "报故障", key)
    bar.add_search(QLineEdit())
    bar.retranslate()

    bar.resize(640, 40)

    assert bar._row.minimumSize().width() <= 640
    assert bar._report.text() == "Problem"
    assert bar._report.toolTip() == "Report problem"


def test_tools_stand_in_the_order_of_the_design(bar):
    """Replay, PTZ, fault, however late each feature joins; each takes the wall in hand."""
    for key in ("T", "F9", "R"):
        bar.add_tool("tool", "报故障", key)
    row = bar._row
    tools = [row.itemAt(n).widget() for n in range(row.count())]
    keys = [tool.key() for tool in tools if tool in bar._tools]

    assert keys == ["Ctrl R", "R", "T", "F9"]
