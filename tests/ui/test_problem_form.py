"""The problem form with its widgets: keys, mouse, clipboard, language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from duty_desk import language
from duty_desk.ui.keys_panel import KeysPanel
from duty_desk.ui.problems.form_actions import KEYS
from tests.ui import opened_form, problem_desk
from tests.ui.opened_form import CTRL, SHIFT, draw, press, until
from tests.ui.problem_desk import WAIT_MS

if TYPE_CHECKING:
    from duty_desk.ui.problems.form import ProblemForm

make_joined, joined, sending = (
    problem_desk.make_joined,
    problem_desk.joined,
    problem_desk.sending,
)
open_form = opened_form.open_form
CJK = re.compile("[\u4e00-\u9fff]")


def test_three_keys_lead_from_the_form_to_an_accepted_push(sending, open_form, qtbot):
    """Digit, Ctrl+Enter: the robot has it, the clock stands, the wall is free again."""
    form = open_form(sending)
    problem_id = form.model.problem_id
    with qtbot.waitSignal(form.closed, timeout=WAIT_MS):
        press(qtbot, Qt.Key.Key_2)
        press(qtbot, Qt.Key.Key_Return, CTRL)

    detail = sending.detail(problem_id)
    assert (detail.row.category, detail.row.push_state) == ("E2101", "accepted")
    assert detail.clock is None
    assert not form.isVisible()


def test_the_clipboard_path_needs_no_mouse_either(joined, open_form, qtbot):
    """Digit, Ctrl+Shift+C, paste elsewhere, Ctrl+Shift+Enter."""
    form = open_form(joined)
    problem_id = form.model.problem_id
    press(qtbot, Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_C, CTRL | SHIFT)
    until(qtbot, lambda: form.model.can_confirm)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.text() == form.parts.column.message.text()

    with qtbot.waitSignal(form.closed, timeout=WAIT_MS):
        press(qtbot, Qt.Key.Key_Return, CTRL | SHIFT)

    assert joined.detail(problem_id).row.push_state == "confirmed"


def test_the_text_can_be_copied_alone(joined, open_form, qtbot):
    """Where a group takes one thing at a time, the words come without the picture."""
    form = open_form(joined)
    press(qtbot, Qt.Key.Key_1)
    form.parts.foot.button("copy-text").click()
    until(qtbot, lambda: form.model.phase == "copied")

    data = QGuiApplication.clipboard().mimeData()
    assert not data.hasImage()
    assert "暴露垃圾" in data.text()


def test_a_digit_typed_into_the_description_stays_a_digit(joined, open_form, qtbot):
    """Six bags are not kind six; Alt with the digit is."""
    form = open_form(joined)
    form.parts.column.description.setFocus()
    press(qtbot, Qt.Key.Key_6)
    assert form.model.draft.entered.description == "6"
    assert form.model.draft.entered.category == ""

    press(qtbot, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)

    assert form.model.draft.entered.category == "E0504"


def test_escape_parks_from_anywhere_in_the_form(joined, open_form, qtbot):
    """Also from within the description; nothing that was typed is lost."""
    form = open_form(joined)
    problem_id = form.model.problem_id
    form.parts.column.description.setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "two bags")
    press(qtbot, Qt.Key.Key_Escape)

    assert not form.isVisible()
    until(qtbot, lambda: joined.detail(problem_id).row.is_parked)
    assert joined.detail(problem_id).row.description == "two bags"


def test_keys_of_the_window_do_not_reach_through_the_form(joined, open_form, qtbot):
    """Digits are layouts on the wall, F8 a new problem: with the form open they are the form's."""
    form = open_form(joined)
    stolen = []
    for key in ("2", "Esc", "F8", "B", "Return"):
        shortcut = QShortcut(QKeySequence(key), form.window())
        shortcut.activated.connect(lambda key=key: stolen.append(key))
    with qtbot.waitSignal(form.more_shot_wanted, timeout=WAIT_MS) as wanted:
        press(qtbot, Qt.Key.Key_2)
        press(qtbot, Qt.Key.Key_F8)

    assert wanted.args == [form.model.detail.row.camera_id]
    assert form.model.draft.entered.category == "E2101"
    assert stolen == []


def test_tab_walks_through_the_form_and_stays_in_it(joined, open_form, qtbot):
    """Everything can be reached by Tab; the wall behind cannot."""
    form = open_form(joined)
    column = form.parts.column
    reached = set()
    for first in (column.description, column.unit):
        press(qtbot, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is first
    for _ in range(60):
        press(qtbot, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert form.isAncestorOf(focus)
        reached.add(focus)

    wanted = {form.parts.column.description, form.parts.column.unit, form.parts.evidence}
    buttons = [form.parts.foot.button(name) for name in ("park", "copy", "copy-text", "push")]
    assert wanted | set(buttons) <= reached


def test_all_kinds_are_reached_by_typing_a_part_of_the_name(joined, open_form, qtbot):
    """0, a word, Enter."""
    form = open_form(joined)
    press(qtbot, Qt.Key.Key_0)
    qtbot.keyClicks(QApplication.focusWidget(), "barbecue")
    press(qtbot, Qt.Key.Key_Return)

    assert form.model.draft.entered.category == "E0510"
    assert not form.picker.isVisible()
    press(qtbot, Qt.Key.Key_0)
    press(qtbot, Qt.Key.Key_Escape)
    assert form.is_open
    assert not form.picker.isVisible()


def test_the_form_never_covers_more_than_its_room(joined, open_form):
    """Clock strip and clock panel lie outside the room the window gives it."""
    form = open_form(joined)
    room = QRect(84, 56, 1100, 800)
    form.cover(room)

    assert form.geometry() == room


@pytest.mark.parametrize("size", [(1600, 900), (1040, 620)])
def test_every_button_of_the_foot_is_inside_the_panel(joined, open_form, size):
    """On the smallest window too nothing is pushed out of sight."""
    form = open_form(joined, size)
    for name in ("park", "copy", "copy-text", "push"):
        button = form.parts.foot.button(name)
        corner = button.mapTo(form, QPoint(button.width(), button.height()))
        assert form.rect().contains(corner), name


def test_a_refusal_is_shown_in_the_form_and_goes_with_the_next_entry(joined, open_form, qtbot):
    """No dialog: one sentence above the foot."""
    form = open_form(joined)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert "1–9" in form.parts.banner.text()

    press(qtbot, Qt.Key.Key_3)

    assert form.parts.banner.text() == ""


def test_another_problem_opened_meanwhile_parks_the_first(joined, open_form, qtbot):
    """Two problems in a row lose nothing of the first."""
    form = open_form(joined)
    first = form.model.problem_id
    press(qtbot, Qt.Key.Key_1)
    form.open(joined.find(1))

    assert form.model.problem_id != first
    until(qtbot, lambda: joined.detail(first).row.is_parked)
    assert joined.detail(first).row.category == "E0102"


def test_a_form_reopened_shows_what_was_stored(joined, open_form, qtbot):
    """Marks, words and kind come back from the store, as after a crash."""
    form = open_form(joined)
    problem_id = form.model.problem_id
    press(qtbot, Qt.Key.Key_5)
    draw(qtbot, form, (100, 100), (300, 300))
    marks = form.model.draft.marks.of(1)
    press(qtbot, Qt.Key.Key_Escape)
    until(qtbot, lambda: joined.detail(problem_id).row.is_parked)

    form.open(joined.detail(problem_id))

    assert form.model.draft.entered.category == "E0506"
    assert form.model.draft.marks.of(1) == marks


def test_the_form_speaks_english_completely_and_chinese_again(joined, open_form, qtbot):
    """Switched while it is open: only what the group will read stays Chinese; and back again."""
    form = open_form(joined)
    until(qtbot, lambda: form.parts.column.message.text().startswith("【"))
    message = form.parts.column.message.text()
    given = {message, "C046 白塔庵-桶站", "白塔庵社区", "网格问题群"}
    language.use_language("en")
    QApplication.sendEvent(form.window(), QEvent(QEvent.Type.LanguageChange))

    # Buttons of the other language live until Qt gets round to them.
    until(qtbot, lambda: not [it for it in _words(form) if CJK.search(_without(it, given))])
    assert form.parts.column.message.text() == message
    language.use_language("zh_CN")
    QApplication.sendEvent(form.window(), QEvent(QEvent.Type.LanguageChange))
    until(qtbot, lambda: form.parts.column.message.text().startswith("【"))
    assert form.parts.foot.button("park").text() == "先挂起"


def _words(form: ProblemForm) -> list[str]:
    shown = []
    for widget in form.findChildren(QWidget):
        shown += [widget.toolTip(), widget.accessibleName()]
        if isinstance(widget, QLabel | QAbstractButton):
            shown.append(widget.text())
        if isinstance(widget, QLineEdit):
            shown.append(widget.placeholderText())
    return shown


def _without(word: str, given: set[str]) -> str:
    for name in sorted(given, key=len, reverse=True):
        word = word.replace(name, "")
    return word


def test_a_click_beside_the_form_does_not_hand_its_keys_to_the_wall(joined, open_form, qtbot):
    """The clock panel beside it may be clicked; the next digit is still a kind."""
    form = open_form(joined)
    form.cover(QRect(0, 0, 1200, 900))
    beside = QLineEdit(form.window())
    beside.setGeometry(1300, 10, 100, 30)
    beside.stackUnder(form)
    beside.show()
    qtbot.mouseClick(beside, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: form.isAncestorOf(QApplication.focusWidget()))

    press(qtbot, Qt.Key.Key_7)

    assert form.model.draft.entered.category == "E0501"


def test_the_keys_panel_may_lie_over_the_form_and_gives_the_keys_back(joined, open_form, qtbot):
    """F1, read, Esc: the form is still there and listens."""
    form = open_form(joined)
    keys = KeysPanel(form.window())
    keys.toggle("报问题", KEYS)
    assert keys.isAncestorOf(QApplication.focusWidget())
    press(qtbot, Qt.Key.Key_Escape)
    until(qtbot, lambda: form.isAncestorOf(QApplication.focusWidget()))

    press(qtbot, Qt.Key.Key_8)

    assert form.is_open
    assert form.model.draft.entered.category == "E0507"


def test_a_copy_made_before_the_form_was_closed_can_be_confirmed_unless_changed(
    joined, open_form, qtbot
):
    """Reopened after Esc: the words are those that were copied, until somebody edits them."""
    form = open_form(joined)
    problem_id = form.model.problem_id
    press(qtbot, Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_C, CTRL | SHIFT)
    until(qtbot, lambda: form.model.phase == "copied")
    press(qtbot, Qt.Key.Key_Escape)
    form.open(joined.detail(problem_id))
    until(qtbot, lambda: form.model.preview is not None and form.model.can_confirm)

    form.model.enter(description="后来补的话")

    until(qtbot, lambda: not form.model.can_confirm)


def test_f8_while_a_push_is_on_its_way_takes_the_next_problem(joined, open_form, qtbot):
    """Nobody answers here, so it waits; the operator does not have to."""
    form = open_form(joined)
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    until(qtbot, lambda: form.model.phase == "waiting")
    with qtbot.waitSignal(form.next_wanted, timeout=WAIT_MS):
        press(qtbot, Qt.Key.Key_F8)

    assert not form.is_open


def test_a_key_held_down_acts_once(joined, open_form, qtbot):
    """F8 held a moment too long takes no second picture."""
    form = open_form(joined)
    wanted = []
    form.more_shot_wanted.connect(wanted.append)
    for is_repeat in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "", is_repeat
        )
        QApplication.sendEvent(QApplication.focusWidget(), event)

    assert len(wanted) == 1


def test_a_picture_gone_from_the_disk_is_said_and_the_form_lives_on(joined, open_form, qtbot):
    """Somebody emptied the evidence folder: the words can still be typed and the form be left."""
    form = open_form(joined)
    problem_id = form.model.problem_id
    form.model.shot.captioned.unlink()
    form.model.enter(description="两袋")
    message = form.parts.column.message
    until(qtbot, lambda: "两袋" not in message.text() and "【" not in message.text())
    assert message.text() != "正在生成…"

    press(qtbot, Qt.Key.Key_Escape)
    until(qtbot, lambda: joined.detail(problem_id).row.is_parked)


def test_a_problem_voided_meanwhile_closes_its_form(joined, open_form, qtbot):
    """A second window of the same desk said that it was none."""
    form = open_form(joined)
    with qtbot.waitSignal(form.closed, timeout=WAIT_MS):
        joined.desk.problems.void(form.model.problem_id, "误报").result(10)


def test_a_digit_pressed_before_the_form_is_there_is_kept_for_it(joined, open_form, qtbot):
    """F8 and the digit in one breath: the wall keeps its layout, the problem gets its kind."""
    form = open_form(joined)
    window = form.window()
    press(qtbot, Qt.Key.Key_Escape)
    wall = QLineEdit(window)
    wall.setReadOnly(True)
    wall.show()
    wall.setFocus()
    stolen = []
    for key in ("2", "F8", "3"):
        QShortcut(QKeySequence(key), window).activated.connect(lambda key=key: stolen.append(key))
    form.expect(True)
    for key in (Qt.Key.Key_2, Qt.Key.Key_F8):
        qtbot.keyClick(wall, key)
    assert stolen == []

    form.open(joined.find(1))
    assert form.model.draft.entered.category == "E2101"
    press(qtbot, Qt.Key.Key_Escape)

    form.expect(True)
    form.expect(False)
    wall.setFocus()
    qtbot.keyClick(wall, Qt.Key.Key_3)
    assert stolen == ["3"]
