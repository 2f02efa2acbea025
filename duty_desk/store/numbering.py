"""Numbers that count on: within a day, a problem, a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session


def next_in(
    session: Session, column: InstrumentedAttribute[int], *where: ColumnElement[bool]
) -> int:
    """One more than the greatest of `column` where all of `where` holds; 1 where nothing is."""
    newest: int | None = session.scalar(select(func.max(column)).where(*where))
    return (newest or 0) + 1
