"""The search file: newest first by kind, short words too, and it may be lost at any time."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from duty_desk.store.search_file import NAME, Doc, SearchFile

NOUNS = ("camera", "problem", "log")
DOCS = (
    Doc("problem", "p1", 1, "1121-001 c017 中关村东路 店外经营"),
    Doc("problem", "p2", 2, "1121-002 c018 成府路 暴露垃圾 100%"),
    Doc("problem", "p3", 3, "1122-001 c017 中关村东路 暴露垃圾"),
    Doc("log", "l1", 4, "电话 中关村东路路灯不亮"),
)


@pytest.fixture
def file(tmp_path):
    """A file with a few records."""
    found = SearchFile(tmp_path, NOUNS)
    found.put(DOCS, {"1": (9, "aa")})
    yield found
    found.close()


def ids(file, noun, *words, limit=10):
    """What is found, by id; a word may have several spellings."""
    spelt = [word if isinstance(word, tuple) else (word,) for word in words]
    return [hit.id for hit in file.find(noun, file.question(spelt), limit).found]


def test_what_is_found_comes_newest_first_and_of_one_kind(file) -> None:
    """Numbers, codes, Chinese; all words must stand in it."""
    assert ids(file, "problem", "中关村") == ["p3", "p1"]
    assert ids(file, "problem", "1121-00") == ["p2", "p1"]
    assert ids(file, "problem", "c017", "暴露垃圾") == ["p3"]
    assert ids(file, "log", "中关村") == ["l1"]
    assert ids(file, "camera", "中关村") == []
    found = file.find("problem", file.question([("中关村",)]), 1)
    assert ([hit.id for hit in found.found], found.has_more) == (["p3"], True)


def test_words_too_short_for_trigrams_are_found_too(file) -> None:
    """Alone, beside a long one, and as one of several spellings."""
    assert ids(file, "problem", "垃") == ["p3", "p2"]
    assert ids(file, "problem", "店外") == ["p1"]
    assert ids(file, "problem", "中关村", "店外") == ["p1"]
    assert ids(file, "problem", ("店外", "成府路")) == ["p2", "p1"]
    assert ids(file, "problem", ("无此路名", "成府路")) == ["p2"]


def test_a_short_word_is_found_however_old_its_record_is_and_at_the_end_of_a_text(file) -> None:
    """One that begins only a few trigrams in all records, others in the newest ones."""
    old = [Doc("log", "old", 1000, "最早的一件是井盖")]
    old += [Doc("log", f"n{no}", 2000 + no * 1000, f"路{chr(0x4E00 + no)}坏") for no in range(90)]
    file.put(old)
    assert ids(file, "log", "井盖") == ["old"]
    assert ids(file, "log", "盖") == ["old"]
    assert ids(file, "log", "井盖", "最早") == ["old"]
    assert len(ids(file, "log", "路", limit=100)) == 91  # begins ninety trigrams and more
    assert ids(file, "log", "路", "井盖") == []
    assert ids(file, "log", "\ud7ff") == []


@pytest.mark.parametrize(
    "typed", ['"', "''", "100%", "a OR b", "NEAR(", "*", "中关村*", "-垃圾", "(("]
)
def test_no_sign_is_more_than_a_sign(file, typed) -> None:
    """Quotes, stars and words of the query language are looked for as they are."""
    assert ids(file, "problem", typed) == (["p2"] if typed == "100%" else [])


def test_a_record_that_changed_is_found_by_its_new_words_only(file) -> None:
    """And keeps its place among the others."""
    file.put([Doc("problem", "p1", 1, "1121-001 c017 共享单车")], {"1": (10, "bb")})

    assert ids(file, "problem", "店外经营") == []
    assert ids(file, "problem", "共享单车") == ["p1"]
    assert ids(file, "problem", "c017") == ["p3", "p1"]
    assert file.count() == len(DOCS)
    assert file.reached() == {"1": (10, "bb")}


def test_words_and_how_far_they_reach_are_kept_together_or_not_at_all(file, tmp_path) -> None:
    """A kill between them would lose a record for ever."""

    def docs():
        yield Doc("problem", "p4", 5, "1123-001 新的")
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        file.put(docs(), {"1": (11, "cc")})
    again = SearchFile(tmp_path, NOUNS)
    assert (again.reached(), again.count()) == ({"1": (9, "aa")}, len(DOCS))
    again.close()


def test_what_is_forgotten_is_forgotten_for_whoever_reads_as_well(file, tmp_path) -> None:
    """A reader that has the file open finds nothing any more, and then the new words."""
    reader = SearchFile(tmp_path, NOUNS)
    assert ids(reader, "problem", "中关村") == ["p3", "p1"]
    file.begin_anew()
    assert (ids(reader, "problem", "中关村"), reader.count(), file.reached()) == ([], 0, {})
    file.put([Doc("problem", "p9", 9, "中关村的另一件")], {"1": (1, "zz")})
    assert ids(reader, "problem", "中关村") == ["p9"]
    reader.close()


def test_a_damaged_file_or_one_of_another_version_is_begun_anew(tmp_path) -> None:
    """It holds nothing that cannot be read again."""
    (tmp_path / NAME).write_bytes(b"no database " * 400)
    file = SearchFile(tmp_path, NOUNS)
    assert file.reached() == {}
    file.put(DOCS, {"1": (9, "aa")})
    file.close()
    with closing(sqlite3.connect(tmp_path / NAME)) as tool:
        tool.execute("PRAGMA user_version = 99")
    file = SearchFile(tmp_path, NOUNS)
    assert (file.reached(), file.count()) == ({}, 0)
    file.close()
