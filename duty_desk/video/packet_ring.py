"""The last half minute of a camera as its encoded packets, for replay and clips.

Nothing is decoded or encoded for it: the packets have come for the tile anyway. No codec is
loaded here either; `clip` and `film` make files and pictures of what is kept.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

TICKS_PER_MS = 90
"""Ticks are 1/90000 s, the clock of video over RTP."""

_KEPT_MS = 30_000
_MOST_BYTES = 24_000_000
_ASTRAY_TICKS = 3_000 * TICKS_PER_MS
_UNTOLD_TICKS = 10 * TICKS_PER_MS
_VIDEO_NALS = {"h264": (0x1F, 0, (7, 8), range(1, 6)), "hevc": (0x7E, 1, (32, 33, 34), range(32))}


@dataclass(frozen=True, slots=True)
class RingPacket:
    """One coded picture.

    `ticks` is when it is to be shown, on the computer's monotonic clock: the camera's own spacing,
    laid so that the packet that came fastest was shown when it arrived. Distinct within a ring.
    """

    data: bytes = field(repr=False)
    ticks: int
    is_key: bool

    @property
    def at_mono_ms(self) -> int:
        """`ticks` in milliseconds."""
        return self.ticks // TICKS_PER_MS


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


@dataclass(frozen=True, slots=True)
class Arrived:
    """A packet as the source got it; `stamp_ticks` is the stream's own time, if it tells one."""

    data: bytes = field(repr=False)
    stamp_ticks: int | None
    is_key: bool
    mono_ms: int


class _Mark(NamedTuple):
    """What is known of a kept packet beside its bytes; `stretch` numbers its stream time's run."""

    stretch: int
    stamp_ticks: int | None
    is_key: bool
    mono_ms: int
    length: int


@dataclass
class _Kept:
    """A group as it is kept: a packet's bytes each, or all in one piece once it is complete.

    Thousands of small blocks that come and go leave holes between them that nobody else can use.
    """

    coding: Coding
    marks: list[_Mark]
    parts: list[bytes]

    def complete(self) -> None:
        """Nothing more will come."""
        self.parts = [b"".join(self.parts)]

    def data(self) -> list[bytes]:
        """The bytes of each packet."""
        whole, end, cut = b"".join(self.parts), 0, []
        for mark in self.marks:
            begin, end = end, end + mark.length
            cut.append(whole[begin:end])
        return cut


class PacketRing:
    """Keeps whole groups: the newest, and as many before it as make up the time.

    Written by the camera's thread, frozen from any. Outlives the sessions of its camera, so that
    what came before a loss can be seen during it.
    """

    def __init__(self, kept_ms: int = _KEPT_MS, most_bytes: int = _MOST_BYTES) -> None:
        self._kept_ms = kept_ms
        self._most_bytes = most_bytes
        self._groups: deque[_Kept] = deque()
        self._bytes = 0
        self._lock = threading.Lock()
        self._coding = Coding("", b"")
        self._stretch = 0
        self._last: Arrived | None = None
        self._waits_for_key = True
        self._take = 0
        self.is_fed = False
        """Whether the source of this camera gives packets at all; OpenCV does not."""

    @property
    def size_bytes(self) -> int:
        """Memory of the packets kept."""
        return self._bytes

    def begin(self, codec: str, extradata: bytes | None) -> int:
        """A session of the camera begins; its first key frame is waited for. Its number."""
        with self._lock:
            self._take += 1
            self._coding = Coding(codec, extradata or b"")
            self._stretch += 1
            self._last = None
            self._waits_for_key = True
            self.is_fed = True
            return self._take

    def add(self, came: Arrived, take: int | None = None) -> None:
        """Keep a packet; what is too old, or too much, goes.

        A straggler of an earlier session, whose number is `take`, is left out.
        """
        with self._lock:
            if take is not None and take != self._take:
                return
            if came.is_key:
                self._waits_for_key = False
                if self._groups:
                    self._groups[-1].complete()
                self._groups.append(_Kept(self._coding_of(came.data), [], []))
            elif self._waits_for_key:
                return
            self._stretch += _is_astray(self._last, came)
            self._last = came
            length = len(came.data)
            mark = _Mark(self._stretch, came.stamp_ticks, came.is_key, came.mono_ms, length)
            self._groups[-1].marks.append(mark)
            self._groups[-1].parts.append(came.data)
            self._bytes += length
            self._drop_old(came.mono_ms)

    def frozen(self) -> tuple[Group, ...]:
        """All groups as they are now; what comes later does not change them."""
        with self._lock:
            kept = [_Kept(one.coding, list(one.marks), list(one.parts)) for one in self._groups]
        ticks = iter(_laid([mark for group in kept for mark in group.marks]))
        return tuple(
            Group(
                group.coding,
                [
                    RingPacket(data, next(ticks), mark.is_key)
                    for mark, data in zip(group.marks, group.data(), strict=True)
                ],
            )
            for group in kept
        )

    def _coding_of(self, key_packet: bytes) -> Coding:
        """A camera may change its resolution in mid-stream: then its parameter sets change."""
        sets = parameter_sets(key_packet, self._coding.codec)
        return Coding(self._coding.codec, sets) if sets else self._coding

    def _drop_old(self, now_mono_ms: int) -> None:
        since = now_mono_ms - self._kept_ms
        while len(self._groups) > 1 and self._groups[1].marks[0].mono_ms <= since:
            self._drop_first()
        while self._bytes > self._most_bytes:
            self._drop_first()
            # A camera that sends no second key frame: without its first, nothing can be decoded.
            self._waits_for_key = not self._groups

    def _drop_first(self) -> None:
        self._bytes -= sum(mark.length for mark in self._groups.popleft().marks)


def _is_astray(last: Arrived | None, came: Arrived) -> bool:
    """Whether the stream's own time has jumped: the camera's clock was set."""
    if last is None or last.stamp_ticks is None or came.stamp_ticks is None:
        return False
    told = came.stamp_ticks - last.stamp_ticks
    return abs(told - (came.mono_ms - last.mono_ms) * TICKS_PER_MS) > _ASTRAY_TICKS


def _laid(marks: list[_Mark]) -> list[int]:
    """When each packet is to be shown: each stretch on the monotonic clock, none over another."""
    laid: list[int] = []
    newest = 0
    used: set[int] = set()
    for _, part in groupby(marks, key=lambda mark: mark.stretch):
        stamps = _told(list(part))
        offset = max(min(arrived - stamp for stamp, arrived in stamps), newest + 1 - stamps[0][0])
        for stamp, _ in stamps:
            ticks = stamp + offset
            while ticks in used:
                ticks += 1
            used.add(ticks)
            laid.append(ticks)
        newest = max(laid)
    return laid


def _told(came: list[_Mark]) -> list[tuple[int, int]]:
    """Stream time and arrival in ticks; a packet that tells no time comes with its neighbour."""
    arrivals = [one.mono_ms * TICKS_PER_MS for one in came]
    stamps = [one.stamp_ticks for one in came]
    if all(stamp is None for stamp in stamps):
        return list(zip(arrivals, arrivals, strict=True))
    last = next(stamp for stamp in stamps if stamp is not None)
    last -= stamps.index(last) * _UNTOLD_TICKS + _UNTOLD_TICKS
    told = []
    for stamp in stamps:
        last = stamp if stamp is not None else last + _UNTOLD_TICKS
        told.append(last)
    return list(zip(told, arrivals, strict=True))


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
