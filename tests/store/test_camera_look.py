"""What is kept of looks at cameras."""

from __future__ import annotations

from duty_desk.domain.camera_look import CameraLook
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify

SEEN = CameraLook(
    camera_id="camera-17",
    looked_at=1_000,
    state="live",
    reason="none",
    delay_ms=240,
    width_px=1280,
    height_px=720,
    codec="h264",
    fps_milli=25_000,
    seen_at=1_000,
)
LOST = CameraLook(camera_id="camera-17", looked_at=9_000, state="lost", reason="stalled")


def test_looks_are_read_back_as_they_were_kept(desk):
    """The next start knows what the last one saw, on either kind of store."""
    desk.looks.keep([SEEN]).result(10)
    desk.looks.known = {}
    desk.looks.load().result(10)

    assert desk.looks.known == {"camera-17": SEEN}


def test_a_failed_look_remembers_when_and_what_was_seen_last(desk):
    """Last seen, size and codec stay; state, reason and the time of the look are the new ones."""
    desk.looks.keep([SEEN]).result(10)
    desk.looks.keep([LOST]).result(10)

    known = desk.looks.known["camera-17"]
    assert (known.state, known.reason, known.looked_at) == ("lost", "stalled", 9_000)
    assert (known.seen_at, known.width_px, known.codec) == (1_000, 1280, "h264")


def test_a_look_of_the_wall_keeps_what_only_a_probe_measures(desk):
    """A camera on the wall is seen now; its delay and codec are those of the last probe."""
    desk.looks.keep([SEEN]).result(10)
    on_the_wall = CameraLook(camera_id="camera-17", looked_at=5_000, state="live", seen_at=5_000)
    desk.looks.keep([on_the_wall]).result(10)

    known = desk.looks.known["camera-17"]
    assert (known.seen_at, known.delay_ms, known.codec) == (5_000, 240, "h264")


def test_a_camera_never_seen_has_no_last_time(desk):
    """Nothing is claimed that nobody saw."""
    desk.looks.keep([LOST]).result(10)

    assert desk.looks.known["camera-17"].seen_at is None


def test_looks_are_no_records(file_desk, file_seat):
    """Neither the journal nor what verification compares knows of them."""
    before = file_desk.ask(file_desk.store.count).result(10)
    file_desk.looks.keep([SEEN]).result(10)
    assert file_desk.ask(file_desk.store.count).result(10) == before

    with open_for_reading(file_seat.place) as session:
        assert all(it.state != "failed" for it in verify(session, file_seat.place))
