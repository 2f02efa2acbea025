"""No item is lost between shifts, however often the program is killed while they change.

`python -m tests.bench.bench_shifts` does the same over a hundred shifts.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from duty_desk.bootstrap import build_desk, open_house
from duty_desk.desk.people_care import PersonGiven
from duty_desk.domain.rights import Role
from duty_desk.store import journal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from tests.fakes.desk import LIGHT_HASH, camera
from tests.flow.shift_child import NAMES, PIN

ROOT = Path(__file__).resolve().parents[2]
SHIFTS = 4
WITHIN_S = 60


@dataclass
class Told:
    """What killed programs acknowledged, by what was acknowledged."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    kills: int = 0

    def of(self, name: str) -> list[str]:
        """Everything of one kind."""
        return self.lines.get(name, [])


def prepared(data: Path) -> Path:
    """A data folder with a camera and two operators."""
    desk = build_desk(open_house(data), LIGHT_HASH)
    desk.start(is_sending=False, is_ticking=False)
    desk.cameras.add([camera()]).result(WITHIN_S)
    desk.people.add(PersonGiven("管理员 E", Role.ADMINISTRATOR, None), PIN).result(WITHIN_S)
    for name in NAMES:
        # Who may take back a problem found in an earlier shift, so that not everything piles up.
        desk.people.add(PersonGiven(name, Role.SUPERVISOR, None), PIN).result(WITHIN_S)
    desk.stop()
    return data


def kill_through(data: Path, shifts: int, seed: int) -> Told:
    """Let desks hand over, each killed after some lines, until so many shifts have changed."""
    dice, told = random.Random(seed), Told()
    while len(told.of("accepted")) < shifts:
        program = [sys.executable, "-m", "tests.flow.shift_child", str(data)]
        with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as desk:
            assert desk.stdout is not None
            lines = [desk.stdout.readline() for _ in range(dice.randrange(3, 40))]
            desk.kill()
            lines += desk.stdout.readlines()
        told.kills += 1
        for line in lines:
            if line.endswith("\n"):  # a line cut off by the kill was told to nobody
                for name, what in json.loads(line).items():
                    told.lines.setdefault(name, []).append(what)
        assert any(lines), "the desk did not come up"
        assert told.kills < 20 * shifts, "the desk does not get on"
    return told


def lost_items(entries: list[journal.Entry]) -> list[str]:
    """Problems that were open when a seat changed hands, and in neither part of its packet."""
    open_now: set[str] = set()
    packets: dict[str, set[str]] = {}
    lost = []
    for entry in entries:
        if entry.kind == "problem.found":
            open_now.add(entry.subject)
        elif entry.kind in ("problem.voided", "problem.verified"):
            open_now.discard(entry.subject)
        elif entry.kind == "handover.cut":
            packets[entry.subject] = {item["subject"] for item in entry.facts["items"]}
        elif entry.kind == "handover.accepted":
            since = {item["subject"] for item in entry.facts["since_cut"]}
            lost += sorted(open_now - packets[entry.subject] - since)
    return lost


def checked(data: Path, told: Told) -> dict[str, object]:
    """What the journal says of everything that was acknowledged."""
    house = open_house(data)
    with open_for_reading(house.place) as session:
        entries = list(reversed(journal.entries_since(session, 0)))
        failed = [it.name for it in verify(session, house.place) if it.state == "failed"]
    accepted = {entry.subject for entry in entries if entry.kind == "handover.accepted"}
    found = {entry.subject for entry in entries if entry.kind == "problem.found"}
    added = {
        f"{entry.subject} {entry.facts['item']['subject']}"
        for entry in entries
        if entry.kind == "handover.item_added"
    }
    held = [entry.subject for entry in entries if entry.kind == "shift.started"]
    ended = [entry.subject for entry in entries if entry.kind == "shift.relieved"]
    return {
        "failed": failed,
        "lost": lost_items(entries),
        "forgotten": sorted(
            (set(told.of("accepted")) - accepted)
            | (set(told.of("found")) - found)
            | (set(told.of("added")) - added)
        ),
        "unheld": len(held) - len(ended),
        "in turn": held[: len(ended)] == ended,
    }


@pytest.mark.parametrize("seed", [11])
def test_no_item_is_lost_over_killed_shifts(tmp_path: Path, seed: int) -> None:
    """Each seat change carries everything open; one shift is held at the end, all in turn."""
    told = kill_through(prepared(tmp_path), SHIFTS, seed)

    assert checked(tmp_path, told) == {
        "failed": [],
        "lost": [],
        "forgotten": [],
        "unheld": 1,
        "in turn": True,
    }
