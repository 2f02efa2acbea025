"""Whether a video file can be played: its first, middle and last picture, decoded.

Run in a process of its own (`look_beside`): a file from outside may hang or kill a decoder. Only
local files are read, whatever a file says of others.
"""

from __future__ import annotations

import contextlib
import importlib.util
import multiprocessing
import signal
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from duty_desk.vision.cv import cv2
from duty_desk.vision.jpeg import encode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from multiprocessing.connection import Connection
    from pathlib import Path

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from duty_desk.vision.text import Picture

WITHIN_S = 120.0
PICTURE_WIDTH_PX = 640
_MICROSECONDS = 1_000_000
# Where to look for the last picture: so far before the end, until one is found.
_BEFORE_END_MS = (1, 2_000, 15_000, 60_000)
_SHORT_MS = 2_000  # pictures may end before the sound by so much
# Formats whose head says how long they are; others only guess.
_TOLD_LENGTHS = ("mp4", "matroska", "avi", "asf", "flv")
# FFmpeg shows any text as a picture of a terminal.
_TEXT_FORMATS = frozenset({"tty", "bin", "xbin", "adf", "idf"})


class Playing(StrEnum):
    """What came of the try to play a file."""

    PLAYABLE = "playable"
    SHORT = "short"  # its pictures end before the length it tells
    DAMAGED = "damaged"  # a video of which not every picture asked for can be decoded
    NOT_VIDEO = "not_video"
    UNCHECKED = "unchecked"  # the check hung or died, or this build cannot do it


@dataclass(frozen=True)
class SeenPicture:
    """One picture of a file: a JPEG at most 640 pixels wide, ms from the start (None: untold)."""

    at_ms: int | None
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True)
class FileLook:
    """What a look into a file found.

    Attributes:
        pictures: First, middle and last, as far as they could be decoded.
        length_ms: As the file tells it; None where it does not.
        seen_to_ms: When the last picture found is shown.
    """

    playing: Playing
    codec: str = ""
    width: int = 0
    height: int = 0
    length_ms: int | None = None
    seen_to_ms: int | None = None
    pictures: tuple[SeenPicture, ...] = ()


def look_beside(path: Path, within_s: float = WITHIN_S) -> FileLook:
    """Look into a file in a process of its own; `UNCHECKED` when that hangs or dies."""
    if importlib.util.find_spec("av") is None:
        return FileLook(Playing.UNCHECKED)
    context = multiprocessing.get_context("spawn")
    line, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(theirs, path), name="file look", daemon=True)
    process.start()
    theirs.close()
    found = FileLook(Playing.UNCHECKED)
    with contextlib.suppress(EOFError, OSError):
        if line.poll(within_s):
            found = line.recv()
    line.close()
    process.kill()
    process.join()
    process.close()
    return found


def _tell(line: Connection[FileLook, object], path: Path) -> None:
    """The child's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        line.send(look(path))


def look(path: Path) -> FileLook:
    """Look into a file in this process."""
    import av

    try:
        with _opened(path) as container:
            if container.format.name in _TEXT_FORMATS or not container.streams.video:
                return FileLook(Playing.NOT_VIDEO)
            looker = _Looker(container)
            seen = looker.sought()
            if not seen:
                return looker.told(seen)
        if len(seen) < 3:
            # Where no index leads, the pictures themselves are walked, from a new beginning.
            with _opened(path) as container:
                seen = [seen[0], *_Looker(container).walked()]
                return looker.told(seen)
        return looker.told(seen)
    except (av.FFmpegError, OSError, ValueError):
        return FileLook(Playing.NOT_VIDEO)


def _opened(path: Path) -> InputContainer:
    import av

    return av.open(str(path), options={"protocol_whitelist": "file"}, metadata_errors="replace")


class _Looker:
    """One open file and the pictures found in it."""

    def __init__(self, container: InputContainer) -> None:
        self._container = container
        self._format = container.format.name
        self._stream: VideoStream = container.streams.video[0]
        told = container.duration
        self._length_ms = None if not told or told < 0 else told // 1000
        self._start_ms = (container.start_time or 0) // 1000
        self._reached = 0

    def sought(self) -> list[VideoFrame]:
        """First, middle and last picture; fewer where no index leads to them."""
        found = [next(iter(self._frames()), None)]
        if self._length_ms is not None and found[0] is not None:
            found += [self._at(self._length_ms // 2), self._last(self._length_ms)]
        return [one for one in found if one is not None]

    def told(self, seen: list[VideoFrame]) -> FileLook:
        """What these pictures say about the file."""
        last_ms = self._ms(seen[-1]) if seen else None
        is_torn = any(one.is_corrupt for one in seen)
        playing = Playing.DAMAGED if len(seen) < 3 or is_torn else Playing.PLAYABLE
        if seen and self._ends_early(last_ms):
            playing = Playing.SHORT
        return FileLook(
            playing,
            codec=self._stream.codec_context.name,
            width=self._stream.codec_context.width,
            height=self._stream.codec_context.height,
            length_ms=self._length_ms,
            seen_to_ms=last_ms,
            pictures=tuple(SeenPicture(self._ms(one), _jpeg(one)) for one in seen),
        )

    def _ends_early(self, last_ms: int | None) -> bool:
        is_told = any(name in self._format for name in _TOLD_LENGTHS)
        if not is_told or self._length_ms is None or last_ms is None:
            return False
        return last_ms < self._length_ms - _SHORT_MS

    def _at(self, at_ms: int) -> VideoFrame | None:
        """The first picture at `at_ms` or after it, else the last before."""
        found = None
        for found in self._frames(at_ms):
            if (self._ms(found) or 0) >= at_ms:
                break
        return found

    def _last(self, length_ms: int) -> VideoFrame | None:
        for before_ms in _BEFORE_END_MS:
            frames = self._frames(max(0, length_ms - before_ms))
            if found := next(iter(deque(frames, maxlen=1)), None):
                return found
        return None

    def walked(self) -> list[VideoFrame]:
        """Middle and last key picture, all packets read in constant memory.

        The middle is that of the bytes, since nothing tells the length.
        """
        half = (self._container.size or 0) // 2
        middle = last = None
        self._stream.codec_context.skip_frame = "NONKEY"
        for last in self._frames():
            if middle is None and self._reached >= half:
                middle = last
        return [one for one in (middle or last, last) if one is not None]

    def _frames(self, from_ms: int | None = None) -> Iterable[VideoFrame]:
        """Pictures from the key picture before `from_ms` on, until the file or its sense ends."""
        import av

        with contextlib.suppress(av.FFmpegError, OSError, EOFError):
            if from_ms is not None:
                at = (from_ms + self._start_ms) * _MICROSECONDS // 1000
                self._container.seek(at, backward=True)
            for packet in self._container.demux(self._stream):
                self._reached = max(self._reached, packet.pos or 0)
                # One damaged packet does not end a recording.
                with contextlib.suppress(av.InvalidDataError):
                    yield from packet.decode()

    def _ms(self, frame: VideoFrame) -> int | None:
        return None if frame.time is None else round(frame.time * 1000) - self._start_ms


def _jpeg(frame: VideoFrame) -> bytes:
    picture = cast("Picture", frame.to_ndarray(format="bgr24"))
    if picture.shape[1] > PICTURE_WIDTH_PX:
        height = max(1, round(picture.shape[0] * PICTURE_WIDTH_PX / picture.shape[1]))
        size = (PICTURE_WIDTH_PX, height)
        picture = cast("Picture", cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    return encode(picture)
