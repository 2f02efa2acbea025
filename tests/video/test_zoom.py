"""Looking closer: a part of the full frame on the tile, and the whole frame as evidence."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from duty_desk.video.orders import Watch
from duty_desk.video.part import WHOLE, Part
from duty_desk.video.source import StreamSpec
from duty_desk.video.stream_choice import wants_sub
from duty_desk.video.tier import Tier
from tests.video.test_engine import ENGINES, leftovers
from tests.video.wall import LONGEST_S, Wall, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.video.rtsp_server import RtspServer

CORNER = Part(0.75, 0.75, 0.25, 0.25)


@pytest.fixture
def wall() -> Iterator[Wall]:
    """One worker; nothing of it may be left in shared memory afterwards."""
    with Wall() as wall:
        yield wall
    assert leftovers(os.getpid()) == []


def test_part_is_a_view_of_the_same_place_in_every_plane():
    """Luma and the smaller chroma planes are cut alike; never outside, never nothing."""
    luma = np.arange(180 * 320, dtype=np.uint32).reshape(180, 320)
    cut = CORNER.of(luma)

    assert cut.shape == (45, 80)
    assert cut[0, 0] == luma[135, 240]
    assert np.shares_memory(cut, luma)
    assert CORNER.of(luma[::2, ::2]).shape in ((22, 40), (23, 40))
    assert Part(0.999, 0.999, 0.0001, 0.0001).of(luma).shape == (2, 2)
    assert WHOLE.of(luma).shape == luma.shape


@pytest.mark.parametrize("engine", ENGINES)
def test_tile_shows_the_part_and_the_still_shows_all(
    wall: Wall, rtsp_server: RtspServer, engine: str
):
    """The corner fills the tile, four times as large; F8 still keeps the whole picture."""
    wall.watch("C017", rtsp_server.url("c017"), engine)
    wall.wait_picture("C017")
    wall.engine.zoom("C017", CORNER)
    still = wall.engine.still("C017").result(LONGEST_S)
    whole = cv2.imdecode(np.frombuffer(still.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert (still.width, still.height) == (320, 180)
    # The clip's ground grows brighter to the right: its left edge is dark, its right corner not.
    dark = float(np.median(whole[135:, :60]))
    wait_for(
        lambda: (
            (picture := wall.pull("C017")) is not None
            and picture.bgra.shape == (180, 320, 4)
            and np.median(picture.bgra[:, :80, :3]) > dark + 60
        )
    )
    wall.engine.zoom("C017", WHOLE)

    wait_for(lambda: (p := wall.pull("C017")) and np.median(p.bgra[135:, :60, :3]) < dark + 20)


def test_closer_look_is_forgotten_with_the_camera(wall: Wall, rtsp_server: RtspServer):
    """A page turned away and back shows the whole picture again."""
    wall.watch("C017", rtsp_server.url("c017"))
    wall.wait_picture("C017")
    wall.engine.zoom("C017", CORNER)
    wall.engine.unwatch("C017")
    wait_for(lambda: rtsp_server.sessions("c017") == 0)
    wall.watch("C017", rtsp_server.url("c017"))
    picture = wall.wait_picture("C017")

    assert np.median(picture.bgra[135:, :60, :3]) < 90


def test_closer_look_is_worth_the_main_stream():
    """What the sub-stream shows sharp enough whole, it does not show sharp enough enlarged."""
    spec = StreamSpec("C017", "rtsp://127.0.0.1/main", sub_address="rtsp://127.0.0.1/sub")
    order = Watch(spec, "", (640, 360), Tier.VISIBLE)
    closer = Watch(spec, "", (640, 360), Tier.VISIBLE, part=CORNER)

    assert wants_sub(order, (640, 360))
    assert not wants_sub(closer, (640, 360))
