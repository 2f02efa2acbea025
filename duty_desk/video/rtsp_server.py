"""A small RTSP server on loopback: H.264 files in a loop, served as street cameras serve theirs.

Used by the demo and by tests. It listens on 127.0.0.1 only, encodes nothing, and needs nothing
but the standard library. Faults can be switched on and off for each path while it streams.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import quote

from duty_desk.language import Refusal, tr
from duty_desk.video.annexb import load_footage
from duty_desk.video.rtsp_connection import Connection
from duty_desk.video.rtsp_stream import Channel, StreamFault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from duty_desk.video.rtsp_login import Login

__all__ = ["RtspServer", "ServedClip", "StreamFault", "stream_url"]

HOST = "127.0.0.1"
_JOIN_S = 5.0
_ACCEPTING_TURNS = 4  # of the loop, from an accepted call to its `Connection`
_T = TypeVar("_T")


@dataclass(frozen=True)
class ServedClip:
    """One camera: its path (no leading slash), its file and rate, and its own login if any.

    `covered`, `turned`, `littered` are what it shows while that lasts: clips of its size and rate.
    `clock_ahead_ms` is how wrong its own clock is.
    """

    path: str
    file: Path
    fps: float
    login: Login | None = None
    covered: Path | None = None
    turned: Path | None = None
    littered: Path | None = None
    clock_ahead_ms: int = 0

    def channel(self, login: Login | None, zero_at: int = 0) -> Channel:
        """Read the clips; `login` is asked for where the camera has none of its own.

        `zero_at` is the UTC of the monotonic clock's zero, 0 for a camera that has no clock.

        Raises:
            Refusal: a clip cannot be played.
        """
        given = {
            StreamFault.COVERED: self.covered,
            StreamFault.TURNED: self.turned,
            StreamFault.LITTERED: self.littered,
        }
        views = {fault: load_footage(file) for fault, file in given.items() if file is not None}
        clock_at = zero_at + self.clock_ahead_ms if zero_at else 0
        footage = load_footage(self.file)
        return Channel(footage, self.fps, self.login or login, views, clock_at)


def stream_url(port: int, path: str, login: Login | None) -> str:
    """The address of a served path, with name and password when a login is given."""
    door = f"{quote(login.user, safe='')}:{quote(login.password, safe='')}@" if login else ""
    return f"rtsp://{door}{HOST}:{port}/{path}"


class RtspServer:
    """Serves clips until stopped; its event loop runs in one thread of its own.

    All methods may be called from any thread.
    """

    def __init__(
        self,
        clips: Sequence[ServedClip],
        *,
        port: int = 0,
        login: Login | None = None,
        zero_at: int = 0,
    ) -> None:
        self.port = port
        self._zero_at = zero_at
        self._clips = {clip.path: clip for clip in clips}
        self._login = login
        self._channels: dict[str, Channel] = {}
        self._connections: set[Connection] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._over: asyncio.Event | None = None
        self._failure: OSError | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Read the clips and listen.

        Raises:
            Refusal: a clip cannot be played, or the port is taken.
        """
        self._channels = {
            path: clip.channel(self._login, self._zero_at) for path, clip in self._clips.items()
        }
        self._ready.clear()
        self._failure = None
        self._thread = threading.Thread(target=self._run, name="rtsp-server", daemon=True)
        self._thread.start()
        self._ready.wait(_JOIN_S)
        if self._failure is not None or self._loop is None:
            raise Refusal(
                tr("画面服务打不开本机端口 {port}，可能已被占用。请换一个端口。", port=self.port)
            ) from self._failure

    def stop(self) -> None:
        """Close every connection and end the thread, within 5 s."""
        if self._thread is None:
            return
        if self._loop is not None and self._over is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(_JOIN_S)
        self._thread = None

    def url(self, path: str, *, with_login: bool = True) -> str:
        """The address of `path`; with name and password unless told otherwise."""
        login = self._clips[path].login or self._login
        return stream_url(self.port, path, login if with_login else None)

    def switch(self, path: str, fault: StreamFault | None) -> None:
        """Begin `fault` at `path`, or end it with None; in force when this returns."""
        channel = self._channels[path]
        self._in_loop(lambda: channel.switch(fault))

    def sessions(self, path: str) -> int:
        """How many sessions play `path` now."""
        return len(self._channels[path].playing)

    def _in_loop(self, work: Callable[[], _T]) -> _T:
        async def run() -> _T:
            return work()

        if self._loop is None:
            return work()
        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(_JOIN_S)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as error:
            self._failure = error
        finally:
            self._loop = None
            self._ready.set()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        server = await asyncio.start_server(self._on_connect, HOST, self.port)
        self.port = server.sockets[0].getsockname()[1]
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        await self._over.wait()
        # A call that is half accepted when the server closes would never be hung up.
        with contextlib.suppress(NotImplementedError):  # Windows
            for listening in server.sockets:
                self._loop.remove_reader(listening.fileno())
        for _ in range(_ACCEPTING_TURNS):
            await asyncio.sleep(0)
        server.close()
        connections = tuple(self._connections)
        for connection in connections:
            connection.hang_up()
        await asyncio.gather(*(connection.closed.wait() for connection in connections))
        await server.wait_closed()

    async def _on_connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(reader, writer, self._channels)
        self._connections.add(connection)
        try:
            await connection.serve()
        finally:
            self._connections.discard(connection)
