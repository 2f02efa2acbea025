"""The streams that walls are measured on: a street picture with a camera's own noise, at one rate.

Also a clip whose pictures carry their number, for measuring how old a picture is when painted.
The decoder is imported late: the window's process, whose memory is measured, has none.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STREET = Path(__file__).resolve().parents[2] / "resources" / "demo" / "c031.h264"
SECONDS = 12
BLOCK_PX = 40
BITS = 10


@dataclass(frozen=True)
class Workload:
    """So many tiles of such streams."""

    tiles: int
    size: tuple[int, int]
    fps: int

    @property
    def name(self) -> str:
        return f"{self.tiles} x {self.size[1]}p{self.fps}"

    @property
    def tile_px(self) -> tuple[int, int]:
        """What a tile of this wall gets of a screen of 1920 x 1080."""
        across = max(1, round(self.tiles**0.5 + 0.49))
        return (1920 // across // 4 * 4, 1080 // across // 2 * 2)


WORKLOADS = (
    Workload(16, (640, 360), 15),
    Workload(36, (640, 360), 15),
    Workload(4, (1280, 720), 25),
    Workload(16, (1280, 720), 25),
)


def street_clip(folder: Path, size: tuple[int, int], fps: int) -> Path:
    """A loop as a street camera sends it: two seconds between key pictures, no B pictures."""
    width, height = size
    file = folder / f"street-{height}p{fps}.h264"
    rate = f"{width * height * fps // 4500}k"
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-y", "-r", "12", "-i", str(STREET)),
            *("-t", str(SECONDS), "-r", str(fps)),
            *("-vf", f"scale={width}:{height},noise=alls=5:allf=t"),
            *("-c:v", "libx264", "-preset", "medium", "-bf", "0", "-refs", "1"),
            *("-g", str(2 * fps), "-b:v", rate, "-maxrate", rate, "-bufsize", rate),
            *("-pix_fmt", "yuv420p", "-f", "h264", str(file)),
        ],
        check=True,
    )
    return file


def numbered_clip(folder: Path, fps: int) -> Path:
    """A clip of 640 x 360 whose pictures show their number as black and white blocks."""
    import av

    file = folder / f"numbered-{fps}.h264"
    with av.open(str(file), "w", format="h264") as container:
        options = {"g": str(2 * fps), "bf": "0", "preset": "veryfast", "tune": "zerolatency"}
        stream = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for number in range(SECONDS * fps):
            frame = av.VideoFrame.from_ndarray(_numbered(number), format="gray8")
            container.mux(stream.encode(frame.reformat(format="yuv420p")))
        container.mux(stream.encode())
    return file


def _numbered(number: int) -> NDArray[np.uint8]:
    picture = np.full((360, 640), 90, np.uint8)
    for bit in range(BITS):
        left = 40 + bit * (BLOCK_PX + 12)
        picture[160 : 160 + BLOCK_PX, left : left + BLOCK_PX] = 235 if number >> bit & 1 else 20
    return picture


def number_in(bgra: NDArray[np.uint8]) -> int:
    """The number a picture of `numbered_clip` shows; (height, width, 4) uint8 BGRA, any size."""
    height, width = bgra.shape[:2]
    y = round((160 + BLOCK_PX / 2) * height / 360)
    centres = [
        round((40 + bit * (BLOCK_PX + 12) + BLOCK_PX / 2) * width / 640) for bit in range(BITS)
    ]
    return sum(1 << bit for bit, x in enumerate(centres) if bgra[y, x, 1] > 128)
