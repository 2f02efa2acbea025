"""A room of cameras whose reports a real desk gets, with time in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.references import LearnedView
from duty_desk.domain.moment import Moment
from duty_desk.domain.suspicion import Patience
from duty_desk.video.stream_state import StreamState
from tests.fakes.desk import Seat, build_desk, camera, picture
from tests.fakes.examining_engine import ExaminingEngine
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

COVERED = {
    "health": "faulty",
    "kind": "covered",
    "family": "view_lost",
    "numbers": {"share": 83},
    "is_raised": True,
    "now_jpeg": picture(20),
    "good_jpeg": picture(90),
    "good_mono_ms": 1_000_000,
}
LOST = {"state": StreamState.LOST, "reason": "stalled", "newest_mono_ms": None}


class Room:
    """A desk and its engine, with a time the test moves."""

    def __init__(self, desk: Desk, engine: ExaminingEngine) -> None:
        self.desk = desk
        self.engine = engine
        self.ids = [camera.id for camera in desk.snapshot.cameras]

    def settle(self) -> None:
        """Wait until the desk thread has done what lies before it, and what that has asked for."""
        for _ in range(3):
            self.desk.ask(lambda: None).result(5)

    def see(self, number: int = 0, **changes) -> None:
        """A worker tells of a camera."""
        self.engine.see(self.ids[number], **changes)
        self.settle()

    def tick(self, ms: int = 1_000) -> None:
        """Time passes."""
        self.desk.time.advance(ms)
        self.desk.ask(self.desk.tick).result(5)
        self.settle()

    def happen(self, kind: str, camera_id: str) -> None:
        """A moment of a camera is written."""
        moment = Moment(kind=kind, subject=camera_id)
        self.desk.ask(lambda: self.desk.record(moment)).result(5)

    def lose(self, number: int) -> None:
        """No picture comes from a camera any more; the wall says so."""
        self.engine.watch(self.ids[number], **LOST)
        self.desk.cameras.lost(self.ids[number], self.desk.time.now_ms()).result(5)

    @property
    def kinds(self) -> list[str]:
        """What is suspected, newest first."""
        return [row.kind for row in self.desk.snapshot.suspicions]


@pytest.fixture
def room(tmp_path):
    """Three cameras, the first a dome; what is found rings at once."""
    time = FakeTimeSource()
    desk = build_desk(Seat(tmp_path, time, patience=Patience(shadow_days=0)))
    desk.start(is_sending=False, is_ticking=False)
    cameras = [camera("C046", ptz_type="speed_dome"), camera("C047"), camera("C048")]
    desk.cameras.add(cameras).result(5)
    engine = ExaminingEngine(time)
    desk.diagnosing.join(engine).result(5)
    room = Room(desk, engine)
    for camera_id in room.ids:
        engine.watch(camera_id)
    yield room
    desk.stop()


def view_of(room: Room, number: int = 1) -> LearnedView:
    """A view of a camera."""
    return LearnedView(
        camera_id=room.ids[number],
        preset="",
        light="colour",
        packed=b"packed",
        jpeg=picture(90),
        width_px=320,
        height_px=180,
        learned_from_at=1,
        learned_to_at=2,
    )
