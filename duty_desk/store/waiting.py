"""Rows that may wait to be written together: hundreds by one statement instead of one each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event, insert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import ORMExecuteState, Session

    from duty_desk.store.tables import Table

_WAITING = "rows that wait"


def gather(session: Session) -> None:
    """Have rows that are put into `session` wait until it asks something, or commits."""
    session.info[_WAITING] = {}
    event.listen(session, "do_orm_execute", _before_question)
    event.listen(session, "before_commit", _write)


def hold(session: Session) -> None:
    """Have `session` keep every record it has met, so that asking for it again asks nobody."""
    held: list[object] = []
    for name in ("pending_to_persistent", "loaded_as_persistent"):
        event.listen(session, name, lambda _session, record: held.append(record))


def put(session: Session, table: type[Table], row: Mapping[str, Any]) -> None:
    """Write a row of `table` by the next flush, or with those that wait beside it.

    Only for rows that other rows do not name by a foreign key, and whose own are written.
    """
    waiting: dict[type[Table], list[Mapping[str, Any]]] | None = session.info.get(_WAITING)
    if waiting is None:
        session.add(table(**row))
    else:
        waiting.setdefault(table, []).append(row)


def _before_question(state: ORMExecuteState) -> None:
    _write(state.session)


def _write(session: Session) -> None:
    waiting: dict[type[Table], list[Mapping[str, Any]]] = session.info[_WAITING]
    if waiting:
        session.info[_WAITING] = {}
        for table, rows in waiting.items():
            session.connection().execute(insert(table.__table__), rows)  # type: ignore[arg-type]
