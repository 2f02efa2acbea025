"""Clips play anywhere, begin where they say, and are honest about what is missing."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING

import av
import pytest

from duty_desk.video.clip import clips_of
from tests.video.coded import feed, ring_of, shade_of

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.video.replay_orders import Clip

SINCE = 100_000
ALL = (0, 10**9)
CODINGS = [("h264", {}), ("h264", {"bf": "2"}), ("hevc", {"bf": "2"}), ("mjpeg", {})]


def shown(clip: Clip) -> list[tuple[float, int]]:
    """Time and number of every frame that a player shows."""
    with av.open(io.BytesIO(clip.data)) as container:
        return [
            (float(frame.time), shade_of(frame.to_ndarray(format="bgr24")))
            for frame in container.decode(video=0)
        ]


@pytest.mark.parametrize(("codec", "wishes"), CODINGS)
def test_every_frame_is_in_the_file_at_its_time(codec: str, wishes: dict[str, str]):
    """H.264 and H.265 with and without B-frames, and MJPEG: whole, in order, ten a second."""
    (clip,) = clips_of(ring_of(codec, **wishes).frozen(), *ALL)
    frames = shown(clip)

    assert [number for _, number in frames] == list(range(40))
    assert [round(at * 10) for at, _ in frames] == list(range(40))
    assert (clip.width, clip.height, clip.frames) == (320, 180, 40)
    assert (clip.from_mono_ms, clip.to_mono_ms) == (SINCE, SINCE + 3_900)


def test_span_begins_at_the_key_frame_before():
    """Twelve tenths of a second wanted: from the key frame that opens them, not one more after."""
    (clip,) = clips_of(ring_of().frozen(), SINCE + 1_300, SINCE + 2_500)

    assert [number for _, number in shown(clip)] == list(range(10, 26))
    assert (clip.from_mono_ms, clip.to_mono_ms) == (SINCE + 1_000, SINCE + 2_500)


def test_reconnected_camera_makes_one_file_with_a_pause():
    """A loss within the span stays visible as a pause; both sides of it are there."""
    ring = ring_of()
    ring.begin("h264", None)
    feed(ring, "h264", SINCE + 8_000)
    (clip,) = clips_of(ring.frozen(), *ALL)
    frames = shown(clip)

    assert len(frames) == 80
    assert round(frames[40][0] - frames[39][0], 1) == 4.1


def test_other_resolution_is_another_file():
    """One file carries one coding: what a camera sends after its change is a second one."""
    ring = ring_of()
    ring.begin("h264", None)
    feed(ring, "h264", SINCE + 4_000, size=(160, 120))
    clips = clips_of(ring.frozen(), *ALL)

    assert [(clip.width, clip.height, clip.frames) for clip in clips] == [
        (320, 180, 40),
        (160, 120, 40),
    ]


def test_camera_lost_long_before_gives_nothing():
    """What was on the screen minutes ago is no pre-event clip."""
    assert clips_of(ring_of().frozen(), SINCE + 60_000, SINCE + 90_000) == ()


def test_unknown_coding_gives_nothing():
    """What MP4 cannot carry is not made up."""
    ring = ring_of()
    ring.begin("speedhq", None)
    groups = list(ring.frozen())

    assert clips_of(groups, *ALL)
    assert clips_of([type(groups[0])(ring._coding, groups[0].packets)], *ALL) == ()


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
@pytest.mark.parametrize(
    ("codec", "wishes", "tag"), [("h264", {"bf": "2"}, "avc1"), ("hevc", {}, "hvc1")]
)
def test_another_program_reads_the_file(tmp_path: Path, codec: str, wishes: dict, tag: str):
    """ffprobe, and with it most players, finds the coding, the size, every frame, no complaint."""
    (clip,) = clips_of(ring_of(codec, **wishes).frozen(), *ALL)
    file = tmp_path / "clip.mp4"
    file.write_bytes(clip.data)
    entries = "stream=codec_tag_string,width,height,nb_read_frames"
    words = ["ffprobe", "-v", "warning", "-count_frames", "-show_entries", entries]
    told = subprocess.run([*words, "-of", "csv=p=0", file], capture_output=True, check=True)

    assert told.stdout.decode().strip() == f"{tag},320,180,40"
    assert told.stderr == b""
