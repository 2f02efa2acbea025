"""Signing in, locking and unlocking in the window, by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from duty_desk.domain.rights import Role
from duty_desk.ui.people.sign_in_model import Mode
from duty_desk.ui.problems.overlay import Overlay
from tests.desk.people import PIN, WRONG, sit
from tests.ui.people_window import WAIT_MS, make_window, staffed_folder

__all__ = ["make_window", "staffed_folder"]


def mode_is(qtbot, seen, mode: Mode) -> None:
    """Wait until the bar asks for this."""
    qtbot.waitUntil(lambda: seen.people.model.mode() is mode, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not seen.people.model.is_busy, timeout=WAIT_MS)


def lines(seen) -> list[QLineEdit]:
    """The lines of the bar that can be seen."""
    return [line for line in seen.people.bar.findChildren(QLineEdit) if line.isVisible()]


def said(seen) -> str:
    """Why something was refused."""
    return seen.people.model.refusal


def test_somebody_signs_in_by_keyboard_alone(make_window, qtbot):
    """Choose by arrow, Enter, PIN, Enter; then F8 is the page's again."""
    seen = make_window()
    mode_is(qtbot, seen, Mode.SIGN_IN)
    names = seen.people.bar.findChild(QComboBox)
    wanted = names.itemText(2)

    seen.press(Qt.Key.Key_Down)
    seen.press(Qt.Key.Key_Down)
    seen.press(Qt.Key.Key_Return)
    seen.type(PIN)
    seen.press(Qt.Key.Key_Return)
    mode_is(qtbot, seen, Mode.NOTHING)
    seen.press(Qt.Key.Key_F8)

    assert seen.desk.actor == wanted
    assert seen.reported == ["F8"]
    assert not seen.people.bar.isVisible()


def test_a_locked_window_lets_no_key_through_but_says_what_to_do(make_window, qtbot):
    """F8 on a locked desk reaches no page; letters land in the line for the password."""
    seen = make_window()
    sit(seen.desk, "值班员 A")
    mode_is(qtbot, seen, Mode.NOTHING)
    seen.page.setFocus()
    seen.people.lock()
    mode_is(qtbot, seen, Mode.UNLOCK)

    seen.press(Qt.Key.Key_F8)
    told = said(seen)
    seen.page.setFocus()
    seen.type("9")

    assert seen.reported == []
    assert "F8 没有记录" in told
    assert seen.page.text() == ""
    assert lines(seen)[0].hasFocus()


def test_an_open_form_gives_the_keyboard_to_the_bar_and_has_it_back(make_window, qtbot):
    """Locked over a half-filled form: the PIN lands in the bar, afterwards keys in the form."""
    seen = make_window()
    sit(seen.desk, "值班员 A")
    mode_is(qtbot, seen, Mode.NOTHING)
    form = Overlay(seen.window)
    line = QLineEdit(form)
    form.show()
    form.raise_()
    line.setFocus()
    seen.people.lock()
    mode_is(qtbot, seen, Mode.UNLOCK)
    for letter in PIN:
        seen.type(letter)
        QApplication.processEvents()  # where the form would take the keyboard back
    assert (lines(seen)[0].text(), line.text()) == (PIN, "")
    seen.press(Qt.Key.Key_Return)
    mode_is(qtbot, seen, Mode.NOTHING)
    line.setFocus()
    seen.type("9")

    assert line.text() == "9"


def test_a_click_reaches_the_bar_alone_while_locked(make_window, qtbot):
    """The page under a lock takes no click either."""
    seen = make_window()
    sit(seen.desk, "值班员 A")
    seen.people.lock()
    mode_is(qtbot, seen, Mode.UNLOCK)
    lines(seen)[0].setFocus()

    place = seen.page.mapTo(seen.window, QPoint(20, 5))
    QTest.mouseClick(
        seen.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )

    assert not seen.page.hasFocus()


def test_the_right_pin_unlocks_and_a_wrong_one_says_so(make_window, qtbot):
    """What is refused stands in the bar, the line is empty for the next try."""
    seen = make_window()
    sit(seen.desk, "值班员 A")
    seen.people.lock()
    mode_is(qtbot, seen, Mode.UNLOCK)

    seen.type(WRONG)
    seen.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "口令不对" in said(seen), timeout=WAIT_MS)
    assert lines(seen)[0].text() == ""
    seen.type(PIN)
    seen.press(Qt.Key.Key_Return)
    mode_is(qtbot, seen, Mode.NOTHING)

    assert not seen.desk.snapshot.is_locked


def test_an_untouched_window_locks_itself_and_a_typed_key_puts_it_off(make_window, qtbot, time):
    """Idle minutes are counted from the last key, and not while it is locked already."""
    seen = make_window(lock_minutes=10)
    sit(seen.desk, "值班员 A")
    mode_is(qtbot, seen, Mode.NOTHING)
    seen.people.guard.look()
    time.advance(9 * 60_000)
    seen.press(Qt.Key.Key_A)
    time.advance(9 * 60_000)
    seen.people.guard.look()
    assert not seen.desk.snapshot.is_locked
    time.advance(60_000)
    seen.people.guard.look()
    mode_is(qtbot, seen, Mode.UNLOCK)

    assert "锁屏（无人操作）" in seen.desk.snapshot.journal[0].text


def test_the_first_start_asks_for_the_administrator_and_can_be_put_off(make_window, qtbot):
    """Without people the desk works on; locking it asks again."""
    seen = make_window(is_staffed=False)
    mode_is(qtbot, seen, Mode.FIRST)
    seen.press(Qt.Key.Key_F8)
    seen.press(Qt.Key.Key_Escape)
    mode_is(qtbot, seen, Mode.NOTHING)
    seen.people.lock()
    mode_is(qtbot, seen, Mode.FIRST)

    assert seen.reported == ["F8"]


def test_the_first_administrator_is_entered_and_signed_in(make_window, qtbot):
    """Name, password twice: a mistake is said and nothing is lost but the passwords."""
    seen, told = make_window(is_staffed=False), []
    seen.people.said.connect(lambda words, _level: told.append(words))
    mode_is(qtbot, seen, Mode.FIRST)
    name, secret, again = lines(seen)
    name.setText("管理员 E")
    for typed in (WRONG, PIN):
        secret.setText(PIN)
        again.setText(typed)
        again.setFocus()
        seen.press(Qt.Key.Key_Return)
        if typed is WRONG:
            qtbot.waitUntil(lambda: "不一样" in said(seen), timeout=WAIT_MS)
            assert name.text() == "管理员 E"
    mode_is(qtbot, seen, Mode.NOTHING)

    assert (seen.desk.actor, seen.desk.role) == ("管理员 E", Role.ADMINISTRATOR)
    assert "还没有登记保密承诺" in told[0]


def test_somebody_else_signs_in_at_a_locked_desk(make_window, qtbot):
    """Whoever is needed at once need not find the one who locked it."""
    seen = make_window()
    sit(seen.desk, "值班员 A")
    seen.people.lock()
    mode_is(qtbot, seen, Mode.UNLOCK)
    seen.people.model.want_other()
    mode_is(qtbot, seen, Mode.SIGN_IN)

    names = seen.people.bar.findChild(QComboBox)
    names.setCurrentIndex(names.findText("值班员 B"))
    lines(seen)[0].setFocus()
    seen.type(PIN)
    seen.press(Qt.Key.Key_Return)
    mode_is(qtbot, seen, Mode.NOTHING)

    assert seen.desk.actor == "值班员 B"
    assert "换下 值班员 A，没有办交接" in seen.desk.snapshot.journal[0].text
