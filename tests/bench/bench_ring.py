"""What keeping the last half minute costs, beside keeping it as pictures.

    python -m tests.bench.bench_ring [--clip FILE] [--rounds N] [--json]

Without `--clip` a street picture is made at 720p25 and at 360p15. Each round runs, on the same
seconds of video and one after the other: taking the packets from the stream (which the tile needs
anyway), the same with the ring, and a pre-roll of full JPEG pictures of quality 80, five a second,
made from frames that are decoded already. Times are processor time of the one thread; only ratios
within one run mean anything on a shared computer. The goal is 1/20. Then: putting 30 s into an MP4
file, the first picture of a replay, one frame back (at 720p over a key picture), and a jump.
Making the clips needs ffmpeg.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2

from duty_desk.video.clip import clips_of
from duty_desk.video.film import Film, Projector
from duty_desk.video.packet_ring import Arrived, PacketRing
from tests.bench.wall_clips import street_clip

if TYPE_CHECKING:
    from collections.abc import Callable

MADE = (((1280, 720), 25), ((640, 360), 15))
PICTURES_A_SECOND = 5
QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 80]
KEPT_S = 30


@dataclass(frozen=True)
class Video:
    """A file as a camera would send it: coded pictures, evenly spaced."""

    file: Path
    fps: float
    seconds: float


def video_of(file: Path, fps: float) -> Video:
    """Count what is in a file."""
    count = sum(1 for _ in packets(file))
    return Video(file, fps, count / fps)


def packets(file: Path):
    """The packets as they come."""
    with av.open(str(file)) as container:
        for packet in container.demux(container.streams.video[0]):
            if packet.size:
                yield packet


def filled(video: Video, repeats: int = 1) -> PacketRing:
    """A ring that has seen the video as often as wanted."""
    ring = PacketRing()
    number = 0
    for _ in range(repeats):
        for packet in packets(video.file):
            if number == 0:
                context = packet.stream.codec_context
                ring.begin(context.name, context.extradata)
            at_ms = round(number * 1000 / video.fps)
            ring.add(Arrived(bytes(packet), at_ms * 90, packet.is_keyframe, at_ms))
            number += 1
    return ring


def took_ms(work: Callable[[], object]) -> float:
    """Processor time of this thread."""
    began = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - began) / 1e6


def jpegs(frames: list[av.VideoFrame]) -> int:
    """The pre-roll as pictures; their size in bytes."""
    return sum(
        len(cv2.imencode(".jpg", frame.to_ndarray(format="bgr24"), QUALITY)[1]) for frame in frames
    )


def costs(video: Video, rounds: int) -> dict[str, float]:
    """CPU ms per camera-second, medians; megabytes for the half minute."""
    with av.open(str(video.file)) as container:
        every = max(1, round(video.fps / PICTURES_A_SECOND))
        frames = [frame for n, frame in enumerate(container.decode(video=0)) if n % every == 0]
    demux, ring, pictures = [], [], []
    for _ in range(rounds):
        demux.append(took_ms(lambda: sum(1 for _ in packets(video.file))))
        ring.append(took_ms(lambda: filled(video)))
        pictures.append(took_ms(lambda: jpegs(frames)))
    extra = [with_ring - alone for with_ring, alone in zip(ring, demux, strict=True)]
    ratio = statistics.median(e / p for e, p in zip(extra, pictures, strict=True))
    repeats = int(KEPT_S / video.seconds) + 2
    return {
        "demux_ms_per_s": statistics.median(demux) / video.seconds,
        "ring_extra_ms_per_s": statistics.median(extra) / video.seconds,
        "jpeg_ms_per_s": statistics.median(pictures) / video.seconds,
        "ring_to_jpeg": ratio,
        "ring_mb": filled(video, repeats).size_bytes / 1e6,
        "jpeg_mb": jpegs(frames) * KEPT_S / video.seconds / 1e6,
    }


def looks(video: Video, rounds: int) -> dict[str, float]:
    """What the operator waits for, in CPU ms; medians."""
    groups = filled(video, int(KEPT_S / video.seconds) + 2).frozen()
    last = groups[-1].packets[-1].at_mono_ms
    clip = [took_ms(lambda: clips_of(groups, last - 30_000, last)) for _ in range(rounds)]
    first, back, jump = [], [], []
    for _ in range(rounds):
        projector = Projector(Film(groups))
        first.append(took_ms(lambda: projector.frame(0)))  # noqa: B023 - called at once
        projector.frame(200)
        back.append(took_ms(lambda: projector.frame(199)))  # noqa: B023
        jump.append(took_ms(lambda: projector.frame(110)))  # noqa: B023
    names = ("clip_30s_ms", "first_picture_ms", "back_over_key_ms", "jump_ms")
    return dict(zip(names, map(statistics.median, (clip, first, back, jump)), strict=True))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="what the packet ring costs")
    parser.add_argument("--clip", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    call = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        videos = {}
        if call.clip is not None:
            with av.open(str(call.clip)) as container:
                rate = container.streams.video[0].average_rate
            videos[call.clip.name] = video_of(call.clip, float(rate or 25))
        else:
            for size, fps in MADE:
                videos[f"{size[1]}p{fps}"] = video_of(street_clip(Path(folder), size, fps), fps)
        table = {
            name: costs(video, call.rounds) | looks(video, call.rounds)
            for name, video in videos.items()
        }
    if call.json:
        print(json.dumps(table))
        return
    for name, row in table.items():
        print(name)
        for what, value in row.items():
            print(f"  {what:22} {value:8.3f}")


if __name__ == "__main__":
    main()
