"""What cameras send: codecs, shapes, rates, reorderings and missing times, on both engines."""

from __future__ import annotations

import contextlib
import io
import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from duty_desk.video.engine import StreamState
from tests.video.paced_http import Broadcast, broadcasting
from tests.video.wall import Wall, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.video.engine import Picture

both_engines = pytest.mark.parametrize("engine", ["pyav", "opencv"])
SECONDS = 6
BOUNDARY = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"


@dataclass(frozen=True)
class Format:
    """A stream as a camera may send it."""

    size: tuple[int, int] = (320, 180)
    fps: int = 12
    codec: str = "libx264"
    container: str = "mpegts"
    options: dict[str, str] = field(default_factory=dict)

    def coded(self, seconds: float = SECONDS) -> bytes:
        """A bright bar that walks over grey."""
        file = io.BytesIO()
        wishes = {"g": str(self.fps), "bf": "0", "preset": "ultrafast", "crf": "14"}
        wishes |= self.options
        if self.codec == "libx265":
            wishes["x265-params"] = f"log-level=none:keyint={self.fps}:repeat-headers=1"
        with av.open(file, "w", format=self.container) as out:
            stream = out.add_stream(self.codec, rate=self.fps, options=wishes)
            stream.width, stream.height = self.size
            stream.pix_fmt = "yuvj420p" if self.codec == "mjpeg" else "yuv420p"
            for number in range(round(self.fps * seconds)):
                out.mux(stream.encode(self._frame(number)))
            out.mux(stream.encode())
        return file.getvalue()

    def _frame(self, number: int) -> av.VideoFrame:
        width, height = self.size
        # Noise, as every camera has it: a stream of next to no bytes is probed for seconds.
        noise = np.random.default_rng(number).integers(60, 80, (height, width, 1), np.uint8)
        picture = np.repeat(noise, 3, axis=2)
        left = number * 7 % (width - 20)
        picture[:, left : left + 20] = 230
        return av.VideoFrame.from_ndarray(picture, format="bgr24")


FORMATS = {
    "h264": Format(),
    "h265": Format(codec="libx265"),
    "h265-with-b-frames": Format(codec="libx265", options={"bf": "3"}),
    "b-frames": Format(options={"bf": "3", "preset": "veryfast", "refs": "3"}),
    "one-key-frame-in-ten-seconds": Format(options={"g": "150", "sc_threshold": "0"}),
    "fifty-a-second": Format(fps=50),
    "five-a-second": Format(fps=5),
    "four-to-three": Format(size=(320, 240)),
    "portrait": Format(size=(180, 320)),
    "no-multiple-of-sixteen": Format(size=(342, 190)),
    "no-timestamps": Format(container="h264"),
    "no-timestamps-h265": Format(codec="libx265", container="hevc"),
    "many-slices": Format(options={"slices": "4"}),
    "intra-refresh": Format(options={"x264-params": "intra-refresh=1:keyint=24"}),
}
WALLS = [(engine, name) for name in FORMATS for engine in ("pyav", "opencv")]


@pytest.fixture(scope="module")
def standing_wall() -> Iterator[Wall]:
    """One engine for all of these tests."""
    with Wall() as wall:
        yield wall


@pytest.fixture
def wall(standing_wall: Wall) -> Iterator[Wall]:
    """The wall with no camera open."""
    yield standing_wall
    for camera_id in standing_wall.engine.watched():
        standing_wall.engine.unwatch(camera_id)
    standing_wall.shown.clear()


@pytest.fixture(scope="module")
def street() -> Iterator[str]:
    """Every format on a path of its own."""
    paths = {name: Broadcast(one.coded(), SECONDS) for name, one in FORMATS.items()}
    paths |= {"changing": changing(), "mjpeg": motion_jpeg()}
    with broadcasting(paths) as address:
        yield address


def changing() -> Broadcast:
    """A camera that is set to another resolution while it streams."""
    first = Format(container="h264")
    second = replace(first, size=(176, 144))
    return Broadcast(first.coded(1.5) + second.coded(4.5), SECONDS)


def motion_jpeg() -> Broadcast:
    """The oldest way: one JPEG after the other, of an odd size."""
    coded = Format(size=(321, 181), fps=12, codec="mjpeg", container="mjpeg").coded()
    pictures = [b"\xff\xd8" + part for part in coded.split(b"\xff\xd8")[1:]]
    parts = [BOUNDARY % len(picture) + picture + b"\r\n" for picture in pictures]
    kind = "multipart/x-mixed-replace; boundary=--frame"
    return Broadcast(b"".join(parts), SECONDS, kind)


@dataclass
class Seen:
    """The first pictures of a stream, and how it stood then."""

    pictures: list[Picture]
    state: StreamState


@pytest.fixture(scope="module")
def gallery(standing_wall: Wall, street: str) -> dict[tuple[str, str], Seen]:
    """Every format on both engines, looked at all together."""
    wall = standing_wall
    for engine, name in WALLS:
        box = {"width_px": 200, "height_px": 200}
        wall.watch(f"{name} {engine}", f"{street}/{name}", engine, **box)
    seen: dict[tuple[str, str], Seen] = {}

    def look(engine: str, name: str) -> bool:
        picture = wall.pull(f"{name} {engine}")
        one = seen.setdefault((engine, name), Seen([], StreamState.CLOSED))
        if picture is not None and len(one.pictures) < 5:
            one.pictures.append(picture)
            one.state = wall.engine.status(f"{name} {engine}").state
        return len(one.pictures) == 5

    with contextlib.suppress(AssertionError):  # the tests tell which one is missing
        wait_for(lambda: all([look(*one) for one in WALLS]), 12)  # noqa: C419
    for engine, name in WALLS:
        wall.engine.unwatch(f"{name} {engine}")
    return seen


@both_engines
@pytest.mark.parametrize("name", FORMATS)
def test_format_moves_on_its_tile_in_its_own_shape(
    gallery: dict[tuple[str, str], Seen], name: str, engine: str
):
    """Whatever the camera sends is shown whole, in order, and is called live."""
    seen = gallery[engine, name].pictures
    width, height = FORMATS[name].size

    assert (seen[-1].stream_width, seen[-1].stream_height) == (width, height)
    shown_height, shown_width = seen[-1].bgra.shape[:2]
    assert max(shown_width, shown_height) == 200
    assert shown_width / shown_height == pytest.approx(width / height, rel=0.03)
    assert len(seen) == 5
    assert all(a.pts_ms <= b.pts_ms for a, b in itertools.pairwise(seen))
    assert np.abs(seen[-1].bgra.astype(int) - seen[-2].bgra.astype(int)).max() > 60
    assert gallery[engine, name].state is StreamState.LIVE


@both_engines
def test_motion_jpeg_over_http_is_shown(wall: Wall, street: str, engine: str):
    """A picture of odd sides, full range, no codec to speak of; a still has its own size."""
    wall.watch("C017", f"{street}/mjpeg", engine)
    wall.wait_picture("C017")
    shown = wall.wait_picture("C017")
    still = wall.engine.still("C017", shown.seq).result(5)

    assert (still.width, still.height) == (321, 181)
    assert 60 <= np.median(shown.bgra[:, :, :3]) <= 80


def test_resolution_that_changes_in_mid_stream_is_followed(wall: Wall, street: str):
    """The tile takes the new shape; the connection stays. OpenCV goes on with the whole picture,
    squeezed into the earlier shape until it connects again: its captures have one size for life."""
    wall.watch("C017", f"{street}/changing")
    wall.watch("C018", f"{street}/changing", "opencv")
    wall.wait_picture("C017")
    assert wall.shown["C017"].bgra.shape == (180, 320, 4)
    wait_for(lambda: wall.pull("C017") and wall.shown["C017"].stream_width == 176)

    assert wall.shown["C017"].bgra.shape == (180, 220, 4)
    assert wall.engine.status("C017").attempt == 1
    assert wall.wait_picture("C018").stream_width == 320


def test_rate_is_told_as_it_is(wall: Wall, street: str):
    """Fifty and five pictures a second, whatever the tile paints of them."""
    for name, least, most in (("fifty-a-second", 35, 60), ("five-a-second", 4, 6)):
        wall.watch(name, f"{street}/{name}")
        wait_for(lambda: least <= wall.engine.status(name).fps <= most)  # noqa: B023
