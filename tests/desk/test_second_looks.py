"""A doubtful picture of a sweep is looked at again before anything is said."""

from __future__ import annotations

import threading

import pytest

from duty_desk.desk.references import LearnedView
from duty_desk.desk.sweep import CatalogueSweep, SweepWish
from duty_desk.domain.suspicion import Patience
from duty_desk.video.clip_lesson import view_of_clip
from duty_desk.video.source import StreamSpec
from tests.fakes.desk import RESOURCES, Seat, build_desk, camera
from tests.fakes.examining_engine import ExaminingEngine
from tests.fakes.time_source import FakeTimeSource

DEMO = RESOURCES / "demo"
_NEVER = threading.Event()


def spec_of(row, address: str) -> StreamSpec:
    """A camera at its address, here a file."""
    return StreamSpec(row.id, address)


@pytest.fixture
def desk(tmp_path):
    """Two cameras: one shows its view, the other was turned since."""
    time = FakeTimeSource()
    running = build_desk(Seat(tmp_path, time, patience=Patience(shadow_days=0)))
    running.start(is_sending=False, is_ticking=False)
    shown = {"C022": "c022-turned-sub.h264", "C034": "c034-sub.h264"}
    cameras = [camera(code, url_main=str(DEMO / file)) for code, file in shown.items()]
    running.cameras.add(cameras).result(5)
    running.diagnosing.join(ExaminingEngine(time), spec_of).result(5)
    for row in running.snapshot.cameras:
        learned = view_of_clip(DEMO / f"{row.code.lower()}-sub.h264", 12)
        view = LearnedView(
            camera_id=row.id,
            preset="",
            light=learned.light,
            packed=learned.packed,
            jpeg=learned.jpeg,
            width_px=learned.width_px,
            height_px=learned.height_px,
            learned_from_at=1,
            learned_to_at=2,
        )
        running.references.confirm(running.references.propose(view).result(5).id).result(5)
    yield running
    running.stop()


def test_a_sweep_finds_a_turned_camera_at_the_second_look(desk):
    """The first glance says nothing; half a minute later the same is seen and put on record."""
    CatalogueSweep(desk, SweepWish(spec_of)).run()
    desk.ask(desk.tick).result(5)
    assert desk.snapshot.suspicions == ()
    last = {row.code: desk.diagnosing.last_health(row.id) for row in desk.snapshot.cameras}
    assert [last[code].standing for code in ("C022", "C034")] == ["not_checked", "healthy"]
    assert last["C034"].is_glance

    desk.time.advance(31_000)
    desk.ask(desk.tick).result(5)
    for _ in range(6_000):
        if desk.snapshot.suspicions:
            break
        _NEVER.wait(0.01)

    (row,) = desk.snapshot.suspicions
    assert (row.camera_code, row.family, row.occasion) == ("C022", "view_lost", "sweep")
    assert desk.suspicions.detail(row.id).result(5).now.exists()
