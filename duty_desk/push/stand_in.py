"""A robot on this computer that behaves as the vendors document: for the demonstration and tests.

It listens on loopback only, checks what the vendors check, answers with their error numbers,
and can be told to misbehave. Nothing leaves the computer.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qs, urlsplit

from duty_desk.push.stand_in_rules import (
    DINGTALK_TOKEN,
    FEISHU_HOOK,
    SIGNING_SECRET,
    WECOM_KEY,
    Received,
    Rules,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.domain.time_source import TimeSource

__all__ = ["DINGTALK_TOKEN", "FEISHU_HOOK", "SIGNING_SECRET", "WECOM_KEY", "Received"]
__all__ += ["RobotStandIn", "Turn"]

_MAX_BODY_BYTES = 8 * 1024 * 1024


class Turn(StrEnum):
    """How the stand-in treats one request."""

    AS_DOCUMENTED = "as documented"
    SILENT = "takes the message and never answers"
    DROPPED = "takes the message and drops the connection"
    SLOW = "takes the message and answers a little later"
    SERVER_ERROR = "HTTP 500, message not taken"
    GATEWAY_TIMEOUT = "HTTP 504, message taken"
    FLOOD = "HTTP 200 with a page of a megabyte, message not taken"
    HTML = "HTTP 200 with a web page, message not taken"
    NO_NUMBER = "HTTP 200 with JSON that has no error number"
    REDIRECT = "HTTP 302 to a log-in page"
    TOO_FAST = "the vendor's number for too many messages"
    BAD_KEY = "the vendor's number for a wrong address"
    BUSY = "the vendor's number for a busy system"


_TAKEN = frozenset({Turn.SILENT, Turn.DROPPED, Turn.SLOW, Turn.GATEWAY_TIMEOUT})


class RobotStandIn:
    """Three robots behind one local port. Start it, hand its addresses out, stop it.

    `requires_signature` makes the DingTalk and Feishu robots refuse unsigned messages; their
    secret is `SIGNING_SECRET`.
    """

    def __init__(
        self, time: TimeSource, *, per_minute: int = 20, requires_signature: bool = True
    ) -> None:
        self._rules = Rules(time, per_minute, requires_signature=requires_signature)
        self._turns: deque[Turn] = deque()
        self._received: list[Received] = []
        self._requests = 0
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen on a free port of loopback."""
        self._server = _Server(("127.0.0.1", 0), _Handler, self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="robot-stand-in", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and let go of requests that are kept waiting."""
        self._stopping.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        if self._server is None:
            raise RuntimeError("the stand-in has not been started")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def wecom_address(self) -> str:
        return f"{self.origin}/cgi-bin/webhook/send?key={WECOM_KEY}"

    @property
    def dingtalk_address(self) -> str:
        return f"{self.origin}/robot/send?access_token={DINGTALK_TOKEN}"

    @property
    def feishu_address(self) -> str:
        return f"{self.origin}/open-apis/bot/v2/hook/{FEISHU_HOOK}"

    @property
    def received(self) -> tuple[Received, ...]:
        """The messages the group has, in order; also those whose answer was lost."""
        with self._changed:
            return tuple(self._received)

    @property
    def requests(self) -> int:
        """How many requests came, taken or not."""
        with self._changed:
            return self._requests

    def script(self, turns: Iterable[Turn]) -> None:
        """Treat the next requests so, one turn each; afterwards as documented again."""
        with self._changed:
            self._turns.extend(turns)

    def wait_for(self, count: int, timeout_s: float = 5.0) -> bool:
        """Wait until the group has at least `count` messages."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._received) >= count, timeout_s)

    def treat(self, path: str, body: bytes) -> tuple[Turn, Verdict]:
        """Decide about one request: the turn it gets and what the robot says."""
        address = urlsplit(path)
        with self._changed:
            self._requests += 1
            turn = self._turns.popleft() if self._turns else Turn.AS_DOCUMENTED
            verdict = self._verdict(turn, address.path, parse_qs(address.query), body)
            if verdict.received is not None:
                self._received.append(verdict.received)
            self._changed.notify_all()
        return turn, verdict

    def _verdict(self, turn: Turn, path: str, query: dict[str, list[str]], body: bytes) -> Verdict:
        if turn is Turn.AS_DOCUMENTED or turn in _TAKEN:
            return self._rules.judge(path, query, body)
        return self._rules.said(path, str(turn.name))

    def keep_waiting(self, seconds: float) -> None:
        """Hold a request back, at most until the stand-in stops."""
        self._stopping.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Requests that are kept silent must not hold `stop` up.
    block_on_close = False

    def __init__(
        self,
        address: tuple[str, int],
        handler: type[BaseHTTPRequestHandler],
        stand_in: RobotStandIn,
    ) -> None:
        self.stand_in = stand_in
        super().__init__(address, handler)

    def server_bind(self) -> None:
        # The parent asks the network for this computer's name, which can take seconds.
        TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave up is no event."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length") or 0), _MAX_BODY_BYTES)
        turn, verdict = self.server.stand_in.treat(self.path, self.rfile.read(length))
        with contextlib.suppress(OSError):
            self._answer(turn, verdict)

    def _answer(self, turn: Turn, verdict: Verdict) -> None:
        match turn:
            case Turn.SILENT:
                self.server.stand_in.keep_waiting(60)
                self.close_connection = True
            case Turn.DROPPED:
                self.close_connection = True
            case Turn.SERVER_ERROR:
                self._say(500, b"<html><body>Internal Server Error</body></html>", "text/html")
            case Turn.GATEWAY_TIMEOUT:
                self._say(504, b"<html><body>Gateway Time-out</body></html>", "text/html")
            case Turn.HTML:
                self._say(200, b"<html><body>Please log in</body></html>", "text/html")
            case Turn.FLOOD:
                self._say(200, b" " * 1_000_000, "text/html")
            case Turn.REDIRECT:
                self._say(302, b"", "text/html")
            case Turn.SLOW:
                self.server.stand_in.keep_waiting(0.2)
                self._say(200, verdict.answer, "application/json")
            case _:
                self._say(200, verdict.answer, "application/json")

    def _say(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "/log-in")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Say nothing: the request line holds the key."""
