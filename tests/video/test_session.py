"""One stream of a camera and what it says at its host's door."""

from __future__ import annotations

import gc
import weakref

from duty_desk.video.orders import Step, StreamStep
from duty_desk.video.session import Lines, Session
from duty_desk.video.source import Pace, StreamSpec
from duty_desk.video.stream_state import StreamReason
from tests.video.wall import closed_port, wait_for


class Owner:
    """A camera that only remembers how its sessions ended."""

    def __init__(self) -> None:
        self.reasons: list[StreamReason] = []

    def begins(self, session: Session) -> None: ...

    def opened(self, session: Session, source: object) -> None: ...

    def pace(self) -> Pace:
        return Pace.ALL

    def came(self, session: Session, frame: object, source: object) -> None: ...

    def ended(self, session: Session, reason: StreamReason) -> None:
        self.reasons.append(reason)


def session_of(owner: Owner, said: list[StreamStep]) -> Session:
    spec = StreamSpec("C017", f"rtsp://127.0.0.1:{closed_port()}/x")
    lines = Lines(lambda: None, said.append)
    return Session(spec, owner, lines, is_sub=False, delay_s=0)


def test_session_knocks_before_each_try_and_says_how_it_went():
    """Nothing is called before the desk lets it in."""
    owner, said = Owner(), []
    session = session_of(owner, said)
    session.start()
    wait_for(lambda: said)
    assert owner.reasons == []
    for attempt in (1, 2):
        session.let_in(attempt)
        wait_for(lambda: len(owner.reasons) == attempt)  # noqa: B023
    session.stop()
    session.wait(5)

    assert owner.reasons == [StreamReason.PORT_CLOSED] * 2
    assert [one.step for one in said] == [Step.KNOCKS, Step.FAILS, Step.FAILS, Step.LEAVES]


def test_closed_camera_is_gone_at_once():
    """With its thirty seconds of packets: it does not wait for a search for cycles."""
    gc.disable()
    try:
        owner = Owner()
        owner.session = session_of(owner, [])
        owner.session.start()
        owner.session.stop()
        owner.session.wait(5)
        left = weakref.ref(owner)
        del owner
        assert left() is None
    finally:
        gc.enable()
