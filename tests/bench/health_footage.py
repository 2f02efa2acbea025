"""Footage for the bench of the diagnosis: real clips and invented streets, as one camera each."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import av

from duty_desk.video.sampling import sampled
from duty_desk.video.yuv_frame import spoiled_after
from duty_desk.vision.cv import cv2
from tests.vision.street import Street

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

BEAT_MS = 500
WIDTH_PX = 480
# What is healthy in the clips that show a real fault, in seconds; others are healthy throughout.
HEALTHY_S = {"REAL_TAMPER": 60.0, "REAL_DEFOCUS": 0.0}


@dataclass(frozen=True)
class Footage:
    """One camera's healthy pictures, two a second, BGR, sides multiples of 16."""

    name: str
    pictures: list[Picture]
    is_real: bool

    def picture(self, at: int) -> Picture:
        """Picture `at`; where the clip ends it runs back, so that nothing jumps."""
        count = len(self.pictures)
        place = at % max(1, 2 * count - 2)
        return self.pictures[place if place < count else 2 * count - 2 - place].copy()


def footage_of(clips: Path | None) -> list[Footage]:
    """The healthy part of every clip of a folder, and three invented streets."""
    found = []
    for path in sorted(clips.glob("*.mp4")) if clips else []:
        healthy_s = next((s for mark, s in HEALTHY_S.items() if mark in path.stem), 1e6)
        if healthy_s:
            found.append(Footage(path.stem, read_clip(path, healthy_s), is_real=True))
    for seed in (3, 5, 8):
        street = Street(seed)
        pictures = [street.picture(at) for at in range(90)]
        found.append(Footage(f"street {seed}", pictures, is_real=False))
    return found


def read_clip(path: Path, most_s: float = 1e6, beat_ms: int = BEAT_MS) -> list[Picture]:
    """Pictures of a clip, every `beat_ms`, scaled to what a sub-stream sends."""
    last = -beat_ms

    def is_due(at_ms: int) -> bool:
        nonlocal last
        if at_ms - last < beat_ms - 1:
            return False
        last = at_ms
        return True

    return [fitted(picture) for _, picture in sampled(str(path), is_due, round(most_s * 1000))]


def fitted(picture: Picture) -> Picture:
    """`picture` at most 480 wide, both sides multiples of 16."""
    height, width = picture.shape[:2]
    scale = min(1.0, WIDTH_PX / width)
    size = (round(width * scale) // 16 * 16, round(height * scale) // 16 * 16)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def encoded(pictures: list[Picture], crf: int, key_every: int = 8) -> list[av.Packet]:
    """`pictures` as H.264, one packet each, as a camera would send them."""
    height, width = pictures[0].shape[:2]
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt = width, height, "yuv420p"
    context.time_base = Fraction(1, 2)
    context.gop_size = key_every
    context.options = {"preset": "veryfast", "tune": "zerolatency", "crf": str(crf)}
    context.thread_count = 1
    packets = []
    for at, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
        frame.pts = at
        packets += context.encode(frame)
    return packets + context.encode(None)


@dataclass
class Shown:
    """What a decoder made of packets: pictures by number, and which it called damaged."""

    pictures: dict[int, Picture] = field(default_factory=dict)
    spoiled: set[int] = field(default_factory=set)

    def recoded(self, crf: int, end: int) -> Shown:
        """As a recorder passes it on: what could not be decoded stands still, nothing is told."""
        last = self.pictures[min(self.pictures)]
        kept = [last := self.pictures.get(at, last) for at in range(end)]
        return decoded(encoded(kept, crf))


def decoded(packets: list[av.Packet], damage=None) -> Shown:
    """What a decoder makes of `packets`; `damage(number, bytes)` may spoil them."""
    context = av.CodecContext.create("h264", "r")
    context.thread_count = 1
    shown, was_spoiled = Shown(), False
    for number, packet in enumerate(packets):
        data = bytes(packet)
        sent = av.Packet(damage(number, data) if damage else data)
        sent.pts = sent.dts = number
        try:
            frames = context.decode(sent)
        except av.error.FFmpegError:
            was_spoiled = True
            continue
        for frame in frames:
            at, was_spoiled = int(frame.pts or 0), spoiled_after(frame, was_spoiled=was_spoiled)
            shown.pictures[at] = frame.to_ndarray(format="bgr24")
            if was_spoiled:
                shown.spoiled.add(at)
    return shown
