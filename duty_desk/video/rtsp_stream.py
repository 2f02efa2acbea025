"""A served path and the sessions that play it: which picture is due when, and what a fault does.

Everything here runs in the server's event loop; nothing is locked.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from duty_desk.video import rtp
from duty_desk.video.annexb import Footage, black_footage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duty_desk.video.rtsp_login import Login

_REPORT_EVERY_S = 2.0
_MOST_LATE_S = 1.0
_MOST_UNSENT_BYTES = 1 << 20


class StreamFault(StrEnum):
    """What can be wrong with a served camera."""

    STALL = "stall"  # connections stay open, nothing comes any more
    DROP = "drop"  # connections are closed, new ones too
    NOT_FOUND = "not_found"  # the path is unknown (404)
    FREEZE = "freeze"  # the stream moves, the picture does not
    BLACK = "black"  # the stream moves, the picture is black
    COVERED = "covered"  # the stream moves and shows the loop made with something on the lens
    TURNED = "turned"  # the same for a camera that looks elsewhere
    LITTERED = "littered"  # the same for a street where something was left on the ground
    FULL = "full"  # no further session is given (453); those that play go on


_OTHER_VIEWS = frozenset({StreamFault.COVERED, StreamFault.TURNED, StreamFault.LITTERED})


class Carrier(Protocol):
    """How packets reach one client: interleaved in the RTSP connection, or as datagrams."""

    def send(self, packets: list[bytes]) -> bool:
        """Send RTP packets; False when the client does not keep up and they were left out."""
        ...

    def send_report(self, packet: bytes) -> None:
        """Send one RTCP packet."""
        ...

    def close(self) -> None:
        """Give back what the carrier holds of its own."""
        ...


class InterleavedCarrier:
    """Packets between the answers of the RTSP connection (RFC 2326, 10.12)."""

    def __init__(self, transport: asyncio.WriteTransport, channels: tuple[int, int]) -> None:
        self._transport = transport
        self.channels = channels

    def send(self, packets: list[bytes]) -> bool:
        if self._transport.get_write_buffer_size() > _MOST_UNSENT_BYTES:
            return False
        channel = self.channels[0]
        framed = [struct.pack("!BBH", 0x24, channel, len(p)) + p for p in packets]
        self._transport.write(b"".join(framed))
        return True

    def send_report(self, packet: bytes) -> None:
        self._transport.write(struct.pack("!BBH", 0x24, self.channels[1], len(packet)) + packet)

    def close(self) -> None:
        """The connection belongs to the server."""


class DatagramCarrier:
    """Packets as UDP datagrams from a pair of neighbouring ports of ours."""

    def __init__(self, host: str, client_ports: tuple[int, int]) -> None:
        self._targets = [(host, port) for port in client_ports]
        self._rtp, self._rtcp = _port_pair(host)
        self.server_ports = (self._rtp.getsockname()[1], self._rtcp.getsockname()[1])

    def send(self, packets: list[bytes]) -> bool:
        try:
            for packet in packets:
                self._rtp.sendto(packet, self._targets[0])
        except OSError:
            return False
        return True

    def send_report(self, packet: bytes) -> None:
        try:
            self._rtcp.sendto(packet, self._targets[1])
        except OSError:
            return

    def close(self) -> None:
        self._rtp.close()
        self._rtcp.close()


def _port_pair(host: str) -> tuple[socket.socket, socket.socket]:
    """Two UDP sockets on an even port and the next one, as RFC 3550 asks for."""
    for _ in range(200):
        first = _udp_socket(host, 0)
        port = first.getsockname()[1]
        if port % 2 == 0:
            try:
                return first, _udp_socket(host, port + 1)
            except OSError:
                first.close()
                continue
        first.close()
    raise OSError(host)


def _udp_socket(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        made.setblocking(False)
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    return made


Payloads = tuple[tuple[bytes, ...], ...]


def _all_payloads(footage: Footage) -> Payloads:
    return tuple(rtp.payloads(picture) for picture in footage.pictures)


@dataclass
class Channel:
    """One path: its loop of pictures, its fault, the connections that use it, those that play."""

    footage: Footage
    fps: float
    login: Login | None = None
    other_views: Mapping[StreamFault, Footage] = field(default_factory=dict)
    zero_at: int = 0
    """UTC at the zero of the loop's clock by the camera's own; 0 when it only counts its uptime."""
    fault: StreamFault | None = None
    playing: set[Playback] = field(default_factory=set)
    hang_ups: set[Callable[[], None]] = field(default_factory=set)
    unstalled: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.unstalled.set()
        self._payloads: dict[StreamFault | None, Payloads] = {}
        self._payloads[None] = _all_payloads(self.footage)

    def shown(self) -> Footage:
        """The loop that the fault of now lets be seen."""
        if self.fault is StreamFault.BLACK:
            return black_footage(self.footage.width_px, self.footage.height_px)
        return self.other_views.get(self.fault, self.footage) if self.fault else self.footage

    def payloads(self) -> Payloads:
        """The packets of that loop, picture by picture; cut when first wanted."""
        fault = self.fault
        if fault not in self.other_views and fault is not StreamFault.BLACK:
            fault = None
        if fault not in self._payloads:
            self._payloads[fault] = _all_payloads(self.shown())
        return self._payloads[fault]

    def switch(self, fault: StreamFault | None) -> None:
        """Let `fault` begin, or end with None.

        Raises:
            ValueError: the fault shows another view, and no clip of it was given.
        """
        if fault in _OTHER_VIEWS and fault not in self.other_views:
            raise ValueError(fault)
        self.fault = fault
        if fault is StreamFault.STALL:
            self.unstalled.clear()
        else:
            self.unstalled.set()
        if fault in (StreamFault.DROP, StreamFault.NOT_FOUND):
            for hang_up in tuple(self.hang_ups):
                hang_up()


class Playback:
    """One client's play of a channel, one picture a tick, on a steady clock.

    Ticks go on through every fault, so that timestamps always follow the clock; the position in
    the loop moves only with pictures that were sent. After a gap it starts from a key picture.
    """

    def __init__(self, channel: Channel, carrier: Carrier) -> None:
        self._channel = channel
        self._carrier = carrier
        self._loop = asyncio.get_running_loop()
        self.sender = rtp.RtpSender()
        self._started_s = self._loop.time()
        self._ticks = 0
        self._reported_s = -_REPORT_EVERY_S
        self._position = 0
        self._shown = channel.fault
        self._loop_shown = channel.payloads()
        self._has_gap = False
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Play from the key picture that a camera on air all the time would now be past."""
        footage, fps = self._channel.shown(), self._channel.fps
        self._started_s = self._loop.time()
        on_air = int(self._started_s * fps) % len(footage.pictures)
        self._position = footage.key_at_or_before(on_air)
        self._channel.playing.add(self)
        self._tick()

    def stop(self) -> None:
        """End the play; say so to the client unless the camera is to look dead."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self in self._channel.playing:
            self._channel.playing.discard(self)
            if self._channel.fault not in (StreamFault.STALL, StreamFault.DROP):
                self._carrier.send_report(self.sender.bye())
        self._carrier.close()

    def _tick(self) -> None:
        late_s = self._loop.time() - self._started_s - self._ticks / self._channel.fps
        if late_s > _MOST_LATE_S:
            # The computer slept: go on from now, and never try to make good for lost pictures.
            self._ticks += int(late_s * self._channel.fps)
        if self._channel.fault is StreamFault.STALL:
            self._has_gap = True
        else:
            self._show(self._ticks / self._channel.fps)
        self._ticks += 1
        due_s = self._started_s + self._ticks / self._channel.fps
        self._timer = self._loop.call_at(due_s, self._tick)

    def _show(self, elapsed_s: float) -> None:
        if elapsed_s - self._reported_s >= _REPORT_EVERY_S:
            self._reported_s = elapsed_s
            clock_s = self._loop.time()
            if self._channel.zero_at:
                clock_s += self._channel.zero_at / 1000 + rtp.NTP_BEFORE_1970_S
            self._carrier.send_report(self.sender.report(elapsed_s, clock_s))
        parts = self._next_payloads()
        if not self._carrier.send(self.sender.packets(parts, elapsed_s)):
            self._has_gap = True

    def _next_payloads(self) -> tuple[bytes, ...]:
        fault, loop = self._channel.fault, self._channel.payloads()
        if fault is not self._shown or self._has_gap:
            self._position = self._restart(loop)
            self._shown, self._has_gap = fault, False
        parts = loop[self._position]
        if fault is not StreamFault.FREEZE:
            self._position = (self._position + 1) % len(loop)
        return parts

    def _restart(self, loop: Payloads) -> int:
        """Where to go on so that a decoder can follow: back to a key picture of this loop."""
        if loop is not self._loop_shown:
            self._loop_shown = loop
            return 0
        return self._channel.shown().key_at_or_before(self._position)
