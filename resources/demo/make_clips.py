# ruff: noqa: INP001 - a script beside its data, no package
"""Makes the demo's sixteen loops of moving pictures: views cut from one clip, and drawn streets.

    python resources/demo/make_clips.py PATH/TO/vtest.avi [FOLDER]

The clip is OpenCV's sample `vtest` (768x576, 10 pictures a second, 80 s). Each view is a crop
of it at its own time, size, rate and light. Each loop fades into its own beginning, so that
people do not jump where it closes. Pictures are BGR, uint8, (height, width, 3).
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
from draw_heap import draw_heap
from draw_street import street
from light import LIGHTS, stamp_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCE_FPS = 10
FADE_S = 0.8
FINEST_CRF = 27
SUB_FPS = 15
SUB_SIZES = {True: (480, 270), False: (352, 288)}  # wide pictures, and the others


@dataclass(frozen=True)
class View:
    """One loop: what is cut out (x, y, width in px of the source), when, and how it looks."""

    name: str
    size: tuple[int, int]
    fps: int
    seconds: int
    light: str
    crop: tuple[int, int, int] = (0, 0, 768)
    start_s: float = 0.0
    mirrored: bool = False
    clock: str = ""
    street_seed: int = 0  # not 0: a drawn street instead of a cut-out
    limit_kb: int = 255
    heap: tuple[float, float, float] | None = None  # rubbish on the ground: see `draw_heap`


VIEWS = (
    View("c017", (768, 432), 12, 16, "night", (0, 60, 768), 2),
    View("c018", (640, 360), 15, 15, "dusk", (236, 60, 532), 20),
    View("c022", (704, 576), 8, 14, "night", (300, 190, 440), 40, clock="02:46:50"),
    View("c025", (640, 360), 10, 18, "infrared", (130, 110, 600), 55),
    View("c031", (1280, 720), 12, 12, "overcast", (320, 0, 448), 8, clock="14:07:32"),
    View("c034", (640, 360), 15, 12, "lamp", (350, 150, 416), 30),
    View("c037", (768, 432), 25, 12, "day", (0, 72, 768), 44),
    View("c041", (704, 576), 10, 16, "dusk", (60, 40, 560), 60),
    View("c046", (640, 360), 8, 20, "night", (0, 150, 620), 12, mirrored=True),
    View("c052", (1280, 720), 10, 14, "street", street_seed=3, clock="02:47:04"),
    View("c055", (768, 432), 15, 14, "day", (384, 0, 384), 24),
    View("c060", (704, 576), 12, 14, "street", street_seed=8),
    View("c063", (640, 360), 12, 15, "lamp", (0, 40, 480), 34),
    View("c071", (768, 432), 20, 14, "street", street_seed=14),
    View("c077", (1280, 720), 8, 16, "infrared", (200, 130, 540), 5, clock="02:45:11"),
    View("c080", (640, 360), 15, 13, "overcast", (0, 0, 500), 62, mirrored=True),
    # The same cameras knocked to another direction, and with something hung over the lens.
    View(
        "c022-turned", (704, 576), 8, 8, "night", (10, 0, 400), 40, False, "02:48:03", limit_kb=110
    ),
    View("c034-covered", (640, 360), 15, 6, "covered", (350, 150, 416), 30, limit_kb=60),
    # A street after somebody has left his rubbish there.
    View(
        "c071-littered",
        (768, 432),
        20,
        6,
        "street",
        street_seed=14,
        limit_kb=120,
        heap=(0.845, 0.84, 0.095),
    ),
)


def main() -> None:
    """Make all loops, or those named after the folder."""
    source = Path(sys.argv[1])
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent
    for view in VIEWS:
        if len(sys.argv) <= 3 or view.name in sys.argv[3:]:
            whole = list(pictures(view, source))
            small = sub_stream(view)
            few = [whole[n * view.fps // small.fps] for n in range(small.fps * small.seconds)]
            made = ((view, whole), (small, [shrunk(one, small.size) for one in few]))
            for stream, frames in made:
                file = folder / f"{stream.name}.h264"
                encode(stream, frames, file)
                sys.stdout.write(f"{file.name} {file.stat().st_size // 1024} KB\n")


def sub_stream(view: View) -> View:
    """The second, smaller stream that a camera sends beside its main one."""
    size = SUB_SIZES[view.size[0] * 9 > view.size[1] * 15]
    name, fps = f"{view.name}-sub", min(view.fps, SUB_FPS)
    limit_kb = view.limit_kb * 2 // 5
    return replace(view, name=name, size=size, fps=fps, limit_kb=limit_kb)


def shrunk(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The picture at the size of the sub-stream."""
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def pictures(view: View, source: Path) -> Iterator[np.ndarray]:
    """The finished pictures of a loop."""
    light = LIGHTS[view.light](view.size)
    count = view.fps * view.seconds
    if view.street_seed:
        at = street(view.street_seed, view.size, view.seconds)
    else:
        at = CutOut(view, source).at
    for number in range(count):
        picture = light(closed_loop(at, number / view.fps, view.seconds))
        if view.heap:
            draw_heap(picture, view.heap)
        if view.clock:
            stamp_clock(picture, view.clock, number // view.fps)
        yield picture


def closed_loop(at: Callable[[float], np.ndarray], moment_s: float, seconds: float) -> np.ndarray:
    """The picture at a moment; the first ones are mixed with what follows the loop's end."""
    picture = at(moment_s)
    if moment_s >= FADE_S:
        return picture
    share = moment_s / FADE_S
    return cv2.addWeighted(picture, share, at(seconds + moment_s), 1 - share, 0)


class CutOut:
    """A crop of the source clip that can be asked for any moment, between its pictures too."""

    def __init__(self, view: View, source: Path) -> None:
        self._view = view
        self._frames = list(self._read(source))
        self._flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._flows: dict[int, np.ndarray] = {}

    def _read(self, source: Path) -> Iterator[np.ndarray]:
        view = self._view
        x, y, width = view.crop
        height = width * view.size[1] // view.size[0]
        first = int(view.start_s * SOURCE_FPS)
        count = int((view.seconds + FADE_S) * SOURCE_FPS) + 2
        with av.open(str(source)) as container:
            for number, frame in enumerate(container.decode(video=0)):
                if number >= first + count:
                    break
                if number >= first:
                    whole = frame.to_ndarray(format="bgr24")
                    if y + height > whole.shape[0] or x + width > whole.shape[1]:
                        raise SystemExit(f"{view.name}: the crop leaves the picture")
                    yield self._scaled(whole[y : y + height, x : x + width])

    def _scaled(self, crop: np.ndarray) -> np.ndarray:
        way = cv2.INTER_CUBIC if crop.shape[1] < self._view.size[0] else cv2.INTER_AREA
        scaled = cv2.resize(crop, self._view.size, interpolation=way)
        # The source's own coding noise would cost half of the bits.
        smooth = cv2.bilateralFilter(scaled, 5, 14, 3)
        return cv2.flip(smooth, 1) if self._view.mirrored else smooth

    def at(self, moment_s: float) -> np.ndarray:
        """The picture at a moment, moved along the optical flow from its neighbours."""
        position = moment_s * SOURCE_FPS
        index, share = int(position), position % 1
        if share < 0.02:
            return self._frames[index]
        flow = self._flow_from(index)
        rows, columns = np.indices(flow.shape[:2], dtype=np.float32)
        before = self._moved(index, columns - share * flow[..., 0], rows - share * flow[..., 1])
        rest = 1 - share
        after = self._moved(index + 1, columns + rest * flow[..., 0], rows + rest * flow[..., 1])
        return cv2.addWeighted(before, rest, after, share, 0)

    def _flow_from(self, index: int) -> np.ndarray:
        if index not in self._flows:
            gray = [cv2.cvtColor(f, cv2.COLOR_BGR2GRAY) for f in self._frames[index : index + 2]]
            flow = self._flow.calc(gray[0], gray[1], None)
            flow[np.hypot(flow[..., 0], flow[..., 1]) < 0.5] = 0
            self._flows = {index: flow}
        return self._flows[index]

    def _moved(self, index: int, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
        frame = self._frames[index]
        return cv2.remap(frame, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def encode(view: View, frames: list[np.ndarray], file: Path) -> None:
    """Write the loop, coarser from try to try until it is small enough to be shipped."""
    limit_bytes = view.limit_kb * 1024 * (4 if view.size[0] >= 1280 else 3) // 3
    crf = FINEST_CRF
    while (size_bytes := _encoded(view, frames, crf, file)) > limit_bytes:
        crf += max(1, round(6 * math.log2(size_bytes / limit_bytes)))


def _encoded(view: View, frames: list[np.ndarray], crf: int, file: Path) -> int:
    """Write an Annex-B file: no B pictures, a key picture every 2 s, one slice a picture."""
    options = {"preset": "veryslow", "crf": str(crf), "bf": "0"}
    options |= {"profile": "baseline" if view.fps % 2 else "main"}
    # Each reference picture costs every receiver a whole picture of memory.
    options |= {"g": str(view.fps * 2), "x264-params": "scenecut=0:repeat-headers=1:slices=1:ref=2"}
    with av.open(str(file), "w", format="h264") as container:
        stream = container.add_stream("libx264", rate=view.fps, options=options)
        stream.width, stream.height = view.size
        stream.pix_fmt = "yuv420p"
        for picture in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        container.mux(stream.encode())
    return file.stat().st_size


if __name__ == "__main__":
    main()
