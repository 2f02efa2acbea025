"""Tiles that move, stills of what was shown, and workers that are replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from duty_desk.video.engine import Freshness, StillUnavailable, StreamState
from duty_desk.video.rtsp_server import StreamFault
from tests.video.wall import LONGEST_S, Wall, listening, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.video.rtsp_server import RtspServer

ENGINES = ("pyav", "opencv")
GONE = pytest.mark.expected_log("video: worker")
ON_POSIX = pytest.mark.skipif(
    sys.platform == "win32", reason="stops processes by signals, which Windows does not have"
)


@pytest.fixture
def wall() -> Iterator[Wall]:
    """One worker; nothing of it may be left in shared memory afterwards."""
    with Wall() as wall:
        yield wall
    assert leftovers(os.getpid()) == []


def carriers(server: RtspServer, path: str) -> list[str]:
    """How the sessions of a served path are carried."""
    return [type(one._carrier).__name__ for one in server._channels[path].playing]


def leftovers(pid: int) -> list[Path]:
    return list(Path("/dev/shm").glob(f"dutydesk-{pid}-*"))


@pytest.mark.parametrize("engine", ENGINES)
def test_network_stream_moves_on_its_tile(wall: Wall, rtsp_server: RtspServer, engine: str):
    """Either engine brings a camera to its tile, scaled, in the camera's shape, and live."""
    wall.watch("C017", rtsp_server.url("c017"), engine, width_px=200, height_px=200)
    first = wall.wait_picture("C017")
    # OpenCV tells no time yet for the first of a burst.
    wait_for(lambda: wall.wait_picture("C017").pts_ms != first.pts_ms)
    second = wall.shown["C017"]

    assert first.bgra.shape == (112, 200, 4)
    assert (first.stream_width, first.stream_height) == (320, 180)
    assert second.seq > first.seq
    assert second.pts_ms > first.pts_ms
    assert np.abs(second.bgra.astype(int) - first.bgra.astype(int)).max() > 30
    status = wall.engine.status("C017")
    assert status.state is StreamState.LIVE
    assert status.freshness(wall.clock.mono_ms()) is Freshness.LIVE


@pytest.mark.parametrize("engine", ENGINES)
def test_udp_is_used_when_asked_for(wall: Wall, rtsp_server: RtspServer, engine: str):
    """Cameras that refuse TCP are reached by datagrams; one beside it by TCP as always."""
    wall.watch("C018", rtsp_server.url("c018"), engine, transport="udp")
    wall.watch("C022", rtsp_server.url("c022"), engine)
    for camera_id in ("C018", "C022"):
        wall.wait_picture(camera_id)

    assert carriers(rtsp_server, "c018") == ["DatagramCarrier"]
    assert carriers(rtsp_server, "c022") == ["InterleavedCarrier"]


def test_both_engines_show_the_same_colours(wall: Wall, rtsp_server: RtspServer):
    """The gradient of the clip looks the same whichever engine decodes it."""
    shades = []
    for engine in ENGINES:
        wall.watch(engine, rtsp_server.url("c017"), engine)
        bgra = wall.wait_picture(engine).bgra
        shades.append(np.quantile(bgra[:, :, :3], [0.1, 0.3, 0.5, 0.7, 0.9], axis=(0, 1)))

    assert np.abs(shades[0] - shades[1]).max() <= 10
    assert shades[0][-1].min() - shades[0][0].max() > 60


def test_file_runs_in_a_loop_at_its_own_rate(wall: Wall, clip: Path):
    """A file behaves like a camera: time goes on past its end."""
    wall.watch("C017", str(clip))
    times: list[int] = []
    wait_for(lambda: (p := wall.pull("C017")) and (times.append(p.pts_ms) or p.pts_ms > 3_500))

    assert times == sorted(times)


def test_larger_tile_keeps_the_session_and_the_numbers(wall: Wall, rtsp_server: RtspServer):
    """A tile that grows goes on with the next number, from the same connection."""
    wall.watch("C017", rtsp_server.url("c017"), width_px=160, height_px=90)
    small = wall.wait_picture("C017")
    wall.watch("C017", rtsp_server.url("c017"), width_px=640, height_px=360)
    wait_for(lambda: wall.pull("C017") and wall.shown["C017"].bgra.shape == (360, 640, 4))

    assert wall.shown["C017"].seq > small.seq
    assert rtsp_server.sessions("c017") == 1


def test_closed_camera_lets_go_and_comes_back_with_higher_numbers(
    wall: Wall, rtsp_server: RtspServer
):
    """Nothing is decoded that nobody sees; a page turned back does not show an old number."""
    wall.watch("C017", rtsp_server.url("c017"))
    before = wall.wait_picture("C017").seq
    wall.engine.unwatch("C017")
    assert wall.engine.status("C017").state is StreamState.CLOSED
    wait_for(lambda: rtsp_server.sessions("c017") == 0)
    wall.watch("C017", rtsp_server.url("c017"))
    wait_for(lambda: wall.engine.picture("C017", 0))

    assert wall.engine.picture("C017", 0).seq > before


@pytest.mark.parametrize("engine", ENGINES)
def test_still_is_the_very_picture_on_screen(wall: Wall, rtsp_server: RtspServer, engine: str):
    """However long the operator looks, the still has the number, time and size of that frame."""
    wall.watch("C017", rtsp_server.url("c017"), engine)
    seen = wall.wait_picture("C017")
    later = seen.received_mono_ms + 1_500
    wait_for(lambda: (wall.engine.status("C017").newest_mono_ms or 0) > later)
    still = wall.engine.still("C017", seen.seq).result(LONGEST_S)

    assert still.exact
    assert (still.seq, still.pts_ms) == (seen.seq, seen.pts_ms)
    assert (still.width, still.height) == (320, 180)
    picture = cv2.imdecode(np.frombuffer(still.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert np.abs(picture.astype(int) - seen.bgra[:, :, :3].astype(int)).mean() < 4


def test_lost_camera_is_drawn_again_at_another_size(wall: Wall, rtsp_server: RtspServer):
    """Enlarging the tile of a dead camera shows its last frame sharp, and just as old."""
    wall.watch("C017", rtsp_server.url("c017"), width_px=160, height_px=90)
    wall.wait_picture("C017")
    rtsp_server.switch("c017", StreamFault.DROP)
    wall.wait_state("C017", StreamState.LOST)
    small = wall.shown["C017"]
    wall.watch("C017", rtsp_server.url("c017"), width_px=320, height_px=180)
    large = wall.wait_picture("C017")

    assert large.bgra.shape == (180, 320, 4)
    assert large.received_mono_ms == small.received_mono_ms
    assert wall.engine.still("C017", large.seq).result(LONGEST_S).exact


def test_still_of_a_number_long_gone_says_so(wall: Wall, rtsp_server: RtspServer):
    """The nearest frame is given, and is not called exact."""
    wall.watch("C017", rtsp_server.url("c017"))
    first = wall.wait_picture("C017").seq
    for _ in range(12):
        wall.wait_picture("C017")
    still = wall.engine.still("C017", first).result(LONGEST_S)

    assert not still.exact
    assert still.seq > first


def test_dead_camera_still_gives_its_last_frame(wall: Wall, rtsp_server: RtspServer):
    """The frame is old and tells it by the time it was received."""
    wall.watch("C017", rtsp_server.url("c017"))
    wall.wait_picture("C017")
    rtsp_server.switch("c017", StreamFault.DROP)
    wall.wait_state("C017", StreamState.LOST)
    still = wall.engine.still("C017", wall.shown["C017"].seq).result(LONGEST_S)

    assert still.exact
    assert still.received_mono_ms == wall.shown["C017"].received_mono_ms


def test_still_without_a_picture_is_refused_in_words(wall: Wall):
    """A camera that is not open, or never sent anything, gives a finished sentence."""
    with pytest.raises(StillUnavailable, match="没有打开"):
        wall.engine.still("C017").result(LONGEST_S)
    with listening() as port:
        wall.watch("C018", f"rtsp://127.0.0.1:{port}/x")
        with pytest.raises(StillUnavailable, match="没有来过画面"):
            wall.engine.still("C018").result(LONGEST_S)


@ON_POSIX
@GONE
@pytest.mark.parametrize("end", ["SIGKILL", "SIGSTOP"])
def test_lost_worker_is_replaced_and_others_run_on(rtsp_server: RtspServer, end: str):
    """A crash or a hang takes one worker's tiles for a moment, the other worker's never."""
    with Wall(workers=2) as wall:
        for camera_id in ("C017", "C018"):
            wall.watch(camera_id, rtsp_server.url("c017"))
        for camera_id in ("C017", "C018"):
            wall.wait_picture(camera_id)
        victim, other = wall.engine.worker_pids()
        before = wall.shown["C017"]
        os.kill(victim, getattr(signal, end))
        wait_for(lambda: victim not in wall.engine.worker_pids())
        while (wall.pull("C017") or before).seq == before.seq:
            wall.wait_picture("C018")

        assert wall.shown["C017"].seq > before.seq
        assert other in wall.engine.worker_pids()
        assert wall.engine.status("C018").attempt <= 1


@ON_POSIX
@GONE
def test_still_survives_a_worker_crash_as_the_tile_picture(wall: Wall, rtsp_server: RtspServer):
    """What was on the tile when the worker died is still there, at tile size, not called exact."""
    wall.watch("C017", rtsp_server.url("c017"), width_px=160, height_px=90)
    seen = wall.wait_picture("C017")
    rtsp_server.switch("c017", StreamFault.DROP)
    os.kill(wall.engine.worker_pids()[0], signal.SIGKILL)
    wait_for(lambda: wall.engine.status("C017").reason in ("broken", "ended", "port_closed"))
    still = wall.engine.still("C017", seen.seq).result(LONGEST_S)

    assert not still.exact
    assert (still.width, still.height) == (160, 90)


@ON_POSIX
def test_stop_is_quick_beside_cameras_that_hang(rtsp_server: RtspServer):
    """Black holes and a stopped worker do not hold the closing window; nothing is left behind."""
    with listening() as port, Wall(workers=2) as wall:
        for number in range(6):
            wall.watch(f"H{number}", f"rtsp://127.0.0.1:{port}/x")
        wall.watch("C017", rtsp_server.url("c017"))
        wall.wait_picture("C017")
        pids = wall.engine.worker_pids()
        os.kill(pids[0], signal.SIGSTOP)
        began = wall.clock.mono_ms()
        wall.engine.stop()

        assert wall.clock.mono_ms() - began < 3_000
        assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert leftovers(os.getpid()) == []


@ON_POSIX
def test_workers_end_when_the_desk_is_killed(clip: Path):
    """After kill -9 of the desk its workers end by themselves and leave no memory behind."""
    desk = textwrap.dedent(
        """
        import sys
        from tests.video.wall import Wall
        if __name__ == "__main__":
            with Wall() as wall:
                wall.watch("C017", sys.argv[1])
                wall.wait_picture("C017")
                print(*wall.engine.worker_pids(), flush=True)
                sys.stdin.read()
        """
    )
    program = Path(clip.parent, "desk.py")
    program.write_text(desk, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, program, clip],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert leftovers(process.pid)
        process.kill()

    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
    wait_for(lambda: not leftovers(process.pid))


def test_desk_process_loads_no_decoder():
    """The window's process neither decodes nor scales: the engine brings no codec into it."""
    code = "import sys, duty_desk.video.engine; print({'cv2', 'av'} & set(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert loaded.stdout.strip() == "set()"


@pytest.mark.expected_log("could not be opened")
@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="shared memory is no folder here")
def test_tile_without_memory_is_told_and_others_go_on(wall: Wall, clip: Path):
    """A picture far too large for this computer is refused in words; nothing crashes."""
    wall.watch("C017", str(clip))
    wall.watch("C018", str(clip), width_px=1_000_000, height_px=1_000_000)
    wait_for(lambda: wall.engine.status("C018").reason == "no_memory")
    wall.wait_picture("C017")
    wall.watch("C018", str(clip))

    wall.wait_picture("C018")
