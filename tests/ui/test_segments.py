"""Joined buttons: too narrow, they say that something is cut."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from duty_desk.ui.segments import Segments


def test_a_word_without_room_ends_in_an_ellipsis(dressed, qtbot):
    """With room it stands whole and has no tool tip; the word itself never changes."""
    joined = Segments(("All 1", "Closed today 12"))
    qtbot.addWidget(joined)
    joined.show()
    joined.grab()
    first, second = joined.findChildren(QPushButton)
    assert (second.shown_words(), second.toolTip()) == ("Closed today 12", "")

    joined.setFixedWidth(160)
    second.setFixedWidth(70)
    joined.grab()

    assert second.shown_words().endswith("…")
    assert second.toolTip() == second.text() == "Closed today 12"
    assert first.shown_words() == "All 1"
