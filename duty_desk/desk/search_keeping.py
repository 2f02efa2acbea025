"""Keeps the search file up with the journal, on a thread that nobody waits for."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from duty_desk.desk.search_texts import doc_of
from duty_desk.store import journal, search_rows
from duty_desk.store.reader import GivenUp, Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from duty_desk.desk.search_texts import Names
    from duty_desk.store.search_file import Doc, SearchFile
    from duty_desk.store.store import StorePlace
    from duty_desk.store.transaction import Session

_log = logging.getLogger(__name__)
_ENTRIES = 250  # read at once; some 15 ms, which is what a key press may have to wait
_REST_S = 0.05  # after each batch, so that a long past is read beside everything else
_SETTLED_S = 0.7  # a form stores each second while somebody types
_AGAIN_S = 30.0  # after a failure


class SearchKeeper:
    """Reads what is new in the journal and keeps the words of the records it is about.

    Args:
        place: The store.
        file: The search file; this thread alone writes it.
        names: What records name, for a session and the records at hand.
    """

    def __init__(
        self,
        place: StorePlace,
        file: SearchFile,
        names: Callable[[Session, Iterable[str]], Names],
    ) -> None:
        self._reader, self._file, self._names = Reader(place), file, names
        self._is_new, self._is_over = threading.Event(), threading.Event()
        self._is_up = threading.Event()
        self._saying = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Something was written. From any thread; begins with the first call."""
        with self._saying:
            self._is_up.clear()
            self._is_new.set()
        if self._thread is None:
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
        """Take in a batch of each seat's entries; whether there was any."""
        reached = self._file.reached()
        if any(not search_rows.is_known(session, seat, one) for seat, one in reached.items()):
            self._file.begin_anew()  # the words are of another store
            reached = {}
        has_more = False
        for seat in journal.seats(session):
            after = reached[seat][0] if seat in reached else 0
            found = search_rows.changed(session, seat, after, _ENTRIES)
            if found is not None:
                self._file.put(self._docs(session, found.ids), seat, (found.seq, found.hash))
                has_more = True
        return has_more

    def _docs(self, session: Session, ids: dict[str, set[str]]) -> list[Doc]:
        known = {noun: search_rows.by_ids(session, noun, some) for noun, some in ids.items()}
        names = self._names(session, (row.shift_id for row in known.get("handover", ())))
        return [doc_of(noun, row, names) for noun, rows in known.items() for row in rows]
