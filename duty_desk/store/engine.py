"""The door to the database: connections that keep what they are given.

SQLite: WAL, `synchronous=FULL`, foreign keys, recursive triggers (without them `INSERT OR
REPLACE` walks around the journal's triggers) and `BEGIN IMMEDIATE` for every writing unit.
PostgreSQL: serialisable enough by the triggers and the unique constraints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool, StaticPool

if TYPE_CHECKING:
    from pathlib import Path


def sqlite_url(file: Path) -> str:
    """The store address of a database file."""
    return f"sqlite+pysqlite:///{file}"


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=5000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "mmap_size=0",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def writing_engine(url: str) -> Engine:
    """An engine for the one writer of this program."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5})
    is_memory = make_url(url).database in (None, "", ":memory:")
    engine = create_engine(
        url,
        poolclass=StaticPool if is_memory else None,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)

    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "begin", begin)
    return engine


def _refuse_writes(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "query_only=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def reading_engine(url: str) -> Engine:
    """An engine that cannot write; it works beside a running desk."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            url,
            poolclass=NullPool,
            connect_args={
                "connect_timeout": 5,
                "options": "-c default_transaction_read_only=on",
            },
        )
    engine = create_engine(
        f"sqlite+pysqlite:///file:{parsed.database}?mode=ro&uri=true",
        poolclass=NullPool,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _refuse_writes)

    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(engine, "begin", begin)
    return engine
