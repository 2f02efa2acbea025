"""Keeps the search file up with the journal, on a thread that nobody waits for.

A new file begins with the journals' last entries and reads the records themselves back from there,
day by day, newest first: what people look for is there at once. What is written meanwhile comes by
the journal.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from duty_desk.desk.search_texts import doc_of
from duty_desk.store import journal, search_rows
from duty_desk.store.reader import GivenUp, Reader
from duty_desk.store.search_file import NO_PAST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_desk.desk.search_names import Names
    from duty_desk.store.search_file import Doc, SearchFile
    from duty_desk.store.store import StorePlace
    from duty_desk.store.transaction import Session

_log = logging.getLogger(__name__)
_ENTRIES = 250  # read at once; some 15 ms, which is what a key press may have to wait
_REST_S = 0.02  # after each batch, so that a long past is read beside everything else
_DAY_MS = 86_400_000
_LATEST = 4_102_416_000_000  # the day 2100-01-01 begins: after everything that is planned
_SETTLED_S = 0.7  # a form stores each second while somebody types
_AGAIN_S = 30.0  # after a failure


class SearchKeeper:
    """Reads what is new in the journal and keeps the words of the records it is about.

    Args:
        place: The store.
        file: The search file; this thread alone writes it.
        names: What records of a kind name, for a session and the records at hand.
    """

    def __init__(
        self,
        place: StorePlace,
        file: SearchFile,
        names: Callable[[Session, str, Sequence[Any]], Names],
    ) -> None:
        self._reader, self._file, self._names = Reader(place), file, names
        self._is_new, self._is_over = threading.Event(), threading.Event()
        self._is_up = threading.Event()
        self._saying = threading.Lock()
        self._thread: threading.Thread | None = None
        self._past_at: int | None = None

    @property
    def past_at(self) -> int | None:
        """From when on everything can be found (UTC ms), `NO_PAST` when all can; None before."""
        return self._past_at

    def wake(self) -> None:
        """Something was written. From any thread; begins with the first call."""
        with self._saying:
            self._is_up.clear()
            self._is_new.set()
            if self._thread is None:  # two may come first at once: window and desk thread
                self._thread = threading.Thread(target=self._run, name="search", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End the thread; what is not read yet is read next time."""
        self._is_over.set()
        self._is_new.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def wait(self, timeout_s: float) -> bool:
        """Wait until everything written is known; whether it is."""
        return self._is_up.wait(timeout_s)

    def _run(self) -> None:
        while not self._is_over.is_set():
            self._is_new.wait()
            self._is_over.wait(_SETTLED_S)
            self._is_new.clear()
            try:
                self._catch_up()
            except GivenUp:
                break
            except Exception as trouble:  # noqa: BLE001 - search may fail, nothing else with it
                self._rest_after(trouble)
        self._reader.close()
        self._file.close()

    def _rest_after(self, trouble: Exception) -> None:
        _log.warning("search: %s", type(trouble).__name__)
        self._is_over.wait(_AGAIN_S)
        self._is_new.set()

    def _catch_up(self) -> None:
        while not self._is_over.is_set():
            if not self._read(self._step):
                break
            self._is_over.wait(_REST_S)
        with self._saying:
            if not self._is_new.is_set():
                self._is_up.set()

    def _read(self, work: Callable[[Session], bool]) -> bool:
        return self._reader.read(work, lambda: not self._is_over.is_set())

    def _step(self, session: Session) -> bool:
        """Take in a batch of each seat's entries and a day of the past; whether there was any."""
        reached = self._file.reached()
        if any(not search_rows.is_known(session, seat, one) for seat, one in reached.items()):
            self._file.begin_anew()  # the words are of another store
        self._past_at = self._file.past()
        if self._past_at is None:
            return self._begin(session)
        has_more = False
        for seat in journal.seats(session):
            after = reached[seat][0] if seat in reached else 0
            found = search_rows.changed(session, seat, after, _ENTRIES)
            if found is not None:
                docs = self._changed(session, found.ids)
                self._file.put(docs, {seat: (found.seq, found.hash)})
                has_more = True
        return self._read_back(session) or has_more

    def _begin(self, session: Session) -> bool:
        """Say from which entries on the journal is followed, and where the past begins."""
        heads = {seat: journal.head(session, seat) for seat in journal.seats(session)}
        if not heads:
            return False
        newest = search_rows.newest_before(session, _LATEST)
        past_at = NO_PAST if newest is None else newest + _DAY_MS
        self._file.put((), heads, past_at)
        self._past_at = past_at
        return True

    def _read_back(self, session: Session) -> bool:
        """Take in the newest day of the past that is not here yet; whether there was one."""
        until = self._past_at
        if not until:
            return False
        from_at = until - _DAY_MS
        docs = [
            doc
            for noun in search_rows.SOURCES
            for doc in self._docs(session, noun, search_rows.within(session, noun, from_at, until))
        ]
        if not docs:  # there may be nothing for months
            newest = search_rows.newest_before(session, until)
            from_at = NO_PAST if newest is None else newest + _DAY_MS
        self._file.put(docs, past_at=from_at)
        self._past_at = from_at
        return True

    def _changed(self, session: Session, ids: dict[str, set[str]]) -> list[Doc]:
        return [
            doc
            for noun, some in ids.items()
            for doc in self._docs(session, noun, search_rows.worth(session, noun, some))
        ]

    def _docs(self, session: Session, noun: str, rows: Sequence[Any]) -> list[Doc]:
        if not rows:
            return []
        names = self._names(session, noun, rows)
        return [doc_of(noun, row, names) for row in rows]
