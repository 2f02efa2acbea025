"""The watch over drawn grounds: a thing left at night becomes a hint with its first appearance."""

from __future__ import annotations

from concurrent.futures import Future

import numpy as np
import pytest

from duty_desk.domain.ground import GroundPlan
from duty_desk.video.replay_orders import Clip
from tests.fakes.window_parts import FakePicture

ZONE = ((50, 400), (950, 400), (950, 990), (50, 990))
ALWAYS = GroundPlan(zones=(ZONE,), from_minute=0, to_minute=0, hold_s=60, is_on=True)


class Yard:
    """An engine with one open camera over a yard, on which a thing may be put."""

    def __init__(self, time, camera_id: str) -> None:
        self._time, self._id = time, camera_id
        self._rng = np.random.default_rng(1)
        self._ground = (np.indices((180, 320)).sum(0) // 20 % 2 * 30 + 50).astype(np.int16)
        self.thing: tuple[int, int] | None = None
        self.light = 0
        self.asked: list[tuple[int, int]] = []
        self.is_open = True

    def watched(self) -> tuple[str, ...]:
        return (self._id,) if self.is_open else ()

    def picture(self, _camera_id: str, after_seq: int = 0) -> FakePicture:
        grey = self._ground + self._rng.normal(0, 2, self._ground.shape) + self.light
        if self.thing is not None:
            x, y = self.thing
            grey[y : y + 14, x : x + 18] = 150 + self._rng.normal(0, 8, (14, 18))
        shown = np.clip(grey, 0, 255).astype(np.uint8)
        bgra = np.dstack([shown] * 3 + [np.full_like(shown, 255)])
        return FakePicture(after_seq + 1, bgra, self._time.mono_ms())

    def clip(self, _camera_id: str, from_mono_ms: int, to_mono_ms: int) -> Future:
        self.asked.append((from_mono_ms, to_mono_ms))
        done: Future = Future()
        done.set_result((Clip(b"coded", from_mono_ms, to_mono_ms, 1280, 720, 250),))
        return done


@pytest.fixture
def yard(desk, camera_id) -> Yard:
    """The desk watches the yard's ground at all hours, without a thread."""
    desk.dumped.draw(camera_id, ALWAYS).result(5)
    made = Yard(desk.time, camera_id)
    desk.ground_watch.join(made, is_running=False)
    return made


def pass_seconds(desk, seconds: int) -> None:
    """Let time go by, one look a second."""
    for _ in range(seconds):
        desk.time.advance(1_000)
        desk.ground_watch.look()


def test_a_thing_left_becomes_one_hint_with_its_first_appearance(desk, yard):
    """Before, after, the place, and the clip around the moment it was put down."""
    pass_seconds(desk, 20)
    yard.thing = (150, 120)
    put_at = desk.time.now_ms()
    pass_seconds(desk, 100)

    (hint,) = desk.dumped.hints().result(5)
    left, top, right, bottom = hint.box
    assert abs(hint.seen_at - put_at) <= 3_000
    assert 400 <= left <= 500 <= right <= 560
    assert 620 <= top <= 680 <= bottom <= 780
    assert hint.before is not None
    assert hint.clip is not None
    assert len(yard.asked) == 1
    assert yard.asked[0][0] <= put_at - (desk.time.now_ms() - desk.time.mono_ms()) - 2_000


def test_what_is_taken_away_again_is_no_hint(desk, yard):
    """Somebody puts a box down and carries it off after half a minute."""
    pass_seconds(desk, 20)
    yard.thing = (150, 120)
    pass_seconds(desk, 30)
    yard.thing = None
    pass_seconds(desk, 90)

    assert desk.dumped.hints().result(5) == ()


def test_another_light_is_no_hint(desk, yard):
    """The lamps go on, and later a little brighter."""
    pass_seconds(desk, 20)
    yard.light = 60
    pass_seconds(desk, 60)
    yard.light = 66
    pass_seconds(desk, 90)

    assert desk.dumped.hints().result(5) == ()


def test_nothing_is_watched_outside_its_hours_or_closed(desk, yard, camera_id):
    """A closed camera, and a ground that is switched off: no hint, and nothing is claimed."""
    yard.is_open = False
    pass_seconds(desk, 20)
    yard.thing = (150, 120)
    pass_seconds(desk, 90)
    assert desk.dumped.hints().result(5) == ()

    yard.is_open, yard.thing = True, None
    desk.dumped.draw(camera_id, GroundPlan(zones=(ZONE,), is_on=False)).result(5)
    pass_seconds(desk, 20)
    yard.thing = (100, 100)
    pass_seconds(desk, 90)
    assert desk.dumped.hints().result(5) == ()
