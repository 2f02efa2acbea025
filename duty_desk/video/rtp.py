"""RTP for H.264 (RFC 3550, RFC 6184): pictures cut into packets, and sender reports."""

from __future__ import annotations

import secrets
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.video.annexb import Picture

CLOCK_HZ = 90_000
NTP_BEFORE_1970_S = 2_208_988_800
PAYLOAD_TYPE = 96
_PAYLOAD_BYTES = 1400  # header and IP/UDP headers still fit into an Ethernet frame
_FU_A = 28
_START, _END = 0x80, 0x40
_SENDER_REPORT, _SOURCE_DESCRIPTION, _BYE = 200, 202, 203


def payloads(picture: Picture) -> tuple[bytes, ...]:
    """The payloads of a picture's packets, in order; the last one wants the marker bit."""
    return tuple(payload for nal in picture.nals for payload in _nal_payloads(nal))


def _nal_payloads(nal: bytes) -> Iterator[bytes]:
    if len(nal) <= _PAYLOAD_BYTES:
        yield nal
        return
    indicator, kind = nal[0] & 0xE0 | _FU_A, nal[0] & 31
    step = _PAYLOAD_BYTES - 2
    for at in range(1, len(nal), step):
        edges = (_START if at == 1 else 0) | (_END if at + step >= len(nal) else 0)
        yield bytes((indicator, kind | edges)) + nal[at : at + step]


class RtpSender:
    """The numbers of one RTP stream: source, sequence, timestamps and what was sent so far."""

    def __init__(self) -> None:
        self.ssrc = secrets.randbits(32)
        self.sequence = secrets.randbits(16)
        self._first_ticks = secrets.randbits(32)
        self._packets = 0
        self._payload_bytes = 0

    def timestamp(self, elapsed_s: float) -> int:
        """The RTP timestamp of the moment `elapsed_s` after the stream's start."""
        return (self._first_ticks + round(elapsed_s * CLOCK_HZ)) & 0xFFFFFFFF

    def packets(self, parts: tuple[bytes, ...], elapsed_s: float) -> list[bytes]:
        """The packets of one picture shown `elapsed_s` after the stream's start."""
        timestamp, last = self.timestamp(elapsed_s), len(parts) - 1
        made = []
        for number, part in enumerate(parts):
            kind = PAYLOAD_TYPE | (0x80 if number == last else 0)
            head = struct.pack("!BBHII", 0x80, kind, self.sequence, timestamp, self.ssrc)
            made.append(head + part)
            self.sequence = (self.sequence + 1) & 0xFFFF
            self._payload_bytes += len(part)
        self._packets += len(parts)
        return made

    def report(self, elapsed_s: float, clock_s: float) -> bytes:
        """A compound RTCP packet: sender report and source name.

        Args:
            elapsed_s: time since the stream's start.
            clock_s: seconds since 1900, or a steady clock: RFC 3550 6.4.1 allows uptime here.
        """
        seconds, fraction = divmod(clock_s, 1)
        head = struct.pack("!BBHI", 0x80, _SENDER_REPORT, 6, self.ssrc)
        times = struct.pack(
            "!III", int(seconds) & 0xFFFFFFFF, int(fraction * (1 << 32)), self.timestamp(elapsed_s)
        )
        counts = struct.pack("!II", self._packets & 0xFFFFFFFF, self._payload_bytes & 0xFFFFFFFF)
        return head + times + counts + self._source_description()

    def bye(self) -> bytes:
        """The RTCP packet that ends the stream."""
        return struct.pack("!BBHI", 0x81, _BYE, 1, self.ssrc)

    def _source_description(self) -> bytes:
        item = b"\x01\x09duty-desk"
        item += b"\0" * (4 - len(item) % 4)
        words = 1 + len(item) // 4
        return struct.pack("!BBHI", 0x81, _SOURCE_DESCRIPTION, words, self.ssrc) + item
