"""The outbox against a robot that behaves as the vendors document, errors included."""

from __future__ import annotations

import threading

import pytest

from duty_desk.language import Refusal
from duty_desk.push.channel import ChannelConfig
from duty_desk.push.stand_in import RobotStandIn, Turn
from tests.fakes.desk import build_desk, camera, picked

WITHIN_S = 15


class Sending:
    """A desk whose sender runs against a robot stand-in."""

    def __init__(self, desk, robot) -> None:
        self.desk = desk
        self.robot = robot
        self.camera_id = desk.snapshot.cameras[0].id
        self.channel_id = desk.snapshot.channels[0].id

    def find(self) -> str:
        """A problem's id."""
        return self.desk.problems.find(picked(self.desk, self.camera_id)).result(10).row.id

    def push(self, problem_id: str, until: set[str]):
        """Push it and wait until its push is in one of the states `until`."""
        arrived = threading.Event()

        def look(_happened) -> None:
            rows = [row for row in self.desk.snapshot.problems if row.id == problem_id]
            if rows and rows[0].push_state in until:
                arrived.set()

        self.desk.listen(look)
        self.desk.problems.push(problem_id, self.channel_id).result(10)
        assert arrived.wait(WITHIN_S), "no answer came"
        return self.desk.problems.detail(problem_id).result(10)


@pytest.fixture
def robot(seat):
    """A running robot stand-in."""
    with RobotStandIn(seat.time) as running:
        yield running


@pytest.fixture
def sending(seat, robot):
    """A desk that sends to the stand-in."""
    desk = build_desk(seat)
    desk.start()
    desk.cameras.add([camera()]).result(10)
    desk.channels.add(ChannelConfig("wecom", "网格问题群", robot.wecom_address)).result(10)
    yield Sending(desk, robot)
    desk.stop()


def test_an_accepted_push_stops_the_clock_at_the_robots_answer(sending):
    """errcode 0 for text and picture: the problem is pushed, by the robot's word."""
    problem_id = sending.find()
    detail = sending.push(problem_id, {"accepted"})

    assert detail.row.state == "pushed"
    assert detail.row.verdict == "met"
    assert detail.clock is None
    assert [message.kind for message in sending.robot.received] == ["text", "image"]


def test_a_refused_push_leaves_the_clock_running_and_can_be_copied(sending):
    """93000: no retry; the operator's own message and word stop the clock."""
    sending.robot.script([Turn.BAD_KEY])
    problem_id = sending.find()
    refused = sending.push(problem_id, {"refused"})
    assert refused.clock is not None
    assert refused.row.push_words

    sending.desk.problems.copy(problem_id).result(10)
    confirmed = sending.desk.problems.confirm(problem_id).result(10)

    assert confirmed.row.push_state == "confirmed"
    assert confirmed.row.verdict == "met"


def test_a_rate_limited_push_waits_a_minute_and_goes_out_in_order(sending):
    """45009: the same message later; the clock is judged by when it was accepted."""
    sending.robot.script([Turn.TOO_FAST])
    problem_id = sending.find()
    delayed = sending.push(problem_id, {"delayed"})
    assert delayed.clock is not None
    sending.robot.script([])

    accepted = threading.Event()
    sending.desk.listen(
        lambda happened: (
            accepted.set()
            if any(entry.kind == "push.accepted" for entry in happened.entries)
            else None
        )
    )
    sending.desk.time.advance(61_000)

    assert accepted.wait(WITHIN_S)
    detail = sending.desk.problems.detail(problem_id).result(10)
    assert detail.pushes[-1].tries == 2
    assert detail.row.push_ms >= 61_000


def test_a_lost_answer_is_unknown_and_never_sent_twice_by_itself(sending):
    """The connection dropped after the request: nobody knows, so a person looks."""
    sending.robot.script([Turn.DROPPED])
    problem_id = sending.find()
    unknown = sending.push(problem_id, {"unknown"})
    assert unknown.clock is not None
    assert sending.robot.requests == 1

    sending.robot.script([])
    confirmed = sending.desk.problems.confirm(problem_id).result(10)

    assert confirmed.row.push_state == "confirmed"
    assert sending.robot.requests == 1


@pytest.mark.parametrize("turn", [Turn.HTML, Turn.SERVER_ERROR])
def test_an_answer_that_is_no_acceptance_never_stops_the_clock(sending, turn):
    """HTML or 500 instead of JSON: the clock runs on."""
    sending.robot.script([turn])
    problem_id = sending.find()
    detail = sending.push(problem_id, {"unknown", "delayed"})

    assert detail.clock is not None
    assert detail.row.state == "found"


def test_pushing_twice_at_once_is_refused(sending):
    """A second press while the first is under way sends nothing."""
    sending.robot.script([Turn.TOO_FAST])
    problem_id = sending.find()
    sending.push(problem_id, {"delayed"})

    with pytest.raises(Refusal, match="没有重复发送"):
        sending.desk.problems.push(problem_id, sending.channel_id).result(10)


def test_a_copied_problem_takes_back_the_push_that_waits(sending):
    """Sent by hand, the robot must not send it again later."""
    sending.robot.script([Turn.TOO_FAST])
    problem_id = sending.find()
    sending.push(problem_id, {"delayed"})

    sending.desk.problems.copy(problem_id).result(10)

    states = [push.state for push in sending.desk.problems.detail(problem_id).result(10).pushes]
    assert states == ["withdrawn", "copied"]


def test_an_address_that_is_no_robots_is_refused_and_not_stored(sending):
    """A wrong webhook is named at once; nothing of it is kept or shown."""
    address = "https://example.invalid/some/page"
    with pytest.raises(Refusal) as refusal:
        sending.desk.channels.add(ChannelConfig("wecom", "错的", address)).result(10)

    assert address not in str(refusal.value)
    assert len(sending.desk.snapshot.channels) == 1


def test_the_address_is_sealed_in_the_store(sending, robot):
    """Neither database nor spool holds the robot's key in the clear."""
    key = robot.wecom_address.rpartition("=")[2].encode()
    data = sending.desk.store.place.data
    written = [path for path in data.rglob("*") if path.is_file()]

    assert all(key not in path.read_bytes() for path in written)


def test_a_push_that_cannot_be_opened_does_not_hold_up_the_others(sending, seat):
    """Its evidence is gone: refused with a reason, and the next problem goes out."""
    lost, good = sending.find(), sending.find()
    sending.desk.outbox.stop()
    detail = sending.desk.problems.push(lost, sending.channel_id).result(10)
    assert detail.pushes[-1].state == "queued"
    for file in (seat.data / "evidence").glob("*/*.jpg"):
        file.rename(file.with_suffix(".aside"))
    job = sending.desk.ask(sending.desk.outbox._next_job).result(10)
    refused = sending.desk.problems.detail(lost).result(10).pushes[-1]
    for file in (seat.data / "evidence").glob("*/*.aside"):
        file.rename(file.with_suffix(".jpg"))
    sending.desk.problems.push(good, sending.channel_id).result(10)

    assert job is None
    assert (refused.state, "证据图片" in refused.words) == ("refused", True)
    assert sending.desk.ask(sending.desk.outbox._next_job).result(10) is not None


def test_a_problem_made_void_while_it_waits_is_not_sent(sending, robot):
    """The push is withdrawn; nothing reaches the group."""
    problem_id = sending.find()
    sending.desk.outbox.stop()
    sending.desk.problems.push(problem_id, sending.channel_id).result(10)
    job = sending.desk.ask(sending.desk.outbox._next_job).result(10)
    sending.desk.problems.void(problem_id, "误报").result(10)
    sending.desk.outbox._send(job)

    assert sending.desk.problems.detail(problem_id).result(10).pushes[-1].state == "withdrawn"
    assert robot.requests == 0
