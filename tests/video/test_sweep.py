"""Looking at a whole catalogue: few sessions a host, wrong passwords once, a process of its own."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from duty_desk.video import sweep as sweeps
from duty_desk.video.engine import StreamSpec
from duty_desk.video.probe import ProbeResult, ProbeWish, probe
from duty_desk.video.rtsp_child import RtspServerProcess
from duty_desk.video.rtsp_login import Login
from duty_desk.video.rtsp_server import RtspServer, ServedClip
from duty_desk.video.stream_state import StreamReason, StreamState
from duty_desk.video.sweep import Sweep
from duty_desk.video.sweep_queue import SweepQueue, host_of
from tests.video.conftest import CLIP_FPS
from tests.video.wall import closed_port, listening, wait_for

if TYPE_CHECKING:
    from pathlib import Path


def spec(camera_id: str, host: str, login: str = "") -> StreamSpec:
    """A camera on an invented host."""
    return StreamSpec(camera_id, f"rtsp://{login}{host}/{camera_id}")


def taken(queue: SweepQueue, most: int) -> list[StreamSpec]:
    """What `most` threads that ask at once are given."""
    found: list[StreamSpec | None] = []
    for _ in range(most):
        threading.Thread(target=lambda: found.append(queue.take()), daemon=True).start()
    wait_for(lambda: len(found) + len(queue._changed._waiters) == most)
    return [one for one in found if one is not None]


def test_a_host_gets_few_sessions_at_a_time():
    """The first call of a login is alone; after it four at once, and another host beside it."""
    queue = SweepQueue([spec(f"C{n}", "10.0.0.1") for n in range(9)] + [spec("D", "10.0.0.2")])

    first = [queue.take(), queue.take()]
    assert {one.camera_id for one in first} == {"C0", "D"}

    queue.done(first[0], is_refused=False)
    assert len(taken(queue, 6)) == 4


def test_sessions_of_the_wall_count():
    """Where the wall has three of the four, one is left; where it has more, one all the same."""
    for busy, room in ((3, 1), (16, 1), (1, 3)):
        specs = [spec(f"C{n}", "10.0.0.1") for n in range(9)]
        queue = SweepQueue(specs, sessions={"10.0.0.1": busy})
        queue.done(queue.take(), is_refused=False)
        assert len(taken(queue, 5)) == room


def test_a_set_limit_counts_for_sweeps_too():
    """Below the usual four it is the room; what the wall has taken up nobody else is given."""
    specs = [replace(spec(f"C{n}", "10.0.0.1"), session_limit=2) for n in range(4)]
    queue = SweepQueue(specs)
    queue.done(queue.take(), is_refused=False)
    assert len(taken(queue, 4)) == 2

    busy = [replace(one, address=one.address.replace("10.0.0.1", "127.0.0.1")) for one in specs]
    found = list(probe(busy, ProbeWish(sessions={"127.0.0.1": 2})))
    assert {one.reason for one in found} == {StreamReason.LIMIT_REACHED}
    assert len(found) == 4


def test_two_logins_of_a_recorder_share_its_sessions():
    """A recorder counts sessions, whoever opens them."""
    specs = [spec(f"{user}{n}", "10.0.0.1", f"{user}:x@") for user in "ab" for n in range(4)]
    queue = SweepQueue(specs)
    for one in (queue.take(), queue.take()):
        queue.done(one, is_refused=False)

    assert len(taken(queue, 6)) == 4


def test_a_host_that_wants_a_password_refuses_no_other_camera_without_one():
    """Nothing was tried that could be locked out: each camera is asked by itself."""
    bare = [spec("C1", "10.0.0.1"), spec("C2", "10.0.0.1")]
    named = [spec("C3", "10.0.0.1", "a:x@"), spec("C4", "10.0.0.1", "a:x@")]
    queue = SweepQueue([*bare, *named])
    for one in (queue.take(), queue.take()):
        queue.done(one, is_refused=True)

    assert [queue.is_refused(one) for one in (*bare, *named)] == [False, False, True, True]


def test_thousands_of_hosts_are_handed_out_at_once():
    """The order of the catalogue is kept while there is room."""
    queue = SweepQueue([spec(f"C{n}", f"h{n}") for n in range(3_000)])

    assert [queue.take().camera_id for _ in range(3_000)] == [f"C{n}" for n in range(3_000)]
    assert queue.take() is None


def test_files_and_devices_have_no_host():
    """Only what is reached over the network is counted."""
    assert host_of("rtsp://desk:p%40ss@CAM.example:554/1") == "cam.example"
    assert (host_of("usb:0"), host_of("street.mp4"), host_of("file:///a.mp4")) == ("", "", "")


def test_a_wrong_password_is_tried_once(clip: Path):
    """Twenty channels of one recorder with a wrong password are one failed login for it."""
    clips = [ServedClip(f"c{n}", clip, CLIP_FPS, Login("desk", "right")) for n in range(20)]
    begun: list[str] = []
    with RtspServer(clips) as server:
        specs = [
            StreamSpec(f"c{n}", server.url(f"c{n}").replace(":right@", ":wrong@"))
            for n in range(20)
        ]
        found = list(probe(specs, ProbeWish(16), begun=begun.append))

    assert {(one.state, one.reason) for one in found} == {("no_login", "login_refused")}
    assert (len(found), len(begun)) == (20, 1)


@pytest.fixture(scope="module")
def street(clip: Path):
    """Cameras served by another process."""
    with RtspServerProcess([ServedClip(f"c{n}", clip, CLIP_FPS) for n in range(12)]) as server:
        yield server


def test_the_catalogue_is_looked_at_in_another_process(street: RtspServerProcess):
    """Every camera has its result: size and codec, or why there is no picture."""
    specs = [StreamSpec(f"c{n}", street.url(f"c{n}")) for n in range(12)]
    specs.append(StreamSpec("gone", f"rtsp://127.0.0.1:{closed_port()}/x"))
    found = {one.camera_id: one for one in Sweep(specs).run()}

    assert {one.camera_id for one in specs} == found.keys()
    assert {(one.width, one.codec) for one in found.values() if one.ok} == {(320, "h264")}
    assert found["gone"].state == "refused"
    wait_for(lambda: all(street.sessions(f"c{n}") == 0 for n in range(12)))


def test_a_cancelled_sweep_ends_soon_and_says_goodbye(street: RtspServerProcess):
    """What was found stays; nothing more is called and no session is left behind."""
    with listening() as silent:
        specs = [StreamSpec("c1", street.url("c1"))]
        specs += [StreamSpec(f"H{n}", f"rtsp://127.0.0.1:{silent}/x") for n in range(40)]
        sweep = Sweep(specs)
        found = []
        for one in sweep.run():
            found.append(one)
            sweep.cancel()

    assert 1 <= len(found) < 41
    wait_for(lambda: street.sessions("c1") == 0)


def test_a_stream_that_kills_the_decoder_costs_one_camera(street: RtspServerProcess, monkeypatch):
    """The others are looked at again, and the culprit is named."""
    monkeypatch.setattr(sweeps, "_sweep", _sweep_that_dies_of_c3)
    found = {one.camera_id: one for one in Sweep(_specs(street)).run()}

    assert {name for name, one in found.items() if not one.ok} == {"c3"}
    assert (found["c3"].state, len(found)) == ("not_a_video", 12)


def test_a_sweep_that_cannot_start_ends(street: RtspServerProcess, monkeypatch):
    """Nothing is claimed of cameras nobody looked at."""
    monkeypatch.setattr(sweeps, "_sweep", _sweep_that_dies)

    assert list(Sweep(_specs(street)).run()) == []


def test_a_starved_sweep_looks_again_where_time_ran_out():
    """On a busy computer a camera is not called dead because the sweep was kept waiting."""
    asked: list[list[str]] = []
    told: list[ProbeResult] = []

    def looks(specs):
        asked.append([one.camera_id for one in specs])
        reasons = {"slow": "no_answer", "gone": "port_closed", "good": "none"}
        if len(asked) > 1:
            reasons["slow"] = "none"
        for one in specs:
            reason = StreamReason(reasons[one.camera_id])
            yield ProbeResult(one.camera_id, ok=False, state=StreamState.LOST, reason=reason, ms=1)

    specs = [spec(name, "10.0.0.1") for name in ("slow", "gone", "good")]
    sweeps._tell_all(specs, looks, told.append, SimpleNamespace(worst_ms=9_000))

    assert asked == [["slow", "gone", "good"], ["slow"]]
    assert {one.camera_id: str(one.reason) for one in told} == {
        "slow": "none",
        "gone": "port_closed",
        "good": "none",
    }


def _specs(street: RtspServerProcess) -> list[StreamSpec]:
    return [StreamSpec(f"c{n}", street.url(f"c{n}")) for n in range(12)]


_sound_sweep = sweeps._sweep


def _sweep_that_dies(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def _sweep_that_dies_of_c3(line, specs, wish):
    """As the true one, but killed as soon as camera c3 is called."""
    from duty_desk.video import probe as probes

    sound = probes.source_for

    def source_for(one, **more):
        if one.camera_id == "c3":
            threading.Event().wait(0.1)  # its `begun` is on the way
            os.kill(os.getpid(), signal.SIGKILL)
        return sound(one, **more)

    probes.source_for = source_for
    _sound_sweep(line, specs, wish)
