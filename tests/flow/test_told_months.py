"""Months told before a demo opens: people in shifts, months reported, gaps left for the clerk."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from duty_desk.bootstrap import build_desk, lock, open_house, parts_for, tell_history
from duty_desk.demo import HASHING, PIN, Demo, enter_people
from duty_desk.desk.people_care import PersonGiven
from duty_desk.desk.simulate import DAY_MS, SimulatedTime, Simulation
from duty_desk.desk.simulate_desk import Teller, ToldDesk
from duty_desk.desk.simulate_places import Places
from duty_desk.desk.simulate_reports import ReportStory
from duty_desk.desk.simulate_shifts import enter
from duty_desk.domain import period as periods
from duty_desk.domain.problem import beijing
from duty_desk.domain.report import TEXTS, ReportKind, ReportState, report_id
from duty_desk.domain.rights import Role
from duty_desk.domain.workdays import day_of
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.paths import bundled
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from tests.fakes.new_store import put_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from duty_desk.bootstrap import House
    from duty_desk.desk.desk import Desk

PEOPLE = (
    PersonGiven("管理员 E", Role.ADMINISTRATOR),
    PersonGiven("值班员 A", Role.OPERATOR),
    PersonGiven("值班员 B", Role.OPERATOR),
    PersonGiven("值班长 C", Role.SUPERVISOR),
    PersonGiven("内勤 D", Role.CLERK),
)
LENGTH_MS = 2 * DAY_MS + 3_600_000


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A data folder with two told days and an hour, kept by people."""
    house = open_house(tmp_path_factory.mktemp("months"))
    put_tables(house.data)
    held = lock(house)
    try:
        plan = Simulation(days=2, cameras=1, seed=1, into_day_ms=3_600_000, people=PEOPLE)
        assert plan.length_ms == LENGTH_MS
        tell_history(house, plan)
    finally:
        held.release()
    return house


@pytest.fixture(scope="module")
def desk(house: House) -> Iterator[Desk]:
    """The desk that opens after it, as the demo's."""
    desk = build_desk(house, hashing=HASHING)
    desk.start(is_sending=False, is_ticking=False)
    yield desk
    desk.stop()


def test_people_hand_the_seat_over_item_by_item_in_a_told_history(desk: Desk) -> None:
    """Each change of shift is a whole handover: signed, confirmed, punched and sealed."""
    handed = _rows(desk, "SELECT state, signed_at, ended_at FROM handover ORDER BY cut_at")
    shifts = _rows(desk, "SELECT name, started_at, ended_at FROM shift ORDER BY started_at")

    assert len(handed) in (3, 4, 5)
    assert {row[0] for row in handed} == {"accepted"}
    assert all(row[1] <= row[2] for row in handed)
    assert len(shifts) == len(handed) + 1
    assert all(a[2] == b[1] for a, b in pairwise(shifts))
    assert shifts[-1][2] is None


def test_what_time_alone_brings_is_told_too(desk: Desk) -> None:
    """Midnights are sealed, punches expected, and no round of a past window is left open."""
    occasions = {row[0] for row in _rows(desk, "SELECT occasion FROM checkpoint")}
    punches = {row[0] for row in _rows(desk, "SELECT state FROM punch")}
    open_rounds = _rows(
        desk,
        "SELECT id FROM round WHERE state IN ('running', 'paused') AND window_to_at <"
        " (SELECT max(recorded_at) FROM journal)",
    )

    assert occasions >= {"midnight", "handover"}
    assert "made" in punches
    assert open_rounds == []


def test_a_history_with_people_verifies_whole(house: House, desk: Desk) -> None:
    """Chain, spool and rebuild agree, and nothing was told after the story's end."""
    assert desk.people.all()
    with open_for_reading(house.place) as session:
        verdicts = verify(session, house.place)
    assert {one.state for one in verdicts} <= {"ok", "unanchored"}


def test_the_demo_goes_on_where_its_history_ends(desk: Desk) -> None:
    """Nobody is entered twice, everybody has the PIN, and who holds the seat sits there."""
    before = [one.id for one in desk.people.all()]
    holder = desk.shifts.current
    enter_people(desk)
    demo = Demo(bundled().resources, SystemTimeSource())
    demo.sit_down(desk)

    assert [one.id for one in desk.people.all()] == before
    assert len({one.name for one in desk.people.all()}) == len(PEOPLE)
    assert holder is not None
    assert desk.people.signed_in is not None
    assert desk.people.signed_in.id == holder.person_id
    assert desk.shifts.current == holder
    for person in desk.people.all():
        assert desk.people.check(person.id, PIN).result(10) == person


def test_the_roster_of_a_history_runs_on_beyond_today(desk: Desk) -> None:
    """Whoever opens the demo finds the coming weeks planned by the same rotation."""
    ((last,),) = _rows(desk, "SELECT max(day) FROM planned_shift")
    today = day_of(desk.time.now_ms())

    assert last >= (today + timedelta(days=40)).isoformat()


def test_months_begin_on_a_first_and_end_now() -> None:
    """So that whole months lie in the demo, whatever day it is opened on."""
    demo = Demo(bundled().resources, SystemTimeSource())
    demo.start()
    try:
        now = periods.day(date(2026, 3, 31)).from_at + 12_345
        past, yesterday = demo.past(2, now), demo.past(0, now)
    finally:
        demo.stop()

    assert now - past.length_ms == periods.month(2026, 1).from_at
    assert [one.role for one in past.people].count(Role.CLERK) == 1
    assert (yesterday.length_ms, yesterday.people) == (DAY_MS, ())


def test_every_told_month_but_the_newest_is_reported(tmp_path: Path) -> None:
    """January went out before ten, with its texts and files; February waits for the clerk."""
    january, february = periods.month(2026, 1), periods.month(2026, 2)
    until = february.to_at + 15 * DAY_MS
    with _told_desk(tmp_path, january.from_at, until) as (desk, tell):
        tell()
        subject = report_id(ReportKind.MONTHLY, january.from_at)
        detail = desk.reports.detail(subject).result()
        others = [one.id for one in desk.reports.listing().result()]

    assert others == [subject]
    assert detail.row.state is ReportState.DELIVERED
    assert beijing(detail.row.delivered_at or 0).strftime("%m-%d %H:%M") == "02-01 09:54"
    assert all(detail.texts[key] for key in TEXTS[ReportKind.MONTHLY])
    assert detail.approved_by == "值班长 C"
    assert detail.versions[0].number == "M2026-01-a"


@contextmanager
def _told_desk(
    data: Path, from_at: int, until: int
) -> Iterator[tuple[ToldDesk, Callable[[], None]]]:
    """A desk at `from_at` with people and the story of its reports, told by the second value."""
    put_tables(data)
    time = SimulatedTime(from_at)
    desk = ToldDesk(parts_for(open_house(data), time))
    events: list[tuple[int, Callable[[], None]]] = []
    desk.start(is_sending=False, is_ticking=False)
    enter(desk, PEOPLE)
    teller = Teller(
        desk=desk,
        at=lambda at, event: events.append((at, event)),
        places=Places((), (), 1),
        pictures=(),
        seed=1,
        until=until,
    )
    story = ReportStory(teller)

    def tell() -> None:
        for at in range(from_at, until, DAY_MS):
            story.plan_day(at)
        for at, event in sorted(events, key=lambda one: one[0]):
            time.set(at)
            event()

    try:
        yield desk, tell
    finally:
        desk.stop()


def _rows(desk: Desk, sql: str) -> list[tuple[Any, ...]]:
    def read(session: Session) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in session.connection().exec_driver_sql(sql)]

    return desk.ask(lambda: desk.read(read)).result()
