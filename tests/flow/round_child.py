"""A desk that walks a round without pause and says which visits it acknowledged, until killed.

Run as a program of its own: the data folder is its one argument.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from duty_desk.bootstrap import build_desk, lock, open_house
from duty_desk.domain.patrol import Look
from duty_desk.vision.thumbnail import thumbnail


def picture(number: int) -> bytes:
    """A small picture unlike the others."""
    dice = np.random.default_rng(number)
    return thumbnail(dice.integers(0, 255, (60, 80, 3), np.uint8))


def main(data: Path) -> None:
    """Walk until killed or done."""
    house = open_house(data)
    lock(house)
    desk = build_desk(house)
    desk.start()
    walk = desk.patrol.start().result()
    print(json.dumps({"round": walk.round.id, "next": walk.next_no}), flush=True)
    while walk.next_no:
        no = walk.next_no
        look = Look(no=no, fresh_ms=5_000, age_ms=60, thumbnail=picture(no))
        walk = desk.patrol.visit(walk.round.id, [look]).result()
        print(json.dumps({"done": no}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
