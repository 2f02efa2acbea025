"""Verification: every change by another tool is found and the right place named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.desk.fault_views import Maintainer
from duty_desk.domain.hashchain import digest
from duty_desk.push.channel import ChannelConfig
from duty_desk.store import journal
from duty_desk.store.evidence import hash_file
from duty_desk.store.reading import open_for_reading
from duty_desk.store.rebuild import difference, rebuilt
from duty_desk.store.spool import Spool
from duty_desk.store.store import DATABASE, StorePlace
from duty_desk.store.tables import Table
from duty_desk.store.verify import verify
from duty_desk.vision.marks import Box
from tests.fakes.desk import MIGRATIONS, Seat, build_desk, keep_clip, picked, picture
from tests.fakes.time_source import FakeTimeSource
from tests.store.conftest import started
from tests.store.patrol_story import tell_patrols

if TYPE_CHECKING:
    from pathlib import Path

ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0f0f0f0f-1111-2222-3333-0f0f0f0f0f0f"
TOOTHLESS = "CREATE OR REPLACE FUNCTION journal_refuses()"
RECORDS = sorted(set(Table.metadata.tables) - {"camera_look", "heartbeat", "journal"})


def tell_a_story(desk) -> str:
    """Put something into every table; returns the problem's id."""
    camera_id = desk.snapshot.cameras[0].id
    desk.channels.add(ChannelConfig("wecom", "网格问题群", ROBOT)).result(10)
    found = desk.problems.find(picked(desk, camera_id)).result(10)
    desk.problems.mark(found.row.id, 1, [Box(10, 10, 60, 60)]).result(10)
    keep_clip(desk, found.row.id)
    desk.time.advance(200_000)
    desk.ask(desk.tick).result(10)
    desk.problems.describe(
        found.row.id, category="", description="垃圾桶满冒", unit="白塔庵社区"
    ).result(10)
    desk.problems.push(found.row.id, desk.snapshot.channels[0].id).result(10)
    desk.problems.copy(found.row.id).result(10)
    desk.problems.confirm(found.row.id).result(10)
    desk.problems.rectify(found.row.id, picture(200)).result(10)
    fault = FoundFault(
        camera_id=camera_id, found_at=desk.time.now_ms(), picked=picked(desk, camera_id)
    )
    fault_id = desk.faults.find(fault).result(10).row.id
    desk.faults.describe(fault_id, kind="signal", note="").result(10)
    desk.faults.set_maintainer(Maintainer(name="实创", phone="000-0001")).result(10)
    desk.faults.report([fault_id], Told(maintainer="实创")).result(10)
    desk.faults.repair(fault_id, "").result(10)
    tell_patrols(desk)
    return found.row.id


def verdicts(seat) -> dict[str, tuple[str, str]]:
    """State and place of every test of the record."""
    with open_for_reading(seat.place) as session:
        return {it.name: (it.state, it.where) for it in verify(session, seat.place)}


def failed(seat) -> dict[str, str]:
    """Where each test that failed found its fault."""
    return {name: where for name, (state, where) in verdicts(seat).items() if state == "failed"}


@pytest.fixture(scope="module")
def stories(request, tmp_path_factory):
    """Told once for each kind of store; every test changes a copy."""
    made: dict[str, Seat] = {}

    def told(kind: str) -> Seat:
        if kind not in made:
            server = request.getfixturevalue("server") if kind == "postgresql" else None
            url = server.new_database() if server else ""
            made[kind] = Seat(tmp_path_factory.mktemp(kind), FakeTimeSource(), url=url)
            desk = started(made[kind])
            tell_a_story(desk)
            desk.stop()
        return made[kind]

    return told


def copied(story: Seat, folder: Path, server=None) -> Seat:
    """A copy of a told story, to be harmed."""
    shutil.copytree(story.data, folder, dirs_exist_ok=True)
    url = server.new_database(like=story.url) if server else ""
    return Seat(folder, story.time, url=url)


@pytest.fixture(params=["sqlite", "postgresql"])
def told(request, stories, tmp_path):
    """A seat whose desk has told a story and stopped."""
    server = request.getfixturevalue("server") if request.param == "postgresql" else None
    return copied(stories(request.param), tmp_path, server)


@pytest.fixture
def told_file(stories, tmp_path):
    """The same over a database file."""
    return copied(stories("sqlite"), tmp_path)


def change(seat, *statements: str) -> None:
    """Change the store with another tool, its guards taken away and put back."""
    if seat.url:
        engine = create_engine(seat.url)
        with engine.begin() as connection:
            connection.execute(text("SET session_replication_role = replica"))
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()
        return
    with closing(sqlite3.connect(seat.data / DATABASE, isolation_level=None)) as tool:
        guards = tool.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
        for name, _ in guards:
            tool.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            tool.execute(statement)
        for _, made in guards:
            tool.execute(made)


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

    change(told, "DELETE FROM camera WHERE id = 'new'", "DELETE FROM clock_stage")
    assert failed(told)["rebuild"].startswith("clock_stage ")


def test_a_gap_in_the_numbers_is_found(told):
    """An entry taken out of the middle is missed by number, by link and by the spool."""
    change(told, "DELETE FROM journal WHERE seq = 6")
    places = failed(told)

    assert places["sequence"] == "journal 1 #6"
    assert places["chain"] == "journal 1 #7"
    assert places["completeness"] == "journal 1 #6"


def test_a_cut_tail_shows_in_the_spool(told):
    """The chain cannot see what is missing at its end; the spool can."""
    with open_for_reading(told.place) as session:
        last = session.execute(text("SELECT max(seq) FROM journal")).scalar()
    change(told, f"DELETE FROM journal WHERE seq > {last - 2}")
    found = verdicts(told)

    assert found["chain"][0] == "ok"
    assert found["completeness"] == ("failed", f"journal 1 #{last - 1}")


def test_a_missing_spool_is_never_ok(told):
    """Without the spool nothing vouches for the end of the journal."""
    shutil.rmtree(told.data / "spool")

    assert verdicts(told)["completeness"][0] == "unanchored"


def test_a_line_missing_in_the_spool_is_named(told):
    """Who takes a line out of the spool as well is seen too."""
    file = next(iter((told.data / "spool").glob("*.jsonl")))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:4] + lines[5:]))

    assert verdicts(told)["completeness"] == ("unanchored", "journal 1 #5")


@pytest.mark.parametrize(("old", "new"), [("垃圾桶满冒", "垃圾桶半满"), ('"seq":5', '"seq": 5')])
def test_a_changed_line_of_the_spool_is_named_unless_it_says_the_same(told_file, old, new):
    """Words changed in the spool alone are found; another spelling of the same is no change."""
    file = next(iter((told_file.data / "spool").glob("*.jsonl")))
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), "utf-8")

    place = failed(told_file).get("completeness", "")
    assert place.startswith("spool 1 #") is (old == "垃圾桶满冒")


@pytest.mark.parametrize("harm", ["changed", "truncated", "removed"])
def test_harm_to_an_evidence_picture_is_found(told_file, harm):
    """The file itself is named."""
    file = min((told_file.data / "evidence").glob("*/*.jpg"))
    content = file.read_bytes()
    if harm == "changed":
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif harm == "truncated":
        file.write_bytes(content[:-1])
    else:
        file.unlink()

    places = failed(told_file)
    assert places == {"attachments": f"evidence/{file.parent.name}/{file.name}"}


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


def test_a_broken_page_is_found(told_file):
    """Bytes written over a page of the database file."""
    file = told_file.data / DATABASE
    content = bytearray(file.read_bytes())
    with closing(sqlite3.connect(file)) as tool:
        page = tool.execute("SELECT rootpage FROM sqlite_master WHERE name='journal'").fetchone()[0]
    content[(page - 1) * 4096 : (page - 1) * 4096 + 64] = b"\xee" * 64
    file.write_bytes(bytes(content))

    assert "structure" in failed(told_file)


def test_verifying_changes_no_file(told_file):
    """Every file is the same before and after, and none is added."""

    def state():
        return {path: hash_file(path) for path in told_file.data.rglob("*") if path.is_file()}

    before = state()
    verdicts(told_file)

    assert state() == before


def test_a_copied_folder_without_key_and_settings_is_verified(told_file, tmp_path_factory):
    """A stranger needs database, spool and evidence, nothing else."""
    other = tmp_path_factory.mktemp("stick")
    shutil.copy(told_file.data / DATABASE, other)
    for name in ("spool", "evidence"):
        shutil.copytree(told_file.data / name, other / name)
    place = StorePlace(data=other, migrations=MIGRATIONS)
    with open_for_reading(place) as session:
        found = verify(session, place)

    assert [it.name for it in found if it.state == "failed"] == []


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
