"""The fault form on a real desk: named by digit, told by Ctrl+Enter, never lost."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from duty_desk.desk.fault_rules import FoundFault
from duty_desk.ui.faults.form import FaultForm, action_of
from duty_desk.ui.problems.pictures import PictureShelf
from tests.ui.problem_desk import WAIT_MS, WAIT_S, joined, make_joined  # noqa: F401

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def find(joined):  # noqa: F811
    """Finds a fault now on a camera."""

    def find(number: int = 0, kind: str = ""):
        shot = joined.picked(number)
        found = FoundFault(camera_id=shot.camera_id, found_at=shot.found_at, kind=kind, picked=shot)
        return joined.desk.faults.find(found).result(WAIT_S)

    return find


@pytest.fixture
def form(dressed, joined, qtbot):  # noqa: F811
    """The form over a window of its own."""
    window = QWidget()
    window.resize(1300, 800)
    qtbot.addWidget(window)
    shelf = PictureShelf(joined.side.bridge)
    made = FaultForm(joined.side, window, shelf)
    window.show()
    yield made
    shelf.close()
    gc.collect()


def row_of(joined, fault_id: str):  # noqa: F811
    """The fault as the desk shows it."""
    return next(row for row in joined.desk.snapshot.faults if row.id == fault_id)


@pytest.mark.parametrize(
    ("key", "held", "is_typing", "name"),
    [
        (Key.Key_4, NONE, False, "kind-4"),
        (Key.Key_4, NONE, True, ""),
        (Key.Key_4, ALT, True, "kind-4"),
        (Key.Key_0, NONE, False, "kind-0"),
        (Key.Key_4, CTRL, False, ""),
        (Key.Key_Return, CTRL, True, "report"),
        (Key.Key_Return, NONE, True, ""),
        (Key.Key_Escape, NONE, True, "park"),
        (Key.Key_F9, NONE, False, "another"),
        (Key.Key_N, NONE, False, "dismiss"),
        (Key.Key_N, NONE, True, ""),
    ],
)
def test_keys_mean_one_thing_each(key, held, is_typing, name):
    """Plain keys are text while somebody types; pages stay within reach of Ctrl+digit."""
    assert action_of(key, held, is_typing=is_typing) == name


def test_a_digit_names_the_fault_and_ctrl_enter_tells_it(form, find, joined, qtbot):  # noqa: F811
    """The maintainer comes from the camera's record; the form closes by itself."""
    form.open(find())
    qtbot.keyClick(form, Key.Key_5)
    qtbot.waitUntil(lambda: form.model.detail.row.kind == "aim", timeout=WAIT_MS)
    assert form.card.maintainer.currentText() == "实创"
    assert "方位不准" in form.model.detail.text

    qtbot.keyClick(form, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not form.is_open, timeout=WAIT_MS)

    row = row_of(joined, form.model.fault_id)
    assert (row.state, row.maintainer, row.way, row.reached) == (
        "reported",
        "实创",
        "phone",
        "值班席",
    )


def test_an_unnamed_fault_is_not_told(form, find, joined, qtbot):  # noqa: F811
    """The sentence says what is missing, and the form stays."""
    form.open(find())
    qtbot.keyClick(form, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "还没有选类型" in form._refusal.text(), timeout=WAIT_MS)

    assert form.is_open
    assert row_of(joined, form.model.fault_id).state == "found"


def test_esc_keeps_what_was_typed(form, find, joined, qtbot):  # noqa: F811
    """The note is on record although nobody confirmed it; the clock runs on."""
    form.open(find(kind="blur"))
    form.note.setFocus()
    qtbot.keyClicks(form.note, "foggy")
    qtbot.keyClick(form.note, Key.Key_Escape)

    qtbot.waitUntil(lambda: row_of(joined, form.model.fault_id).note == "foggy", timeout=WAIT_MS)
    assert not form.is_open
    assert len(joined.desk.snapshot.clocks) == 1


def test_no_fault_asks_for_its_reason_first(form, find, joined, qtbot):  # noqa: F811
    """Esc takes the question back; a reason ends the fault and closes the form."""
    form.open(find(kind="noise"))
    qtbot.keyClick(form, Key.Key_N)
    assert form.reason.isVisible()
    qtbot.keyClick(form.reason.words, Key.Key_Escape)
    assert form.is_open
    assert not form.reason.isVisible()

    qtbot.keyClick(form, Key.Key_N)
    qtbot.keyClicks(form.reason.words, "rain")
    qtbot.keyClick(form.reason.words, Key.Key_Return)
    qtbot.waitUntil(lambda: not form.is_open, timeout=WAIT_MS)

    row = row_of(joined, form.model.fault_id)
    assert (row.state, row.reason) == ("dismissed", "rain")


def test_the_number_typed_once_is_there_for_every_camera(form, find, joined, qtbot):  # noqa: F811
    """The phone field keeps the maintainer's number when it is left."""
    form.open(find(kind="noise"))
    form.card.phone.setText("000-0001")
    form.card.phone.editingFinished.emit()
    qtbot.waitUntil(lambda: form.model.detail.maintainer.phone == "000-0001", timeout=WAIT_MS)

    form.open(find(1, "noise"))
    qtbot.waitUntil(lambda: form.card.phone.text() == "000-0001", timeout=WAIT_MS)


def test_a_told_fault_shows_how_it_was_told(form, find, joined, qtbot):  # noqa: F811
    """F9 on a reported camera offers no second call."""
    form.open(find(kind="aim"))
    qtbot.keyClick(form, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not form.is_open, timeout=WAIT_MS)

    form.open(find())
    assert "实创" in form._told.text()
    assert not form.card.isVisible()
    qtbot.keyClick(form, Key.Key_Return, CTRL)
    assert row_of(joined, form.model.fault_id).state == "reported"
