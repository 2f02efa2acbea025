"""What other threads tell reaches the window in its own thread."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from duty_desk.language import Refusal
from duty_desk.ui.desk_bridge import DeskBridge


@pytest.fixture
def bridge(qapp):
    """A bridge of the window's thread."""
    return DeskBridge()


def test_an_answer_of_another_thread_arrives_in_the_windows(bridge, qtbot):
    """The desk answers on its own thread; the callback runs where widgets may be touched."""
    arrived = []
    with ThreadPoolExecutor(1) as desk:
        future = desk.submit(threading.current_thread)
        bridge.when_done(future, lambda who: arrived.append((who, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(arrived))

    assert arrived[0][0] is not threading.main_thread()
    assert arrived[0][1] is threading.main_thread()


def test_an_answer_that_is_there_already_still_comes_later(bridge, qtbot):
    """The caller's own lines run first: no callback inside the call."""
    answered: Future = Future()
    answered.set_result(7)
    arrived = []
    bridge.when_done(answered, arrived.append)

    assert arrived == []
    qtbot.waitUntil(lambda: arrived == [7])


def test_a_refusal_without_a_handler_reaches_the_window(bridge, qtbot):
    """Nobody asked to hear of it, so the window says it."""
    refused: Future = Future()
    refused.set_exception(Refusal("磁盘已满。"))

    with qtbot.waitSignal(bridge.failed) as told:
        bridge.when_done(refused, lambda _: None)

    assert told.args == ["磁盘已满。"]


def test_a_command_dropped_at_closing_is_no_error(bridge, qtbot):
    """A cancelled future, as the desk leaves them when it closes, is told to nobody."""
    dropped: Future = Future()
    told = []
    bridge.when_done(dropped, told.append, told.append)
    dropped.cancel()
    qtbot.wait(20)

    assert told == []
