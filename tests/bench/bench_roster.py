"""A year of roster and attendance: how long a month, a look of the desk and a lookup take.

`python -m tests.bench.bench_roster`
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from duty_desk.desk.shift_systems import ROTATIONS
from duty_desk.domain.moment import Moment
from duty_desk.domain.rights import Role
from duty_desk.domain.roster import Laying
from duty_desk.domain.workdays import instant
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.desk import Desk

FIRST, DAYS, TIMES = date(2026, 1, 1), 365, 15
PEOPLE = 12


def fill(desk: Desk, clock: FakeTimeSource) -> None:
    """A year of four crews of three, every shift punched, as the desk would."""
    facts = {"role": "operator", "confidentiality_signed_on": None}
    for number in range(PEOPLE):
        person = Moment(
            kind="person.added",
            subject=f"p{number}",
            facts={**facts, "name": f"值班员 {number}"},
        )
        desk.ask(lambda it=person: desk.record(it)).result()
    laying = Laying(
        rotation=ROTATIONS[0],
        crews=tuple(tuple(f"p{crew + 4 * k}" for k in range(3)) for crew in range(4)),
        starts_on=FIRST,
        from_on=FIRST,
        to_on=FIRST + timedelta(days=DAYS - 1),
        seat="1",
    )
    desk.roster.adopt(desk.roster.propose(laying).result()).result()
    for day in range(DAYS):
        for minute in (505, 1195):
            at = instant(FIRST + timedelta(days=day), minute)
            clock.advance(at - clock.now_ms())
            desk.ask(desk.tick).result()
            shift = desk.ask(lambda: desk.roster.next_after(clock.now_ms(), "1")).result()
            desk.ask(lambda it=shift: desk.write(lambda unit: punch_all(desk, unit, it))).result()


def punch_all(desk: Desk, unit: object, shift: object) -> None:
    """Everybody of a shift comes in time."""
    for person in shift.person_ids:
        desk.attendance.punch(unit, person, desk.time.now_ms(), "on")


def measure(name: str, work: Callable[[], object]) -> None:
    """Print the median and the worst of some runs."""
    taken = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    print(f"{name}: median {statistics.median(taken):.1f} ms, worst {max(taken):.1f} ms")


def main() -> None:
    """Fill a store, then measure."""
    clock = FakeTimeSource(instant(FIRST, 0))
    with tempfile.TemporaryDirectory() as folder:
        desk = build_desk(Seat(Path(folder), clock, role=Role.ADMINISTRATOR))
        desk.start(is_sending=False, is_ticking=False)
        fill(desk, clock)
        month = "2026-11"
        measure("a month of the roster", lambda: desk.roster.month(month).result())
        measure("a month of attendance", lambda: desk.attendance.month(month).result())
        now = clock.now_ms()
        measure("who is on", lambda: desk.ask(lambda: desk.roster.shift_at(now, "1")).result())

        def look() -> None:
            clock.advance(60_000)
            desk.ask(desk.tick).result()

        measure("a look of the desk", look)
        desk.stop()


if __name__ == "__main__":
    main()
