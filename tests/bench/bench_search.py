"""How long the first page of a search takes through the desk, and what the first reading costs.

python -m tests.bench.bench_search --data DIR [--anew]; DIR is migrated, give a copy. `--anew`
throws the words away and reads them in again. Words are taken from what the store has.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.bootstrap import build_desk, open_house
from duty_desk.store.reading import open_for_reading
from duty_desk.store.search_file import NAME
from duty_desk.store.tables import JournalRow, ProblemTable

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

RUNS, FILL_S = 5, 900.0
USUAL = (
    "垃圾 社区",
    "共享单车",
    "满冒",
    "值班员 b",
    "没有应答",
    "机器人已接收",
    "跳过",
    "2026-0",
    "10",
    "街",
    "无此一词",
)


def main() -> None:
    """Measure."""
    words = argparse.ArgumentParser()
    words.add_argument("--data", type=Path, required=True)
    words.add_argument("--anew", action="store_true")
    told = words.parse_args()
    if told.anew:
        for ending in ("", "-wal", "-shm"):
            (told.data / f"{NAME}{ending}").unlink(missing_ok=True)
    desk = build_desk(open_house(told.data))
    desk.start(is_sending=False, is_ticking=False)
    began, worked = time.perf_counter(), time.process_time()
    desk.search.begin()
    is_up = desk.search.wait(FILL_S)
    took, work = time.perf_counter() - began, time.process_time() - worked
    print(f"read in: {is_up}, {took:.1f} s, {work:.1f} s of processor time")
    _ask(desk, (*USUAL, *_of_store(desk)))
    desk.stop()


def _of_store(desk: Desk) -> tuple[str, ...]:
    with open_for_reading(desk.store.place) as session:
        camera = desk.snapshot.cameras[len(desk.snapshot.cameras) // 2]
        text = session.scalar(select(ProblemTable.description).limit(1)) or ""
        newest = session.execute(select(JournalRow.seq, JournalRow.hash).limit(1)).one()
    return (camera.code, camera.name, camera.name[:2], text[:6], f"#{newest.seq}", newest.hash[:8])


def _ask(desk: Desk, queries: tuple[str, ...]) -> None:
    spans: list[float] = []
    work = time.process_time()
    for run in range(RUNS):
        for query in filter(None, queries):
            began = time.perf_counter()
            found = desk.search.find(query).result(60)
            spans.append((time.perf_counter() - began) * 1000)
            if run == RUNS - 1:
                kinds = " ".join(f"{one.noun}:{len(one.lines)}" for one in found.groups)
                print(f"{spans[-1]:7.1f} ms  {query}  {kinds}")
    spans.sort()
    each = (time.process_time() - work) * 1000 / len(spans)
    middle, late = spans[len(spans) // 2], spans[int(len(spans) * 0.95)]
    load = Path("/proc/loadavg").read_text(encoding="ascii").split()[0]
    print(f"p50 {middle:.0f} ms, p95 {late:.0f} ms, max {spans[-1]:.0f} ms at a load of {load}")
    print(f"{each:.0f} ms of processor time each on average")


if __name__ == "__main__":
    main()
