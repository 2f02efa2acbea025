"""A desk that works without pause and says what it acknowledged, until somebody kills it.

Run as a program of its own: the data folder is its one argument.
"""

from __future__ import annotations

import json
import sys
from itertools import count
from pathlib import Path

import numpy as np

from duty_desk.bootstrap import build_desk, lock, open_house
from duty_desk.desk.evidence import Picked
from duty_desk.vision.jpeg import encode


def say(step: str, detail) -> None:
    """Print what a person would have been told by now, at once."""
    told = {
        "step": step,
        "problem": detail.row.id,
        "entries": [[entry.seat, entry.seq, entry.hash] for entry in detail.entries],
        "shots": [shot.sha256 for shot in detail.shots],
        "shown": [shot.captioned.stem for shot in detail.shots],
    }
    print(json.dumps(told), flush=True)


def picture(number: int) -> bytes:
    """A picture unlike the others."""
    dice = np.random.default_rng(number)
    return encode(dice.integers(0, 255, (120, 160, 3), np.uint8))


def work(desk, number: int) -> None:
    """One problem from F8 to its push."""
    now = desk.time.now_ms()
    camera_id = desk.snapshot.cameras[0].id
    picked = Picked(
        camera_id=camera_id,
        jpeg=picture(now + number),
        width_px=160,
        height_px=120,
        received_at=now,
        age_ms=0,
        found_at=now,
    )
    problems = desk.problems
    found = problems.find(picked).result()
    say("found", found)
    problem_id = found.row.id
    described = problems.describe(
        problem_id, category=desk.categories[0].code, description=f"第 {number} 个", unit="甲社区"
    )
    say("described", described.result())
    if number % 2:
        channel = desk.snapshot.channels[number // 2 % 2]
        say("queued", problems.push(problem_id, channel.id).result())
    else:
        problems.copy(problem_id).result()
        say("confirmed", problems.confirm(problem_id).result())


def main(data: Path) -> None:
    """Work until killed."""
    house = open_house(data)
    lock(house)
    desk = build_desk(house)
    desk.start()
    print(json.dumps({"step": "ready"}), flush=True)
    for number in count(1):
        work(desk, number)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
