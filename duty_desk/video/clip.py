"""Clips: kept packets put into MP4 files as they are. Nothing is decoded or encoded again."""

from __future__ import annotations

import io
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

import av
import av.error

from duty_desk.video.packet_ring import TICKS_PER_MS
from duty_desk.video.replay_orders import Clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from av.container import InputContainer
    from av.stream import Stream

    from duty_desk.video.packet_ring import Coding, Group, RingPacket

_TIME_BASE = Fraction(1, 1000 * TICKS_PER_MS)
_ELEMENTARY = {"h264": "h264", "hevc": "hevc", "mjpeg": "mjpeg", "mpeg4": "m4v"}
_PLAYABLE_TAG = {"hevc": "hvc1"}
_SHORTEST_TICKS = 20 * TICKS_PER_MS


def clips_of(groups: Sequence[Group], from_mono_ms: int, to_mono_ms: int) -> tuple[Clip, ...]:
    """The pictures of a span of time as MP4 files.

    It begins at the key frame at or before `from_mono_ms`. One file, unless the camera changed
    its coding within the span; a coding that MP4 cannot carry, or a damaged one, gives none.
    """
    wanted = _within(groups, from_mono_ms, to_mono_ms)
    clips = []
    for coding, part in groupby(wanted, key=lambda group: group.coding):
        packets = [packet for group in part for packet in group.packets]
        packets = [packet for packet in packets if packet.at_mono_ms <= to_mono_ms]
        try:
            clips.append(_muxed(coding, packets))
        except (av.error.FFmpegError, ValueError, KeyError, IndexError):
            continue
    return tuple(clips)


def _within(groups: Sequence[Group], from_mono_ms: int, to_mono_ms: int) -> list[Group]:
    begun = [group for group in groups if group.packets[0].at_mono_ms <= to_mono_ms]
    early = [group for group in begun if group.packets[0].at_mono_ms <= from_mono_ms]
    first = max(len(early) - 1, 0)
    # A group that ended long before, because the camera was lost, is not a part of the span.
    return [group for group in begun[first:] if group.packets[-1].at_mono_ms >= from_mono_ms]


def _muxed(coding: Coding, packets: list[RingPacket]) -> Clip:
    start = min(packet.ticks for packet in packets)
    file = io.BytesIO()
    with _described(coding, packets) as described, av.open(file, "w", format="mp4") as container:
        template = described.streams.video[0]
        stream = container.add_stream_from_template(template)
        stream.time_base = _TIME_BASE
        if coding.codec in _PLAYABLE_TAG:
            stream.codec_context.codec_tag = _PLAYABLE_TAG[coding.codec]
        times = _decoding_times(packets)
        for packet, at, following in zip(packets, times, [*times[1:], times[-1]], strict=True):
            timed = _timed(packet, at, start, stream)
            # Without a length, players leave the last picture out.
            timed.duration = max(following - at, _SHORTEST_TICKS)
            container.mux_one(timed)
        width, height = template.codec_context.width, template.codec_context.height
    return Clip(
        file.getvalue(),
        start // TICKS_PER_MS,
        max(packet.at_mono_ms for packet in packets),
        width,
        height,
        len(packets),
    )


def _described(coding: Coding, packets: list[RingPacket]) -> InputContainer:
    """The first pictures as a bare stream, in which FFmpeg finds out what MP4 wants to know."""
    bare = coding.extradata + b"".join(packet.data for packet in packets[:2])
    return av.open(io.BytesIO(bare), "r", format=_ELEMENTARY[coding.codec])


def _decoding_times(packets: list[RingPacket]) -> list[int]:
    """When each packet is to be decoded: cameras tell only when a picture is to be shown.

    The times of showing in order, moved back so far that no picture is shown before it is decoded.
    """
    in_order = sorted(packet.ticks for packet in packets)
    ahead = max(at - packet.ticks for at, packet in zip(in_order, packets, strict=True))
    return [at - ahead for at in in_order]


def _timed(packet: RingPacket, decode_at: int, start: int, stream: Stream) -> av.Packet[Stream]:
    timed = av.Packet(packet.data)
    timed.time_base = _TIME_BASE
    timed.pts, timed.dts = packet.ticks - start, decode_at - start
    timed.is_keyframe = packet.is_key
    timed.stream = stream
    return timed
