"""Desks that work without pause and say what they acknowledged, until somebody kills them.

Run as a program of its own: it imports everything and then forks a desk for each data folder named
on its input. Nothing is open and no thread runs before the fork, so a desk is a process like any
other that was spared the second of importing.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import deque
from itertools import count
from pathlib import Path

import numpy as np

from duty_desk.bootstrap import build_desk, lock, open_house
from duty_desk.desk.duty_log import Draft
from duty_desk.desk.emergencies import Called, FoundEmergency
from duty_desk.desk.evidence import Picked
from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.domain.patrol import Look
from duty_desk.vision.jpeg import encode
from tests.fakes.desk import keep_clip

DUTY_FIRST = 0.3  # how often a desk begins with the log, so that kills meet it too


def say(step: str, detail, noun: str = "problem", **more) -> None:
    """Print what a person would have been told by now, at once."""
    told = {
        "step": step,
        noun: detail.row.id,
        "entries": [[entry.seat, entry.seq, entry.hash] for entry in detail.entries],
        "shots": [shot.sha256 for shot in detail.shots],
        "shown": [shot.captioned.stem for shot in detail.shots],
    }
    print(json.dumps(told | more), flush=True)


def picture(number: int) -> bytes:
    """A picture unlike the others."""
    dice = np.random.default_rng(number)
    return encode(dice.integers(0, 255, (120, 160, 3), np.uint8))


def work(desk, number: int) -> None:
    """One problem from F8 to its push, with its clip."""
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
    clip(desk, problem_id)
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


def clip(desk, problem_id: str) -> None:
    """The clip of a problem arrives; its file is on the disk before its row is."""
    keep_clip(desk, problem_id, f"coded by the camera of {problem_id}".encode())
    detail = desk.problems.detail(problem_id).result()
    say("clip", detail, clips=[kept.path.stem for kept in detail.clips])


def fault(desk) -> None:
    """One fault from F9 to the call: the maintainer was told."""
    found = desk.faults.find(
        FoundFault(camera_id=desk.snapshot.cameras[0].id, found_at=desk.time.now_ms(), kind="blur")
    ).result()
    say("fault", found, "fault")
    if found.row.state == "found":  # else the last run was killed after the call
        told = Told(maintainer=desk.faults.maintainers().result()[0].name, reached="值班席")
        say("told", desk.faults.report([found.row.id], told).result()[0], "fault")
    desk.faults.dismiss(found.row.id, "误报").result()  # so that the next one is another


def look(desk, walk, no: int):
    """One visit of the round that runs, with its small picture."""
    seen = Look(no=no, fresh_ms=5_000, age_ms=60, thumbnail=picture(no))
    walk = desk.patrol.visit(walk.round.id, [seen]).result()
    point = walk.points[no - 1]
    told = {"step": "visit", "visit": [walk.round.id, no], "done_at": point.done_at}
    print(json.dumps(told), flush=True)
    return walk


def duty(desk, heard) -> None:
    """A line of the log, an instruction that is read, an emergency that is reported."""
    now, log, emergency = desk.time.now_ms(), desk.duty_log, desk.emergency
    heard.clear()
    line = log.write(Draft(kind="phone", text="来电", pressed_at=now)).result()
    own("log", heard, line)
    told = Draft(kind="instruction", text="看桶站", leader="带班领导", pressed_at=now)
    instruction = log.write(told).result()
    log.read(instruction).result()
    own("read", heard, instruction)
    found = emergency.find(FoundEmergency(found_at=now, kind="fire", place="桥下")).result()
    own("emergency", heard, found.id)
    emergency.tell(found.id, Called(role="带班领导", is_client=True)).result()
    emergency.close(found.id, "已处置").result()
    own("closed", heard, found.id)


def own(step: str, heard, subject: str) -> None:
    """Print what was acknowledged of a record, with the entries heard of since the last one."""
    entries = [[entry.seat, entry.seq, entry.hash] for entry in list(heard)]
    heard.clear()
    print(json.dumps({"step": step, "duty": subject, "entries": entries}), flush=True)


def main(data: Path) -> None:
    """Work until killed."""
    house = open_house(data)
    lock(house)
    desk = build_desk(house)
    desk.start()
    print(json.dumps({"step": "ready"}), flush=True)
    walk = desk.patrol.start().result()
    heard: deque = deque()
    desk.listen(lambda happened: heard.extend(happened.entries))
    if random.random() < DUTY_FIRST:
        duty(desk, heard)
    for number in count(1):
        work(desk, number)
        walk = look(desk, walk, (number - 1) % (len(walk.points) - 1) + 1)
        fault(desk)
        duty(desk, heard)


def serve() -> None:
    """Start a desk for each line of input, say its process, and say when it has ended."""
    for line in sys.stdin:
        desk = os.fork()
        if not desk:
            random.seed()
            main(Path(line.rstrip("\n")))
        print(json.dumps({"step": "started", "pid": desk}), flush=True)
        os.waitpid(desk, 0)
        print("\n" + json.dumps({"step": "ended"}), flush=True)  # it may have died in mid-line


if __name__ == "__main__":
    serve()
