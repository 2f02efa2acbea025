"""A told history and the desk that opens after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.bootstrap import build_desk, open_house, tell_history
from duty_desk.desk.simulate import Simulation

if TYPE_CHECKING:
    from pathlib import Path


def test_the_first_start_after_a_told_history_sees_no_jump_of_the_clock(tmp_path: Path) -> None:
    """The story's own monotonic clock is never compared with the computer's."""
    house = open_house(tmp_path)
    tell_history(house, Simulation(days=1, cameras=2, seed=3))
    desk = build_desk(house)
    desk.start(is_sending=False)
    try:
        assert [line for line in desk.snapshot.journal if line.kind == "time.jumped"] == []
    finally:
        desk.stop()


def test_a_told_history_walks_its_rounds(tmp_path: Path) -> None:
    """A day: the rounds of every window that lies whole in it, with all their visits."""
    house = open_house(tmp_path)
    counts = tell_history(house, Simulation(days=1, cameras=2, seed=4))
    desk = build_desk(house)
    desk.start(is_sending=False, is_ticking=False)
    try:
        overview = desk.patrol.year().result(10)
    finally:
        desk.stop()

    assert 5 <= sum(day.complete + day.incomplete + day.missed for day in overview.days) <= 6
    assert sum(day.visits for day in overview.days) == counts.visits > 0
