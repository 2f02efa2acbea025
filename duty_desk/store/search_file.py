"""The file that search looks into: the words of records, beside the store and no record itself.

It is filled from the journal by entry number and kept in a file of its own, so that finding a
problem (F8) never waits for it and `verify` knows nothing of it. Thrown away, it fills itself
again. It works alike beside SQLite and PostgreSQL: each seat keeps its own.

FTS5 with trigrams finds three characters and more. A shorter word stands for the trigrams that
begin with it, which two spaces behind every text make whole; one that begins too many of them is
found everywhere, and is looked for in the newest records alone. The number of a row tells its kind
and its second: newest first costs no sorting, whether a record came now or was read in from the
past.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

NAME = "search.sqlite3"
_VERSION = 5  # as the last line of the schema says
_SHORT = 3  # characters a trigram needs
_SECOND_BITS = 11  # rows of one kind and second; more lie in the seconds after it
_KIND_BITS = 33 + _SECOND_BITS  # seconds until the year 2242
_BEHIND = "  "  # so that the last characters of a text begin a trigram too
_LAST = "\U0010ffff"  # behind every sign
_MOST_TERMS = 64  # that a short word may begin
_LOOKED_AT = 30_000  # newest records of a kind, for short words that begin more
_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS doc (
    no INTEGER PRIMARY KEY, noun TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL,
    whose TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (noun, id)
);
CREATE TABLE IF NOT EXISTS reached (
    seat TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS past (no INTEGER PRIMARY KEY CHECK (no = 1), at INTEGER NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words
    USING fts5(text, content='doc', content_rowid='no', tokenize='trigram');
CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5vocab(words, 'row');
CREATE TRIGGER IF NOT EXISTS doc_in AFTER INSERT ON doc BEGIN
    INSERT INTO words(rowid, text) VALUES (NEW.no, NEW.text);
END;
CREATE TRIGGER IF NOT EXISTS doc_out AFTER DELETE ON doc BEGIN
    INSERT INTO words(words, rowid, text) VALUES ('delete', OLD.no, OLD.text);
END;
PRAGMA user_version = 5;
COMMIT;
"""
_FORGETTING = (
    "DELETE FROM doc",
    "INSERT INTO words(words) VALUES ('delete-all')",
    "DELETE FROM reached",
    "DELETE FROM past",
)
NO_PAST = 0  # everything was read in
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
    whose: str = ""  # the name of whom alone it is shown to, where others may not see it


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


@dataclass(frozen=True)
class Question:
    """What is looked for: in the words of FTS5, and the words to be looked for in the texts.

    `is_vain` when a word stands in no text at all.
    """

    match: str
    looked: tuple[tuple[str, ...], ...]
    is_vain: bool


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

    def past(self) -> int | None:
        """From when on the past is here (UTC ms), `NO_PAST` when all is; None before it began."""
        found = self._opened().execute("SELECT at FROM past").fetchone()
        return found[0] if found else None

    def put(
        self,
        docs: Iterable[Doc],
        reached: Mapping[str, tuple[int, str]] = MappingProxyType({}),
        past_at: int | None = None,
    ) -> None:
        """Keep the words of some records, and how far journals or the past were read, together.

        Args:
            docs: The records.
            reached: For each seat that was read on the last entry's number and hash.
            past_at: From when on the past is here now; None when none was read.
        """
        # FTS5 writes a part of its own whenever a number is smaller than the one before it.
        ordered = sorted(docs, key=lambda doc: self._first(doc.noun, doc.at))
        door = self._opened()
        door.execute("BEGIN IMMEDIATE")
        try:
            for doc in ordered:
                self._put(door, doc)
            for seat, entry in reached.items():
                door.execute("INSERT OR REPLACE INTO reached VALUES (?, ?, ?)", (seat, *entry))
            if past_at is not None:
                door.execute("INSERT OR REPLACE INTO past VALUES (1, ?)", (past_at,))
            door.execute("COMMIT")
        except BaseException:
            door.execute("ROLLBACK")
            raise

    def _put(self, door: sqlite3.Connection, doc: Doc) -> None:
        known = door.execute(
            "SELECT no, at, whose, text FROM doc WHERE noun = ? AND id = ?", (doc.noun, doc.id)
        ).fetchone()
        text = doc.text + _BEHIND
        if known is not None and known[1:] == (doc.at, doc.whose, text):
            return
        no = None
        if known is not None:
            door.execute("DELETE FROM doc WHERE no = ?", (known[0],))
            no = known[0] if known[1] // 1000 == doc.at // 1000 else None
        no = self._free(door, doc) if no is None else no
        row = (no, doc.noun, doc.id, doc.at, doc.whose, text)
        door.execute("INSERT INTO doc VALUES (?, ?, ?, ?, ?, ?)", row)

    def _free(self, door: sqlite3.Connection, doc: Doc) -> int:
        """The next number of a record's second, or of the first one after it that has any."""
        first = self._first(doc.noun, doc.at)
        while True:
            last = first + (1 << _SECOND_BITS) - 1
            taken = door.execute(
                "SELECT max(no) FROM doc WHERE no BETWEEN ? AND ?", (first, last)
            ).fetchone()[0]
            if taken != last:
                return first if taken is None else int(taken) + 1
            first = last + 1

    def _first(self, noun: str, at: int) -> int:
        """The first number of the second in which a record came."""
        return self._span(noun)[0] + (max(0, at) // 1000 << _SECOND_BITS)

    def _span(self, noun: str) -> tuple[int, int]:
        first = self._places[noun] << _KIND_BITS
        return first, first + (1 << _KIND_BITS) - 1

    # -- looking -------------------------------------------------------------------------------

    def question(self, words: Sequence[Sequence[str]]) -> Question:
        """What is looked for, made once for all kinds.

        Args:
            words: For each word its spellings, one of which must stand in the text.
        """
        parts, looked = [], []
        for word in words:
            terms = [self._terms(one) for one in word]
            if any(found is None for found in terms):
                looked.append(tuple(word))
                continue
            quoted = [_quoted(one) for found in terms for one in found or ()]
            parts.append(f"({' OR '.join(quoted)})")
        return Question(" AND ".join(parts), tuple(looked), is_vain="()" in parts)

    def find(self, noun: str, asked: Question, limit: int, whose: str | None = None) -> Hits:
        """The newest records of a kind in which each of the words asked for stands.

        Args:
            noun: The kind.
            asked: The question.
            limit: How many at most.
            whose: Only what everybody may see, and what is this person's; None for all.
        """
        first, last = self._span(noun)
        if asked.is_vain:
            return Hits(noun, (), has_more=False)
        conditions = list(map(_standing, asked.looked))
        values: list[str | int] = [one for word in asked.looked for one in word]
        if whose is not None:
            conditions.append("d.whose IN ('', ?)")
            values.append(whose)
        sides = " AND ".join(conditions) or "1"
        statement = (_BY_WORDS if asked.match else _BY_LOOKING).format(sides=sides, most=_LOOKED_AT)
        known = (asked.match,) if asked.match else ()
        found = self._opened().execute(statement, (*known, first, last, *values, limit + 1))
        hits = tuple(Hit(*row) for row in found.fetchall())
        return Hits(noun, hits[:limit], len(hits) > limit)

    def _terms(self, word: str) -> list[str] | None:
        """What FTS5 is to find for a word; None when that is too much."""
        if len(word) >= _SHORT:
            return [word]
        found = self._opened().execute(
            "SELECT term FROM terms WHERE term >= ? AND term < ? LIMIT ?",
            (word, word + _LAST, _MOST_TERMS + 1),
        )
        terms = [term for (term,) in found]
        return terms if len(terms) <= _MOST_TERMS else None

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
