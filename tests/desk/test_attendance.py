"""Punches at the desk: made, late, missing, explained, judged, corrected, compared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from duty_desk.desk.shift_systems import ROTATIONS
from duty_desk.domain.moment import Moment
from duty_desk.domain.rights import Role
from duty_desk.domain.roster import OFFICE, Laying
from duty_desk.domain.workdays import instant
from duty_desk.language import Refusal
from duty_desk.store.verify import verify
from tests.desk.test_roster import TODAY, enter_people
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.desk import Desk

NIGHT = "2026-11-21/1/night"
MINUTE_MS = 60_000


@pytest.fixture
def time() -> FakeTimeSource:
    """14:00 in Beijing."""
    return FakeTimeSource(instant(TODAY, 14 * 60))


@pytest.fixture
def desk(tmp_path, time) -> Iterator[Desk]:
    """A supervisor's desk; 值班员 A and B have tonight's shift."""
    running = build_desk(Seat(tmp_path, time, role=Role.SUPERVISOR))
    running.start(is_sending=False, is_ticking=False)
    enter_people(running)
    running.roster.change(NIGHT, ["a", "b"]).result(5)
    yield running
    running.stop()


def punch(desk: Desk, person: str, kind: str, at: int | None = None):
    """Punch now, or at another time."""
    when = desk.time.now_ms() if at is None else at
    work = lambda: desk.write(  # noqa: E731
        lambda unit: desk.attendance.punch(unit, person, when, kind)
    )
    return desk.ask(work).result(5)


def go_to(desk: Desk, day: date, minute: int) -> None:
    """Let time pass until then, with a look of the desk each hour."""
    until = instant(day, minute)
    while desk.time.now_ms() < until:
        desk.time.advance(min(60 * MINUTE_MS, until - desk.time.now_ms()))
        desk.ask(desk.tick).result(5)
    desk.time.advance(MINUTE_MS)
    desk.ask(desk.tick).result(5)


def states(desk: Desk) -> dict[str, str]:
    """What became of tonight's punches."""
    found = desk.attendance.month("2026-11").result(5).punches
    return {f"{one.person_id} {one.kind}": one.state for one in found}


def test_a_night_is_punched_missed_explained_and_counted(desk):
    """A comes in time, B twenty minutes late and never leaves: one late, one missing, told."""
    go_to(desk, TODAY, 19 * 60 + 5)
    assert states(desk) == dict.fromkeys(("a on", "b on", "a off", "b off"), "expected")
    go_to(desk, TODAY, 19 * 60 + 54)
    punch(desk, "a", "on")
    go_to(desk, TODAY, 20 * 60 + 19)
    punch(desk, "b", "on")
    go_to(desk, date(2026, 11, 22), 8 * 60 + 29)
    punch(desk, "a", "off")
    go_to(desk, date(2026, 11, 22), 13 * 60)

    assert states(desk) == {"a on": "made", "b on": "late", "a off": "made", "b off": "missing"}
    month = desk.attendance.month("2026-11").result(5)
    assert (month.team.counted_missing, month.team.counted_off_time) == (1, 1)
    assert [line.count for line in month.thresholds] == [1, 1]
    missing = next(one for one in month.punches if one.state == "missing")
    month = desk.attendance.report(missing.id, "接班后急诊，已电话报街道").result(5)
    assert (month.team.counted_missing, month.team.waiting) == (0, 1)
    month = desk.attendance.judge(missing.id, is_excused=False, words="没有证明").result(5)
    assert month.team.counted_missing == 1
    place = desk.store.place
    found = desk.ask(lambda: desk.read(lambda session: verify(session, place))).result(20)
    assert [it.name for it in found if it.state == "failed"] == []


def test_a_correction_is_a_request_that_a_supervisor_grants(desk):
    """The punch is set by the decision, not by the request."""
    go_to(desk, date(2026, 11, 22), 13 * 60)
    off = next(
        one
        for one in desk.attendance.month("2026-11").result(5).punches
        if (one.person_id, one.kind) == ("b", "off")
    )
    claimed = instant(date(2026, 11, 22), 8 * 60 + 31)
    month = desk.attendance.ask_correction(off.id, claimed, "当时网络断了").result(5)
    assert [one.claimed_at for one in month.corrections] == [claimed]
    assert states(desk)["b off"] == "missing"
    with pytest.raises(Refusal, match="没有重复提交"):
        desk.attendance.ask_correction(off.id, claimed, "再来一次").result(5)
    done = desk.attendance.decide_correction(month.corrections[0].id, is_granted=True).result(5)

    assert states(desk)["b off"] == "made"
    assert done.corrections == ()
    assert next(one for one in done.punches if one.id == off.id).how == "补卡"


def test_punches_of_the_past_and_the_future_are_refused(desk):
    """Two minutes ahead, ten minutes back."""
    with pytest.raises(Refusal, match="在将来"):
        punch(desk, "a", "on", desk.time.now_ms() + 2 * MINUTE_MS)
    with pytest.raises(Refusal, match="补卡申请"):
        punch(desk, "a", "on", desk.time.now_ms() - 10 * MINUTE_MS)


def test_of_several_goings_the_last_counts_and_coming_is_punched_once(desk):
    """A slip of the key is mended by the real punch; a second coming by key is refused."""
    go_to(desk, TODAY, 19 * 60 + 54)
    punch(desk, "a", "on")
    now = desk.time.now_ms()
    again = lambda unit: desk.attendance.punch(unit, "a", now, "on", "key")  # noqa: E731
    with pytest.raises(Refusal, match="已经打过"):
        desk.ask(lambda: desk.write(again)).result(5)
    go_to(desk, date(2026, 11, 22), 6 * 60)
    punch(desk, "a", "off")
    assert states(desk)["a off"] == "early"
    go_to(desk, date(2026, 11, 22), 8 * 60 + 30)
    punch(desk, "a", "off")

    assert states(desk)["a off"] == "made"


def test_somebody_outside_the_roster_punches_beside_it(desk):
    """It is kept, said to be unplanned, and counts nowhere."""
    punch(desk, "c", "on")
    month = desk.attendance.month("2026-11").result(5)

    assert [one.state_words for one in month.punches if one.person_id == "c"] == ["不在排班内"]
    assert month.team.expected == 0


def test_a_roster_changed_after_the_punch_was_expected_asks_nobody(desk):
    """B is taken out of the shift while it runs: his punch is not missing."""
    go_to(desk, TODAY, 21 * 60)
    desk.roster.change(NIGHT, ["a"]).result(5)
    go_to(desk, date(2026, 11, 22), 13 * 60)
    month = desk.attendance.month("2026-11").result(5)

    assert {one.person_id: one.judged for one in month.punches}["b"] == "excused"
    assert month.team.counted_missing == 2  # a came and went without a punch


def test_a_jumped_clock_is_said_beside_the_punch(desk):
    """Setting the clock before punching leaves a mark."""
    desk.time.set_wall(instant(TODAY, 19 * 60 + 50))
    desk.ask(desk.tick).result(5)
    punch(desk, "a", "on")
    found = desk.attendance.month("2026-11").result(5).punches

    assert next(one for one in found if one.person_id == "a").note == "打卡时电脑时钟有跳变"


def test_the_clients_file_is_compared_and_differences_marked(desk, tmp_path):
    """Ours and theirs within ten minutes agree; unknown names and wrong times are told by row."""
    go_to(desk, TODAY, 19 * 60 + 54)
    punch(desk, "a", "on")
    go_to(desk, date(2026, 11, 22), 8 * 60 + 29)
    punch(desk, "a", "off")
    go_to(desk, date(2026, 11, 22), 12 * 60)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["考勤机导出"])
    sheet.append(["工号", "姓名", "打卡时间"])
    for row in (
        ("1", "值班员 A", "2026-11-21 19:58:10"),
        ("1", "值班员Ａ", "2026-11-22 08:30"),
        ("2", "值班员 B", "2026-11-21 20:01:00"),
        ("9", "没有这人", "2026-11-21 20:01:00"),
        ("2", "值班员 B", "昨天"),
        ("2", "值班员 B", "2027-01-01 08:00"),
    ):
        sheet.append(row)
    file = tmp_path / "街道打卡.xlsx"
    book.save(file)
    found = desk.attendance.load(file).result(5)
    assert len(found.punches) == 3
    assert [line.split("：")[0] for line in found.mistakes] == [
        f"“Sheet”第 {n} 行" for n in (7, 6, 8)
    ]
    month = desk.attendance.take_over(found).result(5)

    assert month.client_punches == 3
    assert [line.words for line in month.differences] == [
        "值班员 B：街道记录 11-21 20:01 打卡，本程序没有"
    ]


def test_own_punches_are_judged_by_somebody_else(desk):
    """A supervisor who is on the roster cannot excuse their own missing punch."""
    go_to(desk, date(2026, 11, 22), 13 * 60)
    punch_id = f"{NIGHT}/a/on"
    secret = "13572468"

    def sign_in() -> None:
        person = Moment(
            kind="person.changed",
            subject="a",
            facts={"name": "值班员 A", "role": "supervisor", "confidentiality_signed_on": None},
        )
        desk.record(person)

    desk.ask(sign_in).result(5)
    desk.people.set_secret("a", secret).result(10)
    desk.people.sign_in("a", secret).result(10)

    with pytest.raises(Refusal, match="自己的考勤"):
        desk.attendance.judge(punch_id, is_excused=True, words="我忘了").result(5)


def test_office_seats_are_reminded_ten_minutes_before_and_after_going_home(desk):
    """08:50 and 17:35, whoever has not punched; seats of 24 hours never."""
    monday = date(2026, 11, 23)
    rotation = next(one for one in ROTATIONS if one.id == "office")
    days = {"starts_on": monday, "from_on": monday, "to_on": monday}
    laying = Laying(rotation=rotation, crews=(("c",),), seat=OFFICE, leaders={}, **days)
    desk.roster.adopt(desk.roster.propose(laying).result(5)).result(5)
    said = []
    for minute in (8 * 60, 8 * 60 + 51, 9 * 60, 17 * 60 + 33, 17 * 60 + 36):
        go_to(desk, monday, minute)
        found = desk.attendance.reminder().result(5)
        said.append(found.words if found else "")
    assert [bool(words) for words in said] == [False, True, False, False, True]
    assert "值班长 C" in said[1]


def test_missing_punches_that_nobody_explained_are_handed_on(desk):
    """One item a person for the supervisor, gone when it was explained."""
    go_to(desk, date(2026, 11, 22), 13 * 60)

    def items() -> list[tuple[str, str]]:
        work = lambda: desk.read(lambda it: desk.open_items.all(it, desk.time.now_ms()))  # noqa: E731
        found = desk.ask(work).result(5)
        return [(one.noun, one.title) for one in found if one.noun == "punch"]

    assert items() == [("punch", "值班员 A 缺卡 2 次"), ("punch", "值班员 B 缺卡 2 次")]
    for kind in ("on", "off"):
        desk.attendance.report(f"{NIGHT}/a/{kind}", "当时网络断了，已电话说明").result(5)

    assert items() == [("punch", "值班员 B 缺卡 2 次")]
