"""The watch page without widgets: who is watched, what F8 saves, who is reported lost."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import pytest

from duty_desk.language import Refusal
from duty_desk.ui.watch.watched_streams import Wish
from duty_desk.video.stream_state import StreamState
from duty_desk.video.tier import Tier
from tests.fakes.window_parts import cameras, done

SIZE = Wish(352, 198)


def paint(watch, camera_id: str) -> int:
    """Let the operator see the newest picture of a camera; its number."""
    picture = watch.newer_picture(camera_id)
    watch.painted(camera_id, picture)
    return picture.seq


def test_only_cameras_on_screen_are_watched(watch, engine, qtbot):
    """Turning the page closes the streams of the page before."""
    watch.show_wishes({"cam-0": SIZE, "cam-1": SIZE})
    qtbot.waitUntil(lambda: set(engine.sizes) == {"cam-0", "cam-1"})

    watch.show_wishes({"cam-1": Wish(704, 396), "cam-2": SIZE})
    qtbot.waitUntil(lambda: set(engine.sizes) == {"cam-1", "cam-2"})

    assert engine.sizes["cam-1"] == (704, 396)


def test_an_address_that_comes_too_late_opens_nothing(watch, desk, engine, qtbot):
    """The page was turned before the vault answered: the camera stays closed."""
    answer: Future = Future()
    desk.cameras.address_of = lambda _camera_id: answer
    watch.streams._address_of = desk.cameras.address_of
    watch.show_wishes({"cam-0": SIZE})
    watch.show_wishes({})
    answer.set_result(("rtsp://127.0.0.1/late", ""))
    qtbot.wait(20)

    assert engine.sizes == {}


def test_a_changed_address_is_followed_while_the_camera_is_shown(watch, desk, engine, qtbot):
    """The catalogue was corrected: the open stream goes to the new address by itself."""
    watch.show_wishes({"cam-0": SIZE})
    qtbot.waitUntil(lambda: "cam-0" in engine.specs)
    watch.streams._address_of = lambda _camera_id: done(("rtsp://127.0.0.1/new", ""))
    watch.streams.readdress()

    qtbot.waitUntil(lambda: engine.specs["cam-0"].address.endswith("new"))


def test_a_camera_is_fetched_as_the_catalogue_says(watch, desk):
    """Its own transport, and how many streams its device gives at a time."""
    rows = (replace(cameras(1)[0], transport="udp", session_limit=16),)
    watch.show_snapshot(replace(desk.snapshot, cameras=rows))

    spec = watch.spec_of("cam-0", ("rtsp://127.0.0.1/main", "rtsp://127.0.0.1/sub"))

    assert (spec.transport, spec.session_limit) == ("udp", 16)
    assert spec.sub_address == "rtsp://127.0.0.1/sub"


def test_selected_camera_is_fetched_as_the_main_stream(watch, engine, qtbot):
    """F8 takes its evidence from the selected tile: that one is looked at closely."""
    watch.show_wishes({"cam-0": SIZE, "cam-1": SIZE})
    qtbot.waitUntil(lambda: set(engine.sizes) == {"cam-0", "cam-1"})
    watch.wall.select("cam-1")

    assert engine.tiers == {"cam-0": Tier.VISIBLE, "cam-1": Tier.FOCUSED}


def test_f8_saves_the_picture_that_was_painted_last(watch, desk, engine, time, qtbot):
    """A newer picture has arrived but was not painted: the one the operator saw is saved."""
    engine.show("cam-0", 41)
    paint(watch, "cam-0")
    time.advance(80)
    engine.show("cam-0", 42)

    with qtbot.waitSignal(watch.problem_found) as found:
        watch.report_problem()

    assert engine.asked_stills == [("cam-0", 41)]
    assert found.args[0].row.camera_id == "cam-0"


def test_the_clock_starts_at_the_press_of_the_key(watch, desk, engine, time, qtbot):
    """found_at is the key press, even when the still comes later; the age counts to the press."""
    engine.show("cam-0", 7)
    paint(watch, "cam-0")
    time.advance(300)
    engine.still_answer = Future()
    pressed_at = time.now_ms()
    watch.report_problem()
    time.advance(1_500)
    shown = engine.pictures["cam-0"]

    with qtbot.waitSignal(watch.problem_found):
        engine.still_answer.set_result(
            type(
                "Still",
                (),
                {
                    "jpeg": b"x",
                    "width": 1920,
                    "height": 1080,
                    "exact": True,
                    "seq": 7,
                    "received_mono_ms": shown.received_mono_ms,
                },
            )()
        )

    shot = desk.calls[-1][1]
    assert (shot.found_at, shot.age_ms) == (pressed_at, 300)
    assert shot.received_at == pressed_at - 300


def test_f8_asks_for_what_lies_around_the_picture_that_was_seen(watch, desk, engine, time, qtbot):
    """Ten seconds before the picture and twenty after the key; of a lost camera, its last ones."""
    engine.show("cam-0", 1)
    paint(watch, "cam-0")
    seen_mono_ms = time.mono_ms()
    time.advance(47_000)
    with qtbot.waitSignal(watch.problem_found):
        watch.report_problem()

    pressed = time.mono_ms()
    assert engine.asked_clips == [("cam-0", seen_mono_ms - 10_000, pressed + 20_000)]
    assert desk.clip.pressed.mono_ms == pressed


@pytest.mark.expected_log("a command of the window failed")
def test_f8_saves_the_tile_when_the_worker_dies_under_the_key(watch, desk, engine, time, qtbot):
    """No still comes: what was on the screen is kept in its size there, and says so."""
    engine.show("cam-0", 9)
    paint(watch, "cam-0")
    engine.still_answer = Future()
    watch.report_problem()

    with qtbot.waitSignal(watch.problem_found):
        engine.still_answer.set_exception(RuntimeError("worker gone"))

    shot = desk.calls[-1][1]
    assert not shot.is_exact
    assert shot.jpeg.startswith(b"\xff\xd8")
    assert (shot.height_px, shot.width_px) == engine.pictures["cam-0"].bgra.shape[:2]


def test_a_second_f8_before_the_first_is_saved_does_nothing(watch, engine):
    """A nervous finger opens one problem, not two."""
    engine.show("cam-0", 1)
    paint(watch, "cam-0")
    engine.still_answer = Future()

    watch.report_problem()
    watch.report_problem()

    assert len(engine.asked_stills) == 1


def test_a_second_f8_while_the_first_is_being_written_does_nothing(watch, desk, engine, qtbot):
    """The still is there but the desk has not answered: one problem, and its form is awaited."""
    engine.show("cam-0", 1)
    paint(watch, "cam-0")
    desk.find_answer = Future()
    with qtbot.waitSignal(watch.form_awaited) as awaited:
        watch.report_problem()
    qtbot.waitUntil(lambda: bool(desk.calls))
    watch.report_problem()
    qtbot.wait(20)

    assert awaited.args == [True]
    assert [call[0] for call in desk.calls] == ["find"]
    with qtbot.waitSignal(watch.form_awaited) as awaited:
        desk.find_answer.set_exception(Refusal("写不进去"))
    assert awaited.args == [False]


def test_f8_without_a_picture_says_what_to_do(watch, engine, qtbot):
    """Nothing was ever shown: one sentence, no still, no record."""
    with qtbot.waitSignal(watch.said) as said:
        watch.report_problem()

    assert "还没有画面" in said.args[0]
    assert engine.asked_stills == []


def test_a_refusal_of_the_desk_is_told_in_its_own_words(watch, desk, engine, qtbot):
    """The disk is full: the operator reads the desk's sentence, and F8 works again afterwards."""
    engine.show("cam-0", 1)
    paint(watch, "cam-0")
    desk.find_answer = Future()
    desk.find_answer.set_exception(Refusal("磁盘已满，截图没有保存。"))

    with qtbot.waitSignal(watch.said) as said:
        watch.report_problem()
    desk.find_answer = None
    with qtbot.waitSignal(watch.problem_found):
        watch.report_problem()

    assert said.args == ["磁盘已满，截图没有保存。", "urgent"]


@pytest.mark.expected_log("a command of the window failed")
def test_an_unknown_error_is_never_shown_in_its_own_words(watch, desk, engine, qtbot):
    """An exception that is no sentence of ours becomes the general sentence."""
    engine.show("cam-0", 1)
    paint(watch, "cam-0")
    desk.find_answer = Future()
    desk.find_answer.set_exception(OSError("[Errno 28] No space left on device"))

    with qtbot.waitSignal(watch.said) as said:
        watch.report_problem()

    assert "Errno" not in said.args[0]
    assert "已保存的记录" in said.args[0]


def test_a_camera_lost_for_ten_seconds_is_reported_with_its_last_picture(watch, desk, engine, time):
    """The journal says since when there was no picture, not when somebody noticed."""
    engine.show("cam-0", 1)
    last_at = time.now_ms()
    time.advance(8_000)
    engine.stand("cam-0", StreamState.LOST, 1, "broken")
    for _ in range(12):
        watch.age()
        time.advance(1_000)

    assert ("lost", "cam-0", last_at, "信号中断") in desk.calls


def test_a_hidden_window_reports_no_camera_as_lost(watch, desk, engine, time):
    """While nothing is painted, pictures still arrive: that is what counts."""
    for seq in range(1, 30):
        engine.show("cam-0", seq)
        watch.age()
        time.advance(1_000)

    assert not [call for call in desk.calls if call[0] == "lost"]


def test_the_count_of_live_cameras_is_that_of_the_screen(watch, engine, qtbot):
    """Two of sixteen on screen are live."""
    engine.show("cam-0", 1)
    engine.show("cam-5", 1)

    with qtbot.waitSignal(watch.online_changed) as told:
        watch.age()

    assert told.args == [2, 16]


def test_a_new_catalogue_reaches_the_wall(watch, desk):
    """An imported catalogue shows at once."""
    watch.show_snapshot(type(desk.snapshot)(cameras=cameras(3)))

    assert len(watch.wall.cameras()) == 3
