"""Whom to remind of a punch: office seats ten minutes before the hour, and five after going home.

24-hour seats punch by handing over and need no reminder; the contract's hours are the roster's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.domain.attendance import PunchKind, PunchState
from duty_desk.domain.open_item import OpenItem
from duty_desk.domain.problem import beijing, day_of
from duty_desk.language import tr
from duty_desk.store import attendance as rows

if TYPE_CHECKING:
    from duty_desk.store.roster_tables import PunchTable
    from duty_desk.store.transaction import Session

MINUTE_MS = 60_000
BEFORE_MS, AFTER_MS, LAST_MS = 10 * MINUTE_MS, 5 * MINUTE_MS, 60 * MINUTE_MS
NAMES = 3


@dataclass(frozen=True)
class Reminder:
    """A sentence to be said once for each `key`: whose coming or going of a day is not punched."""

    key: str
    words: str


def reminder(session: Session, now: int) -> Reminder | None:
    """What to say now; None when everybody has punched, or it is not the time."""
    waiting = [
        row
        for row in rows.punches(session, day_of(now), day_of(now))
        if row.is_office and row.state == PunchState.EXPECTED and _is_time(row, now)
    ]
    if not waiting:
        return None
    first = waiting[0]
    names = tr("、").join(row.name for row in waiting[:NAMES])
    at = f"{beijing(first.planned_at or now):%H:%M}"
    if first.kind == PunchKind.ON:
        words = tr(
            "{names}（{n} 人）还没有打上班卡，{at} 前有效。", names=names, n=len(waiting), at=at
        )
    else:
        words = tr(
            "{names}（{n} 人）{at} 下班，还没有打下班卡。", names=names, n=len(waiting), at=at
        )
    return Reminder(f"{first.day}/{first.kind}/{at}", words)


def _is_time(row: PunchTable, now: int) -> bool:
    if row.planned_at is None:
        return False
    if row.kind == PunchKind.ON:
        return row.planned_at - BEFORE_MS <= now < row.planned_at
    return row.planned_at + AFTER_MS <= now < row.planned_at + LAST_MS


def unexplained(session: Session, _now: int) -> tuple[OpenItem, ...]:
    """Missing punches that nobody explained and nobody judged: one item a person."""
    by_person: dict[str, list[PunchTable]] = {}
    for row in rows.unexplained(session):
        by_person.setdefault(row.person_id, []).append(row)
    return tuple(
        OpenItem(
            noun="punch",
            subject=person_id,
            title=tr("{name} 缺卡 {n} 次", name=missed[-1].name, n=len(missed)),
            state=tr(
                "最近一次 {at}，还没有说明，请值班长核实",
                at=f"{beijing(missed[-1].planned_at or 0):%m-%d %H:%M}",
            ),
        )
        for person_id, missed in by_person.items()
    )
