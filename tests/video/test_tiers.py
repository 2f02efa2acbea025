"""How much of a camera is fetched and decoded, by who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.video.engine import StreamState, Tier
from duty_desk.video.rtsp_server import RtspServer, ServedClip, StreamFault
from tests.video.wall import LONGEST_S, Wall, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

both_engines = pytest.mark.parametrize("engine", ["pyav", "opencv"])


@pytest.fixture(scope="module")
def standing_wall() -> Iterator[Wall]:
    """One engine for all of these tests."""
    with Wall() as wall:
        yield wall


@pytest.fixture
def wall(standing_wall: Wall) -> Iterator[Wall]:
    """The wall with no camera open."""
    yield standing_wall
    for camera_id in standing_wall.engine.watched():
        standing_wall.engine.unwatch(camera_id)


@both_engines
def test_next_page_shows_a_picture_a_second(wall: Wall, rtsp_server: RtspServer, engine: str):
    """A camera of the next page is connected and decodes key frames alone; a visible one all."""
    wall.watch("C017", rtsp_server.url("c017"), engine, tier=Tier.NEXT)
    times = [wall.wait_picture("C017").received_mono_ms for _ in range(2)]
    assert times[1] - times[0] >= 800

    wall.watch("C017", rtsp_server.url("c017"), engine, tier=Tier.VISIBLE)
    wait_for(lambda: wall.engine.status("C017").fps > 4)
    assert rtsp_server.sessions("c017") == 1
    assert wall.engine.status("C017").attempt <= 1


def test_old_picture_stays_until_the_new_stream_has_brought_one(
    wall: Wall, rtsp_server: RtspServer
):
    """A main stream that hangs, or is given to others, costs the tile nothing."""
    main, sub = rtsp_server.url("c017"), rtsp_server.url("c018")
    for fault in (StreamFault.STALL, StreamFault.FULL):
        rtsp_server.switch("c017", fault)
        wall.watch("C017", main, sub_address=sub)
        wall.wait_picture("C017")
        wall.watch("C017", main, sub_address=sub, tier=Tier.FOCUSED, width_px=640, height_px=360)
        until = wall.clock.mono_ms() + 1_200
        wait_for(lambda: wall.wait_picture("C017").received_mono_ms > until)  # noqa: B023
        assert wall.engine.status("C017").is_sub
        assert wall.engine.status("C017").state is StreamState.LIVE
        wall.engine.unwatch("C017")
        rtsp_server.switch("c017", None)


def test_camera_whose_sub_stream_does_not_exist_shows_the_main(wall: Wall, rtsp_server: RtspServer):
    """A wrong second address is no reason to show nothing."""
    wall.watch("C017", rtsp_server.url("c017"), sub_address=rtsp_server.url("c018") + "9")
    wall.wait_picture("C017")

    assert not wall.engine.status("C017").is_sub


def test_large_tile_is_worth_the_main_stream(wall: Wall, rtsp_server: RtspServer):
    """A sub-stream of 320 x 180 is not blown up to four times its size; a small tile keeps it."""
    streams = {"sub_address": rtsp_server.url("c018")}
    wall.watch("C017", rtsp_server.url("c017"), **streams, width_px=640, height_px=360)
    wait_for(lambda: wall.pull("C017") and not wall.engine.status("C017").is_sub)
    wall.watch("C017", rtsp_server.url("c017"), **streams, width_px=320, height_px=180)

    wait_for(lambda: wall.engine.status("C017").is_sub)


def test_selection_that_moves_on_opens_no_main_streams(wall: Wall, rtsp_server: RtspServer):
    """Arrow keys over the wall: only where the selection rests is a main stream fetched."""
    main, sub = rtsp_server.url("c017"), rtsp_server.url("c018")
    wall.watch("C017", main, sub_address=sub)
    wall.wait_picture("C017")
    for tier in (Tier.FOCUSED, Tier.VISIBLE):
        wall.watch("C017", main, sub_address=sub, tier=tier)
    until = wall.clock.mono_ms() + 1_000
    wait_for(lambda: wall.wait_picture("C017").received_mono_ms > until)

    assert (rtsp_server.sessions("c017"), rtsp_server.sessions("c018")) == (0, 1)


def test_camera_clock_is_told_beside_the_desks(clip: Path):
    """A camera whose clock is 94 s ahead says so by its sender reports; one without is silent."""
    with Wall() as wall:
        zero_at = wall.clock.now_ms() - wall.clock.mono_ms()
        clips = [ServedClip("ahead", clip, 15, clock_ahead_ms=94_000)]
        with RtspServer(clips, zero_at=zero_at) as server, RtspServer(clips) as timeless:
            wall.watch("C017", server.url("ahead"))
            wall.watch("C018", timeless.url("ahead"))
            wait_for(lambda: wall.pull("C017") and wall.shown["C017"].camera_at)
            wait_for(lambda: wall.pull("C018") and wall.engine.status("C018").fps > 5)
            shown = wall.shown["C017"]
            still = wall.engine.still("C017", shown.seq).result(LONGEST_S)

            ahead = wall.engine.status("C017").clock_ahead_ms
            assert ahead == pytest.approx(94_000, abs=500)
            received_at = wall.engine.received_at(shown.received_mono_ms)
            assert shown.camera_at - received_at == pytest.approx(94_000, abs=500)
            assert still.camera_at == shown.camera_at
            assert wall.engine.status("C018").clock_ahead_ms is None
            assert wall.shown["C018"].camera_at is None


def test_tile_shows_the_sub_stream_and_the_large_picture_the_main(
    wall: Wall, rtsp_server: RtspServer
):
    """The main stream is fetched for the one picture that is looked at closely."""
    main, sub = rtsp_server.url("c017"), rtsp_server.url("c018")
    wall.watch("C017", main, sub_address=sub)
    wall.wait_state("C017", StreamState.LIVE)
    assert wall.engine.status("C017").is_sub
    assert (rtsp_server.sessions("c017"), rtsp_server.sessions("c018")) == (0, 1)

    wall.watch("C017", main, sub_address=sub, tier=Tier.FOCUSED)
    wait_for(lambda: not wall.engine.status("C017").is_sub)
    wait_for(lambda: (rtsp_server.sessions("c017"), rtsp_server.sessions("c018")) == (1, 0))
