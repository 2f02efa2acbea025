"""The last half minute of a camera as its encoded packets, for replay and clips.

Nothing is decoded or encoded for it: the packets have come for the tile anyway. No codec is
loaded here either; `clip` and `film` make files and pictures of what is kept.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

TICKS_PER_MS = 90
"""Ticks are 1/90000 s, the clock of video over RTP."""

_KEPT_MS = 30_000
_MOST_BYTES = 24_000_000
# A camera's clock that has gone this far from its packets' arrival is set anew.
_ASTRAY_TICKS = 3_000 * TICKS_PER_MS
_VIDEO_NALS = {"h264": (0x1F, 0, (7, 8), range(1, 6)), "hevc": (0x7E, 1, (32, 33, 34), range(32))}


@dataclass(frozen=True, slots=True)
class RingPacket:
    """One coded picture.

    `ticks` is when it is to be shown, on the computer's monotonic clock: the camera's own spacing,
    laid where the first packet arrived. Distinct within a ring.
    """

    data: bytes = field(repr=False)
    ticks: int
    is_key: bool
    received_mono_ms: int


@dataclass(frozen=True)
class Coding:
    """What a decoder must know before the first packet; another coding needs another decoder."""

    codec: str
    extradata: bytes = field(repr=False)


@dataclass(frozen=True)
class Group:
    """A key frame and what follows it up to the next: the least that can be decoded alone."""

    coding: Coding
    packets: list[RingPacket]


@dataclass(frozen=True)
class Arrived:
    """A packet as the source got it; `stamp_ticks` is the stream's own time, if it tells one."""

    data: bytes = field(repr=False)
    stamp_ticks: int | None
    is_key: bool
    mono_ms: int


class PacketRing:
    """Keeps whole groups: the newest, and as many before it as make up the time.

    Written by the camera's thread, frozen from any. Outlives the sessions of its camera, so that
    what came before a loss can be seen during it.
    """

    def __init__(self, kept_ms: int = _KEPT_MS, most_bytes: int = _MOST_BYTES) -> None:
        self._kept_ms = kept_ms
        self._most_bytes = most_bytes
        self._groups: deque[Group] = deque()
        self._sizes: deque[int] = deque()
        self._bytes = 0
        self._lock = threading.Lock()
        self._coding = Coding("", b"")
        self._offset: int | None = None
        self._last_ticks = 0
        self._waits_for_key = True
        self.is_fed = False
        """Whether the source of this camera gives packets at all; OpenCV does not."""

    @property
    def size_bytes(self) -> int:
        """Memory of the packets kept."""
        return self._bytes

    def begin(self, codec: str, extradata: bytes | None) -> None:
        """A session of the camera begins; its first key frame is waited for."""
        with self._lock:
            self._coding = Coding(codec, extradata or b"")
            self._offset = None
            self._waits_for_key = True
            self.is_fed = True

    def add(self, came: Arrived) -> None:
        """Keep a packet; what is too old, or too much, goes."""
        with self._lock:
            if came.is_key:
                self._waits_for_key = False
                self._groups.append(Group(self._coding_of(came.data), []))
                self._sizes.append(0)
            elif self._waits_for_key:
                return
            packet = RingPacket(came.data, self._ticks_of(came), came.is_key, came.mono_ms)
            self._groups[-1].packets.append(packet)
            self._sizes[-1] += len(came.data)
            self._bytes += len(came.data)
            self._drop_old(came.mono_ms)

    def frozen(self) -> tuple[Group, ...]:
        """All groups as they are now; what comes later does not change them."""
        with self._lock:
            return tuple(Group(group.coding, list(group.packets)) for group in self._groups)

    def _coding_of(self, key_packet: bytes) -> Coding:
        """A camera may change its resolution in mid-stream: then its parameter sets change."""
        sets = parameter_sets(key_packet, self._coding.codec)
        return Coding(self._coding.codec, sets) if sets else self._coding

    def _ticks_of(self, came: Arrived) -> int:
        arrived = came.mono_ms * TICKS_PER_MS
        if came.stamp_ticks is None:
            ticks = max(arrived, self._last_ticks + 1)
        else:
            if self._offset is None or self._is_astray(came.stamp_ticks + self._offset, arrived):
                self._offset = max(arrived, self._last_ticks + TICKS_PER_MS) - came.stamp_ticks
            ticks = came.stamp_ticks + self._offset
        self._last_ticks = max(ticks, self._last_ticks)
        return ticks

    def _is_astray(self, ticks: int, arrived: int) -> bool:
        return abs(ticks - arrived) > _ASTRAY_TICKS

    def _drop_old(self, now_mono_ms: int) -> None:
        since = now_mono_ms - self._kept_ms
        while len(self._groups) > 1 and self._groups[1].packets[0].received_mono_ms <= since:
            self._drop_first()
        while self._bytes > self._most_bytes:
            self._drop_first()
            # A camera that sends no second key frame: without its first, nothing can be decoded.
            self._waits_for_key = not self._groups

    def _drop_first(self) -> None:
        self._groups.popleft()
        self._bytes -= self._sizes.popleft()


def parameter_sets(packet: bytes, codec: str) -> bytes:
    """The parameter sets that stand before the picture in an Annex-B `packet`, b"" for none."""
    if codec not in _VIDEO_NALS:
        return b""
    mask, shift, wanted, pictures = _VIDEO_NALS[codec]
    found = b""
    start = packet.find(b"\0\0\1")
    while 0 <= start < len(packet) - 3:
        kind = (packet[start + 3] & mask) >> shift
        if kind in pictures:
            break
        end = packet.find(b"\0\0\1", start + 3)
        if kind in wanted:
            found += b"\0" + packet[start : end if end >= 0 else len(packet)].rstrip(b"\0")
        start = end
    return found
