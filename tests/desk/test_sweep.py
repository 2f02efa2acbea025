"""A sweep over the catalogue: who is called, who is not, and what is kept."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from duty_desk.desk.sweep import CatalogueSweep, SweepWish
from duty_desk.domain.camera_look import CameraLook
from duty_desk.video.source import StreamSpec
from duty_desk.video.stream_state import StreamState, StreamStatus
from tests.fakes.desk import camera

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.sweep import SweepProgress
    from duty_desk.desk.views import CameraRow


def closed_port() -> int:
    """A port of this computer where nobody listens."""
    import socket

    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        return int(door.getsockname()[1])


def street(desk: Desk, count: int = 3) -> list[str]:
    """A catalogue of cameras that refuse every call; their ids."""
    address = f"rtsp://viewer:secret@127.0.0.1:{closed_port()}/x"
    desk.cameras.add([camera(f"C{n:03d}", url_main=address) for n in range(count)]).result(5)
    desk.cameras.add([camera("C046", url_main="none")]).result(5)
    return [row.id for row in desk.snapshot.cameras if row.code != "C046"]


def spec_of(row: CameraRow, address: str) -> StreamSpec:
    """The camera at its address."""
    return StreamSpec(row.id, address)


def tile(state: StreamState, newest_mono_ms: int | None) -> StreamStatus:
    """How a camera of the wall stands."""
    return StreamStatus(state, 0, 0, "none", 15.0, newest_mono_ms)


def test_every_camera_with_an_address_is_called_and_its_answer_kept(desk: Desk):
    """Progress tells how far it is; what was found stands with the time of the look."""
    ids = street(desk)
    told: list[SweepProgress] = []

    end = CatalogueSweep(desk, SweepWish(spec_of)).run(told.append)

    assert (end.done, end.total, end.seen) == (3, 3, 0)
    assert [progress.done for progress in told] == [0, 1, 2, 3]
    assert {desk.looks.known[one].state for one in ids} == {"refused"}
    assert {desk.looks.known[one].looked_at for one in ids} == {desk.time.now_ms()}


def test_cameras_of_the_wall_are_not_called(desk: Desk):
    """Their status counts: seen when the newest picture came, lost when it is stale."""
    live, stale, connecting = street(desk)
    mono_ms = desk.time.mono_ms()
    watched = {
        live: tile(StreamState.LIVE, mono_ms - 80),
        stale: tile(StreamState.LIVE, mono_ms - 60_000),
        connecting: tile(StreamState.CONNECTING, None),
    }
    end = CatalogueSweep(desk, SweepWish(spec_of, watched)).run()

    known = desk.looks.known
    assert (end.done, end.total, end.seen) == (2, 2, 1)
    assert (known[live].state, known[live].seen_at) == ("live", desk.time.now_ms() - 80)
    assert (known[stale].state, known[stale].seen_at) == ("lost", desk.time.now_ms() - 60_000)
    assert connecting not in known


def test_a_refused_password_is_tried_again_by_a_person_alone(desk: Desk):
    """The hourly sweep leaves it alone until the camera's entry was changed."""
    ids = street(desk)
    refused = CameraLook(camera_id=ids[0], looked_at=1, state="no_login", reason="login_refused")
    desk.looks.keep([refused]).result(5)
    hourly = SweepWish(spec_of, is_asked=False)

    assert CatalogueSweep(desk, hourly).run().total == 2
    assert desk.looks.known[ids[0]].state == "no_login"

    desk.cameras.add([camera("C000", url_main="rtsp://viewer:right@127.0.0.1:9/x")]).result(5)
    assert CatalogueSweep(desk, hourly).run().total == 3


def test_a_sweep_cancelled_at_once_calls_nobody(desk: Desk):
    """Closing the window before it began leaves all as it was."""
    street(desk)
    sweep = CatalogueSweep(desk, SweepWish(spec_of))
    sweep.cancel()

    assert sweep.run().done == 0
    assert desk.looks.known == {}
