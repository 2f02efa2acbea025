"""The journal: appended to, never changed, numbered without gaps."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from duty_desk.domain.hashchain import GENESIS, entry_hash
from duty_desk.domain.moment import Moment
from duty_desk.store import journal
from duty_desk.store.reading import open_for_reading
from tests.fakes.desk import Seat, build_desk, picked
from tests.fakes.time_source import FakeTimeSource

COPY = "SELECT seat, {seq}, kind, subject, body, body_hash, event_at, recorded_at, zone, mono,"
COPY += " boot_id, clock_state, actor, shift, app_version, prev_hash, {hash} FROM journal"
COPY += " WHERE seq = 1"


def tool(seat):
    """Another tool on the same database: it has none of our settings."""
    return create_engine(seat.place.address)


def entries(seat):
    """The whole journal, oldest first."""
    with open_for_reading(seat.place) as session:
        return [journal.entry_of(row) for row in journal.rows(session)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET actor = 'B' WHERE seq = 1",
        "DELETE FROM journal WHERE seq = 1",
        f"INSERT INTO journal {COPY.format(seq=99, hash=chr(39) + 'ab' + chr(39))}",
        f"INSERT INTO journal {COPY.format(seq=0, hash=chr(39) + 'ab' + chr(39))}",
    ],
    ids=["update", "delete", "gap", "before the first"],
)
def test_the_database_itself_refuses_to_change_the_journal(desk, seat, statement):
    """Any tool is refused: change, removal, a number out of sequence."""
    engine = tool(seat)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="journal"):
        connection.execute(text(statement))
    engine.dispose()


def test_replacing_an_entry_is_refused(file_desk, file_seat):
    """`INSERT OR REPLACE` does not walk around the guards, with or without our settings."""
    statement = f"INSERT OR REPLACE INTO journal {COPY.format(seq=1, hash='hash')}"
    engine = tool(file_seat)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="journal"):
        connection.execute(text(statement))
    engine.dispose()
    with pytest.raises(DBAPIError, match="journal"):
        file_desk.ask(
            lambda: file_desk.store.write(lambda unit: unit.session.execute(text(statement)))
        ).result(10)


def test_the_server_refuses_to_empty_the_journal(server, tmp_path):
    """TRUNCATE fires no row trigger; it has a guard of its own."""
    seat = Seat(tmp_path, FakeTimeSource(), url=server.new_database())
    desk = build_desk(seat)
    desk.start(is_sending=False, is_ticking=False)
    engine = tool(seat)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("TRUNCATE journal CASCADE"))
    engine.dispose()
    desk.stop()


def test_every_entry_links_to_the_one_before(desk, seat):
    """The first to nothing, each later one to the hash of its forerunner."""
    desk.problems.find(picked(desk, desk.snapshot.cameras[0].id)).result(10)
    found = entries(seat)

    assert [entry.seq for entry in found] == list(range(1, len(found) + 1))
    assert [entry.prev_hash for entry in found] == [GENESIS, *(it.hash for it in found[:-1])]
    assert all(entry.hash == entry_hash(entry) for entry in found)


def test_a_unit_that_fails_leaves_nothing(desk, seat):
    """Several moments stand together or not at all, rules and numbers included."""
    before = len(entries(seat))
    in_force = desk.store.rules.in_force

    def work(unit):
        contract = {**desk.store.contract.as_facts(), "title": "另一份合同"}
        unit.append(Moment(kind="contract.adopted", subject="x", facts={"contract": contract}))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.ask(lambda: desk.write(work)).result(10)

    assert len(entries(seat)) == before
    assert desk.store.rules.in_force == in_force
    desk.problems.find(picked(desk, desk.snapshot.cameras[0].id)).result(10)
    assert [entry.seq for entry in entries(seat)][-1] > before


@pytest.mark.expected_log("a listener failed")
def test_a_listener_that_fails_does_not_make_a_saved_problem_look_lost(file_desk):
    """Saved is saved, whatever a screen does with the news."""

    def fail(_happened):
        raise ZeroDivisionError

    file_desk.listen(fail)
    found = file_desk.problems.find(picked(file_desk, file_desk.snapshot.cameras[0].id)).result(10)

    assert found.row.number == "1121-001"


def test_a_floating_figure_is_refused(desk):
    """A fact without a single spelling cannot be sealed; nothing is written."""
    moment = Moment(kind="presence.confirmed", subject="x", facts={"share": 0.5})
    with pytest.raises(ValueError, match="float"):
        desk.ask(lambda: desk.record(moment)).result(10)
