"""What questions are answered from: the index of their days or subjects, never all there ever was.

Stores keep no statistics, so the plans of an empty store are those of ten years of records.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from duty_desk.domain import period as periods
from duty_desk.domain.rights import Role
from duty_desk.domain.workdays import day_of
from duty_desk.store import clock, tallies, timeline
from duty_desk.store.engine import reading_engine, sqlite_url
from duty_desk.store.store import DATABASE
from tests.fakes.desk import Seat, build_desk, camera
from tests.fakes.time_source import FakeTimeSource

# They grow with every hour of the desk; what is few (cameras, rounds of a year) may be scanned.
LARGE = ("clock", "clock_stage", "journal", "presence", "problem", "push", "shot", "visit")
SPAN = (1_000, 2_000)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A running desk of a supervisor with one camera and no records yet."""
    seat = Seat(tmp_path_factory.mktemp("desk"), FakeTimeSource(), role=Role.SUPERVISOR)
    running = build_desk(seat)
    running.start(is_sending=False)
    running.cameras.add([camera()]).result(5)
    yield running
    running.stop()


@contextmanager
def asked():
    """Collects the reading statements that are made meanwhile, with their values."""
    found = []

    def keep(_connection, _cursor, statement, values, _context, _many):
        if statement.startswith("SELECT"):
            found.append((statement, values))

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", keep)


def plans(desk, found):
    """Statement and steps of the plan that SQLite makes for each."""
    with closing(sqlite3.connect(desk.store.place.data / DATABASE)) as file:
        for statement, values in found:
            steps = file.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            yield statement, [step[3] for step in steps]


def plan(desk, question):
    """The steps of all statements of a question."""
    engine = reading_engine(sqlite_url(desk.store.place.data / DATABASE))
    with Session(engine) as session, asked() as found:
        question(session)
    engine.dispose()
    return [step for _, steps in plans(desk, found) for step in steps]


def test_a_review_reads_no_table_whole(desk):
    """Figures, lanes, bars and queue of a day go through an index of every table that grows."""
    day = periods.day(day_of(desk.time.now_ms()))
    with asked() as found:
        desk.review.figures(day).result(10)
        desk.review.charts(day).result(10)
        desk.review.queue(day).result(10)
    whole = [
        (step, statement)
        for statement, steps in plans(desk, found)
        for step in steps
        if step.startswith(tuple(f"SCAN {name}" for name in LARGE)) and "min(" not in statement
    ]

    assert len(found) > 60
    assert whole == []


@pytest.mark.parametrize(
    "question",
    [
        lambda session: clock.by_subject(session, "problem.push", ["a", "b"]),
        lambda session: clock.of_subjects(session, ["a", "b"]),
        lambda session: timeline.problems(session, SPAN, "problem.push"),
        lambda session: timeline.faults(session, SPAN, "fault.report"),
    ],
)
def test_clocks_of_records_are_found_by_their_subject(desk, question):
    """A rule has tens of thousands of clocks: they are never gone through for one record."""
    steps = [step for step in plan(desk, question) if " clock " in f"{step} "]

    assert len(steps) == 1
    assert "ix_clock_subject (subject=?)" in steps[0]


@pytest.mark.parametrize(
    "question",
    [
        lambda session: tallies.clocks(session, "problem.push", SPAN),
        lambda session: tallies.problems(session, SPAN),
    ],
)
def test_tallies_are_counted_from_an_index_alone(desk, question):
    """Counting a year touches no record."""
    steps = [step for step in plan(desk, question) if step.startswith(("SEARCH", "SCAN"))]

    assert steps
    assert all("COVERING INDEX" in step and "_at>? AND" in step for step in steps)


def test_a_state_is_no_way_to_the_records_of_a_day(desk):
    """Half of all problems are in one state; those of a day are found by the day."""
    problems = plan(desk, lambda session: tallies.problems_with_after(session, SPAN, ("verified",)))
    checks = plan(desk, lambda session: tallies.unanswered(session, SPAN))

    assert any(step.startswith("SEARCH problem") and "found_at>?" in step for step in problems)
    assert any(step.startswith("SEARCH presence") and "prompted_at>?" in step for step in checks)
