"""Pictures and states in shared memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.video.stream_state import STATES, StreamReason, StreamState, StreamStatus
from duty_desk.video.tile_memory import Stamp, TileMemory, remove_left_behind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np

SIZE = (160, 90)
STAMP = Stamp(1280, 720, 40, 1_000)


@pytest.fixture
def tile() -> Iterator[TileMemory]:
    made = TileMemory.made(SIZE[0] * SIZE[1] * 4)
    yield made
    made.remove()


def fill(value: int):
    return lambda into: into.fill(value)


def test_reader_gets_each_picture_once(tile: TileMemory):
    """The newest picture, whole, with its number; nothing while there is none newer."""
    assert tile.read(0) is None
    writer = TileMemory.attached(tile.name)
    writer.write(SIZE, STAMP, fill(7))
    writer.write((80, 44), STAMP, fill(9))
    picture = tile.read(0)
    writer.close()

    assert picture.seq == 2
    assert picture.bgra.shape == (44, 80, 4)
    assert (picture.bgra == 9).all()
    assert (picture.stream_width, picture.stream_height) == (1280, 720)
    assert (picture.pts_ms, picture.received_mono_ms) == (40, 1_000)
    assert tile.read(2) is None
    assert tile.taken_seq == 2


def test_picture_that_is_overtaken_while_copied_is_not_shown_torn(tile: TileMemory):
    """The writer comes round to the buffer being read: the newer picture is read instead."""
    tile.write(SIZE, STAMP, fill(1))
    writer = TileMemory.attached(tile.name)
    view = tile._view

    def overtaken_view(seq: int, size: tuple[int, int]) -> np.ndarray:
        tile._view = view
        pixels = view(seq, size)
        writer.write(SIZE, STAMP, fill(2))
        writer.write(SIZE, STAMP, fill(3))
        return pixels

    tile._view = overtaken_view
    picture = tile.read(0)
    writer.close()

    assert picture.seq == 3
    assert (picture.bgra == 3).all()


def test_picture_in_the_making_is_not_read(tile: TileMemory):
    """While a picture is drawn the one before it is read; if that is the one taken, none."""
    tile.write(SIZE, STAMP, fill(1))

    def look(into: np.ndarray) -> None:
        into.fill(2)
        assert tile.read(0).seq == 1
        assert tile.read(1) is None

    tile.write(SIZE, STAMP, look)
    assert tile.read(1).seq == 2


def test_larger_tile_goes_on_with_number_and_state(tile: TileMemory):
    """Enlarging loses neither."""
    tile.write(SIZE, STAMP, fill(1))
    tile.put_status(StreamStatus(StreamState.LIVE, 5, 1, "none", 25.0, None))
    larger = TileMemory.made(1_000_000)
    tile.hand_over_to(larger)

    assert larger.read(0) is None
    assert larger.status() == tile.status()
    assert larger.status().newest_mono_ms == 1_000
    assert larger.write(SIZE, STAMP, fill(3)) == 2
    larger.remove()


def test_state_can_be_set_for_a_writer_that_died(tile: TileMemory):
    """Even one killed in the middle of a state."""
    tile.put_status(StreamStatus(StreamState.LIVE, 5, 1, "none", 25.0, None))
    tile._words[3] += 1  # killed between the two stamps
    tile.overrule(StreamState.LOST, StreamReason.WORKER_RESTARTED, 9)

    assert tile.status() == StreamStatus(StreamState.LOST, 9, 1, "worker_restarted", 0.0, None)


def test_a_writer_held_up_within_a_change_shows_no_mixture(tile: TileMemory):
    """LIVE with the time and reason of the loss before it would claim too much."""
    lost = StreamStatus(StreamState.LOST, 9, 1, "ended", 0.0, None)
    tile.put_status(lost)
    assert tile.status() == lost
    tile._words[3] += 1  # held up after the first word of a change
    tile._words[4] = STATES.index(StreamState.LIVE)

    assert tile.status() == lost
    larger = TileMemory.made(1_000_000)
    tile.hand_over_to(larger)
    assert larger.status() == lost
    larger.remove()


def test_memory_of_a_desk_long_dead_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tile: TileMemory
):
    """What a desk left behind goes; what a living one uses stays."""
    monkeypatch.setattr("duty_desk.video.tile_memory._SHARED_FOLDER", tmp_path)
    (tmp_path / "dutydesk-999999999-aa").touch()
    (tmp_path / tile.name.lstrip("/")).touch()
    (tmp_path / "other-999999999-aa").touch()

    assert remove_left_behind() == ["dutydesk-999999999-aa"]
    assert len(list(tmp_path.iterdir())) == 2
