"""The decoder's word on damage travels with the picture until a whole key picture ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.video.examiner import look_of
from duty_desk.video.pyav_source import PyAvSource
from duty_desk.video.source import StreamFailure, StreamSpec
from tests.bench.health_footage import encoded
from tests.video import bad_camera
from tests.vision.street import Street

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.video.rtsp_server import RtspServer

KEY_EVERY = 8


def film(folder: Path, *, spoilt: tuple[int, ...]) -> Path:
    """Three groups of pictures, of which some packets carry garbage."""
    street = Street(3)
    packets = encoded([street.picture(at) for at in range(3 * KEY_EVERY)], 26, KEY_EVERY)
    data = [bytearray(bytes(packet)) for packet in packets]
    for number in spoilt:
        middle = len(data[number]) // 2
        data[number][middle : middle + 24] = bytes(range(90, 114))
    path = folder / "film.h264"
    path.write_bytes(b"".join(data))
    return path


def told(path: Path) -> list[bool]:
    """What the decoder says of each picture, as an examination is told it."""
    source, said = PyAvSource(StreamSpec("C017", str(path))), []
    source.open()
    try:
        while True:
            if (frame := source.read()) is not None:
                said.append(look_of(frame).is_spoiled)
    except StreamFailure:
        return said
    finally:
        source.close()


def test_damage_lasts_until_the_next_whole_key_picture(tmp_path):
    """Packet 10 carries garbage: pictures 10 to 15 build on it, the key picture 16 does not."""
    said = told(film(tmp_path, spoilt=(10,)))

    assert [at for at, is_spoiled in enumerate(said) if is_spoiled] == list(range(10, 16))


def test_whole_stream_is_never_called_damaged(tmp_path):
    """A stream that came as it was sent has nothing to tell."""
    assert not any(told(film(tmp_path, spoilt=())))


@pytest.mark.parametrize("spoil", [bad_camera.scrambled, bad_camera.truncated])
def test_garbage_on_the_line_is_told(rtsp_server: RtspServer, spoil):
    """Packets that arrive damaged over RTSP: the pictures made of them say so."""
    with bad_camera.proxy(rtsp_server.port, spoil()) as port:
        source = PyAvSource(StreamSpec("C017", f"rtsp://127.0.0.1:{port}/c017"))
        source.open()
        frames = (source.read() for _ in range(200))
        assert any(frame is not None and frame.is_spoiled for frame in frames)
        source.close()
