"""The demo: a street of loopback cameras and a robot stand-in, so that nothing else is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.demo_round import open_round
from duty_desk.desk.fault_views import Maintainer
from duty_desk.desk.simulate import Simulation
from duty_desk.language import mark, tr
from duty_desk.push.channel import ChannelConfig
from duty_desk.push.stand_in import RobotStandIn
from duty_desk.video.demo_cameras import DemoStreet

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.time_source import TimeSource

CHANNEL = mark("网格问题群（演示）")


class Demo:
    """Cameras and group robot of the demo, all on this computer's loopback."""

    def __init__(self, resources: Path, time: TimeSource) -> None:
        self._street = DemoStreet(resources / "demo", time)
        self._robot = RobotStandIn(time)

    def start(self) -> None:
        """Start serving pictures and answering pushes."""
        self._street.start()
        self._robot.start()

    def stop(self) -> None:
        """End both."""
        self._street.stop()
        self._robot.stop()

    def yesterday(self) -> Simulation:
        """The day before, so that every page shows something."""
        cameras = tuple(self._street.records())
        return Simulation(
            days=1, cameras=len(cameras), seed=1, catalogue=cameras, channel=tr(CHANNEL)
        )

    def join(self, desk: Desk) -> None:
        """Tell a started desk today's addresses of cameras and robot."""
        desk.cameras.add(self._street.records()).result()
        desk.channels.add(ChannelConfig("wecom", tr(CHANNEL), self._robot.wecom_address)).result()
        for number, known in enumerate(desk.faults.maintainers().result(), 1):
            reached = Maintainer(
                name=known.name,
                phone=tr("000-0000-000{n}（演示）", n=number),
                group=tr("{name}报修群（演示）", name=known.name),
            )
            desk.faults.set_maintainer(reached).result()
        open_round(desk)
