"""R on the wall: half a minute frame by frame, and a frame of it as evidence."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from duty_desk.language import Refusal
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.watch.replay_feature import ReplayFeature
from duty_desk.ui.watch.replay_model import PACES, ReplayModel, Shown
from duty_desk.ui.watch.replay_panel import ReplayPanel
from tests.fakes.window_parts import FakeReplay, camera, done

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def model(qapp, engine, time) -> ReplayModel:
    """No replay is open."""
    return ReplayModel(engine, DeskBridge(), time)


@pytest.fixture
def replay(model, engine, time, qtbot) -> FakeReplay:
    """The last thirty seconds of C017, ten frames a second, playing."""
    with qtbot.waitSignal(model.opened):
        model.open_camera(Shown(camera(0)))
    return engine.replay_answer.result()


@pytest.fixture
def panel(dressed, model, qtbot) -> Iterator[ReplayPanel]:
    """The panel over a window."""
    window = QWidget()
    window.resize(1280, 720)
    qtbot.addWidget(window)
    panel = ReplayPanel(model, window)
    window.show()
    yield panel
    model.close()


def test_replay_begins_thirty_seconds_ago_and_plays(model, replay, time):
    """The instants are the frames' own, and it moves by itself."""
    assert model.at() == time.now_ms() - 30_000
    assert model.is_playing
    assert replay.told[-1] == (0, 100)
    replay.reach(7)
    model.fetch()

    assert model.number == 7
    assert model.at() == time.now_ms() - 29_300


def test_frames_are_stepped_and_the_picture_stands_still(model, replay):
    """A comma is the frame before, a dot the one after; neither end is passed."""
    model.go_to(5)
    model.step(-1)
    assert (model.number, model.is_playing, replay.told[-1]) == (4, False, (4, 0))
    model.step(-9)
    assert model.number == 0
    model.step(9_999)

    assert model.number == len(model.frames) - 1


def test_pace_is_followed_while_it_plays(model, replay):
    """Half, one, two and four times; asked beyond the last, it stays."""
    for _ in range(5):
        model.use_pace(model.pace + 1)
    assert replay.told[-1][1] == PACES[-1] == 400
    for _ in range(5):
        model.use_pace(model.pace - 1)

    assert replay.told[-1][1] == PACES[0] == 50


def test_end_is_reached_and_space_begins_again(model, replay):
    """At its end the replay stands; playing on from there means from the beginning."""
    replay.reach(len(model.frames) - 1)
    model.fetch()
    assert not model.is_playing
    model.toggle()

    assert (model.number, model.is_playing) == (0, True)


def test_second_back_leaves_a_hole_in_the_pictures(model, engine, time, qtbot):
    """The camera was lost for eight seconds: arrows go over the hole, and it is told."""
    now = time.mono_ms()
    times = (*range(now - 20_000, now - 15_000, 100), *range(now - 7_000, now, 100))
    engine.replay_answer = done(FakeReplay(times))
    with qtbot.waitSignal(model.opened):
        model.open_camera(Shown(camera(0)))
    model.go_to(50)
    model.jump(-1_000)

    assert model.number == 49
    assert [after - before for before, after in model.gaps()] == [8_100]


def test_clip_around_a_fresh_frame_goes_on_after_the_key(model, replay, engine, time, qtbot):
    """What the camera still has is cut from the camera: what comes after the key is in it too."""
    model.go_to(250)
    with qtbot.waitSignal(model.taken):
        model.take()

    frame = replay.times[250]
    assert engine.asked_clips == [("cam-0", frame - 10_000, frame + 20_000)]


def test_f8_in_a_replay_tells_how_old_the_frame_was(model, replay, time, qtbot):
    """The clock begins at the key, the frame keeps its own time, the clip lies around the frame."""
    model.go_to(100)
    time.advance(3_000)
    with qtbot.waitSignal(model.taken) as taken:
        model.take()
    found = taken.args[0]

    assert found.picked.found_at == time.now_ms()
    assert found.picked.age_ms == 23_000
    assert found.picked.received_at == model.at()
    assert found.picked.is_exact
    asked = replay.told[-1]
    assert asked == ("clip", replay.times[100] - 10_000, replay.times[100] + 20_000)


def test_lost_replay_is_closed_and_told(model, replay, qtbot):
    """Its worker died: nothing old stays on the screen."""
    replay.is_lost = True
    with qtbot.waitSignal(model.said) as said, qtbot.waitSignal(model.closed):
        model.fetch()

    assert "重启过" in said.args[0]


def test_refused_replay_is_told_in_its_own_words(model, engine, qtbot):
    """A camera of the second engine has nothing to replay."""
    engine.replay_answer = Future()
    engine.replay_answer.set_exception(Refusal("不保留回放"))
    with qtbot.waitSignal(model.said) as said:
        model.open_camera(Shown(camera(0)))

    assert said.args[0] == "不保留回放"


def test_replay_that_comes_too_late_is_let_go(model, engine, qtbot):
    """Esc before the answer: the worker does not keep it for nobody."""
    engine.replay_answer = Future()
    model.open_camera(Shown(camera(0)))
    model.close()
    late = FakeReplay((1, 2, 3))
    engine.replay_answer.set_result(late)

    qtbot.waitUntil(lambda: late.told == [("close",)])


def test_keys_of_the_panel_do_what_they_say(panel, model, replay, qtbot):
    """Comma, dot, arrows, Space, Home and End; Esc leaves and lets the packets go."""
    press = lambda key: qtbot.keyClick(panel, key)  # noqa: E731 - five letters for each of ten keys
    press(Qt.Key.Key_Space)
    assert not model.is_playing
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Period)
    press(Qt.Key.Key_Period)
    press(Qt.Key.Key_Comma)
    assert model.number == 1
    press(Qt.Key.Key_Right)
    assert model.number == 11
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Up)
    assert (model.number, PACES[model.pace]) == (1, 200)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_End)
    assert (model.number, PACES[model.pace]) == (len(model.frames) - 1, 100)
    press(Qt.Key.Key_Escape)

    assert not panel.isVisible()
    assert replay.told[-1] == ("close",)


def test_mouse_scrubs_along_the_line(panel, model, engine, qtbot):
    """The middle of the line is the middle of the half minute."""
    with qtbot.waitSignal(model.opened):
        model.open_camera(Shown(camera(0)))
    qtbot.waitUntil(lambda: panel.bar.width() > 300)
    middle = QPoint(panel.bar.width() // 2, panel.bar.height() // 2)
    qtbot.mouseClick(panel.bar, Qt.MouseButton.LeftButton, pos=middle)

    assert abs(model.number - len(model.frames) // 2) <= 2
    assert not model.is_playing


def test_picture_is_drawn_for_the_size_of_the_panel(panel, model, engine, qtbot):
    """The worker is told how large the picture stands, and one frame is painted."""
    with qtbot.waitSignal(model.opened):
        model.open_camera(Shown(camera(0)))
    replay = engine.replay_answer.result()
    qtbot.waitUntil(lambda: any(told[0] == "size" for told in replay.told))
    replay.reach(3)
    qtbot.waitUntil(lambda: model.number == 3)
    shade = panel.view.grab().toImage().pixelColor(panel.view.rect().center()).red()

    assert shade == 43


def test_frame_of_a_replay_becomes_a_problem(watch, engine, desk, time, qtbot):
    """Saved as any problem is, with the clip that is cut around the frame."""
    window = QWidget()
    qtbot.addWidget(window)
    feature = ReplayFeature(DeskSide(desk, DeskBridge(), time), watch, engine, window)
    with qtbot.waitSignal(feature.model.opened):
        feature.model.open_camera(Shown(camera(0)))
    with qtbot.waitSignal(watch.problem_found):
        feature.model.take()
    shot = next(call[1] for call in desk.calls if call[0] == "find")

    assert shot.age_ms == 30_000
    assert desk.clip.pressed.at == shot.found_at
