"""Media as they are: really full, really taken away while a package is written; Linux, as root."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.footage_package import check, put_on_medium, remove_unfinished, unfinished
from duty_desk.language import Refusal
from duty_desk.machine.file_copy import Watch
from tests.desk.test_footage_package import MIB, recordings, sealed  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROOM = 12 * MIB


def mounted(folder: Path) -> bool:
    """Hang an empty medium of twelve megabytes into a folder."""
    folder.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "none", str(folder)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def taken_away(folder: Path) -> None:
    """Take the medium out, whoever may be writing; the folder it hung in stays."""
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


@contextmanager
def medium(folder: Path) -> Iterator[Path]:
    """A medium that is there until it is taken away."""
    if sys.platform != "linux" or not mounted(folder):
        pytest.skip("media can be mounted by root on Linux alone")
    try:
        yield folder
    finally:
        taken_away(folder)


def once(work: Callable[[], None]) -> Watch:
    """A watch that does something at the first block."""
    done: list[int] = []

    def told(count: int) -> None:
        if not done:
            work()
        done.append(count)

    return Watch(told)


def test_a_medium_that_fills_up_is_told_and_gone_on_with(tmp_path, recordings) -> None:  # noqa: F811
    """Another program takes the room: a sentence, what is written stays, then it goes on."""
    done = sealed(tmp_path, recordings)
    with medium(tmp_path / "usb") as usb:
        other = usb / "other.bin"

        def fill() -> None:
            other.write_bytes(bytes(8 * MIB))

        with pytest.raises(Refusal, match="空间用完了，这份拷贝没有完成，原文件完好"):
            put_on_medium(done.folder, usb, once(fill))
        assert not (usb / done.folder.name).exists()
        assert unfinished(usb / done.folder.name).exists()

        with pytest.raises(Refusal, match="空间不够"):
            put_on_medium(done.folder, usb)
        other.unlink()

        assert put_on_medium(done.folder, usb).seal == done.seal
        assert check(usb / done.folder.name).is_whole


def test_sealing_onto_a_disk_that_fills_up_can_be_removed_whole(tmp_path, recordings) -> None:  # noqa: F811
    """The disk of the package itself fills up; what was begun is removed to the last file."""
    with medium(tmp_path / "disk") as disk:

        def fill() -> None:
            (disk / "other.bin").write_bytes(bytes(8 * MIB))

        with pytest.raises(Refusal, match="空间用完了"):
            sealed(disk, recordings, once(fill))
        remove_unfinished(disk / "调取2026-037")

        assert [path.name for path in disk.iterdir()] == ["other.bin"]


def test_nothing_is_written_where_a_medium_was(tmp_path, recordings) -> None:  # noqa: F811
    """Unmounted in the middle: a sentence, and its empty folder on the other disk stays empty."""
    done = sealed(tmp_path, recordings)
    with medium(tmp_path / "usb") as usb:
        with pytest.raises(Refusal, match=r"介质不见了.*原文件完好"):
            put_on_medium(done.folder, usb, once(lambda: taken_away(usb)))
        assert list(usb.iterdir()) == []
        assert check(done.folder).is_whole

        assert mounted(usb)
        assert put_on_medium(done.folder, usb).seal == done.seal


def test_a_medium_taken_away_while_it_is_read_back_is_told(tmp_path, recordings) -> None:  # noqa: F811
    """What was not read back is not called written."""
    done = sealed(tmp_path, recordings)
    whole = sum(path.stat().st_size for path in done.folder.rglob("*") if path.is_file())
    with medium(tmp_path / "usb") as usb:
        so_far: list[int] = []

        def told(count: int) -> None:
            so_far.append(count)
            if sum(so_far) >= whole and usb.is_mount():
                taken_away(usb)

        with pytest.raises(Refusal, match="介质"):
            put_on_medium(done.folder, usb, Watch(told))
        assert list(usb.iterdir()) == []
