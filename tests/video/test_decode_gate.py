"""Which packets are decoded when time is short."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from duty_desk.video.decode_gate import Arrival, DecodeGate
from duty_desk.video.pyav_source import PyAvSource
from duty_desk.video.source import StreamSpec

if TYPE_CHECKING:
    from duty_desk.video.rtsp_server import RtspServer

FRAME_MS = 40
GROUP = 25


def packet(number: int, mono_ms: float, waited_ms: int = 30) -> Arrival:
    return Arrival(number * FRAME_MS, number % GROUP == 0, int(mono_ms), waited_ms)


def test_picture_begins_at_a_key_frame():
    """Half a picture is not shown: what comes before the first key frame is left out."""
    gate = DecodeGate(0)
    let_in = [gate.lets_in(packet(n, n * FRAME_MS)) for n in range(10, 40)]

    assert let_in == [False] * 15 + [True] * 15
    assert gate.shed_frames == 15


def test_camera_without_key_frames_is_shown_after_all():
    """Intra refresh never sends one; twelve seconds are waited for it."""
    gate = DecodeGate(0)
    let_in = [gate.lets_in(Arrival(n * 40, False, n * 40, 30)) for n in range(400)]

    assert let_in.index(True) == 301
    assert all(let_in[301:])


def test_decoding_too_slowly_goes_on_at_the_next_key_frame():
    """Behind by more than 0.4 s: the rest of the group is read away, then all is well again."""
    gate = DecodeGate(0)
    for n in range(26):
        assert gate.lets_in(packet(n, n * FRAME_MS))
    late = 26 * FRAME_MS + 500
    let_in = [gate.lets_in(packet(n, max(late, n * FRAME_MS), 0)) for n in range(26, 51)]

    assert let_in == [False] * 24 + [True]
    assert all(gate.lets_in(packet(n, n * FRAME_MS)) for n in range(51, 200))


def test_camera_whose_clock_runs_wrong_is_not_starved():
    """Stream time at 25 a second, frames at 10: after a few mistakes the time is not believed."""
    gate = DecodeGate(0)
    let_in = [gate.lets_in(packet(n, n * 100)) for n in range(500)]

    assert all(let_in[150:])


def test_reader_that_slept_catches_up(rtsp_server: RtspServer):
    """After a pause of a second and a half the source is soon on time again, on a real stream."""
    source = PyAvSource(StreamSpec("C017", rtsp_server.url("c017")))
    source.open()
    frames = []
    while len(frames) < 20:
        frames.append(source.read())
    threading.Event().wait(1.5)
    while source.shed_frames == 0 or source.read() is None:
        source.read()
    stamps = [frame for _ in range(20) if (frame := source.read())]
    source.close()

    assert source.shed_frames < 30
    ahead = stamps[-1].pts_ms - stamps[-1].received_mono_ms
    before = [f.pts_ms - f.received_mono_ms for f in frames if f and f.pts_ms][-1]
    assert abs(ahead - before) < 300
