"""A real desk and a robot stand-in, joined to the window's thread, for the problem form's tests."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from duty_desk.push.channel import ChannelConfig
from duty_desk.push.stand_in import RobotStandIn
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.problems.form_model import DeskSide
from tests.fakes.desk import Seat, build_desk, camera, picked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.views import ProblemDetail

WAIT_S = 10
WAIT_MS = 15_000


@dataclass(frozen=True)
class Joined:
    """The desk, the robot it sends to, and what the form is given."""

    desk: Desk
    robot: RobotStandIn
    side: DeskSide

    def picked(self, number: int = 0) -> Picked:
        """What F8 picks on a camera now."""
        return picked(self.desk, self.desk.snapshot.cameras[number].id)

    def find(self, number: int = 0) -> ProblemDetail:
        """A problem found now on a camera."""
        return self.desk.problems.find(self.picked(number)).result(WAIT_S)

    def detail(self, problem_id: str) -> ProblemDetail:
        """The problem as the store has it."""
        return self.desk.problems.detail(problem_id).result(WAIT_S)


@pytest.fixture
def make_joined(qapp, tmp_path, time) -> Iterator[Callable[[bool], Joined]]:
    """Makes one desk with two cameras and one group, sending or not."""
    made: list[Desk] = []
    bridges: list[DeskBridge] = []
    gc.collect()  # window objects left by other tests must not be freed in the desk's thread
    with RobotStandIn(time) as robot:

        def make(is_sending: bool) -> Joined:
            desk = build_desk(Seat(tmp_path / "data", time))
            (tmp_path / "data").mkdir(exist_ok=True)
            desk.start(is_sending=is_sending)
            made.append(desk)
            records = [camera(), camera("C017", name="中关村东路-北口", community="科育社区")]
            desk.cameras.add(records).result(WAIT_S)
            config = ChannelConfig("wecom", "网格问题群", robot.wecom_address)
            desk.channels.add(config).result(WAIT_S)
            bridge = DeskBridge(qapp)
            bridges.append(bridge)
            desk.listen(lambda happened: bridge.in_window(lambda: bridge.happened.emit(happened)))
            return Joined(desk, robot, DeskSide(desk, bridge, time))

        yield make
        for desk in made:
            desk.stop()
        QGuiApplication.clipboard().clear()
    for bridge in bridges:
        bridge.deleteLater()
    gc.collect()


@pytest.fixture
def joined(make_joined) -> Joined:
    """A desk whose sender is off."""
    return make_joined(False)


@pytest.fixture
def sending(make_joined) -> Joined:
    """A desk that sends to the stand-in."""
    return make_joined(True)
