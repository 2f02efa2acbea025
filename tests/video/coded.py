"""Made street pictures as the packets of a camera: every frame carries its number as a shade."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av
import numpy as np

from duty_desk.video.packet_ring import Arrived, PacketRing

if TYPE_CHECKING:
    from collections.abc import Iterator

FPS = 10
SHADE_STEP = 5
_ENCODERS = {"h264": "libx264", "hevc": "libx265", "mjpeg": "mjpeg"}
_PLAIN = {"h264": "h264_mp4toannexb", "hevc": "hevc_mp4toannexb", "mjpeg": "null"}


def packets(
    codec: str = "h264", frames: int = 40, size: tuple[int, int] = (320, 180), **options: str
) -> Iterator[tuple[bytes, int, bool]]:
    """Coded pictures in the order of decoding: bytes, number of the frame shown, is key."""
    file = io.BytesIO()
    wishes = {"g": "10", "bf": "0", **options} if codec != "mjpeg" else {}
    if codec == "hevc":
        wishes["x265-params"] = "log-level=none"
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream(_ENCODERS[codec], rate=FPS, options=wishes)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        for number in range(frames):
            container.mux(stream.encode(_frame(number, size)))
        container.mux(stream.encode())
    file.seek(0)
    with av.open(file) as container:
        stream = container.streams.video[0]
        plain = av.bitstream.BitStreamFilterContext(_PLAIN[codec], stream)
        for packet in container.demux(stream):
            for one in plain.filter(packet):
                if one.size:
                    number = round(one.pts * stream.time_base * FPS)
                    yield bytes(one), number, one.is_keyframe


def _frame(number: int, size: tuple[int, int]) -> av.VideoFrame:
    shade = 20 + number % 45 * SHADE_STEP
    return av.VideoFrame.from_ndarray(np.full((size[1], size[0], 3), shade, np.uint8))


def shade_of(picture: np.ndarray) -> int:
    """The number of the frame that `picture` shows."""
    return round((float(np.median(picture[..., :3])) - 20) / SHADE_STEP)


def ring_of(codec: str = "h264", since_ms: int = 100_000, **wishes: object) -> PacketRing:
    """A ring that a camera has filled; the frames arrive ten a second from `since_ms` on."""
    ring = PacketRing()
    ring.begin(codec, None)
    feed(ring, codec, since_ms, **wishes)
    return ring


def feed(ring: PacketRing, codec: str, since_ms: int, **wishes: object) -> None:
    """Let a camera send its pictures from `since_ms` on."""
    every_ms = 1000 // FPS
    coded = list(packets(codec, **wishes))
    # No picture leaves the camera before it was taken, also where others are coded after it.
    ahead = max(number - place for place, (_, number, _) in enumerate(coded))
    for place, (data, number, is_key) in enumerate(coded):
        came_ms = since_ms + (place + ahead) * every_ms
        ring.add(Arrived(data, number * 90 * every_ms, is_key, came_ms))
