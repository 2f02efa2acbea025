"""The camera's own clock, as its stream tells it by RTCP sender reports."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import av
    from av.video.stream import VideoStream

# FFmpeg puts the report's time on each packet: AVProducerReferenceTime, its first field the
# instant of the packet in microseconds since 1970.
_REFERENCE_TIME: Literal["prft"] = "prft"
_EVERY_MS = 500
_MICROS = struct.Struct("=q")


class CameraClock:
    """Learns, from packets, what the camera's clock showed at stream time zero.

    Senders without a clock report their uptime (RFC 3550, 6.4.1), which reads as a time long
    before 1970: such a report tells nothing.
    """

    def __init__(self) -> None:
        self._zero_at: int | None = None
        self._due_mono_ms = 0

    def listen(self, packet: av.Packet[VideoStream], now_mono_ms: int) -> None:
        """Take the reference time of `packet`, if it carries one; of few, as all say the same."""
        if now_mono_ms < self._due_mono_ms:
            return
        self._due_mono_ms = now_mono_ms + _EVERY_MS
        if not packet.has_sidedata(_REFERENCE_TIME):
            return
        if packet.pts is None or packet.time_base is None:
            return
        told = memoryview(packet.get_sidedata(_REFERENCE_TIME)).tobytes()
        at = _MICROS.unpack_from(told)[0] // 1000
        self._zero_at = at - int(packet.pts * packet.time_base * 1000) if at > 0 else None

    def at(self, stream_ms: int | None) -> int | None:
        """The camera's clock at a stream time, UTC milliseconds; None when it is not known."""
        if self._zero_at is None or stream_ms is None:
            return None
        return self._zero_at + stream_ms
