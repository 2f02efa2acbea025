"""The first engine: network streams by FFmpeg through PyAV, with own timeouts and lag shedding."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import av
import av.error

from duty_desk.video.camera_clock import CameraClock
from duty_desk.video.decode_gate import Arrival, DecodeGate, SparseKeys
from duty_desk.video.packet_ring import TICKS_PER_MS, Arrived
from duty_desk.video.packet_trail import PacketTrail
from duty_desk.video.server_answer import reason_from_server
from duty_desk.video.source import Pace, StreamFailure, StreamSpec, mono_ms
from duty_desk.video.stream_state import StreamReason
from duty_desk.video.yuv_frame import Origin, YuvFrame, sane_aspect, spoiled_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from av.container import InputContainer
    from av.video.stream import VideoStream

    from duty_desk.video.packet_ring import PacketRing

_MAX_BROKEN_PACKETS = 250
_FIRST_UNTOLD = -(1 << 40)

_FAILURES: tuple[tuple[type[Exception], StreamReason], ...] = (
    (av.error.HTTPUnauthorizedError, StreamReason.LOGIN_REFUSED),
    (av.error.HTTPForbiddenError, StreamReason.LOGIN_REFUSED),
    (av.error.HTTPNotFoundError, StreamReason.PATH_UNKNOWN),
    (av.error.HTTPTooManyRequestsError, StreamReason.SESSIONS_FULL),
    (av.error.HTTPServerError, StreamReason.SERVER_FAILED),
    (av.error.HTTPBadRequestError, StreamReason.SERVER_FAILED),
    (av.error.FileNotFoundError, StreamReason.DEVICE_MISSING),
    (av.error.ConnectionRefusedError, StreamReason.PORT_CLOSED),
    (av.error.ExitError, StreamReason.NO_ANSWER),
    (av.error.TimeoutError, StreamReason.NO_ANSWER),
    (av.error.ProtocolNotFoundError, StreamReason.CANNOT_PARSE),
    (av.error.DecoderNotFoundError, StreamReason.CANNOT_DECODE),
    (av.error.ArgumentError, StreamReason.CANNOT_PARSE),
    (av.error.EOFError, StreamReason.BROKEN),
    (av.error.ConnectionResetError, StreamReason.BROKEN),
    (av.error.BrokenPipeError, StreamReason.BROKEN),
)
_NO_ROUTE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL})


class PyAvSource:
    """One network stream.

    Skips the loop filter: at tile size the eye does not see it. Not for a main stream beside a
    sub-stream: that one is fetched to be looked at closely.
    """

    is_paced = True

    def __init__(self, spec: StreamSpec, *, key_frames_only: bool = False) -> None:
        self._spec = spec
        self.pace = Pace.KEY_FRAMES if key_frames_only else Pace.ALL
        self._sparse = SparseKeys()
        self._clock = CameraClock()
        self._container: InputContainer | None = None
        self._stream: VideoStream | None = None
        self._packets: Iterator[av.Packet[VideoStream]] = iter(())
        self._gate = DecodeGate(mono_ms())
        self._broken_packets = 0
        self._is_spoiled = False
        self._pixel_aspect = 1.0
        self._base: tuple[int, int] | None = None
        self._offset_ms: int | None = None
        self._ready: list[YuvFrame] = []
        self._trail: PacketTrail | None = None
        self._trail_length: int | None = None
        self._untold = _FIRST_UNTOLD
        self._ring: PacketRing | None = None
        self._take = 0

    @property
    def codec(self) -> str:
        """The codec's short name, empty before opening."""
        return self._stream.codec_context.name if self._stream else ""

    @property
    def fps(self) -> float:
        """The frame rate the stream declares; 0 when it does not."""
        rate = self._stream.average_rate or self._stream.guessed_rate if self._stream else None
        return float(rate) if rate else 0.0

    @property
    def times_behind(self) -> int:
        return self._gate.times_behind

    @property
    def shed_frames(self) -> int:
        """Frames left undecoded because decoding had fallen behind, or before the first key."""
        return self._gate.shed_frames

    def open(self) -> None:
        started = mono_ms()
        self._gate = DecodeGate(started)
        try:
            self._connect()
        except (av.error.FFmpegError, OSError, ValueError) as failure:
            took_ms = mono_ms() - started
            self.close()
            raise StreamFailure(_reason_of(failure, took_ms, self._spec)) from None

    def record_in(self, ring: PacketRing) -> None:
        context = self._stream.codec_context if self._stream else None
        if context is not None:
            self._take = ring.begin(context.name, context.extradata)
            self._ring = ring
            for packet in self._trail.packets if self._trail else ():
                self._record(packet, mono_ms())

    def read(self) -> YuvFrame | None:
        if self._ready:
            return self._ready.pop(0)
        packet, arrival = self._next_packet()
        self._clock.listen(packet, arrival.mono_ms)
        self._record(packet, arrival.mono_ms)
        if self.pace is not Pace.ALL:
            return self._key_picture(packet, arrival)
        if not self._sparse.lets_follow(packet.is_keyframe) or not self._gate.lets_in(arrival):
            return None
        self._follow(packet)
        self._ready = self._decode(packet, arrival.mono_ms)
        return self._ready.pop(0) if self._ready else None

    def close(self) -> None:
        self._ready.clear()
        self._packets = iter(())
        container, self._container, self._stream = self._container, None, None
        if container is not None:
            container.close()

    def _connect(self) -> None:
        seconds = self._spec.timeout_ms / 1000
        self._container = av.open(
            self._spec.address, options=_options(self._spec), timeout=(seconds, seconds)
        )
        if not self._container.streams.video:
            raise StreamFailure(StreamReason.NO_PICTURE_INSIDE)
        self._stream = self._container.streams.video[0]
        self._packets = self._container.demux(self._stream)
        context = self._stream.codec_context
        context.thread_count = 1
        if not self._spec.is_main_of_two:
            context.options = {"skip_loop_filter": "all"}
        self._pixel_aspect = sane_aspect(self._stream.sample_aspect_ratio)
        base = self._stream.time_base
        # Asked once: PyAV makes a new fraction for every packet that is asked.
        self._base = (base.numerator, base.denominator) if base else None

    def _next_packet(self) -> tuple[av.Packet[VideoStream], Arrival]:
        started = mono_ms()
        try:
            packet = next(self._packets)
        except StopIteration:
            raise StreamFailure(StreamReason.ENDED) from None
        except (av.error.FFmpegError, OSError) as failure:
            waited_ms = mono_ms() - started
            raise StreamFailure(_reading_reason(failure, waited_ms, self._spec)) from None
        if packet.dts is None and packet.size == 0:
            raise StreamFailure(StreamReason.ENDED)
        arrived = mono_ms()
        stamp = self._stamp_ms(packet)
        return packet, Arrival(stamp, packet.is_keyframe, arrived, arrived - started)

    def _stamp_ms(self, packet: av.Packet[VideoStream]) -> int | None:
        return _scaled(packet.dts if packet.dts is not None else packet.pts, self._base)

    def _record(self, packet: av.Packet[VideoStream], arrived: int) -> None:
        if self._ring is not None:
            ticks = _scaled(_told(packet.pts), self._base, TICKS_PER_MS)
            came = Arrived(bytes(packet), ticks, packet.is_keyframe, arrived)
            self._ring.add(came, self._take)

    def _follow(self, packet: av.Packet[VideoStream]) -> None:
        """Keep the packets of the group of pictures for stills; each is found by its time."""
        if packet.pts is None and packet.dts is None:
            self._untold -= 1
            packet.pts = self._untold
        if packet.is_keyframe and self._stream is not None:
            context = self._stream.codec_context
            self._trail = PacketTrail(context, self._trail if context.has_b_frames else None)
        self._trail_length = self._trail.add(packet) if self._trail else None

    def _key_picture(self, packet: av.Packet[VideoStream], arrival: Arrival) -> YuvFrame | None:
        """The picture of a key frame at once, whatever reordering the stream asks for."""
        is_wanted = packet.is_keyframe and self.pace is Pace.KEY_FRAMES
        if not self._sparse.lets_in(is_wanted, arrival.mono_ms):
            return None
        self._follow(packet)
        frames = self._decode(packet, arrival.mono_ms)
        if self._stream is not None:
            frames += self._pictures(self._stream.codec_context.decode(None), arrival.mono_ms)
            self._stream.codec_context.flush_buffers()
        return frames[-1] if frames else None

    def _decode(self, packet: av.Packet[VideoStream], arrived: int) -> list[YuvFrame]:
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            self._broken_packets += 1
            self._is_spoiled = True
            if self._broken_packets > _MAX_BROKEN_PACKETS:
                raise StreamFailure(StreamReason.CANNOT_DECODE) from None
            return []
        return self._pictures(frames, arrived)

    def _pictures(self, frames: Sequence[object], arrived: int) -> list[YuvFrame]:
        pictures = [self._wrapped(f, arrived) for f in frames if isinstance(f, av.VideoFrame)]
        if pictures:
            self._broken_packets = 0
        return pictures

    def _wrapped(self, frame: av.VideoFrame, arrived: int) -> YuvFrame:
        told_ms = _scaled(_told(frame.pts), self._base)
        if told_ms is not None:
            self._offset_ms = told_ms - arrived
        elif self._offset_ms is None:
            # The first frame of a session often has no time yet, and some streams never have one.
            self._offset_ms = -arrived
        pts_ms = arrived + self._offset_ms
        origin = Origin(self._trail, self._trail_length, self._pixel_aspect)
        picture = YuvFrame(frame, pts_ms, arrived, origin, self._clock.at(told_ms))
        picture.is_spoiled = self._is_spoiled = spoiled_after(frame, was_spoiled=self._is_spoiled)
        return picture


def _options(spec: StreamSpec) -> dict[str, str]:
    """What FFmpeg is told: probing is cut short, it would only delay the first picture."""
    options = {"analyzeduration": "0", "probesize": "32768", "rw_timeout": _micros(spec)}
    if spec.address.lower().startswith("rtsp"):
        # A sub-stream takes seconds to fill a larger probe, and its SDP has told all already.
        options["probesize"] = "32"
        options["rtsp_transport"] = spec.transport
        options["allowed_media_types"] = "video"
        options["timeout"] = _micros(spec)
        options["max_delay"] = "300000"
    return options


def _told(stamp: int | None) -> int | None:
    """A stream's own time, None for one that stands in where the stream tells none."""
    return None if stamp is None or stamp < _FIRST_UNTOLD else stamp


def _scaled(stamp: int | None, base: tuple[int, int] | None, per_ms: int = 1) -> int | None:
    """A stream's time in parts of a millisecond, all in integers: fractions cost three times."""
    if stamp is None or base is None:
        return None
    return stamp * base[0] * 1000 * per_ms // base[1]


def _micros(spec: StreamSpec) -> str:
    return str(spec.timeout_ms * 1000)


def _reason_of(failure: Exception, took_ms: int, spec: StreamSpec) -> StreamReason:
    # A silent server ends as "invalid data" when the time is up: the time taken tells them apart.
    if took_ms >= spec.timeout_ms * 9 // 10:
        return StreamReason.NO_ANSWER
    if isinstance(failure, av.error.InvalidDataError | av.error.HTTPOtherClientError):
        # FFmpeg says so of a server that hangs up, of one that serves something else, and has one
        # word for "full" and for "not by this transport".
        return reason_from_server(spec)
    for kind, reason in _FAILURES:
        if isinstance(failure, kind):
            return reason
    if isinstance(failure, OSError) and failure.errno in (errno.EIO, errno.EPROTONOSUPPORT):
        # FFmpeg says the first of unknown names and of web pages alike.
        return reason_from_server(spec)
    if isinstance(failure, OSError) and failure.errno in _NO_ROUTE:
        return StreamReason.NO_ROUTE
    return StreamReason.CANNOT_PARSE if isinstance(failure, ValueError) else StreamReason.BROKEN


def _reading_reason(failure: Exception, waited_ms: int, spec: StreamSpec) -> StreamReason:
    if waited_ms >= spec.timeout_ms * 9 // 10 or isinstance(failure, av.error.ExitError):
        return StreamReason.STALLED
    return StreamReason.ENDED if isinstance(failure, av.error.EOFError) else StreamReason.BROKEN
