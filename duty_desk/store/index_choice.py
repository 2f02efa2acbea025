"""Which index answers a question, where SQLite would take a bad one.

Stores keep no statistics, so a plan follows from the schema alone, and what holds for an empty
store (`tests/desk/test_index_choice.py`) holds for ten years of records. Without statistics
SQLite thinks any "equals" rarer than any stretch of time, so a question for the records of a day
in some state would read all that ever were in it. Statistics do not cure that: by a sample the
state that half of all problems are in is rare (tried on three contract years).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute
    from sqlalchemy.sql import ColumnElement


def unindexed(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """A column of text as it is, in a condition that no index answers."""
    return column.concat("")
