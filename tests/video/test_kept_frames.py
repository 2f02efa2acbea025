"""Frames held for stills."""

from __future__ import annotations

from dataclasses import dataclass

from duty_desk.video.kept_frames import KeptFrames


@dataclass
class HeldFrame:
    """As much of a frame as keeping it asks for."""

    received_mono_ms: int
    size_bytes: int = 1_000


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


def test_newest_is_meant_without_a_number():
    """And nothing is found where nothing was shown."""
    kept = KeptFrames()
    assert kept.nearest(None) is None
    kept.add(7, HeldFrame(1), 0)
    kept.add(8, HeldFrame(2), 0)

    assert kept.nearest(None).seq == 8


def kept_numbers(kept: KeptFrames, up_to: int) -> list[int]:
    return [seq for seq in range(up_to) if kept.nearest(seq).seq == seq]
