"""The spool: what was acknowledged stands in plain text, whatever happens to the database."""

from __future__ import annotations

import json

import pytest

from duty_desk.domain.moment import Moment
from duty_desk.store.evidence import EvidenceFolder, hash_file
from duty_desk.store.reading import open_for_reading
from duty_desk.store.spool import Spool
from duty_desk.store.verify import verify
from tests.fakes.desk import build_desk, picked
from tests.store.conftest import started

FIND = "problem.found"


def spool_of(seat) -> Spool:
    return Spool(seat.data / "spool")


def file_of(seat):
    """The one dated file."""
    return next((seat.data / "spool").glob("????-??-??.jsonl"))


def pending_of(desk, number: int = 1) -> Moment:
    """A problem that the database would not take, its evidence on the disk."""
    camera = desk.snapshot.cameras[0]
    picture = desk.store.evidence.put(b"\xff\xd8" + bytes([number]) * 100)
    shot = {"no": 1, "kind": "before", "sha256": picture.sha256, "captioned": picture.sha256}
    shot |= {"taken_at": 1, "age_ms": 0, "width_px": 1, "height_px": 1, "is_exact": True}
    facts = {"camera": camera.id, "found_on": "2026-11-21", "unit": "", "shot": shot}
    return Moment(
        kind=FIND,
        subject=f"kept-{number}",
        facts={**facts, "files": [picture.as_facts()]},
        event_at=desk.time.now_ms() - 60_000,
    )


def problems(desk) -> list[tuple[str, str]]:
    return sorted((row.id, row.number) for row in desk.snapshot.problems)


def test_every_acknowledged_entry_stands_in_the_spool(file_desk, file_seat):
    """Number and hash, in order, on the disk when the answer comes."""
    found = file_desk.problems.find(picked(file_desk, file_desk.snapshot.cameras[0].id)).result(10)
    entry = found.entries[0]
    lines = list(spool_of(file_seat).entries())

    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert lines[entry.seq - 1]["hash"] == entry.hash
    assert lines[entry.seq - 1]["facts"]["shot"]["sha256"] == found.shots[0].sha256


def test_a_line_torn_by_a_crash_does_not_swallow_the_next(file_seat):
    """The next entry begins on a line of its own."""
    started(file_seat).stop()
    file = file_of(file_seat)
    file.write_bytes(file.read_bytes() + b'{"seat":"1","seq":')

    desk = build_desk(file_seat)
    desk.start(is_sending=False, is_ticking=False)
    desk.stop()
    lines = [line["seq"] for line in spool_of(file_seat).entries()]

    assert lines == list(range(1, len(lines) + 1))


def test_entries_committed_before_a_crash_reach_the_spool_at_the_next_start(file_seat):
    """Killed between commit and spool: the journal had it, the spool gets it."""
    started(file_seat).stop()
    file = file_of(file_seat)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-2]))

    desk = build_desk(file_seat)
    desk.start(is_sending=False, is_ticking=False)
    desk.stop()

    seqs = [json.loads(line)["seq"] for line in file.read_bytes().splitlines()]
    assert seqs == list(range(1, len(seqs) + 1))


@pytest.mark.expected_log("spool not written")
def test_a_spool_that_cannot_be_written_gets_its_lines_later(file_desk, file_seat):
    """The journal has them; the next commit brings them along."""
    day = file_of(file_seat)
    aside = day.with_suffix(".aside")
    day.rename(aside)
    day.mkdir()
    camera_id = file_desk.snapshot.cameras[0].id
    file_desk.problems.find(picked(file_desk, camera_id)).result(10)
    day.rmdir()
    aside.rename(day)
    file_desk.problems.find(picked(file_desk, camera_id, shade=99)).result(10)

    with open_for_reading(file_seat.place) as session:
        states = {it.name: it.state for it in verify(session, file_seat.place)}
    assert states["completeness"] == "ok"


def test_pending_moments_are_replayed_once_and_in_order(seat):
    """What F8 kept aside follows at the next start, each problem once, its time kept."""
    desk = started(seat)
    moments = [pending_of(desk, number) for number in (1, 2)]
    spool_of(seat).keep_pending(moments)
    desk.stop()

    again = build_desk(seat)
    again.start(is_sending=False, is_ticking=False)

    assert problems(again) == [("kept-1", "1121-001"), ("kept-2", "1121-002")]
    assert spool_of(seat).pending() == ()
    clocks = {card.subject: card.started_at for card in again.snapshot.clocks}
    assert clocks["kept-1"] == moments[0].event_at
    again.stop()


def test_a_kill_between_replay_and_forgetting_doubles_nothing(seat):
    """The pending file is still there at the next start: the journal has them already."""
    desk = started(seat)
    moments = [pending_of(desk)]
    spool_of(seat).keep_pending(moments)
    desk.stop()
    for _ in range(2):
        again = build_desk(seat)
        again.start(is_sending=False, is_ticking=False)
        found = problems(again)
        spool_of(seat).keep_pending(moments)
        again.stop()

        assert found == [("kept-1", "1121-001")]


def test_a_torn_pending_line_costs_only_itself(file_desk, file_seat):
    """The half line was never acknowledged; those before and after it are whole."""
    spool = spool_of(file_seat)
    spool.keep_pending([pending_of(file_desk, 1)])
    file = file_seat.data / "spool" / "pending.jsonl"
    file.write_bytes(file.read_bytes() + b'{"kind":"problem.fou')
    spool.keep_pending([pending_of(file_desk, 2)])

    subjects = [moment and moment.subject for _, moment in spool.pending()]
    assert subjects == ["kept-1", None, "kept-2"]


def test_evidence_is_whole_or_not_there(tmp_path):
    """A leftover of a crash is no evidence; a file with wrong content is put right."""
    folder = EvidenceFolder(tmp_path / "evidence")
    content = b"\xff\xd8 a street " * 1000
    first = folder.put(content)
    path = folder.path(first.sha256)
    path.with_suffix(".part").write_bytes(content[:10])
    path.write_bytes(bytes(len(content)))

    second = folder.put(content)

    assert hash_file(path) == second.sha256 == first.sha256
    assert [it.suffix for it in path.parent.iterdir()] == [".jpg"]
    assert folder.put(content).is_new is False


def test_evidence_that_cannot_be_written_leaves_nothing(tmp_path):
    """A crash or error before the rename leaves no file under the final name."""
    folder = EvidenceFolder(tmp_path / "evidence")
    kept = folder.put(b"one")
    path = folder.path(kept.sha256)
    path.unlink()
    path.with_suffix(".part").mkdir()

    with pytest.raises(OSError, match="directory"):
        folder.put(b"one")
    assert not path.exists()


def test_discarding_spares_what_was_there_before(tmp_path):
    """A picture that another record names stays."""
    folder = EvidenceFolder(tmp_path / "evidence")
    first = folder.put(b"one")
    folder.discard([folder.put(b"one"), folder.put(b"two")])

    assert folder.path(first.sha256).exists()
    assert len(list((tmp_path / "evidence").glob("*/*"))) == 1
