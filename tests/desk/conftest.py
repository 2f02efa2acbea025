"""A started desk with one camera, over a real store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.domain.rights import Role
from tests.desk.diagnosed_room import room  # noqa: F401
from tests.desk.footage_walk import add_cameras
from tests.desk.handover_crew import crew, told  # noqa: F401
from tests.fakes.desk import Seat, build_desk, camera
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk


@pytest.fixture
def seat(tmp_path: Path) -> Seat:
    """A seat with an empty data folder."""
    return Seat(tmp_path, FakeTimeSource())


@pytest.fixture
def desk(seat: Seat) -> Iterator[Desk]:
    """A running desk that knows camera C046; its sender is off."""
    running = build_desk(seat)
    running.start(is_sending=False)
    running.cameras.add([camera()]).result(5)
    yield running
    running.stop()


@pytest.fixture
def leading(tmp_path: Path) -> Iterator[Desk]:
    """A running desk of a supervisor that knows three cameras, for footage requests."""
    running = build_desk(Seat(tmp_path / "data", FakeTimeSource(), role=Role.SUPERVISOR))
    running.start(is_sending=False)
    add_cameras(running)
    yield running
    running.stop()


@pytest.fixture
def camera_id(desk: Desk) -> str:
    """The camera's id."""
    return desk.snapshot.cameras[0].id
