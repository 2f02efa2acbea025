"""A problem that the store would not take: its clock runs on screen, warns, and goes on as one."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.problems import KeptAside
from duty_desk.desk.rest import Rest
from duty_desk.desk.thread import DeskThread
from duty_desk.language import Refusal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.spool import Spool
from duty_desk.store.store import DATABASE
from duty_desk.store.trouble import StoreTrouble
from duty_desk.store.verify import verify
from tests.fakes.desk import build_desk, picked
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.alarms import Alarm
    from duty_desk.desk.desk import Desk
    from tests.fakes.desk import Seat

pytestmark = pytest.mark.expected_log("store: ")
MINUTE = 60_000


@contextmanager
def store_away(desk: Desk, seat: Seat) -> Iterator[None]:
    """Another program holds the database; this one soon gives up waiting for it."""

    def hurry() -> None:
        desk.store.read(lambda session: session.connection().exec_driver_sql(BUSY))

    desk.ask(hurry).result(5)
    with closing(sqlite3.connect(seat.data / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


BUSY = "PRAGMA busy_timeout=20"


def found_aside(desk: Desk, camera_id: str) -> int:
    """F8 while the store is away; the instant of the key."""
    found_at = desk.time.now_ms()
    with pytest.raises(KeptAside, match="复制图文"):
        desk.problems.find(picked(desk, camera_id)).result(10)
    return found_at


def heard(desk: Desk) -> list[Alarm]:
    """The alarms from now on."""
    alarms: list[Alarm] = []
    desk.alarm_listen(alarms.append)
    return alarms


def tick(desk: Desk, later_ms: int) -> None:
    """Let the desk look at the time a while later."""
    desk.time.advance(later_ms)
    desk.ask(desk.tick).result(10)


@pytest.fixture
def still_desk(desk):
    """The desk without its own tick, which would come in between."""
    desk._thread._is_ticking = False
    return desk


def test_its_clock_runs_on_a_card_from_the_press_of_the_key(still_desk, seat, camera_id):
    """The card says that it is kept aside, what it is about, and when it is due."""
    with store_away(still_desk, seat):
        found_at = found_aside(still_desk, camera_id)
        (card,) = still_desk.snapshot.clocks

        assert (card.push_state, card.headline) == ("aside", "C046 白塔庵-桶站 · 待分类")
        assert (card.started_at, card.due_at) == (found_at, found_at + 5 * MINUTE)
        assert not card.is_breached
        assert "F8 的 1 个问题已另存" in still_desk.snapshot.store_words


def test_it_warns_at_its_stages_and_never_twice(still_desk, seat, camera_id):
    """At 3, 4 and 5 minutes while the store is away; silence when the store has caught up."""
    alarms = heard(still_desk)
    with store_away(still_desk, seat):
        found_aside(still_desk, camera_id)
        for later_ms in (3 * MINUTE, 1000, MINUTE, 1000, MINUTE, 1000):
            tick(still_desk, later_ms)
        assert [alarm.level for alarm in alarms] == ["attention", "urgent", "breach"]
        (away,) = still_desk.snapshot.clocks
    tick(still_desk, 11_000)
    tick(still_desk, 1000)

    (back,) = still_desk.snapshot.clocks
    assert (back.id, back.started_at, back.due_at) == (away.id, away.started_at, away.due_at)
    assert (back.push_state, back.is_breached) == ("", True)
    assert len(alarms) == 3
    assert Spool(seat.data / "spool").pending() == ()
    with open_for_reading(seat.place) as session:
        assert [it for it in verify(session, seat.place) if it.state == "failed"] == []


def test_a_clock_that_ran_before_warns_while_the_store_is_away(still_desk, seat, camera_id):
    """An alarm that cannot be recorded now is heard now and recorded later, once."""
    still_desk.problems.find(picked(still_desk, camera_id)).result(10)
    alarms = heard(still_desk)
    tick(still_desk, 3 * MINUTE)
    with store_away(still_desk, seat):
        tick(still_desk, MINUTE)
        assert [alarm.level for alarm in alarms] == ["attention", "urgent"]
    tick(still_desk, 11_000)
    tick(still_desk, 1000)

    assert len(alarms) == 2
    kinds = [line.kind for line in still_desk.snapshot.journal]
    assert kinds.count("clock.warned") == 2


def test_it_can_be_copied_but_not_opened(still_desk, seat, camera_id):
    """Text and card are made of what is known; the form waits for the store, and says so."""
    with store_away(still_desk, seat):
        found_aside(still_desk, camera_id)
        problem_id = still_desk.snapshot.clocks[0].subject
        preview = still_desk.problems.copy(problem_id).result(10)
        assert still_desk.snapshot.clocks[0].push_state == "aside_copied"
        with pytest.raises(KeptAside, match="已另存"):
            still_desk.problems.detail(problem_id).result(10)

    assert "点位：C046 白塔庵-桶站（白塔庵社区）" in preview.text
    assert preview.card.startswith(b"\xff\xd8")
    tick(still_desk, 11_000)
    assert still_desk.problems.detail(problem_id).result(10).row.state == "found"


@pytest.fixture
def time():
    """A clock of the test's."""
    return FakeTimeSource()


def test_after_a_slow_failure_the_store_is_left_alone_for_a_while(time):
    """The next attempt fails at once with the same words; later it is tried again."""
    rest, tried = Rest(time), []

    def attempt(*, took_ms: int) -> None:
        with rest.attempt():
            tried.append(took_ms)
            time.advance(took_ms)
            raise StoreTrouble("away")

    for took_ms in (10, 5000, 1):
        with pytest.raises(StoreTrouble, match="away"):
            attempt(took_ms=took_ms)
    assert tried == [10, 5000]
    time.advance(10_000)
    with rest.attempt():
        tried.append(0)
    assert tried == [10, 5000, 0]


def test_ticks_that_take_longer_than_their_pause_do_not_starve_the_commands():
    """What is asked meanwhile is done between two of them."""
    never = threading.Event()
    thread = DeskThread(lambda: never.wait(0.02) and None, tick_ms=1)
    thread.start()

    assert thread.ask(lambda: "done").result(5) == "done"
    assert thread.stop()


def test_the_operators_word_stops_its_clock_at_the_key(still_desk, seat, camera_id):
    """Copied and confirmed while the store is away: met, though the store came back too late."""
    with store_away(still_desk, seat):
        found_aside(still_desk, camera_id)
        problem_id = still_desk.snapshot.clocks[0].subject
        with pytest.raises(Refusal, match="还没有复制"):
            still_desk.problems.confirm_aside(problem_id).result(10)
        still_desk.problems.copy(problem_id).result(10)
        tick(still_desk, 2 * MINUTE)
        still_desk.problems.confirm_aside(problem_id).result(10)
        assert still_desk.snapshot.clocks == ()
        tick(still_desk, 20 * MINUTE)
    tick(still_desk, 11_000)
    tick(still_desk, 1000)

    row = still_desk.problems.detail(problem_id).result(10).row
    assert (row.state, row.push_state) == ("pushed", "confirmed")
    assert (row.push_ms, row.verdict) == (2 * MINUTE, "met")
    assert still_desk.snapshot.clocks == ()
    with open_for_reading(seat.place) as session:
        assert [it for it in verify(session, seat.place) if it.state == "failed"] == []


@pytest.mark.expected_log("spool: 2 waiting lines")
def test_a_line_nobody_can_read_is_put_by_and_the_desk_starts(desk, seat):
    """A waiting line without its facts holds up neither the others nor the start."""
    spool = desk.store.spool
    desk.stop()
    hollow = {"kind": "problem.found", "subject": "x", "facts": {}, "event_at": 1}
    lines = [{**hollow, "source": "key", "actor": "", "reason": ""}, {"kind": 1}]
    waiting = seat.data / "spool" / "pending.jsonl"
    waiting.write_text("\n".join(map(json.dumps, lines)) + "\n")
    again = build_desk(seat)
    again.start(is_sending=False, is_ticking=False)
    again.stop()

    assert spool.pending() == ()
    assert len((seat.data / "spool" / "unread.jsonl").read_text().splitlines()) == 2
