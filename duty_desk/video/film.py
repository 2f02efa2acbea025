"""Kept packets as a row of frames that can be shown one by one, on and back. Worker side."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, cast

import av
import av.error

from duty_desk.video.packet_ring import TICKS_PER_MS, Coding, Group, RingPacket
from duty_desk.video.yuv_frame import YuvFrame, plain_frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from av.video.stream import VideoStream

    from duty_desk.video.replay_orders import FilmFile

# Frames around the one that is shown: stepping back shall not decode a whole group each time.
_KEPT_BYTES = 64_000_000
# A camera that was lost for minutes is not waited for in a replay.
_LONGEST_PAUSE_MS = 1_000


@dataclass(frozen=True, order=True)
class FilmFrame:
    """One frame's place: when it is shown, and the group that holds it."""

    ticks: int
    group: int

    @property
    def at_mono_ms(self) -> int:
        """`ticks` in milliseconds."""
        return self.ticks // TICKS_PER_MS


class Film:
    """Groups that do not change any more, and their frames in the order of showing."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        self.frames = sorted(
            FilmFrame(packet.ticks, number)
            for number, group in enumerate(groups)
            for packet in group.packets
        )
        self.number_of = {frame.ticks: number for number, frame in enumerate(self.frames)}
        self._pace_ms = _paced(self.frames)

    @property
    def times(self) -> tuple[int, ...]:
        """When each frame was shown by the camera's own spacing, monotonic ms."""
        return tuple(frame.at_mono_ms for frame in self.frames)

    def pause_ms(self, first: int, last: int) -> int:
        """How long after frame `first` frame `last` is to be shown at the camera's own pace."""
        return self._pace_ms[last] - self._pace_ms[first]


def _paced(frames: Sequence[FilmFrame]) -> list[int]:
    at, last, row = 0, None, []
    for frame in frames:
        if last is not None:
            at += min((frame.ticks - last) // TICKS_PER_MS, _LONGEST_PAUSE_MS)
        last = frame.ticks
        row.append(at)
    return row


class Projector:
    """Decodes frames of a film. For one thread; cheap going on, a group's work going elsewhere."""

    def __init__(self, film: Film) -> None:
        self._film = film
        self._flow: Iterator[tuple[av.VideoFrame, Fraction | None]] = iter(())
        self._next = len(film.frames)
        self._kept: OrderedDict[int, YuvFrame] = OrderedDict()
        self._kept_bytes = 0

    def frame(self, number: int) -> tuple[int, YuvFrame] | None:
        """Frame `number`, or the next that can be decoded; None when none follows."""
        if number in self._kept:
            return number, self._kept[number]
        self._wind(number)
        for picture, aspect in self._flow:
            found = self._film.number_of.get(picture.pts or 0)
            if found is None:
                continue
            frame = plain_frame(picture, found, self._film.frames[found].at_mono_ms, aspect)
            self._keep(found, frame)
            self._next = found + 1
            if found >= number:
                return found, frame
        self._next = len(self._film.frames)
        return None

    def _wind(self, number: int) -> None:
        """Go to the group's key frame, unless going on from here is nearer."""
        group = self._film.frames[number].group
        first = self._film.number_of[self._film.groups[group].packets[0].ticks]
        if number < first:
            # A picture before its own key frame in time leans on the group before.
            group = max(group - 1, 0)
            first = self._film.number_of[self._film.groups[group].packets[0].ticks]
        if not min(first, number) <= self._next <= number:
            self._flow = _decoded(self._film.groups[group:])

    def _keep(self, number: int, frame: YuvFrame) -> None:
        if number in self._kept:
            return
        self._kept[number] = frame
        self._kept_bytes += frame.size_bytes
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
            _number, gone = self._kept.popitem(last=False)
            self._kept_bytes -= gone.size_bytes


def _decoded(groups: Sequence[Group]) -> Iterator[tuple[av.VideoFrame, Fraction | None]]:
    """The pictures of `groups` in the order of showing, with the shape of their pixels.

    What cannot be decoded is left out.
    """
    for coding, part in groupby(groups, key=lambda group: group.coding):
        context = _decoder(coding)
        if context is None:
            continue
        packets = [packet for group in part for packet in group.packets]
        for packet in [*packets, None]:
            for picture in _pictures(context, packet):
                yield picture, context.sample_aspect_ratio


def _decoder(coding: Coding) -> av.VideoCodecContext | None:
    context = av.CodecContext.create(coding.codec, "r")
    if not isinstance(context, av.VideoCodecContext):
        return None
    if coding.extradata:
        context.extradata = coding.extradata
    context.thread_count = 1
    return context


def _pictures(context: av.VideoCodecContext, packet: RingPacket | None) -> Sequence[av.VideoFrame]:
    """What comes out when `packet` goes in; the last ones when there is no more."""
    coded = None
    if packet is not None:
        coded = av.Packet(packet.data)
        coded.pts = coded.dts = packet.ticks
    try:
        return context.decode(cast("av.Packet[VideoStream] | None", coded))
    except av.error.FFmpegError:
        return ()


def film_of_files(files: Sequence[FilmFile]) -> Film:
    """MP4 files as one film.

    Raises:
        OSError: a file cannot be read; FFmpeg's own errors are of this kind too.
    """
    return Film([group for file in files for group in _groups_of(file)])


def _groups_of(file: FilmFile) -> list[Group]:
    groups: list[Group] = []
    with av.open(file.path) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        coding = Coding(context.name, context.extradata or b"")
        for packet in container.demux(stream):
            if packet.pts is None or not packet.size or packet.time_base is None:
                continue
            if packet.is_keyframe or not groups:
                groups.append(Group(coding, []))
            at_ms = file.starts_ms + packet.pts * packet.time_base * 1000
            ticks = round(at_ms * TICKS_PER_MS)
            groups[-1].packets.append(RingPacket(bytes(packet), ticks, packet.is_keyframe))
    return groups
