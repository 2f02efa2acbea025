"""Messages to maintainers by a group robot: sent by a person alone, and never called read."""

from __future__ import annotations

import threading

import pytest

from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.language import Refusal
from duty_desk.push.channel import ChannelConfig
from duty_desk.push.stand_in import RobotStandIn
from duty_desk.store.tables import PushTable
from duty_desk.store.verify import verify
from tests.fakes.desk import Seat, build_desk, camera
from tests.fakes.time_source import FakeTimeSource

_NEVER = threading.Event()


@pytest.fixture
def robot():
    """A group robot that answers as the real ones do."""
    stand_in = RobotStandIn(FakeTimeSource())
    stand_in.start()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def desk(tmp_path, robot):
    """A desk with two cameras and the maintainer's group."""
    running = build_desk(Seat(tmp_path, FakeTimeSource()))
    running.start(is_sending=False)
    running.cameras.add([camera("C046"), camera("C047")]).result(5)
    config = ChannelConfig("wecom", "实创报修群", robot.wecom_address)
    running.channels.add(config, purpose="maintainer").result(5)
    yield running
    running.stop()


def found(desk, number: int) -> str:
    """A covered camera, found by the operator."""
    camera_id = desk.snapshot.cameras[number].id
    fault = FoundFault(camera_id=camera_id, found_at=desk.time.now_ms(), kind="covered")
    return desk.faults.find(fault).result(5).row.id


def channel_id(desk) -> str:
    """The maintainer's group."""
    (row,) = desk.snapshot.maintainer_channels
    assert row not in desk.snapshot.channels
    return row.id


def told(desk, **changes) -> Told:
    """A report by the robot."""
    known = {"maintainer": "实创", "way": "channel", "channel_id": channel_id(desk)}
    return Told(**(known | changes))


def pushes(desk) -> list[PushTable]:
    """What lies in the outbox."""
    return desk.ask(lambda: desk.read(lambda session: session.query(PushTable).all())).result(5)


def test_one_message_reports_several_faults(desk):
    """The key press stops both clocks and puts one text into the outbox, for both cameras."""
    faults = [found(desk, 0), found(desk, 1)]
    details = desk.faults.report(faults, told(desk)).result(5)

    (push,) = pushes(desk)
    assert push.problem_id is None
    assert "C046" in push.text
    assert "C047" in push.text
    assert desk.snapshot.clocks == ()
    assert {detail.row.message_state for detail in details} == {"queued"}
    assert {detail.row.reported_at for detail in details} == {desk.time.now_ms()}


def test_accepted_by_the_robot_is_not_called_read(desk):
    """What the channel says is shown as what it is; the fault is no further for it."""
    fault_id = found(desk, 0)
    desk.faults.report([fault_id], told(desk)).result(5)
    desk.outbox.start()
    for _ in range(1_000):
        row = desk.faults.detail(fault_id).result(5).row
        if row.message_state == "accepted":
            break
        _NEVER.wait(0.01)

    assert "不等于维护单位已看到" in row.message_words
    assert row.state == "reported"
    assert row.accepted_at is None
    place = desk.store.place
    checked = desk.ask(lambda: desk.read(lambda session: verify(session, place))).result(20)
    assert [item for item in checked if item.state == "failed"] == []


def test_without_a_channel_nothing_is_reported(desk):
    """No channel, or one that is not in use: refused in a sentence, the clock runs on."""
    fault_id = found(desk, 0)
    with pytest.raises(Refusal, match="消息通道"):
        desk.faults.report([fault_id], told(desk, channel_id="")).result(5)
    with pytest.raises(Refusal, match="已不在使用"):
        desk.faults.report([fault_id], told(desk, channel_id="gone")).result(5)

    assert len(desk.snapshot.clocks) == 1
    assert pushes(desk) == []
