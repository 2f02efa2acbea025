"""A wall without a screen: pulls pictures as the paint timer would, and waits with a bound."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any, Self

from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.video.engine import Limits, Picture, StreamSpec, StreamState, Tier, VideoEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_S = 20.0
_NEVER = threading.Event()


def wait_for(is_so: Callable[[], object], within_s: float = LONGEST_S) -> None:
    """Return as soon as `is_so()`; fail after `within_s`."""
    clock = SystemTimeSource()
    until = clock.mono_ms() + within_s * 1000
    while not is_so():
        if clock.mono_ms() > until:
            msg = f"not within {within_s} s"
            raise AssertionError(msg)
        _NEVER.wait(0.01)


class Wall:
    """An engine with the pictures that were pulled from it."""

    def __init__(self, workers: int = 1, limits: Limits | None = None) -> None:
        self.clock = SystemTimeSource()
        self.engine = VideoEngine(self.clock, workers=workers, limits=limits)
        self.shown: dict[str, Picture] = {}

    def __enter__(self) -> Self:
        self.engine.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.stop()

    def watch(self, camera_id: str, address: str, engine: str = "pyav", **more: Any) -> None:
        """Open a camera on a tile of 320 x 180."""
        box = (more.pop("width_px", 320), more.pop("height_px", 180))
        tier = more.pop("tier", Tier.VISIBLE)
        self.engine.watch(StreamSpec(camera_id, address, engine=engine, **more), *box, tier)

    def pull(self, camera_id: str) -> Picture | None:
        """The next picture, if there is one."""
        last = self.shown.get(camera_id)
        picture = self.engine.picture(camera_id, last.seq if last else 0)
        if picture is not None:
            self.shown[camera_id] = picture
        return picture

    def wait_picture(self, camera_id: str) -> Picture:
        """The next picture."""
        wait_for(lambda: self.pull(camera_id))
        return self.shown[camera_id]

    def wait_state(self, camera_id: str, state: StreamState) -> None:
        """Wait until the camera's stream stands so; pictures are pulled meanwhile."""

        def is_so() -> bool:
            self.pull(camera_id)
            return self.engine.status(camera_id).state is state

        wait_for(is_so)


@contextlib.contextmanager
def listening(talk: Callable[[socket.socket], None] | None = None) -> Iterator[int]:
    """A port on loopback whose connections are given to `talk`, or never answered without it."""
    door = socket.create_server(("127.0.0.1", 0))
    guests: list[socket.socket] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                guest, _ = door.accept()
                guests.append(guest)
                if talk is not None:
                    with contextlib.suppress(OSError):
                        talk(guest)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        for guest in guests:
            # Whoever reads or writes it in another thread lets go of it then.
            with contextlib.suppress(OSError):
                guest.shutdown(socket.SHUT_RDWR)
        thread.join(2)
        for guest in guests:  # one may have come through the door while it was shut
            guest.close()


def closed_port() -> int:
    """A port on loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])
