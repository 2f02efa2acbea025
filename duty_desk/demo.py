"""The demo: a street of loopback cameras and a robot stand-in, so that nothing else is needed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.demo_footage import ask_for_footage
from duty_desk.demo_report import lay_report
from duty_desk.demo_round import open_round
from duty_desk.demo_views import ViewLesson
from duty_desk.desk.fault_views import Maintainer
from duty_desk.desk.people_care import PersonGiven
from duty_desk.desk.simulate import DAY_MS, Simulation
from duty_desk.desk.simulate_shifts import plan_shifts
from duty_desk.domain import period as periods
from duty_desk.domain.ground import GroundPlan
from duty_desk.domain.rights import Role
from duty_desk.domain.workdays import day_of
from duty_desk.language import Refusal, mark, tr
from duty_desk.machine.secret_hash import SecretHash
from duty_desk.push.channel import ChannelConfig
from duty_desk.push.stand_in import RobotStandIn
from duty_desk.video.demo_cameras import DemoStreet

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.time_source import TimeSource

CHANNEL = mark("网格问题群（演示）")
PIN = "703512"  # printed on the bar that asks for it
PIN_HINT = mark("演示口令：703512")
HASHING = SecretHash(passes=1, memory_kib=8192)  # nothing to guard: the PIN stands on the screen
_STAFF = (
    (mark("管理员 E"), Role.ADMINISTRATOR),
    (mark("值班员 A"), Role.OPERATOR),
    (mark("值班员 B"), Role.OPERATOR),
    (mark("值班长 C"), Role.SUPERVISOR),
    (mark("内勤 D"), Role.CLERK),
)
_SIGNED_ON = "2026-01-05"


def _staff() -> tuple[PersonGiven, ...]:
    return tuple(PersonGiven(tr(name), role, _SIGNED_ON) for name, role in _STAFF)


class Demo:
    """Cameras and group robot of the demo, all on this computer's loopback."""

    def __init__(self, resources: Path, time: TimeSource) -> None:
        self._street = DemoStreet(resources / "demo", time)
        self._robot = RobotStandIn(time)
        self._folder = resources / "demo"
        self._lesson: ViewLesson | None = None

    def start(self) -> None:
        """Start serving pictures and answering pushes."""
        self._street.start()
        self._robot.start()

    def stop(self) -> None:
        """End both."""
        if self._lesson is not None:
            self._lesson.stop()
        self._street.stop()
        self._robot.stop()

    def past(self, months: int, now: int) -> Simulation:
        """What is told before the window opens, so that every page shows something.

        Args:
            months: So many whole months and what has passed of this one; 0 for the last day alone.
            now: UTC ms.
        """
        cameras = tuple(self._street.records())
        yesterday = Simulation(
            days=1, cameras=len(cameras), seed=1, catalogue=cameras, channel=tr(CHANNEL)
        )
        if not months:
            return yesterday
        today = day_of(now)
        place = today.year * 12 + today.month - 1 - months
        first_at = periods.month(place // 12, place % 12 + 1).from_at
        days, into_day_ms = divmod(now - first_at, DAY_MS)
        return replace(yesterday, days=days, into_day_ms=into_day_ms, people=_staff())

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
            group = ChannelConfig("wecom", reached.group, self._robot.wecom_address)
            desk.channels.add(group, purpose="maintainer").result()
        open_round(desk)
        lay_report(desk)
        enter_people(desk)
        self._watch_ground(desk)
        ask_for_footage(desk, self._folder)
        self._lesson = ViewLesson(desk, self._folder, self._street.script.cameras)
        self._lesson.start()

    def _watch_ground(self, desk: Desk) -> None:
        """Let the program watch where the demo's rubbish is left, at all hours."""
        ids, known = {row.code: row.id for row in desk.snapshot.cameras}, desk.dumped.plans()
        for camera in self._street.script.cameras:
            camera_id = ids[camera.record.code]
            if camera.ground and camera_id not in known.result():
                plan = GroundPlan((camera.ground,), 0, 0, hold_s=60, is_on=True)
                desk.dumped.draw(camera_id, plan).result()

    def sit_down(self, desk: Desk) -> None:
        """Let whoever holds the seat be signed in, else an operator, so that F8 works at once."""
        desk.people.attend().result()
        shift, people = desk.shifts.current, [one for one in desk.people.all() if one.is_active]
        holder = next((one for one in people if shift and one.id == shift.person_id), None)
        person = holder or next((one for one in people if one.role is Role.OPERATOR), None)
        if person is not None:
            with suppress(Refusal):  # his PIN was changed in a demo that keeps its folder
                desk.people.sign_in(person.id, PIN).result()


def enter_people(desk: Desk) -> None:
    """Have the demo's people with their PIN and a roster, whoever of them was told of before."""
    if not desk.people.all():
        for given in _staff():
            desk.people.add(given, PIN).result()
    for person in desk.people.all():
        if not person.has_secret:  # told of before the window opened
            desk.people.set_secret(person.id, PIN).result()
    now = desk.time.now_ms()
    plan_shifts(desk, now, now)
