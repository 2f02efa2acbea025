"""Files added to a request: worked off beside the desk, stopped, gone on with, refused."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.footage_files import FileStage, FileStatus, FileWork
from duty_desk.language import Refusal
from duty_desk.video.file_look import FileLook, Playing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MIB = 1 << 20
BOUND_S = 20.0


class Work:
    """A work whose changes can be waited for, and whose first block can be held."""

    def __init__(self) -> None:
        self.told: list[FileStatus] = []
        self.held = threading.Event()
        self.go = threading.Event()
        self.go.set()
        self._news = threading.Condition()
        self.work = FileWork(self._changed, lambda _path: FileLook(Playing.PLAYABLE))

    def _changed(self, status: FileStatus) -> None:
        with self._news:
            self.told.append(status)
            self._news.notify_all()
        if status.stage is FileStage.HASHING and status.done_bytes:
            self.held.set()
            self.go.wait(BOUND_S)

    def reached(self, no: int, stage: FileStage) -> FileStatus:
        """Wait until a file has come to a stage."""

        def is_there() -> bool:
            return any(one.no == no and one.stage is stage for one in self.told)

        with self._news:
            assert self._news.wait_for(is_there, BOUND_S), self.work.files()
        return next(one for one in self.told[::-1] if one.no == no and one.stage is stage)


@pytest.fixture
def work() -> Iterator[Work]:
    """A work that ends with the test."""
    made = Work()
    yield made
    made.go.set()
    made.work.close()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A vendor's export: two recordings and a file of the system."""
    folder = tmp_path / "导出"
    folder.mkdir()
    (folder / "C046.mp4").write_bytes(b"a" * (4 * MIB))
    (folder / "C047.dav").write_bytes(b"b" * MIB)
    (folder / ".DS_Store").write_bytes(b"c")
    return folder


def test_a_folder_is_worked_off_in_order(work: Work, export: Path) -> None:
    """Every recording of a dropped folder is hashed and tried, system files are left out."""
    added = work.work.add([export])

    done = [work.reached(one.no, FileStage.DONE) for one in added]

    assert [one.path.name for one in done] == ["C046.mp4", "C047.dav"]
    assert done[0].sha256 == hashlib.sha256(b"a" * (4 * MIB)).hexdigest()
    assert [one.percent for one in done] == [100, 100]
    assert done[0].look == FileLook(Playing.PLAYABLE)
    assert work.work.is_at_rest


def test_progress_grows_and_is_told_in_steps(work: Work, export: Path) -> None:
    """The told percentages only grow, and not every block is told of a large file."""
    work.work.add([export / "C046.mp4"])
    work.reached(1, FileStage.DONE)

    percents = [one.percent for one in work.told]
    assert percents == sorted(percents)
    assert len(percents) <= 100 + len(FileStage)


def test_a_stopped_file_goes_on(work: Work, export: Path) -> None:
    """Stop leaves the rest waiting for go on, which does not begin anew."""
    work.go.clear()
    work.work.add([export / "C046.mp4"])
    assert work.held.wait(BOUND_S)

    work.work.stop(1)
    work.go.set()
    stopped = work.reached(1, FileStage.STOPPED)
    told_before = len(work.told)
    work.work.go_on(1)
    done = work.reached(1, FileStage.DONE)

    assert 0 < stopped.done_bytes < stopped.size_bytes
    assert min(one.done_bytes for one in work.told[told_before:]) == stopped.done_bytes
    assert done.sha256 == hashlib.sha256(b"a" * (4 * MIB)).hexdigest()


def test_a_waiting_file_can_be_stopped_and_removed(work: Work, export: Path) -> None:
    """What has not begun stops at once; what is removed is never worked on."""
    work.go.clear()
    work.work.add([export])
    assert work.held.wait(BOUND_S)

    work.work.stop(2)
    assert work.work.files()[1].stage is FileStage.STOPPED
    work.work.remove(2)
    work.go.set()
    work.reached(1, FileStage.DONE)

    assert [one.no for one in work.work.files()] == [1]
    assert (export / "C047.dav").exists()


def test_an_empty_file_is_refused_and_the_next_is_done(work: Work, export: Path) -> None:
    """A refusal keeps its sentence and stops nobody else."""
    (export / "C045.mp4").touch()

    work.work.add([export])
    refused = work.reached(1, FileStage.REFUSED)
    work.reached(3, FileStage.DONE)

    assert "0 字节" in refused.refusal


def test_a_refused_file_can_be_tried_again(work: Work, export: Path) -> None:
    """After it was exported anew, go on takes it."""
    (export / "C045.mp4").touch()
    work.work.add([export / "C045.mp4"])
    work.reached(1, FileStage.REFUSED)
    (export / "C045.mp4").write_bytes(b"x")

    work.work.go_on(1)

    assert work.reached(1, FileStage.DONE).size_bytes == 1


def test_a_file_is_added_once(work: Work, export: Path) -> None:
    """The same file by another way, or twice in one drop, is refused and nothing is taken."""
    work.work.add([export / "C046.mp4"])

    for paths in ([export], [export / "C047.dav", export / ".." / "导出" / "C047.dav"]):
        with pytest.raises(Refusal, match="已经在列表里"):
            work.work.add(paths)

    assert len(work.work.files()) == 1


def test_a_path_that_leads_nowhere_is_refused(work: Work, tmp_path: Path) -> None:
    """A medium that is gone is said at once."""
    with pytest.raises(Refusal, match="拔出"):
        work.work.add([tmp_path / "gone.mp4"])


def test_closing_stops_a_running_hash(work: Work, export: Path) -> None:
    """A closing window waits for no large file."""
    work.go.clear()
    work.work.add([export])
    assert work.held.wait(BOUND_S)
    closing = threading.Thread(target=work.work.close)
    closing.start()
    work.go.set()
    closing.join(BOUND_S)

    assert not closing.is_alive()
    assert all(one.stage is not FileStage.DONE for one in work.work.files())
