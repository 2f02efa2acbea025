"""A picture of the first engine, in the decoder's own format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import av.logging
import numpy as np

from duty_desk.video.part import WHOLE, Part
from duty_desk.video.tile_scale import draw_planes, draw_whole, stretched

if TYPE_CHECKING:
    from fractions import Fraction

    from av.video.plane import VideoPlane
    from numpy.typing import NDArray

    from duty_desk.video.packet_trail import PacketTrail

# FFmpeg's own lines may carry addresses with logins: nothing of them is ever printed.
av.logging.set_level(av.logging.PANIC)
av.logging.set_libav_level(av.logging.PANIC)

_PLANAR = frozenset(
    {"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "yuv440p", "yuvj440p"}
)
_FULL_RANGE = 2
# What can be decoded again while an operator waits for a still, on a busy computer.
_MOST_DECODED_AGAIN_PX = 30_000_000


class Origin(NamedTuple):
    """The packets a frame was decoded from, if they are kept."""

    trail: PacketTrail | None
    length: int | None
    pixel_aspect: float


class YuvFrame:
    """A frame as the decoder gave it; holding it holds the decoder's buffer, nothing is copied."""

    is_spoiled = False

    def __init__(
        self,
        frame: av.VideoFrame,
        pts_ms: int,
        received_mono_ms: int,
        origin: Origin,
        camera_at: int | None,
    ) -> None:
        self._frame: av.VideoFrame | None = frame
        self._pts = frame.pts
        self._origin = origin
        self.camera_at = camera_at
        self.width = frame.width
        self.height = frame.height
        self.pts_ms = pts_ms
        self.received_mono_ms = received_mono_ms
        self.pixel_aspect = origin.pixel_aspect
        self._size_bytes = 0

    @property
    def size_bytes(self) -> int:
        if self._frame is None:
            return 0
        if self._size_bytes == 0:
            self._size_bytes = sum(plane.buffer_size for plane in self._frame.planes)
        return self._size_bytes

    def draw(self, into: NDArray[np.uint8], part: Part = WHOLE) -> None:
        frame = self._whole()
        name = frame.format.name
        if name not in _PLANAR:
            whole = frame.to_ndarray(format="bgra").astype(np.uint8, copy=False)
            draw_whole(part.of(whole), into)
            return
        y, u, v = (part.of(_plane(plane)) for plane in frame.planes)
        full_range = name.startswith("yuvj") or frame.color_range == _FULL_RANGE
        draw_planes((y, u, v), into, is_full_range=full_range)

    def luma(self) -> NDArray[np.uint8]:
        frame = self._whole()
        name = frame.format.name
        if name not in _PLANAR:
            return frame.to_ndarray(format="gray").astype(np.uint8, copy=False)
        plane = _plane(frame.planes[0])
        is_full = name.startswith("yuvj") or frame.color_range == _FULL_RANGE
        return plane if is_full else stretched(plane)

    def bgr(self) -> NDArray[np.uint8] | None:
        trail, length = self._origin.trail, self._origin.length
        frame = (trail.best(length, self._pts) if trail and length else None) or self._frame
        if frame is None:
            return None
        return frame.to_ndarray(format="bgr24").astype(np.uint8, copy=False)

    def lighten(self) -> None:
        trail, length = self._origin.trail, self._origin.length
        if self._frame is None or trail is None or not length:
            return
        is_quick = length * self.width * self.height <= _MOST_DECODED_AGAIN_PX
        if is_quick and trail.has(length, self._pts):
            self._frame = None

    def _whole(self) -> av.VideoFrame:
        if self._frame is None:
            raise ValueError(self._pts)
        return self._frame


def plain_frame(
    frame: av.VideoFrame, number: int, received_mono_ms: int, aspect: Fraction | None
) -> YuvFrame:
    """A frame that was decoded with all care already; `number` stands for its stream time."""
    origin = Origin(None, None, sane_aspect(aspect))
    return YuvFrame(frame, number, received_mono_ms, origin, None)


def spoiled_after(frame: av.VideoFrame, *, was_spoiled: bool) -> bool:
    """Whether damage is in `frame`: errors of its own, or of those since the last key picture."""
    return frame.is_corrupt or (was_spoiled and not frame.key_frame)


def sane_aspect(aspect: Fraction | None) -> float:
    """The pixel aspect, unless it is one of the absurd ones that some cameras declare."""
    return float(aspect) if aspect and 0.4 < aspect < 2.5 else 1.0


def _plane(plane: VideoPlane) -> NDArray[np.uint8]:
    """A plane's pixels, (rows, columns) uint8, without a copy."""
    pixels: NDArray[np.uint8] = np.frombuffer(memoryview(plane), np.uint8)
    rows = pixels.reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]
