"""Entries of the journal, found by their number or by the beginning of their hash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.search_names import joined
from duty_desk.desk.wording import has_line
from duty_desk.language import tr
from duty_desk.store import search_rows
from duty_desk.store.journal import entry_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.snapshot import Viewer
    from duty_desk.store.transaction import Session

_NUMBER = re.compile(r"#?([0-9]{1,12})")
_HASH = re.compile(r"[0-9a-f]{6,64}")
_SHOWN = 12  # characters of a hash: enough to be the only one


@dataclass(frozen=True)
class FoundEntry:
    """An entry as a line: what it is about by noun, and who wrote it."""

    id: str
    at: int
    title: str
    detail: str
    noun: str
    actor: str


def found_entries(
    session: Session, words: Sequence[str], viewer: Viewer, limit: int
) -> list[FoundEntry]:
    """The entries that a single word names: `#1234`, `1234`, or six signs and more of a hash."""
    if len(words) != 1:
        return []
    number, begin = _NUMBER.fullmatch(words[0]), _HASH.fullmatch(words[0])
    found = search_rows.entries(
        session, int(number[1]) if number else None, begin[0] if begin else "", limit
    )
    told = []
    for row in found:
        entry = entry_of(row)
        line = viewer.journal_line(session, entry).text if has_line(entry) else row.kind
        title = tr("第 {n} 号 · {line}", n=row.seq, line=line)
        noun = row.kind.partition(".")[0]
        told.append(
            FoundEntry(
                id=f"{row.seat}/{row.seq}",
                at=row.recorded_at,
                title=title,
                detail=joined(row.actor, row.hash[:_SHOWN]),
                noun=noun,
                actor=row.actor,
            )
        )
    return told
