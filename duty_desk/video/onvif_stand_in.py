"""A camera's ONVIF service on this computer, for the demo and tests: answers as the schemas say.

It listens on loopback only, asks for a login as cameras do (WS-UsernameToken or HTTP Digest),
moves a head that exists as numbers alone, and can be told to misbehave.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import threading
from datetime import datetime
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Self

from duty_desk.video import onvif_stand_in_answers as answers
from duty_desk.video.onvif_stand_in_answers import Lens
from duty_desk.video.onvif_stand_in_head import Head, HeadState, Triple
from duty_desk.video.onvif_xml import (
    Element,
    NotOnvif,
    all_of,
    body_of,
    element,
    envelope,
    number_of,
    parsed,
    password_digest,
    text_of,
)
from duty_desk.video.rtsp_login import LoginCheck

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_desk.domain.time_source import TimeSource
    from duty_desk.video.rtsp_login import Login

__all__ = ["Door", "Lens", "OnvifStandIn", "Quirk"]
_FRESH_MS = 5_000
_MAX_BODY_BYTES = 64 * 1024
_HOME: Triple = (0.0, 0.0, 0.0)


class Door(StrEnum):
    """How the password is to be proved."""

    TOKEN = "token"  # noqa: S105 - WS-UsernameToken, in the message
    HTTP = "http"  # Digest, in the HTTP header


class Quirk(StrEnum):
    """How the stand-in misbehaves."""

    SILENT = "takes the request and never answers"
    DROPPED = "takes the request and drops the connection"
    DRIPPING = "answers one byte at a time, without end"
    HTML = "answers with a web page"
    GARBAGE = "answers with bytes that are no HTTP"
    CUT_SHORT = "answers with half of its XML"
    DOCTYPE = "answers with a document type"
    FLOOD = "answers with two megabytes"
    OTHER_ANSWER = "answers another question"
    BUSY = "HTTP 503"
    ENCODED = "answers in GBK"


class OnvifStandIn:
    """A device with one or more lenses. Start it, hand out `port`, stop it.

    `origin_told` is what it calls itself in its answers: a device behind a router tells an
    address nobody can reach. `ahead_ms` is how far its clock is ahead.
    """

    def __init__(
        self,
        lenses: Sequence[Lens],
        login: Login | None,
        clock: TimeSource,
        door: Door = Door.TOKEN,
    ) -> None:
        self.lenses = tuple(lenses)
        self.ahead_ms = 0
        self.origin_told = ""
        self.calls: list[str] = []
        self._login = login
        self._clock = clock
        self._door = door
        self._challenge = LoginCheck()
        self._heads = [Head(clock) for _lens in lenses]
        self._nonces: set[str] = set()
        self._quirks: dict[str, Quirk] = {}
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen on a free port of loopback."""
        self._over.clear()
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="onvif-stand-in", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Close the port and let the waiting requests go."""
        self._over.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join(5)
        self._server = self._thread = None

    @property
    def port(self) -> int:
        """Where it listens."""
        if self._server is None:
            raise RuntimeError("the stand-in is not started")
        return int(self._server.server_address[1])

    def misbehave(self, quirk: Quirk | None, *operations: str) -> None:
        """From now on meet `operations` (all when none is named) with `quirk`; None: well again."""
        with self._lock:
            for name in operations or ("",):
                if quirk is None:
                    self._quirks.pop(name, None)
                else:
                    self._quirks[name] = quirk

    def head(self, number: int = 0) -> HeadState:
        """Where a lens looks now."""
        with self._lock:
            return self._heads[number].state()

    # -- answering -----------------------------------------------------------------------------

    def quirk_of(self, operation: str) -> Quirk | None:
        """How this operation is met."""
        with self._lock:
            return self._quirks.get(operation) or self._quirks.get("")

    def wait(self, seconds: float) -> bool:
        """Wait, at most until it is stopped; whether it is."""
        return self._over.wait(seconds)

    def challenge(self, authorization: str) -> str:
        """The challenge to a request without the right HTTP login; empty when it may come in."""
        if self._login is None or self._door is not Door.HTTP:
            return ""
        if authorization and self._challenge.accepts(self._login, "POST", authorization):
            return ""
        return self._challenge.challenge(self._login)

    def answer(self, message: Element) -> Element:
        """The body of the reply to a message."""
        request = body_of(message)
        operation = request.tag.rpartition("}")[2]
        with self._lock:
            self.calls.append(operation)
            if operation == "GetSystemDateAndTime":
                return answers.device_time(self._now_ms())
            if not self._is_proved(message):
                return answers.fault("NotAuthorized", "Sender not authorized")
            handler = self._handlers().get(operation)
            if handler is None:
                return answers.fault("ActionNotSupported", "Not implemented", is_sender=False)
            return handler(request)

    def _now_ms(self) -> int:
        return self._clock.now_ms() + self.ahead_ms

    def _is_proved(self, message: Element) -> bool:
        if self._login is None or self._door is Door.HTTP:
            return True
        token = "s:Header/wsse:Security/wsse:UsernameToken"  # noqa: S105 - a path
        created = text_of(message, f"{token}/wsu:Created")
        nonce = text_of(message, f"{token}/wsse:Nonce")
        try:
            at = datetime.fromisoformat(created).timestamp() * 1000
            wanted = password_digest(base64.b64decode(nonce), created, self._login.password)
        except (ValueError, binascii.Error):
            return False
        is_fresh = abs(at - self._now_ms()) <= _FRESH_MS and nonce not in self._nonces
        self._nonces.add(nonce)
        return (
            is_fresh
            and text_of(message, f"{token}/wsse:Username") == self._login.user
            and hmac.compare_digest(wanted, text_of(message, f"{token}/wsse:Password"))
        )

    def _handlers(self) -> dict[str, Callable[[Element], Element]]:
        origin = self.origin_told or f"http://127.0.0.1:{self.port}"
        return {
            "GetCapabilities": lambda _request: answers.capabilities(origin),
            "GetServices": lambda _request: answers.services(origin),
            "GetDeviceInformation": lambda _request: answers.information(),
            "GetProfiles": lambda _request: answers.profiles(self.lenses),
            "GetStreamUri": self._stream_uri,
            "GetNode": self._node,
            "GetNodes": lambda _request: answers.node(0, self.lenses[0], is_list=True),
            "GetPresets": self._on_lens(lambda number, _: answers.presets(self.lenses[number])),
            "GetStatus": self._on_lens(self._status),
            "ContinuousMove": self._on_lens(self._drive),
            "Stop": self._on_lens(self._stop),
            "GotoPreset": self._on_lens(self._recall),
            "GotoHomePosition": self._on_lens(self._go_home),
        }

    def _number(self, request: Element, path: str, kind: str) -> int | None:
        known = {f"{kind}-{number}": number for number in range(len(self.lenses))}
        return known.get(text_of(request, path))

    def _on_lens(self, work: Callable[[int, Element], Element]) -> Callable[[Element], Element]:
        def answer(request: Element) -> Element:
            number = self._number(request, "tptz:ProfileToken", "profile")
            if number is None:
                return answers.fault("NoProfile", "Profile token does not exist")
            if not self.lenses[number].is_movable:
                return answers.fault("NoPTZProfile", "No PTZ configuration")
            return work(number, request)

        return answer

    def _stream_uri(self, request: Element) -> Element:
        number = self._number(request, "trt:ProfileToken", "profile")
        if number is None:
            return answers.fault("NoProfile", "Profile token does not exist")
        return answers.stream_uri(f"rtsp://127.0.0.1:554{self.lenses[number].path}")

    def _node(self, request: Element) -> Element:
        number = self._number(request, "tptz:NodeToken", "node")
        if number is None:
            return answers.fault("NoEntity", "No such PTZ node")
        return answers.node(number, self.lenses[number])

    def _status(self, number: int, _request: Element) -> Element:
        return answers.status(self._heads[number].state(), self._now_ms())

    def _drive(self, number: int, request: Element) -> Element:
        speed = [
            number_of(request, f"tptz:Velocity/{path}", axis) or 0.0
            for path, axis in (("tt:PanTilt", "x"), ("tt:PanTilt", "y"), ("tt:Zoom", "x"))
        ]
        if any(abs(one) > 1 for one in speed):
            return answers.fault("InvalidVelocity", "Velocity out of bounds")
        told = text_of(request, "tptz:Timeout").removeprefix("PT").removesuffix("S")
        self._heads[number].drive((speed[0], speed[1], speed[2]), float(told or 10))
        return element("tptz:ContinuousMoveResponse")

    def _stop(self, number: int, _request: Element) -> Element:
        self._heads[number].stop()
        return element("tptz:StopResponse")

    def _recall(self, number: int, request: Element) -> Element:
        views = list(self.lenses[number].presets.values())
        token = text_of(request, "tptz:PresetToken")
        if not token.isdecimal() or not 1 <= int(token) <= len(views):
            return answers.fault("NoToken", "The requested preset token does not exist")
        self._heads[number].seek(views[int(token) - 1])
        return element("tptz:GotoPresetResponse")

    def _go_home(self, number: int, _request: Element) -> Element:
        if not (self.lenses[number].has_home and self.lenses[number].is_home_set):
            return answers.fault("NoHomePosition", "No home position has been defined")
        self._heads[number].seek(_HOME)
        return element("tptz:GotoHomePositionResponse")


class _Server(ThreadingHTTPServer):
    """The listener. Threads end with the program; a silent answer must not keep it alive."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, device: OnvifStandIn) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.device = device

    def server_bind(self) -> None:
        # HTTPServer would look up the computer's name, which may take seconds.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        device = self.server.device
        length = min(int(self.headers.get("Content-Length", 0)), _MAX_BODY_BYTES)
        content = self.rfile.read(length)
        challenge = device.challenge(self.headers.get("Authorization", ""))
        if challenge:
            self._send(401, b"", {"WWW-Authenticate": challenge})
            return
        try:
            message = parsed(content)
            operation = body_of(message).tag.rpartition("}")[2]
        except NotOnvif:
            self._send(400, envelope(body=answers.fault("WellFormed", "Not well-formed")))
            return
        quirk = device.quirk_of(operation)
        if quirk in (Quirk.SILENT, Quirk.DROPPED):
            device.answer(message)
            if quirk is Quirk.SILENT:
                device.wait(60)
            self.close_connection = True
            return
        body = device.answer(message)
        status = 400 if all_of(body, "s:Code") else 200
        self._reply(quirk, status, envelope(body=body))

    def _reply(self, quirk: Quirk | None, status: int, content: bytes) -> None:
        plain = {
            Quirk.HTML: b"<html><body>login</body></html>",
            Quirk.CUT_SHORT: content[: len(content) // 2],
            Quirk.DOCTYPE: b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>' + content.partition(b"?>")[2],
            Quirk.FLOOD: content + b" " * 2_000_000,
            Quirk.OTHER_ANSWER: envelope(body=element("tds:GetHostnameResponse")),
            Quirk.ENCODED: content.decode().replace("utf-8", "gb2312").encode("gb18030"),
        }
        if quirk is Quirk.GARBAGE:
            self.wfile.write(b"\x16\x03\x01 not http at all\r\n\r\n")
            self.close_connection = True
        elif quirk is Quirk.DRIPPING:
            self._drip()
        elif quirk is Quirk.BUSY:
            self._send(503, b"")
        else:
            self._send(status, plain[quirk] if quirk else content)

    def _drip(self) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            while not self.server.device.wait(0.05):
                self.wfile.write(b"x")
        self.close_connection = True

    def _send(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/soap+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Nothing: requests are no news."""
