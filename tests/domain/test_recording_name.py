"""What names of recordings tell: the camera, the instants, and nothing where nothing is said."""

from __future__ import annotations

from datetime import datetime

import pytest

from duty_desk.domain.footage import HOUR_MS, Span
from duty_desk.domain.problem import BEIJING
from duty_desk.domain.recording_name import is_other_time, other_camera, span_of

CODES = ("C046", "C047", "C046-2", "12")


def at(day: int, hour: int) -> int:
    """An instant of November."""
    return int(datetime(2026, 11, day, hour, tzinfo=BEIJING).timestamp()) * 1000


SPAN = Span(camera_id="c", code="C046", from_at=at(19, 21), to_at=at(19, 23))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("C046_20261119.dav", ""),
        ("c047_20261119.dav", "C047"),
        ("C047 and C046.mp4", ""),
        ("C0471.mp4", ""),
        ("2026-11-12.mp4", ""),
        ("hiv00012.mp4", ""),
    ],
)
def test_another_camera_is_named_and_chance_is_not(name: str, other: str) -> None:
    """A code counts as a whole word, in any case; its own code settles it."""
    assert other_camera(name, "C046", CODES) == other


@pytest.mark.parametrize(
    ("name", "is_other"),
    [
        ("C046_20261119_2100.mp4", False),
        ("20261119203000_20261119220000.dav", False),
        ("20261119.mp4", False),
        ("C046 2026-11-18 22-00-00.mp4", False),  # a file of a whole day may begin that early
        ("20261118203000_20261118220000.dav", True),
        ("C046_20261120_0100.mp4", True),
        ("C046_20251119_2100.mp4", True),
        ("20261399.mp4", False),
        ("hiv00012.mp4", False),
    ],
)
def test_a_time_that_cannot_be_of_the_span_is_seen(name: str, is_other: bool) -> None:
    """Names with both ends are held to an hour, with one to a day before."""
    assert is_other_time(name, SPAN) is is_other


def test_a_clock_that_was_checked_is_reckoned_with() -> None:
    """A camera that is a day ahead writes tomorrow into the name, and rightly so."""
    ahead = Span(
        camera_id="c",
        code="C046",
        from_at=SPAN.from_at,
        to_at=SPAN.to_at,
        clock_ahead_ms=24 * HOUR_MS,
    )
    assert is_other_time("20261120_2100.mp4", SPAN)
    assert not is_other_time("20261120_2100.mp4", ahead)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("C047_20261120_0800.dav", 2),
        ("C047_20261119_2100.dav", 1),
        ("C046_20261120_0800.dav", 0),
        ("C063_20261119_2100.dav", 0),
        ("export.dav", 0),
    ],
)
def test_a_recording_finds_its_span_by_its_name(name: str, found: int) -> None:
    """By camera, of two stretches by time; what tells nothing of these stays where it fell."""
    spans = [
        SPAN,
        Span(camera_id="d", code="C047", from_at=at(19, 21), to_at=at(19, 23)),
        Span(camera_id="d", code="C047", from_at=at(20, 8), to_at=at(20, 9)),
    ]
    assert span_of(name, spans, SPAN) is spans[found]


def test_a_recording_of_the_chosen_camera_goes_to_its_own_stretch() -> None:
    """Two stretches of one camera: where it fell counts only when its time may be of there."""
    late = Span(camera_id="c", code="C046", from_at=at(22, 8), to_at=at(22, 9))
    for chosen in (SPAN, late):
        assert span_of("C046_20261122_0800.dav", [SPAN, late], chosen) is late
        assert span_of("C046_20261119_2100.dav", [SPAN, late], chosen) is SPAN
        assert span_of("C046_20261128_0800.dav", [SPAN, late], chosen) is chosen
