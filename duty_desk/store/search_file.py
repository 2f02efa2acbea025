"""The file that search looks into: the words of records, beside the store and no record itself.

It is filled from the journal by entry number and kept in a file of its own, so that finding a
problem (F8) never waits for it and `verify` knows nothing of it. Thrown away, it fills itself
again. It works alike beside SQLite and PostgreSQL: each seat keeps its own.

FTS5 with trigrams finds three characters and more; shorter words are looked for in the newest
records alone. The number of a row tells its kind and its age: newest first costs no sorting.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

NAME = "search.sqlite3"
_VERSION = 1  # as the last line of the schema says
_SHORT = 3  # characters a trigram needs
_KIND_BITS = 40  # rows of one kind: more than anybody writes
_LOOKED_AT = 30_000  # newest records of a kind, for words too short for trigrams
_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS doc (
    no INTEGER PRIMARY KEY, noun TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL,
    text TEXT NOT NULL, UNIQUE (noun, id)
);
CREATE TABLE IF NOT EXISTS reached (
    seat TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL
);
CREATE VIRTUAL TABLE IF NOT EXISTS words
    USING fts5(text, content='doc', content_rowid='no', tokenize='trigram');
CREATE TRIGGER IF NOT EXISTS doc_in AFTER INSERT ON doc BEGIN
    INSERT INTO words(rowid, text) VALUES (NEW.no, NEW.text);
END;
CREATE TRIGGER IF NOT EXISTS doc_new AFTER UPDATE OF text ON doc BEGIN
    INSERT INTO words(words, rowid, text) VALUES ('delete', OLD.no, OLD.text);
    INSERT INTO words(rowid, text) VALUES (NEW.no, NEW.text);
END;
PRAGMA user_version = 1;
COMMIT;
"""
_FORGETTING = (
    "DELETE FROM doc",
    "INSERT INTO words(words) VALUES ('delete-all')",
    "DELETE FROM reached",
)
# A word typed by a person goes in as a value, never as a part of these.
_BY_WORDS = """
SELECT d.noun, d.id, d.at FROM words JOIN doc d ON d.no = words.rowid
WHERE words MATCH ? AND words.rowid BETWEEN ? AND ? AND {sides}
ORDER BY words.rowid DESC LIMIT ?
"""
_BY_LOOKING = """
SELECT d.noun, d.id, d.at
FROM (SELECT * FROM doc WHERE no BETWEEN ? AND ? ORDER BY no DESC LIMIT {most}) d
WHERE {sides} LIMIT ?
"""


@dataclass(frozen=True)
class Doc:
    """The words of a record: small letters, nothing personal that the law lets few people see."""

    noun: str
    id: str
    at: int  # when it came (UTC ms)
    text: str


@dataclass(frozen=True)
class Hit:
    """A record that fits."""

    noun: str
    id: str
    at: int


@dataclass(frozen=True)
class Hits:
    """What fits of one kind, newest first; `has_more` when these are not all."""

    noun: str
    found: tuple[Hit, ...]
    has_more: bool


class SearchFile:
    """One connection to the file; used by one thread.

    Args:
        folder: The data folder.
        nouns: The kinds of records in a fixed order; new ones come last.
    """

    def __init__(self, folder: Path, nouns: Sequence[str]) -> None:
        self._path = folder / NAME
        self._places = {noun: place for place, noun in enumerate(nouns, start=1)}
        self._door: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._door is not None:
            self._door.close()
            self._door = None

    def _opened(self) -> sqlite3.Connection:
        if self._door is None:
            try:
                self._door = self._open()
            except sqlite3.OperationalError:
                raise  # busy, or the disk is full: nothing is wrong with the file
            except sqlite3.DatabaseError:
                self._throw_away()
                self._door = self._open()
        return self._door

    def _open(self) -> sqlite3.Connection:
        door = sqlite3.connect(self._path, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            version = _version(door)
            door.execute("PRAGMA journal_mode=WAL")
            # After a power cut it may lack the newest words; it then reads them again.
            door.execute("PRAGMA synchronous=NORMAL")
            if version == 0:
                door.executescript(_SCHEMA)
        except BaseException:
            door.close()
            raise
        return door

    def _throw_away(self) -> None:
        """Whatever is wrong with it, it can be filled again."""
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._path.with_name(f"{NAME}{ending}").unlink(missing_ok=True)

    # -- filling -------------------------------------------------------------------------------

    def reached(self) -> dict[str, tuple[int, str]]:
        """Up to which entry of each seat's journal the words are here: its number and hash."""
        found = self._opened().execute("SELECT seat, seq, hash FROM reached").fetchall()
        return {seat: (seq, sealed) for seat, seq, sealed in found}

    def begin_anew(self) -> None:
        """Forget everything: the words are of another journal. Whoever reads sees it at once."""
        door = self._opened()
        door.execute("BEGIN IMMEDIATE")
        for statement in _FORGETTING:
            door.execute(statement)
        door.execute("COMMIT")

    def put(self, docs: Iterable[Doc], seat: str, reached: tuple[int, str]) -> None:
        """Keep the words of some records, and how far a seat's journal was read, together."""
        door = self._opened()
        door.execute("BEGIN IMMEDIATE")
        try:
            for doc in docs:
                self._put(door, doc)
            door.execute("INSERT OR REPLACE INTO reached VALUES (?, ?, ?)", (seat, *reached))
            door.execute("COMMIT")
        except BaseException:
            door.execute("ROLLBACK")
            raise

    def _put(self, door: sqlite3.Connection, doc: Doc) -> None:
        known = door.execute(
            "SELECT no, text FROM doc WHERE noun = ? AND id = ?", (doc.noun, doc.id)
        ).fetchone()
        if known is None:
            first, last = self._span(doc.noun)
            newest = door.execute(
                "SELECT max(no) FROM doc WHERE no BETWEEN ? AND ?", (first, last)
            ).fetchone()[0]
            row = (first if newest is None else newest + 1, doc.noun, doc.id, doc.at, doc.text)
            door.execute("INSERT INTO doc VALUES (?, ?, ?, ?, ?)", row)
        elif known[1] != doc.text:
            door.execute(
                "UPDATE doc SET text = ?, at = ? WHERE no = ?", (doc.text, doc.at, known[0])
            )

    def _span(self, noun: str) -> tuple[int, int]:
        first = self._places[noun] << _KIND_BITS
        return first, first + (1 << _KIND_BITS) - 1

    # -- looking -------------------------------------------------------------------------------

    def find(self, noun: str, words: Sequence[Sequence[str]], limit: int) -> Hits:
        """The newest records of a kind in which each of `words` stands.

        Args:
            noun: The kind.
            words: For each word its spellings, one of which must stand in the text.
            limit: How many at most.
        """
        first, last = self._span(noun)
        long = [word for word in words if all(len(one) >= _SHORT for one in word)]
        short = [word for word in words if word not in long]
        sides = " AND ".join(map(_standing, short)) or "1"
        values = [one for word in short for one in word]
        if long:
            query = " AND ".join(f"({' OR '.join(map(_quoted, word))})" for word in long)
            statement = _BY_WORDS.format(sides=sides)
            asked = (query, first, last, *values, limit + 1)
        else:
            statement = _BY_LOOKING.format(sides=sides, most=_LOOKED_AT)
            asked = (first, last, *values, limit + 1)
        found = self._opened().execute(statement, asked)
        hits = tuple(Hit(*row) for row in found.fetchall())
        return Hits(noun, hits[:limit], len(hits) > limit)

    def count(self) -> int:
        """How many records are here."""
        counted: int = self._opened().execute("SELECT count(*) FROM doc").fetchone()[0]
        return counted


def _version(door: sqlite3.Connection) -> int:
    found: int = door.execute("PRAGMA user_version").fetchone()[0]
    if found not in (0, _VERSION):
        raise sqlite3.DatabaseError("another version")
    return found


def _standing(word: Sequence[str]) -> str:
    """The condition that one of a word's spellings stands in the text."""
    return f"({' OR '.join(['instr(d.text, ?) > 0'] * len(word))})"


def _quoted(word: str) -> str:
    """A word as FTS5 takes it for nothing but a word."""
    doubled = word.replace('"', '""')
    return f'"{doubled}"'
