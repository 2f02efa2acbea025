"""What is open at the desk, computed from the records: every noun declares its own items.

A new kind of record joins the handover by one line, `desk.open_items.register(noun, source)`,
and by nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.open_sources import SOURCES
from duty_desk.domain.open_item import OpenItem, in_order
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.desk import Desk
    from duty_desk.store.transaction import Session

    Source = Callable[[Session, int], tuple[OpenItem, ...]]

__all__ = ["NOTE", "OpenItem", "OpenItems", "noun_words"]

NOTE = "note"  # a line that the outgoing added by hand
_NOUNS = {
    "problem": mark("问题"),
    "fault": mark("故障"),
    "round": mark("巡查"),
    "push": mark("推送"),
    "instruction": mark("交办"),
    "emergency": mark("突发"),
    "suspicion": mark("疑似故障"),
    "dumped": mark("倾倒提示"),
    "footage": mark("调取"),
    "case": mark("案件"),
    "punch": mark("考勤"),
    "report": mark("报告"),
    NOTE: mark("其他"),
}


def noun_words(noun: str) -> str:
    """What a kind of item is called, in the language in use."""
    return tr(_NOUNS.get(noun, _NOUNS[NOTE]))


class OpenItems:
    """Asks every source. Sources are called on the desk thread, or with a reading session."""

    def __init__(self, desk: Desk) -> None:
        self._sources: dict[str, Source] = {}
        for noun, made in SOURCES.items():
            self.register(noun, made(desk))

    def register(self, noun: str, source: Source) -> None:
        """Let `source(session, now)` tell what is open of `noun`; a noun has one source."""
        self._sources[noun] = source

    def all(self, session: Session, now: int) -> tuple[OpenItem, ...]:
        """Everything that is open, urgent and soonest due first."""
        return in_order(item for source in self._sources.values() for item in source(session, now))
