"""The data folder's disk."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from duty_desk.language import Refusal
from duty_desk.machine.disk import (
    Reserve,
    file_system_of,
    free_bytes,
    make_writable,
    reason,
    refuse_unfit_place,
    synced_part,
)

MEGABYTE = 1024 * 1024
MOUNTS = """\
22 1 259:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
40 22 0:52 / /mnt/hall rw,relatime - cifs //server/hall rw
41 40 8:1 / /mnt/hall/local rw,relatime - ext4 /dev/sda1 rw
42 22 0:60 / /mnt/two\\040words rw - nfs4 server:/x rw
odd line
"""


def test_the_reserve_takes_real_room_and_gives_it_back(tmp_path):
    """The blocks are allocated, not only promised."""
    reserve = Reserve(tmp_path, MEGABYTE)

    assert reserve.hold()
    assert reserve.is_held
    (file,) = tmp_path.iterdir()
    if hasattr(file.stat(), "st_blocks"):
        assert file.stat().st_blocks * 512 >= MEGABYTE

    assert reserve.give_up() == MEGABYTE
    assert not reserve.is_held
    assert reserve.give_up() == 0


def test_a_reserve_that_was_cut_short_is_made_whole(tmp_path):
    """A half-written reserve counts as none."""
    reserve = Reserve(tmp_path, MEGABYTE)
    reserve.hold()
    os.truncate(next(tmp_path.iterdir()), 10)

    assert not reserve.is_held
    assert reserve.hold()
    assert reserve.is_held


def test_no_reserve_is_taken_from_a_nearly_full_disk(tmp_path):
    """The records come first; asking for more than half leaves nothing behind."""
    reserve = Reserve(tmp_path, free_bytes(tmp_path))

    assert not reserve.hold()
    assert list(tmp_path.iterdir()) == []


def test_giving_up_the_reserve_lets_a_full_disk_take_one_more_problem(small_disk):
    """The picture of the problem fits into what the reserve frees."""
    reserve = Reserve(small_disk, MEGABYTE)
    assert reserve.hold()
    fill_up(small_disk / "fill")
    picture = small_disk / "picture.jpg"

    with pytest.raises(OSError, match="No space"):
        picture.write_bytes(bytes(700_000))
    reserve.give_up()
    picture.write_bytes(bytes(700_000))

    assert picture.stat().st_size == 700_000


def fill_up(file: Path) -> None:
    """Write until the disk is full, to the last page."""
    with file.open("wb", buffering=0) as out, contextlib.suppress(OSError):
        while out.write(bytes(4096)):
            pass


@pytest.fixture
def small_disk(tmp_path):
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a disk of four megabytes can only be mounted by root on Linux")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def read_only_disk(small_disk):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    return small_disk


def test_a_read_only_data_folder_is_refused_in_words(read_only_disk):
    """The sentence says that nothing was changed and what to do."""
    with pytest.raises(Refusal) as refusal:
        make_writable(read_only_disk)

    assert "磁盘只读" in str(refusal.value)
    assert "--data" in str(refusal.value)


def test_a_file_in_the_way_of_the_data_folder_is_refused(tmp_path):
    """A path that goes through a file cannot become a folder."""
    (tmp_path / "taken").write_text("x")

    for folder in (tmp_path / "taken", tmp_path / "taken" / "inside"):
        with pytest.raises(Refusal, match="同名文件"):
            make_writable(folder)
    assert (tmp_path / "taken").read_text() == "x"


def test_a_missing_data_folder_is_made_and_left_empty(tmp_path):
    """The proof of writing leaves no trace."""
    make_writable(tmp_path / "a" / "b")

    assert list((tmp_path / "a" / "b").iterdir()) == []


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/data/desk", "ext4"),
        ("/mnt/hall/desk", "cifs"),
        ("/mnt/hall/local/desk", "ext4"),
        ("/mnt/two words/desk", "nfs4"),
        ("/mnt/hallway", "ext4"),
    ],
)
def test_the_nearest_mount_names_the_file_system(tmp_path, folder, kind):
    """A local disk inside a share is local, and a similar name is no share."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS, encoding="utf-8")

    assert file_system_of(Path(folder), mounts) == kind


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/data/desk/OneDrive/duty", "OneDrive"),
        ("/data/desk/OneDrive - Office/duty", "OneDrive - Office"),
        ("/data/desk/Dropbox", "Dropbox"),
        ("/data/desk/我的坚果云/值守台", "我的坚果云"),
        ("/data/desk/BaiduSyncdisk/x", "BaiduSyncdisk"),
        ("/data/desk/onedriver/duty", ""),
        ("/data/desk/duty", ""),
    ],
)
def test_synchronised_folders_are_known_by_name(path, part):
    """A folder that another program copies away is no place for a database."""
    assert synced_part(Path(path)) == part


def test_a_synchronised_folder_is_refused_and_an_ordinary_one_is_not(tmp_path):
    """The sentence names the folder that is synchronised."""
    refuse_unfit_place(tmp_path)

    with pytest.raises(Refusal, match="“Dropbox”"):
        refuse_unfit_place(tmp_path / "Dropbox" / "desk")


def test_every_reason_of_the_disk_has_words():
    """No English text of the system reaches a Chinese window."""
    assert reason(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert reason(OSError(errno.EIO, "Input/output error")) == "磁盘出错"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folders to the user by itself")
def test_a_new_data_folder_is_the_users_alone(tmp_path: Path) -> None:
    """Evidence shows people: other users of the computer cannot look into it."""
    folder = tmp_path / "desk"
    make_writable(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
