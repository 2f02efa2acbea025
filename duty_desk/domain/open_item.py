"""Open items: what is unfinished at the desk and must not be lost when the shift changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.domain.plain import facts_of, record_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, kw_only=True)
class OpenItem:
    """One unfinished thing, as it stood when it was looked at.

    Attributes:
        noun: The kind of record it is about (`problem`, `fault`, …), `note` for a line of text.
        subject: The record's id.
        title: What it is (`C046 白塔庵-桶站 · 垃圾桶满冒`).
        state: How it stands and what comes next.
        due_at: When it is due, UTC ms; None when nothing runs.
        is_urgent: Whoever takes over must say it back in words.
        owner: Who has to act, as far as known.
    """

    noun: str
    subject: str
    title: str
    state: str = ""
    due_at: int | None = None
    is_urgent: bool = False
    owner: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it is about; one record is one item however its words change."""
        return self.noun, self.subject

    def as_facts(self) -> dict[str, Any]:
        """The item as plain facts."""
        return facts_of(self)


def item_from(facts: Mapping[str, Any]) -> OpenItem:
    """The item whose `as_facts` are `facts`."""
    return record_from(OpenItem, facts)


def in_order(items: Iterable[OpenItem]) -> tuple[OpenItem, ...]:
    """Urgent ones first, then those that are due soonest, then the rest as they came."""
    never = 1 << 62
    return tuple(
        sorted(items, key=lambda one: (not one.is_urgent, one.due_at is None, one.due_at or never))
    )
