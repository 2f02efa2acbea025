"""A look into video files from outside: whole ones, cut ones, and what is no video."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from duty_desk.video import file_look
from duty_desk.video.file_look import FileLook, Playing, look, look_beside
from duty_desk.vision.jpeg import decode
from tests.video.coded import shade_of

if TYPE_CHECKING:
    from collections.abc import Callable

FRAMES, FPS = 40, 10
STEP = 5
DEMO = Path(__file__).parents[2] / "resources" / "demo" / "c017-sub.h264"


def record(path: Path, **options: str) -> Path:
    """A recording of 4 s whose frames tell their number by their shade."""
    with av.open(str(path), "w", options=options) as out:
        stream = out.add_stream("libx264", rate=FPS, options={"g": "10", "bf": "0", "crf": "10"})
        stream.width, stream.height = 320, 180
        for number in range(FRAMES):
            shade = np.full((180, 320, 3), 20 + number * STEP, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(shade)))
        out.mux(stream.encode())
    return path


def cut(path: Path, share: float) -> Path:
    """Keep only the beginning of a file."""
    os.truncate(path, int(path.stat().st_size * share))
    return path


def numbers(found: FileLook) -> list[int]:
    """The numbers of the frames that were found."""
    return [shade_of(decode(one.jpeg)) for one in found.pictures]


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts", "avi"])
def test_first_middle_and_last_picture_are_found(tmp_path: Path, suffix: str) -> None:
    """Of a whole recording the first, the middle and the very last picture are shown."""
    found = look(record(tmp_path / f"镕𠮷.{suffix}"))

    first, middle, last = numbers(found)
    assert found.playing is Playing.PLAYABLE
    assert (first, last) == (0, FRAMES - 1)
    assert abs(middle - FRAMES // 2) <= 2
    assert (found.codec, found.width, found.height) == ("h264", 320, 180)


def test_a_raw_stream_without_times_is_walked() -> None:
    """A bare H.264 file, which tells neither times nor length, has three pictures too."""
    found = look(DEMO)

    assert found.playing is Playing.PLAYABLE
    assert len(found.pictures) == 3


def test_a_recording_cut_short_says_so(tmp_path: Path) -> None:
    """A file whose head promises four seconds and whose pictures end earlier is called short."""
    path = record(tmp_path / "cut.mp4", movflags="faststart")
    pictures_share = 1 - path.read_bytes().index(b"mdat") / path.stat().st_size

    found = look(cut(path, 1 - pictures_share / 2))

    assert found.playing is Playing.SHORT
    assert found.seen_to_ms is not None
    assert found.seen_to_ms < 2_000


def text(path: Path) -> Path:
    """A text file with the name of a video."""
    path.write_text("no video\n" * 500)
    return path


def headless(path: Path) -> Path:
    """A recording that lost its index, which MP4 keeps at the end."""
    return cut(record(path), 0.5)


def noise(path: Path) -> Path:
    """Bytes without sense."""
    path.write_bytes(bytes(range(256)) * 400)
    return path


def empty(path: Path) -> Path:
    """Nothing."""
    path.touch()
    return path


@pytest.mark.parametrize("make", [text, headless, noise, empty])
def test_what_is_no_video_is_called_so(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    """Text, noise, nothing and a recording without its index are no video."""
    assert look(make(tmp_path / "file.mp4")).playing is Playing.NOT_VIDEO


def test_a_playlist_leads_nowhere(tmp_path: Path) -> None:
    """A file that names an address on the network is not followed."""
    playlist = tmp_path / "list.m3u8"
    playlist.write_text("#EXTM3U\n#EXTINF:4,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")

    assert look(playlist).playing is Playing.NOT_VIDEO


def test_the_look_happens_in_a_process_of_its_own(tmp_path: Path) -> None:
    """A look beside finds the same as one in this process."""
    assert look_beside(DEMO) == look(DEMO)


def test_a_look_that_hangs_is_given_up() -> None:
    """After its time a look ends as not checked, and its process with it."""
    assert look_beside(DEMO, within_s=0.0).playing is Playing.UNCHECKED


def test_a_build_without_pyav_says_that_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no player is built in, nothing is claimed."""
    monkeypatch.setattr(file_look.importlib.util, "find_spec", lambda _name: None)

    assert look_beside(DEMO) == FileLook(Playing.UNCHECKED)
