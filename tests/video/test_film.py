"""Frames of what was kept, one by one, on and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.video.clip import clips_of
from duty_desk.video.film import Film, Projector, film_of_files
from duty_desk.video.replay_orders import FilmFile, OpenReplay, ShowFrame, SizeReplay
from duty_desk.video.replay_player import ReplayPlayer
from duty_desk.video.tile_memory import TileMemory
from tests.video.coded import feed, ring_of, shade_of
from tests.video.wall import wait_for

if TYPE_CHECKING:
    from pathlib import Path

SINCE = 100_000
CODINGS = [("h264", {}), ("h264", {"bf": "2"}), ("hevc", {"bf": "2"}), ("mjpeg", {})]


def number_shown(projector: Projector, number: int) -> tuple[int, int]:
    """The number that is told, and the one that the picture shows."""
    found = projector.frame(number)
    assert found is not None
    return found[0], shade_of(found[1].bgr())


@pytest.mark.parametrize(("codec", "wishes"), CODINGS)
def test_any_frame_can_be_shown_in_any_order(codec: str, wishes: dict[str, str]):
    """Going on, stepping back over a key frame, jumping: always the very frame asked for."""
    film = Film(ring_of(codec, **wishes).frozen())
    projector = Projector(film)

    assert len(film.times) == 40
    for number in (0, 1, 2, 3, 22, 21, 20, 19, 18, 39, 38, 5, 12, 13, 10, 9):
        assert number_shown(projector, number) == (number, number)


def test_stepping_back_decodes_a_group_once(monkeypatch: pytest.MonkeyPatch):
    """The frames around the one that is shown are kept: a held key steps back fluently."""
    film = Film(ring_of().frozen())
    projector = Projector(film)
    projector.frame(39)
    winds = []
    monkeypatch.setattr(projector, "_wind", winds.append)

    assert [number_shown(projector, number)[0] for number in range(38, 30, -1)] == list(
        range(38, 30, -1)
    )
    assert winds == []


def test_pauses_are_not_waited_for():
    """Eight seconds without pictures take one second of the operator's time."""
    ring = ring_of()
    ring.begin("h264", None)
    feed(ring, "h264", SINCE + 12_000)
    film = Film(ring.frozen())

    assert film.pause_ms(0, 10) == 1_000
    assert film.pause_ms(39, 40) == 1_000
    assert film.times[40] - film.times[39] == 8_100


def test_change_of_resolution_is_followed():
    """The second half of the film comes from another coding."""
    ring = ring_of()
    ring.begin("h264", None)
    feed(ring, "h264", SINCE + 4_000, size=(160, 120))
    projector = Projector(Film(ring.frozen()))

    assert [(projector.frame(n)[1].width, number_shown(projector, n)[1]) for n in (39, 40, 39)] == [
        (320, 39),
        (160, 0),
        (320, 39),
    ]


def test_damaged_packets_are_passed_over():
    """A frame that cannot be decoded is replaced by the next that can."""
    groups = ring_of().frozen()
    packet = groups[1].packets[0]
    groups[1].packets[0] = type(packet)(b"\0\0\1\x65rubbish", packet.ticks, True)
    found = Projector(Film(groups)).frame(10)

    assert found is not None
    assert found[0] > 10


def test_clip_files_are_a_film_too(tmp_path: Path):
    """A clip is played by the same means, each of its files at its place in time."""
    clips = clips_of(ring_of("hevc", bf="2").frozen(), 0, 10**9)
    clips += clips_of(ring_of().frozen(), 0, 10**9)
    files = []
    for number, clip in enumerate(clips):
        path = tmp_path / f"{number}.mp4"
        path.write_bytes(clip.data)
        files.append(FilmFile(str(path), number * 5_000))
    film = film_of_files(files)
    projector = Projector(film)

    assert len(film.times) == 80
    assert (film.times[0], film.times[39], film.times[40]) == (0, 3_900, 5_000)
    assert [number_shown(projector, n) for n in (79, 3)] == [(79, 39), (3, 3)]


def test_replay_goes_on_when_its_next_tile_is_gone_already():
    """A window that is drawn larger twice takes the first tile away before the worker has it."""
    film = Film(ring_of().frozen())
    tile, larger = TileMemory.made(160 * 90 * 4), TileMemory.made(320 * 180 * 4)
    order = OpenReplay(1, "replay 1", "", tile.name, (160, 90))
    player = ReplayPlayer(film, order)
    try:
        player.resize(SizeReplay("replay 1", "dutydesk-0-gone", (200, 112)))
        player.show(ShowFrame("replay 1", 7))
        wait_for(lambda: (shown := tile.read(0)) and shown.pts_ms == 7)
        player.resize(SizeReplay("replay 1", larger.name, (320, 180)))
        wait_for(lambda: (shown := larger.read(0)) and shown.pts_ms == 7)
        assert larger.read(0).bgra.shape == (180, 320, 4)
    finally:
        player.close()
        player.wait(5)
        for one in (tile, larger):
            one.remove()
