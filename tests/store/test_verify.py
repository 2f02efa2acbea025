"""Verification: every change of the record by another tool is found and the place named."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import create_engine, text

from duty_desk.domain.hashchain import digest
from duty_desk.store import journal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.rebuild import difference, rebuilt
from duty_desk.store.spool import Spool
from duty_desk.store.store import DATABASE
from duty_desk.store.tables import Table
from duty_desk.store.verify import verify
from tests.fakes.desk import MIGRATIONS, Seat, build_desk, picked
from tests.fakes.time_source import FakeTimeSource
from tests.store import told_story
from tests.store.conftest import started
from tests.store.told_story import change, copied, failed, verdicts

TOOTHLESS = "CREATE OR REPLACE FUNCTION journal_refuses()"
_NO_RECORDS = {"camera_look", "footage_person", "heartbeat", "hour_habit", "journal", "secret"}
# Of a table of keys alone there is no cell to change, only rows.
RECORDS = sorted(
    name
    for name, table in Table.metadata.tables.items()
    if name not in _NO_RECORDS and not all(one.primary_key for one in table.columns)
)
stories, told, told_file = told_story.stories, told_story.told, told_story.told_file


def test_an_untouched_store_passes(told):
    """Nothing is failed; what no paper anchors is never called ok."""
    found = verdicts(told)

    assert {name for name, (state, _) in found.items() if state == "failed"} == set()
    assert found["chain"][0] == found["rebuild"][0] == found["completeness"][0] == "ok"
    assert found["attachments"][0] == "ok"
    assert found["anchors"][0] == "unanchored"


COLUMNS = [column.name for column in Table.metadata.tables["journal"].columns]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_an_entry_is_sealed(told_file, column):
    """Whatever is changed in entry 5, the chain breaks at entry 5 (or where its number went)."""
    table = Table.metadata.tables["journal"]
    is_number = table.columns[column].type.python_type is int
    other = f"{column} + 1000" if is_number else f"{column} || 'x'"
    change(told_file, f"UPDATE journal SET {column} = {other} WHERE seq = 5")

    places = failed(told_file)
    where = {"seq": "journal 1 #1005", "seat": "journal 1 #6"}.get(column, "journal 1 #5")

    assert places["chain"] in (where, "journal 1 #6" if column in ("seq", "seat") else where)


def test_one_byte_of_a_journal_body_is_found(told):
    """A letter of what was written, changed in place: the entry is named."""
    change(
        told,
        "UPDATE journal SET body = replace(body, '垃圾', '垃极') WHERE body LIKE '%垃圾桶满冒%'",
    )

    place = failed(told)["chain"]
    assert place.startswith("journal 1 #")


def test_a_forged_entry_with_a_fitting_hash_breaks_the_next_link(told):
    """Who computes the hash of one entry anew still breaks the one after it, and the spool."""
    change(told, f"UPDATE journal SET hash = '{'ab' * 32}' WHERE seq = 5")
    places = failed(told)

    assert places["chain"] == "journal 1 #5"
    assert places["completeness"] == "journal 1 #5"


@pytest.mark.parametrize("table", RECORDS)
def test_one_cell_of_every_table_is_found(told, table):
    """Every table of records follows from the journal; a cell that does not is named."""
    columns = Table.metadata.tables[table].columns
    found = []
    with open_for_reading(told.place) as session:
        entries = [journal.entry_of(row) for row in journal.rows(session)]
    with rebuilt(entries, MIGRATIONS) as fresh:
        for column in columns:
            if column.primary_key or column.foreign_keys or column.unique:
                continue
            other = {
                int: f"COALESCE({column.name}, 0) + 7",
                str: f"{column.name} || '7'",
                bool: f"NOT {column.name}",
            }[column.type.python_type]
            key = next(iter(columns)).name
            row = f"{key} = (SELECT min({key}) FROM {table})"
            change(told, f"CREATE TABLE kept AS SELECT * FROM {table}")
            change(told, f"UPDATE {table} SET {column.name} = {other} WHERE {row}")
            with open_for_reading(told.place) as session:
                place = difference(session, fresh) or "not found"
            is_found = place.startswith(f"{table} ") and place.endswith(column.name)
            found.append((column.name, is_found))
            change(told, f"UPDATE {table} SET {column.name} = "
                         f"(SELECT {column.name} FROM kept WHERE kept.{key} = {table}.{key} "
                         f"LIMIT 1) WHERE {row}", "DROP TABLE kept")  # fmt: skip

    assert found
    assert [name for name, is_found in found if not is_found] == []


def test_a_row_put_in_or_taken_away_is_found(told):
    """A camera nobody recorded, and a stage that somebody removed."""
    rest = "name, alias, community, unit, maintainer, sealed_main, sealed_sub, masked_address"
    change(
        told,
        f"INSERT INTO camera SELECT 'new', 'C999', {rest}, details, 9, state, lost_at FROM camera",
    )
    assert failed(told)["rebuild"] == "camera new: +"

    kept = "CREATE TABLE kept AS SELECT * FROM roster_day"
    change(told, "DELETE FROM camera WHERE id = 'new'", kept, "DELETE FROM roster_day")
    assert failed(told)["rebuild"].startswith("roster_day ")

    change(told, "INSERT INTO roster_day SELECT * FROM kept", "DROP TABLE kept")
    change(told, "DELETE FROM clock_stage")
    assert failed(told)["rebuild"].startswith("clock_stage ")


def test_a_gap_in_the_numbers_is_found(told):
    """An entry taken out of the middle is missed by number, by link and by the spool."""
    change(told, "DELETE FROM journal WHERE seq = 6")
    places = failed(told)

    assert places["sequence"] == "journal 1 #6"
    assert places["chain"] == "journal 1 #7"
    assert places["completeness"] == "journal 1 #6"


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER journal_keeps_entries", "journal_keeps_entries"),
        ("DROP TRIGGER journal_counts_on", "journal_counts_on"),
        (
            "CREATE TRIGGER quietly AFTER INSERT ON journal BEGIN SELECT 1; END",
            "quietly",
        ),
    ],
)
def test_a_trigger_removed_or_added_is_found(told_file, statement, name):
    """The guards of the journal must stand, these and no others."""
    with closing(sqlite3.connect(told_file.data / DATABASE, isolation_level=None)) as tool:
        tool.execute(statement)

    assert failed(told_file) == {"structure": name}


def test_a_trigger_of_the_right_name_that_does_nothing_is_found(told_file):
    """It is the text that counts, not the name."""
    with closing(sqlite3.connect(told_file.data / DATABASE, isolation_level=None)) as tool:
        tool.execute("DROP TRIGGER journal_loses_nothing")
        tool.execute(
            "CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal BEGIN SELECT 1; END"
        )

    assert failed(told_file) == {"structure": "journal_loses_nothing"}


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("ALTER TABLE journal DISABLE TRIGGER journal_counts_on", "journal_counts_on"),
        ("DROP TRIGGER journal_loses_nothing ON journal", "journal_loses_nothing"),
        (
            f"{TOOTHLESS} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            "journal_keeps_entries",
        ),
    ],
    ids=["switched off", "dropped", "made toothless"],
)
def test_a_guard_of_the_server_that_no_longer_guards_is_found(
    server, stories, tmp_path, statement, name
):
    """There and enabled, and its function still refuses."""
    seat = copied(stories("postgresql"), tmp_path, server)
    engine = create_engine(seat.url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()

    assert failed(seat) == {"structure": name}


def test_verify_works_beside_a_running_desk(file_desk, file_seat):
    """The desk writes on while the record is read; neither disturbs the other."""
    camera_id = file_desk.snapshot.cameras[0].id
    with open_for_reading(file_seat.place) as session:
        session.execute(text("SELECT count(*) FROM journal")).scalar()
        file_desk.problems.find(picked(file_desk, camera_id)).result(10)
        found = verify(session, file_seat.place)

    assert [it.name for it in found if it.state == "failed"] == []
    assert Spool(file_seat.data / "spool").newest("1") == file_desk.ask(
        file_desk.store.count
    ).result(5)


def test_a_body_that_is_other_json_is_named_not_tripped_over(told_file):
    """A forger who keeps body and its hash in step still breaks the entry's own hash."""
    for body in ("[]", "null", '{"facts":[],"reason":"","source":"key"}', "7"):
        change(
            told_file,
            f"UPDATE journal SET body = '{body}', body_hash = '{digest(body)}' WHERE seq = 7",
        )
        places = failed(told_file)

        assert places["chain"] == "journal 1 #7", json.dumps(body)


def test_two_seats_of_one_store_are_built_again_together(server, tmp_path):
    """The chains are apart, the records one: cameras of the first, problems of the second."""
    url, time = server.new_database(), FakeTimeSource()
    first = Seat(tmp_path / "a", time, url=url)
    second = Seat(tmp_path / "b", time, url=url, number="2")
    for one in (first, second):
        one.data.mkdir()
    desk = started(first)
    other = build_desk(second)
    time.advance(1000)
    other.start(is_sending=False, is_ticking=False)
    other.problems.find(picked(other, other.snapshot.cameras[0].id)).result(10)
    time.advance(200_000)
    for one in (desk, other):
        one.ask(one.tick).result(10)
        one.stop()

    for one in (first, second):
        found = verdicts(one)
        assert [name for name, (state, _) in found.items() if state == "failed"] == []
        assert found["rebuild"][0] == "ok"
    # The first seat has not the pictures of the second, and does not pretend to.
    assert verdicts(first)["attachments"][0] == "unanchored"
    assert verdicts(second)["attachments"][0] == "ok"
