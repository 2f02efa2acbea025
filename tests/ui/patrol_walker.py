"""The patrol page of a real desk in hands: keys, pictures and time of a walk."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from duty_desk.domain.patrol_plan import Slot
from duty_desk.domain.problem import day_of
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.patrol.page import PatrolPage
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.watch.model import WatchModel
from tests.desk.patrol import started
from tests.fakes.desk import Seat
from tests.fakes.window_parts import FakeEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

CODES = ("C017", "C018", "C019", "C020", "C021")
LEAST_MS = 3_000


class Walker:
    """The page on a desk whose engine shows what a test puts in."""

    def __init__(self, seat: Seat, time, qtbot) -> None:
        self.desk = started(seat, CODES)
        self.engine, self.time, self._qtbot = FakeEngine(time), time, qtbot
        side = DeskSide(self.desk, DeskBridge(), time)
        self.watch = WatchModel(side, self.engine)
        self.watch.show_snapshot(self.desk.snapshot)
        self.page = PatrolPage(side, self.watch, self.engine)
        self.model, self.stage = self.page.model, self.page.walk_view.stage
        qtbot.addWidget(self.page)
        self.page.resize(1600, 900)
        self.page.show()

    def start(self) -> None:
        """A plan whose round is open now, F5, and the first checkpoint in view."""
        plan = self.desk.patrol_plans.on().result(5).plan
        slot = Slot(no=1, from_minute=0, to_minute=1439)
        wanted = type(plan)(slots=(slot,), from_on=day_of(self.time.now_ms()))
        self.desk.patrol_plans.adopt(wanted).result(5)
        self.page.begin()
        self.until(lambda: self.model.is_walking)
        self.until(self.engine.watched)

    def until(self, is_so) -> None:
        """Let the window live until it is so."""
        self._qtbot.waitUntil(lambda: bool(is_so()), timeout=5_000)

    def ids(self) -> list[str]:
        """The cameras in view."""
        return [point.camera_id for point in self.model.in_view()]

    def look(self, ms: int = LEAST_MS) -> None:
        """Fresh pictures on all tiles for so long."""
        for camera_id in self.ids():
            known = self.engine.pictures.get(camera_id)
            self.engine.show(camera_id, known.seq + 1 if known else 1)
        self.until(lambda: all(self.model.dwell_ms(no) > 0 for no in self.model.nos))
        for _ in range(ms // 500):
            self.time.advance(500)
            for camera_id in self.ids():
                self.engine.show(camera_id, self.engine.pictures[camera_id].seq + 1)
            self.stage.repaint()
            self.stage._fetch()
            self.stage.repaint()
            self.stage._fetch()


@pytest.fixture
def walker(dressed, tmp_path, time, qtbot) -> Iterator[Walker]:
    """A page that is not walking yet."""
    made = Walker(Seat(tmp_path, time), time, qtbot)
    yield made
    made.page.stop()
    made.desk.stop()
    gc.collect()
