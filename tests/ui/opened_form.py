"""The problem form open over a window, and hands for it, for its tests."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from duty_desk.ui.problems.form import ProblemForm
from tests.ui.problem_desk import WAIT_MS

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def open_form(dressed, qtbot):
    """Opens the form over a window on a problem found now."""
    windows = []  # qtbot holds them weakly

    def opened(joined, size=(1600, 900)) -> ProblemForm:
        window = QWidget()
        window.resize(*size)
        windows.append(window)
        qtbot.addWidget(window)
        form = ProblemForm(joined.side, window)
        joined.side.bridge.happened.connect(form.on_happened)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        form.open(joined.find())
        qtbot.waitUntil(lambda: form.model.preview is not None, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: form.parts.evidence.place.picture_w > 16, timeout=WAIT_MS)
        return form

    return opened


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def until(qtbot, check) -> None:
    """Wait for a condition, bounded."""
    qtbot.waitUntil(check, timeout=WAIT_MS)


def draw(qtbot, form, start, end) -> None:
    """Draw with the left button between two per-mille points."""
    view = form.parts.evidence
    first, last = (QPoint(*(round(v) for v in view.place.to_view(*p))) for p in (start, end))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseMove(view, last)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=last)
