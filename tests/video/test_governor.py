"""The workers kept within the computer: decoding is shed, a leak is recycled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.video.engine import Limits, Tier
from duty_desk.video.own_use import cpu_ms, memory_bytes
from tests.video.wall import Wall, wait_for

if TYPE_CHECKING:
    from duty_desk.video.rtsp_server import RtspServer


LEAKING = Limits(worker_bytes=1, camera_bytes=0, look_every_ms=300)


def test_process_knows_what_it_uses():
    """Processor time grows with work, memory with what is held."""
    used, held = cpu_ms(), memory_bytes()
    ballast = bytearray(range(256)) * 200_000
    assert sum(ballast[::8]) > 0

    assert cpu_ms() > used
    assert memory_bytes() - held > 40_000_000


def test_tiles_are_degraded_when_time_is_short_and_say_so(rtsp_server: RtspServer):
    """With next to no processor time allowed the tile goes to key frames, the focused does not."""
    with Wall(limits=Limits(cpu_permille=1, look_every_ms=300)) as wall:
        wall.watch("C017", rtsp_server.url("c017"))
        wall.watch("C018", rtsp_server.url("c017"), tier=Tier.FOCUSED)
        wait_for(lambda: wall.engine.status("C017").is_degraded)
        first = wall.wait_picture("C017")
        wait_for(lambda: wall.engine.status("C017").fps < 3)

        assert wall.wait_picture("C017").seq > first.seq
        assert not wall.engine.status("C018").is_degraded
        wait_for(lambda: wall.engine.status("C018").fps > 10)


@pytest.mark.expected_log("has grown too large")
def test_worker_that_has_grown_too_large_is_replaced_and_the_others_are_not(
    rtsp_server: RtspServer,
):
    """One worker at a time; its tiles are back within moments, the other's never stop."""
    with Wall(workers=2, limits=LEAKING) as wall:
        for camera_id in ("C017", "C018"):
            wall.watch(camera_id, rtsp_server.url("c017"))
        for camera_id in ("C017", "C018"):
            wall.wait_picture(camera_id)
        before = wall.engine.worker_pids()
        wait_for(lambda: len(set(wall.engine.worker_pids()) - set(before)) == 1)
        lost = 0 if before[0] not in wall.engine.worker_pids() else 1
        camera_id = ("C017", "C018")[lost]
        began = wall.clock.mono_ms()
        wait_for(lambda: (p := wall.pull(camera_id)) and p.received_mono_ms > began)

        assert len(set(wall.engine.worker_pids()) & set(before)) == 1
