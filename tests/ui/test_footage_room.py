"""The room of a folder: asked beside the window, once the typing rests, the newest answer wins."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.footage.room import MOST_WAITING, Room, free_at

WAIT_MS = 10_000


@pytest.fixture
def asleep():
    """A drive that does not answer until it is woken."""
    woken = threading.Event()
    yield woken
    woken.set()


def test_a_sleeping_drive_holds_nobody_up(qtbot, asleep) -> None:
    """While one folder does not answer the next is told, and the late answer changes nothing."""
    asked: list[str] = []

    def free(words: str) -> int:
        asked.append(words)
        if words == "/asleep":
            asleep.wait(WAIT_MS / 1000)
            return 1
        return 7

    owner, bridge = QObject(), DeskBridge()
    room = Room(bridge, owner, free)
    told: list[int | None] = []
    room.told.connect(lambda: told.append(room.free_bytes))
    for end in range(1, 8):
        room.ask("/asleep"[:end])
    qtbot.waitUntil(lambda: asked == ["/asleep"], timeout=WAIT_MS)  # not once a letter
    assert room.free_bytes is None
    room.ask("/awake")
    qtbot.waitUntil(lambda: room.free_bytes == 7, timeout=WAIT_MS)
    asleep.set()
    qtbot.waitUntil(lambda: room._waiting == 0, timeout=WAIT_MS)
    assert told == [7]


def test_only_a_few_questions_wait_and_the_newest_is_asked_then(qtbot, asleep) -> None:
    """Whoever goes through many dead shares keeps a few threads at most."""
    asked: list[str] = []

    def free(words: str) -> int:
        asked.append(words)
        asleep.wait(WAIT_MS / 1000)
        return len(words)

    owner, bridge = QObject(), DeskBridge()
    room = Room(bridge, owner, free)
    for number in range(MOST_WAITING + 2):
        room.ask(f"/share{number}")
        room._timer.stop()
        room._ask()
    assert len(asked) <= MOST_WAITING
    asleep.set()
    qtbot.waitUntil(lambda: room.free_bytes == len("/share0"), timeout=WAIT_MS)
    assert asked[-1] == f"/share{MOST_WAITING + 1}"


def test_where_nothing_can_be_said_nothing_is_claimed(qtbot, tmp_path) -> None:
    """An empty field has no room; a folder that is not there yet has that above it."""
    room = Room(DeskBridge(), owner := QObject())
    room.ask("")
    assert room.free_bytes == -1
    assert free_at(str(tmp_path / "later" / "on")) > 0
    assert free_at("usb") == -1
    del owner
