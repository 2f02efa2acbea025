"""A told history and the desk that opens after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.bootstrap import build_desk, open_house, tell_history
from duty_desk.desk.simulate import Simulation
from duty_desk.store import journal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.spool import Spool
from duty_desk.store.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.simulate import Told


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


def test_a_story_that_is_broken_off_leaves_whole_days(tmp_path: Path) -> None:
    """Ctrl+C after the second day: journal, records, spool and pictures agree to the last row."""
    house = open_house(tmp_path)
    told: list[Told] = []

    def progress(so_far: Told) -> None:
        told.append(so_far)
        if so_far.days == 2:
            raise KeyboardInterrupt

    counts = tell_history(house, Simulation(days=5, cameras=3, seed=5), progress)

    assert (counts.days, counts.cameras) == (2, 3)
    assert [one.days for one in told] == [1, 2]
    with open_for_reading(house.place) as session:
        verdicts = verify(session, house.place)
        written = journal.count(session)
    assert sum(1 for _ in Spool(tmp_path / "spool").entries()) == written >= counts.moments
    assert {one.state for one in verdicts} <= {"ok", "unanchored"}
    assert next(one for one in verdicts if one.name == "rebuild").state == "ok"
