"""Bring a database to the newest schema; copy it first, refuse a newer one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from duty_desk.language import Refusal, tr
from duty_desk.store import patrol_tables  # noqa: F401 - the metadata must know all tables
from duty_desk.store.engine import memory_url, writing_engine
from duty_desk.store.evidence import sync_folder
from duty_desk.store.tables import Table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


_UPGRADING = 0x64757479  # any number that every seat agrees on


class NewerSchema(Refusal):
    """The database was written by a newer program."""


class OlderSchema(Refusal):
    """The database stands at an earlier schema and may not be changed by a reader."""


def _config(folder: Path, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = Table.metadata
    return config


def newest(folder: Path) -> str:
    """The revision that this program writes."""
    return ScriptDirectory.from_config(_config(folder)).get_current_head() or ""


def revision(connection: Connection) -> str:
    """The revision a database stands at; "" when it has no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _copy_before(file: Path, stands_at: str) -> None:
    target = file.with_name(f"{file.name}.before-{stands_at}")
    partial = target.with_name(f"{target.name}.part")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(partial)) as copy:
        source.backup(copy)
    partial.replace(target)
    sync_folder(target.parent)


def refuse_other_schema(connection: Connection, folder: Path) -> None:
    """Refuse to read a database that this program's tables do not describe.

    Raises:
        NewerSchema: a newer program wrote it.
        OlderSchema: it was not brought to this program's schema yet.
    """
    stands_at = revision(connection)
    if stands_at == newest(folder):
        return
    _refuse_newer(stands_at, folder)
    raise OlderSchema(tr("这个记录库还没有升级到本程序的版本，没有改动它。请先启动一次值守台。"))


def _refuse_newer(stands_at: str, folder: Path) -> None:
    scripts = ScriptDirectory.from_config(_config(folder)).walk_revisions()
    if stands_at and stands_at not in {script.revision for script in scripts}:
        raise NewerSchema(
            tr(
                "这个记录库是更新版本的值守台写的（版本 {revision}），本程序没有改动它。"
                "请升级本程序后再打开。",
                revision=stands_at,
            )
        )


def migrate(engine: Engine, folder: Path) -> None:
    """Bring the database behind `engine` to the newest revision of `folder`.

    Raises:
        NewerSchema: the database has a revision this program does not know.
    """
    with engine.begin() as connection:
        stands_at = revision(connection)
    if stands_at == newest(folder):
        return
    _refuse_newer(stands_at, folder)
    database = engine.url.database
    if stands_at and engine.dialect.name == "sqlite" and database not in (None, "", ":memory:"):
        _copy_before(Path(str(database)), stands_at)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Two seats that start together: the second finds the work done.
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADING})"))
        command.upgrade(_config(folder, connection), "head")


@cache
def empty_database(folder: Path) -> bytes:
    """A database file as the migrations in `folder` make it; they run once in a program's life."""
    engine = writing_engine(memory_url())
    try:
        migrate(engine, folder)
        with closing(engine.raw_connection()) as raw:
            connection: Any = raw.driver_connection
            return bytes(connection.serialize())
    finally:
        engine.dispose()


def fresh_engine(folder: Path) -> Engine:
    """An engine for an empty database in memory that has all tables."""
    engine = writing_engine(memory_url())
    with closing(engine.raw_connection()) as raw:
        connection: Any = raw.driver_connection
        connection.deserialize(empty_database(folder))
    return engine
