"""The loopback server, seen by clients that are not ours: FFmpeg by PyAV, by OpenCV, by Debian."""

from __future__ import annotations

import contextlib
import gc
import shutil
import socket
import subprocess
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from duty_desk.language import Refusal
from duty_desk.video.annexb import black_footage, picture_size
from duty_desk.video.rtsp_child import RtspServerProcess
from duty_desk.video.rtsp_server import RtspServer, ServedClip, StreamFault
from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SIZE = (320, 180)
PATIENCE_S = 5.0


def opened(url: str, transport: str = "tcp") -> av.container.InputContainer:
    # Without the usual looking ahead, so that what is read next is what was sent just now.
    options = {"rtsp_transport": transport, "analyzeduration": "0", "probesize": "32"}
    return av.open(url, options=options, timeout=PATIENCE_S)


def luma(frame: av.VideoFrame) -> np.ndarray:
    return frame.to_ndarray(format="gray").astype(int)


def first_frames(url: str, count: int, transport: str = "tcp") -> list[av.VideoFrame]:
    with opened(url, transport) as container:
        frames = container.decode(video=0)
        return [next(frames) for _ in range(count)]


def until(condition: Callable[[], bool]) -> bool:
    """Whether the condition came true within the bound."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            return False
    return True


def debian(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is missing on this computer (Debian package ffmpeg)")
    return found


@pytest.fixture
def fast_server(clip: Path) -> Iterator[RtspServer]:
    """The clip four times as fast, so that its seam comes by every 0.75 s."""
    with RtspServer([ServedClip("c017", clip, 60)]) as server:
        yield server


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("path", ["c017", "c018", "c022"])
def test_a_client_gets_moving_pictures(rtsp_server: RtspServer, path: str, transport: str):
    """Open, Digest and Basic cameras play over TCP and over UDP, evenly timed and moving."""
    frames = first_frames(rtsp_server.url(path), 20, transport)

    assert {(frame.width, frame.height) for frame in frames} == {SIZE}
    assert all(np.abs(luma(a) - luma(b)).max() > 50 for a, b in pairwise(frames))
    times = [frame.pts for frame in frames[1:]]
    assert {b - a for a, b in pairwise(times)} == {6000}


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_opencv_reads_it(rtsp_server: RtspServer, monkeypatch, transport: str):
    """The second engine's client plays the same camera over both transports."""
    monkeypatch.setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", f"rtsp_transport;{transport}")
    capture = cv2.VideoCapture(rtsp_server.url("c018"), cv2.CAP_FFMPEG)
    try:
        read = [capture.read() for _ in range(10)]
    finally:
        capture.release()

    assert all(good and picture.shape == (180, 320, 3) for good, picture in read)


def test_debians_ffprobe_sees_size_and_rate(rtsp_server: RtspServer):
    """An independent program reads size and rate from the description alone."""
    command = [debian("ffprobe"), "-v", "error", "-of", "csv=p=0"]
    command += ["-show_entries", "stream=codec_name,width,height,avg_frame_rate"]
    ran = subprocess.run(
        [*command, rtsp_server.url("c018")], capture_output=True, text=True, timeout=20, check=True
    )

    assert ran.stdout.strip() == "h264,320,180,15/1"


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_the_seam_of_the_loop_does_not_show(fast_server: RtspServer, transport: str):
    """Three times over the end of the clip no decoder complains and time runs evenly on."""
    command = [debian("ffmpeg"), "-v", "warning", "-rtsp_transport", transport]
    command += ["-i", fast_server.url("c017"), "-frames:v", "150"]
    command += ["-fps_mode", "passthrough", "-enc_time_base", "1:90000", "-f", "null", "-"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    frames = first_frames(fast_server.url("c017"), 100, transport)

    assert ran.stderr == ""
    assert {b.pts - a.pts for a, b in pairwise(frames[1:])} == {1500}


@pytest.mark.parametrize("path", ["c018", "c022"])
def test_a_wrong_password_is_refused(rtsp_server: RtspServer, path: str):
    """Wrong and missing passwords end in 401, whichever way they travel."""
    wrong = rtsp_server.url(path).replace("desk:", "desk:x")

    for url in (wrong, rtsp_server.url(path, with_login=False)):
        with pytest.raises(av.error.HTTPUnauthorizedError):
            opened(url)


def test_a_login_never_shows_its_password(rtsp_server: RtspServer):
    """What is printed of a served clip keeps the password."""
    assert "p@ss" not in repr(list(rtsp_server._clips.values()))


@pytest.mark.parametrize("fault", [StreamFault.FREEZE, StreamFault.BLACK])
def test_a_still_picture_keeps_streaming(rtsp_server: RtspServer, fault: StreamFault):
    """Frozen and black cameras send on, and every picture is the same; later they move again."""
    with opened(rtsp_server.url("c017")) as container:
        frames = container.decode(video=0)
        next(frames)
        rtsp_server.switch("c017", fault)
        still = [next(frames) for _ in range(15)][-8:]
        rtsp_server.switch("c017", None)
        moving = [next(frames) for _ in range(15)][-8:]

    assert {b.pts - a.pts for a, b in pairwise(still)} == {6000}
    assert all(np.array_equal(luma(still[0]), luma(frame)) for frame in still)
    assert (luma(still[0]).max() == 0) == (fault is StreamFault.BLACK)
    assert all(np.abs(luma(a) - luma(b)).max() > 50 for a, b in pairwise(moving))


def test_another_view_is_shown_while_a_camera_is_turned(clip: Path):
    """During the fault its own clip plays; a fault without a clip of its own is refused."""
    moved = RtspServer([ServedClip("c017", clip, 15, turned=black_clip(clip.parent))])
    with moved as server, opened(server.url("c017")) as container:
        frames = container.decode(video=0)
        next(frames)
        server.switch("c017", StreamFault.TURNED)
        turned = [next(frames) for _ in range(12)][-5:]
        server.switch("c017", None)
        back = [next(frames) for _ in range(12)][-5:]
        with pytest.raises(ValueError, match="covered"):
            server.switch("c017", StreamFault.COVERED)

    assert all(luma(frame).max() == 0 for frame in turned)
    assert all(luma(frame).max() > 200 for frame in back)


def black_clip(folder: Path) -> Path:
    nals = [nal for picture in black_footage(*SIZE).pictures for nal in picture.nals]
    (folder / "black.h264").write_bytes(b"".join(b"\0\0\0\1" + nal for nal in nals))
    return folder / "black.h264"


@pytest.mark.parametrize(("width", "height"), [(640, 360), (704, 576), (1280, 720)])
def test_black_fits_every_size(clip: Path, tmp_path: Path, width: int, height: int):
    """The black picture written by hand has the size of the camera and decodes to pure black."""
    footage = black_footage(width, height)
    nals = [nal for picture in footage.pictures for nal in picture.nals]
    file = tmp_path / "black.h264"
    file.write_bytes(b"".join(b"\0\0\0\1" + nal for nal in nals))
    with av.open(str(file), format="h264") as container:
        planes = [frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0)]

    assert picture_size(footage.sps) == (width, height)
    assert [plane.shape for plane in planes] == [(height * 3 // 2, width)] * 2
    assert all(set(plane[:height].flat) == {16} for plane in planes)
    assert all(set(plane[height:].flat) == {128} for plane in planes)


def test_a_stalled_camera_stays_open_and_comes_back(rtsp_server: RtspServer):
    """During a stall nothing comes and the session stays; afterwards time has moved on."""
    with opened(rtsp_server.url("c017")) as container:
        packets = container.demux(video=0)
        before = [next(packets) for _ in range(5)][-1]
        rtsp_server.switch("c017", StreamFault.STALL)
        assert rtsp_server.sessions("c017") == 1
        with pytest.raises(av.error.InvalidDataError):
            av.open(rtsp_server.url("c017"), timeout=0.4)
        rtsp_server.switch("c017", None)
        after = [next(packets) for _ in range(5)]

    assert any(packet.is_keyframe for packet in after[:3])
    assert after[-1].pts - before.pts >= 10 * 6000


def test_a_dropped_camera_closes_and_refuses(rtsp_server: RtspServer):
    """A running session ends, new ones are refused, other cameras play on."""
    with opened(rtsp_server.url("c017")) as container:
        frames = container.decode(video=0)
        next(frames)
        rtsp_server.switch("c017", StreamFault.DROP)
        assert rtsp_server.sessions("c017") == 0
        with contextlib.suppress(av.error.FFmpegError):
            assert len(list(frames)) < 5
    with pytest.raises(av.error.FFmpegError):
        opened(rtsp_server.url("c017"))

    assert len(first_frames(rtsp_server.url("c018"), 2)) == 2


def test_a_camera_that_is_not_there_answers_404(rtsp_server: RtspServer):
    """A switched-off path and one that never was both end in 404, until it is back."""
    rtsp_server.switch("c017", StreamFault.NOT_FOUND)
    for url in (rtsp_server.url("c017"), rtsp_server.url("c017").replace("c017", "c999")):
        with pytest.raises(av.error.HTTPNotFoundError):
            opened(url)
    rtsp_server.switch("c017", None)

    assert len(first_frames(rtsp_server.url("c017"), 2)) == 2


def test_a_full_camera_gives_no_further_session(rtsp_server: RtspServer):
    """At its limit a camera answers 453 to the next client and goes on playing for the first."""
    with opened(rtsp_server.url("c017")) as container:
        rtsp_server.switch("c017", StreamFault.FULL)
        with pytest.raises(av.error.HTTPOtherClientError):
            opened(rtsp_server.url("c017"))
        frames = container.decode(video=0)
        assert [next(frames).width for _ in range(20)] == [SIZE[0]] * 20


def test_sessions_are_counted(rtsp_server: RtspServer):
    """Two clients of one camera are two sessions; when they leave none is left."""
    with opened(rtsp_server.url("c017")), opened(rtsp_server.url("c017"), "udp"):
        assert until(lambda: rtsp_server.sessions("c017") == 2)
        assert rtsp_server.sessions("c018") == 0

    assert until(lambda: rtsp_server.sessions("c017") == 0)


def test_a_clip_that_is_none_is_refused(tmp_path: Path):
    """A missing file and a file that is no H.264 are refused with their name, not served."""
    (tmp_path / "text.h264").write_text("no picture here")
    for name in ("missing.h264", "text.h264"):
        with pytest.raises(Refusal, match=name):
            RtspServer([ServedClip("c017", tmp_path / name, 15)]).start()


def test_a_taken_port_is_refused(rtsp_server: RtspServer, clip: Path):
    """A second server on the same port says which port is taken."""
    with pytest.raises(Refusal, match=str(rtsp_server.port)):
        RtspServer([ServedClip("c017", clip, 15)], port=rtsp_server.port).start()


def test_the_server_runs_in_a_process_of_its_own(clip: Path):
    """Behind its pipe the server plays, switches and counts as in the same process."""
    with RtspServerProcess([ServedClip("c017", clip, 15)]) as server:
        with opened(server.url("c017")) as container:
            next(container.decode(video=0))
            assert server.sessions("c017") == 1
        server.switch("c017", StreamFault.NOT_FOUND)
        with pytest.raises(av.error.HTTPNotFoundError):
            opened(server.url("c017"))
    with pytest.raises(Refusal):
        server.switch("c017", None)


def test_a_child_that_cannot_serve_says_why(tmp_path: Path):
    """The child's refusal reaches the parent as the same sentence."""
    with pytest.raises(Refusal, match=r"missing\.h264"):
        RtspServerProcess([ServedClip("c017", tmp_path / "missing.h264", 15)]).start()


def test_a_call_that_comes_while_the_server_ends_is_hung_up(recwarn: pytest.WarningsRecorder):
    """Accepted but not served yet: its line is closed all the same, and nothing is left open."""
    with contextlib.ExitStack() as calls:
        for _ in range(5):
            with RtspServer([]) as server:
                for _ in range(8):
                    line = socket.create_connection(("127.0.0.1", server.port), 5)
                    calls.enter_context(line)
        gc.collect()

    assert [str(warned.message) for warned in recwarn] == []
