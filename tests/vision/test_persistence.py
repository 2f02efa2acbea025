"""What must last is raised, what flickers is not, and what returns soon is the same event."""

from __future__ import annotations

from duty_desk.vision.diagnosis import MUTE_MS, Watched, diagnosed
from duty_desk.vision.finding import Finding, Kind
from duty_desk.vision.persistence import AGAIN_MS, LASTS_MS, Raised, Suspicion, Trail, followed
from duty_desk.vision.plate import plate_of
from tests.vision.street import Street

BLUR = Finding(Kind.BLUR, 0.8, {"share": 40})
LASTS_S = LASTS_MS[Kind.BLUR] // 1000


def raised_each(seen: list[bool], trail: Trail | None = None) -> list[Raised | None]:
    """What is raised after each picture, one a second, of which some look soft."""
    trail, said = trail or Trail(), []
    for at_s, is_soft in enumerate(seen):
        suspicion = Suspicion(at_s * 1000, BLUR if is_soft else None)
        trail = followed(trail, suspicion, is_quiet=False)
        said.append(trail.raised)
    return said


def test_a_fault_is_raised_when_it_has_lasted_and_not_before() -> None:
    """Softness for its seven seconds; three healthy seconds before it do not count."""
    said = raised_each([False] * 3 + [True] * 12)
    first = next(at_s for at_s, raised in enumerate(said) if raised)

    assert LASTS_S <= first - 3 + 2 <= LASTS_S + 3
    assert said[-1].since_ms == 3_000


def test_what_comes_and_goes_is_not_raised_but_what_is_raised_stays() -> None:
    """Every other picture soft: too little to begin with, too much to end with."""
    flicker = [True, False] * 15

    assert not any(raised_each(flicker))
    assert all(raised_each([True] * 12 + flicker)[12:])


def test_what_has_gone_is_cleared() -> None:
    """One soft picture in ten is none."""
    said = raised_each([True] * 12 + [False] * 10)

    assert said[12] is not None
    assert said[-1] is None


def test_what_returns_within_two_minutes_is_the_same_event() -> None:
    """It keeps its beginning; after two minutes it is a new one."""
    again_s = AGAIN_MS // 1000
    soon = raised_each([True] * 12 + [False] * 60 + [True] * 12)
    late = raised_each([True] * 12 + [False] * (again_s + 20) + [True] * 12)

    assert soon[-1].since_ms == soon[11].since_ms == 0
    assert late[-1].since_ms > AGAIN_MS


def test_a_camera_that_changes_its_light_is_given_time_to_settle() -> None:
    """A blurred night picture right after the switch to infrared is not looked at."""
    street = Street(6)
    reference = street.reference()
    now = diagnosed(Watched({reference.light: reference}), plate_of(street.picture(0)), 0)
    grey = street.picture(1).mean(axis=2).astype("uint8")
    settled = diagnosed(now, plate_of(grey), 1_000)

    assert settled.muted_until_ms == 1_000 + MUTE_MS
    assert settled.seen is now.seen, "nothing was measured"
    assert diagnosed(settled, plate_of(grey), 2_000 + MUTE_MS).seen is not now.seen
