"""How much of a camera is fetched and decoded, by who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.video.engine import StreamState, Tier
from tests.video.wall import Wall, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.video.rtsp_server import RtspServer

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
    wall.wait_picture("C017")
    wall.wait_picture("C017")
    times = [wall.wait_picture("C017").received_mono_ms for _ in range(2)]
    assert times[1] - times[0] >= 800

    wall.watch("C017", rtsp_server.url("c017"), engine, tier=Tier.VISIBLE)
    wait_for(lambda: wall.engine.status("C017").fps > 10)
    assert rtsp_server.sessions("c017") == 1
    assert wall.engine.status("C017").attempt <= 1


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
