"""Reading beside the one writer: a door that is kept, and questions that may be given up.

SQLite: a read-only connection sees the state of its first question and never waits for the
writer. A question nobody wants any more is ended within a few thousand steps of the database.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from duty_desk.store.engine import is_sqlite, reading_engine
from duty_desk.store.trouble import explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from duty_desk.store.store import StorePlace

T = TypeVar("T")
_STEPS = 20_000  # between two looks whether a question is still wanted; some 2 ms


class GivenUp(Exception):
    """Nobody wants the answer any more."""


class Reader:
    """Reads a store that another connection writes; used by one thread at a time."""

    def __init__(self, place: StorePlace) -> None:
        self._place = place
        self._engine: Engine | None = None

    def read(self, work: Callable[[Session], T], is_wanted: Callable[[], bool]) -> T:
        """Do reading `work` while `is_wanted`.

        Raises:
            GivenUp: it was not wanted any more.
            StoreTrouble: the database cannot be read.
        """
        engine = self._opened()
        try:
            with Session(engine) as session:
                self._watch(session, is_wanted)
                return work(session)
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            if not is_wanted():
                raise GivenUp from None
            raise explain(error) or error from None

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _opened(self) -> Engine:
        if self._engine is None:
            self._engine = reading_engine(self._place.address)
        return self._engine

    def _watch(self, session: Session, is_wanted: Callable[[], bool]) -> None:
        if is_sqlite(self._place.address):
            raw: Any = session.connection().connection.dbapi_connection
            raw.set_progress_handler(lambda: int(not is_wanted()), _STEPS)
