"""The store: one writing unit at a time, sealed, spooled, and only then acknowledged."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from duty_desk import __version__
from duty_desk.language import tr
from duty_desk.store import journal, records
from duty_desk.store.clock import AdoptedRules
from duty_desk.store.engine import is_sqlite, sqlite_url, store_url, writing_engine
from duty_desk.store.evidence import EvidenceFolder
from duty_desk.store.migrate import migrate
from duty_desk.store.patience import Patience
from duty_desk.store.shift import running_id, shift_after, shift_during
from duty_desk.store.spool import Spool
from duty_desk.store.thumbnails import ThumbnailFolder
from duty_desk.store.trouble import StoreTrouble, explain
from duty_desk.store.waiting import gather, hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import URL, Engine

    from duty_desk.domain.contract import Contract
    from duty_desk.domain.moment import Entry, Moment
    from duty_desk.domain.time_source import TimeSource

_log = logging.getLogger(__name__)
T = TypeVar("T")

DATABASE = "desk.sqlite3"
# A crash leaves one unit, or one batch, unspooled; a spool begun anew need not tell all the past.
_CAUGHT_UP = 5000


@dataclass(frozen=True, kw_only=True)
class StorePlace:
    """Where a store lies. An empty `url` means the database file in the data folder."""

    data: Path
    migrations: Path
    url: str = ""

    @property
    def address(self) -> URL:
        """The store's address for SQLAlchemy.

        Raises:
            WrongAddress: `url` is none.
        """
        return store_url(self.url) if self.url else sqlite_url(self.data / DATABASE)


@dataclass
class Unit:
    """One transaction: what is appended in it stands together or not at all."""

    session: Session
    stamp: Callable[[], journal.Stamp]
    rules: AdoptedRules
    shift: str = ""  # the id of the shift that is written in
    entries: list[Entry] = field(default_factory=list)

    def append(self, moment: Moment) -> Entry:
        """Write a moment to the journal and apply it to the records and clocks."""
        newest = self.entries[-1] if self.entries else None
        stamp = replace(self.stamp(), shift=shift_during(moment, self.shift))
        entry = journal.append(self.session, moment, stamp, newest)
        records.apply(self.session, entry, self.rules)
        self.shift = shift_after(entry)
        self.entries.append(entry)
        return entry


class Store:
    """The store of one seat. All writing happens on one thread: the desk's."""

    def __init__(self, place: StorePlace, *, seat: str, time: TimeSource, boot_id: str) -> None:
        self.place = place
        self.seat = seat
        self.clock_state = "unchecked"
        self.evidence = EvidenceFolder(place.data / "evidence")
        self.thumbnails = ThumbnailFolder(place.data / "thumbnails")
        self.spool = Spool(place.data / "spool")
        self._time = time
        self.boot_id = boot_id
        self._engine: Engine | None = None
        self.shift = ""  # the id of the running shift; every entry carries it
        self._rules = AdoptedRules()
        self._unspooled: tuple[Entry, ...] = ()
        self._patience: Patience | None = None
        self._batch: Unit | None = None

    def open(self) -> None:
        """Open the database and bring it to the newest schema.

        Raises:
            StoreTrouble: it cannot be opened; nothing was changed.
            NewerSchema: a newer program wrote it.
        """
        self._engine = writing_engine(self.place.address)
        if not is_sqlite(self._engine.url):
            self._patience = Patience(self._engine)
        try:
            migrate(self._engine, self.place.migrations)
            with self._session() as session:
                self._rules.load(session)
                spooled = self.spool.newest(self.seat)
                missing = journal.entries_after(session, self.seat, spooled, _CAUGHT_UP)
                self.shift = running_id(session, self.seat)
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            self.close()
            raise explain(error) or error from None
        except BaseException:
            self.close()
            raise
        # Committed just before a crash, or while the spool could not be written.
        self._to_spool(missing)

    def close(self) -> None:
        """Let go of the database."""
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @property
    def contract(self) -> Contract | None:
        """The contract in force."""
        return self._rules.contract

    @property
    def rules(self) -> AdoptedRules:
        """All adopted rules."""
        return self._rules

    def _stamp(self) -> journal.Stamp:
        return journal.Stamp(
            seat=self.seat,
            recorded_at=self._time.now_ms(),
            mono_ms=self._time.mono_ms(),
            boot_id=self.boot_id,
            clock_state=self.clock_state,
            app_version=__version__,
        )

    def write(self, work: Callable[[Unit], T]) -> tuple[T, tuple[Entry, ...]]:
        """Do `work` in one transaction; commit, spool, and return its result and the entries.

        Raises:
            StoreTrouble: nothing of it was kept.
        """
        if self._batch is not None:
            before = len(self._batch.entries)
            return work(self._batch), tuple(self._batch.entries[before:])
        with self._unit() as unit:
            result = work(unit)
        return result, tuple(unit.entries)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction for all that is written inside: durable and spooled at its end only.

        For history told by the program itself. A person's key press is acknowledged one by one.

        Raises:
            StoreTrouble: nothing of it was kept.
        """
        with self._unit() as unit:
            gather(unit.session)
            hold(unit.session)
            self._batch = unit
            try:
                yield
            finally:
                self._batch = None

    @contextmanager
    def _unit(self) -> Iterator[Unit]:
        rules = self._rules.copy()
        try:
            with self._session() as session, session.begin():
                unit = Unit(session, self._stamp, rules, self.shift)
                yield unit
        except (SQLAlchemyError, OSError) as error:
            _raise_explained(error)
            raise
        self._rules, self.shift = rules, unit.shift
        self._to_spool(tuple(unit.entries))

    def _to_spool(self, entries: tuple[Entry, ...]) -> None:
        self._unspooled += entries
        if not self._unspooled:
            return
        try:
            self.spool.append(self._unspooled)
        except OSError as error:
            # The journal has the entries, so they are safe; the spool gets them next time.
            _log.warning("spool not written: %s", error.strerror)
            return
        self._unspooled = ()

    def read(self, work: Callable[[Session], T]) -> T:
        """Do reading `work` on the writer's connection; only for the desk thread.

        Raises:
            StoreTrouble: the database cannot be read.
        """
        if self._batch is not None:
            return work(self._batch.session)
        try:
            with self._session() as session:
                return work(session)
        except (SQLAlchemyError, OSError) as error:
            _raise_explained(error)
            raise

    def count(self) -> int:
        """How many entries the journal has; only for the desk thread."""
        return self.read(journal.count)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        if self._engine is None:
            raise StoreTrouble(tr("记录库已经关闭，这一步没有执行。"))
        waiting = self._patience.waiting() if self._patience else nullcontext()
        with waiting, Session(self._engine, expire_on_commit=False) as session:
            yield session


def _raise_explained(error: BaseException) -> None:
    trouble = explain(error)
    if trouble is not None:
        raise trouble from None
