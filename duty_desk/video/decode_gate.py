"""Which packets are worth decoding: from a key frame on, and none while far behind the camera."""

from __future__ import annotations

from typing import NamedTuple

from duty_desk.video.lag import BEHIND_MS, LagGauge

# Cameras with intra refresh send no key frames; after this long any picture is better than none.
_WAIT_FOR_KEY_MS = 12_000
# A read that waits twice in a row this long has emptied the line: nothing older is left in it.
_EMPTY_AFTER_MS = 8
_MOST_LIES = 3
_SPARSE_MS = 900


class Arrival(NamedTuple):
    """A packet as it came: its stream time if it has one, and how long the line was waited on."""

    stamp_ms: int | None
    is_key: bool
    mono_ms: int
    waited_ms: int


class DecodeGate:
    """Keeps the picture up to date: when decoding falls behind, it goes on at the next key frame.

    Some cameras count their time at a wrong rate. If the line is empty and the time still says
    "behind", the time is wrong; after a few such lies it is not believed any more.
    """

    def __init__(self, opened_mono_ms: int) -> None:
        self.shed_frames = 0
        self.times_behind = 0
        self._lag = LagGauge()
        self._waits_for_key = True
        self._waiting_since_mono_ms = opened_mono_ms
        self._empty_reads = 0
        self._lies = 0

    def lets_in(self, packet: Arrival) -> bool:
        """Whether to decode `packet`."""
        self._empty_reads = self._empty_reads + 1 if packet.waited_ms >= _EMPTY_AFTER_MS else 0
        self._judge_lag(packet)
        waited_ms = packet.mono_ms - self._waiting_since_mono_ms
        if self._waits_for_key and (packet.is_key or waited_ms > _WAIT_FOR_KEY_MS):
            self._waits_for_key = False
        self.shed_frames += self._waits_for_key
        return not self._waits_for_key

    def _judge_lag(self, packet: Arrival) -> None:
        if packet.stamp_ms is None or self._lies >= _MOST_LIES:
            return
        if self._lag.behind_ms(packet.stamp_ms, packet.mono_ms) <= BEHIND_MS:
            return
        if self._waits_for_key and self._empty_reads > 1:
            self._lag = LagGauge()
            self._lies += 1
        elif not self._waits_for_key:
            self.times_behind += 1
            self._waits_for_key = True
            self._waiting_since_mono_ms = packet.mono_ms


class SparseKeys:
    """Lets in key frames alone, at most one a second: some codecs send nothing else.

    Afterwards a decoder can follow only from the next key frame on.
    """

    def __init__(self) -> None:
        self._let_in_mono_ms = -_SPARSE_MS
        self._has_gap = False

    def lets_in(self, is_key: bool, mono_ms: int) -> bool:
        """Whether to decode this packet and forget it again."""
        self._has_gap = True
        if not is_key or mono_ms - self._let_in_mono_ms < _SPARSE_MS:
            return False
        self._let_in_mono_ms = mono_ms
        return True

    def lets_follow(self, is_key: bool) -> bool:
        """Whether this packet can be decoded now that all are wanted again."""
        if is_key:
            self._has_gap = False
        return not self._has_gap
