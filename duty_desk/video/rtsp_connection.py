"""One RTSP connection (RFC 2326): requests read, answered, and the session they set up."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from duty_desk.video.rtsp_login import LoginCheck
from duty_desk.video.rtsp_stream import (
    Channel,
    DatagramCarrier,
    InterleavedCarrier,
    Playback,
    StreamFault,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duty_desk.video.annexb import Footage

_REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Stream Not Found",
    405: "Method Not Allowed",
    453: "Not Enough Bandwidth",
    454: "Session Not Found",
    455: "Method Not Valid In This State",
    461: "Unsupported Transport",
}
_METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, SET_PARAMETER, TEARDOWN"
_TRACK = "trackID=0"
_MOST_BODY_BYTES = 65_536
_LOOK_AGAIN_S = 0.2


@dataclass(frozen=True)
class _Request:
    method: str
    url: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        """The served path, without slashes at its ends and without the track."""
        path = unquote(urlsplit(self.url).path)
        return path.removesuffix(_TRACK).strip("/")


@dataclass(frozen=True)
class _Reply:
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Connection:
    """Serves one client until either side closes; at most one session at a time."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        channels: Mapping[str, Channel],
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._channels = channels
        self._check = LoginCheck()
        self._session = ""
        self._playback: Playback | None = None
        self._is_playing = False
        self.closed = asyncio.Event()

    def hang_up(self) -> None:
        """Close without a further word, as a camera that lost power."""
        self._end_session()
        self._writer.transport.abort()

    async def serve(self) -> None:
        """Answer requests until the connection ends."""
        try:
            while (request := await self._next_request()) is not None:
                reply = await self._reply(request)
                if reply is None:
                    self.hang_up()
                    return
                self._send(request, reply)
                self._after(request, reply)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError):
            pass  # the client went away or does not speak RTSP: nobody is left to be told
        finally:
            await self._close()

    async def _close(self) -> None:
        self._end_session()
        for channel in self._channels.values():
            channel.hang_ups.discard(self.hang_up)
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
        self.closed.set()

    async def _next_request(self) -> _Request | None:
        first = await self._reader.read(1)
        while first == b"$":
            head = await self._reader.readexactly(3)
            await self._reader.readexactly(int.from_bytes(head[1:], "big"))
            first = await self._reader.read(1)
        if not first:
            return None
        text = (first + await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        start, *lines = text.strip().split("\r\n")
        method, url, _version = start.split(" ")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get("content-length", "0"))
        if not 0 <= length <= _MOST_BODY_BYTES:
            raise ValueError(length)
        await self._reader.readexactly(length)
        return _Request(method, url, headers)

    async def _reply(self, request: _Request) -> _Reply | None:
        """The answer, or None for a camera that hangs up instead."""
        channel = self._channels.get(request.path)
        if channel is None:
            is_general = request.method in ("OPTIONS", "GET_PARAMETER", "SET_PARAMETER")
            return self._general() if is_general else _Reply(404)
        channel.hang_ups.add(self.hang_up)
        if not await self._waited_for(channel) or channel.fault is StreamFault.DROP:
            return None
        if request.method == "OPTIONS":
            return self._general()
        if channel.fault is StreamFault.NOT_FOUND:
            return _Reply(404)
        if not self._is_admitted(channel, request):
            challenge = self._check.challenge(channel.login) if channel.login else ""
            return _Reply(401, (("WWW-Authenticate", challenge),))
        return self._answer(channel, request)

    async def _waited_for(self, channel: Channel) -> bool:
        """Whether a stalled camera came back before the connection was closed."""
        while not channel.unstalled.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(channel.unstalled.wait(), _LOOK_AGAIN_S)
            if self._writer.transport.is_closing() or self._reader.at_eof():
                return False
        return True

    def _is_admitted(self, channel: Channel, request: _Request) -> bool:
        answer = request.headers.get("authorization", "")
        return channel.login is None or self._check.accepts(channel.login, request.method, answer)

    def _answer(self, channel: Channel, request: _Request) -> _Reply:
        answers: dict[str, Callable[[Channel, _Request], _Reply]] = {
            "DESCRIBE": self._describe,
            "SETUP": self._set_up,
            "PLAY": self._play,
            "TEARDOWN": self._in_session,
            "GET_PARAMETER": lambda _channel, _request: _Reply(),
            "SET_PARAMETER": lambda _channel, _request: _Reply(),
        }
        answer = answers.get(request.method)
        return answer(channel, request) if answer else _Reply(405, (("Allow", _METHODS),))

    def _general(self) -> _Reply:
        return _Reply(headers=(("Public", _METHODS),))

    def _describe(self, channel: Channel, request: _Request) -> _Reply:
        base = request.url.rstrip("/") + "/"
        headers = (("Content-Base", base), ("Content-Type", "application/sdp"))
        return _Reply(200, headers, _sdp(request.path, channel.footage, channel.fps))

    def _set_up(self, channel: Channel, request: _Request) -> _Reply:
        if self._playback is not None:
            return _Reply(455)
        if channel.fault is StreamFault.FULL:
            return _Reply(453)
        made = self._carrier(request.headers.get("transport", ""))
        if made is None:
            return _Reply(461)
        carrier, transport = made
        self._playback = Playback(channel, carrier)
        self._session = secrets.token_hex(8)
        transport += f";ssrc={self._playback.sender.ssrc:08X};mode=play"
        session = f"{self._session};timeout=60"
        return _Reply(headers=(("Transport", transport), ("Session", session)))

    def _carrier(self, wanted: str) -> tuple[InterleavedCarrier | DatagramCarrier, str] | None:
        """The first transport of the client's list that we speak, and our answer to it."""
        for offer in wanted.split(","):
            fields = {k.strip().lower(): v for k, _, v in map(_split, offer.split(";"))}
            if "multicast" in fields:
                continue
            if "rtp/avp/tcp" in fields:
                channels = _pair(fields.get("interleaved", "0-1"))
                answer = f"RTP/AVP/TCP;unicast;interleaved={channels[0]}-{channels[1]}"
                return InterleavedCarrier(self._writer.transport, channels), answer
            if "client_port" in fields:
                ports = _pair(fields["client_port"])
                datagrams = DatagramCarrier(self._writer.get_extra_info("sockname")[0], ports)
                ours = "{}-{}".format(*datagrams.server_ports)
                answer = f"RTP/AVP;unicast;client_port={ports[0]}-{ports[1]};server_port={ours}"
                return datagrams, answer
        return None

    def _play(self, channel: Channel, request: _Request) -> _Reply:
        reply = self._in_session(channel, request)
        if reply.status != 200 or self._playback is None:
            return reply
        sender = self._playback.sender
        url = request.url.rstrip("/").removesuffix("/" + _TRACK)
        info = f"url={url}/{_TRACK};seq={sender.sequence};rtptime={sender.timestamp(0)}"
        if self._is_playing:
            return reply
        return _Reply(headers=(*reply.headers, ("Range", "npt=0.000-"), ("RTP-Info", info)))

    def _in_session(self, _channel: Channel, request: _Request) -> _Reply:
        session = request.headers.get("session", "").partition(";")[0]
        if self._playback is None or session != self._session:
            return _Reply(454)
        return _Reply(headers=(("Session", self._session),))

    def _send(self, request: _Request, reply: _Reply) -> None:
        lines = [f"RTSP/1.0 {reply.status} {_REASONS[reply.status]}"]
        lines.append(f"CSeq: {request.headers.get('cseq', '0')}")
        lines += [f"{name}: {value}" for name, value in reply.headers]
        if reply.body:
            lines.append(f"Content-Length: {len(reply.body)}")
        head = "\r\n".join(lines) + "\r\n\r\n"
        self._writer.write(head.encode("latin-1") + reply.body)

    def _after(self, request: _Request, reply: _Reply) -> None:
        """What must follow its answer on the wire, never precede it."""
        if reply.status != 200 or self._playback is None:
            return
        if request.method == "PLAY" and not self._is_playing:
            self._is_playing = True
            self._playback.start()
        elif request.method == "TEARDOWN":
            self._end_session()

    def _end_session(self) -> None:
        if self._playback is not None:
            self._playback.stop()
        self._playback, self._session, self._is_playing = None, "", False


def _split(part: str) -> tuple[str, str, str]:
    return part.partition("=")


def _pair(text: str) -> tuple[int, int]:
    first, _, second = text.partition("-")
    return int(first), int(second or int(first) + 1)


def _sdp(path: str, footage: Footage, fps: float) -> bytes:
    sets = ",".join(base64.b64encode(nal).decode() for nal in (footage.sps, footage.pps))
    profile = footage.sps[1:4].hex()
    lines = [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        f"s={path}",
        "c=IN IP4 0.0.0.0",
        "t=0 0",
        "a=control:*",
        "a=range:npt=now-",
        "m=video 0 RTP/AVP 96",
        "a=rtpmap:96 H264/90000",
        f"a=fmtp:96 packetization-mode=1;profile-level-id={profile};sprop-parameter-sets={sets}",
        f"a=framerate:{fps:g}",
        f"a=control:{_TRACK}",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("latin-1", "replace")
