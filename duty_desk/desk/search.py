"""Search over everything: codes, places, people, texts, numbers, pinyin initials (Ctrl+F).

Places and people are found while one types, by the readings of their characters (`text_walk`);
records by the words that `search_keeping` holds ready. A word of letters that reads like places
or people finds their records too. Entries of the journal are found by number and by hash.

Whoever may not see a page finds none of its records.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk.camera_search import CameraIndex
from duty_desk.desk.pinyin import FILE, load_readings
from duty_desk.desk.reading import Reading
from duty_desk.desk.rights import role_words
from duty_desk.desk.search_entries import found_entries
from duty_desk.desk.search_keeping import SearchKeeper
from duty_desk.desk.search_names import Names
from duty_desk.desk.search_texts import spelt_alike, told_of
from duty_desk.desk.text_walk import TextWalk, plain
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import fault, ledger_source, person, search_rows
from duty_desk.store.search_file import NO_PAST, SearchFile
from duty_desk.store.tables import ClockTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.camera_search import Found
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.pinyin import Readings
    from duty_desk.desk.search_names import Told
    from duty_desk.desk.views import CameraRow
    from duty_desk.domain.person import Person
    from duty_desk.store.search_file import Hits, Question
    from duty_desk.store.transaction import Session

FIRST = 6  # of each kind on the first page
MORE = 200  # of one kind, when it is opened
_MOST_WORDS, _MOST_NAMES = 6, 8
_RECORDS = tuple(search_rows.SOURCES)
# As their pages: who has not the right finds none, or of presence checks his own alone.
_NEEDS = {"footage": Right.FOOTAGE, "review": Right.REVIEW, "entry": Right.REVIEW}
_OTHERS = {"presence": Right.REVIEW}


@dataclass(frozen=True)
class FoundLine:
    """A record that was found.

    Attributes:
        at: When it came, UTC ms; 0 for what has no time.
        title: How it is shown.
        detail: What stands beside it.
        opens: Noun and id of the record that is opened for it; None for its own.
    """

    noun: str
    id: str
    at: int
    title: str
    detail: str
    opens: tuple[str, str] | None = None


@dataclass(frozen=True)
class FoundGroup:
    """What was found of one kind, newest first; `has_more` when these are not all."""

    noun: str
    lines: tuple[FoundLine, ...]
    has_more: bool


@dataclass(frozen=True)
class FoundAll:
    """What a query found.

    Attributes:
        is_whole: False while something written is not to be found yet.
        since_at: While the past is still being read: from when on all is there (UTC ms).
    """

    query: str
    groups: tuple[FoundGroup, ...]
    is_whole: bool
    since_at: int | None = None


@dataclass(frozen=True)
class Seer:
    """Who asks: his name, and the nouns of which he may see nothing, or nothing of others."""

    name: str
    unseen: frozenset[str]
    own_only: frozenset[str]

    def may_see(self, noun: str, whose: str) -> bool:
        """Whether a record of a noun, about somebody, is for his eyes."""
        return noun not in self.unseen and (noun not in self.own_only or whose == self.name)


@dataclass(frozen=True)
class _Places:
    """The cameras in use and the people, laid out to be found by their readings."""

    key: object
    cameras: CameraIndex
    people: tuple[Person, ...]
    names: TextWalk
    companies: tuple[tuple[str, int], ...]  # who repairs, with how many cameras
    company_names: TextWalk


class Search:
    """Finds records; every question is answered by a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        place, nouns = desk.store.place, tuple(search_rows.SOURCES)
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
        seer = self._seer()
        return self._reading.ask("search", lambda session: self._find(session, query, seer))

    def more(self, query: str, noun: str) -> Future[FoundGroup]:
        """More of one kind, newest first."""
        seer = self._seer()
        return self._reading.ask("search", lambda session: self._more(session, query, noun, seer))

    def line(self, noun: str, record_id: str) -> Future[FoundLine | None]:
        """One record as it is shown; None when there is none, or none that he may see."""
        seer = self._seer()
        return self._reading.ask("line", lambda session: self._line(session, noun, record_id, seer))

    def _seer(self) -> Seer:
        return Seer(self._desk.people.witness, self._denied(_NEEDS), self._denied(_OTHERS))

    def _denied(self, needs: dict[str, Right]) -> frozenset[str]:
        return frozenset(noun for noun, right in needs.items() if not self._has(right))

    def _has(self, right: Right) -> bool:
        try:
            self._desk.require(right)
        except Refusal:
            return False
        return True

    # -- on the reading thread -----------------------------------------------------------------

    def _find(self, session: Session, query: str, seer: Seer) -> FoundAll:
        is_whole, past_at = self._keeper.wait(0), self._keeper.past_at
        since_at = past_at if past_at != NO_PAST else None
        words = _words(query)
        if not words:
            return FoundAll(query, (), is_whole, since_at)
        places = self._laid_out(session)
        spelt = [_spellings(places, word) for word in words]
        groups = [self._cameras(places, query, FIRST), _people(places, words, FIRST)]
        groups.append(_companies(places, words, FIRST))
        asked = self._file.question(spelt)
        groups += [self._found(session, noun, asked, FIRST, seer) for noun in _RECORDS]
        groups.append(self._entries(session, words, seer))
        found = tuple(group for group in groups if group.lines)
        return FoundAll(query, found, is_whole, since_at)

    def _more(self, session: Session, query: str, noun: str, seer: Seer) -> FoundGroup:
        words, places = _words(query), self._laid_out(session)
        if noun == "camera":
            return self._cameras(places, query, MORE)
        if noun == "person" or not words:
            return _people(places, words, MORE)
        if noun == "maintainer":
            return _companies(places, words, MORE)
        spelt = [_spellings(places, word) for word in words]
        return self._found(session, noun, self._file.question(spelt), MORE, seer)

    def _cameras(self, places: _Places, query: str, limit: int) -> FoundGroup:
        hits = places.cameras.find(query)
        lines = tuple(
            FoundLine("camera", one.camera.id, 0, _named(one.camera), one.camera.community)
            for one in hits.first(limit)
        )
        return FoundGroup("camera", lines, len(hits) > limit)

    def _found(
        self, session: Session, noun: str, asked: Question, limit: int, seer: Seer
    ) -> FoundGroup:
        if noun in seer.unseen:
            return FoundGroup(noun, (), has_more=False)
        whose = seer.name if noun in seer.own_only else None
        hits = self._file.find(noun, asked, limit, whose)
        rows = search_rows.by_ids(session, noun, _ids(hits)) if hits.found else []
        told = self._told(session, noun, rows, seer) if rows else {}
        lines = tuple(told[hit.id] for hit in hits.found if hit.id in told)
        return FoundGroup(noun, lines, hits.has_more)

    def _entries(self, session: Session, words: Sequence[str], seer: Seer) -> FoundGroup:
        if "entry" in seer.unseen:
            return FoundGroup("entry", (), has_more=False)
        lines = tuple(
            FoundLine("entry", one.id, one.at, one.title, one.detail)
            for one in found_entries(session, words, self._desk.viewer(), FIRST)
            if seer.may_see(one.noun, one.actor)
        )
        return FoundGroup("entry", lines, has_more=False)

    def _line(self, session: Session, noun: str, record_id: str, seer: Seer) -> FoundLine | None:
        if noun not in _RECORDS or noun in seer.unseen:
            return None
        rows = search_rows.by_ids(session, noun, [record_id])
        return self._told(session, noun, rows, seer).get(record_id)

    def _told(
        self, session: Session, noun: str, rows: Sequence[Any], seer: Seer
    ) -> dict[str, FoundLine]:
        names, lines = self._names(session, noun, rows), {}
        for row in rows:
            told, record_id = told_of(noun, row, names), search_rows.id_of(noun, row)
            if not seer.may_see(noun, told.whose):
                continue
            opens = _opened(session, told)
            lines[record_id] = FoundLine(noun, record_id, told.at, told.title, told.detail, opens)
        return lines

    def _names(self, session: Session, noun: str, rows: Sequence[Any]) -> Names:
        shared: Names | None = session.info.get("names")
        if shared is None:
            shared = session.info["names"] = Names(
                cameras=ledger_source.cameras(session),
                categories={one.code: one for one in self._desk.categories},
                kinds=self._desk.fault_kinds,
                emergencies=self._desk.emergency.kinds,
                people={one.id: one.name for one in person.every(session)},
                channels=ledger_source.channels(session),
            )
        shifts = {}
        if noun == "handover":
            shifts = search_rows.shifts(session, (row.shift_id for row in rows))
        ids = [search_rows.id_of(noun, row) for row in rows]
        return replace(shared, shifts=shifts, beside=search_rows.beside(session, noun, ids))

    def _laid_out(self, session: Session) -> _Places:
        cameras, people = self._desk.snapshot.cameras, person.every(session)
        key = (cameras, people)
        if self._places is None or self._places.key != key:
            readings = self._known_readings()
            names = TextWalk([one.name for one in people], readings)
            firms = tuple(Counter(one.maintainer for one in cameras if one.maintainer).items())
            walked = TextWalk([name for name, _ in firms], readings)
            index = CameraIndex(cameras, readings)
            self._places = _Places(key, index, people, names, firms, walked)
        return self._places

    def _known_readings(self) -> Readings:
        if self._readings is None:
            self._readings = load_readings(self._desk.templates.parent / FILE)
        return self._readings


def _ids(hits: Hits) -> list[str]:
    return [hit.id for hit in hits.found]


def _opened(session: Session, told: Told) -> tuple[str, str] | None:
    """What a record leads to: of a call its first fault, of a clock what it ran for."""
    noun, record_id = told.opens or ("", "")
    if noun == "call":
        of_call = fault.of_call(session, record_id)
        return ("fault", of_call[0].id) if of_call else None
    if noun == "clock":
        clock = session.get(ClockTable, record_id)
        return (clock.rule_id.partition(".")[0], clock.subject) if clock else None
    return told.opens


def _named(camera: CameraRow) -> str:
    return f"{camera.code} {camera.name}".strip()


def _words(query: str) -> list[str]:
    return spelt_alike(query).split()[:_MOST_WORDS]


def _people(places: _Places, words: Sequence[str], limit: int) -> FoundGroup:
    found = set(range(len(places.people)))
    for word in words:
        named = set(map(int, places.names.fits(word).texts)) if plain(word) else set()
        found &= named | {n for n, one in enumerate(places.people) if word in _role(one)}
    lines = tuple(
        FoundLine("person", one.id, 0, one.name, role_words(one.role))
        for one in (places.people[number] for number in sorted(found))
    )
    return FoundGroup("person", lines[:limit], len(lines) > limit)


def _companies(places: _Places, words: Sequence[str], limit: int) -> FoundGroup:
    found = set(range(len(places.companies)))
    for word in words:
        found &= set(map(int, places.company_names.fits(word).texts)) if plain(word) else set()
    lines = tuple(
        FoundLine("maintainer", name, 0, name, tr("维修 {n} 个点位", n=count))
        for name, count in (places.companies[number] for number in sorted(found))
    )
    return FoundGroup("maintainer", lines[:limit], len(lines) > limit)


def _role(one: Person) -> str:
    return spelt_alike(role_words(one.role))


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
