"""Stills are decoded with all care, tiles are not."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from duty_desk.video.pyav_source import PyAvSource
from duty_desk.video.source import StreamFailure, StreamSpec

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.video.yuv_frame import YuvFrame

FRAMES = 40


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Coarse video whose blocks show without the loop filter; a key frame every 20 pictures."""
    file = tmp_path / "coarse.mp4"
    dice = np.random.default_rng(3)
    ground = dice.normal(120, 45, (90, 160, 3)).repeat(2, axis=0).repeat(2, axis=1)
    options = {"g": "20", "crf": "38", "bf": "2", "preset": "veryfast"}
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=20, options=options)
        stream.width, stream.height = 320, 180
        stream.pix_fmt = "yuv420p"
        for number in range(FRAMES):
            picture = np.clip(np.roll(ground, number * 3, axis=1), 0, 255).astype(np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        container.mux(stream.encode())
    return file


def frames_of(film: Path) -> list[YuvFrame]:
    source = PyAvSource(StreamSpec("C017", str(film)))
    source.open()
    # A file comes faster than its own clock, which a camera never does: nothing is to be shed.
    source._gate.lets_in = lambda _arrival: True
    frames = []
    with contextlib.suppress(StreamFailure):
        while True:
            frames.append(source.read())
    source.close()
    return [frame for frame in frames if frame is not None]


def test_still_is_the_frame_as_the_camera_coded_it(film: Path):
    """Bit for bit what a player shows, in order, between key frames and with B-frames."""
    with av.open(str(film)) as container:
        wanted = {f.pts: f.to_ndarray(format="bgr24") for f in container.decode(video=0)}
    frames = frames_of(film)

    assert len(frames) >= FRAMES - 3
    assert all(np.array_equal(one.bgr(), wanted[one._frame.pts]) for one in frames[:-3:6])


def test_tile_is_decoded_faster_and_coarser(film: Path):
    """The frame itself differs: this is what the trail is for."""
    frame = frames_of(film)[15]
    tile = frame._frame.to_ndarray(format="bgr24")

    assert not np.array_equal(tile, frame.bgr())


def test_frame_of_a_stream_without_times_is_found_again(film: Path, tmp_path: Path):
    """Nor do the first pictures of a session have one: none of them has to keep its pixels."""
    with av.open(str(film)) as container:
        pictures = [one.to_ndarray(format="bgr24") for one in container.decode(video=0)]
    bare = tmp_path / "bare.h264"
    with av.open(str(film)) as container, av.open(str(bare), "w", format="h264") as out:
        stream = out.add_stream_from_template(container.streams.video[0])
        for packet in container.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    frames = frames_of(bare)[:17]  # up to those that come out after the next key frame
    for frame in frames:
        frame.lighten()

    assert [frame.size_bytes for frame in frames] == [0] * 17
    assert all(np.array_equal(one.bgr(), pictures[n]) for n, one in enumerate(frames))


def test_frame_without_its_packets_is_given_as_it_is(film: Path):
    """Too many packets to keep: the tile's own frame is the best there is."""
    frame = frames_of(film)[15]
    frame._origin.trail._packets.clear()

    assert np.array_equal(frame.bgr(), frame._frame.to_ndarray(format="bgr24"))
