"""The loopback server in a process of its own, so that the window's process stays light.

The child holds nothing of value: it ends with its parent, however that one ends.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Self

from duty_desk.language import Refusal, tr
from duty_desk.video.rtsp_server import RtspServer, ServedClip, StreamFault, stream_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.process import BaseProcess

    from duty_desk.video.rtsp_login import Login

_START_S = 30.0
_ANSWER_S = 5.0
_JOIN_S = 5.0


@dataclass(frozen=True)
class _Switch:
    path: str
    fault: StreamFault | None


@dataclass(frozen=True)
class _CountSessions:
    path: str


@dataclass(frozen=True)
class _Refused:
    sentence: str


class RtspServerProcess:
    """The same server behind a pipe; every method may be called from any thread."""

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
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The child's process number while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the child and wait until it listens.

        Raises:
            Refusal: a clip cannot be played, the port is taken, or the child does not come up.
        """
        # Spawned, never forked: a forked copy of a process with threads and Qt may hang.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        clips = tuple(self._clips.values())
        self._process = context.Process(
            target=_serve,
            args=(theirs, clips, (self.port, self._zero_at), self._login),
            name="duty-desk-pictures",
            daemon=True,
        )
        self._process.start()
        theirs.close()
        try:
            self.port = self._answer(_START_S)
        except Refusal:
            self.stop()
            raise

    def stop(self) -> None:
        """End the child, within 10 s, by force when it does not end by itself."""
        if self._process is None or self._pipe is None:
            return
        self._pipe.close()
        self._process.join(_JOIN_S)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join(_JOIN_S)
        self._process.close()
        self._process = self._pipe = None

    def url(self, path: str, *, with_login: bool = True) -> str:
        """The address of `path`; with name and password unless told otherwise."""
        login = self._clips[path].login or self._login
        return stream_url(self.port, path, login if with_login else None)

    def switch(self, path: str, fault: StreamFault | None) -> None:
        """Begin `fault` at `path`, or end it with None; in force when this returns."""
        self._ask(_Switch(path, fault))

    def sessions(self, path: str) -> int:
        """How many sessions play `path` now."""
        return self._ask(_CountSessions(path))

    def _ask(self, question: _Switch | _CountSessions) -> int:
        with self._lock:
            if self._pipe is None:
                raise _no_answer()
            try:
                self._pipe.send(question)
            except OSError as error:
                raise _no_answer() from error
            return self._answer(_ANSWER_S)

    def _answer(self, patience_s: float) -> int:
        try:
            if self._pipe is None or not self._pipe.poll(patience_s):
                raise _no_answer()
            answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise _no_answer() from error
        if isinstance(answer, _Refused):
            raise Refusal(answer.sentence)
        return int(answer)


def _no_answer() -> Refusal:
    return Refusal(tr("演示画面服务没有应答。真实摄像头不受影响；重新打开演示即可恢复。"))


def _serve(
    pipe: Connection,
    clips: tuple[ServedClip, ...],
    port_and_zero: tuple[int, int],
    login: Login | None,
) -> None:
    """The child's whole life."""
    # Ctrl-C reaches the whole terminal group; the parent decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    port, zero_at = port_and_zero
    server = RtspServer(clips, port=port, login=login, zero_at=zero_at)
    try:
        server.start()
    except Refusal as refusal:
        pipe.send(_Refused(str(refusal)))
        return
    try:
        pipe.send(server.port)
        _answer_questions(server, pipe)
    except (EOFError, OSError):
        pass  # the parent closed its end or is gone: nothing is left to serve for
    finally:
        server.stop()


def _answer_questions(server: RtspServer, pipe: Connection) -> None:
    parent = multiprocessing.parent_process()
    watched: list[Connection | int] = [pipe]
    if parent is not None:
        watched.append(int(parent.sentinel))
    while pipe in wait(watched):
        question = pipe.recv()
        if isinstance(question, _Switch):
            server.switch(question.path, question.fault)
            pipe.send(0)
        else:
            pipe.send(server.sessions(question.path))
