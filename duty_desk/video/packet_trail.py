"""The encoded packets since the last key frame, kept so that a still can be decoded at its best.

Tiles are decoded without the loop filter, which is good enough at their size and saves a part of
the computer; evidence is not to show its blocks. Keeping the packets costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import av.error

from duty_desk.video.source import mono_ms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.video.codeccontext import VideoCodecContext
    from av.video.stream import VideoStream

_MOST_BYTES = 8_000_000
# A long group of large pictures would take longer than an operator waits; the tile's frame is next.
_WITHIN_MS = 700
_MOST_REORDERED = 16


class PacketTrail:
    """One key frame and what follows it. Written by the camera's thread, read by any."""

    def __init__(self, context: VideoCodecContext, earlier: PacketTrail | None) -> None:
        self._codec = context.name
        self._extradata = context.extradata
        self._packets: list[av.Packet[VideoStream]] = []
        self._bytes = 0
        self._earlier = earlier
        if earlier is not None:
            earlier.stand_first()

    @property
    def length(self) -> int:
        """How many packets are kept."""
        return len(self._packets)

    @property
    def packets(self) -> tuple[av.Packet[VideoStream], ...]:
        """What has come since the last key frame; none when it was too much."""
        return tuple(self._packets)

    def stand_first(self) -> None:
        """Let the group before this one go."""
        self._earlier = None

    def add(self, packet: av.Packet[VideoStream]) -> int | None:
        """Keep `packet`; the trail's length then, None when it has grown too large."""
        self._bytes += packet.size
        if self._bytes > _MOST_BYTES:
            self._packets.clear()
            return None
        self._packets.append(packet)
        return len(self._packets)

    def has(self, length: int, pts: int | None) -> bool:
        """Whether the picture of stream time `pts` is among the first `length` packets."""
        if pts is None:
            return False
        # It is nearly always one of the last.
        newest_first = reversed(self._packets[:length])
        return any(packet.pts == pts for packet in newest_first)

    def best(self, length: int, pts: int | None) -> av.VideoFrame | None:
        """The frame of stream time `pts` among the first `length` packets, decoded with all care.

        None when the packets are gone, damaged, or too many to decode in time.
        """
        packets = self._packets[:length]
        if len(packets) < length or pts is None:
            return None
        try:
            found = next((one for one in self._decoded(packets) if one.pts == pts), None)
        except av.error.FFmpegError:
            return None
        if found is None and self._earlier is not None and length <= _MOST_REORDERED:
            # With B-frames the last pictures of a group come out after the next key frame.
            return self._earlier.best(self._earlier.length, pts)
        return found

    def _decoded(self, packets: list[av.Packet[VideoStream]]) -> Iterator[av.VideoFrame]:
        context = av.CodecContext.create(self._codec, "r")
        if not isinstance(context, av.VideoCodecContext):
            return
        if self._extradata:
            context.extradata = self._extradata
        context.thread_count = 1
        until = mono_ms() + _WITHIN_MS
        for packet in [*packets, None]:
            if mono_ms() > until:
                return
            yield from context.decode(packet)
