"""Frames held for stills."""

from __future__ import annotations

from dataclasses import dataclass

from duty_desk.video.kept_frames import KeptFrames


@dataclass
class HeldFrame:
    """As much of a frame as keeping it asks for."""

    received_mono_ms: int
    size_bytes: int = 1_000
    can_be_decoded_again: bool = False

    def lighten(self) -> None:
        if self.can_be_decoded_again:
            self.size_bytes = 0


def test_frame_on_screen_is_held_as_long_as_it_is_there():
    """The desk still shows picture 3 a minute later: a still of it is exact."""
    kept = KeptFrames()
    for seq in range(1, 200):
        kept.add(seq, HeldFrame(seq * 300), min(seq, 3))

    assert kept.nearest(3).seq == 3
    assert kept.nearest(4).seq == 3
    assert kept.nearest(150).seq == 197


def test_few_frames_are_held():
    """Eight at most, and never more bytes than are allowed, but always the two newest."""
    small, large = KeptFrames(), KeptFrames()
    for seq in range(1, 50):
        small.add(seq, HeldFrame(seq * 10), 0)
        large.add(seq, HeldFrame(seq * 10, size_bytes=6_000_000), 0)

    assert kept_numbers(small, 50) == list(range(42, 50))
    assert kept_numbers(large, 50) == [48, 49]


def test_only_the_newest_is_held_with_its_pixels():
    """The others can be decoded again when a still of them is wanted."""
    kept = KeptFrames()
    for seq in range(1, 9):
        kept.add(seq, HeldFrame(seq * 10, can_be_decoded_again=True), 4 if seq < 7 else 5)

    whole = [seq for seq in range(1, 9) if kept.nearest(seq, is_whole=True).seq == seq]
    assert whole == [8]
    assert kept_numbers(kept, 9) == [4, 5, 6, 7, 8]


def test_a_frame_drawn_anew_for_another_tile_keeps_its_pixels():
    """A lost camera has no other: its last frame is drawn again at each change of the layout."""
    kept, last = KeptFrames(), HeldFrame(10, can_be_decoded_again=True)
    for seq in (7, 8, 9):
        kept.add(seq, last, 0)

    assert kept.nearest(None, is_whole=True).frame is last


def test_newest_is_meant_without_a_number():
    """And nothing is found where nothing was shown."""
    kept = KeptFrames()
    assert kept.nearest(None) is None
    kept.add(7, HeldFrame(1), 0)
    kept.add(8, HeldFrame(2), 0)

    assert kept.nearest(None).seq == 8


def kept_numbers(kept: KeptFrames, up_to: int) -> list[int]:
    return [seq for seq in range(up_to) if kept.nearest(seq).seq == seq]
