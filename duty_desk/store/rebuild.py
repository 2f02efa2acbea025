"""Building the records again from the journal alone, and comparing them with the tables."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from duty_desk.store import records
from duty_desk.store.clock import AdoptedRules
from duty_desk.store.diagnosis_tables import HourHabitTable
from duty_desk.store.footage_tables import FootagePersonTable
from duty_desk.store.migrate import fresh_engine
from duty_desk.store.tables import (
    CameraLookTable,
    HeartbeatTable,
    JournalRow,
    SecretTable,
    Table,
)
from duty_desk.store.waiting import gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Table as SqlTable

    from duty_desk.domain.moment import Entry

# The journal is what is built from; signs of life, looks, habits and hashes are no records, and
# whoever asked for footage must be erasable.
_NOT_IMPLIED = {
    table.__tablename__
    for table in (
        JournalRow,
        HeartbeatTable,
        CameraLookTable,
        HourHabitTable,
        SecretTable,
        FootagePersonTable,
    )
}


class NotRebuilt(ValueError):
    """An entry could not be applied; the argument names it."""


def first_difference(session: Session, entries: Iterable[Entry], migrations: Path) -> str | None:
    """Where the tables differ first from what `entries` imply; None when they agree.

    Returns:
        The table, the key of the row and the column, as `problem 0193…: state`.
    """
    try:
        with rebuilt(entries, migrations) as fresh:
            return difference(session, fresh)
    except NotRebuilt as error:
        return str(error)


@contextmanager
def rebuilt(entries: Iterable[Entry], migrations: Path) -> Iterator[Session]:
    """The tables that `entries` imply, made anew in memory.

    Raises:
        NotRebuilt: an entry says what cannot be.
    """
    engine = fresh_engine(migrations)
    try:
        with Session(engine) as fresh, fresh.begin():
            gather(fresh)
            rules = AdoptedRules()
            for entry in entries:
                try:
                    records.apply(fresh, entry, rules)
                except (SQLAlchemyError, ValueError, LookupError, TypeError, AttributeError):
                    where = f"journal {entry.seat} #{entry.seq}: {entry.kind}"
                    raise NotRebuilt(where) from None
            yield fresh
    finally:
        engine.dispose()


def difference(session: Session, fresh: Session) -> str | None:
    """Where the tables of `session` differ first from those made anew."""
    for table in Table.metadata.sorted_tables:
        if table.name not in _NOT_IMPLIED:
            found = _compare(session, fresh, table)
            if found is not None:
                return found
    return None


def _rows(session: Session, table: SqlTable) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    keys = list(table.primary_key.columns)
    statement = select(*keys, *table.columns).execution_options(yield_per=1000)
    for row in session.execute(statement):
        yield tuple(row[: len(keys)]), tuple(row[len(keys) :])


def _compare(session: Session, fresh: Session, table: SqlTable) -> str | None:
    """The first difference by key; one side is held, the other streamed."""
    kept = dict(_rows(session, table))
    differing: dict[str, str] = {}
    for key, implied in _rows(fresh, table):
        name = "/".join(str(part) for part in key)
        found = kept.pop(key, None)
        if found is None:
            differing[name] = "-"
        elif found != implied:
            columns = zip(table.columns, found, implied, strict=True)
            differing[name] = next(column.name for column, a, b in columns if a != b)
    differing |= {"/".join(str(part) for part in key): "+" for key in kept}
    if not differing:
        return None
    first = min(differing)
    return f"{table.name} {first}: {differing[first]}"
