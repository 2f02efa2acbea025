"""Clocks of cameras that one cause took together: one card, one sound, however many cameras."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.desk.fault_views import FaultRow
    from duty_desk.desk.views import ClockCard


def causes_of(faults: Iterable[FaultRow]) -> dict[str, str]:
    """By fault: the first fault of its event, which stands for all; its own id when alone."""
    return {row.id: row.group or row.id for row in faults}


def grouped(clocks: Iterable[ClockCard], faults: Iterable[FaultRow]) -> tuple[ClockCard, ...]:
    """`clocks` with one card an event: that of the camera with the least time left.

    Every clock runs on by itself; the card says how many there are.
    """
    rows = {row.id: row for row in faults}
    causes = causes_of(rows.values())
    events: dict[str, list[ClockCard]] = {}
    for card in clocks:
        events.setdefault(causes.get(card.subject, card.subject) + card.rule_id, []).append(card)
    return tuple(_one(cards, rows) for cards in events.values())


def _one(cards: list[ClockCard], rows: dict[str, FaultRow]) -> ClockCard:
    lead = min(cards, key=lambda card: card.due_at)
    if len(cards) == 1:
        return lead
    row, count = rows[lead.subject], len(cards)
    if row.is_own_network:
        words = tr("{code} 等 {n} 个点位 · 可能是本机网络", code=row.camera_code, n=count)
    else:
        kind = row.kind_name
        words = tr("{code} 等 {n} 个点位 · {kind}", code=row.camera_code, n=count, kind=kind)
    return replace(lead, headline=words)
