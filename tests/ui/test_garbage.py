"""Cycles are collected by the window's thread."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from duty_desk.ui.garbage import MANY, MOST_WAITS, WindowCollector


class Knot:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp):
    """A collector that has taken over."""
    made = WindowCollector()
    made.start()
    yield made
    made.stop()


def tie(count: int) -> list[weakref.ref]:
    """Make cycles and let go of them."""
    return [weakref.ref(Knot()) for _ in range(count)]


def test_another_thread_collects_nothing(collector):
    """However much a thread allocates, the cycles wait for the window."""
    freed = []
    left = Knot()
    watched = weakref.ref(left, lambda _ref: freed.append(threading.current_thread()))
    del left
    thread = threading.Thread(target=tie, args=(5_000,))
    thread.start()
    thread.join()

    assert watched() is not None

    collector.look()

    assert watched() is None
    assert freed == [threading.main_thread()]


def test_python_collects_again_afterwards(qapp):
    """Nothing of the collector outlives the window."""
    made = WindowCollector()
    made.start()
    assert not gc.isenabled()

    made.stop()

    assert gc.isenabled()


def test_records_that_are_being_read_are_no_garbage(collector):
    """Tens of thousands of young objects are looked through when they are gone, or very late."""
    knots = tie(2_000)
    read = [[] for _ in range(2 * MANY)]
    collector.look()
    assert knots[0]() is not None
    read.clear()
    collector.look()
    assert knots[0]() is None
    knots = tie(1)
    read += [[] for _ in range(2 * MANY)]
    for _ in range(MOST_WAITS + 1):
        collector.look()
    assert knots[0]() is None
