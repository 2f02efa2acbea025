"""Footage requests at the desk: countdowns, recordings, the sealed package, handing over."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk import footage_package, footage_sealing
from duty_desk.desk.footage_rules import Handing
from duty_desk.domain.footage import (
    DAY_MS,
    HOUR_MS,
    FootageKind,
    FootageState,
)
from duty_desk.language import Refusal
from duty_desk.machine.file_copy import Stopped, Watch
from tests.desk.footage_walk import (
    CODES,
    approved,
    asked,
    exported,
    failed,
    recording,
    registered,
    sealed,
    spans,
    verdicts,
    worked_off,
)
from tests.fakes.bag_reader import bagit
from tests.fakes.desk import keep_clip, picked

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_sealing import SealJob


def test_a_request_goes_from_registration_to_the_shelf(leading: Desk, tmp_path: Path) -> None:
    """Three cameras are registered, exported, sealed, written, handed over and closed."""
    seen = sealed(leading, tmp_path)
    assert seen.row.state is FootageState.VERIFIED
    assert seen.missing == ("medium", "medium_no")
    assert seen.package is not None
    assert seen.spans[0].files[0].held_at == str(seen.package.folder / "data" / "C046.dav")
    (tmp_path / "usb").mkdir()
    seen = leading.footage.put_on_medium(seen.row.id, seen.row.version, tmp_path / "usb").result(30)
    bagit.Bag(str(tmp_path / "usb" / "调取2026-001")).validate()
    handing = Handing(medium="U 盘（警方提供）", medium_no="SN 7788")
    seen = leading.footage.hand_over(seen.row.id, seen.row.version, handing).result(10)
    seen = leading.footage.returned(seen.row.id, seen.row.version, "").result(10)
    seen = leading.footage.close(seen.row.id, seen.row.version).result(10)

    assert seen.row.state is FootageState.CLOSED
    assert [line.kind.partition(".")[2] for line in seen.custody] == [
        *("requested", "registered", "checked", "approved", "located"),
        *("file_added", "file_added", "file_added", "exported", "verified", "written"),
        *("handed_over", "returned", "closed"),
    ]
    assert failed(leading) == {}


def test_countdowns_are_on_record_before_they_are_shown(leading: Desk, tmp_path: Path) -> None:
    """Three days and one day before, and when it begins, every page has one warning, each once."""
    row = registered(leading, tmp_path, spans=spans(leading, ago_h=26 * 24))
    leading.ask(leading.tick).result(10)
    assert leading.snapshot.footage.warnings == ()
    levels = []
    for _ in range(5):
        leading.time.advance(DAY_MS)
        leading.ask(leading.tick).result(10)
        leading.ask(leading.tick).result(10)
        levels += [one.level for one in leading.snapshot.footage.warnings]
    seen = leading.footage.open(row.id).result(10)

    assert levels == ["attention", "attention", "urgent", "breach"]
    assert leading.snapshot.footage.warnings == ()  # gone: nothing is left to save
    assert [line.kind for line in seen.custody].count("footage.warned") == 3
    assert failed(leading) == {}


def test_a_recording_that_is_here_ends_its_countdown(leading: Desk, tmp_path: Path) -> None:
    """Spans whose file is there are not warned about; the others are named."""
    seen = approved(leading, tmp_path, spans=spans(leading, ago_h=28 * 24))
    seen = leading.footage.locate(seen.row.id, seen.row.version, {}).result(10)
    leading.ask(leading.tick).result(10)
    assert leading.snapshot.footage.warnings[0].cameras == CODES

    file = worked_off(recording(tmp_path, "C046.dav"))
    leading.footage.add_file(seen.row.id, seen.row.version, 1, file).result(10)

    assert leading.snapshot.footage.warnings[0].cameras == CODES[1:]


def test_each_span_is_warned_of_once_a_level(leading: Desk, tmp_path: Path) -> None:
    """A file that makes another span the soonest brings no second line of custody."""
    asked = spans(leading, ago_h=28 * 24)
    later = (
        replace(span, from_at=span.from_at + no * HOUR_MS, to_at=span.to_at + no * HOUR_MS)
        for no, span in enumerate(asked)
    )
    seen = approved(leading, tmp_path, spans=tuple(later))
    seen = leading.footage.locate(seen.row.id, seen.row.version, {}).result(10)
    leading.ask(leading.tick).result(10)
    assert leading.snapshot.footage.warnings[0].cameras == CODES
    for no, code in enumerate(CODES[:2], 1):
        file = worked_off(recording(tmp_path, f"{code}.dav"), 90 + no)
        seen = leading.footage.add_file(seen.row.id, seen.row.version, no, file).result(10)
        leading.time.advance(60_000)
        leading.ask(leading.tick).result(10)
        assert leading.snapshot.footage.warnings[0].cameras == CODES[no:]

    seen = leading.footage.open(seen.row.id).result(10)
    told = [line.words for line in seen.custody if line.kind == "footage.warned"]
    assert len(told) == 1
    assert all(code in told[0] for code in CODES)

    leading.time.advance(DAY_MS + 2 * HOUR_MS)
    leading.ask(leading.tick).result(10)
    seen = leading.footage.open(seen.row.id).result(10)
    told = [line.words for line in seen.custody if line.kind == "footage.warned"]
    assert len(told) == 2
    assert CODES[0] not in told[1]
    assert failed(leading) == {}


def test_open_requests_are_handed_over(leading: Desk, tmp_path: Path) -> None:
    """A request that is not answered is an open item of the shift, with its countdown."""
    row = registered(leading, tmp_path)
    items = leading.ask(
        lambda: leading.read(lambda it: leading.open_items.all(it, leading.time.now_ms()))
    ).result(10)

    item = next(one for one in items if one.noun == "footage")
    assert item.subject == row.id
    assert item.title == "2026-001 某某派出所 · 3 个点位"
    assert item.due_at == row.soonest_overwritten_at


def test_the_same_recording_is_not_taken_twice(leading: Desk, tmp_path: Path) -> None:
    """A file with the same bytes is refused by the name it has; taken out it may come again."""
    seen = approved(leading, tmp_path)
    seen = leading.footage.locate(seen.row.id, seen.row.version, {}).result(10)
    file = worked_off(recording(tmp_path, "C046.dav"))
    seen = leading.footage.add_file(seen.row.id, seen.row.version, 1, file).result(10)
    with pytest.raises(Refusal, match=r"“C046.dav”已经在本次调取里"):
        leading.footage.add_file(seen.row.id, seen.row.version, 2, file).result(10)

    gone = seen.spans[0].files[0].id
    seen = leading.footage.remove_file(seen.row.id, seen.row.version, gone, "选错时段").result(10)
    seen = leading.footage.add_file(seen.row.id, seen.row.version, 2, file).result(10)

    assert [len(span.files) for span in seen.spans] == [0, 1, 0]
    assert "选错时段" in seen.custody[-2].words


def test_our_own_stills_and_clips_can_be_attached(leading: Desk, tmp_path: Path) -> None:
    """What a problem kept is found by camera and time, and keeps its hash as a recording."""
    camera_id = next(row.id for row in leading.snapshot.cameras if row.code == "C046")
    found = leading.problems.find(picked(leading, camera_id)).result(10)
    keep_clip(leading, found.row.id)
    leading.time.advance(HOUR_MS)
    now = leading.time.now_ms()
    own = leading.footage.own_evidence(camera_id, now - 2 * HOUR_MS, now).result(10)
    assert sorted(one.kind for one in own) == ["clip", "still"]
    still = next(one for one in own if one.kind == "still")

    seen = approved(leading, tmp_path)
    seen = leading.footage.locate(seen.row.id, seen.row.version, {}).result(10)
    seen = leading.footage.add_file(seen.row.id, seen.row.version, 1, still.sha256).result(60)

    file = seen.spans[0].files[0]
    assert (file.origin, file.sha256, file.evidence_id) == ("still", still.sha256, still.sha256)
    assert file.name.startswith("C046_2026")
    assert (seen.custody[0].kind, seen.custody[0].by_name) == ("problem.found", "值班员 A")
    assert failed(leading) == {}


@pytest.mark.expected_log("C047")  # the validator logs what it finds
def test_a_tampered_recording_is_named_by_both_readers(leading: Desk, tmp_path: Path) -> None:
    """One changed byte in a sealed package is named by `verify` and by the bagit library."""
    seen = sealed(leading, tmp_path)
    assert seen.package is not None
    assert verdicts(leading)["footage"] == ("ok", "")
    path = seen.package.folder / "data" / "C047.dav"
    path.chmod(0o600)
    path.write_bytes(b"X" + path.read_bytes()[1:])

    assert failed(leading) == {"footage": "调取2026-001/data/C047.dav"}
    with pytest.raises(bagit.BagValidationError, match=r"C047\.dav"):
        bagit.Bag(str(seen.package.folder)).validate()


def test_a_recording_changed_before_sealing_stops_it(leading: Desk, tmp_path: Path) -> None:
    """What is sealed is what was hashed: another file under the name is refused by its name."""
    seen = exported(leading, tmp_path)
    (tmp_path / "C063.dav").write_bytes(b"another film")

    with pytest.raises(Refusal, match=r"“C063\.dav”"):
        leading.footage.seal(seen.row.id, seen.row.version, tmp_path).result(30)
    assert leading.footage.open(seen.row.id).result(10).row.state is FootageState.EXPORTED


def test_a_package_whose_record_fails_is_gone_on_with(leading: Desk, tmp_path: Path) -> None:
    """When somebody changes the request while it is sealed, the package waits unfinished."""
    seen = exported(leading, tmp_path)
    fine = replace(asked(leading), spans=seen.request.spans, note="补记")
    sealing = leading.footage.seal(seen.row.id, seen.row.version, tmp_path)
    leading.footage.amend(seen.row.id, seen.row.version, fine).result(10)
    with pytest.raises(Refusal, match="改过"):
        sealing.result(30)
    assert not (tmp_path / "调取2026-001").exists()

    again = leading.footage.open(seen.row.id).result(10)
    done = leading.footage.seal(again.row.id, again.row.version, tmp_path).result(30)

    assert done.row.state is FootageState.VERIFIED


def test_killed_before_the_record_a_package_is_gone_on_with(leading: Desk, tmp_path: Path) -> None:
    """A folder that no entry names, of just these recordings, is unfinished; others are left."""
    seen = exported(leading, tmp_path)

    def prepare() -> SealJob:
        row = leading.footage.must_be(seen.row.id)
        return leading.read(lambda it: footage_sealing.seal_job(leading, it, row, tmp_path))

    leading.ask(prepare).result(10).run(None)  # and here the program was killed
    left = tmp_path / "调取2026-001"
    assert left.is_dir()
    assert leading.footage.open(seen.row.id).result(10).row.state is FootageState.EXPORTED

    done = leading.footage.seal(seen.row.id, seen.row.version, tmp_path).result(30)

    assert done.package is not None
    assert done.package.folder == left
    bagit.Bag(str(left)).validate()
    assert footage_package.check(left).seal == done.package.seal
    assert not footage_package.unfinished(left).exists()
    assert failed(leading) == {}


def test_a_package_of_other_recordings_is_never_taken_up(leading: Desk, tmp_path: Path) -> None:
    """A folder of the same name with other files stays as it is, and that is said."""
    seen = exported(leading, tmp_path)
    other = tmp_path / "调取2026-001"
    other.mkdir()
    (other / "manifest-sha256.txt").write_text(f"{'0' * 64}  data/other.mp4\n")

    with pytest.raises(Refusal, match="已经存在，没有覆盖"):
        leading.footage.seal(seen.row.id, seen.row.version, tmp_path).result(30)
    assert [path.name for path in other.iterdir()] == ["manifest-sha256.txt"]


def test_a_view_needs_neither_file_nor_medium(leading: Desk, tmp_path: Path) -> None:
    """Looked at only, it is closed; papers that are owed come first."""
    seen = approved(leading, tmp_path, kind=FootageKind.VIEW)
    seen = leading.footage.view_only(seen.row.id, seen.row.version, "未见可疑人员").result(10)
    seen = leading.footage.close(seen.row.id, seen.row.version).result(10)

    assert seen.row.state is FootageState.CLOSED
    assert "未见可疑人员" in seen.custody[-2].words


def test_media_and_copies_come_due_until_they_are_dealt_with(leading: Desk, tmp_path: Path) -> None:
    """The day a medium should be back and our copy destroyed is told, and no more once they are."""
    seen = sealed(leading, tmp_path)
    due_at = leading.time.now_ms() + 7 * DAY_MS
    handing = Handing(
        medium="U 盘",
        medium_no="7",
        is_copy_kept=True,
        copy_until_at=due_at + DAY_MS,
        return_until_at=due_at,
    )
    seen = leading.footage.hand_over(seen.row.id, seen.row.version, handing).result(10)
    seen = leading.footage.close(seen.row.id, seen.row.version).result(10)

    def told() -> list[str]:
        leading.ask(leading.tick).result(10)
        leading.ask(leading.tick).result(10)
        return [one.what for one in leading.snapshot.footage.warnings]

    assert told() == []
    leading.time.advance(9 * DAY_MS)
    assert told() == ["medium", "copy"]
    seen = leading.footage.returned(seen.row.id, seen.row.version, "").result(10)
    assert told() == ["copy"]
    assert "footage.returned" not in seen.may
    seen = leading.footage.destroyed(seen.row.id, seen.row.version, "覆写").result(10)
    assert told() == []
    assert seen.package is not None
    shutil.rmtree(seen.package.folder)
    assert verdicts(leading)["footage"] == ("ok", "")


def test_a_medium_that_is_gone_or_full_is_said_in_a_sentence(
    leading: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pulled out or without room, nothing is on record and the same step can be done again."""
    seen = sealed(leading, tmp_path)
    with pytest.raises(Refusal, match="usb"):
        leading.footage.put_on_medium(seen.row.id, seen.row.version, tmp_path / "usb").result(30)
    (tmp_path / "usb").mkdir()
    with monkeypatch.context() as full:
        full.setattr(footage_package, "free_bytes", lambda _place: 1 << 20)
        with pytest.raises(Refusal, match=r"空间不够：还要 \d+ MB，只剩 1 MB，还没有开始写。"):
            leading.footage.put_on_medium(seen.row.id, seen.row.version, tmp_path / "usb").result(
                30
            )

    done = leading.footage.put_on_medium(seen.row.id, seen.row.version, tmp_path / "usb").result(30)

    assert done.package is not None
    assert done.package.media == (str(tmp_path / "usb" / "调取2026-001"),)


def test_a_package_written_but_not_on_record_is_read_back_and_taken(
    leading: Desk, tmp_path: Path
) -> None:
    """Killed between writing and recording, the same step records what lies there whole."""
    seen = sealed(leading, tmp_path)
    assert seen.package is not None
    usb = tmp_path / "usb"
    usb.mkdir()
    footage_package.put_on_medium(seen.package.folder, usb)

    done = leading.footage.put_on_medium(seen.row.id, seen.row.version, usb).result(30)

    assert done.package is not None
    assert done.package.media == (str(usb / "调取2026-001"),)
    copied = usb / "调取2026-001" / "data" / "C046.dav"
    copied.chmod(0o600)
    copied.write_bytes(b"other bytes")
    with pytest.raises(Refusal, match="已经存在，没有覆盖"):
        leading.footage.put_on_medium(done.row.id, done.row.version, usb).result(30)


def test_a_stopped_sealing_goes_on_or_is_removed_whole(leading: Desk, tmp_path: Path) -> None:
    """Stopped in the middle nothing is on record; removed nothing is left; then it is done."""
    seen = exported(leading, tmp_path)
    watch = Watch()
    watch.stop.set()
    with pytest.raises(Stopped):
        leading.footage.seal(seen.row.id, seen.row.version, tmp_path, watch).result(30)
    growing = footage_package.unfinished(tmp_path / "调取2026-001")
    assert growing.is_dir()
    footage_package.remove_unfinished(tmp_path / "调取2026-001")
    assert not growing.exists()

    done = leading.footage.seal(seen.row.id, seen.row.version, tmp_path).result(30)

    assert done.row.state is FootageState.VERIFIED
    assert not growing.exists()


def test_a_package_may_not_fill_the_disk_of_the_records(
    leading: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the desk writes too, half a gigabyte stays free; nothing is begun."""
    seen = exported(leading, tmp_path)
    monkeypatch.setattr(footage_sealing, "free_bytes", lambda _place: 400 << 20)

    with pytest.raises(Refusal, match=r"只剩 399 MB，会影响值班记录，没有封存"):
        leading.footage.seal(seen.row.id, seen.row.version, tmp_path).result(30)
    assert not footage_package.unfinished(tmp_path / "调取2026-001").exists()
