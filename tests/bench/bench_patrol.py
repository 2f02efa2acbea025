"""How long a visit takes to be on record while tiles play, and how long the year takes to open.

    python -m tests.bench.bench_patrol [--visits N] [--tiles N] [--points N] [--data DIR] [--json]

`visit` is from the key to the answer: small picture, journal, record, spool, snapshot, walk;
`processor` is what the desk thread computed for it, which other programs do not lengthen. `limit`
is what the disk alone takes in the same run: one fsynced file of the picture's size and one
committed row. With `--data` (a store made by `simulate`) also the year: its overview, the day of
the snapshot, and how SQLite finds the rows.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from duty_desk.commands.call import Call
from duty_desk.commands.rounds import looking
from duty_desk.demo import Demo
from duty_desk.domain.patrol import Look
from duty_desk.domain.patrol_plan import Plan, Slot
from duty_desk.domain.problem import beijing, day_of
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.store.patrol_tables import VisitTable
from duty_desk.video.engine import VideoEngine
from duty_desk.vision.jpeg import decode
from duty_desk.vision.thumbnail import thumbnail
from tests.bench.bench_record import disk_alone, percentiles, wall
from tests.fakes.desk import RESOURCES, Seat, build_desk, camera

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

OPENINGS = 20


def plan_around_now(now: int) -> Plan:
    """One round whose window is open for hours, over every camera."""
    at = beijing(now)
    minute = at.hour * 60 + at.minute
    slot = Slot(no=1, from_minute=(minute - 5) % 1440, to_minute=(minute + 600) % 1440)
    day = (at - timedelta(days=1)).date().isoformat()
    return Plan(from_on=max(day, day_of(now)), slots=(slot,))


def worked_ms(desk: Desk) -> float:
    """How long the desk thread has used a processor, in milliseconds."""
    return desk.ask(time.thread_time).result(10) * 1000


def visits(desk: Desk, count: int, picture: bytes) -> tuple[list[float], list[float]]:
    """Call checkpoints normal one after another.

    Returns:
        Milliseconds from key to answer, and of processor time, for each.
    """
    desk.patrol_plans.adopt(plan_around_now(desk.time.now_ms())).result(10)
    walk = desk.patrol.start().result(10)
    times, worked = [], []
    for number in range(count):
        no = (
            walk.next_no if walk.next_no < len(walk.points) else number % (len(walk.points) - 1) + 1
        )
        look = Look(no=no, fresh_ms=5_000, age_ms=60, thumbnail=picture)
        before, start = worked_ms(desk), time.perf_counter()
        walk = desk.patrol.visit(walk.round.id, [look]).result(10)
        times.append((time.perf_counter() - start) * 1000)
        worked.append(worked_ms(desk) - before)
        time.sleep(0.05)  # nobody presses faster; the tiles go on between
    return times, worked


def measure_visits(count: int, tiles: int, points: int) -> dict[str, object]:
    """Write visits of a round of `points` checkpoints while `tiles` play."""
    clock = SystemTimeSource()
    demo, engine = Demo(RESOURCES, clock), VideoEngine(clock)
    with tempfile.TemporaryDirectory() as folder:
        desk = build_desk(Seat(Path(folder), clock))
        try:
            demo.start()
            desk.start(is_sending=False)
            demo.join(desk)
            more = [camera(f"X{number:03d}", url_main="") for number in range(points - 16)]
            desk.cameras.add(more).result(20)
            engine.start()
            live = wall(engine, desk.cameras.addresses().result(10), tiles)
            still = engine.still(live[0], None).result(5)
            picture = thumbnail(decode(still.jpeg))
            taken, worked = visits(desk, count, picture)
            limit = disk_alone(Path(folder), len(picture), count)
        finally:
            engine.stop()
            desk.stop()
            demo.stop()
    return {
        "visits": count,
        "live_tiles": len(live),
        "picture_bytes": len(picture),
        "visit_ms": percentiles(taken),
        "processor_ms": percentiles(worked),
        "limit_ms": percentiles(limit),
        "ratio": round(median(taken) / median(limit), 1),
    }


def timed(work) -> list[float]:
    """Milliseconds of some openings."""
    times = []
    for _ in range(OPENINGS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def measure_year(data: Path) -> dict[str, object]:
    """Open the year of a store that `simulate` made."""
    call = Call(words=argparse.Namespace(), is_json=True, data=data, store_url="", spoken="")
    with looking(call) as look:
        today = date.fromisoformat(look.today)
        first, last = (today - timedelta(days=365)).isoformat(), look.today

        def day() -> None:
            look.counting.forget()
            look.counting.day(look.session, look.now)

        found = look.counting.overview(look.session, first, last)
        plan = look.session.execute(
            text("EXPLAIN QUERY PLAN SELECT * FROM round WHERE day BETWEEN :a AND :b ORDER BY day"),
            {"a": first, "b": last},
        )
        return {
            "rounds": sum(one.complete + one.incomplete + one.missed for one in found.days),
            "visits_on_record": look.session.scalar(select(func.count()).select_from(VisitTable)),
            "overview_ms": percentiles(
                timed(lambda: look.counting.overview(look.session, first, last))
            ),
            "snapshot_ms": percentiles(timed(day)),
            "query_plan": [row[3] for row in plan],
        }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=200)
    parser.add_argument("--tiles", type=int, default=16)
    parser.add_argument("--points", type=int, default=128)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    found = measure_visits(words.visits, words.tiles, words.points) if words.visits else {}
    if words.data:
        found |= measure_year(words.data)
    if words.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found.items():
        print(f"{name:<17} {value}")


if __name__ == "__main__":
    main()
