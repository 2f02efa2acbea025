"""A new desk's database without the quarter of a second that its migrations take."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from duty_desk.store.engine import sqlite_url, writing_engine
from duty_desk.store.migrate import migrate
from duty_desk.store.store import DATABASE

MIGRATIONS = Path(__file__).resolve().parents[2] / "db"


@cache
def empty_database() -> bytes:
    """The database file as the migrations make it, made once by every process of tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / DATABASE
        engine = writing_engine(sqlite_url(file))
        migrate(engine, MIGRATIONS)
        engine.dispose()
        return file.read_bytes()


def put_tables(data: Path) -> None:
    """Lay an empty database with all tables into a data folder that has none."""
    file = data / DATABASE
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        file.write_bytes(empty_database())
