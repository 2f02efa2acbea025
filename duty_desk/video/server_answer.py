"""Asks a stream server itself why a stream does not open, when the engine only says that it failed.

One connection, one or two plain requests, bounded by the spec's timeout; nothing is decoded.
"""

from __future__ import annotations

import base64
import hashlib
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from duty_desk.video.source import mono_ms
from duty_desk.video.stream_state import StreamReason

if TYPE_CHECKING:
    from duty_desk.video.source import StreamSpec

_PORTS = {"rtsp": 554, "http": 80}
_MOST_BYTES = 16_384
_TRANSPORTS = {
    "tcp": "Transport: RTP/AVP/TCP;unicast;interleaved=0-1",
    "udp": "Transport: RTP/AVP;unicast;client_port=50000-50001",
}
_STATUS = re.compile(rb"^(RTSP|HTTP)/\d\.\d (\d{3})")
_PARAMETER = re.compile(r'(\w+)="?([^",]*)"?')
_BY_STATUS = {
    401: StreamReason.LOGIN_REFUSED,
    403: StreamReason.LOGIN_REFUSED,
    404: StreamReason.PATH_UNKNOWN,
    453: StreamReason.SESSIONS_FULL,
    461: StreamReason.TRANSPORT_REFUSED,
    503: StreamReason.SESSIONS_FULL,
}


def reason_from_server(spec: StreamSpec) -> StreamReason:
    """Why the server of `spec` gives no stream, as far as one question tells."""
    parts = urlsplit(spec.address)
    port = parts.port or _PORTS.get(parts.scheme)
    if port is None or parts.hostname is None:
        return StreamReason.BROKEN
    try:
        with socket.create_connection((parts.hostname, port), spec.timeout_ms / 1000) as line:
            return _Talk(line, parts, spec).reason()
    except ConnectionRefusedError:
        return StreamReason.PORT_CLOSED
    except TimeoutError:
        return StreamReason.NO_ANSWER
    except ConnectionError:
        return StreamReason.BROKEN
    except OSError:
        return StreamReason.NO_ROUTE


class _Talk:
    """Questions and answers on one connection, within the spec's timeout all together."""

    def __init__(self, line: socket.socket, parts: SplitResult, spec: StreamSpec) -> None:
        self._line = line
        self._parts = parts
        self._transport = _TRANSPORTS["udp" if spec.transport == "udp" else "tcp"]
        self._until_mono_ms = mono_ms() + spec.timeout_ms

    def reason(self) -> StreamReason:
        parts = self._parts
        method = "DESCRIBE" if parts.scheme == "rtsp" else "GET"
        answer = self._said(method, _target(parts))
        if not answer:
            # Hung up without a word: a camera in trouble, not a web page.
            return StreamReason.BROKEN
        status = _STATUS.match(answer)
        if status is None or status[1].decode().lower() != parts.scheme:
            return StreamReason.NO_PICTURE_INSIDE
        code = int(status[2])
        if code == 200 and b"m=video" in answer:
            # The description is free to all; a full device refuses only the session itself.
            status = _STATUS.match(self._said("SETUP", _track(answer, parts)))
            code = int(status[2]) if status else 500
        if code in _BY_STATUS:
            return _BY_STATUS[code]
        return StreamReason.SERVER_FAILED if code >= 400 else StreamReason.NO_PICTURE_INSIDE

    def _said(self, method: str, target: str) -> bytes:
        """The answer to `method`, asked again with the login when the server wants one."""
        answer = self._answer(self._request(method, target, ""))
        status = _STATUS.match(answer)
        is_asked = status is not None and status[2] == b"401"
        login = _login(answer, self._parts, method, target) if is_asked else ""
        return self._answer(self._request(method, target, login)) if login else answer

    def _request(self, method: str, target: str, login: str) -> bytes:
        parts = self._parts
        if method == "GET":
            query = f"?{parts.query}" if parts.query else ""
            lines = [f"GET {parts.path or '/'}{query} HTTP/1.1", f"Host: {parts.hostname}"]
        else:
            lines = [f"{method} {target} RTSP/1.0", "CSeq: 1", "Accept: application/sdp"]
        if method == "SETUP":
            lines.append(self._transport)
        return "\r\n".join([*lines, *([login] if login else []), "", ""]).encode()

    def _answer(self, request: bytes) -> bytes:
        self._line.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received and len(received) < _MOST_BYTES:
            part = self._part()
            if not part:
                break
            received += part
        body = re.search(rb"(?i)^Content-Length: *(\d+)", received, re.MULTILINE)
        end = received.find(b"\r\n\r\n") + 4 + min(int(body[1]) if body else 0, _MOST_BYTES)
        while len(received) < end and (part := self._part()):
            received += part
        return received

    def _part(self) -> bytes:
        # The time is that of the whole talk: a server may send a byte a second for hours.
        left_ms = self._until_mono_ms - mono_ms()
        if left_ms <= 0:
            raise TimeoutError
        self._line.settimeout(left_ms / 1000)
        return self._line.recv(4096)


def _track(description: bytes, parts: SplitResult) -> str:
    """The address of the video track in a session description."""
    video = description.partition(b"m=video")[2].partition(b"\nm=")[0]
    control = re.search(rb"(?m)^a=control:(\S+)", video)
    name = control[1].decode("latin-1") if control else ""
    if name.startswith("rtsp://") or name in ("", "*"):
        return name if name.startswith("rtsp") else _target(parts)
    return f"{_target(parts).rstrip('/')}/{name}"


def _target(parts: SplitResult) -> str:
    place = parts.netloc.rpartition("@")[2]
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{place}{parts.path}{query}"


def _login(answer: bytes, parts: SplitResult, method: str, target: str) -> str:
    """The Authorization line for the server's challenge; empty when there is nothing to say."""
    if parts.username is None:
        return ""
    user, password = unquote(parts.username), unquote(parts.password or "")
    head = answer.decode("latin-1")
    challenge = re.search(r"(?im)^WWW-Authenticate: *Digest (.*)$", head)
    if challenge is None:
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        return f"Authorization: Basic {token}"
    asked = dict(_PARAMETER.findall(challenge[1]))
    realm, nonce = asked.get("realm", ""), asked.get("nonce", "")
    proof = _md5(f"{_md5(f'{user}:{realm}:{password}')}:{nonce}:{_md5(f'{method}:{target}')}")
    return (
        f'Authorization: Digest username="{user}", realm="{realm}", nonce="{nonce}", '
        f'uri="{target}", response="{proof}"'
    )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
