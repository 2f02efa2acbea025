"""The door to the database: connections that keep what they are given.

SQLite: WAL, `synchronous=FULL`, foreign keys, recursive triggers (without them `INSERT OR
REPLACE` walks around the journal's triggers) and `BEGIN IMMEDIATE` for every writing unit.
PostgreSQL: serialisable enough by the triggers and the unique constraints.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, StaticPool

from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

# A server that vanished without a word is given up after about six seconds, not after hours.
_SERVER: Mapping[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 6000,
}


class WrongAddress(Refusal):
    """What was given is no address of a store."""


def sqlite_url(file: Path) -> URL:
    """The store address of a database file."""
    return URL.create("sqlite+pysqlite", database=str(file))


def memory_url() -> URL:
    """The address of a database in memory, for building records again."""
    return URL.create("sqlite+pysqlite")


def store_url(address: str) -> URL:
    """The store address that a person typed.

    Raises:
        WrongAddress: it is none, or of a database that cannot be used; it is not repeated.
    """
    try:
        found = make_url(address)
        name = found.get_backend_name()
    except (ArgumentError, ValueError):
        name = ""
    if name == "sqlite" and found.database:
        return found.set(drivername="sqlite+pysqlite")
    if name == "postgresql" and found.database:
        return found.set(drivername="postgresql+psycopg")
    raise WrongAddress(
        tr(
            "记录库地址写法不对，没有打开任何记录库。应为 "
            "postgresql+psycopg://用户:密码@服务器/库名。"
        )
    )


def is_sqlite(url: URL) -> bool:
    """Whether the store is a file of this computer."""
    return url.get_backend_name() == "sqlite"


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=5000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "secure_delete=ON",  # what is erased by law leaves no bytes in free pages
        "mmap_size=0",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def writing_engine(url: URL) -> Engine:
    """An engine for the one writer of this program."""
    if not is_sqlite(url):
        options = {**_SERVER, "options": "-c lock_timeout=5000"}
        return create_engine(url, pool_pre_ping=True, connect_args=options)
    is_memory = url.database in (None, "", ":memory:")
    # One connection writes and checkpoints: SQLite below 3.51.3 can damage its log with two.
    pool: Mapping[str, Any] = (
        {"poolclass": StaticPool} if is_memory else {"pool_size": 1, "max_overflow": 0}
    )
    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)
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


def reading_engine(url: URL, *, is_still: bool = False) -> Engine:
    """An engine that cannot write; it works beside a running desk.

    Args:
        url: The store.
        is_still: Nobody else has the database file open, and its folder cannot be written.
    """
    if not is_sqlite(url):
        options = {**_SERVER, "options": "-c default_transaction_read_only=on"}
        return create_engine(url, poolclass=NullPool, connect_args=options)
    query = {"uri": "true", **({"immutable": "1"} if is_still else {"mode": "ro"})}
    engine = create_engine(
        URL.create(
            "sqlite+pysqlite",
            database=Path(str(url.database)).resolve().as_uri(),
            query=query,
        ),
        poolclass=NullPool,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _refuse_writes)

    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(engine, "begin", begin)
    return engine
