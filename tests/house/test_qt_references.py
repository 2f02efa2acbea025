"""PySide6 leaves Python's `None` alone, and the window's parts where they belong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QTimer

from tests.house.tree import modules, relative

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

CALLS = 4_000


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_without_a_result_keep_the_count_of_none(qapp: QApplication) -> None:
    """PySide6 6.12 loses one reference of `None` a void call on Python 3.11 and aborts in time."""
    timer, thing = QTimer(qapp), QObject(qapp)
    before = sys.getrefcount(None)
    for _ in range(CALLS // 2):
        timer.setInterval(5)
        thing.setObjectName("tile")
    lost = before - sys.getrefcount(None)

    assert abs(lost) < CALLS // 10


def test_nothing_walks_along_the_chain_of_focus() -> None:
    """PySide takes the widget that nextInFocusChain returns for a child of the one asked.

    When one of them ends, menus and actions of the whole window are invalid to Python.
    """
    walkers = [relative(path) for path in modules() if "InFocusChain(" in path.read_text("utf-8")]

    assert walkers == []
