"""Search over everything: codes, places, people, texts, numbers, pinyin initials (Ctrl+F).

Places and people are found while one types, by the readings of their characters (`text_walk`);
records by the words that `search_keeping` holds ready. A word of letters that reads like places
or people finds their records too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.camera_search import CameraIndex
from duty_desk.desk.pinyin import FILE, load_readings
from duty_desk.desk.reading import Reading
from duty_desk.desk.rights import role_words
from duty_desk.desk.search_keeping import SearchKeeper
from duty_desk.desk.search_texts import Names, spelt_alike, told_of
from duty_desk.desk.text_walk import TextWalk, plain
from duty_desk.store import ledger_source, person, search_rows
from duty_desk.store.search_file import SearchFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.camera_search import Found
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.pinyin import Readings
    from duty_desk.desk.views import CameraRow
    from duty_desk.domain.person import Person
    from duty_desk.store.search_file import Hits
    from duty_desk.store.transaction import Session

FIRST = 6  # of each kind on the first page
MORE = 200  # of one kind, when it is opened
_MOST_WORDS, _MOST_NAMES = 6, 8
_RECORDS = tuple(noun for noun in search_rows.TABLES if noun not in ("camera", "person"))


@dataclass(frozen=True)
class FoundLine:
    """A record that was found: what it is, how it is shown, when it came (UTC ms; 0: no time)."""

    noun: str
    id: str
    at: int
    title: str
    detail: str


@dataclass(frozen=True)
class FoundGroup:
    """What was found of one kind, newest first; `has_more` when these are not all."""

    noun: str
    lines: tuple[FoundLine, ...]
    has_more: bool


@dataclass(frozen=True)
class FoundAll:
    """What a query found; `is_whole` is False while the past is still being read."""

    query: str
    groups: tuple[FoundGroup, ...]
    is_whole: bool


@dataclass(frozen=True)
class _Places:
    """The cameras in use and the people, laid out to be found by their readings."""

    key: object
    cameras: CameraIndex
    people: tuple[Person, ...]
    names: TextWalk


class Search:
    """Finds records; every question is answered by a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        place, nouns = desk.store.place, tuple(search_rows.TABLES)
        self._reading = Reading(place)
        self._keeper = SearchKeeper(place, SearchFile(place.data, nouns), self._names)
        self._file = SearchFile(place.data, nouns)
        self._places: _Places | None = None
        self._readings: Readings | None = None
        self._is_begun = False

    def begin(self) -> None:
        """Begin to keep the words up with the journal; said by the window alone."""
        if not self._is_begun:
            self._is_begun = True
            self._desk.listen(lambda _happened: self._keeper.wake())
            self._keeper.wake()

    def stop(self) -> None:
        """Find and read no more."""
        self._reading.stop()
        self._keeper.stop()
        self._file.close()

    def wait(self, timeout_s: float) -> bool:
        """Wait until everything written can be found; whether it can."""
        return self._keeper.wait(timeout_s)

    def find(self, query: str) -> Future[FoundAll]:
        """The first of each kind; a newer question cancels the one before."""
        return self._reading.ask("search", lambda session: self._find(session, query))

    def more(self, query: str, noun: str) -> Future[FoundGroup]:
        """More of one kind, newest first."""
        return self._reading.ask("search", lambda session: self._more(session, query, noun))

    def line(self, noun: str, record_id: str) -> Future[FoundLine | None]:
        """One record as it is shown; None when there is none, or none that is searched."""
        return self._reading.ask("line", lambda session: self._line(session, noun, record_id))

    # -- on the reading thread -----------------------------------------------------------------

    def _find(self, session: Session, query: str) -> FoundAll:
        is_whole = self._keeper.wait(0)
        words = _words(query)
        if not words:
            return FoundAll(query, (), is_whole)
        places = self._laid_out(session)
        spelt = [_spellings(places, word) for word in words]
        groups = [self._cameras(places, query, FIRST), _people(places, words, FIRST)]
        groups += [self._records(session, self._file.find(one, spelt, FIRST)) for one in _RECORDS]
        return FoundAll(query, tuple(group for group in groups if group.lines), is_whole)

    def _more(self, session: Session, query: str, noun: str) -> FoundGroup:
        words, places = _words(query), self._laid_out(session)
        if noun == "camera":
            return self._cameras(places, query, MORE)
        if noun == "person" or not words:
            return _people(places, words, MORE)
        spelt = [_spellings(places, word) for word in words]
        return self._records(session, self._file.find(noun, spelt, MORE))

    def _cameras(self, places: _Places, query: str, limit: int) -> FoundGroup:
        hits = places.cameras.find(query)
        lines = tuple(
            FoundLine("camera", one.camera.id, 0, _named(one.camera), one.camera.community)
            for one in hits.first(limit)
        )
        return FoundGroup("camera", lines, len(hits) > limit)

    def _records(self, session: Session, hits: Hits) -> FoundGroup:
        rows = {row.id: row for row in search_rows.by_ids(session, hits.noun, _ids(hits))}
        found = [rows[hit.id] for hit in hits.found if hit.id in rows]
        shifts = (row.shift_id for row in found) if hits.noun == "handover" else ()
        names = self._names(session, shifts)
        lines = []
        for row in found:
            told = told_of(hits.noun, row, names)
            lines.append(FoundLine(hits.noun, row.id, told.at, told.title, told.detail))
        return FoundGroup(hits.noun, tuple(lines), hits.has_more)

    def _line(self, session: Session, noun: str, record_id: str) -> FoundLine | None:
        found = search_rows.by_ids(session, noun, [record_id]) if noun in _RECORDS else ()
        for row in found:
            shifts = (row.shift_id,) if noun == "handover" else ()
            told = told_of(noun, row, self._names(session, shifts))
            return FoundLine(noun, row.id, told.at, told.title, told.detail)
        return None

    def _names(self, session: Session, shift_ids: Iterable[str]) -> Names:
        return Names(
            cameras=ledger_source.cameras(session),
            categories={one.code: one for one in self._desk.categories},
            kinds=self._desk.fault_kinds,
            emergencies=self._desk.emergency.kinds,
            shifts=search_rows.shifts(session, shift_ids),
        )

    def _laid_out(self, session: Session) -> _Places:
        cameras, people = self._desk.snapshot.cameras, person.every(session)
        key = (cameras, people)
        if self._places is None or self._places.key != key:
            readings = self._known_readings()
            names = TextWalk([one.name for one in people], readings)
            self._places = _Places(key, CameraIndex(cameras, readings), people, names)
        return self._places

    def _known_readings(self) -> Readings:
        if self._readings is None:
            self._readings = load_readings(self._desk.templates.parent / FILE)
        return self._readings


def _ids(hits: Hits) -> list[str]:
    return [hit.id for hit in hits.found]


def _named(camera: CameraRow) -> str:
    return f"{camera.code} {camera.name}".strip()


def _words(query: str) -> list[str]:
    return spelt_alike(query).split()[:_MOST_WORDS]


def _people(places: _Places, words: Sequence[str], limit: int) -> FoundGroup:
    found = set(range(len(places.people)))
    for word in words:
        found &= set(map(int, places.names.fits(word).texts)) if plain(word) else set()
    lines = tuple(
        FoundLine("person", one.id, 0, one.name, role_words(one.role))
        for one in (places.people[number] for number in sorted(found))
    )
    return FoundGroup("person", lines[:limit], len(lines) > limit)


def _spellings(places: _Places, word: str) -> list[str]:
    """The word itself; what reads like places and people stands for them too."""
    if not (word.isascii() and word.isalpha()):
        return [word]
    people = (places.people[int(one)].name for one in places.names.fits(word).texts)
    cameras = places.cameras.find(word).first(_MOST_NAMES)
    named = (field for one in cameras for field in _read_alike(one))
    return list(dict.fromkeys((word, *map(spelt_alike, (*people, *named)))))[: _MOST_NAMES + 1]


def _read_alike(found: Found) -> Iterable[str]:
    """What of a camera was read like the word: its name, or the community it is in."""
    fields = {span.field for span in found.spans}
    return (found.camera.community,) if fields == {"community"} else (found.camera.code,)
