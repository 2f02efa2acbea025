"""The list of people in the handover page, over a real desk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from duty_desk.ui.people.people_view import PeopleView
from tests.desk.people import PIN, named, sit
from tests.ui.people_window import WAIT_MS, make_window, staffed_folder

__all__ = ["make_window", "staffed_folder"]


@pytest.fixture
def make_view(make_window, qtbot):
    """Shows the view to whoever is named, and collects what it says."""

    def make(name: str = "", *, is_staffed: bool = True):
        seen = make_window(is_staffed=is_staffed)
        if name:
            sit(seen.desk, name)
        view = PeopleView(seen.side)
        told: list[tuple[str, str]] = []
        view.said.connect(lambda *words: told.append(words))
        seen.side.bridge.happened.connect(lambda happened: view.show_snapshot(happened.snapshot))
        qtbot.addWidget(view)
        view.resize(1400, 700)
        view.show()
        view.show_snapshot(seen.desk.snapshot)
        return seen.desk, view, told

    return make


def choose(desk, view, name: str) -> None:
    """Select a person's row."""
    view.table.selectRow(view.model.row_of(named(desk, name).id))


def said(qtbot, told, words: str) -> None:
    """Wait until the view has said so."""
    qtbot.waitUntil(lambda: any(words in sentence for sentence, _ in told), timeout=WAIT_MS)


def row_of(view, name: str) -> list[str]:
    """What stands in the row of a name."""
    model = view.model
    rows = [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    return next((row for row in rows if row[0] == name), [])


def test_an_administrator_enters_somebody_by_keyboard(make_view, qtbot):
    """N, name, PIN twice, Ctrl+Enter: he stands in the list and may sign in."""
    desk, view, told = make_view("管理员 E")
    view.table.selectRow(0)
    qtbot.keyClick(view.table, Qt.Key.Key_N)
    assert view.form.person_id == ""
    view.form.name.setText("值班员 F")
    view.form.secret.setText(PIN)
    view.form.again.setText(PIN)
    qtbot.keyClick(view.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    said(qtbot, told, "已录入")
    qtbot.waitUntil(lambda: bool(row_of(view, "值班员 F")), timeout=WAIT_MS)

    assert row_of(view, "值班员 F")[1:] == ["值班员", "在用", "未签", "已设"]
    assert "1 人还没有登记保密承诺" in view._words.text()
    assert sit(desk, "值班员 F").is_active


def test_an_operator_sees_everybody_and_changes_only_his_own_secret(make_view, qtbot):
    """No button that he may not use; his own password asks for the old one."""
    desk, view, told = make_view("值班员 A")
    choose(desk, view, "值班员 B")
    assert not any(
        part.isVisible() for part in (view.new, view.form.save, view.form.turn, view.form.secret)
    )
    choose(desk, view, "值班员 A")
    for line, words in ((view.form.old, PIN), (view.form.secret, "864209")):
        line.setText(words)
    view.form.again.setText("864209")
    qtbot.mouseClick(view.form.set_secret, Qt.MouseButton.LeftButton)
    said(qtbot, told, "新口令已生效")

    assert desk.people.check(named(desk, "值班员 A").id, "864209").result(5)
    assert all(not line.text() for line in view.form.findChildren(QLineEdit)[2:])


def test_somebody_is_deactivated_and_the_last_administrator_is_not(make_view, qtbot):
    """The state stands in the row; a refusal is said and changes nothing."""
    desk, view, told = make_view("管理员 E")
    choose(desk, view, "值班员 B")
    qtbot.mouseClick(view.form.turn, Qt.MouseButton.LeftButton)
    said(qtbot, told, "已停用。")
    qtbot.waitUntil(lambda: row_of(view, "值班员 B")[2] == "已停用", timeout=WAIT_MS)
    choose(desk, view, "管理员 E")
    qtbot.mouseClick(view.form.turn, Qt.MouseButton.LeftButton)
    said(qtbot, told, "最后一位管理员")

    assert row_of(view, "管理员 E")[2] == "本席"


def test_what_is_typed_survives_a_moment_that_happens_meanwhile(make_view, qtbot):
    """Somebody else's sign-in tries do not empty the form under the fingers."""
    desk, view, _told = make_view("管理员 E")
    choose(desk, view, "值班员 B")
    view.form.secret.setText("8642")
    view.form.name.setText("值班员 B2")
    desk.people.lock().result(5)
    desk.people.unlock(PIN).result(5)
    qtbot.waitUntil(lambda: not desk.snapshot.is_locked, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: row_of(view, "管理员 E")[2] == "本席", timeout=WAIT_MS)

    assert (view.form.name.text(), view.form.secret.text()) == ("值班员 B2", "8642")


def test_without_people_the_form_offers_the_administrator_alone(make_view, qtbot):
    """An empty list says what to do first."""
    _desk, view, _told = make_view(is_staffed=False)

    assert "先在右边录入管理员" in view._words.text()
    assert [view.form.role.itemText(row) for row in range(view.form.role.count())] == ["管理员"]
