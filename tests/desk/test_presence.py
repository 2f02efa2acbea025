"""Presence: asked for irregularly, reset by work, told on by stages, judged by a person."""

from __future__ import annotations

import random
from itertools import pairwise
from threading import Event
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.absences import Leaving
from duty_desk.desk.duty_log import Draft
from duty_desk.desk.people import Folder
from duty_desk.domain import presence as rules
from duty_desk.domain.fault import Span
from duty_desk.domain.presence import PresenceRule
from duty_desk.domain.rights import Role
from duty_desk.language import Refusal
from duty_desk.push.channel import ChannelConfig
from duty_desk.push.stand_in import RobotStandIn
from duty_desk.store.verify import verify
from tests.desk.people import PIN, sit, staff
from tests.fakes.desk import Seat, build_desk, camera
from tests.fakes.time_source import DAY_SHIFT_STARTS_AT, FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk

MINUTE = 60_000
NIGHT = DAY_SHIFT_STARTS_AT + 15 * 60 * MINUTE  # 23:00 in Beijing


def running(data: Path, time: FakeTimeSource, role: Role = Role.OPERATOR) -> Desk:
    """A desk that asks for presence and draws the shortest time."""
    desk = build_desk(Seat(data, time, role=role))
    desk.start(is_sending=False, is_ticking=False)
    desk.presence.draw = lambda least, _most: least
    desk.presence.begin().result(5)
    desk.refresh().result(5)
    return desk


@pytest.fixture
def time() -> FakeTimeSource:
    """08:00 on a Saturday."""
    return FakeTimeSource()


@pytest.fixture
def desk(tmp_path: Path, time: FakeTimeSource) -> Iterator[Desk]:
    """A desk that asks, ticked by the test."""
    desk = running(tmp_path, time)
    yield desk
    desk.stop()


def pass_time(desk: Desk, time: FakeTimeSource, ms: int) -> None:
    """Let time pass, then look once."""
    time.advance(ms)
    desk.ask(desk.tick).result(5)


def state(desk: Desk) -> str:
    """How presence stands, as screens see it."""
    return desk.snapshot.duty.presence.state


def kinds(desk: Desk) -> list[str]:
    """The moments of presence on record, newest first."""
    lines = [line.kind for line in desk.snapshot.journal]
    return [kind for kind in lines if kind.startswith("presence.")]


def log(desk: Desk, text: str = "巡查正常") -> None:
    """A line of the duty log: work."""
    draft = Draft(kind="patrol", text=text, pressed_at=desk.time.now_ms())
    desk.duty_log.write(draft).result(5)


def test_an_unanswered_prompt_goes_by_stages_to_the_supervisor_and_no_further(desk, time):
    """Shown, sounded after 60 s, others told after 120 s, unconfirmed after 240 s, no deduction."""
    pass_time(desk, time, 12 * MINUTE - 1000)  # 08:00 still counts as night
    assert state(desk) == "quiet"
    pass_time(desk, time, 1000)
    assert state(desk) == "shown"
    pass_time(desk, time, 60_000)
    assert state(desk) == "sounded"
    pass_time(desk, time, 60_000)
    assert state(desk) == "escalated"
    assert "没有设置带班领导" in desk.snapshot.duty.presence.told_words
    pass_time(desk, time, 120_000)

    assert state(desk) == "quiet"
    assert desk.snapshot.duty.presence.unjudged == 1
    assert "presence.unconfirmed" in kinds(desk)
    assert not any(line.kind.startswith("conduct") for line in desk.snapshot.journal)


def test_the_key_answers_at_the_instant_it_was_pressed(desk, time):
    """The time of the answer is measured from the prompt; a key without prompt does nothing."""
    assert desk.presence.confirm().result(5) is False
    pass_time(desk, time, 12 * MINUTE)
    time.advance(7_400)

    assert desk.presence.confirm().result(5) is True

    found = desk.presence_judging.within(Span(0, time.now_ms() + 1)).result(5)
    assert [(row.state, row.answer_ms, row.way) for row in found.rows] == [
        ("confirmed", 7_400, "key")
    ]
    assert (found.figures.asked, found.figures.answered, found.figures.reflex) == (1, 1, 0)
    assert state(desk) == "quiet"


def test_work_resets_the_time_and_answers_a_prompt_that_waits(desk, time):
    """A line of the log is a sign of life; a camera that is lost is none."""
    pass_time(desk, time, 11 * MINUTE)
    log(desk)
    pass_time(desk, time, 11 * MINUTE)
    assert state(desk) == "quiet"
    pass_time(desk, time, MINUTE)
    assert state(desk) == "shown"

    time.advance(20_000)
    log(desk)
    desk.ask(desk.tick).result(5)

    row = desk.presence_judging.within(Span(0, time.now_ms() + 1)).result(5).rows[0]
    assert (row.state, row.way, row.answer_ms) == ("confirmed", "work", 20_000)


def test_what_the_program_notes_by_itself_resets_nothing(desk, time):
    """A lost camera comes from the system and keeps nobody awake."""
    desk.cameras.add([camera()]).result(5)  # a person's work: counts
    pass_time(desk, time, 11 * MINUTE)
    desk.cameras.lost(desk.snapshot.cameras[0].id, time.now_ms())
    pass_time(desk, time, MINUTE)

    assert state(desk) == "shown"


def test_an_announced_absence_asks_nobody_until_it_is_over(desk, time):
    """The reliever is on record; after the announced time prompts come again."""
    desk.absences.begin(Leaving("值班员 B", "用餐", 20)).result(5)
    pass_time(desk, time, 19 * MINUTE)
    assert state(desk) == "absent"
    with pytest.raises(Refusal, match="已经登记"):
        desk.absences.begin(Leaving("值班员 B", "用餐", 20)).result(5)
    pass_time(desk, time, MINUTE)
    assert state(desk) == "shown"

    desk.absences.end().result(5)
    desk.ask(desk.tick).result(5)
    assert state(desk) == "quiet"
    with pytest.raises(Refusal, match="没有登记"):
        desk.absences.end().result(5)


@pytest.mark.parametrize("reliever", ["", "值班员 A"])
def test_nobody_leaves_without_somebody_else_at_the_seat(desk, reliever):
    """An empty seat, or one's own name, is no relief."""
    with pytest.raises(Refusal, match="谁顶岗"):
        desk.absences.begin(Leaving(reliever, "用餐", 20)).result(5)


def test_a_killed_program_keeps_the_stage_and_does_not_count_the_time_it_was_off(tmp_path, time):
    """Nobody can answer a program that is off; a long gap asks nobody for an old prompt."""
    desk = running(tmp_path, time)
    pass_time(desk, time, 12 * MINUTE)
    pass_time(desk, time, 60_000)
    pass_time(desk, time, 10_000)  # a heartbeat
    desk.stop()
    time.advance(5 * MINUTE)

    desk = running(tmp_path, time)
    assert state(desk) == "sounded"
    pass_time(desk, time, 49_000)
    assert state(desk) == "sounded"
    pass_time(desk, time, 1_000)
    assert state(desk) == "escalated"
    desk.stop()
    time.advance(60 * MINUTE)

    desk = running(tmp_path, time)
    assert state(desk) == "quiet"
    assert "presence.lapsed" in kinds(desk)
    desk.stop()


def test_setting_the_clock_neither_asks_nor_excuses(desk, time):
    """Two hours forward and back: the prompt comes when its time has really passed."""
    pass_time(desk, time, 10 * MINUTE)
    time.set_wall(time.now_ms() + 120 * MINUTE)
    desk.ask(desk.tick).result(5)
    assert state(desk) == "quiet"
    time.set_wall(time.now_ms() - 240 * MINUTE)
    pass_time(desk, time, 2 * MINUTE)

    assert state(desk) == "shown"


def test_only_a_supervisor_judges_and_never_himself(tmp_path, time):
    """A breach brings the finding that deductions are counted from; it takes a reason."""
    desk = running(tmp_path, time)
    pass_time(desk, time, 12 * MINUTE)
    for _ in range(2):
        pass_time(desk, time, 120_000)
    check_id = desk.presence_judging.within(Span(0, time.now_ms())).result(5).rows[0].id
    with pytest.raises(Refusal, match="没有权限"):
        desk.presence_judging.judge(check_id, "breach", "不在座位").result(5)
    desk.stop()

    desk = build_desk(Seat(tmp_path, time, role=Role.SUPERVISOR))
    desk.start(is_sending=False, is_ticking=False)
    with pytest.raises(Refusal, match="自己"):
        desk.presence_judging.judge(check_id, "breach", "不在座位").result(5)
    desk.people.folder = Folder("值班长 C", Role.SUPERVISOR)
    with pytest.raises(Refusal, match="依据"):
        desk.presence_judging.judge(check_id, "breach", " ").result(5)
    desk.presence_judging.judge(check_id, "breach", "调看大厅录像，不在座位").result(5)
    with pytest.raises(Refusal, match="已有人认定"):
        desk.presence_judging.judge(check_id, "excused", "改一下").result(5)

    found = desk.presence_judging.within(Span(0, time.now_ms())).result(5)
    assert (found.rows[0].state, found.rows[0].judged_by) == ("breach", "值班长 C")
    place = desk.store.place
    results = desk.ask(lambda: desk.read(lambda it: list(verify(it, place)))).result(20)
    assert [one for one in results if one.state == "failed"] == []
    desk.stop()


def test_a_change_of_the_rule_needs_right_reason_and_sense(tmp_path, time):
    """Out of bounds is named; off has an end."""
    desk = running(tmp_path, time)
    with pytest.raises(Refusal, match="没有权限"):
        desk.presence_judging.adopt(PresenceRule(), "试运行").result(5)
    desk.stop()
    desk = running(tmp_path, time, Role.SUPERVISOR)
    with pytest.raises(Refusal, match="白天最长间隔"):
        desk.presence_judging.adopt(PresenceRule(day_most_min=50), "试运行").result(5)
    with pytest.raises(Refusal, match="原因"):
        desk.presence_judging.adopt(PresenceRule(), "").result(5)
    with pytest.raises(Refusal, match="24 小时"):
        desk.presence_judging.pause(25 * 60, "检修").result(5)

    desk.presence_judging.adopt(PresenceRule(night_least_min=6), "试运行").result(5)
    desk.presence_judging.pause(30, "大厅检修").result(5)
    pass_time(desk, time, 29 * MINUTE)
    assert state(desk) == "paused"
    pass_time(desk, time, MINUTE)
    assert state(desk) == "shown"
    assert desk.snapshot.duty.presence.rule.night_least_min == 6
    desk.stop()


def test_the_leaders_channel_is_told_when_there_is_one(desk, time):
    """A message in the leader's group; problems are never offered that channel."""
    with RobotStandIn(time) as robot:
        leader = ChannelConfig("wecom", "带班领导", robot.wecom_address)
        desk.channels.add(leader, "leader").result(5)
        assert desk.snapshot.channels == ()
        pass_time(desk, time, 12 * MINUTE)
        pass_time(desk, time, 120_000)
        assert robot.wait_for(1)
        told = Event()
        desk.listen(lambda it: it.snapshot.duty.presence.told_words and told.set())
        desk.refresh().result(5)
        assert told.wait(5)

        assert "已通过“带班领导”通知" in desk.snapshot.duty.presence.told_words
        assert len(robot.received) == 1


def test_a_locked_screen_is_asked_on_and_unlocking_it_is_the_answer(desk, time):
    """Nothing is confirmed under a locked name; a seat nobody signed in at is asked nothing."""
    staff(desk)
    sit(desk, "值班员 A")
    desk.people.lock().result(5)
    pass_time(desk, time, 12 * MINUTE)
    assert state(desk) == "shown"
    with pytest.raises(Refusal, match="锁"):
        desk.presence.confirm().result(5)
    time.advance(5_000)
    desk.people.unlock(PIN).result(5)
    desk.ask(desk.tick).result(5)
    row = desk.presence_judging.within(Span(0, time.now_ms() + 1)).result(5).rows[0]
    assert (row.state, row.way) == ("confirmed", "work")
    desk.people.sign_out().result(5)
    pass_time(desk, time, 60 * MINUTE)
    assert state(desk) == "idle"


@pytest.mark.parametrize("start_at", [DAY_SHIFT_STARTS_AT, NIGHT])
def test_a_working_operator_is_asked_at_most_twice_an_hour_and_never_forgotten(start_at):
    """A thousand hours of work at random gaps below half an hour; no gap passes 40 minutes."""
    dice = random.Random(20261121)
    rule, second = PresenceRule(), 1000
    now = heard = worked = 0
    prompts: list[int] = []
    next_work = dice.randrange(29 * 60) * second
    drawn = rules.drawn_ms(rule, start_at, dice.randint)
    longest = 0
    while now < 1000 * rules.HOUR_MS:
        now += 20 * second
        if now >= next_work:
            worked = heard = now
            next_work = now + dice.randrange(60, 29 * 60) * second
            drawn = rules.drawn_ms(rule, start_at, dice.randint)
        recent = [now - at for at in prompts[-6:]]
        if rules.is_due(now - heard, drawn, now - worked, recent):
            longest = max(longest, now - heard)
            prompts.append(now)
            heard = now
            drawn = rules.drawn_ms(rule, start_at, dice.randint)

    assert len(prompts) > 20
    assert all(
        later - first >= rules.HOUR_MS for first, later in zip(prompts, prompts[2:], strict=False)
    )
    assert longest <= 40 * MINUTE


def test_draws_fill_their_whole_range_and_follow_day_and_night():
    """15 to 35 minutes by day, 12 to 25 at night, to the second, without a pattern."""
    dice, rule = random.Random(7), PresenceRule()
    day = [
        rules.drawn_ms(rule, DAY_SHIFT_STARTS_AT + 60 * MINUTE, dice.randint) for _ in range(4000)
    ]
    night = [rules.drawn_ms(rule, NIGHT, dice.randint) for _ in range(4000)]

    assert (min(day) // MINUTE, max(day) // MINUTE) == (15, 35)
    assert (min(night) // MINUTE, max(night) // MINUTE) == (12, 25)
    assert sum(first == second for first, second in pairwise(day)) < 20
