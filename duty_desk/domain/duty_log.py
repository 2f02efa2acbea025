"""The duty log (值班日志): kinds of lines, what a line names, and how late it was written.

A line is never changed. It may be amended (a new line, the old one struck through) or made void
with a reason; what is older than the shift takes a second person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from duty_desk.domain.moment import LATE_AFTER_MS, REASON_AFTER_MS

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 500  # characters of a line
MINUTE_MS = 60_000
EARLIEST_MS = 7 * 24 * 60 * MINUTE_MS  # nobody writes a log of last month from memory


class LogKind(StrEnum):
    """What a line is about; the order is that of the digits."""

    PATROL = "patrol"
    PHONE = "phone"
    VISITOR = "visitor"
    INCIDENT = "incident"
    DISPATCH = "dispatch"
    URGE = "urge"
    EQUIPMENT = "equipment"
    INSTRUCTION = "instruction"
    OTHER = "other"


class LineState(StrEnum):
    """How a line stands."""

    SAVED = "saved"
    AMENDED = "amended"  # a later line stands in its place
    VOIDED = "voided"


@dataclass(frozen=True)
class Link:
    """A record that a line names: `noun` is camera, problem, fault or footage.

    `title` is what it was called then.
    """

    noun: str
    id: str
    title: str

    def as_facts(self) -> dict[str, str]:
        """The link as facts of a moment."""
        return {"noun": self.noun, "id": self.id, "title": self.title}


def link_from(facts: Mapping[str, str]) -> Link:
    """The link that `facts` hold."""
    return Link(facts["noun"], facts["id"], facts["title"])


@dataclass(frozen=True)
class Named:
    """What a text may mean: numbers of records, and codes of cameras, in order."""

    numbers: tuple[tuple[str, str], ...]  # (`MMDD-NNN` or `YYYY-NNN`, the words just before it)
    codes: tuple[str, ...]


_NUMBER = re.compile(r"(?<![0-9A-Za-z-])(\d{4}-\d{3})(?![0-9-])")
_CODE = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{1,4}-?\d{1,6}(?![0-9A-Za-z])")
_BEFORE = 8  # characters in which a number's noun stands


def named_in(text: str) -> Named:
    """What `text` names; whether it exists is for the reader of the records to say."""
    numbers = {
        found.group(1): text[max(0, found.start() - _BEFORE) : found.start()]
        for found in _NUMBER.finditer(text)
    }
    codes = dict.fromkeys(found.group(0).upper() for found in _CODE.finditer(text))
    return Named(tuple(numbers.items()), tuple(codes))


def late_minutes(event_at: int, recorded_at: int) -> int:
    """By how many whole minutes a line is late; 0 when it was written within five."""
    late_ms = recorded_at - event_at
    return late_ms // MINUTE_MS if late_ms > LATE_AFTER_MS else 0


def needs_reason(event_at: int, recorded_at: int) -> bool:
    """Whether the delay must be explained."""
    return recorded_at - event_at > REASON_AFTER_MS
