"""The schema: what the migrations make is what the tables say, and it stands in schema.sql."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from duty_desk.store.engine import sqlite_url, writing_engine
from duty_desk.store.migrate import NewerSchema, migrate
from duty_desk.store.tables import Table

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "db" / "schema.sql"
HEAD = "-- Written by tests/store/test_schema.py from the newest migrations. Do not edit.\n\n"


@pytest.fixture
def engine(tmp_path):
    """A freshly migrated database."""
    engine = writing_engine(sqlite_url(tmp_path / "desk.sqlite3"))
    migrate(engine, ROOT / "db")
    yield engine
    engine.dispose()


def test_migrations_and_tables_say_the_same(engine):
    """Alembic finds nothing to add, change or drop."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Table.metadata) == []


def test_schema_sql_is_current(engine):
    """The written schema is the newest one; set DUTY_DESK_WRITE_SCHEMA=1 to write it."""
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
                " AND name NOT LIKE 'alembic%' ORDER BY type = 'trigger', tbl_name, type DESC, name"
            )
        ).scalars()
        schema = HEAD + "".join(f"{statement.strip()};\n\n" for statement in found)
    if os.environ.get("DUTY_DESK_WRITE_SCHEMA"):
        SCHEMA.write_text(schema, encoding="utf-8")

    assert SCHEMA.read_text(encoding="utf-8") == schema


def test_migrating_twice_changes_nothing(engine):
    """A second start finds the newest schema and leaves it."""
    migrate(engine, ROOT / "db")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


def test_a_newer_database_is_refused_and_left_alone(engine):
    """A database of a newer program is not touched, and the sentence says so."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerSchema, match="9999"):
        migrate(engine, ROOT / "db")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        assert found == "9999"
