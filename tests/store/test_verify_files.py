"""Verification: what was done to the files of a record is found; looking changes none of them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from duty_desk.store.evidence import hash_file
from duty_desk.store.reading import open_for_reading
from duty_desk.store.store import DATABASE, StorePlace
from duty_desk.store.verify import verify
from tests.fakes.desk import MIGRATIONS
from tests.store import told_story
from tests.store.told_story import change, failed, verdicts

stories, told, told_file = told_story.stories, told_story.told, told_story.told_file


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
