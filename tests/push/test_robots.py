"""The three robots against a local stand-in that behaves as the vendors document."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING

import pytest

from duty_desk.push.channel import ChannelConfig, Outcome, PushMessage
from duty_desk.push.robots import channel_from
from duty_desk.push.stand_in import SIGNING_SECRET, WECOM_KEY, RobotStandIn, Turn
from duty_desk.push.wire import Patience
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.push.channel import PushChannel

HASTE = Patience(connect_s=1.0, read_s=0.2)
TEXT = PushMessage("text", text="【视频巡查·垃圾桶满冒】\n点位：C017 东里-北口")
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4


@pytest.fixture
def time() -> FakeTimeSource:
    return FakeTimeSource()


@pytest.fixture
def robot(time: FakeTimeSource) -> Iterator[RobotStandIn]:
    with RobotStandIn(time) as stand_in:
        yield stand_in


def wecom(robot: RobotStandIn, time: FakeTimeSource, patience: Patience | None = None):
    config = ChannelConfig("wecom", "网格问题群", robot.wecom_address)
    return channel_from(config, time, patience)


def dingtalk(robot: RobotStandIn, time: FakeTimeSource, secret: str = SIGNING_SECRET):
    return channel_from(ChannelConfig("dingtalk", "钉钉群", robot.dingtalk_address, secret), time)


def feishu(robot: RobotStandIn, time: FakeTimeSource, secret: str = SIGNING_SECRET):
    return channel_from(ChannelConfig("feishu", "飞书群", robot.feishu_address, secret), time)


def test_wecom_takes_text_and_picture_and_gives_a_receipt(robot, time):
    """A finding is a text and a picture; both reach the group unchanged."""
    channel = wecom(robot, time)

    answers = [channel.send(m) for m in channel.messages(TEXT.text, JPEG)]

    assert [a.outcome for a in answers] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert [m.kind for m in robot.received] == ["text", "image"]
    assert robot.received[0].text == TEXT.text
    assert robot.received[1].image == JPEG
    assert "errcode=0" in answers[0].receipt
    assert "date=-" not in answers[0].receipt


def test_a_long_text_is_cut_between_characters_and_says_so(robot, time):
    """WeCom refuses texts over 2048 bytes, so a longer one ends with a visible sign."""
    channel = wecom(robot, time)
    (message,) = channel.messages("满" * 700)

    answer = channel.send(message)

    assert answer.outcome is Outcome.ACCEPTED
    got = robot.received[0].text
    assert len(got.encode()) <= 2048
    assert got.endswith("已截断）")
    assert got.startswith("满" * 660)


@pytest.mark.parametrize("make", [wecom, dingtalk, feishu])
def test_a_text_with_half_a_sign_still_goes_out(robot, time, make):
    """A broken paste must not keep a problem from being pushed."""
    answer = make(robot, time).send(PushMessage("text", text="满\ud83d冒"))

    assert answer.outcome is Outcome.ACCEPTED
    assert robot.received[0].text == "满?冒"


def test_a_picture_over_two_megabytes_is_refused_without_asking_the_robot(robot, time):
    """The robot would refuse it anyway; the minutes of the clock are worth more."""
    answer = wecom(robot, time).send(PushMessage("image", image=JPEG + bytes(2 * 1024 * 1024)))

    assert answer.outcome is Outcome.REFUSED
    assert "2 MB" in answer.words
    assert robot.requests == 0


def test_a_picture_that_is_none_is_refused(robot, time):
    """Only JPEG and PNG can be shown in the group."""
    answer = wecom(robot, time).send(PushMessage("image", image=b"GIF89a"))

    assert (answer.outcome, answer.code) == (Outcome.REFUSED, "not-a-picture")


@pytest.mark.parametrize(
    ("turn", "outcome", "code", "wait_ms"),
    [
        (Turn.TOO_FAST, Outcome.DELAYED, "45009", 60_000),
        (Turn.BUSY, Outcome.DELAYED, "-1", 5_000),
        (Turn.BAD_KEY, Outcome.REFUSED, "93000", 0),
        (Turn.SERVER_ERROR, Outcome.DELAYED, "HTTP 500", 5_000),
        (Turn.GATEWAY_TIMEOUT, Outcome.UNKNOWN, "HTTP 504", 0),
        (Turn.FLOOD, Outcome.UNKNOWN, "HTTP 200", 0),
        (Turn.HTML, Outcome.UNKNOWN, "HTTP 200", 0),
        (Turn.NO_NUMBER, Outcome.UNKNOWN, "HTTP 200", 0),
        (Turn.REDIRECT, Outcome.DELAYED, "HTTP 302", 5_000),
        (Turn.DROPPED, Outcome.UNKNOWN, "answer-lost", 0),
    ],
)
def test_every_misbehaviour_has_one_outcome(robot, time, turn, outcome, code, wait_ms):
    """What the robot does decides alone: wait, give up, or ask a person to look."""
    robot.script([turn])

    answer = wecom(robot, time).send(TEXT)

    assert (answer.outcome, answer.code, answer.wait_ms) == (outcome, code, wait_ms)
    assert answer.words
    assert not answer.receipt


def test_a_silent_robot_may_have_taken_the_message(robot, time):
    """No answer in time is no refusal: the group may have the message already."""
    robot.script([Turn.SILENT])

    answer = wecom(robot, time, HASTE).send(TEXT)

    assert (answer.outcome, answer.code) == (Outcome.UNKNOWN, "no-answer")
    assert len(robot.received) == 1


def test_a_slow_robot_is_waited_for(robot, time):
    """An answer within the limit of eight seconds counts as usual."""
    robot.script([Turn.SLOW])

    assert wecom(robot, time).send(TEXT).outcome is Outcome.ACCEPTED


def test_nobody_listening_means_try_again(time):
    """A refused connection cannot have carried anything."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    address = f"http://127.0.0.1:{port}/cgi-bin/webhook/send?key={WECOM_KEY}"

    answer = channel_from(ChannelConfig("wecom", "群", address), time, HASTE).send(TEXT)

    assert (answer.outcome, answer.code) == (Outcome.DELAYED, "no-connection")


def test_a_listener_without_tls_is_told_apart(robot, time):
    """An https address that answers without TLS points at the clock or the network."""
    address = robot.wecom_address.replace("http://", "https://")

    answer = channel_from(ChannelConfig("wecom", "群", address), time, HASTE).send(TEXT)

    assert (answer.outcome, answer.code) == (Outcome.DELAYED, "tls")


def test_the_twenty_first_message_of_a_minute_has_to_wait(robot, time):
    """The stand-in counts as WeCom does, and takes messages again a minute later."""
    channel = wecom(robot, time)

    outcomes = [channel.send(TEXT).outcome for _ in range(21)]
    time.advance(60_000)
    later = channel.send(TEXT).outcome

    assert outcomes == [Outcome.ACCEPTED] * 20 + [Outcome.DELAYED]
    assert later is Outcome.ACCEPTED


@pytest.mark.parametrize("make", [dingtalk, feishu])
def test_signed_robots_take_a_text_and_no_picture(robot, time, make):
    """DingTalk and Feishu sign differently; either signature is accepted by its own robot."""
    channel = make(robot, time)
    messages = channel.messages(TEXT.text, JPEG)

    answers = [channel.send(m) for m in messages]

    assert [m.kind for m in messages] == ["text"]
    assert [a.outcome for a in answers] == [Outcome.ACCEPTED]
    assert robot.received[0].text == TEXT.text
    assert channel.send(PushMessage("image", image=JPEG)).code == "text-only"


@pytest.mark.parametrize(("make", "code"), [(dingtalk, "310000"), (feishu, "19021")])
def test_a_wrong_secret_is_refused_with_a_reason(robot, time, make, code):
    """A wrong signature cannot be mended by trying again."""
    answer = make(robot, time, "SEC-wrong").send(TEXT)

    assert (answer.outcome, answer.code) == (Outcome.REFUSED, code)
    assert "本机时间" in answer.words


@pytest.mark.parametrize(("make", "code"), [(dingtalk, "310000"), (feishu, "19021")])
def test_a_clock_two_hours_off_is_refused(robot, time, make, code):
    """The vendors allow one hour; beyond it the signature is worthless."""
    behind = FakeTimeSource(now_ms=time.now_ms() - 7_200_000)

    answer = make(robot, behind).send(TEXT)

    assert (answer.outcome, answer.code) == (Outcome.REFUSED, code)


@pytest.mark.parametrize(("make", "wait_ms"), [(dingtalk, 600_000), (feishu, 60_000)])
def test_too_fast_waits_as_long_as_the_vendor_says(robot, time, make, wait_ms):
    """DingTalk closes a hammered robot for ten minutes, Feishu for one."""
    robot.script([Turn.TOO_FAST])

    answer = make(robot, time).send(TEXT)

    assert (answer.outcome, answer.wait_ms) == (Outcome.DELAYED, wait_ms)


def test_the_clipboard_never_accepts_by_itself(time):
    """Only the operator can say that a personal WeChat group has the message."""
    channel = channel_from(ChannelConfig("clipboard", "居民群"), time)

    kinds = [m.kind for m in channel.messages("文字", JPEG)]

    assert kinds == ["image", "text"]
    assert channel.send(TEXT).outcome is Outcome.REFUSED


def test_no_key_appears_in_words_logs_or_reprs(robot, time, caplog):
    """The address is the robot's key: whoever reads it can write into the group."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")
    config = ChannelConfig("wecom", "群", robot.wecom_address, "SEC-hidden")
    channel = channel_from(config, time)
    robot.script([Turn.AS_DOCUMENTED, Turn.BAD_KEY, Turn.DROPPED, Turn.HTML])

    answers = [channel.send(TEXT) for _ in range(4)]

    shown = "".join([repr(config), repr(answers), repr(vars(channel)), caplog.text, repr(TEXT)])
    assert WECOM_KEY not in shown
    assert "SEC-hidden" not in shown


def test_a_fresh_connection_carries_every_message(robot, time):
    """After an answer was lost the next message goes through as usual."""
    channel: PushChannel = wecom(robot, time)
    robot.script([Turn.DROPPED])

    outcomes = [channel.send(TEXT).outcome for _ in range(2)]

    assert outcomes == [Outcome.UNKNOWN, Outcome.ACCEPTED]
    assert robot.wait_for(2)
