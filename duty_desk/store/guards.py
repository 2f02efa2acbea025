"""The journal's guards: whether its triggers still stand as the migrations made them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.orm import Session

from duty_desk.store.migrate import fresh_engine

if TYPE_CHECKING:
    from pathlib import Path

_IN_FILE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_ON_SERVER = """
SELECT t.tgname, concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid), p.prosrc)
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = CAST('journal' AS regclass) AND NOT t.tgisinternal
"""
_SERVER_GUARDS = {
    "journal_keeps_entries": "BEFORE DELETE OR UPDATE",
    "journal_loses_nothing": "BEFORE TRUNCATE",
    "journal_counts_on": "BEFORE INSERT",
}
_ENABLED = "O "


def first_difference(session: Session, migrations: Path) -> str | None:
    """The first trigger that is missing, changed, switched off or strange; None when all stand."""
    if session.get_bind().dialect.name == "sqlite":
        found, wanted = _triggers(session, _IN_FILE), _made_anew(migrations)
        is_alike = {name: found.get(name) == sql for name, sql in wanted.items()}
    else:
        found = _triggers(session, _ON_SERVER)
        is_alike = {
            name: _refuses(found.get(name, ""), event) for name, event in _SERVER_GUARDS.items()
        }
    wrong = [name for name, is_good in is_alike.items() if not is_good]
    return next(iter([*wrong, *sorted(found.keys() - is_alike.keys())]), None)


def _triggers(session: Session, query: str) -> dict[str, str]:
    return {name: " ".join(sql.split()) for name, sql in session.execute(text(query))}


def _made_anew(migrations: Path) -> dict[str, str]:
    engine = fresh_engine(migrations)
    try:
        with closing(Session(engine)) as fresh:
            return _triggers(fresh, _IN_FILE)
    finally:
        engine.dispose()


def _refuses(definition: str, event: str) -> bool:
    return (
        definition.startswith(_ENABLED) and event in definition and "RAISE EXCEPTION" in definition
    )
