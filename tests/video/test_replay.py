"""The last half minute of a camera: shown frame by frame, and kept as a file."""

from __future__ import annotations

import io
import os
import signal
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
import pytest

from duty_desk.video.engine import FilmFile, NothingKept, StreamState
from duty_desk.video.rtsp_server import StreamFault
from tests.video.test_engine import GONE, ON_POSIX, leftovers
from tests.video.wall import LONGEST_S, Wall, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.video.engine import Clip, Picture, Replay
    from duty_desk.video.rtsp_server import RtspServer

BOX = (160, 90)


@pytest.fixture
def wall() -> Iterator[Wall]:
    """One worker; nothing of it may be left in shared memory afterwards."""
    with Wall() as wall:
        yield wall
    assert leftovers(os.getpid()) == []


def filled(wall: Wall, address: str, for_ms: int = 700, **more: object) -> None:
    """A camera that has been open for a while."""
    wall.watch("C017", address, **more)
    since = wall.wait_picture("C017").received_mono_ms
    wait_for(lambda: (wall.engine.status("C017").newest_mono_ms or 0) - since > for_ms)


def opened(wall: Wall) -> Replay:
    return wall.engine.replay("C017", *BOX).result(LONGEST_S)


def shown(replay: Replay, number: int, after: int = 0) -> Picture:
    """The picture on the replay's tile when it shows frame `number`."""
    last: list[Picture] = []

    def is_there() -> bool:
        picture = replay.picture(last[-1].seq if last else after)
        if picture is not None:
            last.append(picture)
        return bool(last) and last[-1].pts_ms == number

    wait_for(is_there)
    return last[-1]


def frames(clip: Clip) -> int:
    with av.open(io.BytesIO(clip.data)) as container:
        return sum(1 for _ in container.decode(video=0))


def test_replay_shows_any_frame_while_the_wall_goes_on(wall: Wall, rtsp_server: RtspServer):
    """Frames by number, at the tile's size, each with the instant it was received."""
    filled(wall, rtsp_server.url("c017"))
    replay = opened(wall)
    assert len(replay.times) >= 8
    assert list(replay.times) == sorted(replay.times)
    first, other = len(replay.times) - 1, 3
    replay.show(first)
    picture = shown(replay, first)
    replay.show(other)
    earlier = shown(replay, other)

    assert picture.bgra.shape == (90, 160, 4)
    assert earlier.received_mono_ms == replay.times[other]
    assert np.abs(picture.bgra.astype(int) - earlier.bgra.astype(int)).max() > 30
    wall.wait_picture("C017")
    assert rtsp_server.sessions("c017") == 1
    replay.close()


def test_replay_plays_to_its_end_and_grows_with_its_tile(wall: Wall, rtsp_server: RtspServer):
    """Four times as fast as the street; a larger tile gets the same frame again, and goes on."""
    filled(wall, rtsp_server.url("c017"))
    replay = opened(wall)
    replay.show(0, 400)
    shown(replay, len(replay.times) - 1)
    replay.resize(320, 180)
    wait_for(lambda: (p := replay.picture(0)) and p.bgra.shape == (180, 320, 4))

    assert replay.picture(0).pts_ms == len(replay.times) - 1
    replay.close()


def test_still_from_a_replay_is_that_frame_in_full(wall: Wall, rtsp_server: RtspServer):
    """Full resolution and the frame's own time, whatever the live picture shows by now."""
    filled(wall, rtsp_server.url("c017"))
    replay = opened(wall)
    replay.show(4)
    seen = shown(replay, 4)
    still = replay.still(4).result(LONGEST_S)
    picture = cv2.imdecode(np.frombuffer(still.jpeg, np.uint8), cv2.IMREAD_COLOR)

    assert still.exact
    assert (still.width, still.height) == (320, 180)
    assert still.received_mono_ms == replay.times[4]
    small = cv2.resize(picture, BOX).astype(int)
    assert np.abs(small - seen.bgra[:, :, :3].astype(int)).mean() < 4
    replay.close()


def test_second_engine_says_that_it_keeps_nothing(wall: Wall, rtsp_server: RtspServer):
    """OpenCV gives pictures or packets, never both: the operator reads a sentence."""
    wall.watch("C017", rtsp_server.url("c017"), "opencv")
    wall.wait_picture("C017")
    with pytest.raises(NothingKept, match="OpenCV"):
        opened(wall)
    now = wall.clock.mono_ms()
    with pytest.raises(NothingKept, match="OpenCV"):
        wall.engine.clip("C017", now - 10_000, now + 60_000).result(LONGEST_S)


def test_clip_is_complete_though_the_camera_was_closed(wall: Wall, rtsp_server: RtspServer):
    """The page was turned after F8: the stream stays open until the clip is, and not longer."""
    filled(wall, rtsp_server.url("c017"), 1_300)
    now = wall.clock.mono_ms()
    future = wall.engine.clip("C017", now - 1_000, now + 1_000)
    wall.engine.unwatch("C017")
    (clip,) = future.result(LONGEST_S)

    assert clip.from_mono_ms <= now - 1_000
    assert now + 800 < clip.to_mono_ms <= now + 1_100
    assert (clip.width, clip.height) == (320, 180)
    assert frames(clip) == clip.frames >= 28
    wait_for(lambda: rtsp_server.sessions("c017") == 0)


def test_page_turned_back_goes_on_with_the_same_session(wall: Wall, rtsp_server: RtspServer):
    """Closed and opened again while its clip is under way: a new tile, no second connection."""
    filled(wall, rtsp_server.url("c017"), 500)
    now = wall.clock.mono_ms()
    future = wall.engine.clip("C017", now, now + 800)
    wall.engine.unwatch("C017")
    wall.watch("C017", rtsp_server.url("c017"), width_px=160, height_px=90)
    wait_for(lambda: (p := wall.pull("C017")) and p.bgra.shape == (90, 160, 4))
    future.result(LONGEST_S)
    wall.wait_picture("C017")

    assert rtsp_server.sessions("c017") == 1


def test_lost_camera_gives_what_there_was(wall: Wall, rtsp_server: RtspServer):
    """The camera dies under the event: the clip ends there and says so."""
    filled(wall, rtsp_server.url("c017"))
    rtsp_server.switch("c017", StreamFault.DROP)
    wall.wait_state("C017", StreamState.LOST)
    now = wall.clock.mono_ms()
    (clip,) = wall.engine.clip("C017", now - 2_000, now + 300).result(LONGEST_S)

    assert clip.to_mono_ms <= wall.engine.status("C017").newest_mono_ms <= now
    assert frames(clip) == clip.frames


def test_closing_program_keeps_what_there_is(rtsp_server: RtspServer):
    """Ten seconds were to come: the workers hand over what they have before they end."""
    with Wall() as wall:
        filled(wall, rtsp_server.url("c017"), 500)
        now = wall.clock.mono_ms()
        future = wall.engine.clip("C017", now - 10_000, now + 10_000)
        wall.wait_picture("C017")
    (clip,) = future.result(0)

    assert frames(clip) > 5


@ON_POSIX
@GONE
def test_replay_is_lost_with_its_worker_and_says_so(wall: Wall, rtsp_server: RtspServer):
    """What a worker held dies with it; the camera comes back by itself."""
    filled(wall, rtsp_server.url("c017"), 500)
    replay = opened(wall)
    assert not replay.is_lost
    os.kill(wall.engine.worker_pids()[0], signal.SIGKILL)
    wait_for(lambda: replay.is_lost)

    assert replay.picture(0) is None
    with pytest.raises(Exception, match="重启过"):
        replay.still(0).result(LONGEST_S)
    wall.wait_picture("C017")


def test_clip_files_are_replayed(wall: Wall, rtsp_server: RtspServer, tmp_path: Path):
    """What F8 kept is played by the same means, without any camera."""
    filled(wall, rtsp_server.url("c017"), 500)
    now = wall.clock.mono_ms()
    (clip,) = wall.engine.clip("C017", now - 500, now).result(LONGEST_S)
    file = tmp_path / "clip.mp4"
    file.write_bytes(clip.data)
    wall.engine.unwatch("C017")
    replay = wall.engine.replay_files([FilmFile(str(file), 0)], *BOX).result(LONGEST_S)
    replay.show(2)

    assert len(replay.times) == clip.frames
    assert shown(replay, 2).bgra.shape == (90, 160, 4)
    replay.close()


def test_missing_file_is_refused_in_words(wall: Wall, tmp_path: Path):
    """A clip that was taken away by hand gives a sentence, not a crash."""
    files = [FilmFile(str(tmp_path / "gone.mp4"), 0)]
    with pytest.raises(NothingKept, match="片段文件打不开"):
        wall.engine.replay_files(files, *BOX).result(LONGEST_S)
