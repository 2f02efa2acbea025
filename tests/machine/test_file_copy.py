"""Hashing and copying large files: stop, go on, changes, full disks, read-back."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
from functools import partial
from typing import TYPE_CHECKING

import pytest

from duty_desk.language import Refusal
from duty_desk.machine.file_copy import (
    BLOCK_BYTES,
    Hashing,
    Stopped,
    Watch,
    copy_file,
    hash_file,
    read_back,
)

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = 5
CONTENT = random.Random(7).randbytes(BLOCKS * BLOCK_BYTES + 123)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file of five blocks and a bit, with a name of rare characters."""
    path = tmp_path / "镕喆𠮷 🎬.mp4"
    path.write_bytes(CONTENT)
    return path


def stopping_after(blocks: int) -> tuple[Watch, list[int]]:
    """A watch that asks to stop after so many blocks, and what it was told."""
    steps: list[int] = []

    def told(count: int) -> None:
        steps.append(count)
        if len(steps) == blocks:
            watch.stop.set()

    watch = Watch(told)
    return watch, steps


def test_the_hash_is_that_of_the_system(source: Path) -> None:
    """The hash is the one that sha256sum tells, and progress adds up to the size."""
    steps: list[int] = []

    found = hash_file(source, Watch(steps.append))

    told = subprocess.run(["sha256sum", "-z", source], capture_output=True, check=True)
    assert found.sha256 == told.stdout.decode().split()[0]
    assert sum(steps) == found.size_bytes == len(CONTENT)


def test_a_stopped_hash_goes_on_where_it_was(source: Path) -> None:
    """Going on reads only what is left, and gives the same hash."""
    hashing = Hashing(source)
    with pytest.raises(Stopped):
        hashing.run(stopping_after(2)[0])
    steps: list[int] = []

    found = hashing.run(Watch(steps.append))

    assert sum(steps) == len(CONTENT) - 2 * BLOCK_BYTES
    assert found.sha256 == SHA256


def test_a_hash_begins_anew_when_the_file_is_another(source: Path) -> None:
    """A file replaced between stop and going on is hashed from its first byte."""
    hashing = Hashing(source)
    with pytest.raises(Stopped):
        hashing.run(stopping_after(2)[0])
    source.unlink()
    source.write_bytes(b"new" + CONTENT)

    assert hashing.run().sha256 == hashlib.sha256(b"new" + CONTENT).hexdigest()


@pytest.mark.parametrize("way", ["hash", "copy"])
def test_a_file_that_changes_while_it_is_read_is_refused(source: Path, way: str) -> None:
    """A byte written while the file is read costs the hash, and says why."""

    def touch(_count: int) -> None:
        with source.open("r+b") as file:
            file.write(b"x")
        os.utime(source, ns=(1, 1))

    work = {"hash": hash_file, "copy": partial(copy_file, target=source.with_name("copy.mp4"))}[way]
    with pytest.raises(Refusal, match="被改动"):
        work(source, watch=Watch(touch))

    assert not source.with_name("copy.mp4").exists()


def test_a_file_that_grows_is_refused(source: Path) -> None:
    """A recorder that still writes is waited for, not hashed."""

    def grow(_count: int) -> None:
        if source.stat().st_size == len(CONTENT):
            with source.open("ab") as file:
                file.write(b"more")

    with pytest.raises(Refusal, match="写完"):
        hash_file(source, Watch(grow))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """Zero bytes are no recording."""
    (tmp_path / "empty.mp4").touch()

    with pytest.raises(Refusal, match="0 字节"):
        hash_file(tmp_path / "empty.mp4")


def test_a_file_taken_away_is_refused(tmp_path: Path) -> None:
    """A medium pulled before reading is named in words."""
    with pytest.raises(Refusal, match="拔出"):
        hash_file(tmp_path / "gone.mp4")


def test_a_copy_is_whole_read_only_and_leaves_nothing_beside(source: Path, tmp_path: Path) -> None:
    """The copy has the source's bytes and hash and cannot be written to by mistake."""
    target = tmp_path / "out" / "copy.mp4"
    target.parent.mkdir()

    found = copy_file(source, target)

    assert found.sha256 == SHA256 == read_back(target)
    assert not target.stat().st_mode & 0o222
    assert list(target.parent.iterdir()) == [target]


def test_a_stopped_copy_goes_on_and_mends_what_was_left_wrong(source: Path) -> None:
    """What an earlier try left is compared, and a wrong byte in it is written anew."""
    target = source.with_name("copy.mp4")
    part = source.with_name("copy.mp4.part")
    with pytest.raises(Stopped):
        copy_file(source, target, stopping_after(3)[0])
    assert part.stat().st_size == 3 * BLOCK_BYTES
    assert not target.exists()
    with part.open("r+b") as file:
        file.seek(BLOCK_BYTES + 5)
        file.write(b"torn")

    copy_file(source, target)

    assert target.read_bytes() == CONTENT
    assert not part.exists()


def test_a_copy_that_is_too_long_already_is_cut(source: Path) -> None:
    """A longer file left from another try does not lengthen the copy."""
    part = source.with_name("copy.mp4.part")
    part.write_bytes(CONTENT + b"tail")

    copy_file(source, source.with_name("copy.mp4"))

    assert source.with_name("copy.mp4").read_bytes() == CONTENT


def test_a_full_disk_is_told_and_the_source_stays(source: Path) -> None:
    """The system's own "no space left" becomes a sentence that says what to do."""
    source.with_name("copy.mp4.part").symlink_to("/dev/full")

    with pytest.raises(Refusal, match="空间用完"):
        copy_file(source, source.with_name("copy.mp4"))

    assert not source.with_name("copy.mp4").exists()
    assert source.read_bytes() == CONTENT


def test_a_medium_pulled_while_writing_is_told(source: Path, tmp_path: Path) -> None:
    """A folder that is no longer there says that the medium is gone."""
    with pytest.raises(Refusal, match="介质不见了"):
        copy_file(source, tmp_path / "usb" / "copy.mp4")
