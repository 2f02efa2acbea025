"""What a tile says about its picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duty_desk.desk.diagnosis_views import CameraHealth, Standing
from duty_desk.ui.watch.checked import BEGINS_MS, with_check
from duty_desk.ui.watch.tile_look import Now, TileLook, look
from duty_desk.video.stream_state import StreamState, StreamStatus

NOW = Now(at=1_795_219_200_000, mono_ms=1_000_000)


def status(
    state: StreamState = StreamState.LIVE, attempt: int = 0, reason: str = "none"
) -> StreamStatus:
    """A connection that stands so since a minute."""
    return StreamStatus(state, NOW.mono_ms - 60_000, attempt, reason, 25.0, None)


@pytest.mark.parametrize(
    ("age_ms", "dot", "is_veiled"),
    [
        (0, "ok", False),
        (1_999, "ok", False),
        (2_000, "warn", False),
        (5_000, "warn", False),
        (5_001, "bad", True),
    ],
)
def test_a_picture_ages_from_live_to_late_to_stale(age_ms, dot, is_veiled):
    """Two seconds make a picture late, more than five make it stale, to the millisecond."""
    tile = look(status(), NOW.mono_ms - age_ms, NOW)

    assert (tile.dot, tile.is_veiled) == (dot, is_veiled)


def test_a_stalled_stream_that_says_live_is_not_shown_as_live():
    """The connection claims to live, the picture is 41 seconds old: the picture is believed."""
    tile = look(status(), NOW.mono_ms - 41_000, NOW)

    assert not tile.is_live
    assert tile.is_veiled
    assert (tile.title, tile.lines) == ("画面停住", ("00:00:41",))


def test_the_head_shows_the_time_of_the_frame_itself():
    """08:00 now and a frame four seconds old: the tile says 07:59:56."""
    assert look(status(), NOW.mono_ms - 4_000, NOW).time == "07:59:56"


def test_a_late_picture_says_by_how_many_seconds():
    """The operator reads how late the picture is."""
    tile = look(status(), NOW.mono_ms - 3_400, NOW)

    assert (tile.band, tile.frame) == ("画面迟到 3 秒", "warn")


def test_a_lost_camera_says_since_when_and_which_try_is_under_way():
    """Time since the last picture and the number of the try stand under the word."""
    tile = look(status(StreamState.LOST, 4, "broken"), NOW.mono_ms - 192_000, NOW)

    assert tile.title == "信号中断"
    assert tile.lines[0] == "00:03:12 · 第 4 次重连"
    assert (tile.dot, tile.frame, tile.is_veiled) == ("bad", "bad", True)


def test_a_try_under_way_does_not_make_an_old_picture_live_again():
    """While the engine reconnects, the old picture stays veiled."""
    tile = look(status(StreamState.CONNECTING, 3), NOW.mono_ms - 30_000, NOW)

    assert tile.is_veiled
    assert tile.lines == ("00:00:30 · 第 3 次重连",)


def test_a_refused_password_counts_no_tries():
    """Nobody tries again by himself after a refused login, so no try is counted."""
    tile = look(status(StreamState.NO_LOGIN, 1, "login_refused"), None, NOW)

    assert tile.title == "登录被拒"
    assert "重连" not in tile.lines[0]


def test_a_camera_never_seen_says_that_it_connects():
    """Before the first picture there is no time and no red frame."""
    tile = look(status(StreamState.CONNECTING), None, NOW)

    assert (tile.title, tile.time, tile.frame) == ("正在连接", "", "")


def test_an_open_stream_without_a_picture_is_not_live():
    """Connected but nothing decoded yet: it waits for its first picture."""
    assert not look(status(), None, NOW).is_live


def test_a_slowed_tile_says_so_and_is_live_all_the_same():
    """The computer is short of time: fewer frames, but what is shown is now."""
    tile = look(replace(status(), is_degraded=True), NOW.mono_ms - 100, NOW)

    assert (tile.note, tile.is_live) == ("降帧", True)


def test_live_alone_is_not_checked():
    """A live picture without a look keeps a hollow dot, and after a while the word."""
    live = TileLook("ok", time="02:44:05")
    opened = StreamStatus(StreamState.LIVE, 0, 0, "", 15.0, 0)
    unseen = CameraHealth(Standing.NOT_CHECKED, words="x")
    soon = with_check(live, unseen, opened, Now(0, BEGINS_MS - 1))
    later = with_check(live, unseen, opened, Now(0, BEGINS_MS))
    assert (soon.is_live, soon.is_checked, soon.aside) == (True, False, "")
    assert (later.is_checked, later.aside) == (False, "未检查")
    assert with_check(live, CameraHealth(Standing.HEALTHY), opened, Now(0, BEGINS_MS)) == live
    lost = TileLook("bad", title="信号中断")
    assert with_check(lost, unseen, opened, Now(0, BEGINS_MS)) == lost
