"""Clips beside the stills: evidence like any, never in the way of F8, honest when there is none."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.clips import ComingClip, Pressed
from duty_desk.language import Refusal
from duty_desk.store.evidence import hash_file
from duty_desk.store.verify import verify
from duty_desk.video.replay_orders import Clip
from tests.fakes.desk import build_desk, camera, keep_clip, picked
from tests.video.wall import wait_for

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

FRAMES = b"the camera's own coding"


def clip(pressed: Pressed, data: bytes = FRAMES) -> Clip:
    """Nine seconds before and twenty after, as a worker hands it over."""
    return Clip(data, pressed.mono_ms - 9_000, pressed.mono_ms + 20_000, 1280, 720, 725)


def now(desk: Desk) -> Pressed:
    return Pressed(desk.time.now_ms(), desk.time.mono_ms())


def verdicts(desk: Desk) -> dict[str, str]:
    place = desk.store.place
    found = desk.ask(lambda: desk.read(lambda session: verify(session, place))).result(20)
    return {verdict.name: verdict.state for verdict in found}


@pytest.fixture
def problem_id(desk, camera_id) -> str:
    """A problem just found."""
    return desk.problems.find(picked(desk, camera_id)).result(10).row.id


def detail(desk, problem_id):
    return desk.problems.detail(problem_id).result(10)


def test_clip_is_evidence_with_its_span(desk, problem_id):
    """Under its own hash on the disk, from and to in Beijing's own time, and verified as all is."""
    pressed, coming = now(desk), Future()
    kept = desk.problems.clips.expect(problem_id, ComingClip(coming, pressed))
    assert detail(desk, problem_id).awaits_clip
    desk.time.advance(20_000)
    coming.set_result((clip(pressed),))
    kept.result(10)
    found = detail(desk, problem_id)

    (row,) = found.clips
    assert not found.awaits_clip
    assert row.path.read_bytes() == FRAMES
    assert hash_file(row.path) == row.sha256
    assert (row.from_at, row.to_at) == (pressed.at - 9_000, pressed.at + 20_000)
    assert verdicts(desk)["rebuild"] == verdicts(desk)["attachments"] == "ok"


def test_camera_that_changed_its_coding_leaves_two_files(desk, problem_id):
    """Both are kept and numbered."""
    pressed, coming = now(desk), Future()
    kept = desk.problems.clips.expect(problem_id, ComingClip(coming, pressed))
    coming.set_result((clip(pressed), clip(pressed, b"after")))
    kept.result(10)

    assert [row.no for row in detail(desk, problem_id).clips] == [1, 2]


def test_changed_clip_is_found_by_verification(desk, problem_id):
    """A clip edited on the disk is called so."""
    keep_clip(desk, problem_id)
    (row,) = detail(desk, problem_id).clips
    row.path.write_bytes(b"another coding altogether")

    assert verdicts(desk)["attachments"] == "failed"


def test_no_clip_is_said_and_nothing_recorded(desk, problem_id):
    """The worker died: the problem stands as it is, and says why it has none."""
    coming = Future()
    kept = desk.problems.clips.expect(problem_id, ComingClip(coming, now(desk)))
    coming.set_exception(Refusal("没有片段"))
    kept.result(10)
    found = detail(desk, problem_id)

    assert (found.clips, found.clip_words, found.awaits_clip) == ((), "没有片段", False)
    assert [entry.kind for entry in found.entries] == ["problem.found"]


@pytest.mark.expected_log("a clip could not be kept")
def test_disk_that_takes_no_clip_leaves_the_problem_alone(desk, problem_id, seat, monkeypatch):
    """The still is safe; a sentence says that the clip is not."""

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk.store.evidence, "put", full)
    keep_clip(desk, problem_id)

    assert "片段写不进磁盘" in detail(desk, problem_id).clip_words


def test_clip_of_a_problem_that_was_not_kept_is_not_kept_either(desk, seat):
    """F8 failed as a whole: no file is left behind that nothing names."""
    keep_clip(desk, "0193-none")

    assert not list(seat.data.rglob("*.mp4"))


def test_voided_problem_keeps_its_clip(desk, problem_id):
    """Voided within the twenty seconds: what was seen stays provable."""
    coming = Future()
    kept = desk.problems.clips.expect(problem_id, ComingClip(coming, now(desk)))
    desk.problems.void(problem_id, "看错了").result(10)
    coming.set_result((clip(now(desk)),))
    kept.result(10)

    assert len(detail(desk, problem_id).clips) == 1


@pytest.mark.expected_log("store:")
def test_clip_waits_with_its_problem_while_the_store_is_away(desk, camera_id, seat):
    """Both were kept aside and are written once, in order, when the store is back."""
    problem_id = desk.new_id()
    away = desk.store.write

    def broken(_work: object) -> None:
        from duty_desk.store.trouble import StoreTrouble

        raise StoreTrouble("记录库暂时写不进去。")

    desk.store.write = broken
    with pytest.raises(Refusal):
        desk.problems.find(picked(desk, camera_id), problem_id=problem_id).result(10)
    keep_clip(desk, problem_id)
    desk.store.write = away
    desk.time.advance(11_000)
    desk.ask(desk.tick).result(10)

    assert len(detail(desk, problem_id).clips) == 1
    assert verdicts(desk)["rebuild"] == "ok"


def test_closing_desk_keeps_the_clip_that_the_engine_hands_over_last(seat):
    """The engine stops beside the desk: its last clips still get their rows."""
    first = build_desk(seat)
    first.start(is_sending=False)
    first.cameras.add([camera()]).result(5)
    problem = first.problems.find(picked(first, first.snapshot.cameras[0].id)).result(10).row.id
    coming = Future()
    first.problems.clips.expect(problem, ComingClip(coming, now(first)))
    coming.set_result((clip(now(first)),))
    first.stop()
    second = build_desk(seat)
    second.start(is_sending=False)
    found = detail(second, problem)
    second.stop()

    assert len(found.clips) == 1


def test_f8_says_at_once_that_its_clip_is_coming(desk, camera_id):
    """The form opens with the place of the clip, and the clip comes into it by itself."""
    coming = Future()
    clip_ = ComingClip(coming, now(desk))
    found = desk.problems.find(picked(desk, camera_id), clip=clip_).result(10)
    assert (found.awaits_clip, found.clips) == (True, ())
    coming.set_result((clip(clip_.pressed),))
    wait_for(lambda: not detail(desk, found.row.id).awaits_clip)

    assert len(detail(desk, found.row.id).clips) == 1
