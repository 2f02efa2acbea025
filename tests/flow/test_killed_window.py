"""kill -9 between any two steps loses nothing acknowledged; the clock stands where it should."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

import pytest

from duty_desk.cli import main
from tests.flow.desk_window import (
    DeskWindow,
    missing_tools,
    shared_memory_of,
    stored,
    virtual_screen,
    wait_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    bool(missing_tools()), reason=f"a window of its own needs {', '.join(missing_tools())}"
)
CLOCK = "SELECT due_at, verdict, stopped_at FROM clock WHERE subject = ? AND rule_id = ?"


class Desks:
    """One data folder, and the programs that were started on it one after another."""

    def __init__(self, data: Path, screen: str) -> None:
        self.data, self._screen = data, screen
        self.started: list[DeskWindow] = []

    def start(self) -> DeskWindow:
        """Start the program and wait for its window; the dead one's pictures must be gone."""
        dead = [desk.pid for desk in self.started]
        desk = DeskWindow(self.data, self._screen)
        self.started.append(desk)
        desk.wait_window()
        assert wait_for(lambda: not any(shared_memory_of(pid) for pid in dead))
        return desk

    def newest(self) -> int:
        """The number of the newest entry."""
        return max((seq for (seq,) in stored(self.data, "SELECT MAX(seq) FROM journal")), default=0)

    def subjects(self, kind: str, after: int = 0) -> list[str]:
        """What moments of a kind were about."""
        sql = "SELECT subject FROM journal WHERE kind = ? AND seq > ? ORDER BY seq"
        return [subject for (subject,) in stored(self.data, sql, kind, after)]

    def clock(self, problem_id: str) -> tuple[int, str, int | None]:
        """Due, verdict and stop of the push clock."""
        ((due_at, verdict, stopped_at),) = stored(self.data, CLOCK, problem_id, "problem.push")
        return due_at, verdict, stopped_at

    def push_state(self, problem_id: str) -> str:
        """How the newest push stands; "" when there is none."""
        sql = "SELECT state FROM push WHERE problem_id = ? ORDER BY seq DESC"
        return next((state for (state,) in stored(self.data, sql, problem_id)), "")


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    """An empty data folder and a screen."""
    with virtual_screen() as screen:
        desks = Desks(tmp_path / "data", screen)
        yield desks
        for desk in desks.started:
            desk.end()


def told(data: Path, *words: str) -> tuple[int, Any]:
    """Exit code and JSON answer of a command beside whatever runs."""
    out = io.StringIO()
    with redirect_stdout(out):
        code = main([*words, "--json", "--data", str(data)])
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_problem_survives_a_kill_between_any_two_of_its_steps(desks: Desks):
    """F8 | form | push | answer: killed at each bar, and the next start goes on from there."""
    problem_id, due_at = found_and_killed(desks)
    described_and_killed(desks, problem_id, due_at)
    pushed_and_killed(desks, problem_id, due_at)
    settled_and_killed(desks, problem_id, due_at)


def found_and_killed(desks: Desks) -> tuple[str, int]:
    """Killed as soon as the problem is durable: whether the form was open is chance."""
    desk = desks.start()
    before = desks.newest()
    problem_id = desk.press_until("F8", lambda: desks.subjects("problem.found", before))[0]
    desk.kill(is_group=True)
    assert shared_memory_of(desk.pid), "nothing was left for the next start to take away"
    due_at, verdict, stopped_at = desks.clock(problem_id)
    assert (verdict, stopped_at) == ("running", None)
    return problem_id, due_at


def described_and_killed(desks: Desks, problem_id: str, due_at: int) -> None:
    """Killed between form and push, the program alone: its children must end by themselves."""
    desk = desks.start()
    stands(desks, problem_id, due_at)
    described(desks, desk, "2")
    desk.kill(is_group=False)
    assert stored(desks.data, "SELECT category FROM problem WHERE id = ?", problem_id) == [
        ("E2101",)
    ]


def pushed_and_killed(desks: Desks, problem_id: str, due_at: int) -> None:
    """Killed between push and answer."""
    desk = desks.start()
    stands(desks, problem_id, due_at)
    described(desks, desk, "1")
    desk.press("ctrl+Return")
    assert wait_for(lambda: desks.push_state(problem_id), every_s=0.002)
    desk.kill(is_group=True)
    assert desks.push_state(problem_id) in ("queued", "sending", "accepted")


def settled_and_killed(desks: Desks, problem_id: str, due_at: int) -> None:
    """After the restart the push is accepted or known to be unknown; then the end of the story."""
    desk = desks.start()
    settled = wait_for(
        lambda: (
            desks.push_state(problem_id) in ("accepted", "unknown") and desks.push_state(problem_id)
        )
    )
    assert settled
    if settled == "unknown":
        desk.press("ctrl+Return")
        desk.press_until("ctrl+shift+Return", lambda: desks.clock(problem_id)[1] == "met")
    assert wait_for(lambda: desks.clock(problem_id)[1] == "met")
    desk.kill(is_group=True)
    assert desks.clock(problem_id)[0] == due_at
    assert_verified(desks.data)


def described(desks: Desks, desk: DeskWindow, digit: str) -> None:
    """Open the problem with the least time left and choose its kind."""
    before = desks.newest()
    desk.press("ctrl+Return")
    desk.press_until(digit, lambda: desks.subjects("problem.described", before))


def stands(desks: Desks, problem_id: str, due_at: int) -> None:
    """The running desk's record is whole and its clock is due when it was."""
    assert desks.clock(problem_id) == (due_at, "running", None)
    _, (clocks,) = told(desks.data, "clocks")
    assert problem_id in [clock["subject"] for clock in clocks]
    _, entries = told(desks.data, "journal")
    assert problem_id in [one["subject"] for one in entries if one["kind"] == "problem.found"]
    assert_verified(desks.data)


def assert_verified(data: Path) -> None:
    """`verify` finds nothing wrong."""
    code, (answer,) = told(data, "verify")
    assert (code, answer["ok"]) == (0, True), answer
