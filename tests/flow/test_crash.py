"""Killed at any point, the desk loses nothing it acknowledged and stands where it should."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from duty_desk.bootstrap import build_desk, open_house
from duty_desk.domain.camera import CameraRecord
from duty_desk.domain.patrol_plan import Plan, Slot
from duty_desk.domain.problem import beijing, day_of
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.push.channel import ChannelConfig
from duty_desk.push.stand_in import SIGNING_SECRET, RobotStandIn, Turn
from duty_desk.store import journal
from duty_desk.store.duty_tables import DutyLogTable, EmergencyTable, InstructionTable
from duty_desk.store.evidence import hash_file
from duty_desk.store.patrol_tables import VisitTable
from duty_desk.store.reading import open_for_reading
from duty_desk.store.tables import ClockTable, ProblemTable, PushTable
from duty_desk.store.verify import verify

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("DUTY_DESK_KILLS", "25"))
WITHIN_S = 60
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="desks are forked")


@dataclass
class Witness:
    """What was acknowledged before the kills, and how it must look afterwards."""

    data: Path
    entries: dict[tuple[str, int], str] = field(default_factory=dict)
    shots: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    duty: dict[str, str] = field(default_factory=dict)
    visits: dict[tuple[str, int], int] = field(default_factory=dict)

    def hear(self, line: str) -> None:
        """Remember one acknowledged step."""
        try:
            told = json.loads(line)
        except ValueError:
            return  # cut off by the kill: nobody was told
        if told["step"] == "ready":
            return
        if told["step"] == "visit":
            self.visits[tuple(told["visit"])] = told["done_at"]
            return
        if "duty" in told:
            self.duty[told["duty"]] = told["step"]
        if "problem" in told:
            self.found.add(told["problem"])
        if told["step"] == "told":
            self.told.add(told["fault"])
        self.shots.update(told.get("shots", ()), told.get("shown", ()), told.get("clips", ()))
        for seat, seq, sealed in told["entries"]:
            self.entries[seat, seq] = sealed
        if told["step"] == "confirmed":
            self.confirmed.add(told["problem"])


class Desks:
    """Desks at work one after another, each in a process of its own."""

    def __init__(self, witness: Witness) -> None:
        self._witness = witness
        self._pid = 0
        self._lines, self._ended = threading.Semaphore(0), threading.Event()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.flow.crash_child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout:
            if '"pid"' in line:
                self._pid = json.loads(line)["pid"]
            elif '"ended"' in line:
                self._ended.set()
            else:
                self._witness.hear(line)
            self._lines.release()

    def start(self) -> None:
        """Start the next desk and wait until it is ready."""
        self._lines = threading.Semaphore(0)
        self._ended.clear()
        self._process.stdin.write(f"{self._witness.data}\n")
        self._process.stdin.flush()
        self.wait_for_lines(2)

    def wait_for_lines(self, count: int) -> None:
        """Wait until it has said so many things."""
        for _ in range(count):
            heard = self._lines.acquire(timeout=WITHIN_S)
            assert heard, f"the desk fell silent: {self._complaint()}"

    def _complaint(self) -> str:
        self.stop()
        return self._process.stderr.read()

    def kill(self) -> None:
        """End it as a power cut does, and hear what it had said before."""
        os.kill(self._pid, signal.SIGKILL)
        assert self._ended.wait(WITHIN_S)

    def stop(self) -> None:
        """Start no more of them; one that still runs ends too."""
        if self._pid and not self._ended.is_set():
            os.kill(self._pid, signal.SIGKILL)
        self._process.stdin.close()
        self._process.wait(WITHIN_S)
        self._reader.join(WITHIN_S)


@pytest.fixture
def desks(witness):
    """Ready to start desks on the witness's folder."""
    made = Desks(witness)
    yield made
    made.stop()
    made._process.stdout.close()
    made._process.stderr.close()


@pytest.fixture
def robot():
    """A group that takes messages and answers a little later."""
    with RobotStandIn(SystemTimeSource(), per_minute=100_000) as running:
        running.script([Turn.SLOW] * 10_000)
        yield running


def plan_around(now: int) -> Plan:
    """One round, whose window is open for hours."""
    at = beijing(now)
    minute = at.hour * 60 + at.minute
    slot = Slot(no=1, from_minute=max(0, minute - 5), to_minute=(minute + 600) % 1440)
    return Plan(from_on=day_of(now), slots=(slot,))


@pytest.fixture
def witness(tmp_path, robot):
    """A data folder with two cameras, a round to walk and two channels."""
    desk = build_desk(open_house(tmp_path))
    desk.start(is_sending=False)
    codes = ("C046", "C047")
    desk.cameras.add([CameraRecord(code=code, name="白塔庵-桶站") for code in codes]).result(10)
    desk.patrol_plans.adopt(plan_around(desk.time.now_ms())).result(10)
    wecom = ChannelConfig("wecom", "网格问题群", robot.wecom_address)
    feishu = ChannelConfig("feishu", "社区群", robot.feishu_address, SIGNING_SECRET)
    for config in (wecom, feishu):
        desk.channels.add(config).result(10)
    desk.stop()
    return Witness(tmp_path)


def under_way(session) -> set[str]:
    """The pushes whose message may be on its way."""
    return set(session.scalars(select(PushTable.id).where(PushTable.state == "sending")))


def check_record(session, witness: Witness, place) -> None:
    """Every acknowledged entry is there, sealed as it was told, and the record is whole."""
    kept = {(row.seat, row.seq): row.hash for row in journal.rows(session)}
    assert {key: kept.get(key) for key in witness.entries} == witness.entries
    assert [it for it in verify(session, place) if it.state == "failed"] == []


def check_clocks(session, witness: Witness) -> None:
    """Each problem has one push clock from its F8, stopped when it was pushed, else running."""
    problems = {row.id: row for row in session.scalars(select(ProblemTable))}
    clocks = {
        row.subject: row
        for row in session.scalars(select(ClockTable).where(ClockTable.rule_id == "problem.push"))
    }
    assert clocks.keys() == problems.keys() >= witness.found
    for problem_id, row in problems.items():
        clock = clocks[problem_id]
        assert clock.started_at == row.found_at
        assert clock.due_at == row.found_at + 5 * 60_000
        assert clock.stopped_at == row.pushed_at
        assert clock.verdict == ("running" if row.pushed_at is None else "met")
    assert {it for it in witness.confirmed if problems[it].pushed_at is None} == set()


def check_rest(session, witness: Witness) -> None:
    """Visits and calls to maintainers that were acknowledged stand as they were told."""
    visits = {(row.round_id, row.no): row.done_at for row in session.scalars(select(VisitTable))}
    assert [key for key, at in witness.visits.items() if visits.get(key, 0) < at] == []
    clocks = session.scalars(select(ClockTable).where(ClockTable.rule_id == "fault.report"))
    met = {row.subject for row in clocks if row.verdict == "met"}
    assert witness.told <= met
    check_duty(session, witness.duty)


def check_duty(session, duty: dict[str, str]) -> None:
    """Lines, instructions and emergencies stand as they were told, with their clocks."""
    by_step: dict[str, set[str]] = {}
    for subject, step in duty.items():
        by_step.setdefault(step, set()).add(subject)
    assert by_step.get("log", set()) <= set(session.scalars(select(DutyLogTable.id)))
    read = select(InstructionTable.id).where(InstructionTable.read_at.is_not(None))
    assert by_step.get("read", set()) <= set(session.scalars(read))
    states = {row.id: row.state for row in session.scalars(select(EmergencyTable))}
    clocks = select(ClockTable.subject).where(ClockTable.rule_id == "emergency.report")
    assert states.keys() == set(session.scalars(clocks)) >= by_step.get("emergency", set())
    assert {states[one] for one in by_step.get("closed", set())} <= {"closed"}


def check_messages(session, robot: RobotStandIn) -> None:
    """No message reached a group without being on record before it left; none left twice."""
    attempts = Counter(
        (entry.subject, entry.facts["part"])
        for entry in map(journal.entry_of, journal.rows(session))
        if entry.kind == "push.attempted"
    )
    assert {key: times for key, times in attempts.items() if times > 1} == {}
    assert len(robot.received) <= attempts.total()


def test_nothing_acknowledged_is_lost_whenever_the_desk_is_killed(witness, robot, desks):
    """Killed again and again between any two steps, each time in the middle of its work."""
    dice = random.Random(20261121)
    house = open_house(witness.data)
    waiting: set[str] = set()
    interrupted = 0
    for _ in range(KILLS):
        desks.start()
        with open_for_reading(house.place) as session:
            states = {row.id: row.state for row in session.scalars(select(PushTable))}
        assert {states[push_id] for push_id in waiting} <= {"unknown"}
        desks.wait_for_lines(dice.randrange(9))
        threading.Event().wait(dice.uniform(0, 0.06))
        desks.kill()
        with open_for_reading(house.place) as session:
            check_record(session, witness, house.place)
            check_clocks(session, witness)
            check_rest(session, witness)
            check_messages(session, robot)
            waiting = under_way(session)
        interrupted += len(waiting)

    files = {path.stem: path for path in (witness.data / "evidence").rglob("*.*")}
    assert [sha for sha in witness.shots if hash_file(files[sha]) != sha] == []
    assert len(witness.found) >= KILLS // 2
    assert witness.visits
    assert witness.told
    assert witness.duty
    assert interrupted, "no kill met a push under way: the test no longer tests it"
