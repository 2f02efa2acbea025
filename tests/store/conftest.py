"""Stores to be tested: SQLite in a folder, and PostgreSQL on loopback."""

from __future__ import annotations

import pytest

from tests.fakes import postgres
from tests.fakes.desk import Seat, build_desk, camera
from tests.fakes.time_source import FakeTimeSource


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server."""
    yield from postgres.server()


@pytest.fixture(params=["sqlite", "postgresql"])
def seat(request, tmp_path):
    """A seat with an empty data folder, over either kind of store."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("server").new_database()
    return Seat(tmp_path, FakeTimeSource(), url=url)


@pytest.fixture
def file_seat(tmp_path):
    """A seat whose store is a file."""
    return Seat(tmp_path, FakeTimeSource())


def started(seat):
    """A running desk at `seat` that knows camera C046; it looks at the clock when told to."""
    desk = build_desk(seat)
    desk.start(is_sending=False, is_ticking=False)
    desk.cameras.add([camera()]).result(10)
    return desk


@pytest.fixture
def desk(seat):
    """A running desk over either kind of store."""
    running = started(seat)
    yield running
    running.stop()


@pytest.fixture
def file_desk(file_seat):
    """A running desk over a file."""
    running = started(file_seat)
    yield running
    running.stop()
