"""A card over the page gives the keyboard back, whoever had it, and if that is gone to nobody."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import delete

from duty_desk.ui.duty.over_card import OverCard


@pytest.fixture
def window(dressed, qtbot):
    """A window with a line that has the keyboard."""
    shown = QWidget()
    column = QVBoxLayout(shown)
    shown.first, shown.second = QLineEdit(), QLineEdit()
    column.addWidget(shown.first)
    column.addWidget(shown.second)
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    qtbot.waitExposed(shown)
    shown.second.setFocus()
    qtbot.waitUntil(shown.second.hasFocus)
    return shown


def opened(window: QWidget) -> OverCard:
    """A card with the keyboard."""
    card = OverCard(window, 300, is_at_foot=False)
    QVBoxLayout(card).addWidget(line := QLineEdit())
    card.open()
    line.setFocus()
    return card


def test_the_keyboard_goes_back_to_who_had_it(window, qtbot):
    """The line typed in before is typed in again."""
    opened(window).leave()
    qtbot.waitUntil(window.second.hasFocus)


def test_what_is_gone_meanwhile_gets_nothing(window, qtbot):
    """Qt would end the program if a widget were asked that is no more."""
    card = opened(window)
    delete(window.second)
    card.leave()
    assert card.isHidden()


def test_a_dialog_that_is_going_gets_nothing(window, qtbot):
    """A card asked for by a dialog of files gives the keyboard to the window below it."""
    dialog = QDialog(window)
    QVBoxLayout(dialog).addWidget(QLineEdit())
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWidget().window() is dialog)
    card = opened(window)
    delete(dialog)
    window.activateWindow()
    card.leave()
    qtbot.waitUntil(window.second.hasFocus)
