"""A round survives its program being killed: nothing acknowledged is lost, the place is kept."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from duty_desk.bootstrap import build_desk, open_house
from duty_desk.domain.camera import CameraRecord
from duty_desk.domain.patrol_plan import Plan, Slot
from duty_desk.domain.problem import beijing, day_of
from duty_desk.store import patrol as rows
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify

ROOT = Path(__file__).resolve().parents[2]
KILLS = 3
POINTS = 400
WITHIN_S = 60


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with many cameras and one round whose window is open."""
    desk = build_desk(open_house(tmp_path))
    desk.start(is_sending=False, is_ticking=False)
    named = [CameraRecord(code=f"C{no:03d}", name="路口") for no in range(1, POINTS + 1)]
    desk.cameras.add(named).result(WITHIN_S)
    at = beijing(desk.time.now_ms())
    minute = at.hour * 60 + at.minute
    slot = Slot(no=1, from_minute=max(0, minute - 5), to_minute=(minute + 600) % 1440)
    plan = Plan(from_on=day_of(desk.time.now_ms()), slots=(slot,))
    desk.patrol_plans.adopt(plan).result(WITHIN_S)
    desk.stop()
    return tmp_path


def walk_and_kill(data: Path, after: int) -> tuple[str, int, list[int]]:
    """Let a desk walk, kill it after some visits: the round, where it went on, what it said."""
    program = [sys.executable, "-m", "tests.flow.round_child", str(data)]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as walking:
        assert walking.stdout is not None
        begun = json.loads(walking.stdout.readline())
        done = [json.loads(walking.stdout.readline())["done"] for _ in range(after)]
        walking.kill()
        rest = walking.stdout.readlines()
        # A line cut off by the kill was told to nobody.
        done += [json.loads(line)["done"] for line in rest if line.endswith("\n")]
    return begun["round"], begun["next"], done


def test_a_killed_round_goes_on_where_it_was(data: Path) -> None:
    """Every visit that was acknowledged is on record once, and the next program goes on there."""
    dice = random.Random(7)
    rounds, acknowledged, reached = set(), [], 0
    for _ in range(KILLS):
        round_id, next_no, done = walk_and_kill(data, dice.randrange(5, 25))
        rounds.add(round_id)
        # A visit that was committed when the kill came may have been told to nobody.
        assert next_no in (reached + 1, reached + 2)
        acknowledged += done
        reached = done[-1]

    house = open_house(data)
    with open_for_reading(house.place) as session:
        kept = [visit.no for visit in rows.visits(session, next(iter(rounds)))]
        failed = [it.name for it in verify(session, house.place) if it.state == "failed"]
    assert len(rounds) == 1
    assert failed == []
    assert kept == list(range(1, len(kept) + 1))
    assert set(acknowledged) <= set(kept)
    assert len(kept) - len(acknowledged) <= KILLS
