"""The demo's street and robot, and the whole program on top of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from duty_desk import language
from duty_desk.bootstrap import open_house
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.push.channel import ChannelConfig
from duty_desk.push.stand_in import RobotStandIn
from duty_desk.video.demo_cameras import DemoStreet
from tests.fakes.time_source import FakeTimeSource
from tests.flow.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from duty_desk.desk.desk import Desk


@dataclass(frozen=True)
class Surroundings:
    """Sixteen cameras on loopback, and the group's robot.

    `script_time` is the clock of the street's script of faults; it stands until a test moves it.
    """

    street: DemoStreet
    robot: RobotStandIn
    script_time: FakeTimeSource

    def furnish(self, desk: Desk) -> None:
        """Tell a started desk of cameras and robot."""
        desk.cameras.add(self.street.records()).result()
        desk.channels.add(ChannelConfig("wecom", "演示群", self.robot.wecom_address)).result()


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DemoStreet, FakeTimeSource]]:
    """The demo's street, served by its own process for all tests of a file."""
    script_time = FakeTimeSource()
    resources = open_house(tmp_path_factory.mktemp("house")).files.resources
    with DemoStreet(resources / "demo", script_time) as street:
        yield street, script_time


@pytest.fixture
def around(street: tuple[DemoStreet, FakeTimeSource]) -> Iterator[Surroundings]:
    """Street and robot; whatever a test moved, the street is well again for the next."""
    on_air, script_time = street
    began_mono_ms, loop_ms = script_time.mono_ms(), round(on_air.script.loop_s * 1000)
    with RobotStandIn(SystemTimeSource()) as robot:
        yield Surroundings(on_air, robot, script_time)
    script_time.advance_mono(-(script_time.mono_ms() - began_mono_ms) % loop_ms)


@pytest.fixture
def program(
    around: Surroundings, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> Iterator[Program]:
    """The whole program with its window open on the demo's street."""
    program = Program(tmp_path, qapp, qtbot)
    program.start(around.furnish)
    yield program
    program.stop()
    qapp.setStyleSheet("")
    language.use_language("zh_CN")
