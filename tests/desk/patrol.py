"""A desk with three cameras, and how its rounds are walked in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.patrol import Look, Outcome
from tests.fakes.desk import build_desk, camera, picture

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.patrol_views import Walk
    from tests.fakes.desk import Seat

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
CODES = ("C017", "C018", "C019")


def started(seat: Seat, codes: tuple[str, ...] = CODES) -> Desk:
    """A running desk that knows the cameras; it ticks when the test says so."""
    desk = build_desk(seat)
    desk.start(is_sending=False, is_ticking=False)
    if codes:
        named = [camera(code, name=f"{code} 路口", url_main="") for code in codes]
        desk.cameras.add(named).result(5)
    return desk


def tick(desk: Desk) -> None:
    """One look at the clocks."""
    desk.ask(desk.tick).result(5)
    desk.ask(lambda: None).result(5)


def seen(no: int, **fields: object) -> Look:
    """A normal look that took five seconds."""
    known: dict[str, object] = {"fresh_ms": 5_000, "age_ms": 80, "thumbnail": picture(90)}
    return Look(no=no, **{**known, **fields})  # type: ignore[arg-type]


def skipped(no: int, reason: str = "busy") -> Look:
    """A checkpoint left out."""
    return Look(no=no, outcome=Outcome.SKIPPED, reason=reason)


def walk_on(desk: Desk, walk: Walk, count: int) -> Walk:
    """Call the next checkpoints normal, one after another, six seconds each."""
    for _ in range(count):
        desk.time.advance(6_000)  # type: ignore[attr-defined]
        walk = desk.patrol.visit(walk.round.id, [seen(walk.next_no)]).result(5)
    return walk


def kinds(desk: Desk, noun: str) -> list[str]:
    """The kinds of moments of a noun on record, oldest first."""
    from duty_desk.store import journal

    entries = desk.ask(lambda: desk.read(lambda s: journal.entries_since(s, 0))).result(5)
    return [it.kind for it in reversed(entries) if it.kind.startswith(f"{noun}.")]
