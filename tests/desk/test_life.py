"""The life of a desk: when it was off, what it says of trouble, how it ends."""

from __future__ import annotations

import dataclasses

import pytest

from duty_desk.desk.thread import DeskClosed
from duty_desk.domain.moment import Moment
from duty_desk.store import journal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.trouble import StoreTrouble
from tests.fakes.desk import build_desk, picked

HOUR = 3_600_000


def started_facts(seat) -> list[dict]:
    """What each start said."""
    with open_for_reading(seat.place) as session:
        entries = [journal.entry_of(row) for row in journal.rows(session)]
    return [dict(entry.facts) for entry in entries if entry.kind == "desk.started"]


def test_a_start_says_since_when_the_desk_was_off(seat):
    """The last sign of life, and whether the end before it was a regular one."""
    for _ in range(2):
        desk = build_desk(seat)
        desk.start(is_sending=False, is_ticking=False)
        desk.stop()
        ended_at = seat.time.now_ms()
        seat.time.advance(HOUR)

    first, second = started_facts(seat)
    assert (first["off_from"], first["was_clean"]) == (None, True)
    assert (second["off_from"], second["was_clean"]) == (ended_at - HOUR, True)


def test_a_killed_desk_is_told_from_a_stopped_one(seat):
    """Without a regular end the last heartbeat says since when."""
    killed = build_desk(seat)
    killed.start(is_sending=False, is_ticking=False)
    seat.time.advance(11_000)
    killed.ask(killed.tick).result(10)
    alive_at = seat.time.now_ms()
    seat.time.advance(5_000)
    killed._thread.stop()
    killed.store.close()
    again = build_desk(seat)
    again.start(is_sending=False, is_ticking=False)
    again.stop()

    assert started_facts(seat)[-1]["off_from"] == alive_at
    assert started_facts(seat)[-1]["was_clean"] is False


def test_a_new_boot_stands_in_the_record(seat):
    """Monotonic times of two boots are told apart."""
    for boot_id in ("boot-1", "boot-2"):
        desk = build_desk(dataclasses.replace(seat, boot_id=boot_id))
        desk.start(is_sending=False, is_ticking=False)
        desk.stop()

    assert [facts["boot_id"] for facts in started_facts(seat)] == ["boot-1", "boot-2"]


@pytest.mark.expected_log("store: ")
def test_a_start_that_fails_lets_go_of_everything(seat):
    """The refusal reaches whoever started it, and stopping afterwards is harmless."""
    desk = build_desk(seat)

    def refuse(_work):
        raise StoreTrouble("no")

    desk.store.write = refuse
    with pytest.raises(StoreTrouble):
        desk.start(is_sending=False, is_ticking=False)
    desk.stop()

    with pytest.raises(DeskClosed):
        desk.ask(lambda: None).result(5)


def test_stopping_a_desk_that_never_started_is_harmless(seat):
    """As when the window cannot be built."""
    build_desk(seat).stop()


def test_a_moment_without_a_table_is_recorded_all_the_same(desk, seat, camera_id):
    """Cases and meetings have no page yet; their moments are kept and sealed."""
    moment = Moment(kind="meeting.held", subject="meeting-1", facts={"seat": "1"})
    entry = desk.ask(lambda: desk.record(moment)).result(10)[0]
    desk.problems.find(picked(desk, camera_id)).result(10)
    with open_for_reading(seat.place) as session:
        kept = journal.entries_of(session, "meeting-1")

    assert [it.hash for it in kept] == [entry.hash]
