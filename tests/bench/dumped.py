"""How many dumped things are found, and how many hints come for nothing.

`python -m tests.bench.dumped --clips DIR`: things drawn onto real and invented footage, one a run,
and the same footage untouched. The zone is the lower two thirds of every picture. One clip shows a
thing that was really left; its quiet head and tail are played to and fro to fill the hold.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.vision.cv import cv2
from duty_desk.vision.dumped import forgiven, ground_of, seen
from tests.bench.health_footage import footage_of, read_clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench.health_footage import Footage, Picture

BEAT_MS, HOLD_MS, ONSET_MS, RUN_MS = 1_000, 60_000, 40_000, 140_000
ZONE = ((0, 330), (1000, 330), (1000, 1000), (0, 1000))


@dataclass(frozen=True)
class Told:
    """A hint: when, and where in thousandths."""

    at_ms: int
    box: tuple[int, int, int, int]


def told_of(pictures: Iterator[Picture], hold_ms: int = HOLD_MS) -> tuple[list[Told], float]:
    """The hints of a run, and the milliseconds of processor time a picture."""
    ground, told, spent = ground_of([ZONE]), [], 0.0
    count = 0
    for count, picture in enumerate(pictures, 1):
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        began = time.thread_time()
        at_ms = count * BEAT_MS
        ground = seen(ground, grey, at_ms)
        for thing in ground.things:
            if thing.still_ms >= hold_ms:
                told.append(Told(at_ms, thing.box))
                ground = forgiven(ground, grey, thing.box)
        spent += time.thread_time() - began
    return told, spent * 1000 / max(1, count)


def untouched(footage: Footage) -> Iterator[Picture]:
    """Footage as it is, a picture a second."""
    for at in range(RUN_MS // BEAT_MS):
        yield footage.picture(2 * at)


def with_thing(
    footage: Footage, rng: random.Random
) -> tuple[Iterator[Picture], tuple[int, int, int, int]]:
    """Footage onto which a thing is drawn at `ONSET_MS`, and where, in thousandths."""
    height, width = footage.picture(0).shape[:2]
    wide = rng.randint(width * 3 // 100, width * 10 // 100)
    high = rng.randint(height * 4 // 100, height * 14 // 100)
    left = rng.randint(4, width - wide - 4)
    top = rng.randint(height * 40 // 100, height - high - 4)
    shade = rng.choice((-1, 1)) * rng.randint(25, 70)
    noise = np.random.default_rng(rng.randrange(1 << 30)).normal(0, 12, (high, wide, 1))
    mask = np.zeros((high, wide, 1), np.float32)
    cv2.ellipse(mask, (wide // 2, high // 2), (wide // 2, high // 2), 0, 0, 360, 1, -1)
    mask = cv2.GaussianBlur(mask, (3, 3), 0).reshape(high, wide, 1)

    def run() -> Iterator[Picture]:
        for at in range(RUN_MS // BEAT_MS):
            picture = footage.picture(2 * at)
            if at * BEAT_MS >= ONSET_MS:
                part = picture[top : top + high, left : left + wide].astype(np.float32)
                level = (
                    part.mean() + shade if 0 < part.mean() + shade < 255 else part.mean() - shade
                )
                drawn = part * (1 - mask) + (level + noise) * mask
                picture[top : top + high, left : left + wide] = np.clip(drawn, 0, 255)
            yield picture

    box = (
        left * 1000 // width,
        top * 1000 // height,
        (left + wide) * 1000 // width,
        (top + high) * 1000 // height,
    )
    return run(), box


def overlaps(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two boxes touch."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def really_left(path: Path) -> Iterator[Picture]:
    """The clip with a thing left at about 4.5 s: head to and fro for 30 s, tail for 100 s."""
    pictures = read_clip(path, beat_ms=BEAT_MS // 2)
    head, tail = pictures[:8], pictures[-3:]

    def swung(part: list[Picture], count: int) -> list[Picture]:
        there_and_back = [*part, *part[-2:0:-1]]
        return [there_and_back[at % len(there_and_back)] for at in range(count)]

    yield from (*swung(head, 30), *pictures[8::2], *swung(tail, 100))


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--clips", type=Path, default=None)
    asked.add_argument("--events", type=int, default=10, help="things drawn on each footage")
    words = asked.parse_args()
    rng = random.Random(1)
    say: Callable[[str], None] = print
    found = count = 0
    late: list[int] = []
    costs: list[float] = []
    for footage in footage_of(words.clips):
        told, cost = told_of(untouched(footage))
        costs.append(cost)
        extra, hit = 0, 0
        for _ in range(words.events):
            run, box = with_thing(footage, rng)
            hints, _ = told_of(run)
            first = next((one for one in hints if overlaps(one.box, box)), None)
            extra += sum(not overlaps(one.box, box) for one in hints)
            if first is not None:
                hit += 1
                late.append(first.at_ms - ONSET_MS - HOLD_MS)
        found, count = found + hit, count + words.events
        minutes = RUN_MS * (words.events + 1) / 60_000
        false = len(told) + extra
        say(
            f"{footage.name:36} found {hit:2}/{words.events}"
            f"  for nothing {false:3} in {minutes:.0f} min"
        )
    left = next(words.clips.glob("*STATIC_OBJECT*"), None) if words.clips else None
    if left is not None:
        told, _ = told_of(really_left(left))
        say(f"{left.stem:36} hints {[(one.at_ms // 1000, one.box) for one in told]}")
    if late:
        late.sort()
        p90 = late[len(late) * 9 // 10]
        say(f"found {found} of {count}; after the hold p50 {late[len(late) // 2]} p90 {p90} ms")
    say(f"{sum(costs) / len(costs):.1f} ms of processor a picture of {BEAT_MS} ms")


if __name__ == "__main__":
    main()
