"""Ledgers of a running desk: pages beside it, files with the right alone, an end that waits not."""

from __future__ import annotations

import threading

import pytest

from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.rights import Role
from duty_desk.language import Refusal
from tests.desk.people import sit, staff
from tests.fakes.desk import Seat, build_desk, camera, picked
from tests.fakes.time_source import FakeTimeSource

EVER = 4_000_000_000_000


@pytest.fixture
def desk(tmp_path):
    """A desk with one problem."""
    found = build_desk(Seat(tmp_path, FakeTimeSource(), role=Role.CLERK))
    found.start(is_sending=False, is_ticking=False)
    found.cameras.add([camera()]).result(10)
    found.problems.find(picked(found, found.snapshot.cameras[0].id)).result(10)
    yield found
    found.stop()


def test_pages_and_counts_are_read_beside_the_desk(desk) -> None:
    """The newest commit is in them; the conditions have words."""
    wish = LedgerWish("problem", 0, EVER, (("camera", desk.snapshot.cameras[0].id),))
    page = desk.ledgers.page(wish).result(10)

    assert (page.total, len(page.rows), page.rows[0].noun) == (1, 1, "problem")
    assert desk.ledgers.count(wish).result(10) == 1
    assert desk.ledgers.words(wish) == "点位编号 C046"
    assert dict(desk.ledgers.names())["problem"] == "问题台账"


def test_a_file_needs_the_right(desk, tmp_path) -> None:
    """The operator is refused in a sentence, the clerk gets the file."""
    staff(desk)
    wish, file = LedgerWish("problem", 0, EVER), tmp_path / "a.csv"
    sit(desk, "值班员 A")
    with pytest.raises(Refusal):
        desk.ledgers.write(wish, file).result(10)
    assert not file.exists()
    sit(desk, "内勤 D")
    assert desk.ledgers.write(wish, file).result(10).rows == 1


def test_a_closing_desk_gives_up_the_file_and_leaves_nothing(desk, tmp_path) -> None:
    """Whoever asked is told that it was given up."""
    begun, let_go = threading.Event(), threading.Event()

    def watch(_rows: int) -> bool:
        begun.set()
        let_go.wait(5)
        return False

    future = desk.ledgers.write(LedgerWish("journal", 0, EVER), tmp_path / "a.csv", watch)
    assert begun.wait(10)
    let_go.set()
    desk.ledgers.stop()

    assert future.cancelled() or isinstance(future.exception(), Refusal)
    assert not list(tmp_path.glob("*a.csv*"))
